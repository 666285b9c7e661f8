//! Publishing: bringing the index to the catalogue's state and naming it in the manifest.
//!
//! 1. tantivy commits with the change number as payload, its folder is synced.
//! 2. New passages become a new vector segment; a graph where the segment is large.
//! 3. The committed files are linked into a folder of their own under `published/`.
//! 4. The manifest is written, synced and renamed: from here on it is searchable.
//! 5. Segments are merged where there are many, and the result is published the same way.
//! 6. Files that neither manifest names are deleted, the catalogue purged of what both have passed.
//!
//! Where something was removed for good, all of this goes further: segments that held any of it are written again, the
//! manifest is written twice, so that the one before names nothing older, and the catalogue is purged up to now. A reader
//! that holds an older generation keeps its files, which have no name any more and are freed when it lets go.
//!
//! A stop at any point leaves the old manifest with all its files, or the new one with all of its. What a stop
//! leaves behind is replayed, or made again, by the next publish.

use std::path::Path;

use catalogue::{Catalogue, Change, DocumentRowId, PassageId, Seq};

use crate::{
    Cost, Error,
    fulltext::{Working, remove_folder},
    graph::Graph,
    manifest::{FORMAT, FileEntry, Layout, Manifest, SegmentEntry},
    segment::Rows,
    vectors::Vectors,
};

mod feed;
mod merge;
mod name;

/// What a publish did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The catalogue's change number that is now searchable.
    pub seq: Seq,
    /// Passages searchable now.
    pub passages: u64,
    /// Whether derived files had to be made again from the catalogue.
    pub rebuilt: bool,
}

/// Brings the index under `root` to the catalogue's state (replay or, where damaged, rebuild), swaps the
/// manifest and purges what no generation points to. Does nothing if it is current. The durability contract
/// of the module docs holds at every instruction. `progress(done, total)` counts passages.
pub fn publish(
    root: &Path,
    catalogue: &Catalogue,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Published, Error> {
    publish_with(root, catalogue, &Cost::default(), progress)
}

/// [`publish`] with another cost model: one that builds graphs over smaller segments, say.
pub fn publish_with(
    root: &Path,
    catalogue: &Catalogue,
    cost: &Cost,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Published, Error> {
    let _guard = catalogue.writer_guard()?;
    let layout = Layout::new(root);
    let to = catalogue.seq()?;
    let known = known(&layout)?;
    if let Some(index) = known
        .iter()
        .map(|manifest| manifest.seq)
        .max()
        .filter(|seq| *seq > to)
    {
        return Err(Error::Ahead {
            index,
            catalogue: to,
        });
    }
    let lost = known.is_empty() && (layout.current().exists() || layout.previous().exists());
    let run = Run {
        layout: &layout,
        catalogue,
        cost,
        to,
        forget: catalogue.is_to_forget()?,
    };
    let whole = Manifest::read(&layout.current()).is_ok_and(|current| current.is_some());
    let mut damaged = lost;
    for (n, manifest) in known.iter().enumerate() {
        match run.base(manifest) {
            Ok(vectors) => {
                let text_whole = run.is_text_whole(manifest)?;
                // The newest manifest, whole, of this very state: nothing to do.
                if n == 0
                    && !run.forget
                    && whole
                    && manifest.seq == to
                    && text_whole
                    && run.is_settled(manifest, &vectors)
                {
                    run.clean(manifest.seq)?;
                    return Ok(Published {
                        seq: to,
                        passages: manifest.passages,
                        rebuilt: damaged,
                    });
                }
                if !text_whole {
                    // The writer's folder holds the same files under other names. tantivy's own checksums do not
                    // cover every byte, so none of it is trusted.
                    remove_folder(&layout.fulltext)?;
                }
                let base = Base {
                    manifest,
                    vectors,
                    text_whole,
                };
                return run.follow(Some(base), damaged || !text_whole, progress);
            }
            Err(Error::Damaged(_)) => damaged = true,
            Err(other) => return Err(other),
        }
    }
    run.follow(None, damaged, progress)
}

/// Makes the index anew from the catalogue and publishes it.
pub fn rebuild(
    root: &Path,
    catalogue: &Catalogue,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Published, Error> {
    let _guard = catalogue.writer_guard()?;
    let layout = Layout::new(root);
    let cost = Cost::default();
    let run = Run {
        layout: &layout,
        catalogue,
        cost: &cost,
        to: catalogue.seq()?,
        forget: catalogue.is_to_forget()?,
    };
    remove_folder(&layout.fulltext)?;
    run.follow(None, true, progress)
}

/// The manifests that can be read, the current one first. One of a newer program is an error.
fn known(layout: &Layout) -> Result<Vec<Manifest>, Error> {
    let mut known = Vec::new();
    for place in [layout.current(), layout.previous()] {
        match Manifest::read(&place) {
            Ok(Some(manifest)) if manifest.format == FORMAT => known.push(manifest),
            // An older format is made again; a damaged one is passed over.
            Ok(_) | Err(Error::Damaged(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(known)
}

/// One publish.
struct Run<'a> {
    layout: &'a Layout,
    catalogue: &'a Catalogue,
    cost: &'a Cost,
    /// The change number that is to be searchable.
    to: Seq,
    /// Whether nothing may stay of what was removed.
    forget: bool,
}

/// The generation from which a publish goes on.
struct Base<'a> {
    manifest: &'a Manifest,
    vectors: Vectors,
    /// Its full-text files are as they were published, so that their checksums can be taken over.
    text_whole: bool,
}

/// What is named in the manifest, as it is being made.
struct Parts {
    segments: Vec<SegmentEntry>,
    removed: Vec<DocumentRowId>,
    model: String,
    dims: usize,
    passages: u64,
    /// The segments' rows, read once.
    held: Vectors,
}

impl Run<'_> {
    /// The vectors of a manifest, from which to go on.
    fn base(&self, manifest: &Manifest) -> Result<Vectors, Error> {
        Vectors::open_rows(self.layout, manifest, None)
    }

    /// Whether the full-text files that a manifest names are as they were published.
    fn is_text_whole(&self, manifest: &Manifest) -> Result<bool, Error> {
        let folder = self.layout.published.join(&manifest.folder);
        for file in &manifest.fulltext {
            match file.verify(&folder) {
                Ok(()) => {}
                Err(Error::Damaged(_)) => return Ok(false),
                Err(other) => return Err(other),
            }
        }
        Ok(true)
    }

    /// Whether a generation needs nothing. A graph that is damaged, and one that another limit asks for, are
    /// built by going on.
    fn is_settled(&self, manifest: &Manifest, vectors: &Vectors) -> bool {
        let graphs = vectors
            .segments()
            .all(|(rows, _, graph)| graph == self.has_graph(rows));
        vectors.passages() as u64 == manifest.passages && graphs
    }

    /// Follows the catalogue from a manifest (or from nothing) and publishes.
    fn follow(
        &self,
        base: Option<Base<'_>>,
        damaged: bool,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Published, Error> {
        for folder in [&self.layout.vectors, &self.layout.published] {
            fs_err::create_dir_all(folder)?;
        }
        let (model, dims) = self.catalogue.model()?.unwrap_or_default();
        // Vectors of another model, or of another width, cannot be searched together.
        let base = base.filter(|base| base.manifest.dims == dims && base.manifest.model == model);
        let from = base.as_ref().map_or(0, |base| base.manifest.seq);
        let vectors = self.catalogue.changes(from, self.to)?;
        let (mut text, text_from, text_damaged) = self.working(vectors.added.len())?;
        let words = self.catalogue.changes(text_from, self.to)?;

        let mut rows = Rows::new(&model, dims);
        self.feed(&text, &words, &vectors, &mut rows, progress)?;
        for document in &words.removed {
            text.remove(*document);
        }
        text.commit(self.to)?;

        let mut parts = Parts {
            segments: Vec::new(),
            removed: Vec::new(),
            model,
            dims,
            passages: 0,
            held: Vectors::default(),
        };
        let mut known: &[FileEntry] = &[];
        if let Some(Base {
            manifest,
            vectors: held,
            text_whole,
        }) = base
        {
            if text_whole {
                known = &manifest.fulltext;
            }
            parts.removed.clone_from(&manifest.removed);
            parts.removed.extend(&vectors.removed);
            parts.removed.sort_unstable();
            parts.removed.dedup();
            for (entry, (rows, _, graph)) in manifest.segments.iter().zip(held.segments()) {
                let same = graph == self.has_graph(rows);
                parts.segments.push(if same {
                    entry.clone()
                } else {
                    self.write(rows)?
                });
            }
            parts.held = held;
        }
        if rows.len() > 0 {
            parts.segments.push(self.write(&rows)?);
        }
        self.settle(&mut parts)?;
        if text.passages()? != parts.passages {
            // The two were brought here on different ways and disagree: full text is made again, once.
            drop(text);
            text = self.text_anew(progress)?;
            if text.passages()? != parts.passages {
                return Err(Error::Damaged(format!(
                    "full text holds {} passages, the vectors {}",
                    text.passages()?,
                    parts.passages
                )));
            }
        }
        let published = self.name(&text, &parts, known)?;
        let published = self.tidy(&mut text, parts, published)?;
        match self.forget {
            true => {
                published.publish(self.layout)?;
                self.clean(self.to)?;
                self.catalogue.forgotten(self.to)?;
            }
            false => self.clean(from)?,
        }
        Ok(Published {
            seq: self.to,
            passages: published.passages,
            rebuilt: damaged || text_damaged,
        })
    }

    /// tantivy's folder as far as it got; made anew where it is damaged.
    fn working(&self, to_add: usize) -> Result<(Working, Seq, bool), Error> {
        match Working::open(&self.layout.fulltext, to_add) {
            Ok(text) if text.seq > self.to => Err(Error::Ahead {
                index: text.seq,
                catalogue: self.to,
            }),
            Ok(text) => {
                let from = text.seq;
                Ok((text, from, false))
            }
            Err(Error::Damaged(_)) => {
                let damaged = self.layout.fulltext.exists();
                Ok((
                    Working::create(&self.layout.fulltext, usize::MAX)?,
                    0,
                    damaged,
                ))
            }
            Err(other) => Err(other),
        }
    }

    fn text_anew(&self, progress: &mut dyn FnMut(u64, u64)) -> Result<Working, Error> {
        let mut text = Working::create(&self.layout.fulltext, usize::MAX)?;
        let words = self.catalogue.changes(0, self.to)?;
        self.feed(
            &text,
            &words,
            &Change::default(),
            &mut Rows::default(),
            progress,
        )?;
        text.commit(self.to)?;
        Ok(text)
    }

    /// Reads the passages once and hands them to full text and to the new segment, to each what it lacks.
    fn feed(
        &self,
        text: &Working,
        words: &Change,
        vectors: &Change,
        rows: &mut Rows,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), Error> {
        let mut ids: Vec<PassageId> = words.added.iter().chain(&vectors.added).copied().collect();
        ids.sort_unstable();
        ids.dedup();
        let total = ids.len() as u64;
        let mut feed = feed::Feed::new(text, self.catalogue, self.to);
        let mut done = 0;
        let mut failed = None;
        progress(0, total);
        self.catalogue
            .for_each_passage(&ids, &mut |passage, vector| {
                if failed.is_some() {
                    return;
                }
                let result = feed.take(passage, &vector, words, vectors, rows);
                failed = result.err();
                done += 1;
                if done % 1000 == 0 {
                    progress(done, total);
                }
            })?;
        if let Some(error) = failed {
            return Err(error);
        }
        feed.flush()?;
        progress(total, total);
        Ok(())
    }

    /// Writes a segment under a name that is not in use, with its graph where it is large.
    fn write(&self, rows: &Rows) -> Result<SegmentEntry, Error> {
        let folder = &self.layout.vectors;
        let name = (0..)
            .map(|n| format!("seg-{}-{n}", self.to))
            .find(|name| {
                !["vec", "hnsw.graph", "hnsw.data"]
                    .iter()
                    .any(|end| folder.join(format!("{name}.{end}")).exists())
            })
            .unwrap_or_default();
        let file = rows.write(folder, &format!("{name}.vec"))?;
        let (mut graph, mut strays) = (Vec::new(), Vec::new());
        if self.has_graph(rows) {
            let built = Graph::build(rows);
            strays = built.strays(rows);
            graph = built.write(folder, &name)?;
        }
        crate::manifest::sync_folder(folder)?;
        Ok(SegmentEntry {
            file,
            rows: rows.len() as u64,
            graph,
            strays,
        })
    }

    fn has_graph(&self, rows: &Rows) -> bool {
        rows.len() >= self.cost.graph_rows && rows.dims > 0
    }

    /// Drops segments of which nothing is left, forgets removals that no segment holds, counts.
    fn settle(&self, parts: &mut Parts) -> Result<(), Error> {
        let manifest = self.manifest(parts, String::new(), Vec::new());
        let vectors = Vectors::open_rows(self.layout, &manifest, Some(&parts.held))?;
        let mut removed: Vec<DocumentRowId> = Vec::new();
        let mut kept = Vec::new();
        for (entry, (rows, alive, _)) in parts.segments.iter().zip(vectors.segments()) {
            if alive > 0 {
                kept.push(entry.clone());
                removed.extend(
                    rows.documents
                        .iter()
                        .filter(|row| parts.removed.binary_search(row).is_ok()),
                );
            }
        }
        removed.sort_unstable();
        removed.dedup();
        parts.segments = kept;
        parts.removed = removed;
        parts.passages = vectors.passages() as u64;
        parts.held = vectors;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
