//! What is read together: a sentence, or a point of a list with the words that introduce the list.

use std::ops::Range;

use super::tokens::{Text, Token};

/// A sentence of the law with what introduces it, from the outermost to itself.
pub(super) struct Chain<'a> {
    pub(super) law: &'a Text,
    /// Places in the tokens of the law.
    pub(super) tokens: Vec<usize>,
    /// Where the sentence itself begins in `tokens`.
    pub(super) own: usize,
}

impl Chain<'_> {
    pub(super) fn token(&self, at: usize) -> &Token {
        &self.law.tokens[self.tokens[at]]
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether the sentence itself begins in one of some pieces of the folded law, or one of these in it.
    pub(super) fn stands_in(&self, pieces: &[Range<usize>]) -> bool {
        let (Some(first), Some(last)) = (self.tokens.get(self.own), self.tokens.last()) else {
            return false;
        };
        let start = self.law.tokens[*first].range.start;
        let end = self.law.tokens[*last].range.end;
        let mut pieces = pieces.iter();
        pieces.any(|piece| piece.start < end && start < piece.end)
    }

    /// The words of some tokens of one sentence: those behind a break are left out.
    pub(super) fn said(&self, from: usize, to: usize) -> String {
        let Some(&first) = self.tokens.get(from).filter(|_| from < to) else {
            return String::new();
        };
        let apart = (from + 1..to).find(|at| self.tokens[*at] != self.tokens[*at - 1] + 1);
        let last = self.tokens[apart.unwrap_or(to) - 1];
        self.law.said(first..last + 1).to_owned()
    }
}

/// The chains of a text, one for each of its sentences.
pub(super) fn chains(law: &Text) -> Vec<Chain<'_>> {
    let sentences = &law.sentences;
    let chain = |at: usize| {
        let mut above = vec![at];
        let mut depth = sentences[at].depth;
        let mut nearest = at;
        for before in (0..at).rev() {
            let sentence = &sentences[before];
            // "Mức phạt như sau: từ 1 đến 2 triệu đồng": the words behind a colon belong to those before it.
            let continued = before + 1 == nearest && sentence.depth == depth;
            if sentence.leads && (sentence.depth < depth || continued) {
                above.push(before);
                nearest = before;
            }
            depth = depth.min(sentence.depth);
        }
        let mut tokens: Vec<usize> = Vec::new();
        let mut own = 0;
        for sentence in above.into_iter().rev() {
            own = tokens.len();
            tokens.extend(sentences[sentence].tokens.clone());
        }
        Chain { law, tokens, own }
    };
    (0..sentences.len()).map(chain).collect()
}
