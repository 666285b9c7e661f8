//! Clauses, points and subpoints inside one article: the sequence decides what is a label.

use super::{
    doubts::leap,
    lines::{Lines, is_blank},
    mark::{self, Mark},
    misprint,
    place::Places,
};
use crate::{Issue, IssueKind, Level, Path, Provision, Span};

/// Lines `first..last` of an article at `parent`, whose words end at byte `end`; adds what is found.
pub(super) struct Inside<'a, 't> {
    pub(super) lines: &'a Lines<'t>,
    /// For each line, whether it is quoted text of another document.
    pub(super) quoted: &'a [bool],
    /// Whether footnote numbers may be glued to labels.
    pub(super) footnotes: bool,
    /// Whether the first label may be any: quoted text may begin with khoản 3 or điểm c.
    pub(super) free: bool,
}

/// The numbering reached so far.
#[derive(Default)]
pub(super) struct Reached {
    pub(super) clause: Option<(u32, u32)>,
    clause_label: String,
    /// The separator of the first clause: an article keeps one style.
    style: Option<char>,
    /// A list of another style runs inside a clause ("1)" below "1."): its numbers are no clauses.
    inner_style: Option<char>,
    pub(super) point: Option<(u32, u32)>,
    point_label: String,
    /// Points are numbered 1.1, 1.2 under this clause.
    decimal: bool,
    subpoint: u32,
}

struct Open {
    level: Level,
    at: usize,
    path: Path,
}

impl Inside<'_, '_> {
    pub(super) fn read(
        &self,
        range: std::ops::Range<usize>,
        end: usize,
        parent: &Path,
        places: &mut Places,
        issues: &mut Vec<Issue>,
    ) -> Vec<Provision> {
        let mut found: Vec<Provision> = Vec::new();
        let mut open: Vec<Open> = Vec::new();
        let mut reached = Reached::default();
        let mut previous_end = range
            .clone()
            .next()
            .map_or(end, |first| self.lines.all[first].start);
        for number in range.clone() {
            let line = self.lines.get(number);
            let bounds = self.lines.all[number];
            let plain = !self.quoted[number] && !self.lines.is_table(number);
            let mark = plain.then(|| mark::inner(line)).flatten();
            let accepted =
                mark.and_then(|mark| self.accept(mark, number, &range, &mut reached, issues));
            if let Some(mark) = accepted {
                close(&mut found, &mut open, mark.level, previous_end);
                let base = open.last().map_or(parent, |unit| &unit.path);
                let path = places.take(base, mark.level, &mark.label);
                let start = bounds.start + mark.rest;
                open.push(Open {
                    level: mark.level,
                    at: found.len(),
                    path: path.clone(),
                });
                found.push(Provision {
                    path,
                    label: line[..mark.printed].to_owned(),
                    heading: Span::new(start, start),
                    span: Span::new(bounds.start, end),
                    body: Span::new(start, end),
                    validity: None,
                });
            } else if self.closes_list(number, &range, &open, &reached) {
                // The paragraph after the last point belongs to the clause.
                close(&mut found, &mut open, Level::Point, previous_end);
            }
            previous_end = bounds.end;
        }
        close(&mut found, &mut open, Level::Annex, end.min(previous_end));
        found
    }

    /// Whether the mark continues the numbering; notes gaps. A label that does not fit is running text.
    fn accept(
        &self,
        mut mark: Mark,
        number: usize,
        range: &std::ops::Range<usize>,
        reached: &mut Reached,
        issues: &mut Vec<Issue>,
    ) -> Option<Mark> {
        if !self.lines.may_begin_inner(number) || (mark.footnote && !self.footnotes) {
            return None;
        }
        let sure = self.lines.after_sentence(number) || number == range.start;
        let line = self.lines.get(number);
        let capital = line[mark.rest..]
            .chars()
            .next()
            .is_none_or(|c| !c.is_lowercase());
        if !self.lines.may_begin(number) && !capital {
            return None;
        }
        let first = self.free && number == range.start;
        let fit = match mark.level {
            Level::Clause => {
                if reached
                    .style
                    .is_some_and(|style| Some(style) != mark.separator)
                    && !self.is_misprinted(&mark, number, range, reached)
                {
                    return None;
                }
                let weak = mark.separator != Some('.') && (reached.point.is_some() || !capital);
                let fit = self.follows(reached.clause, mark.key, first.then_some(mark.key.0), 1);
                let begins = reached.clause.is_some() || mark.key.0 == 1 || first;
                (!weak && begins && (sure || capital))
                    .then_some(fit)
                    .flatten()
            }
            Level::Point if mark.label.contains('.') => {
                let same = reached.clause.is_some_and(|clause| clause.0 == mark.key.0);
                let last = reached.point.filter(|_| reached.decimal);
                let next = mark.key.1 == last.map_or(1, |point| point.1 + 1);
                (same && next && (reached.decimal || reached.point.is_none())).then_some(Fit::Next)
            }
            Level::Point => {
                if mark.separator != Some(')') && !self.has_sibling(number, &mark, range) {
                    return None;
                }
                if reached.decimal {
                    // Lettered points below 1.1 are one level deeper.
                    let next = mark.key.1 == 0 && mark.key.0 == reached.subpoint;
                    next.then_some(Fit::Next)
                } else {
                    let next = || self.next_point(number, range);
                    misprint::letter(&mut mark, reached.point, next);
                    self.follows(reached.point, mark.key, first.then_some(mark.key.0), 0)
                }
            }
            _ => {
                let own = reached.point.is_some_and(|point| point.0 == mark.key.0);
                (own && mark.key.1 == reached.subpoint + 1).then_some(Fit::Next)
            }
        }?;
        if fit == Fit::Gap {
            if !sure {
                return None;
            }
            let bounds = self.lines.all[number];
            let before = match mark.level {
                Level::Clause => &reached.clause_label,
                _ => &reached.point_label,
            };
            let detail = leap(mark.level, before, &mark.label);
            issues.push(Issue {
                kind: IssueKind::Gap,
                span: Span::new(bounds.start, bounds.end),
                detail,
            });
        }
        if mark.misprint {
            let bounds = self.lines.all[number];
            issues.push(Issue {
                kind: IssueKind::Misprint,
                span: Span::new(bounds.start, bounds.start + mark.printed),
                detail: format!(
                    "“{}” → {} {}",
                    &line[..mark.printed],
                    mark.level.word(),
                    mark.label
                ),
            });
        }
        self.note(&mut mark, reached);
        Some(mark)
    }

    /// Whether the numbering goes on with `key`. A quotation may leave out what it does not change.
    fn follows(
        &self,
        last: Option<(u32, u32)>,
        key: (u32, u32),
        any: Option<u32>,
        first: u32,
    ) -> Option<Fit> {
        let fit = follows(last, key, any.unwrap_or(first));
        let later = last.is_some_and(|last| key > last);
        match fit {
            Some(Fit::Gap) if self.free => Some(Fit::Next),
            None if self.free && later => Some(Fit::Next),
            fit => fit,
        }
    }

    /// The letter of the next line that may be a point.
    fn next_point(&self, number: usize, range: &std::ops::Range<usize>) -> Option<(u32, u32)> {
        (number + 1..range.end.min(number + AHEAD))
            .filter(|line| !self.quoted[*line])
            .filter_map(|line| mark::inner(self.lines.get(line)))
            .find(|mark| mark.level == Level::Point && mark.separator == Some(')'))
            .map(|mark| mark.key)
    }

    /// "2," or "2)" among "1." and "3.": the next number, in no list of its own and not printed rightly below.
    fn is_misprinted(
        &self,
        mark: &Mark,
        number: usize,
        range: &std::ops::Range<usize>,
        reached: &mut Reached,
    ) -> bool {
        if mark.key.0 == 1 {
            reached.inner_style = mark.separator;
        }
        let next = reached
            .clause
            .is_some_and(|clause| mark.key == (clause.0 + 1, 0));
        next && mark.misprint
            && reached.style == Some('.')
            && reached.inner_style != mark.separator
            && self.lines.after_sentence(number)
            && !(number + 1..range.end.min(number + AHEAD))
                .filter_map(|line| mark::inner(self.lines.get(line)))
                .any(|other| other.separator == Some('.') && other.key == mark.key)
    }

    fn note(&self, mark: &mut Mark, reached: &mut Reached) {
        match mark.level {
            Level::Clause => {
                let style = reached.style.or(mark.separator);
                *reached = Reached {
                    clause: Some(mark.key),
                    clause_label: mark.label.clone(),
                    style,
                    inner_style: reached.inner_style.filter(|_| mark.misprint),
                    ..Reached::default()
                };
            }
            Level::Point if mark.label.contains('.') => {
                reached.point = Some(mark.key);
                reached.decimal = true;
                reached.subpoint = 0;
            }
            Level::Point if reached.decimal => {
                mark.level = Level::Subpoint;
                reached.subpoint += 1;
            }
            Level::Point => {
                reached.point = Some(mark.key);
                reached.point_label.clone_from(&mark.label);
                reached.subpoint = 0;
            }
            _ => reached.subpoint = mark.key.1,
        }
    }

    /// "a." is a label only where "b." follows, or after such a one.
    fn has_sibling(&self, number: usize, mark: &Mark, range: &std::ops::Range<usize>) -> bool {
        let same = |line: usize, step: u32, from: u32| {
            mark::inner(self.lines.get(line)).is_some_and(|other| {
                other.level == Level::Point
                    && other.separator == mark.separator
                    && other.key.0 == from + step
            })
        };
        let until = range.end.min(number + AHEAD);
        let from = range.start.max(number.saturating_sub(AHEAD));
        (number + 1..until).any(|line| same(line, 1, mark.key.0))
            || (mark.key.0 > 0 && (from..number).any(|line| same(line, 0, mark.key.0 - 1)))
    }

    /// Whether an unnumbered paragraph ends the list of points: the last point ended with a full stop and
    /// no further point follows before the next clause.
    fn closes_list(
        &self,
        number: usize,
        range: &std::ops::Range<usize>,
        open: &[Open],
        reached: &Reached,
    ) -> bool {
        let in_point = open
            .iter()
            .any(|unit| matches!(unit.level, Level::Point | Level::Subpoint));
        if !in_point
            || self.quoted[number]
            || self.lines.is_table(number)
            || !self.lines.begins_paragraph(number)
            || number == range.start
        {
            return false;
        }
        let line = self.lines.get(number);
        let before = self
            .lines
            .get(number - 1)
            .trim_end_matches(|c: char| c.is_ascii_digit() || is_blank(c));
        let plain = line.starts_with(char::is_uppercase);
        let next_point = reached.point.map_or(0, |point| point.0 + 1);
        let more = |line: usize| mark::inner(self.lines.get(line));
        let goes_on = (number + 1..range.end.min(number + 30))
            .filter_map(more)
            .find(|mark| matches!(mark.level, Level::Point | Level::Clause))
            .is_some_and(|mark| mark.level == Level::Point && mark.key.0 == next_point);
        plain && before.ends_with('.') && !goes_on
    }
}

/// How many lines a look ahead or back may take: a bound, so that no text takes more than linear time.
const AHEAD: usize = 40;

#[derive(Clone, Copy, PartialEq)]
enum Fit {
    Next,
    Gap,
}

/// Whether `key` comes after `last`: the next number, an inserted one ("1a", "đ2"), or a gap of up to three.
fn follows(last: Option<(u32, u32)>, key: (u32, u32), first: u32) -> Option<Fit> {
    let Some(last) = last else {
        return (key.0 == first).then_some(Fit::Next);
    };
    if (key.0 == last.0 && key.1 > last.1) || (key.0 == last.0 + 1) {
        return Some(Fit::Next);
    }
    (key.0 > last.0 + 1 && key.0 <= last.0 + 3 && key.1 == 0).then_some(Fit::Gap)
}

/// Ends the open units at or below a level at byte `end`.
fn close(found: &mut [Provision], open: &mut Vec<Open>, level: Level, end: usize) {
    while let Some(unit) = open.pop_if(|unit| unit.level >= level) {
        let provision = &mut found[unit.at];
        let start = provision.body.start as usize;
        provision.span = Span::new(provision.span.start as usize, end.max(start.min(end)));
        provision.body = Span::new(start.min(end), end);
        provision.heading = Span::new(start.min(end), start.min(end));
    }
}
