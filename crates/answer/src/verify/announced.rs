//! What only announces a list: "… được thực hiện theo các bước sau." says nothing without its list, and so is proved
//! only where the law announces the same one in the same place.

use super::Difference;
use super::agreement::{Reader, push};
use super::tokens::{Kind, Text};

/// "năm sau", "lần sau", "trước và sau": a time or a place, no list.
const TIMES: [&str; 26] = [
    "giờ", "phút", "ngày", "hôm", "tuần", "tháng", "quý", "năm", "niên", "kỳ", "kì", "vụ", "mùa",
    "lần", "lượt", "phiên", "khóa", "khoá", "đời", "về", "phía", "mặt", "trang", "trước", "và",
    "hoặc",
];

impl Reader<'_> {
    /// Lays what announces a list beside the law's: the thing announced stands there, and a list of it is announced
    /// there. Where a sentence ends by announcing, it says nothing else, and all its other words stand there too: nearly
    /// all are not enough (seen: "… thực hiện theo các bước sau." of another provision, with 16 of its 18 words, was
    /// shown as checked).
    pub(super) fn announced(&mut self) {
        let sentences = &self.sentence.sentences;
        for (at, sentence) in sentences.iter().enumerate() {
            // Behind a colon the list follows, and is compared itself.
            let ends = !sentence.leads || at + 1 == sentences.len();
            let tokens = sentence.tokens.clone();
            // The law may announce with another word: "sau" for "sau đây".
            let end = tokens.end.saturating_sub(1);
            let is_word = self.sentence.tokens.get(end).map(|last| last.kind) == Some(Kind::Word);
            let other = usize::from(is_word && !self.paired[end]);
            let counts = self.found.sentences.get(at);
            let whole = counts.is_some_and(|counts| counts.known + other >= counts.all);
            let word = |at: usize| self.sentence.word(tokens.start + at);
            for len in 1..=tokens.len() {
                let last = len == tokens.len();
                let Some(ending) =
                    ending(len, &word).filter(|_| last || is_plain(word(len - 1), len, &word))
                else {
                    continue;
                };
                let ending = tokens.start + ending;
                let thing = (tokens.start..ending)
                    .rev()
                    .find(|at| self.sentence.tokens[*at].kind != Kind::Filler);
                let stands = thing.is_some_and(|thing| self.is_announced(thing));
                if stands && (whole || !(last && ends)) {
                    continue;
                }
                let said = thing.unwrap_or(ending)..tokens.start + len;
                let difference = Difference {
                    said: self.sentence.said(said).to_owned(),
                    law: String::new(),
                };
                push(&mut self.found.words, difference);
            }
        }
    }

    /// Whether the law announces a list directly behind the word that stands beside this one.
    fn is_announced(&self, thing: usize) -> bool {
        self.stretches.iter().any(|stretch| {
            let law = self.chains[stretch.chain].law;
            let beside = stretch.pairs.iter().filter(|(said, _)| *said == thing);
            let mut beside = beside.map(|(_, known)| self.chains[stretch.chain].tokens[*known]);
            beside.any(|known| announces(law, known))
        })
    }
}

/// Whether a list is announced directly behind a word of the law: by words that end so, or by the colon itself.
fn announces(law: &Text, thing: usize) -> bool {
    let holds = |one: &&super::tokens::Sentence| one.tokens.contains(&thing);
    let Some(sentence) = law.sentences.iter().find(holds) else {
        return false;
    };
    let behind = thing + 1..sentence.tokens.end;
    let is_filler = |at: &usize| law.tokens[*at].kind == Kind::Filler;
    match behind.clone().find(|at| !is_filler(at)) {
        None => sentence.leads,
        Some(last) => ending(last + 1 - thing, &|at| law.word(thing + at)).is_some(),
    }
}

/// Whether a word in the middle of a sentence announces for sure: a "sau" alone may be one of time, a "gồm" is followed
/// by what it is of, "(sau đây gọi là …)" gives a name.
fn is_plain<'a>(last: &str, words: usize, word: &dyn Fn(usize) -> &'a str) -> bool {
    match last {
        "dưới đây" => true,
        "sau đây" => !matches!(word(words), "gọi" | "viết" | "được gọi"),
        "sau" => words > 1 && word(words - 2) == "như",
        _ => false,
    }
}

/// Where the words begin with which a sentence of so many words announces a list, if it does.
fn ending<'a>(words: usize, word: &dyn Fn(usize) -> &'a str) -> Option<usize> {
    let last = words.checked_sub(1)?;
    match word(last) {
        "sau đây" | "dưới đây" | "gồm" | "bao gồm" => Some(last),
        "sau" => {
            let before = last.checked_sub(1)?;
            let is_time = word(before)
                .rsplit(' ')
                .next()
                .is_some_and(|word| TIMES.contains(&word));
            match word(before) {
                "như" => Some(before),
                _ => Some(last).filter(|_| !is_time),
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CheckKind, verify};
    use crate::DraftClaim;
    use crate::samples::{evidence, on};

    const STEPS: &str = "1. Trình tự cấp lại giấy phép vận tải do bị mất, hư hỏng tại bến phà được thực hiện như sau:\na) Chủ bến nộp đơn cho Sở quản lý giao thông;\nb) Sở quản lý giao thông cấp lại giấy phép.";
    const CASES: &str = "Giấy phép vận tải bị thu hồi trong các trường hợp sau đây:\na) Chủ bến không còn chở khách;\nb) Chủ bến đề nghị.";
    const PAPERS: &str =
        "Hồ sơ đề nghị cấp giấy phép của chủ bến phà gồm đơn đề nghị và bản sao giấy tờ của phà.";
    const DUTIES: &str = "Chủ bến phà có trách nhiệm:\na) Bảo đảm an toàn;\nb) Niêm yết giá vé.";
    const YEAR: &str = "Số tiền vé còn lại của bến phà được chuyển sang năm sau để sửa bến.";

    /// Whether a sentence is covered by a law of which the first line is quoted, and passes all other checks if it is.
    fn check(law: &str, text: &str, covered: bool) {
        let quote = law.lines().next().unwrap_or_default();
        let draft = DraftClaim {
            text: text.to_owned(),
            quotes: vec![(1, quote.trim_end_matches(':').to_owned())],
            ..DraftClaim::default()
        };
        let checks = match verify(&draft, &[evidence("dieu-9", law)], on()) {
            Ok(claim) => claim.checks().to_vec(),
            Err(unsupported) => unsupported.checks,
        };
        let failed = checks.iter().filter(|check| !check.passed);
        let failed: Vec<CheckKind> = failed.map(|check| check.kind).collect();
        let agrees = match covered {
            true => failed.is_empty(),
            false => failed.contains(&CheckKind::Coverage),
        };
        assert!(agrees, "{text}: {checks:#?}");
    }

    #[test]
    fn a_list_that_the_law_announces_may_be_announced() {
        for (law, text) in [
            (
                STEPS,
                "Trình tự cấp lại giấy phép vận tải do bị mất, hư hỏng tại bến phà được thực hiện như sau.",
            ),
            (
                STEPS,
                "Theo Điều 9, trình tự cấp lại giấy phép vận tải do bị mất, hư hỏng tại bến phà được thực hiện như sau:",
            ),
            (
                CASES,
                "Giấy phép vận tải bị thu hồi trong các trường hợp sau.",
            ),
            (
                CASES,
                "Giấy phép vận tải bị thu hồi trong các trường hợp sau đây: chủ bến không còn chở khách; chủ bến đề nghị.",
            ),
            (
                PAPERS,
                "Hồ sơ đề nghị cấp giấy phép của chủ bến phà bao gồm:",
            ),
            (DUTIES, "Chủ bến phà có trách nhiệm:"),
            (
                YEAR,
                "Số tiền vé còn lại của bến phà được chuyển sang năm sau.",
            ),
        ] {
            check(law, text, true);
        }
    }

    /// Seen by `measure-answers end-to-end`: what leads in the list of another provision was shown as checked.
    #[test]
    fn a_list_that_the_law_does_not_announce_is_not_proved() {
        for (law, text) in [
            (
                STEPS,
                "Trình tự cấp lại giấy phép vận tải do bị mất, hư hỏng tại bến phà được thực hiện theo các bước sau.",
            ),
            (
                STEPS,
                "Trình tự cấp lại giấy phép vận tải do bị mất, hư hỏng tại bến phà được thực hiện với các giấy tờ sau đây:",
            ),
            (
                CASES,
                "Giấy phép vận tải bị thu hồi trong các đợt dưới đây.",
            ),
            // Its list may be the law's own: what announces it is not.
            (
                STEPS,
                "Trình tự cấp lại giấy phép vận tải do bị mất, hư hỏng tại bến phà được thực hiện theo các bước sau: chủ bến nộp đơn cho Sở quản lý giao thông; Sở quản lý giao thông cấp lại giấy phép.",
            ),
            (
                PAPERS,
                "Hồ sơ đề nghị cấp giấy phép của chủ bến phà theo mẫu sau.",
            ),
            (DUTIES, "Chủ bến phà có trách nhiệm, phạm vi sau đây."),
        ] {
            check(law, text, false);
        }
    }
}
