//! Words looked for in a text: compared without capitals, and without accents where they were typed without.

use legal::{SourceText, Span};

/// More places than this nobody looks at.
const MOST: usize = 2_000;

/// The places where some words stand in a text, in order: whole syllables, whatever spaces or lines are between them.
pub(crate) fn find(source: &SourceText, words: &str) -> Vec<Span> {
    let bare = !legal::has_accents(words);
    let wanted = fold(&legal::normalise(words), bare);
    let wanted: String = wanted.into_iter().map(|(_, c)| c).collect();
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return Vec::new();
    }
    let text = source.text();
    let (mut at, mut places, mut folded) = (Vec::new(), Vec::new(), String::new());
    for (offset, c) in fold(text, bare) {
        at.push(folded.len());
        places.push(offset);
        folded.push(c);
    }
    let mut found = Vec::new();
    for (start, _) in folded.match_indices(wanted) {
        let end = start + wanted.len();
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let edge = |c: Option<char>| inside(c);
        let joins_before = edge(wanted.chars().next()) && edge(folded[..start].chars().next_back());
        let joins_after = edge(wanted.chars().next_back()) && edge(folded[end..].chars().next());
        if joins_before || joins_after {
            continue;
        }
        let place = |folded: usize| at.partition_point(|known| *known < folded);
        let first = places.get(place(start)).copied().unwrap_or(text.len());
        let last = places.get(place(end) - 1).copied().unwrap_or(text.len());
        let after = text[last..].chars().next().map_or(0, char::len_utf8);
        found.push(Span::new(first, last + after));
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// The characters of a text as they are compared, each with where it stands: small, white space as one space, and
/// without accents where `bare`.
fn fold(text: &str, bare: bool) -> Vec<(usize, char)> {
    let mut folded: Vec<(usize, char)> = Vec::with_capacity(text.len());
    for (offset, c) in text.char_indices() {
        if c.is_whitespace() {
            if folded.last().is_none_or(|(_, last)| *last != ' ') {
                folded.push((offset, ' '));
            }
            continue;
        }
        for small in c.to_lowercase() {
            match bare && !small.is_ascii() {
                true => {
                    let plain = legal::unaccent(small.encode_utf8(&mut [0; 4]));
                    folded.extend(plain.chars().map(|c| (offset, c)));
                }
                false => folded.push((offset, small)),
            }
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_they_were_typed() {
        const TEXT: &str = "Lệ phí. Phía sau, mức LỆ\nPHÍ là 5.000 đồng; lề phi lao. 5.000,5";
        fn check(words: &str, expect: &[&str]) {
            let source = SourceText::plain(TEXT);
            let found = find(&source, words);
            let found: Vec<&str> = found.iter().map(|span| source.slice(*span)).collect();
            assert_eq!(found, expect, "{words}");
        }
        check("lệ phí", &["Lệ phí", "LỆ\nPHÍ"]);
        check("le phi", &["Lệ phí", "LỆ\nPHÍ", "lề phi"]);
        check("  Lệ   phí ", &["Lệ phí", "LỆ\nPHÍ"]);
        check("phí", &["phí", "PHÍ"]);
        check("5.000", &["5.000", "5.000"]);
        check("đồng;", &["đồng;"]);
        check("không có", &[]);
        check(" ", &[]);
        check("", &[]);
        check("lệ phí là 5.000 đồng", &["LỆ\nPHÍ là 5.000 đồng"]);
    }
}
