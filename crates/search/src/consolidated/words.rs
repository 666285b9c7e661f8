//! Whether all words of a text come from others, and none of theirs are left out: every three in a row stand in a row
//! there, each line begins and ends as one of theirs, and no line of theirs is missing between two. Labels do not count,
//! nor marks of footnotes, nor "(được bãi bỏ)" where something was.

use std::collections::HashSet;

use crate::group::hash;

/// Syllables that are compared together.
const RUN: usize = 3;
/// Digits of a footnote's mark.
const MARK: usize = 3;
/// What stands in the place of what was repealed.
const REPEALED: [&str; 3] = ["được bãi bỏ", "bị bãi bỏ", "bãi bỏ"];

/// Words that a text may be made of.
#[derive(Default)]
pub(super) struct Pool {
    runs: HashSet<u64>,
    begins: HashSet<u64>,
    ends: HashSet<u64>,
    /// Each text by its lines, and each of these by its runs.
    texts: Vec<Vec<Vec<u64>>>,
    /// Something that is in no text, and may stand or be left out anywhere.
    loose: bool,
}

impl Pool {
    /// Adds a text.
    pub(super) fn add(&mut self, text: &str) {
        let lines = text.lines().map(|line| syllables(unlabelled(line)));
        let lines: Vec<Vec<String>> = lines.filter(|line| !line.is_empty()).collect();
        if lines.is_empty() {
            return;
        }
        for words in &lines {
            for len in 1..=RUN.min(words.len()) {
                self.begins.insert(hash(&words[..len]));
                self.ends.insert(hash(&words[words.len() - len..]));
            }
        }
        self.add_runs(&lines);
        self.texts
            .push(lines.iter().map(|line| runs(line)).collect());
    }

    /// Adds words that could not be worked into any text.
    pub(super) fn add_loose(&mut self, text: &str) {
        let lines = text.lines().map(|line| syllables(unlabelled(line)));
        self.add_runs(&lines.collect::<Vec<_>>());
        self.loose = true;
    }

    /// Readers break lines in different places, so the end of one and the beginning of the next are in a row too.
    fn add_runs(&mut self, lines: &[Vec<String>]) {
        for words in lines.iter().chain([&lines.concat()]) {
            for len in 1..=RUN {
                self.runs.extend(words.windows(len).map(hash));
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Whether a text says nothing else, and nothing less from its first line to its last.
    pub(super) fn says(&self, text: &str) -> bool {
        let lines = text.lines().map(unlabelled).filter(|line| {
            let plain = line.trim_matches(|c: char| !c.is_alphabetic());
            !REPEALED.contains(&plain.to_lowercase().as_str())
        });
        let lines = lines.map(|line| self.unmarked(syllables(line)));
        let lines: Vec<Vec<String>> = lines.filter(|line| !line.is_empty()).collect();
        let said: Vec<Vec<u64>> = lines.iter().map(|line| runs(line)).collect();
        let known = |line: &Vec<u64>| line.iter().all(|run| self.runs.contains(run));
        said.iter().all(known)
            && (self.loose
                || lines.is_empty()
                || (self.are_whole(&lines) && self.none_is_missing(&lines)))
    }

    /// Whether each line begins and ends where one of theirs does, or goes on in the next.
    fn are_whole(&self, lines: &[Vec<String>]) -> bool {
        let joined = |at: usize| {
            let (before, line) = (&lines[at], &lines[at + 1]);
            let tail = &before[before.len().saturating_sub(RUN - 1)..];
            let both: Vec<&String> = tail.iter().chain(&line[..1]).collect();
            self.has(&both)
        };
        (0..lines.len()).all(|at| {
            let line = &lines[at];
            let len = line.len().min(RUN);
            let begins = self.begins.contains(&hash(&line[..len]));
            let ends = self.ends.contains(&hash(&line[line.len() - len..]));
            (begins || (at > 0 && joined(at - 1))) && (ends || (at + 1 < lines.len() && joined(at)))
        })
    }

    /// Whether one of the texts has no line more between the first and the last of those that are said.
    fn none_is_missing(&self, lines: &[Vec<String>]) -> bool {
        let together = [lines.concat()];
        let said = lines.iter().chain(&together).flat_map(|line| runs(line));
        let all: HashSet<u64> = said.collect();
        self.texts.iter().any(|text| {
            let is_said = |line: &Vec<u64>| line.iter().all(|run| all.contains(run));
            let (first, last) = (
                text.iter().position(is_said),
                text.iter().rposition(is_said),
            );
            match first.zip(last) {
                Some((first, last)) => text[first..=last].iter().all(is_said),
                None => false,
            }
        })
    }

    /// The words of a line without the marks of footnotes among them.
    fn unmarked(&self, words: Vec<String>) -> Vec<String> {
        let mut kept: Vec<String> = Vec::with_capacity(words.len());
        let mut rest = words.into_iter().peekable();
        while let Some(word) = rest.next() {
            let next = rest.peek();
            if is_mark(&word) {
                let beside = |middle: Option<&String>| {
                    let run: Vec<&String> =
                        kept.last().into_iter().chain(middle).chain(next).collect();
                    self.has(&run)
                };
                if !beside(Some(&word)) && beside(None) {
                    continue;
                }
            }
            // The mark is glued to the word in front of it.
            let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
            let glued = !bare.is_empty() && word.len() - bare.len() <= MARK;
            match glued && !self.has(&[&word]) {
                true => kept.push(bare.to_owned()),
                false => kept.push(word),
            }
        }
        kept
    }

    fn has(&self, run: &[&String]) -> bool {
        self.runs.contains(&hash(run))
    }
}

/// Every few words in a row; of fewer all.
fn runs(words: &[String]) -> Vec<u64> {
    words.windows(words.len().clamp(1, RUN)).map(hash).collect()
}

fn syllables(text: &str) -> Vec<String> {
    let syllables = legal::syllables(text).into_iter();
    syllables.map(|(_, syllable)| syllable).collect()
}

fn is_mark(word: &str) -> bool {
    word.len() <= MARK && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// A line without the label that it begins with, and without the mark of a footnote glued to that: "Điều 8.6", "2.4", "c)2".
fn unlabelled(line: &str) -> &str {
    let line = line.trim();
    let (label, rest) = match line.split_once(' ') {
        Some(("Điều" | "ĐIỀU", rest)) => rest.split_once(' ').unwrap_or((rest, "")),
        Some(parts) => parts,
        None => return line,
    };
    let bare = label.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']'));
    let opens = |c: char| c.is_uppercase() || matches!(c, '(' | '“');
    // "5.100 đồng" is no label: what follows one begins with a capital letter.
    let is_label = bare.ends_with(['.', ')'])
        && bare.chars().count() <= 5
        && (bare == label || rest.trim_start().starts_with(opens));
    match is_label {
        true => rest,
        false => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUED: &str = "Điều 8. Lệ phí qua phà\n1. Người qua phà nộp 12.000 đồng cho mỗi lượt, trong ngày.\n2. Người già, trẻ em dưới 6 tuổi không phải nộp:\na) Xe đạp được miễn;\nb) Hàng hóa nộp thêm.";
    const AMENDED: &str = "Người qua phà nộp 15.000 đồng cho mỗi lượt, trong 3 ngày.";

    fn check(text: &str, expect: bool) {
        let mut pool = Pool::default();
        pool.add(ISSUED);
        pool.add(&ISSUED.replace(
            "1. Người qua phà nộp 12.000 đồng cho mỗi lượt, trong ngày.",
            AMENDED,
        ));
        assert_eq!(pool.says(text), expect, "{text}");
    }

    #[test]
    fn what_is_made_of_the_words_of_its_acts() {
        check(ISSUED, true);
        check(
            "1.4 Người qua phà nộp 15.000 đồng cho mỗi lượt, trong 3 ngày.",
            true,
        );
        check(
            "Điều 8.12 Lệ phí qua phà\n1. Người qua phà nộp 12.000 đồng cho mỗi lượt, trong ngày.\n2. Người già, trẻ em dưới 6 tuổi[7] không phải nộp:\nb)8 (được bãi bỏ)",
            true,
        );
        check("a) Xe đạp9 được miễn;\nb) Hàng hoá nộp thêm", true);
        check(
            "2. Người già, trẻ em dưới 6 tuổi\nkhông phải nộp:\na) Xe đạp được miễn;",
            true,
        );
        check("", true);
    }

    #[test]
    fn what_says_anything_else() {
        check("1. Người qua phà nộp 20.000 đồng cho mỗi lượt.", false);
        check(
            "1. Người qua phà không nộp 12.000 đồng cho mỗi lượt.",
            false,
        );
        check("2. Người già, trẻ em dưới 16 tuổi không phải nộp:", false);
        check("2. Người già, trẻ em dưới 6 tuổi phải nộp:", false);
        check("3. Hành khách phải mua vé.", false);
        check("c) Xe máy được miễn;", false);
        check("5.100 đồng cho mỗi lượt", false);
        // Less than the law: its end, a line in the middle.
        check("1. Người qua phà nộp 12.000 đồng cho mỗi lượt", false);
        check(
            "2. Người già, trẻ em dưới 6 tuổi không phải nộp:\nb) Hàng hóa nộp thêm.",
            false,
        );
    }
}
