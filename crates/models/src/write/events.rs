//! The bytes of a completion: server-sent events, or one JSON where the server does not stream.
//!
//! Our own reader, because servers that call themselves compatible differ: `\r\n`, comments to keep the
//! connection alive, errors inside the stream, a whole answer instead of a stream. It takes bytes as they
//! come and gives the same pieces whatever the places at which they were cut.

use serde_json::Value;

/// What an event says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Words of the answer.
    Text(String),
    /// The model works, but these are no words of the answer (its reasoning).
    Busy,
    /// The answer is complete.
    End,
    /// The server reports an error of its own, with an HTTP status if it names one.
    Failed(Option<u16>),
}

/// What cannot be read as the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// Not JSON, not UTF-8, not events.
    Malformed,
    /// A single event is longer than allowed.
    TooLong,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Nothing but white space was seen.
    Undecided,
    /// Lines of events.
    Events,
    /// One JSON value.
    Whole,
}

/// Reads events from bytes. Feed it with [`push`](Self::push), then call [`end`](Self::end).
#[derive(Debug)]
pub(super) struct Events {
    form: Form,
    /// The line, or the whole JSON, as far as it came.
    line: Vec<u8>,
    /// The data lines of an event that is not complete.
    data: Vec<u8>,
    /// The last byte was `\r`: a `\n` now belongs to it.
    after_return: bool,
    limit: usize,
}

impl Events {
    /// A reader that holds at most `limit` bytes of one event.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            form: Form::Undecided,
            line: Vec::new(),
            data: Vec::new(),
            after_return: false,
            limit,
        }
    }

    /// Takes bytes and hands out what is complete, in order. What was handed out before an error stays valid.
    pub(super) fn push(&mut self, bytes: &[u8], pieces: &mut Vec<Piece>) -> Result<(), Unreadable> {
        for &byte in bytes {
            if self.form == Form::Undecided {
                self.form = match byte {
                    b' ' | b'\t' | b'\r' | b'\n' => continue,
                    b'{' => Form::Whole,
                    _ => Form::Events,
                };
            }
            let ends_line = matches!(byte, b'\r' | b'\n') && self.form == Form::Events;
            if !ends_line {
                self.after_return = false;
                if self.line.len() + self.data.len() >= self.limit {
                    return Err(Unreadable::TooLong);
                }
                self.line.push(byte);
            } else if byte == b'\n' && self.after_return {
                self.after_return = false;
            } else {
                self.after_return = byte == b'\r';
                let line = std::mem::take(&mut self.line);
                self.take_line(&line, pieces)?;
            }
        }
        Ok(())
    }

    /// Says that no more bytes come: reads a last line without an end, or the whole JSON.
    pub(super) fn end(&mut self, pieces: &mut Vec<Piece>) -> Result<(), Unreadable> {
        let line = std::mem::take(&mut self.line);
        match self.form {
            Form::Whole => read_json(&line, pieces),
            _ => {
                self.take_line(&line, pieces)?;
                self.take_line(b"", pieces)
            }
        }
    }

    fn take_line(&mut self, line: &[u8], pieces: &mut Vec<Piece>) -> Result<(), Unreadable> {
        let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        if line.is_empty() {
            let data = std::mem::take(&mut self.data);
            return if data.is_empty() {
                Ok(())
            } else {
                read_json(&data, pieces)
            };
        }
        // Comments, `event:`, `id:` and `retry:` say nothing that we need.
        let Some(value) = line
            .strip_prefix(b"data")
            .filter(|rest| rest.is_empty() || rest[0] == b':')
        else {
            return Ok(());
        };
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = value.strip_prefix(b" ").unwrap_or(value);
        if self.data.is_empty() {
            // One event a line, as everybody sends it, also where the empty line between events is missing.
            if value.trim_ascii() == b"[DONE]" {
                pieces.push(Piece::End);
                return Ok(());
            }
            if read_json(value, pieces).is_ok() {
                return Ok(());
            }
        } else {
            self.data.push(b'\n');
        }
        self.data.extend_from_slice(value);
        Ok(())
    }
}

fn read_json(bytes: &[u8], pieces: &mut Vec<Piece>) -> Result<(), Unreadable> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| Unreadable::Malformed)?;
    if !value.is_object() {
        return Err(Unreadable::Malformed);
    }
    // An `error` that is null is none; `"object": "error"` is how older vLLM says it.
    let error = value.get("error").filter(|error| !error.is_null());
    if error.is_some() || value.get("object").and_then(Value::as_str) == Some("error") {
        let code = error
            .and_then(|error| error.get("code"))
            .or_else(|| value.get("code"));
        let status = code.and_then(|code| code.as_u64().or_else(|| code.as_str()?.parse().ok()));
        let status = status.filter(|status| (400..600).contains(status));
        pieces.push(Piece::Failed(
            status.and_then(|status| u16::try_from(status).ok()),
        ));
        return Ok(());
    }
    for choice in value
        .get("choices")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        // We ask for one choice; others are not ours.
        if choice.get("index").and_then(Value::as_u64).unwrap_or(0) != 0 {
            continue;
        }
        let message = choice
            .get("delta")
            .or_else(|| choice.get("message"))
            .unwrap_or(&Value::Null);
        let words = content(message.get("content").unwrap_or(&Value::Null));
        if !words.is_empty() {
            pieces.push(Piece::Text(words));
        } else if ["reasoning_content", "reasoning"].iter().any(|key| {
            message
                .get(*key)
                .and_then(Value::as_str)
                .is_some_and(|words| !words.is_empty())
        }) {
            pieces.push(Piece::Busy);
        }
        if choice.get("finish_reason").is_some_and(Value::is_string) {
            pieces.push(Piece::End);
        }
    }
    Ok(())
}

/// A content is text, or a list of parts of which some are text.
fn content(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts
            .iter()
            .filter_map(|part| part.get("text").and_then(Value::as_str))
            .collect(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
