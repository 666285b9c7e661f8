//! One unit of a citation being put together: levels with labels, shared out among the units of a list.

use super::units::{Group, Label};
use crate::{Level, Path, Span, attached};

/// One provision being put together: levels with labels, innermost first.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) levels: Vec<(Level, String)>,
    pub(super) this: Option<Level>,
    pub(super) span: Span,
    pub(super) short: bool,
    pub(super) range: Option<(Level, String, String)>,
}

impl Unit {
    pub(super) fn new(level: Level, label: Label, short: bool) -> Self {
        let mut unit = Self {
            levels: Vec::new(),
            this: None,
            span: label.span,
            short,
            range: label.range.map(|(first, last)| (level, first, last)),
        };
        unit.add(level, label.text);
        unit
    }

    fn add(&mut self, level: Level, label: String) {
        if label.is_empty() {
            self.this = Some(level);
        } else {
            self.levels.push((level, label));
        }
    }

    fn all(&self) -> impl Iterator<Item = Level> + '_ {
        self.levels.iter().map(|(level, _)| *level).chain(self.this)
    }

    pub(super) fn outermost(&self) -> Level {
        self.all().min().unwrap_or(Level::Subpoint)
    }

    pub(super) fn innermost(&self) -> Level {
        self.all().max().unwrap_or(Level::Annex)
    }

    pub(super) fn path(&self) -> Path {
        self.path_with(None)
    }

    /// The path, with another label at one level.
    fn path_with(&self, other: Option<(Level, &str)>) -> Path {
        let mut levels: Vec<&(Level, String)> = self.levels.iter().collect();
        levels.sort_by_key(|(level, _)| *level);
        let has_article = levels.iter().any(|(level, _)| *level == Level::Article);
        // Articles run through the act: their paths do not name the chapter.
        let named = |level: Level| {
            // What lies outside "khoản này" is said by it.
            let said = self.this.is_some_and(|this| level <= this);
            !said && (!has_article || level == Level::Annex || level >= Level::Article)
        };
        levels.iter().filter(|(level, _)| named(*level)).fold(
            Path::default(),
            |path, (level, label)| {
                let label = other
                    .filter(|(at, _)| at == level)
                    .map_or(label.as_str(), |(_, other)| other);
                path.child(*level, label)
            },
        )
    }

    pub(super) fn range_paths(&self) -> Option<(Path, Path)> {
        let (level, first, last) = self.range.as_ref()?;
        Some((
            self.path_with(Some((*level, first))),
            self.path_with(Some((*level, last))),
        ))
    }
}

/// Gives a unit other words; those that come from the same range share them.
pub(super) fn stretch(units: &mut [Unit], at: usize, change: impl Fn(Span) -> Span) {
    let Some(before) = units.get(at).map(|unit| unit.span) else {
        return;
    };
    for unit in units.iter_mut().filter(|unit| unit.span == before) {
        unit.span = change(before);
    }
}

/// "Điều 7 khoản 2": the last unit gains a level below.
pub(super) fn deepen(units: &mut [Unit], group: Group) {
    if let Some(unit) = units.last_mut() {
        for label in group.labels {
            unit.span = Span::new(unit.span.start as usize, label.span.end as usize);
            unit.add(group.level, label.text);
        }
        unit.short |= group.short;
    }
}

/// Shares an outer group with the open inner units before it; its further labels are whole units.
pub(super) fn place(units: &mut Vec<Unit>, open: usize, group: Group, joins: bool) {
    let Group {
        level,
        labels,
        short,
        ..
    } = group;
    let mut labels = labels.into_iter();
    // "khoản này, Điều này" names two things.
    let last_is_inner = units[open..]
        .last()
        .is_some_and(|unit| unit.outermost() > level && unit.this.is_none());
    if joins
        && last_is_inner
        && let Some(label) = labels.next()
    {
        let end = label.span.end as usize;
        let last = units.len() - 1;
        stretch(units, last, |span| Span::new(span.start as usize, end));
        let innermost = units[last].innermost();
        for unit in units[open..]
            .iter_mut()
            .filter(|unit| unit.outermost() > level && unit.this.is_none())
            // "Điều 5 và Mục V Phụ lục": an annex serves its own kind of unit only; a text that is issued with an act has
            // articles with clauses.
            .filter(|unit| {
                level != Level::Annex
                    || unit.innermost() == innermost
                    || attached::word(&label.text).is_some()
            })
        {
            unit.add(level, label.text.clone());
            unit.short |= short;
        }
    }
    units.extend(labels.map(|label| Unit::new(level, label, short)));
}
