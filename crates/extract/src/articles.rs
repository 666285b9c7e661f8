//! The *articles* collection: JSON Lines, plain or gzipped, one article of an act a line.
//!
//! A record is an object with `num` (number and symbol of the act), `art` (the article's number), `title`,
//! `text`, and if known `doctype` (kind of the act), `kind` (the unit's word, "Điều" unless said otherwise),
//! `effective` (dd/mm/yyyy), `source_note` (where the article was taken from, in the words of the official
//! codification), `pd_id`, `vbpl_item`, `demuc_name`. Records of one act may lie scattered over the file, so the
//! file is walked twice: once for who belongs to whom, once to build. Only the bytes are held in between.

use std::{borrow::Cow, collections::HashMap, io::Read};

use legal::Symbol;
use serde::Deserialize;

use crate::{Flag, Limits, Reading, Rejected};

mod act;
mod note;

/// More skipped lines than this are counted, not listed.
const LISTED: usize = 1_000;

/// A record, as far as it is used. Unknown fields are passed over; a missing field is empty.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Record {
    num: Option<String>,
    art: Option<Label>,
    title: Option<String>,
    text: Option<String>,
    doctype: Option<String>,
    kind: Option<String>,
    effective: Option<String>,
    source_note: Option<String>,
    pd_id: Option<String>,
    demuc_name: Option<String>,
}

/// What tells the act of a record.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Belonging {
    num: Option<String>,
    pd_id: Option<String>,
    vbpl_item: Option<String>,
    text: Option<serde::de::IgnoredAny>,
    title: Option<serde::de::IgnoredAny>,
}

/// An article's number: some writers give it as a number, most as a string.
#[derive(Deserialize)]
#[serde(untagged)]
enum Label {
    Number(u32),
    Text(String),
}

impl Label {
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Text(text) => Cow::Borrowed(text.trim()),
        }
    }
}

/// The lines of one act.
struct Group {
    part: String,
    symbol: Option<Symbol>,
    /// Byte ranges of its records in the file.
    lines: Vec<std::ops::Range<usize>>,
}

/// Reads a collection and hands over each act, in the order in which the acts first appear.
pub(crate) fn read(
    bytes: &[u8],
    limits: &Limits,
    sink: &mut dyn FnMut(Reading) -> bool,
) -> Result<(), Rejected> {
    let bytes = unpacked(bytes, limits)?;
    let (groups, mut flags) = grouped(&bytes, limits);
    if groups.is_empty() {
        return Err(Rejected::NoText);
    }
    for group in groups {
        let records = group
            .lines
            .iter()
            .filter_map(|line| serde_json::from_slice(&bytes[line.clone()]).ok());
        let mut reading = act::reading(group.part, group.symbol, records.collect());
        reading.flags.append(&mut flags);
        if !sink(reading) {
            break;
        }
    }
    Ok(())
}

/// Whether the first line of these bytes is a record.
pub(crate) fn looks_like(bytes: &[u8]) -> bool {
    let start = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    if !start.starts_with(b"{") {
        return false;
    }
    let line = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let whole = line.len() < start.len();
    match serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(line) {
        Ok(record) => {
            record.contains_key("text")
                && (record.contains_key("art") || record.contains_key("num"))
        }
        // A first article may be longer than what was unpacked to look at.
        Err(_) => {
            !whole
                && [&b"\"text\""[..], b"\"art\""]
                    .iter()
                    .all(|name| holds(line, name))
        }
    }
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// The first bytes of a gzip stream, unpacked; empty if it is none.
pub(crate) fn unpacked_start(bytes: &[u8]) -> Vec<u8> {
    let mut start = Vec::new();
    // What can be read before an error is all that is wanted.
    let _ = flate2::read::MultiGzDecoder::new(bytes)
        .take(64 << 10)
        .read_to_end(&mut start);
    start
}

fn unpacked<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Cow<'a, [u8]>, Rejected> {
    if !bytes.starts_with(b"\x1f\x8b") {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut all = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(bytes)
        .take(limits.total_bytes + 1)
        .read_to_end(&mut all);
    if all.len() as u64 > limits.total_bytes {
        return Err(Rejected::Limit {
            detail: format!("unpacks to over {} bytes", limits.total_bytes),
        });
    }
    match read {
        Ok(_) => Ok(Cow::Owned(all)),
        Err(error) => Err(Rejected::Damaged {
            detail: format!("gzip: {error}"),
        }),
    }
}

/// Sorts the lines by act.
fn grouped(bytes: &[u8], limits: &Limits) -> (Vec<Group>, Vec<Flag>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_number: HashMap<String, usize> = HashMap::new();
    let mut by_part: HashMap<String, usize> = HashMap::new();
    let mut skipped = Skipped::default();
    let mut start = if bytes.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    let mut number = 0;
    while start < bytes.len() {
        number += 1;
        let end = memchr(bytes, start).unwrap_or(bytes.len());
        let line = start..end;
        start = end + 1;
        let text = bytes[line.clone()].trim_ascii();
        if text.is_empty() {
            continue;
        }
        if text.len() as u64 > limits.part_bytes {
            skipped.push(
                number,
                format!("the line is over {} bytes", limits.part_bytes),
            );
            continue;
        }
        let record: Belonging = match serde_json::from_slice(text) {
            Ok(record) => record,
            Err(error) => {
                skipped.push(number, error.to_string());
                continue;
            }
        };
        if let Err(error) = serde_json::from_slice::<Record>(text) {
            skipped.push(number, error.to_string());
            continue;
        }
        if record.text.is_none() && record.title.is_none() {
            skipped.push(number, "neither text nor title".to_owned());
            continue;
        }
        let key = record.key(number);
        let group = *by_number.entry(key).or_insert_with_key(|key| {
            let symbol = record.num.as_deref().and_then(symbol);
            let part = symbol
                .as_ref()
                .map_or_else(|| key.clone(), |symbol| symbol.folded().to_owned());
            *by_part.entry(part.clone()).or_insert_with(|| {
                groups.push(Group {
                    part,
                    symbol,
                    lines: Vec::new(),
                });
                groups.len() - 1
            })
        });
        groups[group].lines.push(line);
    }
    (groups, skipped.flags())
}

fn memchr(bytes: &[u8], start: usize) -> Option<usize> {
    bytes[start..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map(|at| start + at)
}

/// The symbol of a collection's number. The number is the collection's own key and is kept as it stands: some are
/// cut short ("64/2020/TT-"), some have letters that no symbol has ("BNN&PTNT"), some are written without accents.
fn symbol(number: &str) -> Option<Symbol> {
    let given = Symbol::as_given(number)?;
    let same = |symbol: &Symbol| symbol.normal().to_lowercase() == given.normal().to_lowercase();
    Symbol::parse(number).filter(same).or(Some(given))
}

impl Belonging {
    /// What records of one act have in common. Without a number that is their place in the codification:
    /// `23.5.PL.7` is article 7 of the first such act of topic 23.5, if they name the same source.
    fn key(&self, line: u64) -> String {
        let number = self.num.as_deref().unwrap_or_default().trim();
        if !number.is_empty() {
            let folded = legal::unaccent(&legal::normalise(number)).to_lowercase();
            return folded.split_whitespace().collect();
        }
        let act = self
            .pd_id
            .as_deref()
            .and_then(|place| Some(place.rsplit_once('.')?.0));
        let source = self.vbpl_item.as_deref().unwrap_or_default();
        match act {
            Some(act) => format!("_/{}/{source}", act.to_lowercase())
                .trim_end_matches('/')
                .to_owned(),
            None => format!("_/{line}"),
        }
    }
}

/// Lines that are no record.
#[derive(Default)]
struct Skipped {
    flags: Vec<Flag>,
    more: u64,
    last: u64,
}

impl Skipped {
    fn push(&mut self, line: u64, why: String) {
        self.last = line;
        if self.flags.len() < LISTED {
            self.flags.push(Flag::Record { line, why });
        } else {
            self.more += 1;
        }
    }

    fn flags(mut self) -> Vec<Flag> {
        if self.more > 0 {
            self.flags.push(Flag::Record {
                line: self.last,
                why: format!("and {} more lines", self.more),
            });
        }
        self.flags
    }
}

#[cfg(test)]
mod tests;
