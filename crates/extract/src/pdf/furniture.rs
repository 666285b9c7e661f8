//! What stands on pages without belonging to the text: running heads, page numbers, signature stamps.

use std::collections::HashMap;

use legal::{Furniture, FurnitureKind};

use super::{line::Line, rulings::Ruling};

/// The head and the foot of a page, as shares of its height.
const HEAD: f32 = 0.085;
const FOOT: f32 = 0.925;
/// Points by which a running head may move from one page to the other.
const SAME_HEIGHT: f32 = 3.0;
/// A gap between lines of more font sizes than this parts the margin from the text.
const APART: f32 = 1.8;

/// How lines of an electronic signature's stamp begin.
const STAMPS: [&str; 16] = [
    "Người ký:",
    "Ký bởi",
    "Được ký bởi",
    "Email:",
    "Cơ quan:",
    "Tổ chức:",
    "Thời gian ký",
    "Ngày ký:",
    "Ký ngày:",
    "Nơi ký:",
    "Lý do:",
    "Signature Not Verified",
    "Signature Valid",
    "Digitally signed",
    "Chữ ký số",
    "Thời gian:",
];

/// Those of them that nothing else begins with.
const SIGNED: [&str; 9] = [
    "Người ký:",
    "Ký bởi",
    "Được ký bởi",
    "Thời gian ký",
    "Ngày ký:",
    "Ký ngày:",
    "Signature",
    "Digitally signed",
    "Chữ ký số",
];

/// A page's lines, the level rulings that stand free on it, and its height.
#[derive(Default)]
pub(super) struct Laid {
    pub(super) lines: Vec<Line>,
    pub(super) rules: Vec<Ruling>,
    pub(super) height: f32,
}

/// Takes the furniture out of the pages and gives it back.
pub(super) fn remove(pages: &mut [Laid]) -> Vec<Furniture> {
    let repeated = repeated(pages);
    let mut removed = Vec::new();
    for (number, page) in (1..).zip(pages) {
        let height = page.height;
        let stamp = stamp(&page.lines);
        let count = page.lines.len();
        let mut n = 0;
        page.lines.retain(|line| {
            let at = n;
            n += 1;
            // Lines turned against the page stand beside it.
            let place = if line.turn == 0 {
                line.baseline() / height
            } else {
                0.5
            };
            let edge = !(HEAD..=FOOT).contains(&place);
            let text = line.text();
            let known = gazette(&text) && (place < 0.12 || text.contains("/Ngày"));
            let numbered = (edge || at == 0 || at + 1 == count) && page_number(&text, edge);
            let kind = match () {
                () if stamp.contains(&at) => FurnitureKind::Stamp,
                () if known => FurnitureKind::RunningHead,
                () if numbered && line.row.is_none() => FurnitureKind::PageNumber,
                () if edge && repeated.contains_key(&masked(&text)) => FurnitureKind::RunningHead,
                () => return true,
            };
            removed.push(Furniture {
                page: number,
                kind,
                text,
            });
            false
        });
    }
    removed
}

/// "CÔNG BÁO/Số 123 + 124/Ngày 01-02-2026", with the page number before or after it.
pub(super) fn gazette(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let compact: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(14)
        .collect();
    compact.to_uppercase().starts_with("CÔNGBÁO/SỐ")
}

/// "3", "- 3 -", "Trang 3", "3/10".
pub(super) fn page_number(text: &str, edge: bool) -> bool {
    let bare = text
        .trim()
        .trim_start_matches("Trang")
        .trim_matches([' ', '-', '–', '|', '.']);
    let digits = |part: &str| {
        (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    digits(bare)
        || edge
            && bare
                .split_once('/')
                .is_some_and(|(page, of)| digits(page.trim()) && digits(of.trim()))
}

/// A line with its digits masked, to know it again on other pages. The number of a unit is no number of a page:
/// where every article begins a page, their headings are no running head.
fn masked(text: &str) -> String {
    let unit = ["điều ", "chương ", "mục ", "phần ", "phụ lục "];
    let start: String = text.chars().take(8).collect::<String>().to_lowercase();
    let of_unit = unit.iter().any(|word| start.starts_with(word));
    text.chars()
        .map(|c| {
            if c.is_ascii_digit() && !of_unit {
                '0'
            } else {
                c
            }
        })
        .filter(|c| !c.is_whitespace())
        .collect()
}

/// Lines at the edge that stand on at least three pages and a third of all. In a file of two pages both must have
/// the line, at one height and outermost: nothing but other furniture may stand between it and the edge.
fn repeated(pages: &[Laid]) -> HashMap<String, usize> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for page in pages {
        for line in &page.lines {
            if line.is_plain() && is_edge(line, page) {
                *counts.entry(masked(&line.text())).or_default() += 1;
            }
        }
    }
    if let [first, second] = pages {
        let outer = outermost(second);
        let mut both = HashMap::new();
        // Words side by side are more likely the head of a table that fills both pages.
        let plain = |line: &&Line| line.segments().len() == 1;
        for line in outermost(first).into_iter().filter(plain) {
            let words = masked(&line.text());
            let again = outer.iter().any(|other| {
                (other.baseline() - line.baseline()).abs() < SAME_HEIGHT
                    && masked(&other.text()) == words
            });
            if again {
                both.insert(words, 2);
            }
        }
        return both;
    }
    let enough = (pages.len() / 3).max(3);
    counts.retain(|_, count| *count >= enough);
    counts
}

fn is_edge(line: &Line, page: &Laid) -> bool {
    !(HEAD..=FOOT).contains(&(line.baseline() / page.height))
}

/// The lines in the margins of a page that stand apart from its text: with a gap wider than between the text's lines.
fn outermost(page: &Laid) -> Vec<&Line> {
    let mut lines: Vec<&Line> = page.lines.iter().filter(|line| line.is_plain()).collect();
    lines.sort_by(|a, b| a.baseline().total_cmp(&b.baseline()));
    let apart = |pair: &[&Line]| {
        let size = pair[0].size().max(pair[1].size());
        pair[1].baseline() - pair[0].baseline() > APART * size
    };
    let count = lines.len();
    let head = lines
        .windows(2)
        .take_while(|pair| is_edge(pair[0], page))
        .position(apart)
        .map_or(0, |at| at + 1);
    let foot = lines
        .windows(2)
        .rev()
        .take_while(|pair| is_edge(pair[1], page))
        .position(apart)
        .map_or(0, |at| at + 1);
    let mut outer = lines[..head].to_vec();
    outer.extend(&lines[(count - foot).max(head)..]);
    outer
}

/// The lines of signature stamps: at least two of its lines near one another, with what wraps between them.
pub(super) fn stamp(lines: &[Line]) -> Vec<usize> {
    let starts = |line: &Line| {
        let text = line.text();
        line.row.is_none() && STAMPS.iter().any(|start| text.starts_with(start))
    };
    let marked: Vec<usize> = (0..lines.len()).filter(|n| starts(&lines[*n])).collect();
    let mut stamp = Vec::new();
    for run in marked.chunk_by(|a, b| b - a <= 3) {
        // A form to fill in asks for the same things.
        let text = |n: &usize| lines[*n].text();
        let signed = run
            .iter()
            .any(|n| SIGNED.iter().any(|start| text(n).starts_with(start)));
        if !signed
            || run
                .iter()
                .any(|n| text(n).contains("...") || text(n).contains('…'))
        {
            continue;
        }
        if let (&[first, .., last], true) = (run, run.len() >= 2) {
            stamp.extend(first..=last);
            // The time may stand on the next line: "10:15:00 +07:00".
            let time = |line: &Line| {
                line.text().starts_with(|c: char| c.is_ascii_digit()) && line.text().contains(':')
            };
            if lines.get(last + 1).is_some_and(time) {
                stamp.push(last + 1);
            }
        }
    }
    stamp
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn headings_of_articles_on_every_page_are_no_running_head() {
        assert_eq!(
            masked("Trang 3 của 90"),
            masked("Trang 14 của 90").replacen('0', "", 1)
        );
        assert_ne!(masked("Điều 5. Mức hỗ trợ"), masked("Điều 6. Mức hỗ trợ"));
        assert_ne!(masked("PHỤ LỤC 1"), masked("PHỤ LỤC 2"));
    }
}
