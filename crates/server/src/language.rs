//! The languages of the pages and their texts, from `web/translations`.

use std::{collections::BTreeMap, fmt::Display, sync::LazyLock};

use catalogue::Role;
use legal::Date;
use rust_embed::RustEmbed;
use serde::Serialize;

mod remark;
mod seen;

#[derive(RustEmbed)]
#[folder = "../../web/translations/"]
struct Translations;

/// The languages a person can choose; Vietnamese is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Tiếng Việt
    #[default]
    Vietnamese,
    /// English
    English,
    /// Français
    French,
}

impl Language {
    pub(crate) const ALL: [Self; 3] = [Self::Vietnamese, Self::English, Self::French];

    /// The code in addresses, the cookie and `<html lang>`.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// Its own name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Vietnamese => "Tiếng Việt",
            Self::English => "English",
            Self::French => "Français",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
    }
}

static TEXTS: LazyLock<[BTreeMap<String, String>; 3]> = LazyLock::new(|| Language::ALL.map(read));

fn read(language: Language) -> BTreeMap<String, String> {
    let file = Translations::get(&format!("{}.json", language.code()))
        .expect("the translations are built in");
    let mut texts: BTreeMap<String, String> =
        serde_json::from_slice(&file.data).expect("the translations are JSON, as a test holds");
    if language == Language::French {
        for text in texts.values_mut() {
            *text = french(text);
        }
    }
    texts
}

/// French as it is set: the signs that stand apart from their word never begin a line, and the apostrophe is curved.
/// Whoever translates types what the keyboard has.
fn french(typed: &str) -> String {
    const APART: [char; 6] = [':', ';', '?', '!', '»', '%'];
    let letters: Vec<char> = typed.chars().collect();
    let at = |place: Option<usize>| place.and_then(|place| letters.get(place).copied());
    let set = letters.iter().enumerate().map(|(place, letter)| {
        let (before, after) = (at(place.checked_sub(1)), at(Some(place + 1)));
        let bare = |one: Option<char>| one.is_none_or(|one| !one.is_alphanumeric());
        match letter {
            ' ' if after.is_some_and(|after| APART.contains(&after))
                && before.is_some()
                && bare(at(Some(place + 2))) =>
            {
                '\u{a0}'
            }
            ' ' if before == Some('«') => '\u{a0}',
            '\'' if !bare(before) => '’',
            letter => *letter,
        }
    });
    set.collect()
}

/// The texts of one language.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Texts(pub(crate) Language);

impl Texts {
    /// The text of a key; the Vietnamese one where it is not translated. A test holds that every key used exists.
    pub(crate) fn get(self, key: &str) -> &'static str {
        let of = |language: Language| TEXTS[language as usize].get(key).map(String::as_str);
        of(self.0)
            .or_else(|| of(Language::Vietnamese))
            .unwrap_or_default()
    }

    /// The text of a key with `{}` filled in.
    pub(crate) fn fill(self, key: &str, value: impl Display) -> String {
        self.get(key).replacen("{}", &value.to_string(), 1)
    }

    /// The text of a key with each `{}` filled in, in order.
    pub(crate) fn fill_all(self, key: &str, values: &[&str]) -> String {
        let mut parts = self.get(key).split("{}");
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for (at, part) in parts.enumerate() {
            filled.push_str(values.get(at).copied().unwrap_or_default());
            filled.push_str(part);
        }
        filled
    }

    /// A number that was written with a point, with the decimal sign of the language.
    pub(crate) fn decimal(self, number: String) -> String {
        match self.0 {
            Language::English => number,
            Language::Vietnamese | Language::French => number.replace('.', ","),
        }
    }

    /// The words that say when something applies, one by one as each act has them, without the signs that went on.
    pub(crate) fn stated(self, evidence: &str) -> Vec<&str> {
        let words = evidence.split(" · ");
        words
            .map(|words| words.trim_end_matches([',', ';', ' ']))
            .filter(|words| !words.is_empty())
            .collect()
    }

    /// A count as people read it: 65.029, 65,029, 65 029.
    pub(crate) fn count(self, number: impl Display) -> String {
        let digits = number.to_string();
        let parting = match self.0 {
            Language::Vietnamese => '.',
            Language::English => ',',
            Language::French => '\u{202f}',
        };
        let mut parted = String::with_capacity(digits.len() * 2);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                parted.push(parting);
            }
            parted.push(digit);
        }
        parted
    }

    /// The colon as the language sets it.
    pub(crate) fn colon(self) -> &'static str {
        self.get("answer.colon")
    }

    /// A share in a hundred with its sign, as the language sets it.
    pub(crate) fn percent(self, number: impl Display) -> String {
        match self.0 {
            Language::French => format!("{number}\u{a0}%"),
            Language::Vietnamese | Language::English => format!("{number}%"),
        }
    }

    /// A role in words.
    pub(crate) fn role(self, role: &Role) -> &'static str {
        self.get(&format!("role.{}", role.name()))
    }

    /// Who did something: the account's name; who has none, in words.
    pub(crate) fn who(self, name: &str) -> &str {
        let bare = name.trim_matches(['(', ')']).replace(' ', "_");
        match self.get(&format!("who.{bare}")) {
            words if name.starts_with('(') && !words.is_empty() => words,
            _ => name,
        }
    }

    /// What a role may do, in words.
    pub(crate) fn role_note(self, role: &Role) -> &'static str {
        self.get(&format!("role.{}.note", role.name()))
    }

    /// The text of `group.value`, where `value` is what an enum is called on the wire.
    pub(crate) fn of(self, group: &str, value: &impl Serialize) -> &'static str {
        self.get(&format!("{group}.{}", self.name(value)))
    }

    /// The text of `group.value` with `{}` filled in.
    pub(crate) fn of_filled(self, group: &str, value: &str, with: impl Display) -> String {
        self.fill(&format!("{group}.{value}"), with)
    }

    /// What an enum is called on the wire, for style classes.
    pub(crate) fn name(self, value: &impl Serialize) -> String {
        match serde_json::to_value(value) {
            Ok(serde_json::Value::String(name)) => name,
            _ => String::new(),
        }
    }

    /// The language in which an answer was made, told by its standing notice; `None`: another version worded that.
    pub(crate) fn of_notice(notice: &str) -> Option<Self> {
        let mut all = Language::ALL.map(Self).into_iter();
        all.find(|one| one.get("notice") == notice)
    }

    /// That the details of checks are in another language than the page: they are kept as they were said.
    pub(crate) fn made_in(self, made: Option<Self>) -> Option<String> {
        let other = made.filter(|made| made.0 != self.0)?;
        let named = self.get(&format!("language.{}", other.code()));
        Some(self.fill("record.made_in", named))
    }

    /// The code of the language.
    pub(crate) fn code(self) -> &'static str {
        self.0.code()
    }

    /// The texts that the script of the answer page needs, by key.
    pub(crate) fn scripted(self) -> Vec<(&'static str, &'static str)> {
        const GROUPS: [&str; 22] = [
            "answer.",
            "asks.",
            "check.",
            "cited.",
            "conflict.",
            "egress.",
            "guidance.",
            "kind.",
            "likeness.",
            "no_rules",
            "note.",
            "on.is",
            "page",
            "rank.",
            "recognised",
            "refusal.",
            "search.as_typed",
            "search.read_as",
            "status.",
            "twins.",
            "unfounded.",
            "verdict.",
        ];
        let texts = TEXTS[self.0 as usize]
            .iter()
            .map(|(key, text)| (key.as_str(), text.as_str()));
        texts
            .filter(|(key, _)| GROUPS.iter().any(|group| key.starts_with(group)))
            .collect()
    }

    /// What a breadcrumb names below the act itself; a number alone ("1") says nothing.
    pub(crate) fn below(self, breadcrumb: &str) -> &str {
        let below = breadcrumb.split_once(" › ").map_or("", |(_, below)| below);
        match below.contains(char::is_alphabetic) {
            true => below,
            false => "",
        }
    }

    /// A moment on the wire as people read it: 08:05 22/11/2026.
    pub(crate) fn moment(self, moment: &str) -> String {
        let part = |range| moment.get(range).unwrap_or_default();
        format!(
            "{} {}/{}/{}",
            part(11..16),
            part(8..10),
            part(5..7),
            part(0..4)
        )
    }

    /// A day as all three languages write it: 22/11/2026.
    pub(crate) fn day(self, day: &Date) -> String {
        format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs};

    use super::*;

    #[test]
    fn every_language_has_the_same_keys_and_gaps() {
        let gaps = |language: Language| -> BTreeMap<String, usize> {
            read(language)
                .into_iter()
                .map(|(key, text)| (key, text.matches("{}").count()))
                .collect()
        };
        let vietnamese = gaps(Language::Vietnamese);
        assert!(vietnamese.len() > 100);
        for language in [Language::English, Language::French] {
            assert_eq!(gaps(language), vietnamese, "{}", language.name());
        }
    }

    #[test]
    fn french_is_set_as_it_is_printed() {
        for (typed, set) in [
            ("Sens", "Sens"),
            (
                "l'article « {} » : oui ?",
                "l’article «\u{a0}{}\u{a0}»\u{a0}: oui\u{a0}?",
            ),
            ("aujourd’hui ; d'abord", "aujourd’hui\u{a0}; d’abord"),
            // A sign that begins a text or a word is none of the kind.
            ("? Validité inconnue", "? Validité inconnue"),
            (
                "dans « Authorization: Bearer … »",
                "dans «\u{a0}Authorization: Bearer …\u{a0}»",
            ),
            ("puis :id", "puis :id"),
        ] {
            assert_eq!(french(typed), set);
        }
    }

    #[test]
    fn nobody_is_addressed_in_two_ways() {
        for (key, text) in read(Language::Vietnamese) {
            let words = legal::syllables(&text);
            assert!(words.iter().all(|(_, word)| word != "bạn"), "{key}: {text}");
        }
    }

    #[test]
    fn every_role_deed_and_refusal_has_its_words() {
        let texts = read(Language::Vietnamese);
        let roles = Role::ALL.iter().flat_map(|role| {
            let name = role.name();
            [format!("role.{name}"), format!("role.{name}.note")]
        });
        let deeds = catalogue::Deed::ALL
            .iter()
            .map(|deed| format!("deed.{}", deed.name()));
        let refusals = catalogue::Refusal::ALL.iter().flat_map(|refusal| {
            ["title", "detail"].map(|part| format!("problem.{}.{part}", refusal.code()))
        });
        for key in roles.chain(deeds).chain(refusals) {
            assert!(texts.contains_key(&key), "{key}");
        }
    }

    #[test]
    fn every_key_of_the_templates_exists() {
        let texts = read(Language::Vietnamese);
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/templates");
        let mut seen = BTreeSet::new();
        for entry in fs::read_dir(folder).expect("the templates").flatten() {
            let template = fs::read_to_string(entry.path()).expect("a template");
            for call in ["t.get(\"", "t.fill(\""] {
                for after in template.split(call).skip(1) {
                    let key = after.split('"').next().unwrap_or_default().to_owned();
                    assert!(
                        texts.contains_key(&key),
                        "{key} in {}",
                        entry.path().display()
                    );
                    seen.insert(key);
                }
            }
        }
        assert!(seen.len() > 50);
    }
}
