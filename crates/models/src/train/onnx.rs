//! The graph of the built-in model as an ONNX file.

use crate::onnx::{
    CONSTANT, FLOAT, How, INPUT, INT8, INT64, OPERATION, OUTPUT, Size, constant, file, operation,
    value,
};

/// The model: rows of eight-bit values, each row with its scale, summed over the tokens that the mask keeps.
///
/// Inputs `input_ids` and `attention_mask` (int64, texts × tokens), output `sentence_embedding` (float, texts ×
/// `width`), not normalised.
pub(crate) fn sum_of_rows(rows: &[i8], scales: &[f32], width: usize) -> Vec<u8> {
    let bytes: Vec<u8> = rows.iter().map(|value| value.cast_unsigned()).collect();
    let scale_bytes: Vec<u8> = scales
        .iter()
        .flat_map(|scale| scale.to_le_bytes())
        .collect();
    let ids = || [Size::Named("texts"), Size::Named("tokens")];
    let float = Some(("to", How::Number(FLOAT.cast_signed())));
    let first = Some(("axis", How::Number(0)));
    let vectors = [Size::Named("texts"), Size::Fixed(width)];
    let parts = [
        (
            OPERATION,
            operation("Gather", &["rows", "input_ids"], "kept_rows", first),
        ),
        (
            OPERATION,
            operation("Cast", &["kept_rows"], "values", float),
        ),
        (
            OPERATION,
            operation("Gather", &["scales", "input_ids"], "kept_scales", first),
        ),
        (
            OPERATION,
            operation("Cast", &["attention_mask"], "mask", float),
        ),
        (
            OPERATION,
            operation("Mul", &["kept_scales", "mask"], "weights", None),
        ),
        (
            OPERATION,
            operation("Unsqueeze", &["weights", "one"], "weight_rows", None),
        ),
        (
            OPERATION,
            operation("MatMul", &["weight_rows", "values"], "sums", None),
        ),
        (
            OPERATION,
            operation("Squeeze", &["sums", "one"], "sentence_embedding", None),
        ),
        (
            CONSTANT,
            constant("rows", INT8, &[scales.len(), width], &bytes),
        ),
        (
            CONSTANT,
            constant("scales", FLOAT, &[scales.len()], &scale_bytes),
        ),
        (CONSTANT, constant("one", INT64, &[1], &1i64.to_le_bytes())),
        (INPUT, value("input_ids", INT64, &ids())),
        (INPUT, value("attention_mask", INT64, &ids())),
        (OUTPUT, value("sentence_embedding", FLOAT, &vectors)),
    ];
    file("sum_of_rows", &parts)
}
