//! The sentences of the command line in Vietnamese, English and French.

use std::{collections::HashMap, sync::OnceLock};

use serde::Deserialize;

/// The languages, the default first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Language {
    #[default]
    Vietnamese,
    English,
    French,
}

impl Language {
    /// From a code such as `en`, `en_US.UTF-8` or `FR`.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        match code.get(..2)?.to_ascii_lowercase().as_str() {
            "vi" => Some(Self::Vietnamese),
            "en" => Some(Self::English),
            "fr" => Some(Self::French),
            _ => None,
        }
    }

    /// The same language on the pages, whose words for checks are used here as well.
    pub(crate) fn on_pages(self) -> server::Language {
        match self {
            Self::Vietnamese => server::Language::Vietnamese,
            Self::English => server::Language::English,
            Self::French => server::Language::French,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    vi: String,
    en: String,
    fr: String,
}

fn sentences() -> &'static HashMap<String, Sentence> {
    static SENTENCES: OnceLock<HashMap<String, Sentence>> = OnceLock::new();
    SENTENCES.get_or_init(|| {
        toml::from_str(include_str!("../messages/messages.toml"))
            .expect("a test reads the same table")
    })
}

/// A sentence in a language. A key that is not in the table gives the key: a test looks for such keys.
pub(crate) fn text(language: Language, key: &str) -> &str {
    let Some(sentence) = sentences().get(key) else {
        return key;
    };
    match language {
        Language::Vietnamese => &sentence.vi,
        Language::English => &sentence.en,
        Language::French => &sentence.fr,
    }
}

/// A sentence with its `{names}` filled in.
pub(crate) fn fill(
    language: Language,
    key: &str,
    values: &[(&str, &dyn std::fmt::Display)],
) -> String {
    let mut sentence = text(language, key).to_owned();
    for (name, value) in values {
        sentence = sentence.replace(&format!("{{{name}}}"), &value.to_string());
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(sentence: &str) -> Vec<&str> {
        let mut names: Vec<&str> = sentence
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
            .collect();
        names.retain(|name| !name.contains('"'));
        names.sort_unstable();
        names.dedup();
        names
    }

    #[test]
    fn every_sentence_has_three_languages_with_the_same_names() {
        for (key, sentence) in sentences() {
            assert_eq!(names(&sentence.vi), names(&sentence.en), "{key}");
            assert_eq!(names(&sentence.vi), names(&sentence.fr), "{key}");
            assert!(
                ![&sentence.vi, &sentence.en, &sentence.fr]
                    .iter()
                    .any(|text| text.trim().is_empty()),
                "{key}"
            );
        }
    }
}
