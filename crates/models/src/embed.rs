//! Embedding: text in, unit vectors out, through fastembed.

use std::path::PathBuf;

use crate::Error;

/// What a text is embedded for: models may treat the two differently ("query: ", "passage: ").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// A question.
    Query,
    /// A passage that is searched.
    Passage,
}

/// Which model.
#[derive(Clone, Debug, Default)]
pub struct EmbedderConfig {
    /// Absent: the built-in model. Otherwise a fastembed model name ("intfloat/multilingual-e5-small") or a
    /// folder with model.onnx and tokenizer files.
    pub model: Option<String>,
    /// Where named models are looked for: a folder per name or a hub cache (`models--org--name/snapshots/…`).
    pub folder: Option<PathBuf>,
    /// libonnxruntime to use instead of the built-in pure-Rust runtime.
    pub onnxruntime: Option<PathBuf>,
    /// Sessions, so threads that embed at the same time; 0: one per core.
    pub sessions: usize,
}

/// An embedding model, ready. Safe to share behind an `Arc`; calls from several threads run at the same time.
pub struct Embedder {}

impl Embedder {
    /// Loads a model. The runtime is chosen once per process, by the first call.
    pub fn new(_config: &EmbedderConfig) -> Result<Self, Error> { todo!() }
    /// Name and content hash of the model: vectors of different ids are never mixed.
    pub fn id(&self) -> &str { todo!() }
    /// Dimensions of its vectors.
    pub fn dimensions(&self) -> usize { todo!() }
    /// Embeds texts, in order: unit vectors, or a zero vector for a text without any known word. Every value is finite.
    pub fn embed(&self, _texts: &[&str], _purpose: Use) -> Result<Vec<Vec<f32>>, Error> { todo!() }
}
