//! RTF, by an own small reader that keeps `\'hh` by the font's character set, tables and footnotes.
//!
//! Groups are a stack of states, not recursion. Labels of automatic lists stand in the file (`\listtext`), so nothing
//! is counted. Deleted and hidden words, field codes, pictures and every destination that is not text are left out.

use crate::{Flag, Limits, Read, Rejected, encoding, flow::Flow, secrecy};

mod fonts;
mod state;
mod tokens;

use fonts::Fonts;
use state::{Place, State};
use tokens::{Token, Tokens};

/// Reads an RTF document.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Read {
    if bytes.len() as u64 > limits.part_bytes {
        return Err(Rejected::Limit {
            detail: format!("RTF of over {} bytes", limits.part_bytes),
        });
    }
    let mut reader = Reader::default();
    let mut tokens = Tokens::new(bytes);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open => {
                if reader.open.len() >= limits.depth as usize {
                    return Err(Rejected::Limit {
                        detail: format!("groups nested deeper than {}", limits.depth),
                    });
                }
                reader.open_group();
            }
            Token::Close => {
                if reader.open.is_empty() {
                    break;
                }
                reader.close_group();
            }
            Token::Word(word, value) => {
                if word == "bin" {
                    tokens.skip(usize::try_from(value.unwrap_or(0)).unwrap_or(0));
                }
                reader.word(word, value);
            }
            Token::Ignorable => reader.state.ignorable = true,
            Token::Byte(byte) => reader.byte(byte),
        }
    }
    let cut = !reader.open.is_empty();
    reader.finish(cut)
}

/// A footnote or a head of pages interrupts the paragraph round it.
#[derive(Default)]
struct Reader {
    flow: Flow,
    boxes: Flow,
    state: State,
    open: Vec<State>,
    fonts: Fonts,
    /// Paragraphs that are open, the innermost last; what kind each is for.
    paragraphs: Vec<(Place, String)>,
    paragraph: String,
    /// Bytes of the run in the font's character set.
    run: Vec<u8>,
    units: Vec<u16>,
    /// Characters to pass over that repeat a Unicode character for old programs.
    repeats: usize,
    colours: Vec<[u8; 3]>,
    colour: [u8; 3],
    notes: u32,
    hidden: u32,
}

impl Reader {
    fn open_group(&mut self) {
        self.end_run();
        self.repeats = 0;
        self.open.push(self.state.clone());
        self.state.ignorable = false;
        self.state.begins = true;
    }

    fn close_group(&mut self) {
        self.end_run();
        self.repeats = 0;
        if self.state.place == Place::Fonts {
            self.fonts.end_name();
        }
        let before = self.open.pop().unwrap_or_default();
        if before.place != self.state.place
            && self
                .paragraphs
                .last()
                .is_some_and(|(place, _)| *place == self.state.place)
        {
            self.end_paragraph();
            if matches!(self.state.place, Place::Note) {
                self.flow.write_to(None);
            }
            if let Some((_, outer)) = self.paragraphs.pop() {
                self.paragraph = outer;
            }
        }
        self.state = before;
    }

    /// Goes to another place, and comes back at the end of the group.
    fn go(&mut self, place: Place) {
        self.end_run();
        let outer = std::mem::take(&mut self.paragraph);
        self.paragraphs.push((place, outer));
        self.state.place = place;
        self.state.depth = 0;
    }

    fn word(&mut self, word: &str, value: Option<i32>) {
        let on = value != Some(0);
        let begins = std::mem::take(&mut self.state.begins);
        if begins && self.begins_elsewhere(word) {
            return;
        }
        if self.state.place == Place::Nowhere {
            return;
        }
        if self.state.place == Place::Fonts {
            return self.fonts.word(word, value);
        }
        let number = |value: Option<i32>| usize::try_from(value.unwrap_or(0)).unwrap_or(0);
        match word {
            "u" => self.unicode(value.unwrap_or(0)),
            "uc" => self.state.repeats = number(value).min(16),
            "ansicpg" => self.fonts.page = u16::try_from(value.unwrap_or(0)).unwrap_or(0),
            "red" | "green" | "blue" => {
                let part = ["red", "green", "blue"]
                    .iter()
                    .position(|name| *name == word);
                self.colour[part.unwrap_or(0)] = u8::try_from(value.unwrap_or(0)).unwrap_or(0);
            }
            "f" | "plain" | "v" | "deleted" | "fs" | "cf" | "highlight" | "chcbpat" | "cb" => {
                self.end_run();
                self.state.letter(word, value, on, &self.colours);
            }
            "pard" => {
                self.end_run();
                self.state.depth = 0;
            }
            "intbl" => self.state.depth = self.state.depth.max(1),
            "itap" => self.state.depth = number(value).min(64),
            "par" | "sect" | "page" | "column" => self.end_paragraph(),
            "cell" | "nestcell" => self.end_cell(if word == "cell" { 1 } else { 2 }),
            "row" | "nestrow" => self.end_row(if word == "row" { 1 } else { 2 }),
            "chftn" => {}
            _ => {
                if let Some(text) = tokens::sign(word) {
                    self.text(text);
                }
            }
        }
    }

    /// Whether the first word of a group leads to another place.
    fn begins_elsewhere(&mut self, word: &str) -> bool {
        if self.state.place == Place::Nowhere {
            // Text boxes stand inside drawings, whose own words are none.
            if matches!(word, "shptxt" | "dptxbxtext") && self.state.drawing {
                self.go(Place::Box);
                return true;
            }
            return false;
        }
        match word {
            "fonttbl" => self.state.place = Place::Fonts,
            "colortbl" => self.state.place = Place::Colours,
            "footnote" => {
                let label = (self.notes + 1).to_string();
                let Some((note, mark)) = self
                    .flow
                    .note(&label)
                    .filter(|_| self.state.place == Place::Text)
                else {
                    self.state.place = Place::Nowhere;
                    return true;
                };
                self.notes += 1;
                self.end_run();
                self.paragraph.push(mark);
                self.go(Place::Note);
                self.flow.write_to(Some(note));
            }
            "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr"
            | "footerf" => {
                self.go(Place::Head);
            }
            "shpinst" | "do" | "shpgrp" => {
                self.state.place = Place::Nowhere;
                self.state.drawing = true;
            }
            _ if tokens::is_elsewhere(word) => self.state.place = Place::Nowhere,
            // A starred group is there for programs that know it.
            _ if self.state.ignorable && !matches!(word, "shppict" | "fldrslt") => {
                self.state.place = Place::Nowhere;
            }
            _ => return false,
        }
        true
    }

    fn byte(&mut self, byte: u8) {
        self.state.begins = false;
        match self.state.place {
            Place::Nowhere => {}
            Place::Fonts => self.fonts.byte(byte),
            Place::Colours => {
                if byte == b';' {
                    self.colours.push(std::mem::take(&mut self.colour));
                }
            }
            _ if self.repeats > 0 => self.repeats -= 1,
            _ => {
                self.end_units();
                self.run.push(byte);
            }
        }
    }

    fn unicode(&mut self, value: i32) {
        if !self.run.is_empty() {
            self.end_run();
        }
        // Values over 32,767 are written as negative ones.
        if let Ok(unit) = u16::try_from(if value < 0 { value + 0x1_0000 } else { value }) {
            self.units.push(unit);
        }
        self.repeats = self.state.repeats;
    }

    fn text(&mut self, text: &str) {
        self.end_run();
        self.push(text);
    }

    fn end_run(&mut self) {
        self.end_units();
        if !self.run.is_empty() {
            let run = std::mem::take(&mut self.run);
            let text = self.fonts.decode(&run, self.state.font);
            self.push(&text);
        }
    }

    fn end_units(&mut self) {
        if !self.units.is_empty() {
            let units = std::mem::take(&mut self.units);
            let text: String = char::decode_utf16(units).filter_map(Result::ok).collect();
            self.push(&text);
        }
    }

    fn push(&mut self, text: &str) {
        if self.state.deleted
            || matches!(
                self.state.place,
                Place::Nowhere | Place::Fonts | Place::Colours
            )
        {
            return;
        }
        if self.state.is_hidden() {
            let letters = text.chars().filter(|c| !c.is_whitespace()).count();
            self.hidden = self
                .hidden
                .saturating_add(u32::try_from(letters).unwrap_or(u32::MAX));
            return;
        }
        let font = self.fonts.name(self.state.font);
        let tagged = encoding::tag(text, font);
        self.paragraph
            .push_str(&crate::symbols::readable(&tagged, Some(font)));
    }

    fn in_tables(&mut self, depth: usize) {
        while self.flow.tables() > depth {
            self.flow.close_table();
        }
        while self.flow.tables() < depth {
            self.flow.open_table();
        }
    }

    fn end_paragraph(&mut self) {
        self.end_run();
        let text = std::mem::take(&mut self.paragraph);
        match self.state.place {
            Place::Head => self.flow.margin(&text),
            Place::Box => self.boxes.paragraph(&text),
            Place::Note => self.flow.paragraph(&text),
            _ if self.state.deleted => self.paragraph = text,
            _ => {
                // An empty paragraph after a row does not yet end its table.
                if !text.trim().is_empty() || self.state.depth > 0 {
                    self.in_tables(self.state.depth);
                }
                self.flow.paragraph(&text);
            }
        }
    }

    fn end_cell(&mut self, depth: usize) {
        if self.state.place != Place::Text {
            return self.text(" ");
        }
        self.end_run();
        self.in_tables(self.state.depth.max(depth));
        let text = std::mem::take(&mut self.paragraph);
        self.flow.paragraph(&text);
        self.flow.close_cell(1);
    }

    fn end_row(&mut self, depth: usize) {
        if self.state.place == Place::Text {
            self.end_run();
            self.in_tables(self.state.depth.max(depth));
            self.flow.close_row();
        }
    }

    fn finish(mut self, cut: bool) -> Read {
        while !self.open.is_empty() {
            self.close_group();
        }
        self.end_paragraph();
        let boxes = std::mem::take(&mut self.boxes).finish().0;
        // A stamp in a text box is drawn at the top of the page, wherever its words stand in the file.
        if let Some(mark) = secrecy::mark(&boxes) {
            return Err(Rejected::Secret {
                mark: mark.to_owned(),
            });
        }
        self.in_tables(0);
        for line in boxes.text().lines() {
            self.flow.paragraph(line);
        }
        let (source, mut flags) = self.flow.finish();
        if source.text().trim().is_empty() {
            return Err(Rejected::NoText);
        }
        if self.hidden > 0 {
            flags.push(Flag::Hidden { count: self.hidden });
        }
        if cut {
            flags.push(Flag::Incomplete {
                why: "the document breaks off".to_owned(),
            });
        }
        Ok((source, flags))
    }
}

#[cfg(test)]
mod tests;
