//! Words of a run on their way into the paragraph: which are seen, in which font, with which marks.

use quick_xml::events::BytesStart;

use super::{Body, Paragraph, Table, attribute};
use crate::{encoding, symbols};

impl Body {
    pub(super) fn with_paragraph(&mut self, change: impl FnOnce(&mut Paragraph)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            change(paragraph);
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.in_text {
            self.push(text);
        }
    }

    pub(super) fn push(&mut self, text: &str) {
        let paragraph = self.paragraphs.last();
        let shaded = self.run.shaded || paragraph.is_some_and(|paragraph| paragraph.shaded);
        // White letters in a table may stand on a dark cell.
        let white = self.run.white && !shaded && self.flow.tables() == 0;
        let hides = paragraph.is_some_and(|paragraph| paragraph.hides);
        if self.run.hidden || self.run.tiny || white || hides {
            let letters = text.chars().filter(|c| !c.is_whitespace()).count();
            let letters = u32::try_from(letters).unwrap_or(u32::MAX);
            self.hidden = self.hidden.saturating_add(letters);
            return;
        }
        let font = self.font();
        let text = match font.as_deref() {
            Some(font) => encoding::tag(text, font).into_owned(),
            None => text.to_owned(),
        };
        let text = symbols::readable(&text, font.as_deref());
        self.with_paragraph(|paragraph| paragraph.text.push_str(&text));
    }

    /// The font of the open run: its own, or that of the paragraph's style.
    pub(super) fn font(&mut self) -> Option<String> {
        if self.run.font.is_some() {
            return self.run.font.clone();
        }
        let paragraph = self.paragraphs.last_mut()?;
        let styles = &self.styles;
        let font = paragraph.font.get_or_insert_with(|| {
            let own = paragraph
                .style
                .as_ref()
                .and_then(|style| styles.get(style).font);
            own.or_else(|| styles.usual().font.clone())
        });
        font.clone()
    }

    /// A letter of a symbol font.
    pub(super) fn symbol(&mut self, start: &BytesStart<'_>) {
        let code = attribute(start, "char").and_then(|code| u32::from_str_radix(&code, 16).ok());
        let Some(letter) = code.and_then(char::from_u32) else {
            return;
        };
        let font = attribute(start, "font");
        let known = std::mem::replace(&mut self.run.font, font);
        self.push(letter.encode_utf8(&mut [0; 4]));
        self.run.font = known;
    }

    pub(super) fn note_mark(&mut self, start: &BytesStart<'_>, at_end: bool) {
        let Some(id) = attribute(start, "id") else {
            return;
        };
        self.counts[usize::from(at_end)] += 1;
        let label = self.counts[usize::from(at_end)].to_string();
        if let Some((note, mark)) = self.flow.note(&label) {
            self.notes.insert((at_end, id), note);
            self.push(mark.encode_utf8(&mut [0; 4]));
        }
    }

    pub(super) fn with_table(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }
}
