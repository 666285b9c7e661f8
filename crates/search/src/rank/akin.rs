//! How near the words of a text are to those of a query in meaning: what asks for a "nhà" is answered by what says
//! "căn hộ". Each syllable of the query is as near as the nearest syllable of the text, by the vectors that the carried
//! embedding model has of single syllables, whichever model embeds the passages.

use std::collections::HashMap;

use index::dot;
use models::Lexicon;

use super::matched::Read;

/// Syllables of a query that count.
const MOST: usize = 64;

/// The query's syllables that the model knows, each once.
#[derive(Debug)]
pub(super) struct Kin {
    lexicon: Option<&'static Lexicon>,
    rows: Vec<u32>,
    /// What each weighs; together 1.
    weights: Vec<f32>,
    plain: bool,
}

impl Kin {
    pub(super) fn new(syllables: &[String], plain: bool) -> Self {
        let lexicon = Lexicon::own();
        let known = lexicon.iter().flat_map(|lexicon| {
            let some = syllables.iter().take(MOST);
            some.filter_map(|syllable| lexicon.row(syllable, plain))
        });
        let mut rows: Vec<u32> = known.collect();
        rows.sort_unstable();
        rows.dedup();
        let weight = |row: &u32| lexicon.map_or(0.0, |lexicon| lexicon.weight(*row));
        let total: f32 = rows.iter().map(weight).sum();
        Self {
            weights: rows
                .iter()
                .map(|row| weight(row) / total.max(f32::MIN_POSITIVE))
                .collect(),
            lexicon,
            rows,
            plain,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    fn share(&self, near: &[f32]) -> f32 {
        self.weights.iter().zip(near).map(|(a, b)| a * b).sum()
    }
}

/// How near syllables of texts are to those of the query: each is looked at once.
#[derive(Debug, Default)]
pub(super) struct Nearness {
    /// By the lexicon's row the place below.
    places: HashMap<u32, u32, foldhash::fast::RandomState>,
    /// Cosines with each of the query's syllables, one row after the other.
    cosines: Vec<f32>,
}

/// The place of a syllable that the model does not know.
const NOWHERE: u32 = u32::MAX;

impl Nearness {
    /// The place of a syllable, for [`Nearness::most`].
    pub(super) fn row(&mut self, kin: &Kin, syllable: &str) -> u32 {
        let Some(lexicon) = kin.lexicon.filter(|_| kin.len() > 0) else {
            return NOWHERE;
        };
        let Some(row) = lexicon.row(syllable, kin.plain) else {
            return NOWHERE;
        };
        if let Some(known) = self.places.get(&row) {
            return *known;
        }
        let (codes, length) = (lexicon.codes(row), lexicon.length(row));
        let place = (self.cosines.len() / kin.len()) as u32;
        self.cosines.extend(kin.rows.iter().map(|own| {
            let product = dot(codes, lexicon.codes(*own)) as f32;
            product / (length * lexicon.length(*own)).max(f32::MIN_POSITIVE)
        }));
        self.places.insert(row, place);
        place
    }

    /// Raises each of the query's syllables to how near the syllable at a place is.
    #[inline]
    pub(super) fn most(&self, place: u32, near: &mut [f32]) {
        if place != NOWHERE {
            most(near, &self.cosines[place as usize * near.len()..]);
        }
    }
}

/// How near the texts of an article are; shares are of the query's weight, 0..=1.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Akin {
    /// Its passages together.
    pub(super) body: f32,
    /// The nearest of its passages.
    pub(super) passage: f32,
    /// Its heading.
    pub(super) heading: f32,
    /// Act, chapter and heading.
    pub(super) breadcrumb: f32,
    /// All of these together …
    pub(super) all: f32,
    /// … what of the query is least near to them …
    pub(super) least: f32,
    /// … and to the passages …
    pub(super) body_least: f32,
    /// … the mean of the least near quarter …
    pub(super) low: f32,
    /// … and their share with what is nearly there counting less.
    pub(super) square: f32,
}

impl Akin {
    pub(super) fn of(kin: &Kin, heading: &Read, breadcrumb: &Read, bodies: &[Read]) -> Self {
        let mut body = vec![0.0_f32; kin.len()];
        for read in bodies {
            most(&mut body, &read.near);
        }
        let mut all = body.clone();
        most(&mut all, &breadcrumb.near);
        let least = |near: &[f32]| near.iter().copied().reduce(f32::min).unwrap_or_default();
        let passages = bodies.iter().map(|read| kin.share(&read.near));
        let squares: Vec<f32> = all.iter().map(|near| near * near).collect();
        let mut sorted = all.clone();
        sorted.sort_unstable_by(f32::total_cmp);
        sorted.truncate((kin.len() / 4).max(1));
        Self {
            body: kin.share(&body),
            passage: passages.fold(0.0, f32::max),
            heading: kin.share(&heading.near),
            breadcrumb: kin.share(&breadcrumb.near),
            all: kin.share(&all),
            least: least(&all),
            body_least: least(&body),
            low: sorted.iter().sum::<f32>() / sorted.len().max(1) as f32,
            square: kin.share(&squares),
        }
    }
}

fn most(all: &mut [f32], near: &[f32]) {
    for (most, near) in all.iter_mut().zip(near) {
        *most = most.max(*near);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_mean_the_same_are_nearer_than_others() {
        let kin = |own: &str, plain| Kin::new(&[own.to_owned(), "xqzw".to_owned()], plain);
        let near = |kin: &Kin, word: &str| {
            let (mut known, mut near) = (Nearness::default(), vec![0.0; kin.len()]);
            let place = known.row(kin, word);
            assert_eq!(place, known.row(kin, word));
            known.most(place, &mut near);
            assert_eq!(near.len(), 1, "what is not known counts not");
            near[0]
        };
        let accented = kin("lương", false);
        assert!((near(&accented, "lương") - 1.0).abs() < 1e-3);
        assert!(near(&accented, "thưởng") > near(&accented, "cửa"));
        assert_eq!(near(&accented, "xqzw"), 0.0);
        let plain = kin("luong", true);
        assert!((near(&plain, "luong") - 1.0).abs() < 1e-3);
    }
}
