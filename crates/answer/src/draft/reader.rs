//! Takes drafts out of a model's words as they stream in.
//!
//! What we ask for is one JSON object a line, or `{"claims": […]}` where the server keeps a model to a schema. What
//! models send has fences, prose, arrays, trailing commas and bare line breaks round and inside it, or no JSON at
//! all but sentences such as `Thời hạn là 05 ngày: “trong thời hạn 05 ngày làm việc” [1].` All are read. Letter by
//! letter, so that the places at which the stream is cut make no difference; a claim inside `claims` is handed out
//! when its own brace closes, not at the end of the whole.

use serde_json::Value;

use super::{ClaimKind, DraftClaim, Row, plain};

/// Longer objects and lines are given up: no claim is that long.
const LIMIT: usize = 32 * 1024;
const THINK: &str = "<think>";
const THOUGHT: &str = "</think>";

/// A draft, and which sentence it is to replace, if it says so (from 1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) claim: DraftClaim,
    pub(crate) replaces: Option<usize>,
}

/// Reads drafts from pieces of text.
#[derive(Debug, Default)]
pub(crate) struct DraftReader {
    /// The line outside objects, or the object, as far as it came.
    held: String,
    /// Braces that are open; 0: outside objects.
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// The list of claims that the object holds, while it is open.
    list: Option<List>,
    /// The last letter ended a line.
    at_line_start: bool,
    thinking: bool,
    /// A claim came as JSON: prose is decoration then.
    json: bool,
    none: bool,
    /// Sentences without evidence: nothing if JSON comes, unsupported claims otherwise.
    bare: Vec<String>,
}

/// A list of claims inside an object.
#[derive(Clone, Copy, Debug)]
struct List {
    /// Brackets that are open inside of it; 0: between claims.
    brackets: usize,
    /// Where in what is held the open claim begins.
    claim: Option<usize>,
}

impl DraftReader {
    /// Takes a piece of text and gives the drafts that are complete.
    pub(crate) fn push(&mut self, piece: &str) -> Vec<Draft> {
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
    pub(crate) fn end(&mut self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        if !self.thinking {
            self.close(&mut drafts);
        }
        let bare = std::mem::take(&mut self.bare);
        if !self.json && !self.none {
            drafts.extend(bare.into_iter().map(|text| {
                let claim = DraftClaim {
                    text,
                    ..DraftClaim::default()
                };
                Draft {
                    claim,
                    replaces: None,
                }
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

    fn prose(&mut self, c: char, drafts: &mut Vec<Draft>) {
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
        self.list = None;
    }

    fn object(&mut self, c: char, drafts: &mut Vec<Draft>) {
        // An object that opens at the very start of a line is a new one: the last was broken, by a quotation
        // mark inside a string for instance. Inner objects of pretty JSON are indented, or stand between claims.
        if c == '{' && self.at_line_start && !self.is_between_claims() {
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
        self.follow_list(c, drafts);
        if self.depth == 0 {
            let object = std::mem::take(&mut self.held);
            self.take_object(&object, drafts);
        }
    }

    fn is_between_claims(&self) -> bool {
        let between = |list: &List| list.brackets == 0 && list.claim.is_none();
        !self.in_string && self.list.as_ref().is_some_and(between)
    }

    /// Hands out each claim of a list as it closes, and leaves `null` in its place: only what is open is held.
    fn follow_list(&mut self, c: char, drafts: &mut Vec<Draft>) {
        let Some(list) = &mut self.list else {
            if c == '[' && self.depth == 1 && opens_claims(&self.held) {
                self.list = Some(List {
                    brackets: 0,
                    claim: None,
                });
            }
            return;
        };
        match (c, list.claim) {
            ('{', None) if list.brackets == 0 => list.claim = Some(self.held.len() - 1),
            ('}', Some(start)) if self.depth == 1 => {
                // Whatever brackets a broken claim left open are its own.
                (list.claim, list.brackets) = (None, 0);
                let claim = self.held.split_off(start.min(self.held.len()));
                self.held.push_str("null");
                self.take_object(&claim, drafts);
            }
            ('[', _) => list.brackets += 1,
            (']', None) if list.brackets == 0 => self.list = None,
            (']', _) => list.brackets = list.brackets.saturating_sub(1),
            _ => {}
        }
    }

    /// Ends what is held: a line of prose, or an object that will never be complete.
    fn close(&mut self, drafts: &mut Vec<Draft>) {
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
                Some(claim) => drafts.push(Draft {
                    claim,
                    replaces: None,
                }),
                None => self.bare.push(plain(line)),
            }
        }
    }

    fn take_object(&mut self, object: &str, drafts: &mut Vec<Draft>) {
        let Ok(value) = serde_json::from_str::<Value>(object) else {
            return;
        };
        self.none = self.none || value.get("none").and_then(Value::as_bool) == Some(true);
        if let Some(draft) = read_claim(&value) {
            self.json = true;
            drafts.push(draft);
        }
    }
}

/// Whether what is held ends with `"claims": [`.
fn opens_claims(held: &str) -> bool {
    let before = held.trim_end_matches('[').trim_end();
    let key = before.strip_suffix(':').map(str::trim_end);
    key.is_some_and(|key| key.ends_with("\"claims\""))
}

/// `{"claim": …, "quotes": [{"evidence": 1, "quote": …}]}`, or evidence and quote beside the claim; cells in place
/// of the claim where it is a row.
fn read_claim(value: &Value) -> Option<Draft> {
    let word = |key: &str| value.get(key).and_then(Value::as_str);
    let row = value.get("cells").and_then(read_row);
    let text = word("claim").map(plain);
    if text.is_none() && row.is_none() {
        return None;
    }
    let quotes = match value.get("quotes").or_else(|| value.get("quote")) {
        Some(Value::Array(quotes)) => quotes
            .iter()
            .filter_map(|quote| read_quote(quote, value))
            .collect(),
        Some(quote) => read_quote(quote, value).into_iter().collect(),
        None => Vec::new(),
    };
    let kind = match &row {
        Some(_) => ClaimKind::Row,
        None => ClaimKind::named(word("kind").unwrap_or_default()),
    };
    let claim = DraftClaim {
        text: text.unwrap_or_default(),
        quotes,
        // A row without cells is a sentence.
        kind: if row.is_none() && kind == ClaimKind::Row {
            ClaimKind::Plain
        } else {
            kind
        },
        row,
    };
    let replaces = value.get("replaces").and_then(read_number);
    Some(Draft { claim, replaces })
}

fn read_row(cells: &Value) -> Option<Row> {
    let cell = |key: &str| {
        let words = cells.get(key).and_then(Value::as_str);
        words.map(plain).unwrap_or_default()
    };
    let row = Row {
        duty: cell("duty"),
        who: cell("who"),
        deadline: cell("deadline"),
    };
    (row != Row::default()).then_some(row)
}

fn read_quote(quote: &Value, claim: &Value) -> Option<(usize, String)> {
    let words = quote.as_str().or_else(|| quote.get("quote")?.as_str())?;
    let number = quote.get("evidence").or_else(|| claim.get("evidence"));
    // No number is number 0, which no evidence has: the check fails, and says so.
    Some((number.and_then(read_number).unwrap_or(0), plain(words)))
}

/// A number, also written as `"[1]"`.
fn read_number(value: &Value) -> Option<usize> {
    match value {
        Value::Number(number) => usize::try_from(number.as_u64()?).ok(),
        Value::String(number) => number.trim_matches(['[', ']', ' ']).parse().ok(),
        _ => None,
    }
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
    marked.then_some(DraftClaim {
        text,
        quotes,
        ..DraftClaim::default()
    })
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
