//! Groups of units in a citation: "các điểm a, b và c", "khoản 1, 2", "từ Điều 5 đến Điều 8".

use super::{
    labels::{label, measured, numbered},
    ranges::range,
    tokens::{Gap, Tokens},
};
use crate::{Level, Span};

/// One head word with its labels.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) level: Level,
    pub(super) labels: Vec<Label>,
    /// The first token after the group.
    pub(super) end: usize,
    /// Typed short as "k2" or "Đ7": counts only in company.
    pub(super) short: bool,
}

/// A label and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// Empty for "này".
    pub(super) text: String,
    pub(super) span: Span,
    /// The first and last label of the range that it comes from.
    pub(super) range: Option<(String, String)>,
}

impl Label {
    pub(super) fn new(text: String, span: Span) -> Self {
        Self {
            text,
            span,
            range: None,
        }
    }
}

/// The words that head a unit.
const HEADS: [(&str, Level); 8] = [
    ("điểm", Level::Point),
    ("khoản", Level::Clause),
    ("điều", Level::Article),
    ("tiết", Level::Subpoint),
    ("chương", Level::Chapter),
    ("mục", Level::Section),
    ("phần", Level::Part),
    ("phụ", Level::Annex),
];

/// Syllables before a head word that make another word of it: tài khoản, thời điểm, danh mục.
const BEFORE: [&str; 30] = [
    "tài", "điều", "địa", "thời", "quan", "trọng", "nhược", "ưu", "chi", "giai", "công", "danh",
    "thành", "cổ", "một", "toàn", "đặc", "chuyên", "hạng", "đề", "cao", "học", "thí", "kiểm", "số",
    "những", "bộ", "nhiều", "mấy", "khuyết",
];

/// The group that begins at a token.
pub(super) fn group(tokens: &Tokens<'_>, start: usize) -> Option<Group> {
    let mut at = start;
    // "cụm từ “điểm đ …”": a sign behind "từ" or "các" makes it another word.
    let joined = |at: usize| tokens.gap(at + 1) == Gap::Space;
    if tokens.is_any(at, &["các", "những"]) && joined(at) {
        at += 1;
    }
    if let Some(group) = short(tokens, at) {
        return Some(group);
    }
    let ranged = tokens.is(at, "từ") && joined(at);
    let (level, head_end) = head(tokens, at + usize::from(ranged), at == start && !ranged)?;
    let first = tokens.get(start)?.start;
    if tokens.is(head_end, "này") && tokens.gap(head_end) == Gap::Space && !ranged {
        let span = Span::new(first, tokens.get(head_end)?.end);
        return Some(Group {
            level,
            labels: vec![Label::new(String::new(), span)],
            end: head_end + 1,
            short: false,
        });
    }
    // "các khoản từ khoản 9 đến khoản 16", "các điều từ Điều 8 đến Điều 10"
    if tokens.is(head_end, "từ")
        && let Some((inner, _)) = head(tokens, head_end + 1, false)
        && inner == level
    {
        let mut nested = group(tokens, head_end)?;
        let shared = nested.labels.first()?.range.clone();
        for label in &mut nested.labels {
            if label.range == shared {
                label.span = Span::new(first, label.span.end as usize);
            }
        }
        return Some(nested);
    }
    if let Some(unnumbered) = unnumbered_annex(tokens, head_end, level, first) {
        return Some(unnumbered);
    }
    // "các Điều từ 58 đến 65"
    let from = tokens.is(head_end, "từ") && tokens.gap(head_end) == Gap::Space;
    let ranged = ranged || from;
    let head_end = head_end + usize::from(from);
    let (text, end) = label(tokens, head_end, level)?;
    if tokens.gap(head_end) != Gap::Space || measured(tokens, head_end, level) {
        return None;
    }
    let mut group = Group {
        level,
        labels: vec![Label::new(text, Span::new(first, tokens.end_of(end)))],
        end,
        short: false,
    };
    if !range(tokens, &mut group, ranged) && from {
        return None;
    }
    while group.labels.len() < 100
        && (another(tokens, &mut group) || range(tokens, &mut group, false))
    {}
    Some(group)
}

/// "Phụ lục ban hành kèm theo Nghị định này": the annex without a number.
fn unnumbered_annex(tokens: &Tokens<'_>, at: usize, level: Level, first: usize) -> Option<Group> {
    let follows = ["ban hành kèm theo", "kèm theo", "được ban hành kèm theo"];
    if level != Level::Annex || tokens.gap(at) != Gap::Space {
        return None;
    }
    let of_act = [
        "của thông tư",
        "của nghị định",
        "của quyết định",
        "của nghị quyết",
    ];
    tokens
        .after_phrase(at, &follows)
        .or_else(|| tokens.after_phrase(at, &of_act))?;
    let span = Span::new(first, tokens.end_of(at));
    Some(Group {
        level,
        labels: vec![Label::new("0".to_owned(), span)],
        end: at,
        short: false,
    })
}

/// "k2", "kh2", "Đ7", "d7", "đ.7".
fn short(tokens: &Tokens<'_>, at: usize) -> Option<Group> {
    const SHORT: [(&str, Level); 8] = [
        ("khoản", Level::Clause),
        ("khoan", Level::Clause),
        ("điều", Level::Article),
        ("dieu", Level::Article),
        ("kh", Level::Clause),
        ("k", Level::Clause),
        ("đ", Level::Article),
        ("d", Level::Article),
    ];
    let word = tokens.word(at);
    if !word.starts_with(['k', 'd', 'đ']) {
        return None;
    }
    for (head, level) in SHORT {
        let Some(rest) = word.strip_prefix(head) else {
            continue;
        };
        let token = tokens.get(at)?;
        if rest.is_empty() && head.len() <= 2 && tokens.dotted_on(at) {
            let text = numbered(tokens.word(at + 1), 4)?;
            let span = Span::new(token.start, tokens.end_of(at + 2));
            return Some(Group {
                level,
                labels: vec![Label::new(text, span)],
                end: at + 2,
                short: true,
            });
        }
        if let Some(text) = numbered(rest, if level == Level::Article { 4 } else { 3 }) {
            return Some(Group {
                level,
                labels: vec![Label::new(text, Span::new(token.start, token.end))],
                end: at + 1,
                short: true,
            });
        }
    }
    None
}

/// The level that a head word names, and the token after it.
pub(super) fn head(tokens: &Tokens<'_>, at: usize, check_before: bool) -> Option<(Level, usize)> {
    if tokens.is(at, "tiểu") && tokens.is(at + 1, "mục") {
        return Some((Level::Subsection, at + 2));
    }
    let (_, level) = HEADS.iter().find(|(word, _)| tokens.is(at, word))?;
    if check_before
        && tokens.gap(at) == Gap::Space
        && let Some(before) = at.checked_sub(1)
        && (tokens.is_any(before, &BEFORE)
            && !(tokens.is(before, "điều") && *level != Level::Clause))
    {
        return None;
    }
    if check_before && *level == Level::Point && is_score(tokens, at) {
        return None;
    }
    if *level == Level::Annex {
        let after = at + 2 + usize::from(tokens.is(at + 2, "số"));
        return tokens.is(at + 1, "lục").then_some((Level::Annex, after));
    }
    Some((*level, at + 1))
}

/// "tỷ lệ 5 điểm a": a number that is no label before "điểm" makes it a score.
fn is_score(tokens: &Tokens<'_>, at: usize) -> bool {
    const LABELLED: [&str; 9] = [
        "khoản", "điều", "điểm", "mục", "tiết", "số", "và", "hoặc", "đến",
    ];
    let Some(number) = at.checked_sub(1) else {
        return false;
    };
    let digits = tokens.word(number).bytes().all(|b| b.is_ascii_digit());
    let labelled = number
        .checked_sub(1)
        .is_some_and(|before| tokens.is_any(before, &LABELLED) || tokens.gap(number) != Gap::Space);
    digits && !tokens.word(number).is_empty() && tokens.gap(at) == Gap::Space && !labelled
}

/// A coordinating word or comma at a token: the token after it.
pub(super) fn coordination(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let gap = tokens.gap(at);
    if gap == Gap::Stop {
        return None;
    }
    if tokens.is_any(at, &["và", "hoặc", "hay"]) {
        return (tokens.gap(at + 1) == Gap::Space).then_some(at + 1);
    }
    // "Chương IV, bao gồm các điều 11, 12 của Nghị định …": the same target, said twice.
    if let Some(after) = tokens.after_phrase(at, &["bao gồm", "gồm"]) {
        return (tokens.gap(after) == Gap::Space).then_some(after);
    }
    matches!(gap, Gap::Comma | Gap::Semicolon).then_some(at)
}

/// Adds one more label of the same level: ", b", " và c"; ", khoản 3" is left to the next group.
fn another(tokens: &Tokens<'_>, group: &mut Group) -> bool {
    let Some(next) = coordination(tokens, group.end) else {
        return false;
    };
    if tokens.gap(group.end) == Gap::Semicolon {
        return false;
    }
    let Some((text, end)) = label(tokens, next, group.level) else {
        return false;
    };
    let Some(token) = tokens.get(next) else {
        return false;
    };
    let lettered = matches!(group.level, Level::Point | Level::Subpoint);
    // A capital letter or a number with a measure behind it is no further label.
    if (lettered && token.capital) || measured(tokens, next, group.level) {
        return false;
    }
    let span = Span::new(token.start, tokens.end_of(end));
    group.labels.push(Label::new(text, span));
    group.end = end;
    true
}
