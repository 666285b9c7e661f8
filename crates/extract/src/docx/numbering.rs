//! Labels of automatic lists: "Điều %1.", "%1.", "%2)".

use std::collections::HashMap;

use quick_xml::{Reader, events::Event};

use super::attribute;

/// Levels that Word knows.
const LEVELS: usize = 9;

#[derive(Clone, Default)]
struct Level {
    start: Option<u32>,
    format: String,
    text: String,
}

/// The lists of a document and how far each has counted.
#[derive(Clone, Default)]
pub(crate) struct Numbering {
    /// Levels by abstract list.
    lists: HashMap<String, Vec<Level>>,
    /// Abstract list and start overrides by list.
    uses: HashMap<String, (String, HashMap<usize, u32>)>,
    counts: HashMap<String, [u32; LEVELS]>,
    /// Overrides that have been applied.
    started: Vec<(String, usize)>,
}

/// Reads `numbering.xml`; what is damaged is passed over.
pub(super) fn read(xml: &str) -> Numbering {
    let mut numbering = Numbering::default();
    let (mut list, mut used) = (String::new(), String::new());
    let mut level = 0;
    let mut reader = Reader::from_str(xml);
    loop {
        let start = match reader.read_event() {
            Err(_) | Ok(Event::Eof) => break,
            Ok(Event::Start(start) | Event::Empty(start)) => start,
            Ok(Event::End(end)) => {
                match end.local_name().as_ref() {
                    "abstractNum" => list.clear(),
                    "num" => used.clear(),
                    _ => {}
                }
                continue;
            }
            Ok(_) => continue,
        };
        let value = || attribute(&start, "val");
        let number = |name| attribute(&start, name).and_then(|n| n.parse::<usize>().ok());
        match start.local_name().as_ref() {
            "abstractNum" => list = attribute(&start, "abstractNumId").unwrap_or_default(),
            "num" => used = attribute(&start, "numId").unwrap_or_default(),
            "abstractNumId" => {
                let list = value().unwrap_or_default();
                numbering.uses.insert(used.clone(), (list, HashMap::new()));
            }
            "lvl" | "lvlOverride" => level = number("ilvl").unwrap_or(0).min(LEVELS - 1),
            "startOverride" => {
                if let (Some((_, starts)), Some(n)) = (numbering.uses.get_mut(&used), number("val"))
                {
                    starts.insert(level, u32::try_from(n).unwrap_or(1));
                }
            }
            name @ ("start" | "numFmt" | "lvlText") if !list.is_empty() => {
                let levels = numbering
                    .lists
                    .entry(list.clone())
                    .or_insert_with(|| vec![Level::default(); LEVELS]);
                match name {
                    "start" => levels[level].start = value().and_then(|n| n.parse().ok()),
                    "numFmt" => levels[level].format = value().unwrap_or_default(),
                    _ => levels[level].text = value().unwrap_or_default(),
                }
            }
            _ => {}
        }
    }
    numbering
}

impl Numbering {
    /// Sets a level of a list, for readers of other formats. Formats are called as in this one.
    pub(crate) fn add_level(
        &mut self,
        list: &str,
        level: usize,
        start: u32,
        format: &str,
        text: &str,
    ) {
        let levels = self.lists.entry(list.to_owned());
        let levels = levels.or_insert_with(|| vec![Level::default(); LEVELS]);
        levels[level.min(LEVELS - 1)] = Level {
            start: Some(start),
            format: format.to_owned(),
            text: text.to_owned(),
        };
    }

    /// Names a use of a list.
    pub(crate) fn add_use(&mut self, used: &str, list: &str) {
        self.uses
            .insert(used.to_owned(), (list.to_owned(), HashMap::new()));
    }

    /// The label of the next paragraph of a list at a level; empty if the list has none.
    pub(crate) fn next(&mut self, used: &str, level: usize) -> String {
        let Some((list, overrides)) = self.uses.get(used) else {
            return String::new();
        };
        let Some(levels) = self.lists.get(list) else {
            return String::new();
        };
        let level = level.min(LEVELS - 1);
        let counts = self.counts.entry(list.clone()).or_insert([0; LEVELS]);
        let begin = |at: usize| levels[at].start.unwrap_or(1);
        let mark = (used.to_owned(), level);
        if let (Some(start), false) = (overrides.get(&level), self.started.contains(&mark)) {
            counts[level] = start.saturating_sub(1);
            self.started.push(mark);
        } else if counts[level] == 0 {
            counts[level] = begin(level).saturating_sub(1);
        }
        counts[level] = counts[level].saturating_add(1);
        counts[level + 1..].fill(0);
        let mut label = String::new();
        let mut letters = levels[level].text.chars();
        while let Some(c) = letters.next() {
            if c != '%' {
                label.push(c);
                continue;
            }
            let Some(at) = letters.next().and_then(|digit| digit.to_digit(10)) else {
                continue;
            };
            let at = (at as usize).saturating_sub(1).min(LEVELS - 1);
            let count = if counts[at] == 0 {
                begin(at)
            } else {
                counts[at]
            };
            label.push_str(&written(count, &levels[at].format));
        }
        if levels[level].format == "bullet" {
            "-".to_owned()
        } else {
            label.trim().to_owned()
        }
    }
}

/// A number as a list format writes it.
fn written(number: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(number, b'a'),
        "upperLetter" => letters(number, b'A'),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        "decimalZero" => format!("{number:02}"),
        "none" => String::new(),
        _ => number.to_string(),
    }
}

/// a … z, aa … zz, as Word counts.
fn letters(number: u32, first: u8) -> String {
    let at = number.saturating_sub(1);
    let letter = char::from(first + u8::try_from(at % 26).unwrap_or(0));
    std::iter::repeat_n(letter, (at / 26 + 1).min(8) as usize).collect()
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number.min(3_999);
    let mut roman = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            rest -= value;
            roman.push_str(sign);
        }
    }
    roman
}
