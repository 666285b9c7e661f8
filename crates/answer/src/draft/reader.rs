//! Takes drafts out of a model's words as they stream in.
//!
//! What we ask for is one JSON object a line. What models send has fences, prose, arrays, trailing commas and
//! bare line breaks round and inside it, or no JSON at all but sentences such as
//! `Thời hạn là 05 ngày: “trong thời hạn 05 ngày làm việc” [1].` Both are read. Letter by letter, so that the
//! places at which the stream is cut make no difference.

use serde_json::Value;

use super::{DraftClaim, plain};

/// Longer objects and lines are given up: no claim is that long.
const LIMIT: usize = 32 * 1024;
const THINK: &str = "<think>";
const THOUGHT: &str = "</think>";

/// Reads drafts from pieces of text.
#[derive(Debug, Default)]
pub(crate) struct DraftReader {
    /// The line outside objects, or the object, as far as it came.
    held: String,
    /// Braces that are open; 0: outside objects.
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// The last letter ended a line.
    at_line_start: bool,
    thinking: bool,
    /// A claim came as JSON: prose is decoration then.
    json: bool,
    none: bool,
    /// Sentences without evidence: nothing if JSON comes, unsupported claims otherwise.
    bare: Vec<String>,
}

impl DraftReader {
    /// Takes a piece of text and gives the drafts that are complete.
    pub(crate) fn push(&mut self, piece: &str) -> Vec<DraftClaim> {
        let mut drafts = Vec::new();
        for c in piece.chars() {
            if self.thinking {
                self.think(c);
            } else if self.depth == 0 {
                self.prose(c, &mut drafts);
            } else {
                self.object(c, &mut drafts);
            }
            self.at_line_start = c == '\n';
        }
        drafts
    }

    /// Says that no more text comes: a last line without an end, and what stands without evidence.
    pub(crate) fn end(&mut self) -> Vec<DraftClaim> {
        let mut drafts = Vec::new();
        if !self.thinking {
            self.close(&mut drafts);
        }
        let bare = std::mem::take(&mut self.bare);
        if !self.json && !self.none {
            drafts.extend(bare.into_iter().map(|text| DraftClaim {
                text,
                quotes: Vec::new(),
            }));
        }
        drafts
    }

    /// Whether the model said that the evidence does not answer.
    pub(crate) fn says_none(&self) -> bool {
        self.none
    }

    /// What a model says to itself is no answer.
    fn think(&mut self, c: char) {
        self.held.push(c);
        if self.held.ends_with(THOUGHT) {
            self.held.clear();
            self.thinking = false;
        } else if self.held.len() > LIMIT {
            let keep = self.held.len() - THOUGHT.len() * 4;
            let keep = (keep..self.held.len())
                .find(|at| self.held.is_char_boundary(*at))
                .unwrap_or(0);
            self.held.drain(..keep);
        }
    }

    fn prose(&mut self, c: char, drafts: &mut Vec<DraftClaim>) {
        if c == '{' || c == '\n' {
            self.close(drafts);
            if c == '{' {
                self.open();
            }
            return;
        }
        self.held.push(c);
        if self.held.ends_with(THINK) {
            self.held.clear();
            self.thinking = true;
        } else if self.held.len() > LIMIT {
            self.held.clear();
        }
    }

    fn open(&mut self) {
        self.held = "{".to_owned();
        (self.depth, self.in_string, self.escaped) = (1, false, false);
    }

    fn object(&mut self, c: char, drafts: &mut Vec<DraftClaim>) {
        // An object that opens at the very start of a line is a new one: the last was broken, by a quotation
        // mark inside a string for instance. Inner objects of pretty JSON are indented.
        if c == '{' && self.at_line_start {
            self.close(drafts);
            self.open();
            return;
        }
        if self.held.len() > LIMIT {
            self.held.clear();
            self.depth = 0;
            return;
        }
        if self.in_string {
            // A bare line break inside a string is no JSON, but means a space.
            self.held.push(if c.is_control() { ' ' } else { c });
            (self.in_string, self.escaped) = (self.escaped || c != '"', !self.escaped && c == '\\');
            return;
        }
        match c {
            '"' => self.in_string = true,
            '{' => self.depth += 1,
            '}' => self.depth -= 1,
            _ => {}
        }
        if matches!(c, '}' | ']') {
            let kept = self.held.trim_end().trim_end_matches(',').len();
            self.held.truncate(kept);
        }
        self.held.push(c);
        if self.depth == 0 {
            let object = std::mem::take(&mut self.held);
            self.take_object(&object, drafts);
        }
    }

    /// Ends what is held: a line of prose, or an object that will never be complete.
    fn close(&mut self, drafts: &mut Vec<DraftClaim>) {
        let held = std::mem::take(&mut self.held);
        if self.depth > 0 {
            self.depth = 0;
            return;
        }
        let line = held.trim();
        let is_sentence =
            !line.starts_with("```") && line.chars().filter(|c| c.is_alphabetic()).count() > 3;
        if is_sentence && !self.json {
            match read_sentence(line) {
                Some(draft) => drafts.push(draft),
                None => self.bare.push(plain(line)),
            }
        }
    }

    fn take_object(&mut self, object: &str, drafts: &mut Vec<DraftClaim>) {
        let Ok(value) = serde_json::from_str::<Value>(object) else {
            return;
        };
        self.none = self.none || value.get("none").and_then(Value::as_bool) == Some(true);
        let claims = value.get("claims").and_then(Value::as_array);
        for value in claims.map_or(std::slice::from_ref(&value), Vec::as_slice) {
            if let Some(draft) = read_claim(value) {
                self.json = true;
                drafts.push(draft);
            }
        }
    }
}

/// `{"claim": …, "quotes": [{"evidence": 1, "quote": …}]}`, or evidence and quote beside the claim.
fn read_claim(value: &Value) -> Option<DraftClaim> {
    let text = plain(value.get("claim")?.as_str()?);
    let quotes = match value.get("quotes").or_else(|| value.get("quote")) {
        Some(Value::Array(quotes)) => quotes
            .iter()
            .filter_map(|quote| read_quote(quote, value))
            .collect(),
        Some(quote) => read_quote(quote, value).into_iter().collect(),
        None => Vec::new(),
    };
    Some(DraftClaim { text, quotes })
}

fn read_quote(quote: &Value, claim: &Value) -> Option<(usize, String)> {
    let words = quote.as_str().or_else(|| quote.get("quote")?.as_str())?;
    let number = quote
        .get("evidence")
        .or_else(|| claim.get("evidence"))
        .unwrap_or(&Value::Null);
    let number = match number {
        Value::Number(number) => number.as_u64(),
        Value::String(number) => number.trim_matches(['[', ']', ' ']).parse().ok(),
        _ => None,
    };
    // No number is number 0, which no evidence has: the check fails, and says so.
    Some((
        number
            .and_then(|number| usize::try_from(number).ok())
            .unwrap_or(0),
        plain(words),
    ))
}

/// A sentence with quoted words before each `[1]`; `None` where it has no such mark.
fn read_sentence(line: &str) -> Option<DraftClaim> {
    let line = plain(line.trim_start_matches(['-', '*', '•', ' ']));
    let mut quotes = Vec::new();
    let mut text = String::new();
    let mut rest = line.as_str();
    let mut marked = false;
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        let numbers: Option<Vec<usize>> = after.split_once(']').and_then(|(inside, _)| {
            inside
                .split([',', ';'])
                .map(|number| number.trim().parse().ok())
                .collect()
        });
        let Some(numbers) = numbers else {
            text.push('[');
            rest = after;
            continue;
        };
        marked = true;
        for words in quoted(before) {
            quotes.extend(numbers.iter().map(|number| (*number, words.to_owned())));
        }
        rest = after.split_once(']').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let text = plain(&text).replace(" .", ".").replace(" ,", ",");
    marked.then_some(DraftClaim { text, quotes })
}

/// The words between quotation marks.
fn quoted(text: &str) -> Vec<&str> {
    const MARKS: [(char, char); 3] = [('“', '”'), ('«', '»'), ('"', '"')];
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((at, (open, close))) = rest
        .char_indices()
        .find_map(|(at, c)| Some((at, *MARKS.iter().find(|(open, _)| *open == c)?)))
    {
        let inside = &rest[at + open.len_utf8()..];
        let Some((words, after)) = inside.split_once(close) else {
            break;
        };
        found.push(words);
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests;
