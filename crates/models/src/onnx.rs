//! ONNX files, written and read field by field.
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

/// The bytes of a tensor of weights in a file, by its name; `None` where it has none, or is no such file.
pub(crate) fn constant_of<'a>(file: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let graph = fields(file).find_map(|(field, bytes)| (field == 7).then_some(bytes))?;
    let tensors = fields(graph).filter(|(field, _)| *field == CONSTANT);
    let of = |tensor: &'a [u8], wanted: u64| {
        fields(tensor).find_map(|(field, bytes)| (field == wanted).then_some(bytes))
    };
    let named = tensors.map(|(_, tensor)| tensor);
    let mut named = named.filter(|tensor| of(tensor, 8) == Some(name.as_bytes()));
    of(named.next()?, 9)
}

/// The fields of a message that hold bytes, up to where it cannot be read.
fn fields(mut message: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    std::iter::from_fn(move || {
        loop {
            let key = read_varint(&mut message)?;
            let value = match key & 7 {
                0 => {
                    read_varint(&mut message)?;
                    continue;
                }
                1 => message.split_off(..8)?,
                2 => {
                    let length = usize::try_from(read_varint(&mut message)?).ok()?;
                    message.split_off(..length)?
                }
                5 => message.split_off(..4)?,
                _ => return None,
            };
            return Some((key >> 3, value));
        }
    })
}

fn read_varint(message: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = *message.split_off_first()?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_as_they_were_written_and_damage_is_seen() {
        let parts = [
            (
                OPERATION,
                operation("Gather", &["rows"], "out", Some(("axis", How::Number(-1)))),
            ),
            (CONSTANT, constant("one", INT8, &[300], &[7; 300])),
            (CONSTANT, constant("rows", INT8, &[2], &[1, 255])),
            (
                INPUT,
                value("in", INT64, &[Size::Named("n"), Size::Fixed(2)]),
            ),
        ];
        let file = file("graph", &parts);
        assert_eq!(constant_of(&file, "rows"), Some(&[1, 255][..]));
        assert_eq!(constant_of(&file, "one"), Some(&[7; 300][..]));
        assert_eq!(constant_of(&file, "two"), None);
        for end in 0..file.len() {
            let _ = constant_of(&file[..end], "rows");
        }
        assert_eq!(constant_of(&[0xff; 40], "rows"), None);
    }
}
