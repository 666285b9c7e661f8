//! The bodies that issue documents: abbreviations, the days between which they lived, and what took them over.
//!
//! A text signed by a ministry that is gone can be in force, and "BNV" of 2024 and of 2026 are not the same body:
//! every question names its day.

use self::table::{BODIES, PARTY};
use crate::{Date, unaccent};

mod table;

/// A body of the state, or one of the Party, in one period of its life.
#[derive(Debug, PartialEq, Eq)]
pub struct Body {
    /// Its letters in symbols, today's first: "BNNPTNT", "BNN".
    pub abbreviations: &'static [&'static str],
    /// Its name as written in a sentence: "Bộ Nông nghiệp và Môi trường".
    pub name: &'static str,
    /// Other names in use: "Liên bộ", a longer or shorter form.
    pub aliases: &'static [&'static str],
    /// Its first day; `None`: before all days that matter here.
    pub from: Option<Date>,
    /// The first day on which it was no more; `None`: it lives.
    pub until: Option<Date>,
    /// The abbreviations of the bodies that took over, the chief one first.
    pub into: &'static [&'static str],
}

impl Body {
    /// Whether it lived on a day.
    pub fn lives(&self, on: Date) -> bool {
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on < until)
    }

    /// The bodies that hold its powers on a day, the chief one first; itself while it lives. Which of several
    /// holds a certain power is a question of law.
    pub fn successors(&'static self, on: Date) -> Vec<&'static Self> {
        if self.until.is_none_or(|until| on < until) {
            return vec![self];
        }
        let mut found: Vec<&'static Self> = Vec::new();
        // A body ends before its successor, so the walk is finite.
        let heirs = self.into.iter().filter_map(|heir| {
            let heirs = BODIES.iter().filter(|b| b.abbreviations.contains(heir));
            heirs.max_by_key(|body| body.until.unwrap_or(Date::MAX))
        });
        for heir in
            heirs.filter(|heir| heir.until.unwrap_or(Date::MAX) > self.until.unwrap_or(Date::MAX))
        {
            for body in heir.successors(on) {
                if !found.contains(&body) {
                    found.push(body);
                }
            }
        }
        found
    }
}

/// The body of the state that an abbreviation or a name meant on a day: letters as in symbols ("BLĐTBXH", "BLDTBXH",
/// "QH15") or the name in any case. If none of that name lived then, the one nearest in time; `None` if unknown.
/// Letters of the Party are not read here: see [`party_body_of`].
pub fn body_of(text: &str, on: Date) -> Option<&'static Body> {
    let named = named(text);
    let distance = |body: &Body| {
        let before = body.from.filter(|from| on < *from).map(|from| from - on);
        let after = body
            .until
            .filter(|until| *until <= on)
            .map(|until| on - until);
        before.or(after).map_or(0, |span| span.get_days())
    };
    named.min_by_key(|body| distance(body))
}

/// The body of the Party that the letters behind the stroke of its symbols mean ("05-QĐ/BCT"): BCT is Bộ Chính trị
/// there, and not Bộ Công Thương. `None` for committees of a place, which the letters do not name.
pub fn party_body_of(letters: &str) -> Option<&'static Body> {
    let letters = letters.trim();
    PARTY
        .iter()
        .find(|body| body.abbreviations.contains(&letters) || is_name(body, &folded(letters)))
}

/// The name of the body of the state that letters in normal form mean: each stands for one body only.
pub(crate) fn by_letters(letters: &str) -> Option<&'static str> {
    let body = BODIES
        .iter()
        .find(|body| body.abbreviations.contains(&letters))?;
    Some(body.name)
}

/// The name as the table writes it.
pub(crate) fn by_name(name: &str) -> Option<&'static str> {
    let folded = folded(name);
    BODIES
        .iter()
        .find(|body| is_name(body, &folded))
        .map(|body| body.name)
}

/// All bodies of a name or abbreviation, whatever their time.
fn named(text: &str) -> impl Iterator<Item = &'static Body> {
    let text = text.trim().to_owned();
    let name = folded(&text);
    let letters = name.to_uppercase();
    let letters = letters
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .to_owned();
    let has_accents = !text.is_ascii();
    BODIES.iter().filter(move |body| {
        let short = body.abbreviations.iter().any(|short| {
            // Typed with its own Đ, or with none at all.
            let typed = text.trim_end_matches(|c: char| c.is_ascii_digit());
            *short == typed || (!has_accents && unaccent(short).to_uppercase() == letters)
        });
        short || is_name(body, &name)
    })
}

fn is_name(body: &Body, folded_name: &str) -> bool {
    let mut names = body.aliases.iter().chain([&body.name]);
    names.any(|name| folded(name) == folded_name)
}

/// Names are compared without accents, which stand on either vowel ("Hoà", "Hòa"), without commas and hyphens.
fn folded(name: &str) -> String {
    let plain = unaccent(name).to_lowercase();
    let words: Vec<&str> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests;
