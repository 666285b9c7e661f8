//! Asking a running server as its pages do: an answer step by step, with the time of each step, and leaving early.

use std::io::{BufRead as _, BufReader, Error, ErrorKind, Result, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::Value;

/// An answer as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Each step and when it was there.
    pub steps: Vec<(Duration, Value)>,
    /// Until the last byte.
    pub took: Duration,
    /// Every byte of the body.
    pub body: String,
}

impl Asked {
    /// When the passages were there; `None`: never.
    pub fn passages_after(&self) -> Option<Duration> {
        let found = self
            .steps
            .iter()
            .find(|(_, step)| step["event"] == "evidence");
        found.map(|(after, _)| *after)
    }

    /// The answer in whole, where it came to its end.
    pub fn answer(&self) -> Option<&Value> {
        let (_, last) = self.steps.last()?;
        (last["event"] == "done").then(|| &last["answer"])
    }
}

/// Bytes as they may stand in an address.
pub fn escaped(text: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(escape).collect()
}

/// Asks a server (`127.0.0.1:8747`), and reads the steps to the end.
///
/// # Errors
/// When it cannot be reached, refuses, or says nothing for two minutes.
pub fn ask(address: &str, question: &str, on: &str) -> Result<Asked> {
    read(address, question, on, usize::MAX, &mut || ())
}

/// Asks, reads so many steps, does what `before` says, and closes the connection, as a closed tab does.
///
/// # Errors
/// As [`ask`].
pub fn ask_and_leave(
    address: &str,
    question: &str,
    on: &str,
    steps: usize,
    before: &mut dyn FnMut(),
) -> Result<Asked> {
    read(address, question, on, steps, before)
}

fn read(
    address: &str,
    question: &str,
    on: &str,
    most: usize,
    before: &mut dyn FnMut(),
) -> Result<Asked> {
    let started = Instant::now();
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(120)))?;
    let path = format!("/api/ask/stream?q={}&on={on}", escaped(question));
    // HTTP/1.0, so that the body is not cut into chunks.
    stream.write_all(
        format!("GET {path} HTTP/1.0\r\nHost: {address}\r\nAccept: */*\r\n\r\n").as_bytes(),
    )?;
    let mut lines = BufReader::new(stream);
    let mut head = String::new();
    while lines.read_line(&mut head)? > 2 {}
    if head.split_whitespace().nth(1) != Some("200") {
        let mut rest = String::new();
        let _ = std::io::Read::read_to_string(&mut lines, &mut rest);
        return Err(Error::other(format!("{head}{rest}")));
    }
    let (mut steps, mut body) = (Vec::new(), String::new());
    while steps.len() < most {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            break;
        }
        let step = serde_json::from_str(&line)
            .map_err(|error| Error::new(ErrorKind::InvalidData, format!("{error}: {line}")))?;
        steps.push((started.elapsed(), step));
        body.push_str(&line);
    }
    before();
    Ok(Asked {
        steps,
        took: started.elapsed(),
        body,
    })
}
