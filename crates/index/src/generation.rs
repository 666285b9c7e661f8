//! One generation as readers see it: immutable, complete, held for as long as an answer takes.

use std::path::Path;

use catalogue::{Catalogue, PassageId, Seq};

use crate::{
    Cost, Error, Filter, TextWeights, fulltext,
    live::{Bits, Cache, Kept},
    manifest::{Layout, Manifest},
    score::FullText,
    vectors::Vectors,
};

/// A published generation, open for search. Share it behind an `Arc`; take it once per request.
#[derive(Debug)]
pub struct Generation {
    seq: Seq,
    model: String,
    fingerprint: Option<u32>,
    text: FullText,
    vectors: Vectors,
    kept: Cache,
}

/// What to look for in full text.
#[derive(Clone, Debug, Default)]
pub struct TextQuery {
    /// Syllables of the query as `legal::syllables` gives them, in order. At most 64 count.
    pub syllables: Vec<String>,
    /// Search the unaccented fields (the syllables are then unaccented first).
    pub unaccented: bool,
    /// Other wordings: each a list of syllables, matched as a phrase, weighted lower (0..1).
    pub alternatives: Vec<(Vec<String>, f32)>,
}

/// A passage found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The passage.
    pub passage: PassageId,
    /// Its article: an ordinal that is equal for passages of one article within a generation.
    pub article: u32,
    /// BM25 (≥ 0) or cosine (-1..=1).
    pub score: f32,
}

/// A publish may replace files while they are being opened; then the next manifest is tried.
const ATTEMPTS: usize = 5;

impl Generation {
    /// Opens what the manifest names, every file checksummed before it is used; `None` if nothing is published.
    /// Where the current generation is damaged, the one before it is opened.
    pub fn open(root: &Path, catalogue: &Catalogue) -> Result<Option<Self>, Error> {
        Self::open_after(root, catalogue, None)
    }

    /// [`Self::open`], where vectors that an open generation holds in memory are not read again: they are written once.
    pub fn open_after(
        root: &Path,
        catalogue: &Catalogue,
        before: Option<&Self>,
    ) -> Result<Option<Self>, Error> {
        let layout = Layout::new(root);
        let mut last = None;
        for _ in 0..ATTEMPTS {
            let fingerprint = Manifest::fingerprint(&layout.current());
            let places = [layout.current(), layout.previous()];
            for place in places {
                let opened = match Manifest::read(&place) {
                    Ok(None) => continue,
                    Ok(Some(manifest)) => {
                        Self::load(&layout, &manifest, catalogue, fingerprint, before)
                    }
                    Err(error) => Err(error),
                };
                match opened {
                    Ok(generation) => return Ok(Some(generation)),
                    Err(error @ Error::Damaged(_)) => last = last.or(Some(error)),
                    Err(other) => return Err(other),
                }
            }
            if Manifest::fingerprint(&layout.current()) == fingerprint {
                return last.map_or(Ok(None), Err);
            }
            last = None;
        }
        Err(last.unwrap_or_else(|| {
            Error::Damaged("the index changes too fast to be opened".to_owned())
        }))
    }

    fn load(
        layout: &Layout,
        manifest: &Manifest,
        catalogue: &Catalogue,
        fingerprint: Option<u32>,
        before: Option<&Self>,
    ) -> Result<Self, Error> {
        let known = catalogue.seq()?;
        if manifest.seq > known {
            return Err(Error::Ahead {
                index: manifest.seq,
                catalogue: known,
            });
        }
        let folder = layout.published.join(&manifest.folder);
        for file in &manifest.fulltext {
            file.verify(&folder)?;
        }
        let vectors = Vectors::open(layout, manifest, before.map(|before| &before.vectors))?;
        let (index, fields) = fulltext::open(&folder)?;
        let text = FullText::open(&index, fields, &vectors)?;
        Ok(Self {
            seq: manifest.seq,
            model: manifest.model.clone(),
            fingerprint,
            text,
            vectors,
            kept: Cache::default(),
        })
    }

    /// The change number that is searchable.
    pub fn seq(&self) -> Seq {
        self.seq
    }

    /// Passages.
    pub fn passages(&self) -> u64 {
        self.vectors.passages() as u64
    }

    /// The embedding model of the vectors.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Whether the manifest on disk names a newer generation than this one (cheap: reads one small file).
    pub fn is_stale(&self, root: &Path) -> bool {
        Manifest::fingerprint(&Layout::new(root).current())
            .is_some_and(|found| Some(found) != self.fingerprint)
    }

    /// Searches with other field weights: for tuning.
    pub fn set_text_weights(&mut self, weights: TextWeights) {
        self.text.set_weights(weights);
    }

    /// Chooses between scan and graph by another cost model: for measuring.
    pub fn set_cost(&mut self, cost: Cost) {
        self.vectors.set_cost(cost);
    }

    /// The best `limit` passages by BM25 over text, title and breadcrumb, syllables and bigrams, for each of the
    /// filters: several cost little more than one.
    pub fn text(
        &self,
        query: &TextQuery,
        filters: &[Filter],
        limit: usize,
    ) -> Result<Vec<Vec<Hit>>, Error> {
        let kept: Vec<Kept> = filters.iter().map(|filter| self.kept(filter)).collect();
        let kept: Vec<&Bits> = kept.iter().map(|kept| &**kept).collect();
        let found = self.text.search(query, &kept, limit)?;
        Ok(found.iter().map(|found| self.hits(found)).collect())
    }

    /// In how many passages each syllable stands, deleted ones among them; those of the unaccented fields must be
    /// unaccented.
    pub fn frequencies(&self, syllables: &[String], unaccented: bool) -> Result<Vec<u32>, Error> {
        self.text.frequencies(syllables, unaccented)
    }

    /// In how many passages two syllables stand as neighbours, given with a space between them.
    pub fn pair_frequency(&self, pair: &str, unaccented: bool) -> Result<u32, Error> {
        self.text.pair_frequency(pair, unaccented)
    }

    /// The syllables of passages that differ from this one in one or two places: a letter left out, put in,
    /// changed, or exchanged with its neighbour; sorted.
    pub fn similar(&self, syllable: &str, unaccented: bool) -> Result<Vec<String>, Error> {
        self.text.similar(syllable, unaccented)
    }

    /// How rare each syllable and each pair of neighbours is (BM25's idf, > 0), in the order given. Syllables of
    /// the unaccented fields must be unaccented.
    pub fn rarity(
        &self,
        syllables: &[String],
        unaccented: bool,
    ) -> Result<(Vec<f32>, Vec<f32>), Error> {
        self.text.rarity(syllables, unaccented)
    }

    /// The best `limit` passages by cosine to a unit vector. A vector of another width finds nothing.
    pub fn nearest(
        &self,
        vector: &[f32],
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<Hit>, Error> {
        if !vector.iter().all(|value| value.is_finite()) {
            return Ok(Vec::new());
        }
        let found = self.vectors.nearest(vector, &self.kept(filter), limit);
        Ok(self.hits(&found))
    }

    /// How many passages count for a filter; cheap once it was asked for.
    pub fn count(&self, filter: &Filter) -> usize {
        self.kept(filter).count()
    }

    /// BM25 scores of given passages are not kept; cosines are cheap: of these passages to a vector, same order.
    /// A passage that is not in this generation has 0.
    pub fn cosines(&self, vector: &[f32], passages: &[PassageId]) -> Vec<f32> {
        let cosine = |passage: &PassageId| {
            self.vectors
                .find(*passage)
                .map_or(0.0, |row| self.vectors.cosine(vector, row))
        };
        passages.iter().map(cosine).collect()
    }

    fn kept(&self, filter: &Filter) -> Kept {
        self.kept.get(filter, || self.vectors.kept(filter))
    }

    fn hits(&self, found: &[(f32, u32)]) -> Vec<Hit> {
        let hit = |(score, row): &(f32, u32)| {
            let (passage, article) = self.vectors.at(*row);
            Hit {
                passage,
                article,
                score: *score,
            }
        };
        found.iter().map(hit).collect()
    }
}
