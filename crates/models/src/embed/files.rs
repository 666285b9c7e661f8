//! The files of a model: those carried by the program, or those in a folder.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

use fastembed::{
    EmbeddingModel, ModelInfo, QuantizationMode, TextEmbedding, TokenizerFiles,
    UserDefinedEmbeddingModel,
};
use sha2::{Digest, Sha256};

use super::{EmbedderConfig, habits::Habits, prepare};
use crate::{
    Error,
    place::{Found, locate, read},
};

/// Digits of the content hash in a model's id.
const HASH_DIGITS: usize = 12;

/// A model as read, not yet loaded.
pub(crate) struct Files {
    /// What to call it in messages and in its id.
    pub(crate) name: String,
    /// The graph.
    pub(crate) graph: Cow<'static, [u8]>,
    /// Its file, for messages; empty for the program's own.
    pub(crate) graph_file: PathBuf,
    /// Weights that stand beside the graph: (name, bytes).
    pub(crate) beside: Vec<(String, Vec<u8>)>,
    /// tokenizer.json, config.json, special_tokens_map.json, tokenizer_config.json.
    pub(crate) tokenizer: [Cow<'static, [u8]>; 4],
    /// The hash of its content if that is known beforehand: the program carries that of its own model, whose
    /// hashing would take as long as its loading. A test checks it.
    pub(crate) digest: Option<&'static str>,
    /// What fastembed knows of it, if it is in its table.
    pub(crate) known: Option<ModelInfo<EmbeddingModel>>,
    /// What its folder says of how it was trained.
    pub(crate) habits: Habits,
}

impl Files {
    /// The model carried by the program.
    pub(crate) fn builtin() -> Self {
        Self {
            name: "builtin".to_owned(),
            graph: Cow::Borrowed(include_bytes!("../../builtin/model.onnx")),
            graph_file: PathBuf::new(),
            beside: Vec::new(),
            tokenizer: [
                Cow::Borrowed(include_bytes!("../../builtin/tokenizer.json")),
                Cow::Borrowed(include_bytes!("../../builtin/config.json")),
                Cow::Borrowed(include_bytes!("../../builtin/special_tokens_map.json")),
                Cow::Borrowed(include_bytes!("../../builtin/tokenizer_config.json")),
            ],
            digest: Some(include_str!("../../builtin/digest").trim_ascii()),
            known: None,
            habits: Habits::default(),
        }
    }

    /// The model that a configuration names.
    pub(crate) fn configured(config: &EmbedderConfig) -> Result<Self, Error> {
        match &config.model {
            None => Ok(Self::builtin()),
            Some(name) => Self::find(name, config.folder.as_deref()),
        }
    }

    /// The model with this id, if it is the program's own or lies in `folder` under its name.
    pub(crate) fn named_in(id: &str, folder: Option<&Path>) -> Option<Self> {
        let builtin = Self::builtin();
        if builtin.id() == id {
            return Some(builtin);
        }
        let (name, _) = id.rsplit_once('-')?;
        let known = TextEmbedding::list_supported_models()
            .into_iter()
            .map(|info| info.model_code);
        let of_name = |code: &String| code.rsplit('/').next() == Some(name);
        let names = std::iter::once(name.to_owned()).chain(known.filter(of_name));
        let found = names.filter_map(|name| Self::find(&name, Some(folder?)).ok());
        found.into_iter().find(|files| files.id() == id)
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
        let graph = known
            .as_ref()
            .map_or("model.onnx", |info| info.model_file.as_str());
        let found = locate(name, code, graph, folder).map_err(|looked| Error::Absent {
            name: name.to_owned(),
            looked,
        })?;
        Self::read(name, &found, known).map_err(|detail| Error::Unusable {
            name: name.to_owned(),
            detail,
        })
    }

    fn read(
        name: &str,
        found: &Found,
        known: Option<ModelInfo<EmbeddingModel>>,
    ) -> Result<Self, String> {
        let named = known.iter().flat_map(|info| &info.additional_files);
        let mut beside = named
            .map(|file| {
                let last = Path::new(file).file_name().unwrap_or_default();
                let place = found.folder.join(file);
                let at = match place.is_file() {
                    true => place,
                    false => found.folder.join(last),
                };
                Ok((last.to_string_lossy().into_owned(), read(&at)?))
            })
            .collect::<Result<Vec<_>, String>>()?;
        if known.is_none() {
            // How exporters name the weights that do not fit into the graph.
            for ending in ["_data", ".data"] {
                let mut file = found.graph.clone().into_os_string();
                file.push(ending);
                let file = PathBuf::from(file);
                if file.is_file() {
                    let last = file.file_name().unwrap_or_default();
                    beside.push((last.to_string_lossy().into_owned(), read(&file)?));
                }
            }
        }
        Ok(Self {
            name: name.to_owned(),
            graph: Cow::Owned(read(&found.graph)?),
            graph_file: found.graph.clone(),
            beside,
            tokenizer: found.tokenizer()?,
            digest: None,
            habits: match known {
                Some(_) => Habits::default(),
                None => Habits::read(&found.folder)?,
            },
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
        hash.update(&self.habits.files);
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
        let known = self.tokens().map_err(|detail| unusable(&detail))?;
        Ok(Some(known.into_iter().map(|(token, _)| token).collect()))
    }

    /// The tokens of its tokenizer with their numbers; number 0, padding and every unknown token, is left out.
    pub(crate) fn tokens(&self) -> Result<Vec<(Box<str>, u32)>, String> {
        let tokenizer: Tokenizer = serde_json::from_slice(&self.tokenizer[0])
            .map_err(|error| format!("tokenizer.json: {error}"))?;
        let vocabulary = tokenizer.model.vocab.into_iter();
        Ok(vocabulary.filter(|(_, number)| *number != 0).collect())
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
        // Most sentence models average; one that wants its first token is in fastembed's table, or says so.
        let pooling = self
            .known
            .as_ref()
            .and_then(|info| TextEmbedding::get_default_pooling_method(&info.model))
            .or_else(|| self.habits.first_token.then_some(fastembed::Pooling::Cls));
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
