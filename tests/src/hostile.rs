//! The hostile texts among the shared data: inputs that break parsers of HTML, orders to a model.

use std::path::Path;

use serde_json::Value;

/// The inputs of the tests of HTML parsers (`#data` sections of html5lib), of those that have a tag or an address that
/// acts, each at most `longest` bytes; empty without them.
pub fn payloads(shared: &Path, longest: usize) -> Vec<String> {
    let mut found = Vec::new();
    for file in crate::media_files(&shared.join("hostile/html5lib"), "dat") {
        let bytes = std::fs::read(file).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        for part in text.split("#data\n").skip(1) {
            let input = part.split("\n#").next().unwrap_or_default();
            let acts = input.contains('<') || input.contains("script:");
            if acts && input.len() <= longest {
                found.push(input.to_owned());
            }
        }
    }
    found
}

/// The orders of BIPIA (Yi and others 2023), one text each; empty without them.
pub fn orders(shared: &Path) -> Vec<String> {
    let mut orders = Vec::new();
    for name in ["text_attack_train.json", "code_attack_train.json"] {
        let text = std::fs::read_to_string(shared.join("hostile/bipia").join(name));
        let kinds: Value = text
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        for kind in kinds
            .as_object()
            .into_iter()
            .flat_map(|kinds| kinds.values())
        {
            let texts = kind.as_array().into_iter().flatten();
            orders.extend(texts.filter_map(Value::as_str).map(str::to_owned));
        }
    }
    orders
}
