//! The settings of a writer.

use std::{path::PathBuf, sync::Arc, time::Duration};

use answer::Unverified;
use models::{WriterConfig, WriterError};
use serde::Deserialize;

/// `[writer]`: where it is, and how much is asked of it. What is left out is as [`WriterConfig::new`] has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Writer {
    /// OpenAI-compatible base address, such as `http://127.0.0.1:8080/v1`.
    pub(crate) endpoint: String,
    /// The model's name there.
    pub(crate) model: String,
    /// File with the key.
    key_file: Option<PathBuf>,
    /// Seconds to the first token.
    first_token_seconds: Option<u64>,
    /// Seconds for the whole answer.
    total_seconds: Option<u64>,
    /// Longest answer, in KB.
    answer_kb: Option<usize>,
    /// How often a request is sent again of which nothing came.
    retries: Option<u32>,
    /// Answers that are written at the same time.
    at_once: Option<usize>,
    /// Answers that wait for their turn.
    waiting: Option<usize>,
    /// Seconds that one waits for its turn.
    wait_seconds: Option<u64>,
    /// Whether a schema is asked for where the server knows schemas.
    structured: Option<bool>,
    /// Most characters of the law that the model is given.
    evidence_characters: Option<usize>,
    /// What becomes of sentences that could not be checked.
    #[serde(default)]
    unverified: Policy,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Policy {
    #[default]
    Drop,
    Show,
}

impl Writer {
    /// Numbers with which an answer can be written.
    pub(super) fn check(&self) -> Result<(), String> {
        let config = self.config();
        let ranges = [
            ("first_token_seconds", config.first_token.as_secs(), 1..=600),
            ("total_seconds", config.total.as_secs(), 1..=3600),
            ("answer_kb", config.max_bytes as u64 >> 10, 1..=1024),
            ("retries", u64::from(config.retries), 0..=3),
            ("at_once", config.at_once as u64, 1..=64),
            ("waiting", config.waiting as u64, 0..=256),
            ("wait_seconds", config.wait.as_secs(), 0..=60),
            (
                "evidence_characters",
                config.evidence_characters as u64,
                1000..=400_000,
            ),
        ];
        for (name, value, range) in ranges {
            if !range.contains(&value) {
                let (least, most) = (range.start(), range.end());
                return Err(format!("writer.{name}: {least}..={most}"));
            }
        }
        if config.first_token > config.total {
            return Err("writer.first_token_seconds <= writer.total_seconds".to_owned());
        }
        Ok(())
    }

    fn config(&self) -> WriterConfig {
        let usual = WriterConfig::new(&self.endpoint, &self.model);
        let seconds = |value: Option<u64>, usual| value.map_or(usual, Duration::from_secs);
        WriterConfig {
            key_file: self.key_file.clone(),
            first_token: seconds(self.first_token_seconds, usual.first_token),
            total: seconds(self.total_seconds, usual.total),
            max_bytes: self
                .answer_kb
                .map_or(usual.max_bytes, |kb| kb.saturating_mul(1024)),
            retries: self.retries.unwrap_or(usual.retries),
            at_once: self.at_once.unwrap_or(usual.at_once),
            waiting: self.waiting.unwrap_or(usual.waiting),
            wait: seconds(self.wait_seconds, usual.wait),
            structured: self.structured.unwrap_or(usual.structured),
            evidence_characters: self
                .evidence_characters
                .unwrap_or(usual.evidence_characters),
            ..usual
        }
    }

    /// As the answering side takes it.
    pub(crate) fn author(&self, policy: answer::Policy) -> Result<answer::Author, WriterError> {
        Ok(answer::Author {
            writer: Arc::new(models::Writer::new(self.config())?),
            unverified: match self.unverified {
                Policy::Drop => Unverified::Drop,
                Policy::Show => Unverified::Show,
            },
            policy,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, good: bool) {
        let text = format!("endpoint = \"http://127.0.0.1:1/v1\"\nmodel = \"m\"\n{line}");
        let writer = toml::from_str::<Writer>(&text);
        let checked = writer.is_ok_and(|writer| writer.check().is_ok());
        assert_eq!(checked, good, "{line}");
    }

    #[test]
    fn a_writer_has_some_time_and_some_room() {
        check("", true);
        check("unverified = \"show\"", true);
        check("unverified = \"hide\"", false);
        check(
            "structured = false\nretries = 0\nwaiting = 0\nwait_seconds = 0",
            true,
        );
        check("retries = 4", false);
        check("retries = -1", false);
        check("first_token_seconds = 0", false);
        check("first_token_seconds = 20\ntotal_seconds = 10", false);
        check("total_seconds = 18446744073709551615", false);
        check("answer_kb = 18446744073709551615", false);
        check("answer_kb = 16", true);
        check("at_once = 0", false);
        check("evidence_characters = 999", false);
        check("temperature = 1", false);
    }

    #[test]
    fn what_is_left_out_is_as_usual() {
        let writer: Writer =
            toml::from_str("endpoint = \"http://127.0.0.1:1/v1\"\nmodel = \"m\"").expect("known");
        let usual = WriterConfig::new("http://127.0.0.1:1/v1", "m");
        assert_eq!(format!("{:?}", writer.config()), format!("{usual:?}"));
        let author = writer
            .author(answer::Policy::default())
            .expect("usable settings");
        assert_eq!(author.unverified, Unverified::Drop);
    }
}
