//! How an answer is to be written down: a JSON schema for servers that keep a model to one, and the same in words.
//!
//! The quotes come before the sentence: a model that has copied the law first writes less of its own.

use models::WriteFormat;
use serde_json::{Value, json};

use crate::ClaimKind;

/// The format of an answer that may cite these numbers; of `returned` sentences that are written again, if any.
pub(super) fn format(numbers: &[usize], table: bool, returned: Option<usize>) -> WriteFormat {
    let mut claim = String::new();
    let mut rules = String::new();
    if returned.is_some() {
        claim.push_str(r#""replaces": 1, "#);
        rules.push_str("\n- \"replaces\" là số của câu được viết lại.");
    }
    claim.push_str(r#""kind": "deadline", "quotes": [{"evidence": 1, "quote": "nguyên văn chép từ căn cứ 1"}], "claim": "câu trả lời""#);
    let mut example = format!("{{{claim}}}");
    if table {
        let row = r#""cells": {"duty": "việc phải làm", "who": "ai làm", "deadline": "thời hạn"}"#;
        let claim = claim
            .replace("\"deadline\"", "\"row\"")
            .replace("\"câu trả lời\"", "\"\"");
        example = format!("{{{claim}, {row}}}");
        rules.push_str("\n- Người hỏi cần bảng tổng hợp: mỗi việc phải làm là một dòng, có \"kind\": \"row\", \"claim\" để trống và \"cells\" gồm việc phải làm, ai làm, thời hạn. Ô nào căn cứ không ghi thì để trống. Tối đa 16 dòng. Lời trong ô giữ nguyên như trong căn cứ, kể cả \"phải\", \"được\", \"không được\". Câu nào không xếp được vào bảng thì viết như ý thường, không có \"cells\".");
    }
    rules.push_str("\n- \"kind\" là một trong: rule, condition, exception, authority, deadline, papers, sanction, plain.");
    WriteFormat {
        name: "answer".to_owned(),
        schema: schema(numbers, table, returned.is_some()),
        structured: format!(
            "Viết đúng một đối tượng JSON, ngoài ra không viết gì khác:\n{{\"claims\": [{example}, …], \"none\": false}}{rules}\n- Nếu các căn cứ không trả lời được câu hỏi: {{\"claims\": [], \"none\": true}}"
        ),
        lines: format!(
            "Viết mỗi ý thành một dòng JSON, ngoài ra không viết gì khác:\n{example}{rules}\n- Nếu các căn cứ không trả lời được câu hỏi, chỉ viết: {{\"none\": true}}"
        ),
    }
}

/// Strict schemas want every property required and no other allowed; their order is the order of writing.
fn schema(numbers: &[usize], table: bool, returned: bool) -> Value {
    let object = |properties: &[(&str, Value)]| {
        let required: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
        let properties: serde_json::Map<String, Value> = properties
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
    };
    let text = json!({ "type": "string" });
    // Only numbers that there are can be written.
    let number = json!({ "type": "integer", "enum": numbers });
    let quote = object(&[("evidence", number), ("quote", text.clone())]);
    let kinds: Vec<&str> = ClaimKind::NAMES
        .into_iter()
        .filter(|(_, kind)| table || *kind != ClaimKind::Row)
        .map(|(name, _)| name)
        .collect();
    let mut claim = vec![
        ("kind", json!({ "type": "string", "enum": kinds })),
        ("quotes", json!({ "type": "array", "items": quote })),
        ("claim", text.clone()),
    ];
    if returned {
        claim.insert(0, ("replaces", json!({ "type": "integer" })));
    }
    if table {
        let cells = object(&[
            ("duty", text.clone()),
            ("who", text.clone()),
            ("deadline", text),
        ]);
        claim.push(("cells", cells));
    }
    let claims = json!({ "type": "array", "items": object(&claim) });
    object(&[("claims", claims), ("none", json!({ "type": "boolean" }))])
}
