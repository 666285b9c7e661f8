//! One instruction to amend: what it does, to which units, with which phrases.

use std::ops::Range;

use super::{
    super::quotes::{Quotation, UNITS},
    phrases::{PHRASE_WORDS, Phrases, lower, surgery},
    quoted::above,
};
use crate::{AmendmentKind, Citation, FoundCitation, Level, Path, find_citations};

/// No instruction is longer; a bound, because its units are read against one another.
const LONGEST: usize = 4000;

/// The verbs in the order in which they are tried at one place.
const VERBS: [(&str, AmendmentKind); 12] = [
    ("sửa đổi, bổ sung", AmendmentKind::Replace),
    ("sửa đổi và bổ sung", AmendmentKind::Replace),
    ("sửa đổi", AmendmentKind::Replace),
    ("bổ sung, sửa đổi", AmendmentKind::Replace),
    ("bổ sung", AmendmentKind::Insert),
    ("thay thế", AmendmentKind::Replace),
    ("thay", AmendmentKind::Replace),
    ("chỉnh sửa", AmendmentKind::Replace),
    ("sửa", AmendmentKind::Replace),
    ("bãi bỏ", AmendmentKind::Repeal),
    ("hủy bỏ", AmendmentKind::Repeal),
    ("bỏ", AmendmentKind::Repeal),
];

/// What else stands where a unit may in a list under a verb ("Bãi bỏ: a) Nghị định số …;"): a document, a part of a unit.
const OTHERS: [&str; 5] = ["nghị định", "thông tư", "quyết định", "tên", "đoạn"];

/// What one sentence tells to do.
#[derive(Clone, Debug)]
pub(super) struct Instruction {
    /// Its bytes in the whole text.
    pub(super) span: Range<usize>,
    pub(super) kind: AmendmentKind,
    /// Units changed, relative ones completed by what the sentence says around them.
    pub(super) targets: Vec<(AmendmentKind, Citation)>,
    /// Where the change goes in: "vào sau khoản 2 Điều 5".
    pub(super) anchor: Option<Citation>,
    /// The document that the sentence names.
    pub(super) document: Option<Citation>,
    pub(super) phrases: Vec<Phrases>,
}

/// The words of a stretch of text with quoted phrases blanked, so that nothing is read from them.
fn masked(text: &str, span: &Range<usize>, phrases: &[&Quotation]) -> String {
    let mut plain = String::with_capacity(span.len());
    let mut at = span.start;
    for phrase in phrases {
        let (from, to) = (phrase.words.start.max(at), phrase.words.end.min(span.end));
        if from < to {
            plain.push_str(&text[at..from]);
            plain.extend(std::iter::repeat_n(' ', to - from));
            at = to;
        }
    }
    plain.push_str(&text[at..span.end]);
    plain
}

/// The sentences of a stretch that begin with a verb of amendment or, under `listed`, with a unit.
pub(super) fn read(
    text: &str,
    span: Range<usize>,
    phrases: &[&Quotation],
    listed: Option<AmendmentKind>,
) -> Vec<Instruction> {
    let plain = masked(text, &span, phrases);
    let small = lower(&plain);
    let starts = starts(&plain, &small);
    let mut cuts: Vec<(usize, AmendmentKind)> = starts;
    let begin = small.len() - small.trim_start().len();
    if cuts.first().is_none_or(|(at, _)| *at > begin) {
        let first = &small[begin..];
        if let Some(kind) = passive(first) {
            cuts.retain(|(at, _)| *at < begin);
            cuts.insert(0, (begin, kind));
        } else if let Some(kind) = listed
            && (names_unit(first) || OTHERS.iter().any(|word| begins_with(first, word)))
        {
            cuts.insert(0, (begin, kind));
        }
    }
    let ends: Vec<usize> = cuts
        .iter()
        .skip(1)
        .map(|(at, _)| *at)
        .chain([small.len()])
        .collect();
    cuts.iter()
        .zip(ends)
        .map(|((from, kind), to)| sentence(&plain, &small, *from..to, *kind, span.start, phrases))
        .collect()
}

fn begins_with(text: &str, word: &str) -> bool {
    text.strip_prefix(word)
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// "Khoản 3 Điều 5 …", "Tại khoản 3 …".
fn names_unit(text: &str) -> bool {
    UNITS
        .iter()
        .chain(&["tại"])
        .any(|word| begins_with(text, word))
}

fn verb_at(small: &str) -> Option<(usize, AmendmentKind)> {
    VERBS
        .iter()
        .find(|(verb, _)| begins_with(small, verb))
        .map(|(verb, kind)| (verb.len(), *kind))
}

/// Where sentences with a verb begin: at the start, after a stop, on a new line with a capital, and where a
/// further phrase is named ("…; thay thế cụm từ").
fn starts(plain: &str, small: &str) -> Vec<(usize, AmendmentKind)> {
    let mut found: Vec<(usize, AmendmentKind)> = Vec::new();
    let (mut stopped, mut at_line, mut in_word) = (true, true, false);
    let mut until = 0;
    for (at, c) in plain.char_indices() {
        let is_start = !in_word && c.is_alphabetic() && at >= until;
        if is_start && let Some((length, kind)) = verb_at(&small[at..]) {
            let rest = small[at + length..].trim_start();
            let phrase = PHRASE_WORDS[..3].iter().any(|word| begins_with(rest, word));
            if stopped || (at_line && c.is_uppercase()) || (phrase && !found.is_empty()) {
                found.push((at, kind));
            }
            until = at + length;
        }
        in_word = c.is_alphanumeric();
        if c == '\n' {
            at_line = true;
        } else if !c.is_whitespace() {
            stopped = matches!(c, '.' | ';' | ':');
            at_line = false;
        }
    }
    found
}

/// "Khoản 3 Điều 5 được sửa đổi, bổ sung như sau": the unit stands first.
fn passive(first: &str) -> Option<AmendmentKind> {
    if !names_unit(first) {
        return None;
    }
    let at = [
        "được sửa đổi",
        "được bổ sung",
        "được thay thế",
        "được bãi bỏ",
        "bị bãi bỏ",
    ]
    .iter()
    .filter_map(|verb| first.find(verb))
    .min()?;
    let past = first[..at].trim_end().ends_with("đã");
    let verb = first[at..].split_once(' ')?.1;
    let said = first[at..].contains("như sau") || verb.starts_with("bãi bỏ");
    (said && !past && at < 200).then(|| verb_at(verb).map(|(_, kind)| kind))?
}

/// Reads one sentence; `range` is in `plain`, `base` the byte where `plain` begins in the whole text.
fn sentence(
    plain: &str,
    small: &str,
    range: Range<usize>,
    kind: AmendmentKind,
    base: usize,
    all: &[&Quotation],
) -> Instruction {
    let range = range.start..plain.floor_char_boundary(range.end.min(range.start + LONGEST));
    let words = &small[range.clone()];
    let span = base + range.start..base + range.start + plain[range.clone()].trim_end().len();
    let from = all.partition_point(|quotation| quotation.open < span.start);
    let until = all.partition_point(|quotation| quotation.open < span.end);
    let phrases = &all[from..until.max(from)];
    let named: Vec<FoundCitation> = find_citations(&plain[range.clone()])
        .into_iter()
        .filter(|found| !is_aside(words, found.span.range().start))
        .filter(|found| !found.citation.own || !found.citation.path.steps().is_empty())
        .collect();
    let document = named
        .iter()
        .map(|found| &found.citation)
        .find(|citation| names_document(citation))
        .map(|citation| Citation {
            path: Path::default(),
            own: false,
            ..citation.clone()
        });
    let surgery = surgery(plain, &range, kind, base, phrases);
    let mut targets = Vec::new();
    let mut anchor: Option<Citation> = None;
    for (n, found) in named.iter().enumerate() {
        if found.citation.own {
            continue;
        }
        let mut citation = found.citation.clone();
        citation.path = completed(&citation.path, &named[n + 1..]);
        if !names_document(&citation)
            && let Some(next) = document_behind(words, found, &named[n + 1..])
        {
            citation = Citation {
                path: citation.path,
                ..next.clone()
            };
        }
        let before = words[..found.span.range().start].trim_end();
        let kind = kind_before(before).unwrap_or(kind);
        let goes_in = kind == AmendmentKind::Insert
            && surgery.is_empty()
            && ["vào", "sau", "trước", "cuối", "trong", "thuộc", "của"]
                .iter()
                .any(|word| before.ends_with(word));
        if goes_in {
            anchor.get_or_insert(citation);
        } else if citation.path.steps().is_empty()
            && kind != AmendmentKind::Repeal
            && surgery.is_empty()
        {
            // "một số điều của Nghị định số …": the document of what follows.
        } else {
            targets.push((kind, citation));
        }
    }
    let turn =
        named.partition_point(|found| !words[..found.span.range().start].contains(" thành "));
    note_inserted(&mut targets, &named[..turn]);
    if let Some(anchor) = &anchor {
        for (_, target) in &mut targets {
            let first = target.path.steps().first().map(|step| step.level);
            if let Some(level) =
                first.filter(|level| *level > Level::Article || *level == Level::Section)
            {
                target.path = join(&above(&anchor.path, level), &target.path);
            }
        }
    }
    Instruction {
        span,
        kind,
        targets,
        anchor,
        document,
        phrases: surgery,
    }
}

/// "Sửa đổi Điều 45 thành các điều 45, 45a và 45b": those that the words before "thành" do not name come in, if the
/// changed one stands among them.
fn note_inserted(targets: &mut [(AmendmentKind, Citation)], before: &[FoundCitation]) {
    let path = |found: &FoundCitation| completed(&found.citation.path, &[]);
    let stays = before.iter().any(|found| {
        let path = path(found);
        let same = targets
            .iter()
            .filter(|(_, target)| target.path.steps().ends_with(path.steps()));
        same.count() > 1
    });
    if !stays || before.is_empty() {
        return;
    }
    for (kind, target) in targets.iter_mut().skip(before.len()) {
        let known = before
            .iter()
            .any(|found| target.path.steps().ends_with(path(found).steps()));
        if *kind == AmendmentKind::Replace && !known {
            *kind = AmendmentKind::Insert;
        }
    }
}

/// The verb that stands nearest before a unit.
fn kind_before(before: &str) -> Option<AmendmentKind> {
    VERBS
        .iter()
        .filter(|(verb, _)| *verb != "bỏ" && *verb != "thay" && *verb != "sửa")
        .filter_map(|(verb, kind)| Some((before.rfind(verb)? + verb.len(), verb.len(), *kind)))
        .max_by_key(|(end, length, _)| (*end, *length))
        .map(|(_, _, kind)| kind)
}

/// Whether a citation only tells the history or the source of the target, or is excepted: "(đã được sửa đổi tại
/// khoản 2 Điều 1 …)", "trừ khoản 3", "bằng Phụ lục II ban hành kèm theo …".
fn is_aside(words: &str, at: usize) -> bool {
    let before = &words[..at];
    let past = [
        "được sửa đổi",
        "được bổ sung",
        "được thay thế",
        "được bãi bỏ",
        "bị bãi bỏ",
    ]
    .iter()
    .filter_map(|verb| before.rfind(verb))
    .max();
    let told = past.is_some_and(|from| !before[from..].contains([')', ';']));
    // "(bổ sung Điều 28a … Thông tư số …)" says what the amended unit itself amends.
    let explained = before.rfind('(').is_some_and(|open| {
        !before[open..].contains(')') && verb_at(before[open + 1..].trim_start()).is_some()
    });
    let excepted = [
        " trừ ",
        "(trừ ",
        " bằng phụ lục",
        " bằng mẫu",
        " bằng biểu",
        " bằng danh mục",
    ]
    .iter()
    .any(|word| {
        before
            .rfind(word)
            .is_some_and(|from| !before[from..].contains(';'))
    });
    told || explained || excepted
}

pub(super) fn names_document(citation: &Citation) -> bool {
    !citation.own
        && (citation.symbol.is_some() || citation.partial.is_some() || citation.name.is_some())
}

/// "điểm a, bổ sung điểm đ khoản 2 Điều 5": what the next units add above also holds for this one.
fn completed(path: &Path, after: &[FoundCitation]) -> Path {
    let Some(first) = path
        .steps()
        .first()
        .filter(|step| step.level > Level::Article)
    else {
        return path.clone();
    };
    let outer = after.iter().map(|found| &found.citation.path).find(|path| {
        path.steps()
            .first()
            .is_some_and(|step| step.level < first.level)
    });
    outer.map_or_else(
        || path.clone(),
        |outer| join(&above(outer, first.level), path),
    )
}

/// The document that a list of units names at its end: "khoản 6 Điều 3, Điều 5 và Chương III Thông tư số …".
fn document_behind<'c>(
    words: &str,
    found: &FoundCitation,
    after: &'c [FoundCitation],
) -> Option<&'c Citation> {
    let next = after
        .iter()
        .find(|next| names_document(&next.citation))
        .filter(|next| !next.citation.path.steps().is_empty())?;
    let between = words.get(found.span.range().end..next.span.range().start)?;
    (!between.contains(';')).then_some(&next.citation)
}

/// One path below another.
pub(super) fn join(outer: &Path, inner: &Path) -> Path {
    inner.steps().iter().fold(outer.clone(), |path, step| {
        path.child(step.level, &step.label)
    })
}
