//! Terms worth offering: what acts define, headings that several share, and phrases of headings and titles.

use std::collections::HashMap;

/// A term and who has it.
#[derive(Debug)]
struct Term {
    text: String,
    /// The first act that has it, and the last that was counted.
    act: u32,
    last: u32,
    acts: u32,
    defined: bool,
}

/// Terms by their words without accents.
#[derive(Debug, Default)]
pub(super) struct Terms(HashMap<String, Term>);

/// Where a term was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// Between the quotes or before the "là" of a definition.
    Definition,
    /// A heading as a whole, or a phrase of one.
    Heading,
}

/// Words that bind phrases and belong to none: behind and before them a phrase ends.
const BINDING: [&str; 38] = [
    "và", "hoặc", "của", "các", "những", "về", "theo", "với", "trong", "cho", "có", "được", "là",
    "khi", "tại", "từ", "đến", "do", "để", "này", "giữa", "trên", "dưới", "sau", "trước", "như",
    "mỗi", "khác", "phải", "vào", "ra", "đã", "hay", "cùng", "nhằm", "thuộc", "nếu", "bởi",
];
/// Words at the edge of a phrase that belong to what stands around it: "đối với", "việc cấp", "quy định chi tiết".
const EDGES: [&str; 9] = [
    "đối", "việc", "bị", "một", "số", "bằng", "quy", "định", "không",
];
/// Syllables of a phrase.
const PHRASE: std::ops::RangeInclusive<usize> = 2..=7;
/// Most syllables of a defined term.
const DEFINED: usize = 10;
/// Acts that must share what none defines.
const SHARED: u32 = 3;
/// What more acts than one in so many have helps nobody to find one …
const COMMON: u32 = 20;
/// … if they are at least so many.
const FEW: u32 = 20;

impl Terms {
    /// Counts a term once for each act; acts come one after the other.
    fn add(&mut self, text: &str, act: u32, source: Source) {
        let defined = source == Source::Definition;
        let term = self.0.entry(key(text)).or_insert_with(|| Term {
            text: text.to_owned(),
            act,
            last: u32::MAX,
            acts: 0,
            defined,
        });
        if term.last != act {
            term.acts += 1;
            term.last = act;
        }
        if defined && !term.defined {
            term.defined = true;
            term.text = text.to_owned();
            term.act = act;
        }
    }

    /// The phrases of a heading or title.
    pub(super) fn add_phrases(&mut self, heading: &str, act: u32) {
        for phrase in phrases(heading) {
            self.add(phrase, act, Source::Heading);
        }
    }

    /// The terms that the clauses of an article on terms define.
    pub(super) fn add_definitions(&mut self, text: &str, act: u32) {
        for line in text.lines() {
            if let Some(term) = defined(line) {
                self.add(term, act, Source::Definition);
            }
        }
    }

    /// What is worth offering, with an act that has it and its weight, of so many acts in all.
    pub(super) fn worthy(self, acts: u32) -> impl Iterator<Item = (String, u32, f32)> {
        let common = (acts / COMMON).max(FEW);
        let worthy = self
            .0
            .into_values()
            .filter(move |term| term.acts <= common && (term.defined || term.acts >= SHARED));
        worthy.map(|term| {
            let often = ((1 + term.acts) as f32).ln() / ((1 + FEW) as f32).ln();
            let weight = often.min(1.0) * 0.7 + if term.defined { 0.3 } else { 0.0 };
            (term.text, term.act, weight)
        })
    }
}

/// To compare texts by: their syllables without accents.
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    legal::for_each_syllable(text, &mut String::new(), |_, syllable| {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&legal::unaccent(syllable));
    });
    key
}

/// Runs of words between signs and binding words: "Trình tự cấp giấy phép" of "Trình tự cấp giấy phép và thu hồi".
fn phrases(heading: &str) -> Vec<&str> {
    let syllables = legal::syllables(heading);
    let mut found = Vec::new();
    let mut first = 0;
    for at in 0..=syllables.len() {
        let binds = syllables.get(at).is_none_or(|(_, word)| {
            BINDING.contains(&word.as_str()) || !word.chars().all(char::is_alphabetic)
        });
        let apart = at > first
            && syllables.get(at).is_some_and(|(range, _)| {
                !heading[syllables[at - 1].0.end..range.start]
                    .trim()
                    .is_empty()
            });
        if !binds && !apart {
            continue;
        }
        let run = trimmed(&syllables[first.min(at)..at]);
        if let (true, [(start, _), .., (end, _)]) = (PHRASE.contains(&run.len()), run) {
            found.push(&heading[start.start..end.end]);
        }
        first = if binds { at + 1 } else { at };
    }
    found
}

type Syllable = (std::ops::Range<usize>, String);

/// A run without the words at its edges that bind.
fn trimmed(mut run: &[Syllable]) -> &[Syllable] {
    let binds = |(_, word): &Syllable| EDGES.contains(&word.as_str());
    while let [first, rest @ ..] = run
        && binds(first)
    {
        run = rest;
    }
    while let [rest @ .., last] = run
        && binds(last)
    {
        run = rest;
    }
    run
}

/// "Đất nông nghiệp" of "3. Đất nông nghiệp là loại đất …".
fn defined(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = match rest.strip_prefix(['.', ')', '/']) {
        Some(rest) if rest.len() < line.len() => rest.trim_start(),
        _ => return None,
    };
    let (term, _) = rest.split_once(" là ")?;
    // "Người lao động (sau đây gọi …) là", "Cơ sở dữ liệu được hiểu là"
    let term = term.split(" (").next().unwrap_or(term);
    let term = term.strip_suffix(" được hiểu").unwrap_or(term);
    let term = term.trim_matches(|c: char| !c.is_alphanumeric());
    let capital = term.starts_with(char::is_uppercase);
    let length = legal::syllables(term).len();
    let plain = !term.contains([':', ';', '.', '“', '”']);
    (capital && plain && (1..=DEFINED).contains(&length)).then_some(term)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_give_their_terms() {
        for (line, expect) in [
            (
                "1. Đất vườn mẫu là loại đất dùng để thử.",
                Some("Đất vườn mẫu"),
            ),
            ("12. “Hồ sơ mẫu” là tập hợp giấy tờ", Some("Hồ sơ mẫu")),
            (
                "2) Người đọc (sau đây gọi là bạn) là người",
                Some("Người đọc"),
            ),
            ("3. Giấy tờ được hiểu là bản in", Some("Giấy tờ")),
            ("Trong Nghị định này, các từ ngữ là", None),
            ("4. theo quy định là", None),
            ("5. Không có định nghĩa", None),
            ("", None),
        ] {
            assert_eq!(defined(line), expect, "{line}");
        }
    }

    #[test]
    fn phrases_end_at_signs_and_binding_words() {
        for (heading, expect) in [
            (
                "Trình tự cấp giấy phép và thu hồi giấy phép",
                vec!["Trình tự cấp giấy phép", "thu hồi giấy phép"],
            ),
            ("Hồ sơ, thủ tục đăng ký", vec!["Hồ sơ", "thủ tục đăng ký"]),
            ("Phí", vec![]),
            ("", vec![]),
            ("Điều kiện 3 bên", vec!["Điều kiện"]),
            (
                "Quy định đối với việc thăm nước ngoài",
                vec!["thăm nước ngoài"],
            ),
        ] {
            assert_eq!(phrases(heading), expect, "{heading}");
        }
    }
}
