//! Writers: language models behind an OpenAI-compatible endpoint. With `vouch`, the only module that opens
//! outward sockets.
//!
//! The protocol is spoken over reqwest, with a reader of our own for the events. async-openai 0.43, the best kept of
//! the client crates, was read for this and left: it hands events on through a channel without a bound, so that a
//! server that floods fills the memory; its event parser (eventsource-stream 0.2) holds a line of any length; the
//! body of an error is read to its end, however long, and written to the log, as is every event that is not as
//! expected, which would put questions and law there; and it reads no answer from the many servers that send one
//! whole, leave out `[DONE]` or the empty line between events. Its retries know neither our time to the first token
//! nor a stream. What is left is one POST, and that is reqwest's.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::{Client, Url};
use tokio::time::{Instant, timeout, timeout_at};

use breaker::Breaker;
use events::{Events, Piece, Unreadable};
use form::Known;
use key::Key;
use turn::Turns;

pub use config::WriterConfig;
pub use endpoint::Endpoint;
pub use near::{NEARBY_PORTS, NearbyWriter, nearby_writers};
pub use traffic::Traffic;
pub use trial::Trial;

mod breaker;
mod config;
mod endpoint;
mod events;
mod form;
mod key;
mod near;
mod open;
pub(crate) mod outward;
mod traffic;
mod trial;
mod turn;

/// Who says a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The instructions.
    System,
    /// Evidence and question.
    User,
}

/// One message of a prompt.
#[derive(Clone, Debug)]
pub struct Message {
    /// Who says it.
    pub role: Role,
    /// What.
    pub content: String,
}

/// How an answer is to be written down, for servers that keep a model to a schema and for those that do not.
#[derive(Clone, Debug)]
pub struct WriteFormat {
    /// The schema's name: letters and underscores.
    pub name: String,
    /// A JSON schema, strict: every property required, no other allowed.
    pub schema: serde_json::Value,
    /// Said at the end of the instructions where the schema is used.
    pub structured: String,
    /// Said there where it is not.
    pub lines: String,
}

/// What a writer is asked.
#[derive(Clone, Copy, Debug)]
pub struct WriteRequest<'a> {
    /// Instructions first.
    pub messages: &'a [Message],
    /// How the answer is to be written down; `None`: as the model likes.
    pub format: Option<&'a WriteFormat>,
    /// For the whole answer; never more than the settings allow.
    pub limit: Duration,
}

/// What went wrong with the writer, by what the caller can do (show the passages instead).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriterError {
    /// The settings are not usable.
    #[error("the writer's settings are not usable: {0}")]
    Settings(String),
    /// Nobody answers there.
    #[error("the writer could not be reached")]
    Unreachable,
    /// It answered with an error status.
    #[error("the writer answered with status {0}")]
    Status(u16),
    /// It took longer than allowed.
    #[error("the writer took too long")]
    Timeout,
    /// What it sent is not the protocol.
    #[error("the writer's answer could not be read")]
    Protocol,
    /// It sent more than allowed.
    #[error("the writer's answer was too long")]
    TooLong,
    /// Too many answers are being written.
    #[error("the writer is busy")]
    Busy,
    /// It failed several times in a row and is left alone for a while.
    #[error("the writer failed too often and is not asked for a while")]
    Resting,
}

/// To open a connection; a machine in the office answers in milliseconds, one that is off never.
const CONNECT: Duration = Duration::from_secs(5);
/// Most bytes on the wire for one byte of the answer: an event of some 300 bytes carries a token of 3.
const WIRE_RATIO: usize = 128;
/// What the wire may carry beyond that: headers of an empty answer, comments to keep the connection alive.
const WIRE_EXTRA: usize = 64 * 1024;
/// A writer, ready to be asked. Safe to share behind an `Arc`.
pub struct Writer {
    config: WriterConfig,
    address: Url,
    key: Option<Key>,
    client: Client,
    known: Known,
    turns: Turns,
    breaker: Mutex<Breaker>,
    traffic: traffic::Counters,
}

/// What came of one look at the stream.
enum Step {
    More,
    Complete,
    Stopped,
}

impl Writer {
    /// Checks the settings and reads the key; opens nothing yet.
    ///
    /// The endpoint is https, or http on this machine or a private network. The key file is readable by its
    /// owner alone. Redirects are not followed and proxies of the environment not used: the question and the
    /// key go to the configured origin or nowhere.
    pub fn new(config: WriterConfig) -> Result<Self, WriterError> {
        Self::resolving(config, None)
    }

    /// The same with another way to look names up, for tests.
    fn resolving(
        config: WriterConfig,
        look_up: Option<endpoint::LookUp>,
    ) -> Result<Self, WriterError> {
        let address = endpoint::completions(&config.endpoint)?;
        if config.model.trim().is_empty() {
            return Err(WriterError::Settings("the model has no name".to_owned()));
        }
        let key = config.key_file.as_deref().map(Key::read).transpose()?;
        let client = outward::resolving(&address, look_up).map_err(WriterError::Settings)?;
        Ok(Self {
            turns: Turns::new(config.at_once, config.waiting, config.wait),
            breaker: Mutex::default(),
            traffic: traffic::Counters::default(),
            known: Known::default(),
            config,
            address,
            key,
            client,
        })
    }

    /// The model's name.
    pub fn model(&self) -> &str {
        &self.config.model
    }

    /// Where it is, as far as a policy tells endpoints apart.
    pub fn endpoint(&self) -> Endpoint {
        endpoint::of(&self.address)
    }

    /// The machine that it is on, as the settings name it: `http://127.0.0.1:8080`.
    pub fn origin(&self) -> String {
        self.address.origin().ascii_serialization()
    }

    /// How much went to it and came back since the program started.
    pub fn traffic(&self) -> Traffic {
        self.traffic.read()
    }

    /// For a whole answer.
    pub fn total(&self) -> Duration {
        self.config.total
    }

    /// Most characters of evidence that the model is to read.
    pub fn evidence_characters(&self) -> usize {
        self.config.evidence_characters
    }

    /// Whether answers are asked for by a schema: so the settings want it, and the server did not refuse one yet.
    pub fn is_structured(&self) -> bool {
        self.config.structured && !self.known.refuses_schema()
    }

    /// Whether it failed too often just now and is left alone for a while.
    pub fn is_resting(&self) -> bool {
        self.is_let_through().is_err()
    }

    /// Asks, and hands each piece of text to `sink` as it arrives; `sink` returns false to stop (a closed tab).
    /// Dropping the future stops the model too. After an error, what `sink` got before it stays what was said.
    ///
    /// Waits for its turn first, where many answers are being written; that wait is not part of the limit.
    pub async fn write(
        &self,
        request: &WriteRequest<'_>,
        sink: &mut (dyn FnMut(&str) -> bool + Send),
    ) -> Result<(), WriterError> {
        self.is_let_through()?;
        let _turn = self.turns.take().await.ok_or(WriterError::Busy)?;
        // It may have failed while this one waited.
        self.is_let_through()?;
        let limit = request.limit.min(self.config.total);
        self.traffic.asked(request.messages);
        let asked = timeout(limit, self.ask(request, sink));
        let written = asked.await.unwrap_or(Err(WriterError::Timeout));
        // An answer that had less time than usual says nothing when it ran out of it.
        let was_cut = written == Err(WriterError::Timeout) && limit < self.config.total;
        if !was_cut {
            self.note(&written);
        }
        written
    }

    fn is_let_through(&self) -> Result<(), WriterError> {
        let breaker = self.breaker.lock().unwrap_or_else(PoisonError::into_inner);
        match breaker.allows(Instant::now()) {
            true => Ok(()),
            false => Err(WriterError::Resting),
        }
    }

    fn note(&self, written: &Result<(), WriterError>) {
        let mut breaker = self.breaker.lock().unwrap_or_else(PoisonError::into_inner);
        match written {
            // A refused request (a wrong key, a prompt too long) says that the machine works.
            Err(WriterError::Status(status)) if *status < 500 && *status != 429 => {}
            Ok(()) => breaker.worked(),
            Err(_) => breaker.failed(Instant::now()),
        }
    }

    async fn ask(
        &self,
        request: &WriteRequest<'_>,
        sink: &mut (dyn FnMut(&str) -> bool + Send),
    ) -> Result<(), WriterError> {
        let first_token = Instant::now() + self.config.first_token;
        let late = |_| WriterError::Timeout;
        let opening = self.open(request, first_token);
        let mut response = timeout_at(first_token, opening).await.map_err(late)??;
        let mut events = Events::new(
            self.config
                .max_bytes
                .saturating_mul(6)
                .saturating_add(WIRE_EXTRA),
        );
        let (mut spoke, mut words) = (false, 0);
        let mut wire = self
            .config
            .max_bytes
            .saturating_mul(WIRE_RATIO)
            .saturating_add(WIRE_EXTRA);
        loop {
            let arriving = response.chunk();
            let arrived = if spoke {
                arriving.await
            } else {
                timeout_at(first_token, arriving).await.map_err(late)?
            };
            let arrived = arrived.map_err(|_| WriterError::Protocol)?;
            let mut pieces = Vec::new();
            let read = match &arrived {
                Some(bytes) => {
                    wire = wire.checked_sub(bytes.len()).ok_or(WriterError::TooLong)?;
                    events.push(bytes, &mut pieces)
                }
                None => events.end(&mut pieces),
            };
            spoke = spoke
                || pieces
                    .iter()
                    .any(|piece| matches!(piece, Piece::Text(_) | Piece::Busy));
            match self.hand_out(&pieces, &mut words, sink)? {
                Step::Complete | Step::Stopped => return Ok(()),
                Step::More => {}
            }
            read.map_err(|error| match error {
                Unreadable::Malformed => WriterError::Protocol,
                Unreadable::TooLong => WriterError::TooLong,
            })?;
            if arrived.is_none() {
                // Closed without `[DONE]` and without a reason to finish: half an answer is no answer.
                return Err(WriterError::Protocol);
            }
        }
    }

    fn hand_out(
        &self,
        pieces: &[Piece],
        words: &mut usize,
        sink: &mut (dyn FnMut(&str) -> bool + Send),
    ) -> Result<Step, WriterError> {
        for piece in pieces {
            match piece {
                Piece::Text(text) => {
                    *words += text.len();
                    self.traffic.answered(text);
                    if *words > self.config.max_bytes {
                        return Err(WriterError::TooLong);
                    }
                    if !sink(text) {
                        return Ok(Step::Stopped);
                    }
                }
                Piece::Busy => {}
                Piece::End => return Ok(Step::Complete),
                Piece::Failed(status) => {
                    return Err(status.map_or(WriterError::Protocol, WriterError::Status));
                }
            }
        }
        Ok(Step::More)
    }
}

/// What TLS computes with. Installed once per process; a second call is refused, and the first serves as well.
fn provide() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Written by hand so that the key can never be among the fields.
        f.debug_struct("Writer")
            .field("address", &self.address.as_str())
            .field("model", &self.config.model)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
