//! Training the built-in model: a static embedding, contrastive, deterministic from a seed.

/// Two texts that belong together: a question-like one and a passage-like one.
#[derive(Clone, Debug)]
pub struct TrainPair {
    /// Title, heading, sentence or question.
    pub query: String,
    /// The text it belongs to.
    pub passage: String,
}

/// How to train.
#[derive(Clone, Debug)]
pub struct TrainConfig {
    /// Dimensions of the vectors.
    pub dimensions: usize,
    /// Most entries of the vocabulary.
    pub vocabulary: usize,
    /// Passes over the pairs.
    pub epochs: usize,
    /// Pairs in a batch; the others in it are the negatives.
    pub batch: usize,
    /// Start of the random numbers.
    pub seed: u64,
}

/// Reported while training.
#[derive(Clone, Copy, Debug)]
pub struct TrainProgress {
    /// Batches done.
    pub done: u64,
    /// Batches in all.
    pub total: u64,
    /// Mean loss of the last batches.
    pub loss: f32,
}

/// Trains and gives the files of the model by name: model.onnx, tokenizer.json, config.json,
/// special_tokens_map.json, tokenizer_config.json.
pub fn train(
    _pairs: &[TrainPair],
    _config: &TrainConfig,
    _progress: &mut dyn FnMut(TrainProgress),
) -> Vec<(&'static str, Vec<u8>)> {
    Vec::new()
}
