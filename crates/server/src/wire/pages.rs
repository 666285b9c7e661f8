//! Numbers of pages as people write them.

/// "1–3, 7" for pages in rising order; the same page twice counts once.
pub fn page_ranges(pages: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for &page in pages {
        match ranges.last_mut() {
            Some((_, last)) if page == *last || page == *last + 1 => *last = page,
            _ => ranges.push((page, page)),
        }
    }
    let range = |(first, last): &(u32, u32)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}–{last}")
        }
    };
    ranges.iter().map(range).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::page_ranges;

    #[test]
    fn neighbours_are_one_range() {
        for (pages, expect) in [
            (vec![], ""),
            (vec![4], "4"),
            (vec![1, 2, 3, 7, 9, 9, 10], "1–3, 7, 9–10"),
        ] {
            assert_eq!(page_ranges(&pages), expect);
        }
    }
}
