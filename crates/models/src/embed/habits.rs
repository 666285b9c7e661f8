//! What the folder of a sentence transformer says of how it was trained: which token counts, what stands before a text.

use std::path::Path;

use serde_json::Value;

use crate::place::read;

/// How a model wants to be used, as far as its folder says so.
#[derive(Default)]
pub(crate) struct Habits {
    /// Its first token is its vector; otherwise the mean of all is.
    pub(crate) first_token: bool,
    /// What stands before a question and before a passage.
    pub(crate) prefixes: Option<[String; 2]>,
    /// The files that say so: they belong to what makes its vectors.
    pub(crate) files: Vec<u8>,
}

impl Habits {
    /// Reads `1_Pooling/config.json` and `config_sentence_transformers.json`, where they are; the error names the file.
    pub(crate) fn read(folder: &Path) -> Result<Self, String> {
        let mut habits = Self::default();
        if let Some(pooling) = habits.json(&folder.join("1_Pooling/config.json"))? {
            habits.first_token = pooling["pooling_mode_cls_token"] == true;
        }
        if let Some(config) = habits.json(&folder.join("config_sentence_transformers.json"))? {
            let prompt = |names: [&str; 2]| {
                let found = names.map(|name| config["prompts"][name].as_str());
                found.into_iter().flatten().next().map(str::to_owned)
            };
            let [query, passage] = [prompt(["query", "query"]), prompt(["passage", "document"])];
            if query.is_some() || passage.is_some() {
                habits.prefixes = Some([query, passage].map(Option::unwrap_or_default));
            }
        }
        Ok(habits)
    }

    fn json(&mut self, file: &Path) -> Result<Option<Value>, String> {
        if !file.is_file() {
            return Ok(None);
        }
        let bytes = read(file)?;
        let value = serde_json::from_slice(&bytes)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        self.files.extend(bytes);
        Ok(Some(value))
    }
}
