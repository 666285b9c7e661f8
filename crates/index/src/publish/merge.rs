//! Merging: few segments of like size become one, so that a thousand small publishes stay as fast as one.

use crate::{Error, fulltext::Working, manifest::Manifest, segment::Rows, vectors::Vectors};

use super::{Parts, Run};

/// So many segments of one tier are merged.
const TOGETHER: usize = 4;
/// A segment is written again when more than this share of it was removed.
const REMOVED: f64 = 0.3;

/// Which segments to merge, by their places: `sizes` are passages that count and passages removed. `forget`: every one of
/// which anything was removed is written again.
fn plan(sizes: &[(u64, u64)], forget: bool) -> Vec<Vec<usize>> {
    // A tier holds sizes within a factor of four; the smallest tier all below 256.
    let tier = |(kept, _): &(u64, u64)| kept.max(&256).ilog2() / 2;
    let mut tiers: std::collections::BTreeMap<u32, Vec<usize>> = std::collections::BTreeMap::new();
    for (place, size) in sizes.iter().enumerate() {
        tiers.entry(tier(size)).or_default().push(place);
    }
    let mut groups = Vec::new();
    for places in tiers.into_values() {
        if places.len() >= TOGETHER {
            groups.push(places);
        } else {
            let stale = |place: &usize| {
                let (kept, removed) = sizes[*place];
                (forget && removed > 0) || removed as f64 > REMOVED * (kept + removed) as f64
            };
            groups.extend(places.into_iter().filter(stale).map(|place| vec![place]));
        }
    }
    groups
}

impl Run<'_> {
    /// Merges where it pays and publishes the result; `published` otherwise.
    pub(super) fn tidy(
        &self,
        text: &mut Working,
        mut parts: Parts,
        published: Manifest,
    ) -> Result<Manifest, Error> {
        let texts = text.sizes()?;
        let sizes: Vec<(u64, u64)> = texts
            .iter()
            .map(|(_, kept, removed)| (*kept, *removed))
            .collect();
        let mut merged = false;
        for group in plan(&sizes, self.forget) {
            let segments: Vec<_> = group.iter().map(|place| texts[*place].0).collect();
            text.merge(&segments)?;
            merged = true;
        }
        merged |= self.merge_vectors(&mut parts)?;
        if !merged {
            return Ok(published);
        }
        self.settle(&mut parts)?;
        self.name(text, &parts, &published.fulltext)
    }

    fn merge_vectors(&self, parts: &mut Parts) -> Result<bool, Error> {
        // Of what is named now: a segment of which nothing was left is not in it any more.
        let manifest = self.manifest(parts, String::new(), Vec::new());
        let vectors = Vectors::open_rows(self.layout, &manifest, Some(&parts.held))?;
        let segments: Vec<(&Rows, usize, bool)> = vectors.segments().collect();
        let sizes: Vec<(u64, u64)> = segments
            .iter()
            .map(|(rows, kept, _)| (*kept as u64, (rows.len() - kept) as u64))
            .collect();
        let groups = plan(&sizes, self.forget);
        if groups.is_empty() {
            return Ok(false);
        }
        let mut gone = Vec::new();
        for group in groups {
            let mut rows = Rows::new(&parts.model, parts.dims);
            for place in &group {
                let from = segments[*place].0;
                rows.append(from, |row| {
                    parts.removed.binary_search(&from.documents[row]).is_err()
                });
            }
            rows.sort();
            parts.segments.push(self.write(&rows)?);
            gone.extend(group);
        }
        let mut place = 0;
        parts.segments.retain(|_| {
            place += 1;
            !gone.contains(&(place - 1))
        });
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_sizes_are_merged_and_stale_ones_written_again() {
        for (sizes, expected) in [
            (vec![], vec![]),
            (vec![(10, 0), (20, 0), (30, 0)], vec![]),
            (
                vec![(10, 0), (20, 0), (30, 0), (250, 0), (100_000, 0)],
                vec![vec![0, 1, 2, 3]],
            ),
            (vec![(100_000, 60_000), (5_000, 10)], vec![vec![0]]),
            (vec![(0, 10)], vec![vec![0]]),
        ] {
            assert_eq!(plan(&sizes, false), expected, "{sizes:?}");
        }
        let sizes = [(100_000, 1), (5_000, 0), (0, 1)];
        assert_eq!(plan(&sizes, true), [vec![2], vec![0]]);
    }
}
