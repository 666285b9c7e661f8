//! Embedding models by their ids: which one fits the vectors that are there.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use models::Embedder;

use crate::settings::Settings;

/// The embedding models of a data folder. The settings are read anew for each model that is looked for: they may
/// have been changed since a server was started.
pub(crate) struct Embedders {
    root: PathBuf,
    /// The last one, and whether the settings named it.
    last: Mutex<Option<(Arc<Embedder>, bool)>>,
}

impl Embedders {
    /// Those of a data folder.
    pub(crate) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            last: Mutex::default(),
        }
    }

    /// The model with this id if it is on this machine, the configured one for an empty id; and whether it is the
    /// configured one. A configured model that cannot be used is an error.
    pub(crate) fn fitting(&self, model: &str) -> anyhow::Result<(Option<Arc<Embedder>>, bool)> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((embedder, configured)) = last.as_ref()
            && (embedder.id() == model || model.is_empty() && *configured)
        {
            return Ok((Some(Arc::clone(embedder)), *configured));
        }
        let config = Settings::read(&self.root)?.embedder(&self.root);
        let (embedder, configured) = if model.is_empty() {
            (Some(Embedder::new(&config)?), true)
        } else {
            let fitting = Embedder::fitting(&config, model)?;
            (fitting.embedder, fitting.configured)
        };
        let embedder = embedder.map(Arc::new);
        *last = embedder.clone().map(|embedder| (embedder, configured));
        Ok((embedder, configured))
    }
}
