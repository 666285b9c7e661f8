//! The files of a model: those carried by the program, or those in a folder.

use std::{
    borrow::Cow,
    fs,
    path::{Path, PathBuf},
};

use fastembed::{
    EmbeddingModel, ModelInfo, QuantizationMode, TextEmbedding, TokenizerFiles,
    UserDefinedEmbeddingModel,
};
use sha2::{Digest, Sha256};

use super::prepare;
use crate::Error;

/// Digits of the content hash in a model's id.
const HASH_DIGITS: usize = 12;

/// A model as read, not yet loaded.
pub(crate) struct Files {
    /// What to call it in messages and in its id.
    pub(crate) name: String,
    /// The graph.
    pub(crate) graph: Cow<'static, [u8]>,
    /// Weights that stand beside the graph: (name, bytes).
    pub(crate) beside: Vec<(String, Vec<u8>)>,
    /// tokenizer.json, config.json, special_tokens_map.json, tokenizer_config.json.
    pub(crate) tokenizer: [Cow<'static, [u8]>; 4],
    /// The hash of its content if that is known beforehand: the program carries that of its own model, whose
    /// hashing would take as long as its loading. A test checks it.
    pub(crate) digest: Option<&'static str>,
    /// What fastembed knows of it, if it is in its table.
    pub(crate) known: Option<ModelInfo<EmbeddingModel>>,
}

impl Files {
    /// The model carried by the program.
    pub(crate) fn builtin() -> Self {
        Self {
            name: "builtin".to_owned(),
            graph: Cow::Borrowed(include_bytes!("../../builtin/model.onnx")),
            beside: Vec::new(),
            tokenizer: [
                Cow::Borrowed(include_bytes!("../../builtin/tokenizer.json")),
                Cow::Borrowed(include_bytes!("../../builtin/config.json")),
                Cow::Borrowed(include_bytes!("../../builtin/special_tokens_map.json")),
                Cow::Borrowed(include_bytes!("../../builtin/tokenizer_config.json")),
            ],
            digest: Some(include_str!("../../builtin/digest").trim_ascii()),
            known: None,
        }
    }

    /// A model by its name in fastembed's table or by its folder; names are looked for in `folder`.
    pub(crate) fn find(name: &str, folder: Option<&Path>) -> Result<Self, Error> {
        let known = TextEmbedding::list_supported_models()
            .into_iter()
            .find(|info| {
                info.model_code.eq_ignore_ascii_case(name)
                    || info.model.to_string().eq_ignore_ascii_case(name)
            });
        let code = known.as_ref().map_or(name, |info| info.model_code.as_str());
        let mut looked = Vec::new();
        for place in places(name, code, folder) {
            let graph = known
                .as_ref()
                .map_or("model.onnx", |info| info.model_file.as_str());
            // A copied folder is often flat where the hub has "onnx/model.onnx".
            let flat = Path::new(graph)
                .file_name()
                .map(PathBuf::from)
                .unwrap_or_default();
            for graph in [
                PathBuf::from(graph),
                PathBuf::from("onnx").join(&flat),
                flat.clone(),
            ] {
                if place.join(&graph).is_file() {
                    return Self::read(name, &place, &graph, known);
                }
            }
            looked.push(place.display().to_string());
        }
        Err(Error::Absent {
            name: name.to_owned(),
            looked: looked.join(", "),
        })
    }

    fn read(
        name: &str,
        place: &Path,
        graph: &Path,
        known: Option<ModelInfo<EmbeddingModel>>,
    ) -> Result<Self, Error> {
        let read = |file: &Path| {
            let path = place.join(file);
            fs::read(&path).map_err(|error| Error::Unusable {
                name: name.to_owned(),
                detail: format!("{}: {error}", path.display()),
            })
        };
        let more = known.iter().flat_map(|info| &info.additional_files);
        let beside = more
            .map(|file| {
                let last = Path::new(file)
                    .file_name()
                    .map(PathBuf::from)
                    .unwrap_or_default();
                let at = if place.join(file).is_file() {
                    PathBuf::from(file)
                } else {
                    last.clone()
                };
                Ok((last.display().to_string(), read(&at)?))
            })
            .collect::<Result<_, Error>>()?;
        let text = |file: &str| -> Result<Cow<'static, [u8]>, Error> {
            Ok(Cow::Owned(read(Path::new(file))?))
        };
        let tokenizer = [
            text("tokenizer.json")?,
            text("config.json")?,
            // Only needed for special tokens that tokenizer.json does not have.
            text("special_tokens_map.json").unwrap_or(Cow::Borrowed(b"{}".as_slice())),
            text("tokenizer_config.json")?,
        ];
        Ok(Self {
            name: name.to_owned(),
            graph: Cow::Owned(read(graph)?),
            beside,
            tokenizer,
            digest: None,
            known,
        })
    }

    /// Name and content: two models with one id give the same vectors.
    pub(crate) fn id(&self) -> String {
        let name = Path::new(&self.name)
            .file_name()
            .map_or_else(|| self.name.clone(), |name| name.display().to_string());
        match self.digest {
            Some(digest) => format!("{name}-{digest}"),
            None => format!("{name}-{}", self.hash()),
        }
    }

    /// The first digits of the SHA-256 of its files.
    pub(crate) fn hash(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(&self.graph);
        for (_, bytes) in &self.beside {
            hash.update(bytes);
        }
        for file in &self.tokenizer {
            hash.update(file);
        }
        let hash = hash.finalize();
        let digits: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        digits[..HASH_DIGITS].to_owned()
    }

    /// The words it knows, if its texts are to be prepared as those of the built-in model are.
    pub(crate) fn vocabulary(&self) -> Result<Option<Vec<Box<str>>>, Error> {
        let config: serde_json::Value =
            serde_json::from_slice(&self.tokenizer[1]).unwrap_or_default();
        if config["model_type"] != prepare::MODEL_TYPE {
            return Ok(None);
        }
        let unusable = |detail: &str| Error::Unusable {
            name: self.name.clone(),
            detail: detail.to_owned(),
        };
        if config["preparation"] != prepare::VERSION {
            return Err(unusable(
                "its texts are prepared in a way that this version does not know",
            ));
        }
        let tokenizer: Tokenizer = serde_json::from_slice(&self.tokenizer[0])
            .map_err(|error| unusable(&format!("tokenizer.json: {error}")))?;
        // Number 0 is padding and every unknown token.
        let known = tokenizer
            .model
            .vocab
            .into_iter()
            .filter(|(_, number)| *number != 0);
        Ok(Some(known.map(|(token, _)| token).collect()))
    }

    /// As fastembed takes it.
    pub(crate) fn to_model(&self) -> UserDefinedEmbeddingModel {
        let [
            tokenizer_file,
            config_file,
            special_tokens_map_file,
            tokenizer_config_file,
        ] = self.tokenizer.each_ref().map(|file| file.to_vec());
        let files = TokenizerFiles {
            tokenizer_file,
            config_file,
            special_tokens_map_file,
            tokenizer_config_file,
        };
        // Most sentence models average; one that wants its first token is in fastembed's table.
        let pooling = self
            .known
            .as_ref()
            .and_then(|info| TextEmbedding::get_default_pooling_method(&info.model));
        let mut model = UserDefinedEmbeddingModel::new(self.graph.to_vec(), files)
            .with_pooling(pooling.unwrap_or(fastembed::Pooling::Mean))
            .with_quantization(self.quantization());
        model.output_key = self.known.as_ref().and_then(|info| info.output_key.clone());
        self.beside.iter().fold(model, |model, (name, bytes)| {
            model.with_external_initializer(name.clone(), bytes.clone())
        })
    }

    /// How its weights are stored.
    pub(crate) fn quantization(&self) -> QuantizationMode {
        self.known.as_ref().map_or(QuantizationMode::None, |info| {
            TextEmbedding::get_quantization_mode(&info.model)
        })
    }
}

#[derive(serde::Deserialize)]
struct Tokenizer {
    model: WordLevel,
}

#[derive(serde::Deserialize)]
struct WordLevel {
    vocab: std::collections::HashMap<Box<str>, u32>,
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
