//! Where the heading of an article or a container ends, and what follows it begins.

use super::{
    super::{
        lines::{expects_more, starts_with_word},
        mark, quotes,
    },
    Body, Heading,
};
use crate::{Level, Span};

/// No heading has more lines than this behind its first.
const HEADING_LINES: usize = 3;

impl Body<'_, '_> {
    /// The lines up to the next heading name the container.
    pub(super) fn container_heading(&self, heading: &Heading, next: usize) -> (Span, usize, usize) {
        let first = &self.lines.all[heading.line];
        let start = first.start + heading.mark.rest;
        let last = next.min(heading.line + 9).max(heading.line + 1) - 1;
        let end = self.lines.all[last].end;
        let start = if start == first.end {
            self.lines.all[last.min(heading.line + 1)].start.max(start)
        } else {
            start
        };
        (Span::new(start.min(end), end), end, next)
    }

    /// The heading of an article, the byte where its body begins, and the first line of the body that may
    /// carry a label. A first line that is a sentence is body, not heading.
    pub(super) fn article_heading(&self, heading: &Heading, next: usize) -> (Span, usize, usize) {
        let lines = self.lines;
        let bounds = lines.all[heading.line];
        let start = bounds.start + heading.mark.rest;
        let none = (Span::new(start, start), start, heading.line + 1);
        if start >= bounds.end {
            return none;
        }
        let mut last = heading.line;
        while lines.wrapped
            && last + 1 < next
            && last < heading.line + 5
            && self.heading_goes_on(last, heading.line)
        {
            last += 1;
        }
        let end = lines.all[last].end;
        let words = &lines.text[start..end];
        let unmarked = words.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let clauses_follow = last + 1 < next
            && mark::inner(lines.get(last + 1))
                .is_some_and(|mark| mark.level == Level::Clause && mark.key.0 == 1);
        let long = words.chars().count() > 250 || unmarked.contains(". ");
        // "Điều 35. Sửa đổi, bổ sung Điều 21 của Luật … như sau:" names what the article does.
        let instructs = unmarked.ends_with(':')
            && last + 1 < next
            && self.quoted[last + 1]
            && quotes::INSTRUCTIONS
                .iter()
                .any(|verb| starts_with_word(words, verb));
        // "Điều 7. Bãi bỏ Điều 9." is named by what it does.
        let whole = last + 1 >= next && instruction_on_unit(words);
        let sentence = (unmarked.ends_with('.') && (long || !clauses_follow) && !whole)
            || (unmarked.ends_with([';', ':', ',', '/']) && !instructs);
        if sentence || last >= heading.line + 5 {
            return none;
        }
        let body = if last + 1 < next {
            lines.all[last + 1].start
        } else {
            end
        };
        (Span::new(start, end), body, last + 1)
    }

    /// Whether lines without a stop run from here to the first label of a list.
    fn runs_into_list(&self, from: usize) -> bool {
        for line in from..self.range.end.min(from + HEADING_LINES) {
            let text = self.lines.get(line);
            let first = mark::inner(text).is_some_and(|mark| {
                mark.level == Level::Clause && mark.key == (1, 0) && mark.separator == Some('.')
            });
            if first && self.lines.may_begin_inner(line) {
                return line > from;
            }
            if self.quoted[line] || text.ends_with(['.', ';', ':', ',']) {
                return false;
            }
        }
        false
    }

    fn heading_goes_on(&self, last: usize, first: usize) -> bool {
        let (line, next) = (self.lines.get(last), self.lines.get(last + 1));
        if line.ends_with(['.', ';', ':']) || self.quoted[last + 1] {
            return false;
        }
        let labelled = mark::inner(next).is_some_and(|mark| match mark.level {
            Level::Clause => mark.key.0 == 1,
            Level::Point => mark.key.0 == 0,
            _ => false,
        });
        if labelled {
            return false;
        }
        // Nothing but the rest of the heading stands before the first clause without a stop.
        if self.runs_into_list(last + 1) {
            return true;
        }
        // A capital on the next line begins the body, unless the printed line was full.
        next.starts_with(char::is_lowercase)
            || expects_more(line)
            || (next.starts_with(|c: char| c.is_ascii_digit()) && mark::inner(next).is_none())
            || (self.lines.is_full(last)
                && (last > first || line.chars().count() * 10 >= self.lines.width * 9))
    }
}

/// Whether words are one instruction on a unit, without new words of its own: "Bãi bỏ khoản 2 Điều 9."
fn instruction_on_unit(words: &str) -> bool {
    const SOME: [&str; 2] = ["một số điều", "một số khoản"];
    let verb = quotes::INSTRUCTIONS
        .iter()
        .find(|verb| starts_with_word(words, verb));
    let behind = verb.map(|verb| {
        let rest: String = words.chars().skip(verb.chars().count()).collect();
        rest.trim_start().to_owned()
    });
    let single =
        !words.trim_end_matches(['.', ' ']).contains(". ") && !words.contains(['“', '"', ':']);
    single
        && behind.is_some_and(|rest| {
            quotes::UNITS
                .iter()
                .chain(&SOME)
                .any(|unit| starts_with_word(&rest, unit))
        })
}
