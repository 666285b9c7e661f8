//! BM25 over several fields at once: every posting of every query term is added to its passage's sum.
//!
//! A question of twenty syllables has a hundred terms, most of them frequent: there is nothing to skip, so the
//! postings are read block by block into sums, and the day's bitmap is applied when the best are taken.

mod similar;
mod sums;
mod terms;

use std::sync::Arc;

use rayon::prelude::*;
use tantivy::{
    InvertedIndexReader, SegmentReader, directory::OwnedBytes, fieldnorm::FieldNormReader,
    postings::TermInfo, schema::Field,
};

use crate::{
    Error, TextQuery,
    best::Best,
    fulltext::{Fields, PASSAGE, Pair, Part, failure},
    live::Bits,
    vectors::Vectors,
};
use sums::Norms;
use terms::{Wanted, bigrams};

/// How much each field counts. Tuned on real questions; one place for all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextWeights {
    /// The passage's words: syllables.
    pub body_syllables: f32,
    /// The passage's words: pairs of neighbours.
    pub body_bigrams: f32,
    /// The article's heading: syllables.
    pub heading_syllables: f32,
    /// The article's heading: pairs.
    pub heading_bigrams: f32,
    /// Act, chapter, heading: syllables.
    pub breadcrumb_syllables: f32,
    /// Act, chapter, heading: pairs.
    pub breadcrumb_bigrams: f32,
    /// The document's symbol, or its number and year.
    pub symbol: f32,
    /// BM25: how soon repetition stops to count.
    pub k1: f32,
    /// BM25: how much long texts are held back.
    pub b: f32,
}

impl Default for TextWeights {
    fn default() -> Self {
        Self {
            body_syllables: 1.0,
            body_bigrams: 1.0,
            heading_syllables: 0.4,
            heading_bigrams: 0.6,
            breadcrumb_syllables: 0.4,
            breadcrumb_bigrams: 0.4,
            symbol: 2.0,
            k1: 1.0,
            b: 0.6,
        }
    }
}

impl TextWeights {
    fn of(&self, part: Part) -> (f32, f32) {
        match part {
            Part::Body => (self.body_syllables, self.body_bigrams),
            Part::Heading => (self.heading_syllables, self.heading_bigrams),
            Part::Breadcrumb => (self.breadcrumb_syllables, self.breadcrumb_bigrams),
        }
    }
}

/// The full text of a generation, open.
#[derive(Debug)]
pub(crate) struct FullText {
    fields: Fields,
    segments: Vec<Segment>,
    passages: f32,
    weights: TextWeights,
}

struct Segment {
    reader: SegmentReader,
    /// By the number of the field.
    postings: Vec<Arc<InvertedIndexReader>>,
    /// Codes of the passages' lengths, by the number of the field; empty where a field keeps none.
    lengths: Vec<OwnedBytes>,
    /// The row in the table of the generation; [`NO_ROW`] for what is deleted.
    rows: Vec<u32>,
}

impl std::fmt::Debug for Segment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Segment({})", self.reader.segment_id())
    }
}

const NO_ROW: u32 = u32::MAX;

/// A term of a query with its postings in each segment.
struct Known {
    field: usize,
    /// With its rarity and BM25's `k1 + 1`.
    weight: f32,
    infos: Vec<Option<TermInfo>>,
}

impl Known {
    fn of(&self, segment: usize) -> Option<sums::Term> {
        Some(sums::Term {
            field: self.field,
            info: self.infos[segment].clone()?,
            weight: self.weight,
        })
    }
}

impl FullText {
    /// Opens the segments of an index and ties their passages to the rows of the table.
    pub(crate) fn open(
        index: &tantivy::Index,
        fields: Fields,
        vectors: &Vectors,
    ) -> Result<Self, Error> {
        let mut segments = Vec::new();
        let mut found = 0;
        for segment in index.searchable_segments().map_err(failure)? {
            let reader = SegmentReader::open(&segment).map_err(failure)?;
            let fast = reader.fast_fields().u64(PASSAGE).map_err(failure)?;
            let row = |document: u32| {
                let passage = fast
                    .first(document)
                    .filter(|_| !reader.is_deleted(document))?;
                vectors.find(passage)
            };
            let rows: Vec<u32> = (0..reader.max_doc())
                .map(|document| row(document).unwrap_or(NO_ROW))
                .collect();
            found += rows.iter().filter(|row| **row != NO_ROW).count();
            let schema_fields: Vec<Field> =
                index.schema().fields().map(|(field, _)| field).collect();
            let mut postings = Vec::new();
            let mut lengths = Vec::new();
            for field in schema_fields {
                if !reader.schema().get_field_entry(field).is_indexed() {
                    continue;
                }
                postings.push(reader.inverted_index(field).map_err(failure)?);
                let codes = reader.fieldnorms_readers().get_inner_file();
                let codes = codes.open_read(field).map(|codes| codes.read_bytes());
                let codes = codes.transpose().map_err(Error::Disk)?;
                lengths.push(codes.unwrap_or_else(OwnedBytes::empty));
            }
            segments.push(Segment {
                reader,
                postings,
                lengths,
                rows,
            });
        }
        if found != vectors.passages() {
            return Err(Error::Damaged(format!(
                "full text holds {found} passages, the vectors {}",
                vectors.passages()
            )));
        }
        let passages = segments
            .iter()
            .map(|segment| segment.reader.max_doc() as f32)
            .sum();
        Ok(Self {
            fields,
            segments,
            passages,
            weights: TextWeights::default(),
        })
    }

    pub(crate) fn set_weights(&mut self, weights: TextWeights) {
        self.weights = weights;
    }

    /// The best `limit` rows of each set: the postings are read once for all of them.
    pub(crate) fn search(
        &self,
        query: &TextQuery,
        kept: &[&Bits],
        limit: usize,
    ) -> Result<Vec<Vec<(f32, u32)>>, Error> {
        let (terms, phrases) = terms::wanted(query, &self.fields, &self.weights);
        let terms = self.known(&terms)?;
        let phrases = phrases.iter().map(|phrase| self.known(&phrase.terms));
        let phrases = phrases.collect::<Result<Vec<_>, _>>()?;
        let norms = self.norms();
        // Segments are read side by side; one that is more than a core's share of all is cut.
        let all: usize = self.segments.iter().map(|segment| segment.rows.len()).sum();
        let share = all.div_ceil(rayon::current_num_threads());
        let segments = self.segments.par_iter().enumerate();
        let parts = segments.map(|(n, segment)| {
            let of = |known: &[Known]| -> Vec<sums::Term> {
                known.iter().filter_map(|known| known.of(n)).collect()
            };
            // A segment that lacks one of its terms holds no phrase.
            let whole = phrases
                .iter()
                .filter(|phrase| phrase.iter().all(|known| known.infos[n].is_some()));
            let found = whole.map(|phrase| sums::phrase(segment, &of(phrase), &norms));
            let found = found.collect::<Result<Vec<_>, _>>()?;
            sums::best(segment, &of(&terms), &found, &norms, (kept, limit), share)
        });
        let parts = parts.collect::<Result<Vec<Vec<Best>>, Error>>()?;
        let none: Vec<Best> = kept.iter().map(|_| Best::new(limit)).collect();
        let bests = parts.into_iter().fold(none, sums::merge);
        let scored = |best: Best| {
            let sorted = best.into_sorted().into_iter();
            sorted.map(|scored| (scored.score, scored.row)).collect()
        };
        Ok(bests.into_iter().map(scored).collect())
    }

    /// Terms as the segments hold them.
    fn known(&self, wanted: &[Wanted]) -> Result<Vec<Known>, Error> {
        let known = |wanted: &Wanted| {
            let infos = self.segments.iter();
            let infos = infos.map(|segment| self.term(segment, wanted));
            let infos = infos.collect::<Result<Vec<_>, _>>()?;
            let held = infos.iter().flatten();
            let frequency: f32 = held.map(|info| info.doc_freq as f32).sum();
            Ok(Known {
                field: wanted.field,
                weight: wanted.weight * self.rare(frequency) * (self.weights.k1 + 1.0),
                infos,
            })
        };
        wanted.iter().map(known).collect()
    }

    fn term(&self, segment: &Segment, wanted: &Wanted) -> Result<Option<TermInfo>, Error> {
        let Some(postings) = segment.postings.get(wanted.field) else {
            return Ok(None);
        };
        postings.get_term_info(&wanted.term).map_err(Error::Disk)
    }

    fn frequency(&self, wanted: &Wanted) -> Result<f32, Error> {
        let mut frequency = 0.0;
        for segment in &self.segments {
            frequency += self
                .term(segment, wanted)?
                .map_or(0.0, |info| info.doc_freq as f32);
        }
        Ok(frequency)
    }

    /// BM25's weight of a term by how few passages hold it.
    fn idf(&self, wanted: &Wanted) -> Result<f32, Error> {
        Ok(self.rare(self.frequency(wanted)?))
    }

    fn rare(&self, frequency: f32) -> f32 {
        (1.0 + (self.passages - frequency + 0.5) / (frequency + 0.5)).ln()
    }

    /// In how many passages' own words each syllable stands.
    pub(crate) fn frequencies(
        &self,
        syllables: &[String],
        unaccented: bool,
    ) -> Result<Vec<u32>, Error> {
        let field = self.body(unaccented).syllables;
        let wanted = syllables
            .iter()
            .map(|syllable| Wanted::one(field, syllable));
        wanted
            .map(|wanted| Ok(self.frequency(&wanted)? as u32))
            .collect()
    }

    /// In how many passages' own words two neighbours stand, given with a space between.
    pub(crate) fn pair_frequency(&self, pair: &str, unaccented: bool) -> Result<u32, Error> {
        let wanted = Wanted::one(self.body(unaccented).bigrams, pair);
        Ok(self.frequency(&wanted)? as u32)
    }

    fn body(&self, unaccented: bool) -> Pair {
        if unaccented {
            self.fields.unaccented[0]
        } else {
            self.fields.accented[0]
        }
    }

    /// The rarity of each syllable of a query and of each pair of its neighbours, in passages' own words.
    pub(crate) fn rarity(
        &self,
        syllables: &[String],
        unaccented: bool,
    ) -> Result<(Vec<f32>, Vec<f32>), Error> {
        let body = self.body(unaccented);
        let idf = |field: Field, text: &str| self.idf(&Wanted::one(field, text));
        let single = syllables
            .iter()
            .map(|syllable| idf(body.syllables, syllable));
        let pairs = bigrams(syllables);
        let pairs = pairs.map(|pair| idf(body.bigrams, &pair));
        Ok((
            single.collect::<Result<_, _>>()?,
            pairs.collect::<Result<_, _>>()?,
        ))
    }

    /// What lengths do to a term's score, by field.
    fn norms(&self) -> Vec<Norms> {
        let fields = self
            .segments
            .first()
            .map_or(0, |first| first.postings.len());
        (0..fields).map(|field| self.norms_of(field)).collect()
    }

    fn norms_of(&self, field: usize) -> Norms {
        let tokens: u64 = self
            .segments
            .iter()
            .map(|segment| segment.postings[field].total_num_tokens())
            .sum();
        let average = (tokens as f32 / self.passages.max(1.0)).max(1.0);
        let TextWeights { k1, b, .. } = self.weights;
        std::array::from_fn(|code| {
            let length = FieldNormReader::id_to_fieldnorm(code as u8) as f32;
            k1 * (1.0 - b + b * length / average)
        })
    }
}
