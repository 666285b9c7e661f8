//! Old and damaged encodings of Vietnamese, put into Unicode.
//!
//! Two ways lead here. A reader that knows the font of each run (DOC, DOCX, RTF, PDF) calls [`tag`] on the words of a
//! run in a font that may be a legacy one, joins the runs as they come, and calls [`repair`] on the whole text: only
//! there, with all words of such fonts in view, is it decided whether the font tells the truth (a third of the files
//! with `.Vn…` fonts hold Unicode). A reader without fonts calls [`repair`] alone, which goes by the statistics of
//! each line, and repairs single words in a Unicode text only if they carry a code that no Unicode word has and
//! decode to a Vietnamese syllable. Nothing is decoded by guess; what was converted is counted.
//!
//! Tables: TCVN 5712 VN3, VNI-Windows (both by fact, from the standard and the fonts), Windows-1252, Windows-1258.

mod compose;
mod legacy;
mod lookalike;
mod mojibake;
mod tcvn3;
mod unmarked;
mod vni;

use crate::Flag;

pub(crate) use compose::keep_marked;
pub(crate) use legacy::{glance, tag};
pub(crate) use unmarked::{decode_bytes, windows_1252};

/// The 8-bit encodings that a font's name can announce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Legacy {
    /// TCVN 5712 VN3, "ABC": fonts `.Vn…`.
    Tcvn3,
    /// VNI-Windows: fonts `VNI-…`.
    Vni,
}

impl Legacy {
    /// What the name of a font announces; `Lucida` and the like announce nothing. The tag of a subset font
    /// ("ABCDEF+.VnTime") is passed over.
    pub(crate) fn of_font(name: &str) -> Option<Self> {
        let name = name.rsplit_once('+').map_or(name, |(_, name)| name);
        let name = name.trim().to_lowercase();
        let announced = |starts: &[&str]| starts.iter().any(|start| name.starts_with(start));
        if announced(&[
            ".vn",
            "vntime",
            "vnarial",
            "vnavant",
            "vncourier",
            "vnsouthern",
            "vnhelvet",
        ]) {
            (name != "vntimesroman").then_some(Self::Tcvn3)
        } else {
            announced(&["vni-", "vni "]).then_some(Self::Vni)
        }
    }
}

/// Whether a `.Vn…` font draws small letters as capitals: its name ends in H.
pub(crate) fn draws_capitals(name: &str) -> bool {
    let name = name.split([',', '-']).next().unwrap_or(name).trim();
    let name = name.trim_end_matches(" Bold").trim_end_matches(" Italic");
    Legacy::of_font(name) == Some(Legacy::Tcvn3)
        && (name.ends_with('H') || name.to_lowercase().ends_with("timeh"))
}

/// What characters were converted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    Legacy(Legacy),
    /// Bytes of Windows-1258, or its style of tones apart from letters.
    Cp1258,
    /// Bytes of Windows-1252.
    Cp1252,
    Mojibake,
    Nfd,
    LookAlike,
}

impl From {
    fn name(self) -> &'static str {
        match self {
            Self::Legacy(Legacy::Tcvn3) => "TCVN3",
            Self::Legacy(Legacy::Vni) => "VNI",
            Self::Cp1258 => "CP1258",
            Self::Cp1252 => "CP1252",
            Self::Mojibake => "UTF-8 read as CP1252",
            Self::Nfd => "NFD",
            Self::LookAlike => "look-alike letters",
        }
    }
}

/// How many characters were converted from what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Conversion {
    pub(crate) from: From,
    pub(crate) count: u32,
}

/// Adds to a count.
pub(crate) fn add(conversions: &mut Vec<Conversion>, from: From, count: u32) {
    if count == 0 {
        return;
    }
    match conversions.iter_mut().find(|known| known.from == from) {
        Some(known) => known.count = known.count.saturating_add(count),
        None => conversions.push(Conversion { from, count }),
    }
}

/// The conversions as flags of a reading.
pub(crate) fn flags(conversions: &[Conversion]) -> Vec<Flag> {
    let flag = |conversion: &Conversion| Flag::Converted {
        from: conversion.from.name().to_owned(),
        count: conversion.count,
    };
    conversions.iter().map(flag).collect()
}

/// Counts marks that stand apart from their letters, in what [`keep_marked`] kept of a text composed word by word.
pub(crate) fn marks_apart(kept: &str) -> Vec<Conversion> {
    let mut conversions = Vec::new();
    compose::compose(kept, &mut conversions);
    conversions
}

/// Composed, whatever style its marks are in.
fn composed(text: &str) -> String {
    compose::compose(text, &mut Vec::new()).unwrap_or_else(|| text.to_owned())
}

/// Puts a text into Unicode: what was tagged, and what its lines show by themselves. Lines stay lines; the text is
/// composed, but soft hyphens and controls are still in it (see [`legal::normalise`]).
pub(crate) fn repair(text: &str) -> (String, Vec<Conversion>) {
    let mut conversions = Vec::new();
    if text.is_ascii() {
        return (text.to_owned(), conversions);
    }
    let mut text = legacy::untag(text, &mut conversions);
    // Marks are put together before statistics count syllables; a damaged line must be whole before that.
    let steps: [Step; 4] = [
        |text, conversions| by_line(text, conversions, mojibake::repair),
        compose::compose,
        legacy::by_statistics,
        |text, conversions| by_line(text, conversions, lookalike::repair),
    ];
    for step in steps {
        if let Some(made) = step(&text, &mut conversions) {
            text = made;
        }
    }
    (text, conversions)
}

/// One way to repair a text; `None`: nothing to do.
type Step = fn(&str, &mut Vec<Conversion>) -> Option<String>;

/// A text with its damaged lines repaired; `None`: there are none.
fn by_line(text: &str, conversions: &mut Vec<Conversion>, repair: Step) -> Option<String> {
    let mut made: Option<Vec<String>> = None;
    for (n, line) in text.split('\n').enumerate() {
        if let Some(line) = repair(line, conversions) {
            let lines = || text.split('\n').map(str::to_owned).collect();
            made.get_or_insert_with(lines)[n] = line;
        }
    }
    made.map(|lines| lines.join("\n"))
}

#[cfg(test)]
mod tests;
