//! ONNX files, written field by field.
//!
//! They are protocol buffers (onnx.proto, IR version 8). The few messages we need are written here: a code generator
//! would be more than the thing generated.

/// Element types of onnx.proto.
pub(crate) const FLOAT: u64 = 1;
pub(crate) const INT8: u64 = 3;
pub(crate) const INT64: u64 = 7;

/// The parts of a graph, by their fields in onnx.proto.
pub(crate) const OPERATION: u64 = 1;
pub(crate) const CONSTANT: u64 = 5;
pub(crate) const INPUT: u64 = 11;
pub(crate) const OUTPUT: u64 = 12;

/// A message being written.
#[derive(Default)]
pub(crate) struct Message(Vec<u8>);

impl Message {
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    pub(crate) fn number(mut self, field: u64, value: u64) -> Self {
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

    pub(crate) fn text(self, field: u64, value: &str) -> Self {
        self.bytes(field, value.as_bytes())
    }

    pub(crate) fn message(self, field: u64, value: &Message) -> Self {
        self.bytes(field, &value.0)
    }
}

/// A dimension of an input or output.
pub(crate) enum Size {
    Fixed(usize),
    Named(&'static str),
}

/// An input or an output.
pub(crate) fn value(name: &str, kind: u64, shape: &[Size]) -> Message {
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

/// A tensor of weights.
pub(crate) fn constant(name: &str, kind: u64, shape: &[usize], bytes: &[u8]) -> Message {
    let tensor = shape.iter().fold(Message::default(), |tensor, size| {
        tensor.number(1, *size as u64)
    });
    tensor.number(2, kind).text(8, name).bytes(9, bytes)
}

/// An operation with at most one whole number or list of whole numbers that says how.
pub(crate) fn operation(
    kind: &str,
    inputs: &[&str],
    output: &str,
    how: Option<(&str, How)>,
) -> Message {
    let operation = inputs.iter().fold(Message::default(), |operation, input| {
        operation.text(1, input)
    });
    let operation = operation.text(2, output).text(3, output).text(4, kind);
    let Some((name, how)) = how else {
        return operation;
    };
    let attribute = Message::default().text(1, name);
    let attribute = match how {
        How::Number(number) => attribute.number(3, number.cast_unsigned()).number(20, 2),
        How::Numbers(numbers) => numbers
            .iter()
            .fold(attribute, |attribute, number| {
                attribute.number(8, number.cast_unsigned())
            })
            .number(20, 7),
    };
    operation.message(5, &attribute)
}

/// The value of an attribute.
#[derive(Clone, Copy)]
pub(crate) enum How {
    Number(i64),
    #[cfg_attr(
        not(test),
        allow(dead_code, reason = "only the small models of the tests have such")
    )]
    Numbers(&'static [i64]),
}

/// The file of a graph: its parts, each with its field.
pub(crate) fn file(name: &str, parts: &[(u64, Message)]) -> Vec<u8> {
    let graph = parts
        .iter()
        .fold(Message::default().text(2, name), |graph, (field, part)| {
            graph.message(*field, part)
        });
    Message::default()
        .number(1, 8)
        .text(2, "cancu")
        .message(7, &graph)
        .message(8, &Message::default().text(1, "").number(2, 17))
        .0
}
