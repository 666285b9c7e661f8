//! Embedding: text in, unit vectors out, through fastembed.
//!
//! The built-in model is a static embedding: its vectors are sums of rows of a table, so it embeds thousands of
//! passages a second on one core. Larger models are loaded from folders, never fetched.

mod files;
mod habits;
pub(crate) mod prepare;
mod sessions;

use std::{
    collections::HashSet,
    path::PathBuf,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use fastembed::{InitOptionsUserDefined, QuantizationMode, TextEmbedding};

use crate::{Error, runtime};
pub(crate) use files::Files;
use sessions::Sessions;

/// Texts in one call of the built-in model: few enough that its rows stay in the processor's cache.
const BUILTIN_BATCH: usize = 32;
/// Texts in one call of a large model, whose memory grows with the square of the longest.
const LARGE_BATCH: usize = 16;
/// Longest text of a large model, in tokens; the built-in one reads texts of any length.
const LARGE_LONGEST: usize = 512;

/// What a text is embedded for: models may treat the two differently ("query: ", "passage: ").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// A question.
    Query,
    /// A passage that is searched.
    Passage,
}

/// Which model.
#[derive(Clone, Debug, Default)]
pub struct EmbedderConfig {
    /// Absent: the built-in model. Otherwise a fastembed model name ("intfloat/multilingual-e5-small") or a
    /// folder with model.onnx and tokenizer files.
    pub model: Option<String>,
    /// Where named models are looked for: a folder per name or a hub cache (`models--org--name/snapshots/…`).
    pub folder: Option<PathBuf>,
    /// libonnxruntime to use instead of the built-in pure-Rust runtime.
    pub onnxruntime: Option<PathBuf>,
    /// Sessions, so threads that embed at the same time; 0: one per core, for a large model one in all.
    pub sessions: usize,
}

/// An embedding model, ready. Safe to share behind an `Arc`; calls from several threads run at the same time.
pub struct Embedder {
    sessions: Sessions,
    id: String,
    dimensions: usize,
    preparation: Preparation,
    batch: usize,
}

/// An embedding model for vectors that are there already.
pub struct Fitting {
    /// The one that made them; `None`: it is not on this machine.
    pub embedder: Option<Embedder>,
    /// Whether it is the one that the configuration names.
    pub configured: bool,
}

/// What is done to a text before the tokenizer reads it.
enum Preparation {
    /// Reduced to the words that the built-in model, or one trained like it, knows.
    Words(HashSet<Box<str>>),
    /// Given a prefix by use: (query, passage).
    Prefix(String, String),
}

impl Embedder {
    /// Loads a model. The runtime is chosen once per process, by the first call.
    pub fn new(config: &EmbedderConfig) -> Result<Self, Error> {
        Self::load(Files::configured(config)?, config)
    }

    /// The model whose vectors carry this id, as far as it is on this machine: the configured one, the one inside the
    /// program, or one of that name in the folder. A configured model that cannot be used is an error even then.
    pub fn fitting(config: &EmbedderConfig, id: &str) -> Result<Fitting, Error> {
        let configured = Files::configured(config)?;
        if configured.id() == id {
            return Ok(Fitting {
                embedder: Some(Self::load(configured, config)?),
                configured: true,
            });
        }
        drop(configured);
        let other = Files::named_in(id, config.folder.as_deref());
        let other = other.map(|files| Self::load(files, config));
        Ok(Fitting {
            embedder: other.and_then(Result::ok),
            configured: false,
        })
    }

    fn load(files: Files, config: &EmbedderConfig) -> Result<Self, Error> {
        runtime::start(config.onnxruntime.as_deref()).map_err(|detail| Error::Unusable {
            name: config
                .onnxruntime
                .as_ref()
                .map_or_else(String::new, |path| path.display().to_string()),
            detail,
        })?;
        let id = files.id();
        let (name, graph) = (files.name.clone(), files.graph_file.display().to_string());
        let (preparation, batch) = match files.vocabulary()? {
            Some(words) => (
                Preparation::Words(words.into_iter().collect()),
                BUILTIN_BATCH,
            ),
            // Such weights are scaled by what else is in the batch, so a text must be alone in it.
            None if files.quantization() == QuantizationMode::Dynamic => (prefixes(&files), 1),
            None => (prefixes(&files), LARGE_BATCH),
        };
        let cores = thread::available_parallelism().map_or(1, usize::from);
        // Each session holds the weights once more: a large model gets one that uses all cores instead.
        let (longest, usual) = match preparation {
            Preparation::Words(_) => (usize::MAX, cores),
            Preparation::Prefix(..) => (LARGE_LONGEST, 1),
        };
        let most = if config.sessions == 0 {
            usual
        } else {
            config.sessions
        };
        let threads = (cores / most).max(1);
        let make = move || {
            let options = InitOptionsUserDefined::new()
                .with_max_length(longest)
                .with_intra_threads(threads);
            TextEmbedding::try_new_from_user_defined(files.to_model(), options).map_err(|error| {
                Error::Unusable {
                    name: files.name.clone(),
                    detail: format!("{}: {error}", files.graph_file.display()),
                }
            })
        };
        let sessions = Sessions::new(most, Box::new(make))?;
        let mut embedder = Self {
            sessions,
            id,
            dimensions: 0,
            preparation,
            batch,
        };
        embedder.dimensions = embedder.probe().map_err(|error| Error::Unusable {
            name,
            detail: format!("{graph}: {error}"),
        })?;
        Ok(embedder)
    }

    /// Name and content hash of the model: vectors of different ids are never mixed.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Dimensions of its vectors.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Embeds texts, in order: unit vectors, or a zero vector for a text without any known word. Every value is finite.
    pub fn embed(&self, texts: &[&str], purpose: Use) -> Result<Vec<Vec<f32>>, Error> {
        let parts: Vec<&[&str]> = texts.chunks(self.batch * 8).collect();
        let threads = self.sessions.most.min(parts.len());
        if threads < 2 {
            let parts = parts.into_iter().map(|part| self.part(part, purpose));
            return parts
                .collect::<Result<Vec<_>, _>>()
                .map(|parts| parts.concat());
        }
        // Threads of its own: inside a pool that the caller runs in, waiting for a session could wait for itself.
        let next = AtomicUsize::new(0);
        let done: Vec<Mutex<Result<Vec<Vec<f32>>, Error>>> =
            parts.iter().map(|_| Mutex::new(Ok(Vec::new()))).collect();
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let (Some(place), Some(part)) = (done.get(index), parts.get(index)) else {
                            break;
                        };
                        *place.lock().unwrap_or_else(PoisonError::into_inner) =
                            self.part(part, purpose);
                    }
                });
            }
        });
        let mut vectors = Vec::with_capacity(texts.len());
        for part in done {
            vectors.extend(part.into_inner().unwrap_or_else(PoisonError::into_inner)?);
        }
        Ok(vectors)
    }

    /// Embeds a few batches with one session, the shortest texts first so that little is padded.
    fn part(&self, texts: &[&str], purpose: Use) -> Result<Vec<Vec<f32>>, Error> {
        let mut vectors = vec![Vec::new(); texts.len()];
        let mut prepared: Vec<(usize, String)> = texts
            .iter()
            .enumerate()
            .map(|(place, text)| (place, self.prepare(text, purpose)))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        prepared.sort_by_key(|(_, text)| text.len());
        if !prepared.is_empty() {
            let mut session = self.sessions.lend()?;
            for batch in prepared.chunks(self.batch) {
                let texts: Vec<&str> = batch.iter().map(|(_, text)| text.as_str()).collect();
                let found = session
                    .embed(texts, None)
                    .map_err(|error| Error::Failed(error.to_string()))?;
                if found.len() != batch.len() {
                    return Err(Error::Failed(format!(
                        "{} vectors for {} texts",
                        found.len(),
                        batch.len()
                    )));
                }
                for ((place, _), vector) in batch.iter().zip(found) {
                    vectors[*place] = vector;
                }
            }
        }
        for vector in &mut vectors {
            if vector.is_empty() || !vector.iter().all(|value| value.is_finite()) {
                *vector = vec![0.0; self.dimensions];
            } else if self.dimensions != 0 && vector.len() != self.dimensions {
                return Err(Error::Failed(format!(
                    "{} dimensions, not {}",
                    vector.len(),
                    self.dimensions
                )));
            }
        }
        Ok(vectors)
    }

    fn prepare(&self, text: &str, purpose: Use) -> String {
        match &self.preparation {
            Preparation::Words(known) => prepare::tokens(text, known),
            Preparation::Prefix(..) if text.trim().is_empty() => String::new(),
            Preparation::Prefix(query, _) if purpose == Use::Query => format!("{query}{text}"),
            Preparation::Prefix(_, passage) => format!("{passage}{text}"),
        }
    }

    /// The length of a vector, found by asking for one.
    fn probe(&self) -> Result<usize, Error> {
        let text = match &self.preparation {
            Preparation::Words(known) => known.iter().min().map(ToString::to_string),
            Preparation::Prefix(..) => Some("điều".to_owned()),
        };
        let vectors = self.part(&[text.as_deref().unwrap_or_default()], Use::Passage)?;
        match vectors.first().map(Vec::len) {
            Some(dimensions) if dimensions > 0 => Ok(dimensions),
            _ => Err(Error::Failed(
                "it gives no vector of finite numbers".to_owned(),
            )),
        }
    }
}

/// The prefixes that a family of models was trained with; a model without them finds less, silently.
fn prefixes(files: &Files) -> Preparation {
    let name = files
        .known
        .as_ref()
        .map_or(files.name.as_str(), |info| info.model_code.as_str())
        .to_lowercase();
    if let Some([query, passage]) = &files.habits.prefixes {
        return Preparation::Prefix(query.clone(), passage.clone());
    }
    let families = [
        ("e5", "query: ", "passage: "),
        ("nomic-embed", "search_query: ", "search_document: "),
        ("modernbert-embed", "search_query: ", "search_document: "),
        (
            "embeddinggemma",
            "task: search result | query: ",
            "title: none | text: ",
        ),
        (
            "snowflake-arctic",
            "Represent this sentence for searching relevant passages: ",
            "",
        ),
        (
            "mxbai-embed",
            "Represent this sentence for searching relevant passages: ",
            "",
        ),
    ];
    let last = name.rsplit('/').next().unwrap_or_default();
    let is = |family: &str| {
        last.split(['-', '_']).any(|part| part == family) || last.starts_with(&format!("{family}-"))
    };
    let found = families.iter().find(|(family, ..)| is(family));
    let (query, passage) = found.map_or(("", ""), |(_, query, passage)| (*query, *passage));
    Preparation::Prefix(query.to_owned(), passage.to_owned())
}

#[cfg(test)]
mod tests;
