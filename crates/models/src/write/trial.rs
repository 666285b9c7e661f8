//! A trial of a writer: one short question of our own, with nothing of anybody in it.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use super::{Message, Role, WriteFormat, WriteRequest, Writer, WriterError};

/// What a trial showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// To the first words.
    pub first: Duration,
    /// To the end.
    pub whole: Duration,
    /// Whether the server took a JSON schema.
    pub structured: bool,
    /// The beginning of what it said, as it may be shown.
    pub said: String,
}

/// Most letters of an answer that are shown.
const SHOWN: usize = 200;

impl Writer {
    /// Asks for one word, within the limits of the settings.
    pub async fn trial(&self) -> Result<Trial, WriterError> {
        let message = |role, content: &str| Message {
            role,
            content: content.to_owned(),
        };
        let messages = [
            message(Role::System, "Bạn trả lời thật ngắn bằng tiếng Việt."),
            message(Role::User, "Hãy viết đúng hai tiếng: sẵn sàng"),
        ];
        let text = json!({ "type": "string" });
        let format = WriteFormat {
            name: "trial".to_owned(),
            schema: json!({ "type": "object", "properties": { "answer": text }, "required": ["answer"], "additionalProperties": false }),
            structured: "Viết một đối tượng JSON: {\"answer\": \"…\"}".to_owned(),
            lines: String::new(),
        };
        let request = WriteRequest {
            messages: &messages,
            format: Some(&format),
            limit: self.total(),
        };
        let began = Instant::now();
        let (mut first, mut said) = (None, String::new());
        self.write(&request, &mut |words| {
            first.get_or_insert_with(|| began.elapsed());
            said.push_str(words);
            // A model that does not stop has answered as well.
            said.chars().count() < 20 * SHOWN
        })
        .await?;
        let whole = began.elapsed();
        let shown = said.chars().map(|c| if c.is_control() { ' ' } else { c });
        let shown: String = shown.collect();
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(Trial {
            first: first.unwrap_or(whole),
            whole,
            structured: self.is_structured(),
            said: shown.chars().take(SHOWN).collect(),
        })
    }
}
