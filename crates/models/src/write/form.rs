//! What a request says, and which of its settings a server was seen to know.
//!
//! Servers that call themselves compatible refuse what they do not know with 400 or 422: `response_format` (older
//! ones), `temperature` or `max_tokens` (hosted reasoning models). The first request therefore asks for all; one
//! that is refused is sent again with less, and what was accepted is remembered while the program runs. A refusal
//! that no form avoids (a prompt too long) teaches nothing.

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use super::{Role, WriteRequest, WriterConfig};

/// Which settings a request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// The answer is to fit the schema.
    pub(super) structured: bool,
    /// Temperature and the most tokens are set.
    pub(super) tuned: bool,
}

/// What a server was seen to refuse.
#[derive(Debug, Default)]
pub(super) struct Known {
    no_schema: AtomicBool,
    no_tuning: AtomicBool,
}

impl Known {
    /// The forms to try, the fullest first.
    pub(super) fn forms(&self, structured: bool) -> Vec<Form> {
        let structured = structured && !self.no_schema.load(Ordering::Relaxed);
        let tuned = !self.no_tuning.load(Ordering::Relaxed);
        let all = [(true, true), (false, true), (true, false), (false, false)];
        all.into_iter()
            .filter(|(schema, tuning)| (structured || !schema) && (tuned || !tuning))
            .map(|(structured, tuned)| Form { structured, tuned })
            .collect()
    }

    /// Remembers the form that a server took after it had refused those before.
    pub(super) fn learn(&self, refused: &[Form], taken: Form) {
        if refused.iter().any(|form| form.structured) && !taken.structured {
            self.no_schema.store(true, Ordering::Relaxed);
        }
        if !taken.tuned {
            self.no_tuning.store(true, Ordering::Relaxed);
        }
    }

    /// Whether a schema was refused.
    pub(super) fn refuses_schema(&self) -> bool {
        self.no_schema.load(Ordering::Relaxed)
    }
}

/// The body of a request in a form.
pub(super) fn body(config: &WriterConfig, request: &WriteRequest<'_>, form: Form) -> Value {
    let messages: Vec<Value> = request
        .messages
        .iter()
        .map(|message| {
            let role = match message.role {
                Role::System => "system",
                Role::User => "user",
            };
            let words = request.format.map(|format| match form.structured {
                true => &format.structured,
                false => &format.lines,
            });
            match (message.role, words) {
                (Role::System, Some(words)) => {
                    json!({ "role": role, "content": format!("{}\n\n{words}", message.content) })
                }
                _ => json!({ "role": role, "content": message.content }),
            }
        })
        .collect();
    let mut body = json!({ "model": config.model, "messages": messages, "stream": true });
    if form.tuned {
        // The law is to be quoted, not varied. A token is about three bytes of Vietnamese.
        body["temperature"] = 0.into();
        body["max_tokens"] = (config.max_bytes / 3).clamp(64, 8192).into();
    }
    if let (true, Some(format)) = (form.structured, request.format) {
        let schema = json!({ "name": format.name, "strict": true, "schema": format.schema });
        body["response_format"] = json!({ "type": "json_schema", "json_schema": schema });
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form((structured, tuned): (bool, bool)) -> Form {
        Form { structured, tuned }
    }

    /// What was refused and what was taken, then which forms are left.
    fn check(refused: &[(bool, bool)], taken: (bool, bool), expect: &[(bool, bool)]) {
        let known = Known::default();
        let refused: Vec<Form> = refused.iter().copied().map(form).collect();
        known.learn(&refused, form(taken));
        let expect: Vec<Form> = expect.iter().copied().map(form).collect();
        assert_eq!(known.forms(true), expect, "{refused:?} {taken:?}");
    }

    #[test]
    fn what_a_server_refuses_is_not_tried_again() {
        let all = [(true, true), (false, true), (true, false), (false, false)];
        check(&[], all[0], &all);
        check(&all[..1], all[1], &[(false, true), (false, false)]);
        check(&all[..2], all[2], &[(true, false), (false, false)]);
        check(&all[..3], all[3], &[(false, false)]);
        let plain: Vec<bool> = Known::default()
            .forms(false)
            .iter()
            .map(|form| form.structured)
            .collect();
        assert_eq!(plain, [false, false], "no schema where none is asked for");
    }
}
