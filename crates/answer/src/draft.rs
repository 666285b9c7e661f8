//! What a writer proposes, before anything was checked.

/// A sentence with the evidence it names and the words it quotes. Made from a model's output: data, not truth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftClaim {
    /// The sentence.
    pub text: String,
    /// Evidence number (from 1) and quoted words.
    pub quotes: Vec<(usize, String)>,
}
