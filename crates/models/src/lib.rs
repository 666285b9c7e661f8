//! The machines we call: embedding models through fastembed, writers through the OpenAI-compatible protocol.

mod embed;
mod ranking;
mod train;
mod write;

pub use embed::{Embedder, EmbedderConfig, Use};
pub use ranking::{BadRanking, Ranking, RankingConfig, RankingList};
pub use train::{TrainConfig, TrainPair, TrainProgress, train};
pub use write::{Message, Role, Writer, WriterConfig, WriterError};

/// Why an embedding model could not be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The model named in the configuration is not on this machine.
    #[error(
        "the embedding model “{name}” was not found in {looked}: copy its folder there (model.onnx, tokenizer.json, config.json, special_tokens_map.json, tokenizer_config.json), or leave the setting out to use the built-in model"
    )]
    Absent {
        /// Its name.
        name: String,
        /// Where it was looked for.
        looked: String,
    },
    /// Its files are not usable.
    #[error("the embedding model “{name}” could not be loaded: {detail}")]
    Unusable {
        /// Its name.
        name: String,
        /// Why.
        detail: String,
    },
    /// It gave no usable vector.
    #[error("the embedding model failed: {0}")]
    Failed(String),
}
