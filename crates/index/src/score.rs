//! BM25 over several fields at once: the postings of a query's terms are added to their passages' sums.
//!
//! A question of twenty syllables has a hundred terms, most of them frequent. The rare ones come first: their
//! postings are read block by block into one row of sums. Once what is left can no longer bring most passages among
//! the best, the frequent ones are looked up for those alone for which it can (MaxScore: Turtle and Flood, "Query
//! evaluation: strategies and optimizations", 1995). The order in which a passage's parts are added up is always
//! the same, so its score is, to the bit, the one that reading every posting gives.

mod similar;
mod sums;
mod terms;

use std::sync::Arc;

use tantivy::{
    InvertedIndexReader, SegmentReader,
    fieldnorm::FieldNormReader,
    postings::{BlockSegmentPostings, TermInfo},
    schema::{Field, FieldEntry, IndexRecordOption},
};

use crate::{
    Error, TextQuery,
    best::Best,
    fulltext::{Fields, PASSAGE, Pair, Part, failure},
    live::Bits,
    vectors::Vectors,
};
use sums::Sums;
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
    lengths: Vec<Option<FieldNormReader>>,
    /// The row in the table of the generation; [`NO_ROW`] for what is deleted.
    rows: Vec<u32>,
}

impl Segment {
    fn new(reader: SegmentReader, rows: Vec<u32>) -> Result<Self, Error> {
        let (mut postings, mut lengths) = (Vec::new(), Vec::new());
        let indexed = |(_, entry): &(Field, &FieldEntry)| entry.is_indexed();
        for (field, _) in reader.schema().fields().filter(indexed) {
            postings.push(reader.inverted_index(field).map_err(failure)?);
            let norms = reader.fieldnorms_readers();
            lengths.push(norms.get_field(field).map_err(failure)?);
        }
        Ok(Self {
            reader,
            postings,
            lengths,
            rows,
        })
    }
}

impl std::fmt::Debug for Segment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Segment({})", self.reader.segment_id())
    }
}

const NO_ROW: u32 = u32::MAX;

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
            segments.push(Segment::new(reader, rows)?);
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
        let mut bests: Vec<Best> = kept.iter().map(|_| Best::new(limit)).collect();
        let parts = self.parts(query)?;
        // What all that follow a part can add together.
        let mut left = vec![0.0; parts.len()];
        for at in (1..parts.len()).rev() {
            left[at - 1] = left[at] + parts[at].bound;
        }
        for segment in &self.segments {
            let mut sums = Sums::new(&segment.rows, kept, limit);
            for (part, left) in parts.iter().zip(&left) {
                self.add_part(segment, part, &mut sums)?;
                sums.narrow(*left, &bests);
            }
            sums.offer(&mut bests);
        }
        let scored = |best: Best| {
            let sorted = best.into_sorted().into_iter();
            sorted.map(|scored| (scored.score, scored.row)).collect()
        };
        Ok(bests.into_iter().map(scored).collect())
    }

    /// What adds to the scores of a query, in the order of how much it can add, the most first.
    fn parts(&self, query: &TextQuery) -> Result<Vec<Summand>, Error> {
        let (terms, phrases) = terms::wanted(query, &self.fields, &self.weights);
        let mut parts = Vec::with_capacity(terms.len() + phrases.len());
        for term in terms {
            let term = self.rated(term)?;
            let bound = term.bound(self.weights.k1);
            parts.push(Summand {
                terms: vec![term],
                bound,
            });
        }
        for phrase in phrases {
            let terms = phrase.terms.into_iter().map(|term| self.rated(term));
            let terms = terms.collect::<Result<Vec<_>, _>>()?;
            let bound = terms.iter().map(|term| term.bound(self.weights.k1)).sum();
            parts.push(Summand { terms, bound });
        }
        // What stands in no passage adds nothing.
        parts.retain(|part| part.terms.iter().all(|term| term.frequency > 0.0));
        parts.sort_by(|a, b| b.bound.total_cmp(&a.bound));
        Ok(parts)
    }

    fn rated(&self, wanted: Wanted) -> Result<Rated, Error> {
        let frequency = self.frequency(&wanted)?;
        Ok(Rated {
            idf: self.rare(frequency),
            frequency,
            wanted,
        })
    }

    fn add_part(
        &self,
        segment: &Segment,
        part: &Summand,
        sums: &mut Sums<'_>,
    ) -> Result<(), Error> {
        let [term] = part.terms.as_slice() else {
            return self.add_phrase(segment, &part.terms, sums);
        };
        let Some((mut postings, scores)) = self.postings(segment, term)? else {
            return Ok(());
        };
        let reads = postings.doc_freq();
        let (all, few) = sums.to_add(reads);
        match few {
            Some(few) => {
                for document in few {
                    if let Some(score) = scores.look_up(&mut postings, *document) {
                        all[*document as usize] += score;
                    }
                }
            }
            None => scores.each(&mut postings, |document, score| {
                all[document as usize] += score
            }),
        }
        Ok(())
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

    /// The passages of a segment that hold a term, and how each of them scores.
    fn postings<'a>(
        &self,
        segment: &'a Segment,
        term: &Rated,
    ) -> Result<Option<(BlockSegmentPostings, Scores<'a>)>, Error> {
        let field = term.wanted.field;
        let Some(info) = self.term(segment, &term.wanted)? else {
            return Ok(None);
        };
        let postings = segment.postings[field]
            .read_block_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)
            .map_err(Error::Disk)?;
        let scores = Scores {
            weight: term.bound(self.weights.k1),
            norms: self.norms(field),
            lengths: segment.lengths.get(field).and_then(Option::as_ref),
        };
        Ok(Some((postings, scores)))
    }

    /// `k1 × (1 − b + b × length ÷ average)` by the length's code.
    fn norms(&self, field: usize) -> [f32; 256] {
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

    /// Adds the passages that hold every term of a phrase. Pairs of neighbours stand for the order: a passage
    /// with all pairs of a wording nearly always has the wording.
    fn add_phrase(
        &self,
        segment: &Segment,
        terms: &[Rated],
        sums: &mut Sums<'_>,
    ) -> Result<(), Error> {
        let mut found: Vec<(u32, f32)> = Vec::new();
        for (n, term) in terms.iter().enumerate() {
            let Some((mut postings, scores)) = self.postings(segment, term)? else {
                return Ok(());
            };
            let mut next = Vec::new();
            if n == 0 {
                scores.each(&mut postings, |document, score| {
                    next.push((document, score))
                });
            } else {
                for (document, sum) in found {
                    if let Some(score) = scores.look_up(&mut postings, document) {
                        next.push((document, sum + score));
                    }
                }
            }
            found = next;
        }
        let (all, _) = sums.to_add(0);
        for (document, score) in found {
            all[document as usize] += score;
        }
        Ok(())
    }
}

/// A term of a query and how rare it is.
struct Rated {
    wanted: Wanted,
    frequency: f32,
    idf: f32,
}

impl Rated {
    /// What it adds at most.
    fn bound(&self, k1: f32) -> f32 {
        self.wanted.weight * self.idf * (k1 + 1.0)
    }
}

/// What adds to a score: a term, or the terms of a phrase.
struct Summand {
    terms: Vec<Rated>,
    bound: f32,
}

/// How the passages of a segment score for a term.
struct Scores<'a> {
    weight: f32,
    norms: [f32; 256],
    lengths: Option<&'a FieldNormReader>,
}

impl Scores<'_> {
    #[inline]
    fn of(&self, document: u32, frequency: u32) -> f32 {
        let length = self
            .lengths
            .map_or(0, |lengths| lengths.fieldnorm_id(document));
        let frequency = frequency as f32;
        self.weight * frequency / (frequency + self.norms[length as usize])
    }

    /// The score of a passage if it holds the term; passages must be asked for in their order.
    #[inline]
    fn look_up(&self, postings: &mut BlockSegmentPostings, document: u32) -> Option<f32> {
        let at = postings.seek(document);
        (postings.doc(at) == document).then(|| self.of(document, postings.freq(at)))
    }

    /// Hands out each passage that holds the term, with its score.
    fn each(&self, postings: &mut BlockSegmentPostings, mut each: impl FnMut(u32, f32)) {
        loop {
            let documents = postings.docs();
            if documents.is_empty() {
                return;
            }
            for (document, frequency) in documents.iter().zip(postings.freqs()) {
                each(*document, self.of(*document, *frequency));
            }
            postings.advance();
        }
    }
}

#[cfg(test)]
mod tests;
