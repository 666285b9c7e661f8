//! The vector segments of a generation in memory: the table of its passages, and the nearest of them.

use std::{collections::HashSet, sync::Arc};

use catalogue::{DocumentRowId, PassageId};

use crate::{
    Error, Filter,
    best::Best,
    cost::{Cost, Way},
    graph::Graph,
    live::{Bits, counts},
    manifest::{Layout, Manifest, SegmentEntry},
    scan::{cosine, scan, scan_of},
    segment::{Rows, quantise},
    signs::Signs,
};

/// Looked at for each row asked for: the scan's order is nearly, not quite, that of the exact cosines.
const LOOKED_AT: usize = 3;
/// Looked at by their codes for each row that the scan would give: those with the fewest other signs …
const BY_SIGNS: usize = 16;
/// … and at least this share of the rows: of a million texts without sense, which all lie close together, the nearest
/// four thousand by signs held .87 of the nearest ten.
const SHARE_BY_SIGNS: usize = 16;

#[derive(Debug)]
struct Segment {
    entry: SegmentEntry,
    rows: Arc<Rows>,
    /// Its first row in the table of the generation.
    base: usize,
    /// Empty where it is small, or opened for a publish.
    signs: Arc<Signs>,
    graph: Option<Arc<Graph>>,
    /// Whether its graph is there and whole, loaded or not.
    has_graph: bool,
}

/// All segments; their rows, one after the other, are the table of the generation.
#[derive(Debug, Default)]
pub(crate) struct Vectors {
    segments: Vec<Segment>,
    alive: Bits,
    cost: Cost,
}

impl Vectors {
    /// Reads what a manifest names, every file checked. A graph that is damaged is left out: the segment is
    /// scanned, and the next publish builds it again. Segments that `held` has are taken from there: they are
    /// written once.
    pub(crate) fn open(
        layout: &Layout,
        manifest: &Manifest,
        held: Option<&Self>,
    ) -> Result<Self, Error> {
        let graph = |entry: &SegmentEntry, rows: &Rows| {
            Graph::read(&layout.vectors, &entry.graph, rows)
                .ok()
                .map(Arc::new)
        };
        let mut vectors = Self::read(layout, manifest, held, |entry, rows, known| {
            let graph = match known.and_then(|known| known.graph.clone()) {
                Some(known) => Some(known),
                None if entry.graph.is_empty() => None,
                None => graph(entry, rows),
            };
            (graph.is_some(), graph)
        })?;
        let least = Cost::default().signs_rows;
        for segment in &mut vectors.segments {
            if segment.rows.len() >= least && segment.signs.is_empty() {
                segment.signs = Arc::new(Signs::of(&segment.rows.codes, segment.rows.dims));
            }
        }
        Ok(vectors)
    }

    /// [`Self::open`] for a publish: graphs are checked, not loaded.
    pub(crate) fn open_rows(
        layout: &Layout,
        manifest: &Manifest,
        held: Option<&Self>,
    ) -> Result<Self, Error> {
        let whole = |entry: &SegmentEntry| {
            let mut files = entry.graph.iter();
            !entry.graph.is_empty() && files.all(|file| file.verify(&layout.vectors).is_ok())
        };
        Self::read(layout, manifest, held, |entry, _, known| {
            (
                known.map_or_else(|| whole(entry), |known| known.has_graph),
                None,
            )
        })
    }

    fn read(
        layout: &Layout,
        manifest: &Manifest,
        held: Option<&Self>,
        graph: impl Fn(&SegmentEntry, &Rows, Option<&Segment>) -> (bool, Option<Arc<Graph>>),
    ) -> Result<Self, Error> {
        let mut segments = Vec::new();
        let mut base = 0;
        let held: &[Segment] = held.map_or(&[], |held| &held.segments);
        for entry in &manifest.segments {
            let known = held.iter().find(|known| known.entry == *entry);
            let rows = match known {
                Some(known) => Arc::clone(&known.rows),
                None => Arc::new(Rows::read(&layout.vectors, &entry.file)?),
            };
            let (has_graph, graph) = graph(entry, &rows, known);
            let count = rows.len();
            segments.push(Segment {
                entry: entry.clone(),
                rows,
                base,
                signs: known
                    .map(|known| Arc::clone(&known.signs))
                    .unwrap_or_default(),
                graph,
                has_graph,
            });
            base += count;
        }
        // A row is a u32 everywhere below.
        if u32::try_from(base).is_err() {
            return Err(Error::Damaged(
                "more than four thousand million passages".to_owned(),
            ));
        }
        let removed: HashSet<DocumentRowId> = manifest.removed.iter().copied().collect();
        let documents = segments.iter().flat_map(|segment| &segment.rows.documents);
        let alive = Bits::of(base, documents.map(|document| !removed.contains(document)));
        Ok(Self {
            segments,
            alive,
            cost: Cost::default(),
        })
    }

    pub(crate) fn set_cost(&mut self, cost: Cost) {
        self.cost = cost;
    }

    /// Passages that count, whatever the day.
    pub(crate) fn passages(&self) -> usize {
        self.alive.count()
    }

    /// The rows that a filter keeps.
    pub(crate) fn kept(&self, filter: &Filter) -> Bits {
        let rows = self
            .segments
            .last()
            .map_or(0, |last| last.base + last.rows.len());
        let each = self.segments.iter().flat_map(|segment| {
            let rows = segment.rows.days.iter().zip(&segment.rows.documents);
            rows.zip(segment.base..)
        });
        let counted = each
            .map(|((days, document), row)| self.alive.has(row) && counts(*days, *document, filter));
        Bits::of(rows, counted)
    }

    /// The row of a passage that counts.
    pub(crate) fn find(&self, passage: PassageId) -> Option<u32> {
        self.segments
            .iter()
            .filter_map(|segment| {
                Some(segment.base + segment.rows.passages.binary_search(&passage).ok()?)
            })
            .find(|row| self.alive.has(*row))
            .and_then(|row| u32::try_from(row).ok())
    }

    /// The passage and the article of a row.
    pub(crate) fn at(&self, row: u32) -> (PassageId, u32) {
        let (rows, row) = self.place(row);
        (rows.passages[row], rows.articles[row])
    }

    fn place(&self, row: u32) -> (&Rows, usize) {
        let row = row as usize;
        let segment = self
            .segments
            .partition_point(|segment| segment.base <= row)
            .saturating_sub(1);
        let segment = &self.segments[segment];
        (&segment.rows, row - segment.base)
    }

    /// The best `limit` kept rows by cosine.
    pub(crate) fn nearest(&self, vector: &[f32], kept: &Bits, limit: usize) -> Vec<(f32, u32)> {
        let mut best = Best::new(limit);
        for segment in &self.segments {
            let rows = &segment.rows;
            if rows.dims != vector.len() || limit == 0 {
                continue;
            }
            let (scale, query) = quantise(vector, rows.dims);
            if scale == 0.0 {
                continue;
            }
            for row in self.candidates(segment, (&query, scale), kept, limit) {
                best.offer(cosine(vector, rows, row), (segment.base + row) as u32);
            }
        }
        best.into_sorted()
            .into_iter()
            .map(|scored| (scored.score, scored.row))
            .collect()
    }

    /// Rows of a segment among which the best `limit` are.
    fn candidates(
        &self,
        segment: &Segment,
        query: (&[i8], f32),
        kept: &Bits,
        limit: usize,
    ) -> Vec<usize> {
        let rows = &segment.rows;
        let end = segment.base + rows.len();
        let count = kept.count_in(segment.base, end);
        let share = count as f64 / rows.len().max(1) as f64;
        let wanted = (limit * LOOKED_AT).max(32);
        if let Some(graph) = &segment.graph
            && self.cost.way(rows.len(), share, rows.dims, limit) == Way::Graph
        {
            let keep = |row: usize| kept.has(segment.base + row);
            let mut found = graph.search(query, limit, Cost::candidates(limit), &keep);
            // hnsw_rs may come back with fewer than there are; the scan never does.
            if found.len() >= limit {
                let strays = segment.entry.strays.iter().map(|row| *row as usize);
                let strays: Vec<usize> = strays.filter(|row| keep(*row)).collect();
                found.extend(strays);
                found.sort_unstable();
                found.dedup();
                return found;
            }
        }
        let near = (wanted * BY_SIGNS).max(rows.len() / SHARE_BY_SIGNS);
        let by_signs = !segment.signs.is_empty() && count >= self.cost.signs_rows.max(2 * near);
        let found = match by_signs {
            true => {
                // A row without a vector is near nothing.
                let has = |row: usize| kept.has(segment.base + row) && rows.scales[row] != 0.0;
                let near = segment.signs.nearest(query.0, has, near);
                scan_of(rows, &near, query.0, wanted)
            }
            false => scan(rows, segment.base, query.0, kept, wanted),
        };
        found
            .into_sorted()
            .into_iter()
            .map(|scored| scored.row as usize)
            .collect()
    }

    /// The cosine of one row.
    pub(crate) fn cosine(&self, vector: &[f32], row: u32) -> f32 {
        let (rows, row) = self.place(row);
        if rows.dims == vector.len() {
            cosine(vector, rows, row)
        } else {
            0.0
        }
    }

    /// The segments' rows, with the number of each that count.
    pub(crate) fn segments(&self) -> impl Iterator<Item = (&Rows, usize, bool)> {
        self.segments.iter().map(|segment| {
            let alive = self
                .alive
                .count_in(segment.base, segment.base + segment.rows.len());
            (&*segment.rows, alive, segment.has_graph)
        })
    }
}
