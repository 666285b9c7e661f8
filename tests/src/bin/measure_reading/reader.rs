//! Files through `cancu read --json`, as its users read them.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tests::Program;

use crate::measured::{self, Measured};

/// What the reader gave for one file.
pub(crate) struct Read {
    pub(crate) file: PathBuf,
    /// The document; `None`: refused, or a collection.
    pub(crate) document: Option<Value>,
    pub(crate) run: Measured,
}

impl Read {
    pub(crate) fn of(program: &Program, file: &Path) -> Self {
        let arguments = [
            "read".as_ref(),
            file.as_os_str(),
            "--json".as_ref(),
            "--data".as_ref(),
            program.root().as_os_str(),
        ];
        let run = measured::run(program.file().as_os_str(), &arguments);
        let document = serde_json::from_str(&run.stdout)
            .ok()
            .filter(|_| run.code == Some(0));
        Self {
            file: file.to_owned(),
            document,
            run,
        }
    }

    pub(crate) fn name(&self) -> String {
        let name = self.file.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    pub(crate) fn pages(&self) -> u64 {
        let pages = self.document.as_ref().map(|document| &document["pages"]);
        pages.and_then(Value::as_u64).unwrap_or(0)
    }
}

/// Reads files, two at a time where `side_by_side`, in the order given.
pub(crate) fn read_all(program: &Program, files: &[PathBuf], side_by_side: bool) -> Vec<Read> {
    if !side_by_side {
        return files.iter().map(|file| Read::of(program, file)).collect();
    }
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || {
        let mut mine = Vec::new();
        loop {
            let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let Some(file) = files.get(at) else {
                return mine;
            };
            mine.push((at, Read::of(program, file)));
        }
    };
    let mut all: Vec<(usize, Read)> = std::thread::scope(|scope| {
        let other = scope.spawn(work);
        let mut all = work();
        all.extend(other.join().expect("reading in a child does not panic"));
        all
    });
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, read)| read).collect()
}

/// Every file under a folder, in order of name.
pub(crate) fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The articles of the main text.
pub(crate) fn articles(document: &Value) -> impl Iterator<Item = &Value> {
    let list = document["provisions"].as_array().into_iter().flatten();
    list.filter(|provision| {
        let path = provision["path"].as_str().unwrap_or_default();
        path.starts_with("dieu-") && !path.contains('/')
    })
}

/// The whole text of a document, page by page: the JSON holds it by provisions only.
pub(crate) fn pages_of(program: &Program, file: &Path) -> Vec<String> {
    let arguments = ["read".as_ref(), file.as_os_str(), "--pages".as_ref()];
    let run = measured::run(program.file().as_os_str(), &arguments);
    let mut pages: Vec<String> = Vec::new();
    for line in run.stdout.lines() {
        if line.starts_with("══") || pages.is_empty() {
            pages.push(String::new());
        }
        if let Some(page) = pages.last_mut().filter(|_| !line.starts_with("══")) {
            page.push_str(line);
            page.push('\n');
        }
    }
    pages
}

/// The whole text of a document.
pub(crate) fn text_of(program: &Program, file: &Path) -> String {
    pages_of(program, file).concat()
}

/// A share with four decimals; of nothing: `null`.
pub(crate) fn share(part: usize, of: usize) -> Value {
    if of == 0 {
        return Value::Null;
    }
    let share = part as f64 / of as f64;
    Value::from((share * 10_000.0).round() / 10_000.0)
}
