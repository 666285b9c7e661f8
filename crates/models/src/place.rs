//! Where the files of a model lie on this machine. Nothing is ever fetched.

use std::{
    borrow::Cow,
    fs,
    path::{Path, PathBuf},
};

/// A model's folder.
pub(crate) struct Found {
    /// The folder with the tokenizer files.
    pub(crate) folder: PathBuf,
    /// The file of the graph.
    pub(crate) graph: PathBuf,
}

/// Looks for a model by its name or folder; `code` is its name on the hub, `graph` its graph there. The error says
/// where was looked.
pub(crate) fn locate(
    name: &str,
    code: &str,
    graph: &str,
    folder: Option<&Path>,
) -> Result<Found, String> {
    let mut looked = Vec::new();
    // A copied folder is often flat where the hub has "onnx/model.onnx".
    let flat = Path::new(graph).file_name().map(PathBuf::from);
    let flat = flat.unwrap_or_default();
    for folder in places(name, code, folder) {
        for graph in [
            PathBuf::from(graph),
            Path::new("onnx").join(&flat),
            flat.clone(),
        ] {
            let graph = folder.join(&graph);
            if graph.is_file() {
                return Ok(Found { folder, graph });
            }
        }
        looked.push(folder.display().to_string());
    }
    Err(looked.join(", "))
}

/// The bytes of a file; the error names it.
pub(crate) fn read(file: &Path) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| format!("{}: {error}", file.display()))
}

impl Found {
    /// tokenizer.json, config.json, special_tokens_map.json, tokenizer_config.json.
    pub(crate) fn tokenizer(&self) -> Result<[Cow<'static, [u8]>; 4], String> {
        let text = |name: &str| Ok::<_, String>(Cow::Owned(read(&self.folder.join(name))?));
        Ok([
            text("tokenizer.json")?,
            text("config.json")?,
            // Only needed for special tokens that tokenizer.json does not have.
            text("special_tokens_map.json").unwrap_or(Cow::Borrowed(b"{}".as_slice())),
            text("tokenizer_config.json")?,
        ])
    }
}

/// Where a model may lie: as a folder itself, as a folder in `folder`, in a hub cache there.
fn places(name: &str, code: &str, folder: Option<&Path>) -> Vec<PathBuf> {
    let mut places = Vec::new();
    if Path::new(name).is_absolute() || name.starts_with('.') || folder.is_none() {
        places.push(PathBuf::from(name));
    }
    // A name comes from the settings, but it must still not climb out of the folder.
    let inside = |name: &str| {
        !name.split(['/', '\\']).any(|step| step == "..") && !Path::new(name).is_absolute()
    };
    if let Some(folder) = folder.filter(|_| inside(name) && inside(code)) {
        places.push(folder.join(name));
        if code != name {
            places.push(folder.join(code));
        }
        if let Some((_, last)) = code.rsplit_once('/') {
            places.push(folder.join(last));
        }
        let cached = folder.join(format!("models--{}", code.replace('/', "--")));
        let current = fs::read_to_string(cached.join("refs/main")).unwrap_or_default();
        let current = current.trim();
        let snapshot = cached.join("snapshots");
        places.push(if current.is_empty() || !inside(current) {
            snapshot
        } else {
            snapshot.join(current)
        });
    }
    places
}
