//! The files of a trained model, in the layout that fastembed loads.

use serde_json::{Map, Value, json};

use super::{onnx, table::Table, vocabulary::Vocabulary};
use crate::embed::prepare;

/// Longest text in tokens; no passage comes near it.
const LONGEST: u64 = 4096;

/// Rows as eight-bit values and the scale of each: value × scale is the weight.
pub(crate) fn quantise(values: &[f32], width: usize) -> (Vec<i8>, Vec<f32>) {
    let mut rows = Vec::with_capacity(values.len());
    let mut scales = Vec::with_capacity(values.len() / width);
    for row in values.chunks(width) {
        let largest = row
            .iter()
            .fold(0.0f32, |largest, value| largest.max(value.abs()));
        let scale = largest / 127.0;
        scales.push(scale);
        rows.extend(row.iter().map(|value| {
            if scale > 0.0 {
                (value / scale).round() as i8
            } else {
                0
            }
        }));
    }
    (rows, scales)
}

/// The files by name.
pub(crate) fn write(vocabulary: &Vocabulary, table: &Table) -> Vec<(&'static str, Vec<u8>)> {
    let (rows, scales) = quantise(&table.values, table.width);
    let words: Map<String, Value> = vocabulary
        .tokens
        .iter()
        .enumerate()
        .map(|(row, token)| (token.clone(), row.into()))
        .collect();
    let tokenizer = json!({
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": [],
        "normalizer": null,
        "pre_tokenizer": { "type": "WhitespaceSplit" },
        "post_processor": null,
        "decoder": null,
        "model": { "type": "WordLevel", "vocab": words, "unk_token": vocabulary.tokens[0] },
    });
    let config = json!({
        "model_type": prepare::MODEL_TYPE,
        "preparation": prepare::VERSION,
        "hidden_size": table.width,
        "vocab_size": vocabulary.len(),
        "pad_token_id": 0,
    });
    let tokenizer_config =
        json!({ "model_max_length": LONGEST, "pad_token": vocabulary.tokens[0] });
    vec![
        ("model.onnx", onnx::sum_of_rows(&rows, &scales, table.width)),
        ("tokenizer.json", tokenizer.to_string().into_bytes()),
        ("config.json", config.to_string().into_bytes()),
        ("special_tokens_map.json", b"{}".to_vec()),
        (
            "tokenizer_config.json",
            tokenizer_config.to_string().into_bytes(),
        ),
    ]
}
