//! Cues of several words, found in a question typed with or without accents.

/// A question as cues are found in it.
pub(super) struct Words {
    words: Vec<String>,
    accented: bool,
}

/// Most words that a gap ("…") of a cue may pass over.
const GAP: usize = 8;

impl Words {
    /// Of a question.
    pub(super) fn new(question: &str) -> Self {
        let words = legal::syllables(question).into_iter();
        Self {
            words: words.map(|(_, word)| word).collect(),
            accented: legal::has_accents(question),
        }
    }

    /// Whether any cue of a list stands in it.
    pub(super) fn have_any(&self, cues: &[&str]) -> bool {
        cues.iter().any(|cue| self.have(cue))
    }

    /// Whether a cue stands in it: words one after another; "…" is a gap of some words, "^" the beginning and "$" the
    /// end of the question. What is typed without accents is compared without them.
    pub(super) fn have(&self, cue: &str) -> bool {
        let cue = match self.accented {
            true => cue.to_owned(),
            false => legal::unaccent(cue),
        };
        let pieces: Vec<&str> = cue.split_whitespace().collect();
        match pieces.split_first() {
            Some((&"^", rest)) => self.goes_on(rest, 0),
            Some(_) => (0..self.words.len()).any(|at| self.goes_on(&pieces, at)),
            None => false,
        }
    }

    fn goes_on(&self, pieces: &[&str], at: usize) -> bool {
        match pieces {
            [] => true,
            ["$"] => at == self.words.len(),
            ["…", rest @ ..] => {
                let until = (at + GAP).min(self.words.len());
                (at..=until).any(|next| self.goes_on(rest, next))
            }
            [word, rest @ ..] => {
                self.words.get(at).is_some_and(|own| own == word) && self.goes_on(rest, at + 1)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues() {
        let check = |question: &str, cue: &str, expect: bool| {
            assert_eq!(
                Words::new(question).have(cue),
                expect,
                "“{cue}” in {question}"
            );
        };
        check("Bạn là ai?", "^ bạn là ai $", true);
        check("ban la ai", "^ bạn là ai $", true);
        check("Ban là ai", "^ bạn là ai $", false);
        check("Số điện thoại của ông Tư", "số điện thoại … ông", true);
        check("Bạn có biết ai là chủ tịch", "bạn là ai", false);
        check("ai", "…", true);
        check("", "ai", false);
    }
}
