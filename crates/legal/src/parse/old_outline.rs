//! Texts without articles: "Phần I", "A.", "I.", then numbered clauses and points, as circulars were written until
//! about 2010 and annexes still are.
//!
//! "Mục II" is what citations call "II.", so it is a section; "Phần A" is "A."; "1." below them is a clause and "a)" a
//! point. Where a citation says "điểm 2 mục I", the "2." meant is that clause: [`crate::Path::in_outline`] turns one
//! into the other.

use super::{
    inner::Inside,
    lines::is_capitals,
    mark,
    outline::{Body, is_reference},
    place::Places,
};
use crate::{Issue, Level, Path, Provision, Span};

/// A heading of the outline.
struct Heading {
    line: usize,
    level: Level,
    label: String,
    /// Bytes of the line: the printed label, and where the words behind it begin.
    printed: usize,
    rest: usize,
}

/// The provisions of a body without articles; none if it has no outline of at least two headings.
pub(super) fn read(body: &Body<'_, '_>, issues: &mut Vec<Issue>) -> Vec<Provision> {
    let headings = headings(body);
    if headings.len() < 2 {
        return Vec::new();
    }
    let lines = body.lines;
    let inside = Inside {
        lines,
        quoted: body.quoted,
        footnotes: body.footnotes,
        free: false,
    };
    let mut places = Places::default();
    let mut found: Vec<Provision> = Vec::new();
    let mut part: Option<usize> = None;
    for (n, heading) in headings.iter().enumerate() {
        let next = headings.get(n + 1).map_or(body.range.end, |next| next.line);
        let (start, end) = (lines.all[heading.line].start, lines.all[next - 1].end);
        let base = match part {
            Some(part) if heading.level == Level::Section => found[part].path.clone(),
            _ => body.base.clone(),
        };
        if heading.level == Level::Part {
            part = Some(found.len());
        } else if let Some(part) = part {
            let around = &mut found[part];
            around.span = Span::new(around.span.start as usize, end);
            around.body = Span::new(around.body.start as usize, end);
        }
        let path = places.take(&base, heading.level, &heading.label);
        let first = title_end(body, heading, next);
        let title_from = start + heading.rest;
        let title_to = lines.all[first - 1].end;
        let title_from = if title_from >= lines.all[heading.line].end && first > heading.line + 1 {
            lines.all[heading.line + 1].start
        } else {
            title_from.min(title_to)
        };
        let body_from = if first < next {
            lines.all[first].start
        } else {
            end
        };
        found.push(Provision {
            path: path.clone(),
            label: lines.get(heading.line)[..heading.printed].to_owned(),
            heading: Span::new(title_from, title_to),
            span: Span::new(start, end),
            body: Span::new(body_from, end),
            validity: None,
        });
        if first < next {
            found.extend(inside.read(first..next, end, &path, &mut places, issues));
        }
    }
    found
}

/// Whether a body without articles has such an outline.
pub(super) fn is_outlined(body: &Body<'_, '_>) -> bool {
    headings(body).len() >= 2
}

/// The headings in sequence: A, B, C or Phần I, II; below each I, II, III or Mục 1, 2.
fn headings(body: &Body<'_, '_>) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let (mut part, mut section) = (0, 0);
    for line in body.range.clone() {
        if body.quoted[line] || !body.lines.may_begin(line) {
            continue;
        }
        let text = body.lines.get(line);
        let Some((heading, number)) = group(line, text, part)
            .or_else(|| roman(line, text, section))
            .or_else(|| worded(line, text))
        else {
            continue;
        };
        let last = if heading.level == Level::Part {
            &mut part
        } else {
            &mut section
        };
        let words = &text[heading.rest..];
        let sure = is_capitals(text) || body.lines.after_sentence(line);
        if number != *last + 1 || !sure || is_reference(words) {
            continue;
        }
        *last = number;
        if heading.level == Level::Part {
            section = 0;
        }
        found.push(heading);
    }
    found
}

/// "A. QUY ĐỊNH CHUNG": the next letter of a row that began with A.
fn group(line: usize, text: &str, last: u32) -> Option<(Heading, u32)> {
    let letter = text.chars().next().filter(char::is_ascii_uppercase)?;
    let number = u32::from(letter) - u32::from('A') + 1;
    let rest = behind(text, 1)?;
    (number == last + 1).then(|| heading(line, Level::Part, &text[..1], 2, rest, number))
}

/// "II. THỦ TỤC".
fn roman(line: usize, text: &str, last: u32) -> Option<(Heading, u32)> {
    let length = text.bytes().take_while(|b| b"IVXLC".contains(b)).count();
    let number = mark::roman_number(&text[..length])?;
    let rest = behind(text, length)?;
    (number == last + 1).then(|| {
        heading(
            line,
            Level::Section,
            &text[..length],
            length + 1,
            rest,
            number,
        )
    })
}

/// "Phần II", "Mục 1. …".
fn worded(line: usize, text: &str) -> Option<(Heading, u32)> {
    let mark = mark::container(text)?;
    let named = matches!(mark.level, Level::Part | Level::Section);
    let rest = &text[mark.rest..];
    let titled = rest.is_empty() || rest.starts_with(char::is_uppercase);
    (named && titled).then(|| {
        heading(
            line,
            mark.level,
            &mark.label,
            mark.printed,
            mark.rest,
            mark.key.0,
        )
    })
}

/// Where the words begin behind a label and its separator; they begin with a capital.
fn behind(text: &str, label: usize) -> Option<usize> {
    let rest = text[label..].strip_prefix(['.', '-', '/', ')'])?;
    let words = rest.trim_start();
    let fits =
        words.starts_with(char::is_uppercase) && words.chars().nth(1).is_some_and(|c| c != '.');
    fits.then_some(text.len() - words.len())
}

fn heading(
    line: usize,
    level: Level,
    label: &str,
    printed: usize,
    rest: usize,
    number: u32,
) -> (Heading, u32) {
    let heading = Heading {
        line,
        level,
        label: label.to_lowercase(),
        printed,
        rest,
    };
    (heading, number)
}

/// The first line after the title, which goes on in capitals.
fn title_end(body: &Body<'_, '_>, heading: &Heading, next: usize) -> usize {
    const MOST: usize = 6;
    let until = next.min(heading.line + MOST);
    let first = heading.line + 1;
    let line = body.lines.get(heading.line);
    let capitals = is_capitals(line) || heading.rest >= line.len();
    (first..until)
        .find(|line| {
            !capitals
                || !is_capitals(body.lines.get(*line))
                || mark::inner(body.lines.get(*line)).is_some()
        })
        .unwrap_or(until)
}

impl Path {
    /// The path as an outline without articles has it: "điểm 2 mục I" names the clause "2." of the section there,
    /// "tiết a điểm 2 mục I" its point a). A path with an article or a clause stays as it is.
    #[must_use]
    pub fn in_outline(&self) -> Self {
        let steps = self.steps();
        let plain = steps
            .iter()
            .all(|step| !matches!(step.level, Level::Article | Level::Clause));
        let numbered = |step: &crate::Step| {
            step.level == Level::Point && step.label.starts_with(|c: char| c.is_ascii_digit())
        };
        if !plain || !steps.iter().any(numbered) {
            return self.clone();
        }
        steps.iter().fold(Self::default(), |path, step| {
            let level = match step.level {
                Level::Point if numbered(step) && !step.label.contains('.') => Level::Clause,
                Level::Subpoint if step.label.chars().all(char::is_alphabetic) => Level::Point,
                level => level,
            };
            path.child(level, &step.label)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::Path;

    fn check(cited: &str, meant: &str) {
        let path: Path = cited.parse().expect("a path");
        assert_eq!(path.in_outline().to_string(), meant, "{cited}");
    }

    #[test]
    fn numbered_points_of_a_section_are_its_clauses() {
        check("muc-i/diem-2", "muc-i/khoan-2");
        check(
            "phan-a/muc-ii/diem-3/tiet-a",
            "phan-a/muc-ii/khoan-3/diem-a",
        );
        check("muc-ii/khoan-2", "muc-ii/khoan-2");
        check("dieu-5/khoan-2/diem-a", "dieu-5/khoan-2/diem-a");
        check("muc-i/diem-2.1", "muc-i/diem-2.1");
    }
}
