//! Technical regulations and standards, numbered 1, 1.1, 1.1.1, with points below.
//!
//! "1." is a clause, "1.1" a point and whatever is deeper a subpoint, as they are cited ("điểm 2.1 khoản 2"). A number is
//! a label only where it goes on from the last one; measures and values in the text do not.

use super::{lines::is_capitals, mark, outline::Body, place::Places};
use crate::{Level, Path, Provision, Span};

/// A label in its place.
struct Entry {
    line: usize,
    /// 1 for "1.", 3 for "1.1.1"; one more than the number around it for a letter.
    depth: usize,
    level: Level,
    label: String,
    /// Bytes of the line: the printed label, and where the words behind it begin.
    printed: usize,
    rest: usize,
}

/// The provisions of such a text; none if it has no two numbers of two depths.
pub(super) fn read(body: &Body<'_, '_>) -> Vec<Provision> {
    let entries = entries(body);
    let first_level = entries.iter().filter(|entry| entry.depth == 1).count();
    let below = entries
        .iter()
        .any(|entry| entry.depth == 2 && entry.label.contains('.'));
    if first_level == 0 || !below {
        return Vec::new();
    }
    let lines = body.lines;
    let mut places = Places::default();
    let mut open: Vec<(usize, Path)> = Vec::new();
    let mut found = Vec::with_capacity(entries.len());
    for (n, entry) in entries.iter().enumerate() {
        while open.pop_if(|(depth, _)| *depth >= entry.depth).is_some() {}
        let base = open.last().map_or(&body.base, |(_, path)| path);
        let path = places.take(base, entry.level, &entry.label);
        let next = entries.get(n + 1).map_or(body.range.end, |next| next.line);
        let behind = entries[n + 1..]
            .iter()
            .find(|later| later.depth <= entry.depth);
        let last = behind.map_or(body.range.end, |later| later.line) - 1;
        let start = lines.all[entry.line].start;
        let end = lines.all[last].end;
        let words = (start + entry.rest).min(lines.all[entry.line].end);
        let title_end = title_end(body, entry, next);
        let (heading, from) = match title_end {
            Some(line) if line < next => (
                Span::new(words, lines.all[line - 1].end),
                lines.all[line].start,
            ),
            Some(line) => {
                let title = lines.all[line - 1].end;
                let inner = lines.all.get(line).filter(|_| line <= last);
                (
                    Span::new(words, title),
                    inner.map_or(end, |line| line.start),
                )
            }
            None => (Span::new(words, words), words),
        };
        found.push(Provision {
            path: path.clone(),
            label: lines.get(entry.line)[..entry.printed].to_owned(),
            heading,
            span: Span::new(start, end),
            body: Span::new(from.min(end), end),
            validity: None,
        });
        open.push((entry.depth, path));
    }
    found
}

/// The labels that go on from one another.
fn entries(body: &Body<'_, '_>) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    let mut reached: Vec<u32> = Vec::new();
    let mut letter: Option<u32> = None;
    let mut capitals = false;
    for line in first_line(body)..body.range.end {
        let text = body.lines.get(line);
        if !stands_free(body, line) {
            continue;
        }
        if let Some(number) = number(text) {
            let words = &text[number.rest..];
            let first = reached.is_empty();
            let styled = number.parts.len() > 1 || first || !capitals || is_capitals(words);
            if !goes_on(&reached, &number.parts) || !styled {
                continue;
            }
            capitals = if first { is_capitals(words) } else { capitals };
            reached.clone_from(&number.parts);
            letter = None;
            let parts: Vec<String> = number.parts.iter().map(u32::to_string).collect();
            found.push(Entry {
                line,
                depth: parts.len(),
                level: match parts.len() {
                    1 => Level::Clause,
                    2 => Level::Point,
                    _ => Level::Subpoint,
                },
                label: parts.join("."),
                printed: number.printed,
                rest: number.rest,
            });
            continue;
        }
        let mark = mark::inner(text)
            .filter(|mark| mark.level == Level::Point && mark.separator == Some(')'));
        let Some(mark) = mark.filter(|mark| !reached.is_empty() && mark.key.1 == 0) else {
            continue;
        };
        if mark.key.0 == letter.map_or(0, |last| last + 1) {
            letter = Some(mark.key.0);
            found.push(Entry {
                line,
                depth: reached.len() + 1,
                level: if reached.len() == 1 {
                    Level::Point
                } else {
                    Level::Subpoint
                },
                label: mark.label,
                printed: mark.printed,
                rest: mark.rest,
            });
        }
    }
    found
}

/// Whether the line may carry a label: outside tables and quotations, no entry of a table of contents.
fn stands_free(body: &Body<'_, '_>, line: usize) -> bool {
    let text = body.lines.get(line);
    !body.quoted[line]
        && !body.lines.is_table(line)
        && body.lines.may_begin(line)
        && !text.contains("....")
        && !text.contains("……")
}

/// The line of the first "1.": the last one of those with the same words, as a table of contents names it before.
fn first_line(body: &Body<'_, '_>) -> usize {
    let ones = body.range.clone().filter(|line| {
        let number = number(body.lines.get(*line));
        number.is_some_and(|number| number.parts == [1]) && stands_free(body, *line)
    });
    let ones: Vec<usize> = ones.collect();
    let Some(first) = ones.first() else {
        return body.range.end;
    };
    let words = |line: usize| {
        let words = body.lines.get(line).to_lowercase();
        let bare = words.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
        bare.to_owned()
    };
    let same = ones
        .iter()
        .rev()
        .find(|line| words(**line) == words(*first));
    *same.unwrap_or(first)
}

/// A number at the start of a line.
struct Number {
    parts: Vec<u32>,
    printed: usize,
    rest: usize,
}

/// "1. QUY ĐỊNH CHUNG", "1.1 Phạm vi", "2.3.1. Yêu cầu": words with a capital follow, or nothing behind a stop.
fn number(text: &str) -> Option<Number> {
    const DEEPEST: usize = 6;
    let length = text
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || *byte == b'.')
        .count();
    let printed = &text[..length];
    let stopped = printed.ends_with('.');
    let parts: Option<Vec<u32>> = printed
        .trim_end_matches('.')
        .split('.')
        .map(|part| part.parse().ok().filter(|n| (1..200).contains(n)))
        .collect();
    let parts = parts.filter(|parts| parts.len() <= DEEPEST && !printed.ends_with(".."))?;
    let words = text[length..].trim_start();
    let spaced = words.len() < text.len() - length;
    let titled = spaced && words.starts_with(|c: char| c.is_uppercase() || c == '“' || c == '"');
    let alone = words.is_empty() && stopped && parts.len() > 1;
    let labelled = stopped || parts.len() > 1;
    ((titled && labelled) || alone).then(|| Number {
        parts,
        printed: length,
        rest: text.len() - words.len(),
    })
}

/// Whether a number is the first below the last one, or the next beside it or beside what it lies in; two may be missing.
fn goes_on(reached: &[u32], number: &[u32]) -> bool {
    const MISSING: u32 = 2;
    let Some((last, above)) = number.split_last() else {
        return false;
    };
    if above == reached {
        return *last == 1;
    }
    reached.get(above.len()).is_some_and(|before| {
        above == &reached[..above.len()] && *last > *before && *last <= before + 1 + MISSING
    })
}

/// The first line behind a title; `None` where the words behind the number are the text itself.
fn title_end(body: &Body<'_, '_>, entry: &Entry, next: usize) -> Option<usize> {
    const MOST: usize = 6;
    const LONG: usize = 110;
    let lines = body.lines;
    let words = &lines.get(entry.line)[entry.rest..];
    let lettered = !entry.label.starts_with(|c: char| c.is_ascii_digit());
    if words.is_empty() || lettered || words.ends_with(['.', ';', ':', ',']) {
        return None;
    }
    let after = entry.line + 1;
    if is_capitals(words) {
        let until = next.min(entry.line + MOST);
        let end = (after..until).find(|line| !is_capitals(lines.get(*line)));
        return Some(end.unwrap_or(until.max(after)));
    }
    let runs_on = after < next && lines.get(after).starts_with(char::is_lowercase);
    (words.chars().count() < LONG && !runs_on).then_some(after)
}
