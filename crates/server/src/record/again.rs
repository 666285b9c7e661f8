//! What differs where the same question was answered again.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What differs between a record and a newer answer to the same question on the same day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Differences {
    /// Whether nothing that a reader sees differs: neither claims, nor evidence, nor a refusal.
    pub same: bool,
    /// The model that wrote, where that differs.
    pub model: Option<Turn>,
    /// Why there is no answer, where that differs.
    pub refusal: Option<Turn>,
    /// Claims that only the record has.
    pub claims_gone: Vec<String>,
    /// Claims that only the new answer has.
    pub claims_new: Vec<String>,
    /// Claims of both whose verdict differs.
    pub verdicts: Vec<Turn>,
    /// Provisions that only the record was made from.
    pub evidence_gone: Vec<String>,
    /// Provisions that only the new answer was made from.
    pub evidence_new: Vec<String>,
    /// Provisions of both whose state on the day differs.
    pub states: Vec<Turn>,
}

/// Something that was one way and is another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Turn {
    /// What: a claim, a provision, `refusal`, `model`.
    pub what: String,
    /// As the record has it; empty: not at all.
    pub was: String,
    /// As it is now; empty: not at all.
    pub now: String,
}

/// Something with a name and a state.
type Named = (String, String);

impl Differences {
    pub(super) fn between(was: &Value, now: &Value) -> Self {
        let claims = |answer: &Value| list(answer, "claims", claim);
        let evidence = |answer: &Value| list(answer, "evidence", provision);
        let (claims_was, claims_now) = (claims(was), claims(now));
        let (evidence_was, evidence_now) = (evidence(was), evidence(now));
        let mut found = Self {
            same: false,
            model: turn("model", text(&was["model"]), text(&now["model"])),
            refusal: turn("refusal", text(&was["refusal"]), text(&now["refusal"])),
            claims_gone: missing(&claims_was, &claims_now),
            claims_new: missing(&claims_now, &claims_was),
            verdicts: turned(&claims_was, &claims_now),
            evidence_gone: missing(&evidence_was, &evidence_now),
            evidence_new: missing(&evidence_now, &evidence_was),
            states: turned(&evidence_was, &evidence_now),
        };
        let unseen = Self {
            model: found.model.clone(),
            ..Self::default()
        };
        found.same = found == unseen;
        found
    }
}

/// A claim by its sentence and the words that it quotes.
fn claim(claim: &Value) -> Named {
    let quotes = claim["quotes"].as_array().into_iter().flatten();
    let quotes: Vec<String> = quotes
        .map(|quote| {
            format!(
                "“{}” ({} {})",
                text(&quote["text"]),
                text(&quote["citation"]),
                text(&quote["document"])
            )
        })
        .collect();
    let name = format!("{} — {}", text(&claim["text"]), quotes.join("; "));
    (name, text(&claim["verdict"]))
}

/// A provision by its name.
fn provision(evidence: &Value) -> Named {
    let document = &evidence["document"];
    let name = format!(
        "{} {}",
        text(&evidence["citation"]),
        text(&document["name"])
    );
    (name.trim().to_owned(), text(&evidence["status"]))
}

/// The entries of a list that were not removed.
fn list(answer: &Value, name: &str, read: fn(&Value) -> Named) -> Vec<Named> {
    let entries = answer[name].as_array().into_iter().flatten();
    entries
        .filter(|entry| entry["removed"] != true)
        .map(read)
        .collect()
}

fn missing(from: &[Named], other: &[Named]) -> Vec<String> {
    let there = |name: &str| other.iter().any(|(found, _)| found == name);
    let gone = from.iter().filter(|(name, _)| !there(name));
    gone.map(|(name, _)| name.clone()).collect()
}

fn turned(was: &[Named], now: &[Named]) -> Vec<Turn> {
    was.iter()
        .filter_map(|(name, state)| {
            let (_, other) = now.iter().find(|(found, _)| found == name)?;
            turn(name, state.clone(), other.clone())
        })
        .collect()
}

fn turn(what: &str, was: String, now: String) -> Option<Turn> {
    (was != now).then(|| Turn {
        what: what.to_owned(),
        was,
        now,
    })
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(verdict: &str, quote: &str, status: &str, refusal: Option<&str>) -> Value {
        let quote = json!({ "text": quote, "citation": "Điều 1", "document": "Nghị định A" });
        json!({
            "refusal": refusal, "model": null,
            "claims": [{ "text": "Một.", "verdict": verdict, "quotes": [quote] }],
            "evidence": [{ "citation": "Điều 1", "document": { "name": "Nghị định A" }, "status": status }],
        })
    }

    #[test]
    fn what_differs_is_named() {
        let was = answer("checked", "60 ngày", "in_force", None);
        let check = |now: &Value, expect: Differences| {
            assert_eq!(Differences::between(&was, now), expect, "{now}");
        };
        let turn = |what: &str, was: &str, now: &str| Turn {
            what: what.to_owned(),
            was: was.to_owned(),
            now: now.to_owned(),
        };
        let same = Differences {
            same: true,
            ..Differences::default()
        };
        check(&was, same);
        let quoted = |words: &str| format!("Một. — “{words}” (Điều 1 Nghị định A)");
        check(
            &answer("partly", "60 ngày", "unknown", Some("nothing_checked")),
            Differences {
                refusal: Some(turn("refusal", "", "nothing_checked")),
                verdicts: vec![turn(&quoted("60 ngày"), "checked", "partly")],
                states: vec![turn("Điều 1 Nghị định A", "in_force", "unknown")],
                ..Differences::default()
            },
        );
        check(
            &answer("checked", "30 ngày", "in_force", None),
            Differences {
                claims_gone: vec![quoted("60 ngày")],
                claims_new: vec![quoted("30 ngày")],
                ..Differences::default()
            },
        );
        check(
            &json!({ "claims": [{ "removed": true, "sha256": "" }], "evidence": [] }),
            Differences {
                claims_gone: vec![quoted("60 ngày")],
                evidence_gone: vec!["Điều 1 Nghị định A".to_owned()],
                ..Differences::default()
            },
        );
    }
}
