//! Quoted amending text, read by a parser of its own: its units are those of the document it goes into.

use std::ops::Range;

use super::super::{
    inner::Inside,
    lines::{Line, Lines},
    mark,
    outline::Body,
    place::Places,
    quotes::{self, Quotation},
};
use crate::{Level, Path, Provision};

/// The units in a quotation and their paths in the target. `unit` is the unit that the instruction names.
pub(super) fn provisions(lines: &Lines<'_>, quotation: &Quotation, unit: &Path) -> Vec<Provision> {
    let own = within(lines, &quotation.words);
    if own.len() == 0 {
        return Vec::new();
    }
    let inner = quotes::follow(&own, &[], false);
    // The first words may be quoted again, wrongly: they are the unit's label nevertheless.
    let mut quoted = inner.inside;
    quoted[0] = false;
    let end = quotation.words.end;
    let all = 0..own.len();
    let first = mark::container(own.get(0)).filter(|mark| {
        mark.separator.is_some() || mark.level != Level::Article || mark.rest == own.get(0).len()
    });
    if let Some(first) = first {
        let base = match first.level {
            Level::Article => Path::default(),
            level => above(unit, level),
        };
        let body = Body {
            lines: &own,
            quoted: &quoted,
            range: all,
            base,
            footnotes: false,
            free: true,
        };
        return body.read(&mut Vec::new());
    }
    let parent = mark::inner(own.get(0)).map_or_else(
        || unit.clone(),
        |mark| {
            let decimal = mark.level == Level::Point && mark.label.contains('.');
            above(unit, if decimal { Level::Point } else { mark.level })
        },
    );
    let inside = Inside {
        lines: &own,
        quoted: &quoted,
        footnotes: false,
        free: true,
    };
    inside.read(all, end, &parent, &mut Places::default(), &mut Vec::new())
}

/// The lines of a quotation, its first and last cut at the marks.
fn within<'t>(lines: &Lines<'t>, words: &Range<usize>) -> Lines<'t> {
    let from = lines.at(words.start);
    let cut = lines.all[from.min(lines.len())..]
        .iter()
        .take_while(|line| line.start < words.end)
        .filter_map(|line| {
            let (start, end) = (line.start.max(words.start), line.end.min(words.end));
            let text = lines.text.get(start..end)?;
            let left = text.len() - text.trim_start().len();
            let kept = text.trim();
            (!kept.is_empty()).then_some(Line {
                start: start + left,
                end: start + left + kept.len(),
            })
        });
    lines.with(cut.collect())
}

/// The steps of a path above a level.
pub(super) fn above(path: &Path, level: Level) -> Path {
    path.steps()
        .iter()
        .filter(|step| step.level < level)
        .fold(Path::default(), |path, step| {
            path.child(step.level, &step.label)
        })
}

/// Outermost units first: those that lie in no other of the list, each with what lies inside it.
pub(super) fn tops(provisions: &[Provision]) -> Vec<Range<usize>> {
    let mut tops: Vec<Range<usize>> = Vec::new();
    for (n, provision) in provisions.iter().enumerate() {
        match tops.last_mut() {
            Some(top) if provisions[top.start].span.contains(provision.span) => top.end = n + 1,
            _ => tops.push(n..n + 1),
        }
    }
    tops
}
