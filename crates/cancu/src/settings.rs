//! Settings: `cancu.toml` in the data folder. Every setting has a default; an unknown one is an error.

use std::path::{Path, PathBuf};

use models::{EmbedderConfig, RerankerConfig};
use serde::Deserialize;

pub(crate) use oidc::Oidc;
pub(crate) use policy::{Assistant, Policy};
pub(crate) use writer::Writer;

mod oidc;
mod policy;
mod writer;

/// The whole file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) server: Server,
    pub(crate) limits: Limits,
    pub(crate) reading: Reading,
    pub(crate) embedding: Embedding,
    pub(crate) reranker: Option<Reranker>,
    pub(crate) writer: Option<Writer>,
    pub(crate) policy: Policy,
    pub(crate) assistant: Assistant,
    pub(crate) records: Records,
    pub(crate) backup: Backup,
    pub(crate) evaluation: Evaluation,
    pub(crate) oidc: Option<Oidc>,
}

/// When a publish is stopped.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Evaluation {
    /// Points of a hundred by which recall@10 or MRR@10 of the office's gold questions may fall; 100: as far as they like.
    pub(crate) margin: f64,
}

impl Default for Evaluation {
    fn default() -> Self {
        Self {
            margin: server::MARGIN,
        }
    }
}

impl Evaluation {
    fn check(self) -> Result<(), String> {
        match (0.0..=100.0).contains(&self.margin) {
            true => Ok(()),
            false => Err("evaluation.margin: 0..=100".to_owned()),
        }
    }
}

/// Where backups are put.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Backup {
    /// A folder, best on another disk; left out: `backups` in the data folder.
    pub(crate) folder: Option<PathBuf>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Server {
    /// Address and port.
    pub(crate) listen: String,
    /// Largest upload in MB.
    pub(crate) max_upload_mb: u64,
    /// `https://can-cu.example`: the address by which browsers reach this server through a server with TLS before it.
    /// Needed to listen on anything but loopback.
    pub(crate) public: Option<String>,
    /// Whether anything may be called.
    pub(crate) profile: Profile,
    /// Who may read `/metrics`.
    pub(crate) metrics: Exposure,
}

/// Who may read what is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Exposure {
    /// Nobody.
    Off,
    /// Whoever is on this machine.
    #[default]
    Loopback,
    /// Whoever reaches the server.
    Anyone,
}

/// Whether the program calls others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Profile {
    /// The configured writer, and nothing else.
    #[default]
    Standard,
    /// Nobody: no socket is opened but the one that the server listens on.
    Offline,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8747".to_owned(),
            max_upload_mb: 200,
            public: None,
            profile: Profile::Standard,
            metrics: Exposure::default(),
        }
    }
}

impl Server {
    /// As the server takes it.
    pub(crate) fn exposure(&self) -> server::Exposure {
        match self.metrics {
            Exposure::Off => server::Exposure::Off,
            Exposure::Loopback => server::Exposure::Loopback,
            Exposure::Anyone => server::Exposure::Anyone,
        }
    }
}

/// Requests a minute that each address may send; 0: as many as it likes.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Limits {
    read: u32,
    search: u32,
    ask: u32,
    check: u32,
    load: u32,
    enter: u32,
}

impl Default for Limits {
    fn default() -> Self {
        let server::Limits {
            read,
            search,
            ask,
            check,
            load,
            enter,
        } = server::Limits::default();
        Self {
            read,
            search,
            ask,
            check,
            load,
            enter,
        }
    }
}

impl Limits {
    /// As the server takes them.
    pub(crate) fn read(&self) -> server::Limits {
        server::Limits {
            read: self.read,
            search: self.search,
            ask: self.ask,
            check: self.check,
            load: self.load,
            enter: self.enter,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Reading {
    /// CPU seconds per file.
    pub(crate) cpu_seconds: u64,
    /// Memory per file in MB.
    pub(crate) memory_mb: u64,
    /// Largest file in MB.
    pub(crate) max_file_mb: u64,
    /// The Tesseract program that recognises scanned pages: a name or a path; empty: pictures are not read.
    pub(crate) tesseract: PathBuf,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            cpu_seconds: 20,
            memory_mb: 1024,
            max_file_mb: 512,
            tesseract: PathBuf::from("tesseract"),
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Records {
    /// Days for which answers can be read again by their ids; 0: none is recorded, and what was is deleted.
    pub(crate) keep_days: u32,
}

impl Default for Records {
    /// Questions are confidential, so that nothing is kept for ever. But whoever is touched by an administrative
    /// decision may bring it before a court for a year (Luật Tố tụng hành chính số 93/2015/QH13, Điều 116), and then it
    /// matters what the official was shown: a year, and a month for the decision to be made and served.
    fn default() -> Self {
        Self { keep_days: 400 }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Embedding {
    /// A fastembed model name or a folder; absent: the built-in model.
    pub(crate) model: Option<String>,
    /// Where named models are; default: `models` in the data folder.
    pub(crate) folder: Option<PathBuf>,
    /// libonnxruntime to use.
    pub(crate) onnxruntime: Option<PathBuf>,
    /// Threads that embed; 0: one per core.
    pub(crate) sessions: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reranker {
    /// A fastembed model name or a folder.
    pub(crate) model: String,
    /// Where named models are; default: that of `[embedding]`.
    #[serde(default)]
    pub(crate) folder: Option<PathBuf>,
    /// How many of the best articles it reads.
    #[serde(default = "depth")]
    pub(crate) depth: usize,
    /// Seconds that an answer waits for it.
    #[serde(default = "seconds")]
    pub(crate) seconds: f32,
    /// What one point of its score is worth in log-odds.
    #[serde(default = "weight")]
    pub(crate) weight: f32,
}

fn depth() -> usize {
    20
}

fn seconds() -> f32 {
    2.0
}

fn weight() -> f32 {
    1.0
}

/// Why the settings could not be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {detail}")]
pub(crate) struct SettingsError {
    pub(crate) file: String,
    pub(crate) detail: String,
}

impl Settings {
    /// Reads `cancu.toml` in the data folder; an absent file gives the defaults.
    pub(crate) fn read(root: &Path) -> Result<Self, SettingsError> {
        let file = root.join("cancu.toml");
        let wrong = |detail: String| SettingsError {
            file: file.display().to_string(),
            detail,
        };
        match std::fs::read_to_string(&file) {
            Ok(text) => {
                let settings: Self =
                    toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
                let rerankers = settings.reranker.iter().try_for_each(Reranker::check);
                let writers = settings.writer.iter().try_for_each(Writer::check);
                let vouchers = settings.oidc.iter().try_for_each(Oidc::check);
                let margin = settings.evaluation.check();
                let checked = rerankers.and(writers).and(vouchers).and(margin);
                checked.map_err(wrong)?;
                Ok(settings)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(wrong(error.to_string())),
        }
    }

    /// As the embedding side takes it.
    pub(crate) fn embedder(&self, root: &Path) -> EmbedderConfig {
        let embedding = self.embedding.clone();
        EmbedderConfig {
            model: embedding.model,
            folder: Some(embedding.folder.unwrap_or_else(|| root.join("models"))),
            onnxruntime: embedding.onnxruntime,
            sessions: embedding.sessions,
        }
    }

    /// As the reranking side takes it; `None`: there is none.
    pub(crate) fn reranker(&self, root: &Path) -> Option<RerankerConfig> {
        let reranker = self.reranker.clone()?;
        let embedder = self.embedder(root);
        Some(RerankerConfig {
            model: reranker.model,
            folder: reranker.folder.or(embedder.folder),
            onnxruntime: embedder.onnxruntime,
        })
    }

    /// Nobody is called.
    pub(crate) fn is_offline(&self) -> bool {
        self.server.profile == Profile::Offline
    }

    /// As the reading side takes it.
    pub(crate) fn loading(&self, program: PathBuf) -> ingest::Settings {
        let limits = ingest::ReadLimits {
            ocr: ingest::Ocr::new(&self.reading.tesseract),
            cpu_seconds: self.reading.cpu_seconds,
            memory_bytes: self.reading.memory_mb << 20,
            ..ingest::ReadLimits::default()
        };
        ingest::Settings {
            program,
            limits,
            max_file_bytes: self.reading.max_file_mb << 20,
            collection: None,
            confidentiality: None,
            today: crate::workplace::today,
        }
    }
}

impl Reranker {
    /// Numbers with which a search can work.
    fn check(&self) -> Result<(), String> {
        let wrong = |name: &str, range: &str| Err(format!("reranker.{name}: {range}"));
        if !(2..=100).contains(&self.depth) {
            return wrong("depth", "2..=100");
        }
        if !(0.01..=600.0).contains(&self.seconds) {
            return wrong("seconds", "0.01..=600");
        }
        if !(0.001..=1000.0).contains(&self.weight) {
            return wrong("weight", "0.001..=1000");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_setting_is_an_error_and_a_known_one_is_read() {
        let check = |text: &str, good: bool| {
            assert_eq!(toml::from_str::<Settings>(text).is_ok(), good, "{text}");
        };
        check("", true);
        check("[server]\nlisten = \"127.0.0.1:9000\"", true);
        check("[server]\nprofile = \"offline\"", true);
        check("[server]\nprofile = \"of-line\"", false);
        check(
            "[writer]\nendpoint = \"http://127.0.0.1:1/v1\"\nmodel = \"m\"",
            true,
        );
        check("[writer]\nendpoint = \"http://127.0.0.1:1/v1\"", false);
        check("[server]\nmetrics = \"anyone\"", true);
        check("[server]\nmetrics = \"all\"", false);
        check("[limits]\nask = 0", true);
        check("[limits]\nask = -1", false);
        check("[limits]\nanswers = 3", false);
        check("[sever]\nlisten = \"127.0.0.1:9000\"", false);
        check("[reading]\ncpu = 3", false);
        check("[assistant]\nendpoint = \"loopback\"", true);
        check("[assistant]\nendpoint = \"here\"", false);
        check("[evaluation]\nmargin = 1.5", true);
        check("[evaluation]\nmargins = 1.5", false);
        check("[records]\nkeep_days = 0", true);
        check("[records]\nkeep_days = -1", false);
        check("[reranker]\nmodel = \"m\"\ndepth = 5", true);
        check("[reranker]\ndepth = 5", false);
    }

    #[test]
    fn a_reranker_reads_some_articles_for_some_time() {
        let check = |line: &str, good: bool| {
            let text = format!("model = \"m\"\n{line}");
            let reranker: Reranker = toml::from_str(&text).expect("known settings");
            assert_eq!(reranker.check().is_ok(), good, "{line}");
        };
        check("", true);
        check("depth = 1", false);
        check("depth = 101", false);
        check("seconds = 0.5\nweight = 0.2", true);
        check("seconds = 0.0", false);
        check("seconds = nan", false);
        check("seconds = inf", false);
        check("weight = -1.0", false);
        check("weight = nan", false);
    }
}
