//! Marked content: the text that a file gives in the place of what is drawn.

use lopdf::{Dictionary, Object};

use super::{super::lexer::Token, Walk, offset};

impl Walk<'_> {
    /// The replacement text of marked content, given in place or by name.
    pub(super) fn actual_text(
        &self,
        operands: &[Token<'_>],
        resources: Option<&Dictionary>,
    ) -> Option<String> {
        let inline = operands.windows(2).find_map(|pair| match pair {
            [Token::Name(name), Token::String(text)] if &**name == b"ActualText" => {
                Some(text.to_vec())
            }
            _ => None,
        });
        let bytes = match (inline, operands) {
            (Some(text), _) => text,
            (None, [Token::Name(_), Token::Name(name)]) => {
                let lists = resources?
                    .get_deref(b"Properties", self.document)
                    .and_then(Object::as_dict)
                    .ok()?;
                let list = lists
                    .get_deref(name, self.document)
                    .and_then(Object::as_dict)
                    .ok()?;
                list.get_deref(b"ActualText", self.document)
                    .and_then(Object::as_str)
                    .ok()?
                    .to_vec()
            }
            _ => return None,
        };
        lopdf::decode_text_string(&Object::string_literal(bytes)).ok()
    }

    /// Puts the replacement text in the place of the characters of one line that it stands for.
    pub(super) fn end_marked(&mut self) {
        let Some((start, Some(actual))) = self.marked.pop() else {
            return;
        };
        let characters = &mut self.content.characters;
        let [first, .., last] = &characters[start.min(characters.len())..] else {
            if let Some(only) = characters.get_mut(start) {
                only.text = append(&mut self.content.text, &actual);
            }
            return;
        };
        let one_line = first.turn == last.turn
            && (first.from.1 - last.from.1)
                .abs()
                .min((first.from.0 - last.from.0).abs())
                < first.size / 2.0;
        if one_line && actual.len() <= 4_096 {
            let mut whole = *first;
            whole.to = last.to;
            whole.text = append(&mut self.content.text, &actual);
            characters.truncate(start);
            characters.push(whole);
        }
    }
}

fn append(text: &mut String, more: &str) -> (u32, u32) {
    let start = offset(text.len());
    text.push_str(more);
    (start, offset(text.len()))
}
