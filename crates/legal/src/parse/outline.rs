//! Containers and articles of one body of text: the best running sequence of articles decides what is a heading.

use std::ops::Range;

use super::{
    doubts::leap,
    inner::Inside,
    kinds::NAMED,
    lines::{Lines, is_capitals, starts_with_word},
    mark::{self, Mark},
    old_outline,
    place::Places,
    sequence::heaviest,
};
use crate::{Issue, IssueKind, Level, Path, Provision, Span};

mod heading;

/// One body: the lines of an act's own text, or of an attached regulation.
pub(super) struct Body<'a, 't> {
    pub(super) lines: &'a Lines<'t>,
    pub(super) quoted: &'a [bool],
    pub(super) range: Range<usize>,
    /// The root, or the annex.
    pub(super) base: Path,
    /// Whether footnote numbers may be glued to labels.
    pub(super) footnotes: bool,
    /// Whether the text is a quotation: it may begin with any unit.
    pub(super) free: bool,
}

/// A heading accepted, and the line on which it stands.
struct Heading {
    line: usize,
    mark: Mark,
}

impl Body<'_, '_> {
    /// The line of the first article, if there is one.
    pub(super) fn first_article(&self) -> Option<usize> {
        self.articles().first().map(|heading| heading.line)
    }

    /// How many articles run in sequence from 1.
    pub(super) fn article_count(&self) -> usize {
        let articles = self.articles();
        if articles.first().is_some_and(|first| first.mark.key.0 == 1) {
            articles.len()
        } else {
            0
        }
    }

    /// The provisions of the body in reading order, each before its children.
    pub(super) fn read(&self, issues: &mut Vec<Issue>) -> Vec<Provision> {
        let articles = self.articles();
        if articles.is_empty() {
            let outline = old_outline::read(self, issues);
            if !outline.is_empty() {
                return outline;
            }
            return self.read_without_articles(issues);
        }
        self.note_gaps(&articles, issues);
        let mut headings = self.containers(&articles);
        headings.extend(articles);
        headings.sort_by_key(|heading| heading.line);
        let mut provisions = Vec::new();
        let mut places = Places::default();
        let mut open: Vec<(Level, usize)> = Vec::new();
        for (n, heading) in headings.iter().enumerate() {
            let next = headings.get(n + 1).map_or(self.range.end, |next| next.line);
            let end = self.lines.all[next.max(heading.line + 1) - 1].end;
            let start = self.lines.all[heading.line].start;
            while open
                .pop_if(|(level, _)| *level >= heading.mark.level)
                .is_some()
            {}
            // Articles run through the act: their paths do not name the chapter.
            let is_article = heading.mark.level == Level::Article;
            let base = match open.last() {
                Some((_, at)) if !is_article => provisions_path(&provisions, *at),
                _ if is_article => self.annex(),
                _ => self.base.clone(),
            };
            let path = places.take(&base, heading.mark.level, &heading.mark.label);
            for (_, at) in &open {
                extend(&mut provisions[*at], end);
            }
            let line = self.lines.get(heading.line);
            let (title, body, first) = if is_article {
                self.article_heading(heading, next)
            } else {
                self.container_heading(heading, next)
            };
            open.push((heading.mark.level, provisions.len()));
            provisions.push(Provision {
                path: path.clone(),
                label: line[..heading.mark.printed].to_owned(),
                heading: title,
                span: Span::new(start, end),
                body: Span::new(body.min(end), end),
                validity: None,
            });
            if is_article && first < next {
                let inside = Inside {
                    lines: self.lines,
                    quoted: self.quoted,
                    footnotes: self.footnotes,
                    free: self.free,
                };
                provisions.extend(inside.read(first..next, end, &path, &mut places, issues));
            }
        }
        provisions
    }

    /// The annex, if the base is one or stands in one: what articles begin with.
    fn annex(&self) -> Path {
        let steps = self.base.steps().iter();
        steps
            .take_while(|step| step.level == Level::Annex)
            .fold(Path::default(), |path, step| {
                path.child(step.level, &step.label)
            })
    }

    /// Directives and letters have numbered clauses alone.
    fn read_without_articles(&self, issues: &mut Vec<Issue>) -> Vec<Provision> {
        let Some(last) = self
            .range
            .end
            .checked_sub(1)
            .filter(|_| !self.range.is_empty())
        else {
            return Vec::new();
        };
        let inside = Inside {
            lines: self.lines,
            quoted: self.quoted,
            footnotes: self.footnotes,
            free: self.free,
        };
        let end = self.lines.all[last].end;
        inside.read(
            self.range.clone(),
            end,
            &self.base,
            &mut Places::default(),
            issues,
        )
    }

    /// The heaviest increasing row of article headings: a next number weighs more than a jump, a plain heading
    /// more than a bare number, so stray references and table rows fall out.
    fn articles(&self) -> Vec<Heading> {
        let candidates: Vec<(Heading, i64)> = self
            .range
            .clone()
            .filter(|line| !self.quoted[*line] && !self.lines.is_table(*line))
            .filter_map(|line| {
                let mark = mark::container(self.lines.get(line))
                    .filter(|mark| mark.level == Level::Article)?;
                let weight = self.article_weight(line, &mark)?;
                Some((Heading { line, mark }, weight))
            })
            .collect();
        let chain = heaviest(
            &candidates
                .iter()
                .map(|(heading, weight)| (heading.mark.key, *weight))
                .collect::<Vec<_>>(),
        );
        let mut keep = vec![false; candidates.len()];
        for at in chain {
            keep[at] = true;
        }
        candidates
            .into_iter()
            .zip(keep)
            .filter(|(_, keep)| *keep)
            .map(|((heading, _), _)| heading)
            .collect()
    }

    /// How much the line looks like the heading of an article; `None` for a reference in running text.
    fn article_weight(&self, line: usize, mark: &Mark) -> Option<i64> {
        if !self.lines.may_begin(line) {
            return None;
        }
        let rest = &self.lines.get(line)[mark.rest..];
        let after = self.lines.after_sentence(line);
        let lower = rest
            .starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';' | ')' | '.' | '/'));
        let weight = match (mark.separator, rest.is_empty()) {
            (_, true) if !after => return None,
            (Some(_), true) => 1,
            (None, true) => 0,
            (Some(_), false) if lower && !after => return None,
            (Some(_), false) if is_reference(rest) && !after => 1,
            (Some(_), false) => 3,
            (None, false) if lower || !after || is_reference(rest) => return None,
            (None, false) => 1,
        };
        Some(weight + i64::from(after))
    }

    fn note_gaps(&self, articles: &[Heading], issues: &mut Vec<Issue>) {
        let mut before = None;
        for heading in articles {
            let number = heading.mark.key.0;
            let expected = before.map_or(1, |before: u32| before + 1);
            if number > expected {
                let bounds = self.lines.all[heading.line];
                let last = before.map_or(String::new(), |last| last.to_string());
                let detail = leap(Level::Article, &last, &heading.mark.label);
                issues.push(Issue {
                    kind: IssueKind::Gap,
                    span: Span::new(bounds.start, bounds.end),
                    detail,
                });
            }
            before = Some(number);
        }
    }

    /// Parts, chapters, sections: labels that a heading of the running sequence follows within a few lines.
    fn containers(&self, articles: &[Heading]) -> Vec<Heading> {
        let mut found: Vec<Heading> = Vec::new();
        let mut next = articles.iter().map(|heading| heading.line).peekable();
        for line in self.range.clone() {
            while next.next_if(|article| *article < line).is_some() {}
            let near = next
                .peek()
                .is_some_and(|article| *article > line && *article - line <= 16);
            if !near
                || self.quoted[line]
                || self.lines.is_table(line)
                || !self.lines.may_begin(line)
            {
                continue;
            }
            let text = self.lines.get(line);
            let Some(mark) = mark::container(text).filter(|mark| mark.level != Level::Article)
            else {
                continue;
            };
            let rest = &text[mark.rest..];
            let titled =
                rest.starts_with(|c: char| !c.is_lowercase() && !matches!(c, ',' | ';' | ')'));
            let fits = rest.is_empty()
                || (titled
                    && (is_capitals(rest) || (!is_reference(rest) && !rest.ends_with([';', ',']))));
            let bare_repeat = found
                .last()
                .is_some_and(|last| last.line + 1 == line && last.mark.level == mark.level);
            if fits
                && !bare_repeat
                && (self.lines.after_sentence(line)
                    || mark.separator.is_some()
                    || is_capitals(text)
                    || (rest.is_empty() && is_capitals(self.lines.get(line + 1))))
            {
                found.push(Heading { line, mark });
            }
        }
        found
    }
}

fn provisions_path(provisions: &[Provision], at: usize) -> Path {
    provisions
        .get(at)
        .map(|provision| provision.path.clone())
        .unwrap_or_default()
}

fn extend(provision: &mut Provision, end: usize) {
    provision.span = Span::new(provision.span.start as usize, end);
    provision.body = Span::new(provision.body.start as usize, end);
}

/// Whether words behind "Điều 9" or "Chương II" go on as a reference does: "Nghị định này", "của", "Mục 2".
pub(super) fn is_reference(rest: &str) -> bool {
    const UNITS: [&str; 3] = ["chương", "mục", "phần"];
    const LINKS: [&str; 6] = ["của", "và", "hoặc", "này", "đến", "phụ lục"];
    let named = NAMED.iter().chain(&UNITS).any(|kind| {
        starts_with_word(rest, kind) && {
            let after = rest.chars().skip(kind.chars().count()).collect::<String>();
            let after = after.trim_start();
            after.starts_with("này")
                || after.starts_with("số")
                || after.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        }
    });
    (named && !is_capitals(rest)) || LINKS.iter().any(|link| starts_with_word(rest, link))
}
