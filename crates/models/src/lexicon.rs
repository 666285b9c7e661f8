//! What the carried embedding model knows of single syllables: words are compared, not texts.

use std::{collections::HashMap, sync::OnceLock};

use crate::{embed::Files, embed::prepare, onnx};

/// The syllables that the carried model knows, each with its row of codes.
#[derive(Debug)]
pub struct Lexicon {
    width: usize,
    /// Rows of `width` codes, each within ±127.
    codes: Vec<i8>,
    /// By row: the length of its codes as a vector, and what a code is worth.
    sizes: Vec<(f32, f32)>,
    /// By syllable, and by syllable as it is typed without accents.
    rows: [Rows; 2],
}

type Rows = HashMap<Box<str>, u32, foldhash::fast::RandomState>;

impl Lexicon {
    /// That of the program's own model, read once; `None` only if it were damaged.
    pub fn own() -> Option<&'static Self> {
        static OWN: OnceLock<Option<Lexicon>> = OnceLock::new();
        OWN.get_or_init(|| Self::read(&Files::builtin())).as_ref()
    }

    fn read(files: &Files) -> Option<Self> {
        let all = onnx::constant_of(&files.graph, "rows")?;
        let scales = onnx::constant_of(&files.graph, "scales")?
            .as_chunks::<4>()
            .0;
        let width = all.len().checked_div(scales.len())?;
        let mut lexicon = Self {
            width,
            codes: Vec::new(),
            sizes: Vec::new(),
            rows: Default::default(),
        };
        let mut tokens = files.tokens().ok()?;
        tokens.sort_by_key(|(_, number)| *number);
        for (token, number) in tokens {
            if prepare::is_phrase(&token) {
                continue;
            }
            let at = usize::try_from(number).ok()?;
            let codes = all.get(at * width..(at + 1) * width)?;
            let codes = codes.iter().map(|code| code.cast_signed());
            let squares: f32 = codes.clone().map(|code| f32::from(code).powi(2)).sum();
            lexicon.codes.extend(codes);
            let row = u32::try_from(lexicon.sizes.len()).ok()?;
            let scale = f32::from_le_bytes(*scales.get(at)?);
            lexicon.sizes.push((squares.sqrt(), scale));
            let (plain, syllable) =
                prepare::plain_of(&token).map_or((0, &*token), |bare| (1, bare));
            lexicon.rows[plain].insert(syllable.into(), row);
        }
        Some(lexicon)
    }

    /// The row of a syllable in lower case; for texts without accents (`plain`) that of the syllable, given without
    /// them, as it is typed there.
    pub fn row(&self, syllable: &str, plain: bool) -> Option<u32> {
        let rows = &self.rows[usize::from(plain)];
        // Nearly all are spelled as the model spells them.
        rows.get(syllable).copied().or_else(|| {
            if !syllable.chars().all(char::is_alphabetic) {
                return None;
            }
            let word = prepare::words(syllable).pop()?;
            rows.get(word.text.as_str()).copied()
        })
    }

    /// The codes of a row; two rows' product divided by their lengths is their cosine.
    pub fn codes(&self, row: u32) -> &[i8] {
        let at = row as usize * self.width;
        self.codes.get(at..at + self.width).unwrap_or_default()
    }

    /// The length of a row's codes as a vector, ≥ 0.
    pub fn length(&self, row: u32) -> f32 {
        self.sizes
            .get(row as usize)
            .map_or(0.0, |(length, _)| *length)
    }

    /// What a syllable weighs in a text that the model embeds, ≥ 0: frequent ones weigh little.
    pub fn weight(&self, row: u32) -> f32 {
        self.sizes
            .get(row as usize)
            .map_or(0.0, |(length, scale)| length * scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_of_the_carried_model_have_the_vectors_it_gives() {
        let lexicon = Lexicon::own().unwrap();
        let embedder = crate::Embedder::new(&crate::EmbedderConfig::default()).unwrap();
        for (syllable, plain) in [
            ("nhà", false),
            ("hoà", false),
            ("duong", true),
            ("kĩ", false),
        ] {
            let row = lexicon.row(syllable, plain).unwrap();
            let vector = &embedder.embed(&[syllable], crate::Use::Query).unwrap()[0];
            let length = lexicon.length(row);
            for (value, code) in vector.iter().zip(lexicon.codes(row)) {
                assert!(
                    (value - f32::from(*code) / length).abs() < 1e-3,
                    "{syllable}"
                );
            }
            assert!(lexicon.weight(row) > 0.0);
        }
        assert_eq!(lexicon.row("lí", false), lexicon.row("lý", false));
    }

    #[test]
    fn what_is_no_syllable_has_no_row() {
        let lexicon = Lexicon::own().unwrap();
        for word in ["", "15/2024/nđ-cp", "căn_cước", "xqzw", "…"] {
            assert_eq!(lexicon.row(word, false), None, "{word}");
        }
        assert!(lexicon.codes(u32::MAX).is_empty() && lexicon.length(u32::MAX) == 0.0);
    }
}
