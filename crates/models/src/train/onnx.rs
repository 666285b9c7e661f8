//! The graph of the built-in model as an ONNX file.
//!
//! ONNX files are protocol buffers (onnx.proto, IR version 8). The few messages we need are written here field by
//! field: a code generator would be more than the thing generated.

/// Element types of onnx.proto.
const FLOAT: u64 = 1;
const INT8: u64 = 3;
const INT64: u64 = 7;

/// A message being written.
#[derive(Default)]
struct Message(Vec<u8>);

impl Message {
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    fn number(mut self, field: u64, value: u64) -> Self {
        self.varint(field << 3);
        self.varint(value);
        self
    }

    fn bytes(mut self, field: u64, value: &[u8]) -> Self {
        self.varint(field << 3 | 2);
        self.varint(value.len() as u64);
        self.0.extend_from_slice(value);
        self
    }

    fn text(self, field: u64, value: &str) -> Self {
        self.bytes(field, value.as_bytes())
    }

    fn message(self, field: u64, value: &Message) -> Self {
        self.bytes(field, &value.0)
    }
}

/// A dimension of an input or output.
enum Size {
    Fixed(usize),
    Named(&'static str),
}

fn value(name: &str, kind: u64, shape: &[Size]) -> Message {
    let shape = shape.iter().fold(Message::default(), |shape, size| {
        let size = match size {
            Size::Fixed(size) => Message::default().number(1, *size as u64),
            Size::Named(name) => Message::default().text(2, name),
        };
        shape.message(1, &size)
    });
    let tensor = Message::default().number(1, kind).message(2, &shape);
    Message::default()
        .text(1, name)
        .message(2, &Message::default().message(1, &tensor))
}

fn constant(name: &str, kind: u64, shape: &[usize], bytes: &[u8]) -> Message {
    shape
        .iter()
        .fold(Message::default(), |tensor, size| {
            tensor.number(1, *size as u64)
        })
        .number(2, kind)
        .text(8, name)
        .bytes(9, bytes)
}

fn operation(kind: &str, inputs: &[&str], output: &str, whole: Option<(&str, u64)>) -> Message {
    let operation = inputs.iter().fold(Message::default(), |operation, input| {
        operation.text(1, input)
    });
    let operation = operation.text(2, output).text(3, output).text(4, kind);
    match whole {
        Some((name, number)) => {
            let attribute = Message::default().text(1, name).number(3, number);
            operation.message(5, &attribute.number(20, 2))
        }
        None => operation,
    }
}

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
    let float = Some(("to", FLOAT));
    let first = Some(("axis", 0));
    let vectors = [Size::Named("texts"), Size::Fixed(width)];
    let parts = [
        (
            1,
            operation("Gather", &["rows", "input_ids"], "kept_rows", first),
        ),
        (1, operation("Cast", &["kept_rows"], "values", float)),
        (
            1,
            operation("Gather", &["scales", "input_ids"], "kept_scales", first),
        ),
        (1, operation("Cast", &["attention_mask"], "mask", float)),
        (
            1,
            operation("Mul", &["kept_scales", "mask"], "weights", None),
        ),
        (
            1,
            operation("Unsqueeze", &["weights", "one"], "weight_rows", None),
        ),
        (
            1,
            operation("MatMul", &["weight_rows", "values"], "sums", None),
        ),
        (
            1,
            operation("Squeeze", &["sums", "one"], "sentence_embedding", None),
        ),
        (5, constant("rows", INT8, &[scales.len(), width], &bytes)),
        (5, constant("scales", FLOAT, &[scales.len()], &scale_bytes)),
        (5, constant("one", INT64, &[1], &1i64.to_le_bytes())),
        (11, value("input_ids", INT64, &ids())),
        (11, value("attention_mask", INT64, &ids())),
        (12, value("sentence_embedding", FLOAT, &vectors)),
    ];
    let graph = parts.iter().fold(
        Message::default().text(2, "sum_of_rows"),
        |graph, (field, part)| graph.message(*field, part),
    );
    Message::default()
        .number(1, 8)
        .text(2, "cancu")
        .message(7, &graph)
        .message(8, &Message::default().text(1, "").number(2, 17))
        .0
}
