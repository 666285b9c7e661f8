//! Writers: language models behind an OpenAI-compatible endpoint. The only module that opens outward sockets.

use std::time::Duration;

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

/// A writer, ready to be asked.
pub struct Writer {}

impl Writer {
    /// Checks the settings; opens nothing yet.
    pub fn new(_config: WriterConfig) -> Result<Self, WriterError> { todo!() }
    /// The model's name.
    pub fn model(&self) -> &str { todo!() }
    /// Asks, and hands each piece of text to `sink` as it arrives; `sink` returns false to stop (a closed tab).
    /// Dropping the future stops the model too.
    pub async fn write(&self, _messages: &[Message], _sink: &mut (dyn FnMut(&str) -> bool + Send)) -> Result<(), WriterError> { todo!() }
}
