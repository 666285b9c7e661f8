//! Writers: language models behind an OpenAI-compatible endpoint. The only module that opens outward sockets.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Client, Response, Url, redirect};
use tokio::time::{Instant, timeout, timeout_at};

use events::{Events, Piece, Unreadable};

mod endpoint;
mod events;

/// Where the writer is and how long we wait.
#[derive(Clone, Debug)]
pub struct WriterConfig {
    /// Base address, such as `http://127.0.0.1:8080/v1`. From the settings file only.
    pub endpoint: String,
    /// The model's name there.
    pub model: String,
    /// File that holds the key, if one is needed.
    pub key_file: Option<std::path::PathBuf>,
    /// To the first token.
    pub first_token: Duration,
    /// For the whole answer.
    pub total: Duration,
    /// Most bytes of an answer.
    pub max_bytes: usize,
}

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
}

/// To open a connection; a machine in the office answers in milliseconds, one that is off never.
const CONNECT: Duration = Duration::from_secs(5);
/// Most bytes on the wire for one byte of the answer: an event of some 300 bytes carries a token of 3.
const WIRE_RATIO: usize = 128;
/// What the wire may carry beyond that: headers of an empty answer, comments to keep the connection alive.
const WIRE_EXTRA: usize = 64 * 1024;
/// The statuses with which a server refuses a setting that it does not know.
const REFUSED: [u16; 2] = [400, 422];

/// A writer, ready to be asked. Safe to share behind an `Arc`.
pub struct Writer {
    config: WriterConfig,
    address: Url,
    key: Option<HeaderValue>,
    client: Client,
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
        let address = endpoint::completions(&config.endpoint)?;
        if config.model.trim().is_empty() {
            return Err(WriterError::Settings("the model has no name".to_owned()));
        }
        let key = config
            .key_file
            .as_deref()
            .map(endpoint::read_key)
            .transpose()?;
        // Installed once per process; a second call is refused, and the first provider serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT)
            .referer(false);
        if let Some(resolver) = endpoint::resolver(&address) {
            // No certificates are needed: a machine without any can still use a local writer.
            builder = builder.dns_resolver(resolver).tls_certs_only([]);
        }
        let client = builder.build().map_err(|_| {
            WriterError::Settings("TLS could not be set up on this machine".to_owned())
        })?;
        Ok(Self {
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

    /// Asks, and hands each piece of text to `sink` as it arrives; `sink` returns false to stop (a closed tab).
    /// Dropping the future stops the model too. After an error, what `sink` got before it stays what was said.
    pub async fn write(
        &self,
        messages: &[Message],
        sink: &mut (dyn FnMut(&str) -> bool + Send),
    ) -> Result<(), WriterError> {
        let asked = timeout(self.config.total, self.ask(messages, sink));
        asked.await.unwrap_or(Err(WriterError::Timeout))
    }

    async fn ask(
        &self,
        messages: &[Message],
        sink: &mut (dyn FnMut(&str) -> bool + Send),
    ) -> Result<(), WriterError> {
        let first_token = Instant::now() + self.config.first_token;
        let late = |_| WriterError::Timeout;
        let tuned = timeout_at(first_token, self.send(messages, true))
            .await
            .map_err(late)?;
        let mut response = match tuned {
            // Some servers know neither `temperature` nor `max_tokens`: ask once more without.
            Err(WriterError::Status(status)) if REFUSED.contains(&status) => {
                timeout_at(first_token, self.send(messages, false))
                    .await
                    .map_err(late)??
            }
            response => response?,
        };
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

    async fn send(&self, messages: &[Message], tuned: bool) -> Result<Response, WriterError> {
        let mut request = self
            .client
            .post(self.address.clone())
            .json(&self.body(messages, tuned));
        if let Some(key) = &self.key {
            request = request.header(AUTHORIZATION, key.clone());
        }
        let response = request.send().await.map_err(|error| {
            // The error's own words name the address: they stay here.
            if error.is_connect() || error.is_timeout() {
                WriterError::Unreachable
            } else {
                WriterError::Protocol
            }
        })?;
        if !response.status().is_success() {
            return Err(WriterError::Status(response.status().as_u16()));
        }
        Ok(response)
    }

    fn body(&self, messages: &[Message], tuned: bool) -> serde_json::Value {
        let messages: Vec<_> = messages
            .iter()
            .map(|message| {
                let role = match message.role {
                    Role::System => "system",
                    Role::User => "user",
                };
                serde_json::json!({ "role": role, "content": message.content })
            })
            .collect();
        let mut body = serde_json::json!({
            "model": self.config.model,
            "messages": messages,
            "stream": true,
        });
        if tuned {
            // The law is to be quoted, not varied. A token is about three bytes of Vietnamese.
            body["temperature"] = 0.into();
            body["max_tokens"] = (self.config.max_bytes / 3).clamp(64, 8192).into();
        }
        body
    }
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
