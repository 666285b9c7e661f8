//! How an answer goes over the wire: as the protocol says, or broken in every way that a bad server, a bad network
//! or an enemy may break it.

use std::io::{Error, ErrorKind, Read as _, Result, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

/// What is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Breakage {
    /// 200 and nothing.
    Nothing,
    /// Bytes that are no HTTP.
    Garbage,
    /// Bytes that are no events, under a good head.
    GarbageBody,
    /// An event that is no JSON, after a claim.
    InvalidJson,
    /// JSON of another shape.
    OtherJson,
    /// A letter of which only the first byte comes.
    HalfALetter,
    /// Half of a surrogate pair.
    LoneSurrogate,
    /// Calls of tools, which we never offered.
    ToolCalls,
    /// An answer that never says a word, only comments to keep the connection alive.
    CommentsForEver,
    /// The same as fast as the wire takes them.
    CommentFlood,
    /// One byte a second.
    Drip,
    /// Never a first byte.
    HangBefore,
    /// A head and never a token.
    HangAfterHead,
    /// A claim, then silence.
    HangAfter,
    /// The connection is reset before the request was read.
    Reset,
    /// Closed after half a claim.
    ClosedHalfWay,
    /// 401.
    Unauthorised,
    /// 429.
    TooMany,
    /// 500.
    InternalError,
    /// 503.
    Unavailable,
    /// An error inside the stream.
    ErrorEvent,
    /// A redirection to another origin.
    Redirect,
    /// A head that never ends.
    EndlessHead,
    /// A gigabyte of words.
    Gigabyte,
    /// A gigabyte in one line.
    GigabyteLine,
    /// A gigabyte of thoughts.
    GigabyteOfThoughts,
}

impl Breakage {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Nothing,
        Self::Garbage,
        Self::GarbageBody,
        Self::InvalidJson,
        Self::OtherJson,
        Self::HalfALetter,
        Self::LoneSurrogate,
        Self::ToolCalls,
        Self::CommentsForEver,
        Self::CommentFlood,
        Self::Drip,
        Self::HangBefore,
        Self::HangAfterHead,
        Self::HangAfter,
        Self::Reset,
        Self::ClosedHalfWay,
        Self::Unauthorised,
        Self::TooMany,
        Self::InternalError,
        Self::Unavailable,
        Self::ErrorEvent,
        Self::Redirect,
        Self::EndlessHead,
        Self::Gigabyte,
        Self::GigabyteLine,
        Self::GigabyteOfThoughts,
    ];
}

const HEAD: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
/// A client that stays longer than this with a server that says nothing never goes.
const PATIENCE: Duration = Duration::from_secs(300);
const GIGABYTE: u64 = 1 << 30;

/// A connection that counts what it sends.
pub(super) struct Line<'a> {
    pub(super) stream: TcpStream,
    pub(super) sent: &'a AtomicU64,
}

/// An event with a piece of the answer.
fn delta(words: &str) -> String {
    let event = json!({ "choices": [{ "index": 0, "delta": { "content": words } }] });
    format!("data: {event}\n\n")
}

/// A text in events of some letters each.
fn events(words: &str) -> String {
    let letters: Vec<char> = words.chars().collect();
    letters
        .chunks(24)
        .map(|piece| delta(&piece.iter().collect::<String>()))
        .collect()
}

impl Line<'_> {
    fn send(&mut self, bytes: impl AsRef<[u8]>) -> Result<()> {
        let bytes = bytes.as_ref();
        self.stream.write_all(bytes)?;
        self.sent.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(())
    }

    /// Says it as the protocol wants it.
    pub(super) fn speak(&mut self, words: &str) -> Result<()> {
        self.send(HEAD)?;
        self.send(events(words))?;
        self.send("data: [DONE]\n\n")
    }

    pub(super) fn break_off(
        &mut self,
        breakage: Breakage,
        words: &str,
        elsewhere: &str,
    ) -> Result<()> {
        let status = |line: &str| {
            format!("HTTP/1.1 {line}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
        };
        // The first claim, whole, and half of the next.
        let first = words.split_inclusive('\n').next().unwrap_or_default();
        let half: String = words.chars().take(first.chars().count() + 40).collect();
        match breakage {
            Breakage::Nothing => self.send(HEAD),
            Breakage::Garbage => self.send(noise(4096)),
            Breakage::GarbageBody => {
                self.send(HEAD)?;
                self.send(noise(4096))
            }
            Breakage::InvalidJson => {
                self.send(HEAD)?;
                self.send(events(first))?;
                self.send("data: {\"choices\": [{oh\n\ndata: [DONE]\n\n")
            }
            Breakage::OtherJson => {
                self.send(HEAD)?;
                self.send("data: [1, 2]\n\ndata: {\"choices\": {\"a\": []}}\n\ndata: null\n\ndata: [DONE]\n\n")
            }
            Breakage::HalfALetter => {
                self.send(HEAD)?;
                self.send(events(first))?;
                self.send(b"data: {\"choices\":[{\"delta\":{\"content\":\"{\\\"claim\\\": \\\"H\xe1\xba")
            }
            Breakage::LoneSurrogate => {
                self.send(HEAD)?;
                self.send(events(first))?;
                self.send(
                    "data: {\"choices\":[{\"delta\":{\"content\":\"\\ud83d\"}}]}\n\ndata: [DONE]\n\n",
                )
            }
            Breakage::ToolCalls => {
                self.send(HEAD)?;
                let call = json!({ "choices": [{ "delta": { "tool_calls": [{ "index": 0, "id": "1",
                    "type": "function", "function": { "name": "open_url",
                    "arguments": "{\"url\": \"https://attacker.example/\"}" } }] },
                    "finish_reason": "tool_calls" }] });
                self.send(format!("data: {call}\n\ndata: [DONE]\n\n"))
            }
            Breakage::CommentsForEver => {
                self.send(HEAD)?;
                self.repeat(": still here\n\n", Duration::from_millis(20), u64::MAX)
            }
            Breakage::CommentFlood => {
                self.send(HEAD)?;
                let comments = ": still here\n\n".repeat(4096);
                self.repeat(&comments, Duration::ZERO, GIGABYTE)
            }
            Breakage::Drip => {
                let whole = format!("{HEAD}{}data: [DONE]\n\n", events(words));
                for byte in whole.as_bytes() {
                    self.send([*byte])?;
                    self.listen(Duration::from_secs(1))?;
                }
                Ok(())
            }
            Breakage::HangBefore => self.listen(PATIENCE),
            Breakage::HangAfterHead => {
                self.send(HEAD)?;
                self.listen(PATIENCE)
            }
            Breakage::HangAfter => {
                self.send(HEAD)?;
                self.send(events(&half))?;
                self.listen(PATIENCE)
            }
            Breakage::Reset => Ok(()),
            Breakage::ClosedHalfWay => {
                self.send(HEAD)?;
                self.send(events(&half))
            }
            Breakage::Unauthorised => self.send(status("401 Unauthorized")),
            Breakage::TooMany => self.send(status("429 Too Many Requests")),
            Breakage::InternalError => self.send(status("500 Internal Server Error")),
            Breakage::Unavailable => self.send(status("503 Service Unavailable")),
            Breakage::ErrorEvent => {
                self.send(HEAD)?;
                self.send(events(first))?;
                self.send("data: {\"error\": {\"message\": \"<script>alert(1)</script>\", \"code\": 500}}\n\n")
            }
            Breakage::Redirect => self.send(format!(
                "HTTP/1.1 307 Temporary Redirect\r\nlocation: {elsewhere}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            )),
            Breakage::EndlessHead => {
                self.send("HTTP/1.1 200 OK\r\n")?;
                let heads = "x-still-here: yes\r\n".repeat(64);
                self.repeat(&heads, Duration::from_millis(1), GIGABYTE)
            }
            Breakage::Gigabyte => {
                self.send(HEAD)?;
                self.send(events(first))?;
                let claim = json!({ "claim": "x".repeat(200), "quotes": [] });
                let many = delta(&format!("{claim}\n")).repeat(256);
                self.repeat(&many, Duration::ZERO, GIGABYTE)
            }
            Breakage::GigabyteLine => {
                self.send(HEAD)?;
                self.send("data: {\"choices\":[{\"delta\":{\"content\":\"")?;
                self.repeat(&"x".repeat(65_536), Duration::ZERO, GIGABYTE)
            }
            Breakage::GigabyteOfThoughts => {
                self.send(HEAD)?;
                let event =
                    json!({ "choices": [{ "delta": { "reasoning_content": "hm ".repeat(2000) } }] });
                let many = format!("data: {event}\n\n").repeat(16);
                self.repeat(&many, Duration::ZERO, GIGABYTE)
            }
        }
    }

    /// Sends the same again and again until the client goes or so many bytes are out.
    fn repeat(&mut self, words: &str, pause: Duration, most: u64) -> Result<()> {
        let mut out = 0;
        let until = Instant::now() + PATIENCE;
        while out < most && Instant::now() < until {
            self.send(words)?;
            out += words.len() as u64;
            if !pause.is_zero() {
                self.listen(pause)?;
            }
        }
        Ok(())
    }

    /// Says nothing for a time; an error as soon as the client is gone.
    fn listen(&mut self, time: Duration) -> Result<()> {
        self.stream.set_read_timeout(Some(time))?;
        match self.stream.read(&mut [0; 64]) {
            Ok(0) => Err(Error::from(ErrorKind::ConnectionAborted)),
            Ok(_) => Ok(()),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}

/// Bytes without meaning, the same every time.
fn noise(length: usize) -> Vec<u8> {
    let mut chance = crate::Chance::of(7391);
    (0..length).map(|_| chance.below(256) as u8).collect()
}
