//! Texts compared by their words, whatever their figures.

use std::collections::HashSet;

/// Words that nearly every provision and question has: they tell no matter from another.
const COMMON: [&str; 62] = [
    "ai",
    "bao",
    "bị",
    "bởi",
    "các",
    "cho",
    "có",
    "của",
    "cùng",
    "do",
    "được",
    "đã",
    "đang",
    "để",
    "đến",
    "điều",
    "định",
    "đó",
    "đối",
    "gì",
    "gồm",
    "hay",
    "hiện",
    "hoặc",
    "khi",
    "khoản",
    "không",
    "là",
    "lâu",
    "mà",
    "một",
    "nào",
    "này",
    "nay",
    "nếu",
    "ngày",
    "nhiêu",
    "như",
    "những",
    "ở",
    "phải",
    "quy",
    "ra",
    "sao",
    "sau",
    "sẽ",
    "tại",
    "thế",
    "theo",
    "thì",
    "thuộc",
    "trên",
    "trong",
    "trường",
    "hợp",
    "từ",
    "về",
    "vì",
    "việc",
    "với",
    "và",
    "thời",
];

/// The words of a text that tell its matter, each once, in order: no figures, no words that all texts have.
pub(crate) fn content(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for (_, word) in legal::syllables(text) {
        let is_figure = word.starts_with(|c: char| c.is_ascii_digit());
        let is_common = COMMON.contains(&word.as_str());
        if !is_figure && !is_common && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// The words of a text, and the pairs of them, without figures.
pub(crate) struct Wording(HashSet<String>);

impl Wording {
    /// Of a text.
    pub(crate) fn of(text: &str) -> Self {
        let words: Vec<String> = legal::syllables(text)
            .into_iter()
            .map(|(_, word)| word)
            .filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()))
            .collect();
        let pairs = words.windows(2).map(|pair| pair.join(" "));
        Self(pairs.collect())
    }

    /// The share of all pairs of both that both have, 0..=1.
    pub(crate) fn share(&self, other: &Self) -> f32 {
        let common = self.0.intersection(&other.0).count();
        let all = self.0.len() + other.0.len() - common;
        common as f32 / all.max(1) as f32
    }

    /// How many pairs.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}
