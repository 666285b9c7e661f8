//! The gazettes of the shared data, loaded, and their documents.

use std::path::{Path, PathBuf};

use catalogue::{Catalogue, Document, ListFilter};
use tests::{Program, media_files, shared, skipped};

/// The gazettes in a data folder of their own.
pub(crate) struct Gazettes {
    pub(crate) folder: PathBuf,
    pub(crate) program: Program,
    pub(crate) documents: Vec<Document>,
}

impl Gazettes {
    /// Loads them into a folder; `None` where there are none.
    pub(crate) fn load(scratch: &Path) -> Option<Self> {
        let Some(folder) = shared().map(|shared| shared.join("gazette-pdf")) else {
            skipped("gazettes", "no shared data here");
            return None;
        };
        let all = [folder.clone()];
        Some(Self::of(&folder, &all, &scratch.join("gazettes")))
    }

    /// Loads files of a folder into a data folder, one load for each that is named.
    pub(crate) fn of(folder: &Path, loads: &[PathBuf], root: &Path) -> Self {
        let program = Program::on(root);
        for load in loads {
            program
                .run(&["ingest".as_ref(), load.as_os_str()])
                .success();
        }
        let catalogue = Catalogue::open_read_only(root)
            .expect("the catalogue opens")
            .expect("something was loaded");
        let seq = catalogue.seq().expect("the catalogue can be read");
        let filter = ListFilter {
            words: String::new(),
            limit: 10_000,
            offset: 0,
        };
        let (rows, _) = catalogue
            .documents(seq, &filter)
            .expect("documents can be listed");
        let documents = rows.iter().filter_map(|row| {
            let document = catalogue.document(seq, row.row);
            document.expect("a document can be read")
        });
        Self {
            documents: documents.collect(),
            folder: folder.to_owned(),
            program,
        }
    }

    /// The file that a document came from.
    pub(crate) fn file(&self, document: &Document) -> Option<PathBuf> {
        let files = media_files(&self.folder, "pdf");
        let named = |file: &PathBuf| {
            file.file_name()
                .is_some_and(|name| *name == *document.row.file_name)
        };
        files.into_iter().find(named)
    }
}
