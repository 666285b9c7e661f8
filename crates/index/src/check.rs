//! Checking a published index: what is wrong, where, and what to do.

use std::{collections::HashMap, path::Path};

use catalogue::{Catalogue, PassageId, Problem};

use crate::{
    Error, Filter, Generation, Want,
    fulltext::{self, PASSAGE, failure},
    manifest::{Layout, Manifest},
};

/// Vectors that must find themselves in a deep check.
const SAMPLE: usize = 200;

/// Checks manifest, sizes and checksums; `deep` also that every passage of the catalogue is in both parts
/// exactly once and that a sample of vectors finds itself.
pub fn check(root: &Path, catalogue: &Catalogue, deep: bool) -> Result<Vec<Problem>, Error> {
    let layout = Layout::new(root);
    let mut problems = Vec::new();
    let manifest = match Manifest::read(&layout.current()) {
        Ok(Some(manifest)) => manifest,
        Ok(None) => {
            if catalogue.seq()? > 0 {
                problems.push(problem(
                    "manifest.json",
                    "nothing is published: run `cancu rebuild`",
                ));
            }
            return Ok(problems);
        }
        Err(Error::Damaged(place)) => {
            problems.push(problem(
                &place,
                "does not match its checksum: run `cancu rebuild`",
            ));
            return Ok(problems);
        }
        Err(other) => return Err(other),
    };
    let folder = layout.published.join(&manifest.folder);
    let segments = manifest
        .segments
        .iter()
        .flat_map(|entry| std::iter::once(&entry.file).chain(&entry.graph));
    let texts = manifest.fulltext.iter().map(|file| (file, &folder));
    for (file, folder) in texts.chain(segments.map(|file| (file, &layout.vectors))) {
        match file.verify(folder) {
            Ok(()) => {}
            Err(Error::Damaged(detail)) => {
                let detail = format!("{detail} does not match its checksum: run `cancu rebuild`");
                problems.push(problem(
                    &folder.join(&file.name).display().to_string(),
                    &detail,
                ));
            }
            Err(other) => return Err(other),
        }
    }
    let known = catalogue.seq()?;
    if manifest.seq > known {
        let detail = format!(
            "knows change {}, the catalogue only {known}: restore the newer catalogue",
            manifest.seq
        );
        problems.push(problem("manifest.json", &detail));
    }
    // Being behind is no damage: another process may be loading, or the next load or start publishes the rest.
    if deep && problems.is_empty() && manifest.seq == known {
        compare(&layout, root, catalogue, &manifest, &mut problems)?;
    }
    Ok(problems)
}

fn problem(place: &str, detail: &str) -> Problem {
    Problem {
        place: place.to_owned(),
        detail: detail.to_owned(),
    }
}

/// Every passage in both parts once, and a sample of vectors finds itself.
fn compare(
    layout: &Layout,
    root: &Path,
    catalogue: &Catalogue,
    manifest: &Manifest,
    problems: &mut Vec<Problem>,
) -> Result<(), Error> {
    let held = catalogue.changes(0, manifest.seq)?.added;
    let mut texts: HashMap<PassageId, u32> = HashMap::new();
    let (index, _) = fulltext::open(&layout.published.join(&manifest.folder))?;
    for segment in index.searchable_segments().map_err(failure)? {
        let reader = tantivy::SegmentReader::open(&segment).map_err(failure)?;
        let fast = reader.fast_fields().u64(PASSAGE).map_err(failure)?;
        for passage in reader
            .doc_ids_alive()
            .filter_map(|document| fast.first(document))
        {
            *texts.entry(passage).or_default() += 1;
        }
    }
    let mut vectors: HashMap<PassageId, u32> = HashMap::new();
    for (rows, ..) in crate::vectors::Vectors::open_rows(layout, manifest, None)?.segments() {
        for (passage, document) in rows.passages.iter().zip(&rows.documents) {
            if manifest.removed.binary_search(document).is_err() {
                *vectors.entry(*passage).or_default() += 1;
            }
        }
    }
    for (name, found) in [("full text", &texts), ("vectors", &vectors)] {
        let wrong = held.iter().filter(|id| found.get(id) != Some(&1)).count();
        if wrong > 0 || found.len() != held.len() {
            let detail = format!(
                "{wrong} of {} passages are not there exactly once, {} are there: run `cancu rebuild`",
                held.len(),
                found.len()
            );
            problems.push(problem(name, &detail));
        }
    }
    let Some(generation) = Generation::open(root, catalogue)? else {
        return Ok(());
    };
    let sample: Vec<PassageId> = held
        .iter()
        .step_by((held.len() / SAMPLE).max(1))
        .copied()
        .collect();
    let mut lost = 0;
    let mut failed = None;
    catalogue.for_each_passage(&sample, &mut |passage, vector| {
        let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
        if length == 0.0 || failed.is_some() {
            return;
        }
        let unit: Vec<f32> = vector.iter().map(|value| value / length).collect();
        let filter = Filter::on(legal::Date::MIN, Want::All);
        // Passages with the same words have the same vector: being as near as the nearest is enough.
        match generation.nearest(&unit, &filter, 1) {
            Ok(hits) => {
                let own = generation.cosines(&unit, &[passage.id]);
                let best = hits.first().map_or(0.0, |hit| hit.score);
                lost += u32::from(own.first().is_none_or(|own| *own + 0.01 < best));
            }
            Err(error) => failed = Some(error),
        }
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    if lost > 0 {
        problems.push(problem(
            "vectors",
            &format!("{lost} vectors do not find themselves: run `cancu rebuild`"),
        ));
    }
    Ok(())
}
