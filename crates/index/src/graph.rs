//! A graph over a large segment (hnsw_rs): a cache beside the segment's file, built again whenever in doubt.
//!
//! hnsw_rs ends the process on damaged files, so they are checksummed before they are loaded; it panics on NaN,
//! which `segment` refuses; it dumps only with 16 layers; it cannot delete, so rows are filtered while searching.

use std::path::Path;

use anndists::dist::Distance;
use hnsw_rs::prelude::{AnnT, Hnsw, HnswIo};
use rayon::prelude::*;

use crate::{
    Cost, Error,
    dot::dot,
    manifest::{FileEntry, sync_folder},
    segment::Rows,
};

/// Neighbours a row keeps.
const NEIGHBOURS: usize = 16;
/// Candidates looked at while building.
const BUILD_CANDIDATES: usize = 200;
/// hnsw_rs can only dump graphs with this many layers.
const LAYERS: usize = 16;

/// 1 − cosine of two rows of codes, each followed by the four bytes of its scale.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CodeDistance;

impl Distance<i8> for CodeDistance {
    fn eval(&self, one: &[i8], other: &[i8]) -> f32 {
        let (Some((one, scale)), Some((other, other_scale))) =
            (one.split_last_chunk(), other.split_last_chunk())
        else {
            return 1.0;
        };
        let number = |bytes: &[i8; 4]| f32::from_le_bytes(bytes.map(i8::cast_unsigned));
        // hnsw_rs expects distances that are not negative.
        (1.0 - dot(one, other) as f32 * number(scale) * number(other_scale)).max(0.0)
    }
}

/// A row as the graph holds it.
fn with_scale(codes: &[i8], scale: f32) -> Vec<i8> {
    codes
        .iter()
        .copied()
        .chain(scale.to_le_bytes().map(u8::cast_signed))
        .collect()
}

pub(crate) struct Graph(Hnsw<'static, i8, CodeDistance>);

impl std::fmt::Debug for Graph {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Graph({} rows)", self.0.get_nb_point())
    }
}

impl Graph {
    /// Builds the graph of a segment; rows without a vector are left out.
    pub(crate) fn build(rows: &Rows) -> Self {
        let graph = Hnsw::new(
            NEIGHBOURS,
            rows.len().max(1),
            LAYERS,
            BUILD_CANDIDATES,
            CodeDistance,
        );
        let vectors: Vec<(Vec<i8>, usize)> = (0..rows.len())
            .filter(|row| rows.scales[*row] != 0.0)
            .map(|row| (with_scale(rows.codes_of(row), rows.scales[row]), row))
            .collect();
        let vectors: Vec<(&Vec<i8>, usize)> =
            vectors.iter().map(|(vector, row)| (vector, *row)).collect();
        graph.parallel_insert(&vectors);
        Self(graph)
    }

    /// The rows that do not find themselves, nor another with the same vector: by chance, and where many passages
    /// say nearly the same, a graph has islands that no search reaches.
    pub(crate) fn strays(&self, rows: &Rows) -> Vec<u32> {
        let strays = (0..rows.len()).into_par_iter();
        let strays = strays.filter(|row| rows.scales[*row] != 0.0 && !self.finds(rows, *row));
        strays.map(|row| row as u32).collect()
    }

    fn finds(&self, rows: &Rows, row: usize) -> bool {
        let own = (rows.codes_of(row), rows.scales[row]);
        let found = self.search(own, 10, Cost::candidates(10), &|_| true);
        let same = |found: usize| found == row || rows.codes_of(found) == own.0;
        found.into_iter().any(same)
    }

    /// Writes the two files under a name that is not in use, synced.
    pub(crate) fn write(&self, folder: &Path, name: &str) -> Result<Vec<FileEntry>, Error> {
        let failed =
            |error: &dyn std::fmt::Display| Error::Disk(std::io::Error::other(error.to_string()));
        let given = self
            .0
            .file_dump(folder, name)
            .map_err(|error| failed(&error))?;
        if given != name {
            return Err(failed(&format!(
                "{name}: a graph of this name is there already"
            )));
        }
        let mut files = Vec::new();
        for name in names(name) {
            fs_err::File::open(folder.join(&name))?.sync_all()?;
            files.push(FileEntry::of(folder, &name)?);
        }
        sync_folder(folder)?;
        Ok(files)
    }

    /// Loads the files of a manifest entry after checking them.
    pub(crate) fn read(folder: &Path, files: &[FileEntry], rows: &Rows) -> Result<Self, Error> {
        for file in files {
            file.verify(folder)?;
        }
        let damaged = || {
            Error::Damaged(
                files
                    .first()
                    .map(|file| file.name.clone())
                    .unwrap_or_default(),
            )
        };
        let name = files
            .iter()
            .find_map(|file| file.name.strip_suffix(GRAPH))
            .ok_or_else(damaged)?;
        if names(name)
            .iter()
            .any(|name| !files.iter().any(|file| file.name == *name))
        {
            return Err(damaged());
        }
        // The loaded graph borrows its loader: a few words that live as long as the process.
        let loader = Box::leak(Box::new(HnswIo::new(folder, name)));
        let graph: Hnsw<'static, i8, CodeDistance> = loader.load_hnsw().map_err(|_| damaged())?;
        let expected = rows.scales.iter().filter(|scale| **scale != 0.0).count();
        if graph.get_nb_point() != expected
            || (expected > 0 && graph.get_point_indexation().get_data_dimension() != rows.dims + 4)
        {
            return Err(damaged());
        }
        Ok(Self(graph))
    }

    /// Rows near the query for which `keep` holds: at most `limit`, found among `candidates`.
    pub(crate) fn search(
        &self,
        query: (&[i8], f32),
        limit: usize,
        candidates: usize,
        keep: &(dyn Fn(usize) -> bool + Sync),
    ) -> Vec<usize> {
        let query = with_scale(query.0, query.1);
        let filter = |row: &usize| keep(*row);
        let found = self
            .0
            .search_filter(&query, limit, candidates.max(limit), Some(&filter));
        found
            .iter()
            .map(hnsw_rs::prelude::Neighbour::get_origin_id)
            .collect()
    }
}

const GRAPH: &str = ".hnsw.graph";

fn names(name: &str) -> [String; 2] {
    [format!("{name}{GRAPH}"), format!("{name}.hnsw.data")]
}
