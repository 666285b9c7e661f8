//! A stretch of the text (the main text, a note, the heads of pages) told letter by letter.

use std::{collections::HashMap, ops::Range};

use legal::SourceText;

use super::{
    fields::short,
    formats::{Formats, Letter, Paragraph},
    pieces::Piece,
    sheet::Sheet,
};
use crate::{Flag, docx::Numbering, encoding, flow::Flow, symbols};

/// A note that a mark in the text asks for: its letters, its label, and its number in the flow once it was met.
struct Note {
    letters: Range<u32>,
    label: String,
    number: Option<usize>,
}

pub(super) struct Story<'a> {
    main: &'a [u8],
    pieces: &'a [Piece],
    formats: &'a Formats,
    sheet: &'a Sheet,
    numbering: Numbering,
    flow: Flow,
    paragraph: String,
    /// Letters of one font that are not yet in the paragraph.
    run: String,
    run_font: Option<&'a str>,
    /// Fields that are open: whether we are in the code of each.
    fields: Vec<bool>,
    notes: HashMap<u32, Note>,
    surrogate: Option<u16>,
    hidden: u32,
}

impl<'a> Story<'a> {
    pub(super) fn new(
        main: &'a [u8],
        pieces: &'a [Piece],
        formats: &'a Formats,
        sheet: &'a Sheet,
    ) -> Self {
        Self {
            main,
            pieces,
            formats,
            sheet,
            numbering: sheet.numbering.clone(),
            flow: Flow::default(),
            paragraph: String::new(),
            run: String::new(),
            run_font: None,
            fields: Vec::new(),
            notes: HashMap::new(),
            surrogate: None,
            hidden: 0,
        }
    }

    pub(super) fn flow(&mut self) -> &mut Flow {
        &mut self.flow
    }

    /// Says that the letter `mark` is the mark of a note.
    pub(super) fn expect_note(&mut self, mark: u32, letters: Range<u32>, label: &str) {
        let note = Note {
            letters,
            label: label.to_owned(),
            number: None,
        };
        self.notes.insert(mark, note);
    }

    /// Tells the notes whose marks were met.
    pub(super) fn tell_notes(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        for note in notes.into_values() {
            if note.number.is_some() {
                self.flow.write_to(note.number);
                self.tell(note.letters);
                self.flow.write_to(None);
            }
        }
    }

    pub(super) fn tell(&mut self, letters: Range<u32>) {
        for piece in self.pieces {
            let (from, to) = (piece.start.max(letters.start), piece.end.min(letters.end));
            let (mut letter, mut paragraph) = ((Letter::default(), 0), (Paragraph::default(), 0));
            for n in from..to.max(from) {
                let place = piece.place(n);
                let Some(code) = self.code(piece, place) else {
                    break;
                };
                if n == from || place >= letter.1 {
                    letter = self.formats.letters.at(place);
                }
                if n == from || place >= paragraph.1 {
                    paragraph = self.formats.paragraphs.at(place);
                }
                self.letter(n, code, letter.0, paragraph.0);
            }
        }
        self.end_paragraph(Paragraph::default());
        self.fields.clear();
    }

    /// The letter at a place, as UTF-16.
    fn code(&self, piece: &Piece, place: u32) -> Option<u16> {
        if piece.wide {
            return short(self.main, place as usize);
        }
        let byte = *self.main.get(place as usize)?;
        u16::try_from(u32::from(encoding::windows_1252(byte))).ok()
    }

    fn letter(&mut self, n: u32, code: u16, letter: Letter, paragraph: Paragraph) {
        if letter.deleted {
            return;
        }
        match code {
            0x0d | 0x0c => return self.end(code, paragraph),
            0x07 => return self.end(code, paragraph),
            0x13 => return self.fields.push(true),
            0x14 => {
                if let Some(in_code) = self.fields.last_mut() {
                    *in_code = false;
                }
                return;
            }
            0x15 => {
                self.fields.pop();
                return;
            }
            _ if self.fields.contains(&true) => return,
            _ => {}
        }
        let white = letter.white && !letter.shaded && paragraph.depth == 0;
        if letter.hidden || letter.tiny || white || self.sheet.hides(letter.style) {
            self.hidden = self.hidden.saturating_add(u32::from(code > 0x20));
            return;
        }
        let font = match letter.symbol {
            Some((font, _)) if letter.special => self.sheet.name(font),
            _ => self.sheet.font(letter, paragraph.style),
        };
        match (code, letter.symbol) {
            (0x28, Some((_, symbol))) if letter.special => self.unit(symbol, font),
            (0x02, _) => self.mark(n),
            (0x09 | 0x0e, _) => self.unit(0x20, font),
            (0x0b, _) => self.unit(0x0a, font),
            (0x1e, _) => self.unit(0x2d, font),
            (0..0x20, _) => {}
            _ => self.unit(code, font),
        }
    }

    fn unit(&mut self, unit: u16, font: Option<&'a str>) {
        if font != self.run_font {
            self.end_run();
            self.run_font = font;
        }
        let units = self.surrogate.take().into_iter().chain([unit]);
        for c in char::decode_utf16(units) {
            match c {
                Ok(c) => self.run.push(c),
                Err(half) if matches!(half.unpaired_surrogate(), 0xd800..0xdc00) => {
                    self.surrogate = Some(half.unpaired_surrogate());
                }
                Err(_) => {}
            }
        }
    }

    fn mark(&mut self, n: u32) {
        let Some(note) = self.notes.get_mut(&n).filter(|note| note.number.is_none()) else {
            return;
        };
        if let Some((number, mark)) = self.flow.note(&note.label) {
            note.number = Some(number);
            self.end_run();
            self.paragraph.push(mark);
        }
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        let tagged = encoding::tag(&run, self.run_font.unwrap_or_default());
        self.paragraph
            .push_str(&symbols::readable(&tagged, self.run_font));
    }

    /// The end of a paragraph, cell or row.
    fn end(&mut self, code: u16, format: Paragraph) {
        // No code of a field goes over the end of a paragraph: one that seems to was left open.
        self.fields.retain(|in_code| !in_code);
        if code == 0x07 && format.ends_row {
            self.in_tables(format.depth.max(1));
            return self.flow.close_row();
        }
        self.end_paragraph(if code == 0x07 {
            Paragraph {
                depth: format.depth.max(1),
                ..format
            }
        } else {
            format
        });
        match () {
            () if code == 0x07 || format.ends_inner_cell => self.flow.close_cell(1),
            () if format.ends_inner_row => self.flow.close_row(),
            () => {}
        }
    }

    fn in_tables(&mut self, depth: u32) {
        while self.flow.tables() > depth as usize {
            self.flow.close_table();
        }
        while self.flow.tables() < depth as usize {
            let before = self.flow.tables();
            self.flow.open_table();
            if self.flow.tables() == before {
                break;
            }
        }
    }

    fn end_paragraph(&mut self, format: Paragraph) {
        self.end_run();
        self.in_tables(format.depth);
        let text = std::mem::take(&mut self.paragraph);
        // Word numbers empty paragraphs too, but nobody means it.
        let label = match self.sheet.list(format) {
            Some((list, level)) if !text.trim().is_empty() => self.numbering.next(&list, level),
            _ => String::new(),
        };
        self.flow.paragraph(format!("{label} {text}").trim());
    }

    pub(super) fn finish(mut self) -> (SourceText, Vec<Flag>) {
        self.in_tables(0);
        let (source, mut flags) = self.flow.finish();
        if self.hidden > 0 {
            flags.push(Flag::Hidden { count: self.hidden });
        }
        (source, flags)
    }
}
