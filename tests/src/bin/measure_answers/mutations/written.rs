//! A sentence by its words, so that one place of it can be written anew.

use std::ops::Range;

use legal::fold_quote;

/// A sentence and its words: what stands between spaces, without the signs round it.
pub(super) struct Written<'a> {
    pub(super) text: &'a str,
    words: Vec<Range<usize>>,
    lower: Vec<String>,
}

impl<'a> Written<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
        let sign = |c: char| !c.is_alphanumeric() && c != '%' && c != '²';
        let words: Vec<Range<usize>> = text
            .split_whitespace()
            .map(|word| word.trim_start_matches(sign).trim_end_matches(sign))
            .filter(|word| !word.is_empty())
            .map(|word| start(word)..start(word) + word.len())
            .collect();
        let lower = words
            .iter()
            .map(|range| text[range.clone()].to_lowercase())
            .collect();
        Self { text, words, lower }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// A word in small letters; nothing beyond the ends.
    pub(super) fn word(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", String::as_str)
    }

    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.word(at))
    }

    /// What stands between a word and the next.
    pub(super) fn signs(&self, at: usize) -> &str {
        match (self.words.get(at), self.words.get(at + 1)) {
            (Some(one), Some(next)) => &self.text[one.end..next.start],
            _ => "",
        }
    }

    /// Where some words stand one after another, with nothing but spaces between them.
    pub(super) fn places(&self, phrase: &str) -> Vec<usize> {
        let wanted: Vec<&str> = phrase.split(' ').collect();
        let stands = |at: &usize| {
            wanted.iter().enumerate().all(|(n, word)| {
                self.word(at + n) == *word
                    && (n + 1 == wanted.len() || self.signs(at + n).trim().is_empty())
            })
        };
        (0..self.len()).filter(stands).collect()
    }

    /// The sentence with other words in the place of some, and with the letter in front as large as it was.
    pub(super) fn with(&self, words: Range<usize>, new: &str) -> String {
        let (Some(first), Some(last)) = (
            self.words.get(words.start),
            self.words.get(words.end.saturating_sub(1)),
        ) else {
            return self.text.to_owned();
        };
        let (before, after) = (&self.text[..first.start], &self.text[last.end..]);
        let large = self.text[first.start..].starts_with(char::is_uppercase);
        let mut new = new.to_owned();
        if new.is_empty() {
            let rest = after.trim_start();
            let mut letters = rest.chars();
            return match letters.next().filter(|_| large) {
                Some(first) => format!("{before}{}{}", first.to_uppercase(), letters.as_str()),
                None => format!("{before}{rest}"),
            };
        }
        if large {
            let mut letters = new.chars();
            if let Some(first) = letters.next() {
                new = format!("{}{}", first.to_uppercase(), letters.as_str());
            }
        }
        format!("{before}{new}{after}")
    }

    /// The words round a place, as `with` writes them.
    pub(super) fn around(&self, words: Range<usize>, new: &str) -> String {
        const ROUND: usize = 3;
        let range = |at: usize| self.words.get(at).cloned().unwrap_or_default();
        let from = range(words.start.saturating_sub(ROUND)).start;
        let to = range((words.end + ROUND - 1).min(self.len().saturating_sub(1))).end;
        let first = range(words.start).start;
        let last = range(words.end.saturating_sub(1)).end;
        let middle = if new.is_empty() {
            format!(
                "{}{}",
                &self.text[from..first],
                self.text[last..to.max(last)].trim_start()
            )
        } else {
            format!(
                "{}{new}{}",
                &self.text[from..first],
                &self.text[last..to.max(last)]
            )
        };
        fold_quote(&middle).text().to_owned()
    }
}

/// Numbers in words, as the law writes them.
pub(super) fn spelled(number: u64) -> Option<String> {
    const DIGITS: [&str; 10] = [
        "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
    ];
    let (tens, ones) = (usize::try_from(number / 10).ok()?, (number % 10) as usize);
    let last = match (tens, ones) {
        (_, 0) => String::new(),
        (2.., 1) => " mốt".to_owned(),
        (1.., 5) => " lăm".to_owned(),
        _ => format!(" {}", DIGITS[ones]),
    };
    match tens {
        0 if ones > 0 => Some(DIGITS[ones].to_owned()),
        1 => Some(format!("mười{last}")),
        2..=9 => Some(format!("{} mươi{last}", DIGITS[tens])),
        _ => None,
    }
}
