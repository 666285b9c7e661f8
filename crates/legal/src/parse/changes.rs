//! The footnotes of a consolidated text read as a log: which unit was changed, how, by what, and from when.

use super::{Annex, Change, Parsed, lines::starts_with_word, notes::Note, reflow};
use crate::{AmendmentKind, Citation, Date, Level, Path, Provision, Span, dates, find_citations};

/// What the first word of a note says of the unit it stands at.
const UNITS: [(&str, Level); 14] = [
    ("phụ lục", Level::Annex),
    ("mẫu", Level::Annex),
    ("biểu", Level::Annex),
    ("danh mục", Level::Annex),
    ("phần", Level::Part),
    ("chương", Level::Chapter),
    ("tiểu mục", Level::Subsection),
    ("mục", Level::Section),
    ("điều", Level::Article),
    ("khoản", Level::Clause),
    ("điểm", Level::Point),
    ("tiết", Level::Subpoint),
    ("tiêu đề", Level::Article),
    ("tên điều", Level::Article),
];

/// Words inside a unit, and not the unit, are changed.
const PHRASES: [&str; 10] = [
    "cụm từ",
    "các cụm từ",
    "từ",
    "nội dung",
    "dấu",
    "số",
    "chữ",
    "câu",
    "đoạn",
    "gạch đầu dòng",
];

/// Verbs and what they do to a unit; longer ones first.
const VERBS: [(&str, AmendmentKind); 14] = [
    ("được sửa đổi", AmendmentKind::Replace),
    ("được thay thế", AmendmentKind::Replace),
    ("được thay", AmendmentKind::Replace),
    ("được đính chính", AmendmentKind::Replace),
    ("được bổ sung", AmendmentKind::Insert),
    ("được ban hành", AmendmentKind::Insert),
    ("được thêm", AmendmentKind::Insert),
    ("được bãi bỏ", AmendmentKind::Repeal),
    ("bị bãi bỏ", AmendmentKind::Repeal),
    ("được hủy bỏ", AmendmentKind::Repeal),
    ("bị hủy bỏ", AmendmentKind::Repeal),
    ("được bỏ", AmendmentKind::Repeal),
    ("hết hiệu lực", AmendmentKind::Repeal),
    ("bãi bỏ theo", AmendmentKind::Repeal),
];

/// The log, in the order of the notes.
pub(super) fn read(text: &str, notes: &[Note], parsed: &Parsed) -> Vec<Change> {
    let amending = amending_acts(text, parsed);
    let mut log = Vec::new();
    for note in notes {
        let words = reflow::join(text.get(note.span.range()).unwrap_or_default());
        for entry in entries(&words) {
            let Some(said) = Said::read(entry) else {
                continue;
            };
            let unit = note
                .anchor
                .and_then(|anchor| unit(anchor as usize, &said, parsed));
            let from = said.from.or_else(|| effect_of(&amending, &said.by));
            log.push(Change {
                unit: unit.or_else(|| named_unit(&said, parsed)),
                kind: said.kind,
                by: said.by,
                from,
                span: note.span,
            });
        }
    }
    log
}

/// A note may log several changes of one unit: "Khoản này được sửa đổi lần thứ nhất … . Khoản này được …".
fn entries(words: &str) -> Vec<&str> {
    let mut starts = vec![0];
    for (at, _) in words.match_indices(". ").chain(words.match_indices("; ")) {
        let rest = &words[at + 2..];
        let again = UNITS.iter().any(|(unit, _)| {
            starts_with_word(rest, unit)
                && rest
                    .chars()
                    .skip(unit.chars().count())
                    .collect::<String>()
                    .trim_start()
                    .starts_with("này được")
        });
        if again {
            starts.push(at + 2);
        }
    }
    starts.sort_unstable();
    let ends = starts.iter().skip(1).copied().chain([words.len()]);
    let pairs: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
    pairs
        .into_iter()
        .map(|(from, to)| &words[from..to])
        .collect()
}

/// What one entry says.
struct Said {
    /// The level named first; `None` for words inside a unit.
    level: Option<Level>,
    /// "Phụ lục số 14A", "Điều 5": a unit named with its number.
    named: Option<Citation>,
    kind: AmendmentKind,
    by: Citation,
    from: Option<Date>,
}

impl Said {
    fn read(entry: &str) -> Option<Self> {
        let entry = entry.trim_start_matches(|c: char| !c.is_alphanumeric());
        let phrase = PHRASES.iter().any(|word| starts_with_word(entry, word));
        let level = UNITS
            .iter()
            .find(|(word, _)| starts_with_word(entry, word))
            .map(|(_, level)| *level);
        if level.is_none() && !phrase && !starts_with_word(entry, "tên") {
            return None;
        }
        let lower = entry.to_lowercase();
        // A letter whose small form has another length would shift the places.
        let lower = if lower.len() == entry.len() {
            lower
        } else {
            entry.to_owned()
        };
        let (at, verb, kind) = VERBS
            .iter()
            .filter_map(|(verb, kind)| Some((lower.find(verb)?, *verb, *kind)))
            .min_by_key(|(at, verb, _)| (*at, std::cmp::Reverse(verb.len())))?;
        let kind = match kind {
            AmendmentKind::Replace if phrase => AmendmentKind::ReplacePhrase,
            AmendmentKind::Insert if phrase => AmendmentKind::InsertPhrase,
            AmendmentKind::Repeal if phrase => AmendmentKind::RepealPhrase,
            kind => kind,
        };
        let after = at + verb.len();
        let is_document =
            |c: &Citation| c.symbol.is_some() || c.name.is_some() || c.partial.is_some();
        let by = find_citations(&entry[after..])
            .into_iter()
            .find(|found| is_document(&found.citation))?;
        let behind = after + by.span.end as usize;
        let named = find_citations(&entry[..at])
            .into_iter()
            .map(|found| found.citation)
            .find(|citation| !citation.own && !citation.path.steps().is_empty());
        Some(Self {
            level,
            named,
            kind,
            by: by.citation,
            from: effect(&entry[behind.min(entry.len())..]),
        })
    }
}

/// The day behind "có hiệu lực …".
fn effect(words: &str) -> Option<Date> {
    const NEAR: usize = 60;
    let at = words.find("hiệu lực")?;
    let written = dates::find(&words[at..]).into_iter().next()?;
    (written.start <= NEAR).then_some(written.day).flatten()
}

/// The unit at which a note stands: the deepest there, or its ancestor of the level that the words name.
fn unit(anchor: usize, said: &Said, parsed: &Parsed) -> Option<Path> {
    let holds = |span: Span| (span.start as usize) < anchor && anchor <= span.end as usize;
    let annex = parsed.annexes.iter().find(|annex| holds(annex.span));
    let provisions = annex.map_or(&parsed.provisions, |annex| &annex.provisions);
    if said.level == Some(Level::Annex) {
        return annex.map(|annex| annex.path.clone());
    }
    let deepest = provisions.iter().rev().find(|p| holds(p.span));
    let deepest = deepest.or_else(|| just_before(provisions, anchor));
    let Some(deepest) = deepest else {
        return annex.map(|annex| annex.path.clone());
    };
    let Some(level) = said.level else {
        return Some(deepest.path.clone());
    };
    if let Some(at) = deepest
        .path
        .steps()
        .iter()
        .position(|step| step.level == level)
    {
        let above = deepest.path.steps().len() - at - 1;
        return (0..above).try_fold(deepest.path.clone(), |path, _| path.parent());
    }
    // Chapters are no part of the paths of articles.
    let around = provisions
        .iter()
        .rev()
        .find(|p| p.path.level() == Some(level) && holds(p.span));
    around
        .map(|p| p.path.clone())
        .or_else(|| Some(deepest.path.clone()))
}

/// A mark behind the full stop of a heading may stand on the byte where its unit ends.
fn just_before(provisions: &[Provision], anchor: usize) -> Option<&Provision> {
    const NEAR: usize = 3;
    let near =
        |p: &&Provision| (p.span.start as usize) <= anchor && anchor <= p.span.end as usize + NEAR;
    provisions.iter().rev().find(near)
}

/// The unit that the note names by its number, where nothing tells at which it stands.
fn named_unit(said: &Said, parsed: &Parsed) -> Option<Path> {
    let path = &said.named.as_ref()?.path;
    let annexes = parsed.annexes.iter().map(|annex: &Annex| &annex.path);
    let mut known = parsed.provisions.iter().map(|p| &p.path).chain(annexes);
    known.find(|known| *known == path).cloned()
}

/// The amending acts that the preamble lists, each with its first day.
fn amending_acts(text: &str, parsed: &Parsed) -> Vec<(String, Date)> {
    let preamble = reflow::join(text.get(parsed.preamble.range()).unwrap_or_default());
    let found: Vec<_> = find_citations(&preamble)
        .into_iter()
        .filter_map(|found| Some((found.span, found.citation.symbol?)))
        .collect();
    let days = dates::find(&preamble);
    let mut acts = Vec::new();
    for (at, _) in preamble.match_indices("có hiệu lực") {
        let day = days
            .iter()
            .find(|day| day.start > at && day.start - at < 60);
        // The list entry begins behind the last full stop or semicolon; its first act is meant.
        let from = preamble[..at].rfind([';', ':']).unwrap_or_default();
        let act = found
            .iter()
            .find(|(span, _)| (from..at).contains(&(span.start as usize)));
        if let (Some(day), Some((_, symbol))) = (day.and_then(|day| day.day), act) {
            acts.push((symbol.folded().to_owned(), day));
        }
    }
    acts
}

fn effect_of(amending: &[(String, Date)], by: &Citation) -> Option<Date> {
    let symbol = by.symbol.as_ref()?;
    let act = amending
        .iter()
        .find(|(known, _)| known == symbol.folded())?;
    Some(act.1)
}
