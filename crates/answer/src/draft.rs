//! What a writer proposes, before anything was checked.

mod reader;

pub(crate) use reader::DraftReader;

/// A sentence with the evidence it names and the words it quotes. Made from a model's output: data, not truth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftClaim {
    /// The sentence.
    pub text: String,
    /// Evidence number (from 1) and quoted words.
    pub quotes: Vec<(usize, String)>,
}

/// Text as it may be shown: no control, zero-width or direction characters, white space as single spaces.
/// Markup stays what it is, letters: pages render claims as text.
pub(crate) fn plain(text: &str) -> String {
    let shown: String = legal::normalise(text)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}
