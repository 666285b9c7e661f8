//! Whether a site shows only a part of what it has.

use legal::{FurnitureKind, SourceText};

/// Words that a site writes in the place of the text it withholds, in lower case.
const WITHHELD: [&str; 4] = [
    "để xem toàn bộ",
    "để xem đầy đủ",
    "để xem tiếp",
    "đăng nhập để xem nội dung",
];
/// Words that ask for a login anywhere on a page: they say nothing if the text has its end.
const ASKING: [&str; 3] = ["đăng nhập để xem", "chưa đăng nhập", "đăng ký thành viên"];
/// What stands near the end of a whole act.
const ENDS: [&str; 8] = [
    "./.",
    "Nơi nhận",
    "TM. ",
    "KT. ",
    "TL. ",
    "TRƯỞNG",
    "CHỦ TỊCH",
    "TỔNG ",
];

/// The words with which the site cuts off the text, or another text on the same page (a translation behind a tab).
/// `everywhere` are the words of the page, hidden parts too.
pub(super) fn cut<'a>(
    source: &'a SourceText,
    everywhere: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let text = &source.text()[..source.main_end()];
    let says = |line: &str, words: &[&str]| {
        // Long lines are law, which speaks of members and registrations too.
        let line = line.to_lowercase();
        line.len() < 300 && words.iter().any(|words| line.contains(words))
    };
    let site = || {
        let furniture = source.layout().furniture.iter();
        furniture
            .filter(|line| line.kind == FurnitureKind::Portal)
            .map(|line| line.text.as_str())
    };
    let mut everything = text.lines().chain(site()).chain(everywhere);
    let withheld = everything.find(|line| says(line, &WITHHELD));
    if let Some(line) = withheld.or_else(|| text.lines().find(|line| says(line, &ASKING))) {
        return Some(line.trim().to_owned());
    }
    let mut last = text.lines().rev().take(40);
    if last.any(|line| ENDS.iter().any(|end| line.contains(end))) {
        return None;
    }
    site().find(|line| says(line, &ASKING)).map(str::to_owned)
}
