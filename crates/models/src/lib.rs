//! The machines we call: embedding models and rerankers through fastembed, writers through the OpenAI-compatible
//! protocol, and a provider that vouches for people through OpenID Connect.

mod embed;
mod lexicon;
mod onnx;
mod place;
mod ranking;
mod rerank;
mod runtime;
mod train;
mod vouch;
mod write;

#[cfg(test)]
mod tests;

pub use embed::{Embedder, EmbedderConfig, Fitting, Use};
pub use lexicon::Lexicon;
pub use ranking::{BadRanking, Ranking, RankingConfig, RankingList};
pub use rerank::{Reranker, RerankerConfig};
pub use train::{TrainConfig, TrainPair, TrainProgress, train};
pub use vouch::{Pending, VouchError, Vouched, Voucher, VoucherConfig};
pub use write::{
    Endpoint, Message, NEARBY_PORTS, NearbyWriter, Role, Traffic, Trial, WriteFormat, WriteRequest,
    Writer, WriterConfig, WriterError, nearby_writers,
};

/// Why a model could not be used.
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
    /// The reranker named in the configuration is not on this machine.
    #[error(
        "the reranker “{name}” was not found in {looked}: copy its folder there (model.onnx, tokenizer.json, config.json, special_tokens_map.json, tokenizer_config.json), or leave the setting out"
    )]
    RerankerAbsent {
        /// Its name.
        name: String,
        /// Where it was looked for.
        looked: String,
    },
    /// The reranker cannot be loaded, or gave no usable scores.
    #[error("the reranker “{name}” cannot be used: {detail}")]
    Reranker {
        /// Its name.
        name: String,
        /// Why.
        detail: String,
    },
    /// It gave no usable vector.
    #[error("the embedding model failed: {0}")]
    Failed(String),
}
