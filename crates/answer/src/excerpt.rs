//! The sentences of a passage that come nearest to a question: what is quoted when no model writes.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use legal::{has_accents, syllables, unaccent};

use crate::part::{Part, gives};

mod lead;
mod list;
mod meaning;
mod sentences;

pub(crate) use lead::{leads_before, leads_in, may_lead, opens_clauses};
pub(crate) use list::{asks_for_list, is_cut, with_list};
pub(crate) use sentences::Sentences;

/// About the length of a long clause. What is quoted stays readable at a glance.
const LONGEST: usize = 400;
/// Shorter pieces prove little ("Nguyên tắc", "Bộ Công an").
const LEAST_QUOTE: usize = 25;
/// A pair of syllables is nearly always a word ("tạm trú"), a single one seldom is.
const PAIR_WORTH: f32 = 2.5;
/// Syllables that every provision has.
const COMMON: [&str; 24] = [
    "của", "và", "các", "có", "được", "theo", "tại", "cho", "với", "là", "để", "này", "đó", "về",
    "trong", "như", "việc", "khi", "thì", "mà", "gì", "nào", "bao", "những",
];

/// "Bao nhiêu", without accents.
const MANY: [&str; 2] = ["bao", "nhieu"];
/// Syllables of a question that only ask, without accents: "được quy định như thế nào".
const ASKING: [&str; 12] = [
    "duoc", "quy", "dinh", "nhu", "the", "nao", "ra", "sao", "gi", "gom", "nhung", "ve",
];
/// Where a heading says so much of what is asked, all that stands below it answers.
const ALL: f32 = 0.7;
/// A sentence that gives what was asked for (a duration, a sum, a body) is worth so many syllables more.
const FOCUS_WORTH: f32 = 6.0;
/// … and so many, where it has a number of what the question counts.
const COUNT_WORTH: f32 = 4.0;

/// What a question looks for: its syllables and pairs of syllables, and the part of a rule that answers it.
pub(crate) struct Wanted {
    /// And what each is worth; in order, for sums of fractions depend on it.
    words: BTreeMap<String, f32>,
    accented: bool,
    focus: Option<Part>,
    /// The term whose meaning is asked for.
    term: Option<Vec<String>>,
    /// What is counted: "bao nhiêu giờ" asks for a number of hours.
    counted: Option<String>,
}

impl Wanted {
    /// From a question. One typed without accents is compared without them.
    pub(crate) fn new(question: &str, focus: Option<Part>) -> Self {
        let accented = has_accents(question);
        let mut wanted = Self {
            words: BTreeMap::new(),
            accented,
            term: (focus == Some(Part::Meaning))
                .then(|| meaning::term(question))
                .flatten(),
            focus,
            counted: counted(question),
        };
        for word in wanted.words_of(question) {
            let worth = worth(&word);
            wanted.words.insert(word, worth);
        }
        wanted
    }

    /// Words that many sentences of the evidence have tell little of which one answers; in the mean a word is worth what
    /// it was.
    pub(crate) fn weighed<'a>(mut self, texts: impl Iterator<Item = &'a str>) -> Self {
        let mut frequencies: BTreeMap<String, f32> = BTreeMap::new();
        let mut sentences = 0.0;
        for text in texts {
            for part in parts(text) {
                sentences += 1.0;
                for word in self.found_in(&text[part]) {
                    *frequencies.entry(word).or_default() += 1.0;
                }
            }
        }
        let rare = |word: &String| {
            let frequency = frequencies.get(word).copied().unwrap_or_default();
            (1.0_f32 + (sentences - frequency + 0.5) / (frequency + 0.5)).ln()
        };
        let mean = self.words.keys().map(rare).sum::<f32>() / self.words.len().max(1) as f32;
        if mean > 0.0 {
            for (word, worth) in &mut self.words {
                *worth *= rare(word) / mean;
            }
        }
        self
    }

    /// Whether the question holds no word to look for.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    fn words_of(&self, text: &str) -> Vec<String> {
        let form = |word: &str| {
            if self.accented {
                word.to_owned()
            } else {
                unaccent(word)
            }
        };
        let all: Vec<String> = syllables(text)
            .into_iter()
            .map(|(_, word)| form(&word))
            .collect();
        let pairs = all.windows(2).map(|pair| pair.join(" "));
        let is_common = |word: &String| COMMON.iter().any(|common| form(common) == *word);
        let singles = all.iter().filter(|word| !is_common(word)).cloned();
        singles.chain(pairs).collect()
    }

    /// Whether all of a provision is asked for: its heading says what the question says.
    pub(crate) fn asks_for_all_of(&self, heading: &str) -> bool {
        if self.focus.is_some() || self.counted.is_some() {
            return false;
        }
        let asks = |one: &str| ASKING.contains(&unaccent(one).as_str());
        let telling = |word: &&String| !word.split(' ').any(asks);
        let worth = |word: &String| self.worth_of_word(word);
        let asked: f32 = self.words.keys().filter(telling).map(worth).sum();
        let headed = self.found_in(heading);
        let headed: f32 = headed.iter().filter(telling).map(worth).sum();
        headed >= ALL * asked && asked > 0.0
    }

    /// Whether a text gives what was asked for.
    pub(crate) fn is_given_by(&self, text: &str) -> bool {
        match &self.term {
            Some(term) => meaning::defines(text, term),
            None => self.focus.is_some_and(|focus| gives(focus, text)),
        }
    }

    /// What a text is worth for giving what was asked for.
    fn worth_of(&self, text: &str) -> f32 {
        let counts = self.counted.as_ref().is_some_and(|unit| counts(text, unit));
        let counts = if counts { COUNT_WORTH } else { 0.0 };
        match self.is_given_by(text) {
            // A definition is the answer, however short.
            true if self.term.is_some() => 3.0 * FOCUS_WORTH,
            true => FOCUS_WORTH + counts,
            false => counts,
        }
    }

    /// The words of the question that a text has.
    fn found_in(&self, text: &str) -> BTreeSet<String> {
        self.words_of(text)
            .into_iter()
            .filter(|word| self.words.contains_key(word))
            .collect()
    }

    fn worth_of_word(&self, word: &str) -> f32 {
        self.words.get(word).copied().unwrap_or_default()
    }
}

/// What a question counts, without accents: "gio" of "bao nhiêu giờ".
fn counted(question: &str) -> Option<String> {
    let typed = syllables(question);
    let words: Vec<String> = typed.iter().map(|(_, word)| unaccent(word)).collect();
    let accented = has_accents(question);
    // "Mấy", and no "máy": "xe may" may be one typed without accents.
    let few = |at: usize| match accented {
        true => typed[at].1 == "mấy",
        false => words[at] == "may" && (at == 0 || words[at - 1] != "xe"),
    };
    let many = |at: &usize| few(*at) || words[*at..].starts_with(&MANY.map(String::from));
    let at = (0..words.len()).find(many)?;
    let unit = words.get(at + if words[at] == "may" { 1 } else { 2 })?;
    Some(match unit.as_str() {
        "tien" => "dong".to_owned(),
        unit => unit.to_owned(),
    })
}

/// Whether a text has a number of what is counted.
fn counts(text: &str, unit: &str) -> bool {
    let words = syllables(text);
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let mut pairs = words.windows(2).map(|pair| (&pair[0].1, &pair[1].1));
    let percent = || text.contains('%') && unit == "phan";
    percent()
        || pairs.any(|(one, next)| {
            let scaled = matches!(one.as_str(), "triệu" | "tỷ" | "nghìn" | "ngàn");
            (is_number(one) || scaled) && unaccent(next) == unit
        })
}

/// The bytes of the sentences or clauses, at most 400 characters in one piece, that say most of what is wanted:
/// the best sentence, and its neighbours as long as they add more than they are long. Where nothing of it is
/// said: the beginning. `heading` stands above the text, and `led` leads its first point in.
pub(crate) fn excerpt(text: &str, wanted: &Wanted, heading: &str, led: &[&str]) -> Range<usize> {
    let sentences = Sentences::new(text, wanted, heading, led);
    let Some((best, _)) = sentences.best() else {
        return 0..text.len();
    };
    match sentences.is_silent(best) {
        true => beginning(text),
        false => sentences.around(best),
    }
}

/// "Điều 9": its full stop ends no sentence.
fn is_label(piece: &str) -> bool {
    let number = piece
        .strip_prefix("Điều ")
        .or_else(|| piece.strip_prefix("ĐIỀU "));
    number.is_some_and(|number| {
        number.starts_with(|c: char| c.is_ascii_digit()) && !number.contains(' ')
    })
}

/// Whether a piece is a point of a list that was led in.
fn goes_on(piece: &str, opened: bool) -> bool {
    opened && is_point(piece)
}

/// "a) …", "- …"
fn is_point(piece: &str) -> bool {
    let mut letters = piece.chars();
    match (letters.next(), letters.next()) {
        (Some('-' | '–' | '+'), Some(_)) => true,
        (Some(letter), Some(')')) => letter.is_lowercase(),
        // "đ)" may be typed as two letters; "ab)" never is.
        _ => false,
    }
}

fn worth(word: &str) -> f32 {
    if word.contains(' ') { PAIR_WORTH } else { 1.0 }
}

/// The beginning of a text, at most 400 characters, whole sentences or clauses.
pub(crate) fn beginning(text: &str) -> Range<usize> {
    beginning_of(text, LONGEST)
}

/// The beginning of a text, at most so many characters, whole sentences or clauses.
pub(crate) fn beginning_of(text: &str, most: usize) -> Range<usize> {
    let parts = parts(text);
    let Some(first) = parts.first() else {
        return 0..text.len();
    };
    let fits = |part: &&Range<usize>| text[first.start..part.end].chars().count() <= most;
    let last = parts.iter().take_while(fits).last().unwrap_or(first);
    first.start..last.end
}

/// Sentences, clauses and lines, without the white space round them; longer ones than are quoted are cut at
/// commas, and where there are none between words.
pub(crate) fn parts(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let end = at + c.len_utf8();
        let spaced = letters.peek().is_none_or(|(_, next)| next.is_whitespace());
        // "1." and "a)" belong to what follows; so do "TP." and initials: a sentence has more than one word.
        let sentence = matches!(c, '.' | ';' | '?' | '!')
            && spaced
            && text[start..at].trim().contains(' ')
            && !is_label(text[start..at].trim());
        if sentence || c == '\n' {
            push(text, start..end, &mut parts);
            start = end;
        }
    }
    push(text, start..text.len(), &mut parts);
    parts
}

fn push(text: &str, range: Range<usize>, parts: &mut Vec<Range<usize>>) {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = start + piece.trim().len();
    if start >= end {
        return;
    }
    let Some((limit, _)) = text[start..end].char_indices().nth(LONGEST) else {
        parts.push(start..end);
        return;
    };
    let room = &text[start..start + limit];
    let cut = room
        .rfind(", ")
        .map(|at| at + 1)
        .or_else(|| room.rfind(char::is_whitespace))
        .unwrap_or(limit);
    let cut = start + cut.max(1);
    parts.push(start..cut);
    push(text, cut..end, parts);
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAW: &str = "Điều 9. Hạn trả lời\n1. Cơ quan tiếp nhận hồ sơ đăng ký chỗ ngồi bán hàng trong giờ hành chính.\n2. Trong thời hạn 05 ngày làm việc, cơ quan phải trả lời bằng văn bản; trường hợp từ chối phải nêu rõ lý do.\n3. Lệ phí do tỉnh quy định.";

    fn check(question: &str, expect: &str) {
        assert_eq!(
            &LAW[excerpt(LAW, &Wanted::new(question, None), "", &[])],
            expect,
            "{question}"
        );
    }

    #[test]
    fn the_nearest_sentence() {
        let second = "2. Trong thời hạn 05 ngày làm việc, cơ quan phải trả lời bằng văn bản;";
        check("thời hạn trả lời là bao nhiêu ngày làm việc", second);
        check("thoi han tra loi la bao nhieu ngay lam viec", second);
        check("lệ phí do ai quy định", "3. Lệ phí do tỉnh quy định.");
        check(
            "từ chối có phải nêu lý do không",
            "trường hợp từ chối phải nêu rõ lý do.",
        );
        check(
            "nộp hồ sơ đăng ký chỗ ngồi",
            "1. Cơ quan tiếp nhận hồ sơ đăng ký chỗ ngồi bán hàng trong giờ hành chính.",
        );
    }

    /// "Xe máy điện" was taken for a number of something: an article whose heading it was was not quoted whole.
    #[test]
    fn a_machine_is_no_number() {
        for (question, expect) in [
            ("Trả lời trong mấy ngày?", Some("ngay")),
            ("tra loi trong may ngay", Some("ngay")),
            ("Phí là bao nhiêu tiền?", Some("dong")),
            ("Quản lý xe máy điện", None),
            ("quan ly xe may dien", None),
        ] {
            assert_eq!(counted(question).as_deref(), expect, "{question}");
        }
    }

    #[test]
    fn lengths() {
        let long = "quy định chi tiết, ".repeat(200);
        for text in [LAW, &long, &"x".repeat(3000), "", " \n ", "Điều 1."] {
            for range in [
                excerpt(text, &Wanted::new("quy định", None), "", &[]),
                beginning(text),
            ] {
                assert!(text[range].chars().count() <= LONGEST, "{text}");
            }
        }
        assert_eq!(&LAW[beginning(LAW)], LAW);
    }
}
