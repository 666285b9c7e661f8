//! What the settings say of a writer.

use std::time::Duration;

/// Where the writer is, how long we wait for it, and how much is asked of it.
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
    /// How often a request is sent again of which nothing came: no connection, 429, 503.
    pub retries: u32,
    /// Answers that are written at the same time.
    pub at_once: usize,
    /// Answers that wait for their turn; more are turned away.
    pub waiting: usize,
    /// How long one waits for its turn.
    pub wait: Duration,
    /// Whether an answer is asked for by its schema, where the server knows schemas.
    pub structured: bool,
    /// Most characters of evidence that the model is to read.
    pub evidence_characters: usize,
}

impl WriterConfig {
    /// With the usual limits: 30 s to the first token, 120 s in all, one retry, four answers at a time.
    pub fn new(endpoint: impl Into<String>, model: impl Into<String>) -> Self {
        Self {
            endpoint: endpoint.into(),
            model: model.into(),
            key_file: None,
            first_token: Duration::from_secs(30),
            total: Duration::from_secs(120),
            max_bytes: 64 * 1024,
            retries: 1,
            at_once: 4,
            waiting: 16,
            wait: Duration::from_secs(10),
            structured: true,
            evidence_characters: 24_000,
        }
    }
}
