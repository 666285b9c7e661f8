//! What a person puts right in what was read of a document's head, kept with who and when.

use catalogue::{Catalogue, Hash};
use extract::Reading;
use legal::{Date, Header, Kind, Symbol, Validity};
use serde::{Deserialize, Serialize};

use super::{Confirmation, RelationsRight, StagedFile};
use crate::Error;

/// Longer than any number and symbol that a body gives.
const LONGEST_SYMBOL: usize = 120;
/// The years of a day that an act may have: those since the Republic, and those that a slip of the finger has not made.
const YEARS: std::ops::RangeInclusive<i16> = 1945..=2150;

/// Fields as a person typed them; `None`: as it was read; an empty one: not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrections {
    /// Number and symbol.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symbol: Option<String>,
    /// The kind, by its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Who issued it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The day of issue, YYYY-MM-DD.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<String>,
    /// The title without the kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The first day in force, YYYY-MM-DD.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective: Option<String>,
    /// The first day no longer in force, YYYY-MM-DD.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// What it does to other documents.
    #[serde(default, skip_serializing_if = "RelationsRight::is_empty")]
    pub relations: RelationsRight,
}

impl Corrections {
    /// The names of the fields, in the order of a form.
    pub const FIELDS: [&'static str; 7] = [
        "symbol",
        "kind",
        "issuer",
        "issued",
        "title",
        "effective",
        "until",
    ];

    /// What was read of a field, as a form shows it.
    pub fn read(field: &str, header: &Header, validity: &Validity) -> String {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let value = match field {
            "symbol" => header
                .symbol
                .as_ref()
                .map(|symbol| symbol.normal().to_owned()),
            "kind" => header.kind.as_ref().map(|kind| kind.name().to_owned()),
            "issuer" => header.issuer.clone(),
            "issued" => day(header.issued),
            "title" => header.title.clone(),
            "effective" => day(validity.from),
            _ => day(validity.until),
        };
        value.unwrap_or_default()
    }

    /// Sets a field to what was typed, or (as it was read) to nothing; false: that cannot be a value of it.
    pub fn set(&mut self, field: &str, typed: &str, header: &Header, validity: &Validity) -> bool {
        let typed = legal::normalise(&typed.split_whitespace().collect::<Vec<_>>().join(" "));
        let fits = typed.is_empty()
            || match field {
                "symbol" => {
                    typed.chars().count() <= LONGEST_SYMBOL && Symbol::as_given(&typed).is_some()
                }
                "issued" | "effective" | "until" => {
                    let day = typed.parse::<Date>();
                    day.is_ok_and(|day| YEARS.contains(&day.year()))
                }
                _ => typed.chars().count() <= 1_000,
            };
        let value = (typed != Self::read(field, header, validity)).then_some(typed);
        let place = match field {
            "symbol" => &mut self.symbol,
            "kind" => &mut self.kind,
            "issuer" => &mut self.issuer,
            "issued" => &mut self.issued,
            "title" => &mut self.title,
            "effective" => &mut self.effective,
            "until" => &mut self.until,
            _ => return false,
        };
        if fits {
            *place = value;
        }
        fits
    }

    /// Whether a person said that it ends before it begins.
    pub fn ends_before_it_begins(&self, header: &Header, validity: &Validity) -> bool {
        if self.effective.is_none() && self.until.is_none() {
            return false;
        }
        let (mut header, mut validity) = (header.clone(), validity.clone());
        self.apply(&mut header, &mut validity);
        let days = validity.from.zip(validity.until);
        days.is_some_and(|(from, until)| until <= from)
    }

    /// The names of the fields that were put right.
    pub fn fields(&self) -> Vec<&'static str> {
        let set = [
            &self.symbol,
            &self.kind,
            &self.issuer,
            &self.issued,
            &self.title,
            &self.effective,
            &self.until,
        ];
        let named = Self::FIELDS.into_iter().zip(set);
        named
            .filter(|(_, value)| value.is_some())
            .map(|(name, _)| name)
            .collect()
    }

    /// Puts a head right.
    pub fn apply(&self, header: &mut Header, validity: &mut Validity) {
        let given = |value: &Option<String>| value.as_ref().map(|text| text.trim().to_owned());
        let known = |text: String| Some(text).filter(|text| !text.is_empty());
        if let Some(text) = given(&self.symbol) {
            header.symbol = Symbol::as_given(&text);
        }
        if let Some(text) = given(&self.kind) {
            header.kind = known(text).map(|text| Kind::from_name(&text));
        }
        if let Some(text) = given(&self.issuer) {
            header.issuer = known(text);
        }
        if let Some(text) = given(&self.issued) {
            header.issued = text.parse().ok();
        }
        if let Some(text) = given(&self.title) {
            header.title = known(text);
        }
        if let Some(text) = given(&self.effective) {
            validity.from = text.parse().ok();
        }
        if let Some(text) = given(&self.until) {
            validity.until = text.parse().ok();
        }
    }
}

/// Puts a reading right as somebody confirmed it, and says so in what is kept of it: who, when, which fields; a validity
/// that a person stated rests on their word, and names them.
pub(super) fn confirm(
    reading: &mut Reading,
    corrections: Option<&Corrections>,
    by: &Confirmation,
) -> serde_json::Value {
    let none = Corrections::default();
    let corrections = corrections.unwrap_or(&none);
    let before = reading.parsed.validity.clone();
    corrections.apply(&mut reading.parsed.header, &mut reading.parsed.validity);
    corrections.relations.apply(&mut reading.parsed);
    let after = &mut reading.parsed.validity;
    if (before.from, before.until) != (after.from, after.until) {
        let day = by.at.get(..10).unwrap_or_default();
        let word = format!("Người nạp xác nhận ({}, {day})", by.who);
        after.evidence = match before.evidence.is_empty() {
            true => word,
            false => format!("{} · {word}", before.evidence),
        };
    }
    let mut said = serde_json::json!({
        "kind": CONFIRMED,
        "who": by.who,
        "at": by.at,
        "fields": corrections.fields(),
    });
    if *corrections != Corrections::default() {
        // For when this file is read again; it goes with the document.
        said["right"] = serde_json::to_value(corrections).unwrap_or_default();
    }
    said
}

/// The kind of the note that somebody confirmed a document.
const CONFIRMED: &str = "confirmed";

/// What somebody put right of the documents of this very file, as it is held, by their keys inside it: with who and when.
pub(crate) fn before(
    catalogue: &Catalogue,
    hash: &Hash,
) -> Result<Vec<(String, Corrections, serde_json::Value)>, Error> {
    let mut found = Vec::new();
    for row in catalogue.of_original(catalogue.seq()?, hash)? {
        let flags: Vec<serde_json::Value> = serde_json::from_str(&row.flags).unwrap_or_default();
        let said = flags.into_iter().rev().find(|one| one["kind"] == CONFIRMED);
        let Some(said) = said else { continue };
        if let Ok(right) = serde_json::from_value(said["right"].clone()) {
            found.push((row.part, right, said));
        }
    }
    Ok(found)
}

/// Puts a reading right as somebody did before, where it is of the same file; what is to be noted with it.
pub(crate) fn again(
    reading: &mut Reading,
    before: &[(String, Corrections, serde_json::Value)],
) -> Option<serde_json::Value> {
    let (_, right, said) = of_part(before, &reading.part)?;
    let text = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
    let by = Confirmation {
        who: text("who"),
        at: text("at"),
    };
    Some(confirm(reading, Some(right), &by))
}

/// That of a document by its key inside the file; a file that is one document has one.
pub(super) fn of_part<'a, T>(
    all: &'a [(String, Corrections, T)],
    part: &str,
) -> Option<&'a (String, Corrections, T)> {
    match (all, part) {
        ([one], "") => Some(one),
        (all, part) => all
            .iter()
            .find(|(known, ..)| known == part && !part.is_empty()),
    }
}

/// What stands in for a file's place in the key of a document without a symbol.
pub(super) fn place_of(batch: &str, file: &StagedFile) -> String {
    let place = format!("{batch}/{}/{}", file.number, file.name);
    Hash::of(place.as_bytes()).as_str()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The year 20266 and a symbol of five hundred letters were taken; so was an act that ends before it begins.
    #[test]
    fn what_cannot_be_is_not_taken() {
        let (header, validity) = (Header::default(), Validity::default());
        let long = format!("12/2024/{}", "QĐ".repeat(99));
        for (field, typed, fits) in [
            ("issued", "2024-02-29", true),
            ("issued", "2023-02-29", false),
            ("effective", "0024-02-03", false),
            ("until", "2924-02-03", false),
            ("symbol", "12/2024/QĐ-UBND", true),
            ("symbol", &long, false),
            ("title", "", true),
        ] {
            let set = Corrections::default().set(field, typed, &header, &validity);
            assert_eq!(set, fits, "{field} {typed}");
        }
        for (from, until, wrong) in [
            ("2024-01-01", "2024-01-02", false),
            ("2024-01-02", "2024-01-02", true),
            ("2024-01-02", "", false),
        ] {
            let mut right = Corrections::default();
            assert!(right.set("effective", from, &header, &validity));
            assert!(right.set("until", until, &header, &validity));
            let found = right.ends_before_it_begins(&header, &validity);
            assert_eq!(found, wrong, "{from} {until}");
        }
    }
}
