//! Scan or graph: what a search of a segment costs, and which way is cheaper.
//!
//! The constants come from `cargo run --release -p index --example vector_cost`.

/// Building a graph takes some 5 ms of CPU time a row, more than an hour for a million, while the scan of a million
/// rows of 256 codes takes some 40 ms of one core (ten times what the measure in `dot` prints): only what is several
/// times larger is worth it.
const GRAPH_ROWS: usize = 4_000_000;

/// Fewer rows are scanned in less than a millisecond.
const SIGNS_ROWS: usize = 50_000;

/// A way to search a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Every kept row, exactly.
    Scan,
    /// By its graph, nearly exactly.
    Graph,
}

/// What the two ways cost, in nanoseconds of one thread, and when a graph is built at all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// Segments of at least this many rows get a graph.
    pub graph_rows: usize,
    /// Of at least this many kept rows the signs are looked at first.
    pub signs_rows: usize,
    /// Of the scan: each row, kept or not.
    pub row: f64,
    /// Of the scan: each kept row, by dimension.
    pub kept_dimension: f64,
    /// Of the graph: each candidate, by dimension, times the natural logarithm of the rows.
    pub candidate_dimension: f64,
    /// How the graph's cost grows as the filter keeps less: share kept to the power of minus this.
    pub filter_power: f64,
}

impl Default for Cost {
    fn default() -> Self {
        Self {
            graph_rows: GRAPH_ROWS,
            signs_rows: SIGNS_ROWS,
            row: 0.5,
            kept_dimension: 0.125,
            candidate_dimension: 12.0,
            filter_power: 1.0,
        }
    }
}

impl Cost {
    /// How many candidates a graph search of `limit` rows looks at.
    pub fn candidates(limit: usize) -> usize {
        (limit * 2).max(64)
    }

    /// The scan's nanoseconds.
    pub fn scan(&self, rows: usize, share: f64, dims: usize) -> f64 {
        rows as f64 * (self.row + share * dims as f64 * self.kept_dimension)
    }

    /// The graph's nanoseconds.
    pub fn graph(&self, rows: usize, share: f64, dims: usize, limit: usize) -> f64 {
        let candidates = Self::candidates(limit) as f64;
        let logarithm = (rows.max(2) as f64).ln();
        candidates * dims as f64 * self.candidate_dimension * logarithm
            / share.max(1e-9).powf(self.filter_power)
    }

    /// The cheaper way for a segment that has a graph.
    pub fn way(&self, rows: usize, share: f64, dims: usize, limit: usize) -> Way {
        // A graph cannot promise more rows than it looks at, nor find what a filter all but empties.
        if share * (rows as f64) < 10.0 * limit as f64 {
            return Way::Scan;
        }
        if self.graph(rows, share, dims, limit) < self.scan(rows, share, dims) {
            Way::Graph
        } else {
            Way::Scan
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_or_filtered_is_scanned_and_large_is_not() {
        let cost = Cost::default();
        for (rows, share, way) in [
            (20_000, 1.0, Way::Scan),
            (5_000_000, 1.0, Way::Graph),
            (5_000_000, 0.01, Way::Scan),
            (5_000_000, 0.0, Way::Scan),
        ] {
            assert_eq!(
                cost.way(rows, share, 256, 20),
                way,
                "{rows} rows, {share} kept"
            );
        }
    }
}
