//! An answer taken apart by the documents whose words it may hold, and put together again.
//!
//! Fields that hold no words of a document are named here, one by one; any other field, also one that a later version
//! adds, counts as made from everything that was found.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{NewPart, Part};
use serde_json::{Map, Value, json};

/// Fields that rest on no document: what was asked, and what the program says of itself.
const PLAIN: [&str; 15] = [
    "question",
    "read_as",
    "notes",
    "on",
    "model",
    "refusal",
    "doubtful",
    "filters",
    "record",
    "approved",
    "unrecorded",
    "notice",
    "policy",
    "unverified",
    "egress",
];
/// Fields whose entries name their documents themselves.
const NAMING: [&str; 3] = ["evidence", "not_in_force", "cited"];
/// Sentences that were recorded and not shown.
const UNSHOWN: &str = "unshown";
/// Ends the name of a part that is an entry of a list.
const ENTRY: &str = "[]";

/// The fields that rest on no document, and the parts that rest on some.
pub(super) fn split(answer: Value) -> (Value, Vec<NewPart>) {
    let Value::Object(fields) = answer else {
        return (Value::Null, Vec::new());
    };
    let ids = ids(&fields);
    let all: BTreeSet<String> = ids.values().cloned().collect();
    let written = fields.get("model").is_some_and(Value::is_string);
    let (mut plain, mut parts) = (Map::new(), Vec::new());
    for (name, value) in fields {
        if PLAIN.contains(&name.as_str()) {
            plain.insert(name, value);
            continue;
        }
        let rests_on = |entry: &Value| match entry["verdict"].as_str() {
            _ if NAMING.contains(&name.as_str()) => named(entry, &ids),
            // What is proved rests on what it quotes; what is not may hold words of anything that the model was shown.
            Some("checked") => named(entry, &ids),
            Some(_) if !written && name == "claims" => named(entry, &ids),
            _ => all.clone(),
        };
        let part = |name: String, value: &Value| NewPart {
            name,
            body: value.to_string(),
            rests_on: rests_on(value),
        };
        match &value {
            Value::Array(entries) => {
                let entry = format!("{name}{ENTRY}");
                parts.extend(entries.iter().map(|value| part(entry.clone(), value)));
                plain.insert(name.clone(), json!([]));
            }
            value => parts.push(part(name.clone(), value)),
        }
    }
    (Value::Object(plain), parts)
}

/// Adds a sentence that was not shown: it may hold words of anything that the model was shown.
pub(super) fn add_unshown(parts: &mut Vec<NewPart>, body: String) {
    let all = parts.iter().flat_map(|part| part.rests_on.iter().cloned());
    parts.push(NewPart {
        rests_on: all.collect(),
        name: format!("{UNSHOWN}{ENTRY}"),
        body,
    });
}

/// Takes these sentences out of an answer that was joined: they were never part of it.
pub(super) fn take_unshown(answer: &mut Value) -> Vec<Value> {
    let fields = answer.as_object_mut();
    match fields.and_then(|fields| fields.remove(UNSHOWN)) {
        Some(Value::Array(unshown)) => unshown,
        _ => Vec::new(),
    }
}

/// The answer again.
pub(super) fn join(plain: Value, parts: &[Part]) -> Result<Value, serde_json::Error> {
    let mut answer = plain;
    for part in parts {
        let value = match &part.body {
            Some(body) => serde_json::from_str(body)?,
            None => json!({ "removed": true, "sha256": part.hash.as_str() }),
        };
        match part.name.strip_suffix(ENTRY) {
            Some(name) => match answer[name].as_array_mut() {
                Some(entries) => entries.push(value),
                None => answer[name] = json!([value]),
            },
            None => answer[part.name.as_str()] = value,
        }
    }
    Ok(answer)
}

/// Slug → key of every document that the answer names.
fn ids(fields: &Map<String, Value>) -> BTreeMap<String, String> {
    fn collect(value: &Value, ids: &mut BTreeMap<String, String>) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| collect(value, ids)),
            Value::Object(fields) => {
                if let (Some(Value::String(id)), Some(Value::String(slug))) =
                    (fields.get("id"), fields.get("slug"))
                {
                    ids.insert(slug.clone(), id.clone());
                }
                fields.values().for_each(|value| collect(value, ids));
            }
            _ => {}
        }
    }
    let mut ids = BTreeMap::new();
    fields.values().for_each(|value| collect(value, &mut ids));
    ids
}

/// The keys of the documents that a part of an answer names by their slugs.
fn named(value: &Value, ids: &BTreeMap<String, String>) -> BTreeSet<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(|value| named(value, ids)).collect(),
        Value::Object(fields) => {
            let own = fields.get("slug").and_then(Value::as_str);
            let own = own.and_then(|slug| ids.get(slug)).cloned();
            let inner = fields.values().flat_map(|value| named(value, ids));
            own.into_iter().chain(inner).collect()
        }
        _ => BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use catalogue::Hash;

    use super::*;

    fn answer(model: Option<&str>) -> Value {
        let act =
            |n: &str| json!({ "id": format!("vn/{n}"), "slug": n, "title": format!("Về {n}") });
        let claim = |text: &str, verdict: &str, slug: &str| json!({ "text": text, "verdict": verdict, "quotes": [{ "evidence": 1, "slug": slug, "text": text }] });
        json!({
            "question": "Hạn?", "on": "2026-03-01", "model": model, "refusal": null, "notice": "Lưu ý",
            "claims": [claim("một", "checked", "a"), claim("hai", "partly", "b")],
            "dropped": [{ "text": "sáu", "checks": [] }],
            "evidence": [
                { "document": act("a"), "text": "một", "score": { "total": 0.9 }, "alike": [{ "document": act("c") }] },
                { "document": act("b"), "text": "hai" },
            ],
            "cited": [], "not_in_force": [{ "document": act("d"), "text": "bốn" }],
            "added_later": { "words": "hai" },
        })
    }

    fn kept(parts: Vec<NewPart>, gone: &str) -> Vec<Part> {
        let keep = |part: NewPart| Part {
            hash: Hash::of(part.body.as_bytes()),
            body: (!part.rests_on.contains(gone)).then_some(part.body),
            name: part.name,
            rests_on: part.rests_on,
        };
        parts.into_iter().map(keep).collect()
    }

    #[test]
    fn what_is_split_joins_to_the_same() {
        let whole = answer(Some("m"));
        let (plain, parts) = split(whole.clone());
        let joined = join(plain, &kept(parts, "")).expect("as it was written");
        assert_eq!(joined, whole);
    }

    /// Nothing of a removed document is left in what is kept.
    #[test]
    fn a_removed_document_takes_all_that_may_hold_its_words() {
        fn check(model: Option<&str>, gone: &str, left: &[&str], lost: &[&str]) {
            let (plain, parts) = split(answer(model));
            let joined = join(plain, &kept(parts, gone)).expect("as it was written");
            let text = joined.to_string();
            for words in left {
                assert!(text.contains(words), "{gone}: {words} in {text}");
            }
            for words in lost {
                assert!(!text.contains(words), "{gone}: {words} in {text}");
            }
            assert_eq!(
                joined["claims"].as_array().map(Vec::len),
                Some(2),
                "places stay"
            );
        }
        // A written sentence that is proved in part may hold words of anything that the model was shown.
        check(
            Some("m"),
            "vn/a",
            &["Hạn?", "Lưu ý"],
            &["một", "Về a", "sáu"],
        );
        check(Some("m"), "vn/b", &["một"], &["hai", "sáu", "Về b"]);
        check(Some("m"), "vn/c", &["một\",\"verdict"], &["sáu", "Về c"]);
        check(None, "vn/a", &["hai\",\"verdict"], &["một", "sáu"]);
        check(None, "vn/d", &["một", "hai\",\"verdict"], &["bốn", "sáu"]);
    }
}
