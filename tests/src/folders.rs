//! Where things lie: the repository, its sample corpus, the data shared by developers.

use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ lies in the repository")
        .to_owned()
}

/// A file of the sample corpus.
pub fn sample(name: &str) -> PathBuf {
    repository().join("corpus").join(name)
}

/// Copies the whole sample corpus into a folder.
///
/// # Panics
/// When the copy fails: a test cannot go on.
pub fn copy_samples(to: &Path) {
    std::fs::create_dir_all(to).expect("the folder can be made");
    for entry in std::fs::read_dir(repository().join("corpus")).expect("corpus/ is there") {
        let from = entry.expect("corpus/ can be listed").path();
        let name = from.file_name().expect("a listed file has a name");
        std::fs::copy(&from, to.join(name)).expect("a sample can be copied");
    }
}

/// The folder of shared development data: `CANCU_SHARED`, else `shared/data` beside the repository.
pub fn shared() -> Option<PathBuf> {
    let named = std::env::var_os("CANCU_SHARED").map(PathBuf::from);
    let folder = named.or_else(|| Some(repository().parent()?.join("shared/data")))?;
    folder.is_dir().then_some(folder)
}

/// Says why a test did nothing. Cargo shows it with `--nocapture` and in `.ci/run`.
pub fn skipped(what: &str, why: &str) {
    eprintln!("skipped: {what}: {why}");
}

/// The files of a folder with an extension, sorted by name.
pub fn media_files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|found| found.eq_ignore_ascii_case(extension))
        })
        .collect();
    files.sort();
    files
}
