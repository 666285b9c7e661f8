//! What a search leaves unread against a search that reads everything.

use catalogue::PassageRow;
use tantivy::merge_policy::NoMergePolicy;

use super::*;
use crate::fulltext::{entry, in_memory};

/// Numbers that look drawn.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % bound
    }

    /// A word: the first are frequent, the last rare.
    fn word(&mut self) -> String {
        let bound = 1 + self.below(400);
        format!("w{}", self.below(bound))
    }

    fn text(&mut self, most: usize) -> String {
        let words: Vec<String> = (0..=self.below(most)).map(|_| self.word()).collect();
        words.join(" ")
    }
}

/// Passages of words in segments of these sizes.
fn stocked(sizes: &[usize], draw: &mut Draw) -> FullText {
    let (index, fields) = in_memory();
    let mut writer = index.writer_with_num_threads(1, 20_000_000).unwrap();
    writer.set_merge_policy(Box::new(NoMergePolicy));
    for size in sizes {
        for _ in 0..*size {
            let passage = PassageRow {
                id: 1,
                document: 1,
                path: legal::Path::default(),
                article_key: String::new(),
                breadcrumb: format!("Luật {} › Điều 1. {}", draw.text(4), draw.text(6)),
                text: draw.text(40),
                span: legal::Span::default(),
                page: None,
                validity: legal::Validity::default(),
            };
            writer.add_document(entry(&fields, &passage, "")).unwrap();
        }
        writer.commit().unwrap();
    }
    let mut base = 0;
    let segments = index
        .searchable_segments()
        .unwrap()
        .into_iter()
        .map(|segment| {
            let reader = SegmentReader::open(&segment).unwrap();
            let rows: Vec<u32> = (base..base + reader.max_doc()).collect();
            base += reader.max_doc();
            Segment::new(reader, rows).unwrap()
        });
    let segments = segments.collect();
    FullText {
        fields,
        segments,
        passages: sizes.iter().sum::<usize>() as f32,
        weights: TextWeights::default(),
    }
}

#[test]
fn what_is_left_out_is_never_among_the_best() {
    let mut draw = Draw(20_261_123);
    let sizes = [9_000, 5_000, 700];
    let all: usize = sizes.iter().sum();
    let text = stocked(&sizes, &mut draw);
    let few: Vec<bool> = (0..all).map(|_| draw.below(500) == 0).collect();
    let sets = [
        Bits::of(all, few.iter().map(|few| !few)),
        Bits::of(all, few.iter().copied()),
        Bits::of(all, (0..all).map(|_| false)),
    ];
    let sets: Vec<&Bits> = sets.iter().collect();
    for n in 0..60 {
        let words = |draw: &mut Draw, most| -> Vec<String> {
            (0..=draw.below(most)).map(|_| draw.word()).collect()
        };
        let query = TextQuery {
            syllables: words(&mut draw, 20),
            unaccented: n % 3 == 0,
            alternatives: vec![(words(&mut draw, 3), 0.5), (words(&mut draw, 1), 0.8)],
        };
        // Of all passages none can be left out: nothing is skipped.
        let whole = text.search(&query, &sets, all).unwrap();
        for limit in [1, 10, 250] {
            let best = text.search(&query, &sets, limit).unwrap();
            for (best, whole) in best.iter().zip(&whole) {
                assert_eq!(
                    *best,
                    whole[..whole.len().min(limit)],
                    "{query:?}, the best {limit}"
                );
            }
        }
    }
}
