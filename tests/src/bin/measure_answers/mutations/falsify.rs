//! False claims: a true one with one place changed. What still stands in the provision is left out, it is no lie.

use answer::DraftClaim;
use legal::fold_quote;
use search::Evidence;
use tests::Chance;

use super::Case;
use super::pairs::Pair;
use super::swaps::{
    AUTHORITIES, BEHIND, BOUNDS, CONTRARIES, JOINTS, LISTS, MODALITIES, NEGATIONS, PARTIES, UNITS,
    is_compound,
};
use super::written::{Written, spelled};

mod proof;

/// Words before a number that make it a name.
pub(super) const NAMES: [&str; 22] = [
    "điều", "khoản", "điểm", "tiết", "chương", "mục", "phần", "lục", "mẫu", "biểu", "bảng", "hình",
    "số", "thứ", "loại", "nhóm", "hạng", "bậc", "vùng", "quý", "cấp", "kỳ",
];

/// All lies about one pair.
pub(super) fn cases(pair: &Pair, chance: &mut Chance) -> Vec<Case> {
    let mut making = Making {
        pair,
        law: fold_quote(&pair.evidence[0].text).text().to_owned(),
        written: Written::new(&pair.text),
        chance,
        cases: Vec::new(),
    };
    making.numbers();
    making.units();
    making.references();
    for (kind, swaps) in [
        ("number: bound", &BOUNDS[..]),
        ("number: bound", &BEHIND[..]),
        ("meaning: negation", &NEGATIONS[..]),
        ("meaning: modality", &MODALITIES[..]),
        ("meaning: and/or", &JOINTS[..]),
        ("meaning: authority", &AUTHORITIES[..]),
        ("meaning: party", &PARTIES[..]),
        ("meaning: contrary", &CONTRARIES[..]),
        ("meaning: another list", &LISTS[..]),
    ] {
        making.swaps(kind, swaps);
    }
    making.exception();
    making.quotes();
    making.neighbours();
    making.validity();
    making.older();
    making.cases
}

fn drafted(text: String, quotes: Vec<(usize, String)>) -> DraftClaim {
    DraftClaim {
        text,
        quotes,
        ..DraftClaim::default()
    }
}

/// Whether a word is a number in digits.
pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

/// Whether the number at a place names a thing: "khoản 2, 3 và 5".
pub(super) fn is_named(written: &Written, at: usize) -> bool {
    let joins =
        |word: &str| matches!(word, "và" | "hoặc" | "đến" | "tới") || word.chars().count() == 1;
    let mut before = at;
    while before > 0 && (is_number(written.word(before - 1)) || joins(written.word(before - 1))) {
        before -= 1;
    }
    NAMES.contains(&written.before(before))
}

/// Whether the number at a place is part of a date.
pub(super) fn is_dated(written: &Written, at: usize) -> bool {
    let (before, next) = (written.before(at), written.word(at + 1));
    let year = written.word(at).len() == 4 && !written.word(at).contains(['.', ',']);
    (before == "ngày" && next == "tháng") || before == "tháng" || (before == "năm" && year)
}

struct Making<'a> {
    pair: &'a Pair,
    law: String,
    written: Written<'a>,
    chance: &'a mut Chance,
    cases: Vec<Case>,
}

impl Making<'_> {
    /// Writes other words in a place, unless the law has them so.
    fn change(&mut self, kind: &'static str, words: std::ops::Range<usize>, new: &str) {
        let around = self.written.around(words.clone(), new);
        let text = self.written.with(words, new);
        if self.law.contains(&around) || text == self.written.text {
            return;
        }
        self.says(kind, text);
    }

    fn says(&mut self, kind: &'static str, text: String) {
        let quotes = vec![(1, self.pair.quote.clone())];
        self.push(kind, drafted(text, quotes), self.pair.evidence.clone());
    }

    fn quotes_words(&mut self, kind: &'static str, number: usize, quote: String) {
        let quotes = vec![(number, quote)];
        let text = self.pair.text.clone();
        self.push(kind, drafted(text, quotes), self.pair.evidence.clone());
    }

    fn push(&mut self, kind: &'static str, draft: DraftClaim, evidence: Vec<Evidence>) {
        self.cases.push(Case {
            kind,
            draft,
            evidence,
        });
    }

    fn drawn<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        (!of.is_empty()).then(|| of[self.chance.below(of.len() as u64) as usize].clone())
    }

    fn numbers(&mut self) {
        let all: Vec<usize> = (0..self.written.len())
            .filter(|at| is_number(self.written.word(*at)) && !is_named(&self.written, *at))
            .collect();
        let (dates, numbers): (Vec<usize>, Vec<usize>) =
            all.into_iter().partition(|at| is_dated(&self.written, *at));
        if let Some(at) = self.drawn(&numbers) {
            let digits = self.other_digits(at);
            self.change("number: digit", at..at + 1, &digits);
            let number = self.written.word(at).to_owned();
            if number.len() <= 3 && number.bytes().all(|byte| byte.is_ascii_digit()) {
                self.change("number: ten times", at..at + 1, &format!("{number}0"));
            }
            // What the law says elsewhere with the same unit.
            let law = Written::new(&self.pair.evidence[0].text);
            let next = self.written.word(at + 1).to_owned();
            let others: Vec<String> = (0..law.len())
                .filter(|place| is_number(law.word(*place)) && law.word(place + 1) == next)
                .map(|place| law.word(place).to_owned())
                .filter(|other| other.trim_start_matches('0') != number.trim_start_matches('0'))
                .collect();
            if let Some(other) = self.drawn(&others) {
                self.change("number: of another place", at..at + 1, &other);
            }
        }
        if let Some(at) = self.drawn(&dates) {
            let other = self.other_digits(at);
            self.change("date: part", at..at + 1, &other);
        }
        let whole: Vec<usize> = (0..self.written.len())
            .filter(|at| {
                let word = self.written.word(*at);
                let digits = word.chars().all(|c| c.is_ascii_digit() || c == '/');
                digits && word.matches('/').count() > 0
            })
            .collect();
        if let Some(at) = self.drawn(&whole) {
            let other = self.other_digits(at);
            let dated = other.matches('/').count() == 2;
            let kind = if dated {
                "date: whole"
            } else {
                "number: share"
            };
            self.change(kind, at..at + 1, &other);
        }
        for number in 2..100 {
            let words = spelled(number).unwrap_or_default();
            let count = words.split(' ').count();
            let counted = |at: &usize| {
                let next = self.written.word(at + count);
                UNITS.iter().any(|(unit, _)| *unit == next) && next != "năm"
            };
            let places: Vec<usize> = self
                .written
                .places(&words)
                .into_iter()
                .filter(counted)
                .collect();
            if let (Some(at), Some(other)) = (self.drawn(&places), spelled(number + 1)) {
                self.change("number: in words", at..at + count, &other);
            }
        }
    }

    /// The word with another digit in one place.
    fn other_digits(&mut self, at: usize) -> String {
        let word = self.written.word(at).to_owned();
        let digits: Vec<usize> = word
            .char_indices()
            .filter(|(place, c)| c.is_ascii_digit() && (*c != '0' || *place > 0))
            .map(|(place, _)| place)
            .collect();
        let Some(place) = self.drawn(&digits) else {
            return word;
        };
        let old = word.as_bytes()[place];
        let new = b'1' + ((old.wrapping_sub(b'1') % 10 + 1 + self.chance.below(7) as u8) % 9);
        let new = if new == old {
            b'1' + (new - b'0') % 9
        } else {
            new
        };
        let mut bytes = word.into_bytes();
        bytes[place] = new;
        String::from_utf8(bytes).unwrap_or_default()
    }

    fn units(&mut self) {
        let mut places: Vec<(std::ops::Range<usize>, &str)> = Vec::new();
        for (unit, others) in UNITS {
            let count = unit.split(' ').count();
            for at in self.written.places(unit) {
                let counted = at > 0
                    && is_number(self.written.word(at - 1))
                    && self.written.signs(at - 1).trim().is_empty();
                let known = places.iter().any(|(range, _)| range.start == at);
                if counted
                    && !known
                    && !is_named(&self.written, at - 1)
                    && !is_dated(&self.written, at - 1)
                {
                    places.extend(others.iter().map(|other| (at..at + count, *other)));
                }
            }
        }
        // "60%": the sign belongs to the word.
        for at in 0..self.written.len() {
            if let Some(number) = self
                .written
                .word(at)
                .strip_suffix('%')
                .filter(|number| is_number(number))
            {
                let new = format!("{number} lần");
                self.change("unit: %", at..at + 1, &new);
            }
        }
        for _ in 0..2 {
            if let Some((range, other)) = self.drawn(&places) {
                self.change("unit: other", range, other);
            }
        }
    }

    fn references(&mut self) {
        for (word, kind) in [
            ("điều", "reference: article"),
            ("khoản", "reference: clause"),
            ("chương", "reference: chapter"),
            ("mục", "reference: chapter"),
            ("lục", "reference: annex"),
        ] {
            let places: Vec<usize> = self
                .written
                .places(word)
                .into_iter()
                .filter(|at| is_number(self.written.word(at + 1)))
                .collect();
            if let Some(at) = self.drawn(&places) {
                let other = self.other_digits(at + 1);
                self.change(kind, at + 1..at + 2, &other);
            }
        }
        let points: Vec<usize> = self
            .written
            .places("điểm")
            .into_iter()
            .filter(|at| self.written.word(at + 1).chars().count() == 1)
            .collect();
        if let Some(at) = self.drawn(&points) {
            let other = match self.written.word(at + 1) {
                "a" => "b",
                "b" => "c",
                _ => "a",
            };
            self.change("reference: point", at + 1..at + 2, other);
        }
        let symbols: Vec<usize> = (0..self.written.len())
            .filter(|at| {
                let word = self.written.word(*at);
                word.contains('/')
                    && word.contains(char::is_alphabetic)
                    && word.starts_with(|c: char| c.is_ascii_digit())
            })
            .collect();
        if let Some(at) = self.drawn(&symbols) {
            let word = self.written.word(at).to_uppercase();
            let (number, rest) = word.split_once('/').unwrap_or_default();
            if let Ok(number) = number.parse::<u32>() {
                let step = 1 + self.chance.below(30) as u32;
                self.change(
                    "reference: document",
                    at..at + 1,
                    &format!("{}/{rest}", number + step),
                );
            }
        }
    }

    fn swaps(&mut self, kind: &'static str, swaps: &[(&str, &str)]) {
        let number =
            |at: usize| is_number(self.written.word(at)) || self.written.word(at) == "ngày";
        let mut places: Vec<(std::ops::Range<usize>, &str)> = Vec::new();
        for (old, new) in swaps {
            let count = old.split(' ').count();
            for at in self.written.places(old) {
                let (before, next) = (self.written.before(at), self.written.word(at + count));
                let fits = match kind {
                    // "từ đủ 18 tuổi" says the same with "trở lên" and without.
                    "number: bound" if BEHIND.iter().any(|(words, _)| words == old) => {
                        let from = (at.saturating_sub(5)..at)
                            .any(|at| matches!(self.written.word(at), "từ" | "đủ" | "trên"));
                        !(new.is_empty() && from)
                    }
                    // A bound stands in front of a figure. "trong thời hạn 15 ngày" says the same as "trong thời hạn
                    // không quá 15 ngày".
                    "number: bound" => {
                        !(new.is_empty() && matches!(before, "hạn" | "vòng"))
                            && number(at + count)
                            && is_number(
                                self.written.word(at + count + usize::from(next == "ngày")),
                            )
                            && !matches!(
                                before,
                                "không"
                                    | "từ"
                                    | "đến"
                                    | "nhỏ"
                                    | "đa"
                                    | "lớn"
                                    | "ít"
                                    | "nhiều"
                                    | "cao"
                                    | "thấp"
                                    | "bằng"
                            )
                    }
                    "meaning: negation" | "meaning: modality" => {
                        !(is_compound(before, old, next) || (*old == "có" && next != "thời"))
                    }
                    _ => {
                        let other = matches!(
                            before,
                            "phó" | "không" | "cơ" | "trụ" | "hồ" | "công" | "luật"
                        );
                        !other && next != "phó"
                    }
                };
                if fits {
                    places.push((at..at + count, *new));
                }
            }
        }
        for _ in 0..2 {
            if let Some((range, new)) = self.drawn(&places) {
                self.change(kind, range, new);
            }
        }
    }

    /// What follows "trừ trường hợp" is left away.
    fn exception(&mut self) {
        let text = self.written.text;
        for (words, kind) in [
            (", trừ ", "meaning: exception left out"),
            (" trừ trường hợp", "meaning: exception left out"),
            (", nếu ", "meaning: condition left out"),
        ] {
            if let Some((rest, _)) = text.split_once(words)
                && rest.split(' ').count() >= 5
                // "nếu đủ thì trả lại, nếu thiếu thì nộp thêm" is two rules.
                && !["nếu ", "khi ", "trường hợp "].iter().any(|word| rest.to_lowercase().contains(word))
            {
                self.says(kind, rest.to_owned());
                return;
            }
        }
        let opens = ["Trường hợp ", "Nếu ", "Khi "];
        if opens.iter().any(|word| text.starts_with(word))
            && let Some((_, rest)) = text.split_once(", ")
            && rest.split(' ').count() >= 5
            && !rest.to_lowercase().contains("trường hợp")
        {
            self.says("meaning: condition left out", rest.to_owned());
        }
    }
}
