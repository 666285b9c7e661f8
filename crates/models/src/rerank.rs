//! Reranking: a question and texts in, how well each answers out, through fastembed.
//!
//! A cross-encoder reads question and text together: better than comparing vectors, and slow. It works in a thread of
//! its own, a few texts at a time, so that who asked can stop waiting, and the thread soon stops working for them.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use fastembed::{
    OnnxSource, RerankInitOptionsUserDefined, TextRerank, TokenizerFiles, UserDefinedRerankingModel,
};

use crate::{
    Error,
    place::{Found, locate},
    runtime,
};

/// Texts read between two looks at whether anybody still waits.
const BATCH: usize = 4;
/// Longest question and text together, in tokens.
const LONGEST: usize = 512;

/// Which model.
#[derive(Clone, Debug)]
pub struct RerankerConfig {
    /// A fastembed model name ("rozgo/bge-reranker-v2-m3") or a folder with model.onnx and tokenizer files.
    pub model: String,
    /// Where named models are looked for: a folder per name or a hub cache.
    pub folder: Option<PathBuf>,
    /// libonnxruntime to use instead of the built-in pure-Rust runtime; the first model of a process decides.
    pub onnxruntime: Option<PathBuf>,
}

/// A reranking model, ready. Safe to share behind an `Arc`; it serves one question after the other.
pub struct Reranker {
    name: String,
    questions: Mutex<mpsc::Sender<Question>>,
}

/// A question on its way to the thread of the model.
struct Question {
    text: String,
    texts: Vec<String>,
    abandoned: Arc<AtomicBool>,
    answer: mpsc::Sender<Result<Vec<f32>, String>>,
}

impl Reranker {
    /// Loads a model and tries it.
    pub fn new(config: &RerankerConfig) -> Result<Self, Error> {
        let known = TextRerank::list_supported_models()
            .into_iter()
            .find(|info| info.model_code.eq_ignore_ascii_case(&config.model));
        let (code, graph) = known
            .as_ref()
            .map_or((config.model.as_str(), "model.onnx"), |info| {
                (info.model_code.as_str(), info.model_file.as_str())
            });
        let found = locate(&config.model, code, graph, config.folder.as_deref());
        let found = found.map_err(|looked| Error::RerankerAbsent {
            name: config.model.clone(),
            looked,
        })?;
        let unusable = |detail| Error::Reranker {
            name: config.model.clone(),
            detail,
        };
        runtime::start(config.onnxruntime.as_deref()).map_err(unusable)?;
        let mut model = load(&found).map_err(unusable)?;
        let place = found.graph.display();
        scores(
            &mut model,
            "điều",
            &["điều", "khoản"].map(str::to_owned),
            &AtomicBool::new(false),
        )
        .map_err(|detail| unusable(format!("{place}: {detail}")))?;
        let (questions, asked) = mpsc::channel();
        thread::Builder::new()
            .name("reranker".to_owned())
            .spawn(move || serve(&mut model, &asked))
            .map_err(|error| unusable(error.to_string()))?;
        Ok(Self {
            name: config.model.clone(),
            questions: Mutex::new(questions),
        })
    }

    /// What the configuration calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How well each text answers the question: numbers of the model's own scale (mostly log-odds), finite, in the
    /// order of the texts. `None`: not ready in time.
    pub fn scores(
        &self,
        question: &str,
        texts: Vec<String>,
        limit: Duration,
    ) -> Result<Option<Vec<f32>>, Error> {
        let failed = |detail: String| Error::Reranker {
            name: self.name.clone(),
            detail,
        };
        if texts.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let (answer, answered) = mpsc::channel();
        let abandoned = Arc::new(AtomicBool::new(false));
        let question = Question {
            text: question.to_owned(),
            texts,
            abandoned: Arc::clone(&abandoned),
            answer,
        };
        let stopped = || failed("its thread has stopped".to_owned());
        self.questions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .send(question)
            .map_err(|_| stopped())?;
        match answered.recv_timeout(limit) {
            Ok(scores) => scores.map(Some).map_err(failed),
            Err(RecvTimeoutError::Timeout) => {
                abandoned.store(true, Ordering::Relaxed);
                Ok(None)
            }
            Err(RecvTimeoutError::Disconnected) => Err(stopped()),
        }
    }
}

fn load(found: &Found) -> Result<TextRerank, String> {
    let [
        tokenizer_file,
        config_file,
        special_tokens_map_file,
        tokenizer_config_file,
    ] = found.tokenizer()?.map(std::borrow::Cow::into_owned);
    let files = TokenizerFiles {
        tokenizer_file,
        config_file,
        special_tokens_map_file,
        tokenizer_config_file,
    };
    // By its file, so that weights beside the graph are found.
    let model = UserDefinedRerankingModel::new(OnnxSource::File(found.graph.clone()), files);
    let options = RerankInitOptionsUserDefined::new().with_max_length(LONGEST);
    TextRerank::try_new_from_user_defined(model, options)
        .map_err(|error| format!("{}: {error}", found.graph.display()))
}

/// Answers questions until nobody can ask any more.
fn serve(model: &mut TextRerank, asked: &mpsc::Receiver<Question>) {
    for question in asked {
        let scores = scores(model, &question.text, &question.texts, &question.abandoned);
        // Who stopped waiting has gone.
        let _ = question.answer.send(scores);
    }
}

fn scores(
    model: &mut TextRerank,
    question: &str,
    texts: &[String],
    abandoned: &AtomicBool,
) -> Result<Vec<f32>, String> {
    let mut scores = Vec::with_capacity(texts.len());
    for texts in texts.chunks(BATCH) {
        if abandoned.load(Ordering::Relaxed) {
            return Err("nobody waits any more".to_owned());
        }
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        // fastembed panics at an output of another shape than texts × labels.
        let ranked = catch_unwind(AssertUnwindSafe(|| {
            model.rerank(question, &texts, false, Some(BATCH))
        }));
        let ranked = ranked
            .map_err(|_| "its output “logits” is no row of numbers a text".to_owned())?
            .map_err(|error| error.to_string())?;
        let mut of_batch = vec![f32::NAN; texts.len()];
        for one in ranked {
            if let Some(place) = of_batch.get_mut(one.index) {
                *place = one.score;
            }
        }
        scores.extend(of_batch);
    }
    if scores.iter().all(|score| score.is_finite()) {
        return Ok(scores);
    }
    Err("it gives scores that are no finite numbers".to_owned())
}

#[cfg(test)]
mod tests;
