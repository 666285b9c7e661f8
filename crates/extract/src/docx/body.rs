//! The body of a Word document, event by event.

use std::collections::HashMap;

use legal::SourceText;
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{
    attribute, is_on,
    numbering::Numbering,
    styles::{self, Styles},
};
use crate::{Flag, Rejected, flow::Flow};

mod words;

/// Elements whose content is not part of the final text: deletions, field codes, former properties, and the
/// second copy of what newer programs draw otherwise.
const PASSED_OVER: [&str; 14] = [
    "del",
    "moveFrom",
    "delText",
    "instrText",
    "delInstrText",
    "fldData",
    "rPrChange",
    "pPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "sectPrChange",
    "Fallback",
    "rt",
];

/// A paragraph in the making.
#[derive(Default)]
struct Paragraph {
    text: String,
    list: Option<String>,
    level: Option<usize>,
    style: Option<String>,
    /// The font of its style, once a run asked for it.
    font: Option<Option<String>>,
    hides: bool,
    shaded: bool,
    /// Its mark was deleted: its words go on in the next paragraph.
    goes_on: bool,
}

/// The properties of the open run that can hide it, and its font.
#[derive(Default)]
struct Run {
    hidden: bool,
    white: bool,
    shaded: bool,
    tiny: bool,
    font: Option<String>,
}

/// A cell or row in the making.
#[derive(Clone, Copy, Default)]
struct Table {
    columns: usize,
    row_is_deleted: bool,
}

pub(super) struct Body {
    styles: Styles,
    numbering: Numbering,
    most_depth: u32,
    flow: Flow,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    run: Run,
    /// Inside a paragraph's own properties, whose run properties are those of its mark.
    in_properties: bool,
    in_text: bool,
    /// Words of paragraphs whose marks were deleted.
    carried: String,
    /// Footnotes and endnotes by kind and id, from their marks in the text.
    notes: HashMap<(bool, String), usize>,
    counts: [u32; 2],
    /// Inside a note that nothing in the text asks for, such as the line above the notes.
    in_no_note: bool,
    hidden: u32,
}

impl Body {
    pub(super) fn new(styles: Styles, numbering: Numbering, most_depth: u32) -> Self {
        Self {
            styles,
            numbering,
            most_depth,
            flow: Flow::default(),
            paragraphs: Vec::new(),
            tables: Vec::new(),
            run: Run::default(),
            in_properties: false,
            in_text: false,
            carried: String::new(),
            notes: HashMap::new(),
            counts: [0; 2],
            in_no_note: false,
            hidden: 0,
        }
    }

    /// Reads the main part. Damage at the end leaves what stands before it, and says so.
    pub(super) fn read(&mut self, xml: &str) -> Result<Option<String>, Rejected> {
        let mut reader = Reader::from_str(xml);
        let mut depth = 0_u32;
        let mut passed_over: Option<u32> = None;
        loop {
            match reader.read_event() {
                Ok(Event::Start(start)) => {
                    depth += 1;
                    if depth > self.most_depth {
                        return Err(Rejected::Limit {
                            detail: format!("nested deeper than {}", self.most_depth),
                        });
                    }
                    let name = start.local_name();
                    if passed_over.is_none() && PASSED_OVER.contains(&name.as_ref()) {
                        passed_over = Some(depth);
                    }
                    if passed_over.is_none() {
                        self.open(&start);
                    }
                }
                Ok(Event::Empty(start)) if passed_over.is_none() => {
                    self.open(&start);
                    let name = start.local_name();
                    self.close(name.as_ref());
                }
                Ok(Event::End(end)) => {
                    match passed_over {
                        Some(at) if at == depth => passed_over = None,
                        Some(_) => {}
                        None => {
                            let name = end.local_name();
                            self.close(name.as_ref());
                        }
                    }
                    depth = depth.saturating_sub(1);
                }
                Ok(Event::Text(text)) if passed_over.is_none() => self.text(&text.xml10_content()),
                Ok(Event::CData(text)) if passed_over.is_none() => self.text(&text.into_inner()),
                Ok(Event::GeneralRef(reference)) if passed_over.is_none() => {
                    let letter = reference.resolve_char_ref().ok().flatten();
                    let letter = letter.or(match reference.into_inner().as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        // Entities of the document's own making are not expanded.
                        _ => None,
                    });
                    if let Some(letter) = letter {
                        self.text(letter.encode_utf8(&mut [0; 4]));
                    }
                }
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(error) => {
                    self.close_all();
                    return Ok(Some(format!("damaged XML: {error}")));
                }
            }
        }
        self.close_all();
        Ok((depth > 0).then(|| "the document breaks off".to_owned()))
    }

    /// Reads the part with footnotes or endnotes; notes that no mark in the text asks for are left out.
    pub(super) fn read_notes(&mut self, xml: &str) {
        let cut = self.read(xml);
        // Notes that cannot be read take nothing from the body.
        drop(cut);
        self.flow.write_to(None);
        self.in_no_note = false;
    }

    /// Reads a head or foot of pages.
    pub(super) fn read_furniture(&mut self, xml: &str) {
        let (styles, numbering) = (
            std::mem::take(&mut self.styles),
            std::mem::take(&mut self.numbering),
        );
        let mut body = Self::new(styles, numbering, self.most_depth);
        drop(body.read(xml));
        for line in std::mem::take(&mut body.flow).finish().0.text().lines() {
            self.flow.margin(line);
        }
        (self.styles, self.numbering) = (body.styles, body.numbering);
    }

    pub(super) fn finish(self) -> (SourceText, Vec<Flag>) {
        let (source, mut flags) = self.flow.finish();
        if self.hidden > 0 {
            flags.push(Flag::Hidden { count: self.hidden });
        }
        (source, flags)
    }

    fn open(&mut self, start: &BytesStart<'_>) {
        let value = || attribute(start, "val");
        match start.local_name().as_ref() {
            "p" => self.paragraphs.push(Paragraph::default()),
            "pPr" => self.in_properties = true,
            "r" => self.run = Run::default(),
            "t" => self.in_text = true,
            "tab" | "ptab" if !self.in_properties => self.push(" "),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            // An optional hyphen is the letter ư of an old font.
            "softHyphen" => self.push("\u{ad}"),
            "sym" => self.symbol(start),
            "den" => self.push("/"),
            "sup" => self.push("^"),
            "tbl" => {
                self.flow.open_table();
                self.tables.push(Table::default());
            }
            "tc" => self.with_table(|table| table.columns = 1),
            "gridSpan" => {
                let columns = value().and_then(|columns| columns.parse().ok());
                self.with_table(|table| table.columns = columns.unwrap_or(1));
            }
            "footnoteReference" => self.note_mark(start, false),
            "endnoteReference" => self.note_mark(start, true),
            name @ ("footnote" | "endnote") => {
                let id = attribute(start, "id").unwrap_or_default();
                let note = self.notes.get(&(name == "endnote", id)).copied();
                self.in_no_note = note.is_none();
                self.flow.write_to(note);
            }
            "pStyle" => {
                let style = value();
                let hides = style
                    .as_ref()
                    .is_some_and(|style| self.styles.get(style).hides);
                self.with_paragraph(|paragraph| {
                    paragraph.style = style;
                    paragraph.hides = hides;
                });
            }
            "numId" => {
                let list = value();
                self.with_paragraph(|paragraph| paragraph.list = list);
            }
            "ilvl" => {
                let level = value().and_then(|level| level.parse().ok());
                self.with_paragraph(|paragraph| paragraph.level = level);
            }
            "shd" if self.in_properties => {
                let shaded = is_shade(start);
                self.with_paragraph(|paragraph| paragraph.shaded |= shaded);
            }
            // The only deletions that are met here have no content: those of marks.
            "del" | "moveFrom" if self.in_properties => {
                self.with_paragraph(|paragraph| paragraph.goes_on = true);
            }
            "del" => self.with_table(|table| table.row_is_deleted = true),
            _ if self.in_properties => {}
            "rFonts" => self.run.font = styles::font(start).or(self.run.font.take()),
            "vanish" => self.run.hidden = is_on(start),
            "rStyle" => {
                let style = value()
                    .map(|style| self.styles.get(&style))
                    .unwrap_or_default();
                self.run.hidden |= style.hides;
                self.run.font = self.run.font.take().or(style.font);
            }
            "color" => {
                self.run.white = value().is_some_and(|color| color.eq_ignore_ascii_case("FFFFFF"));
            }
            "shd" => self.run.shaded |= is_shade(start),
            "highlight" => {
                self.run.shaded |= value().is_some_and(|color| color != "none" && color != "white");
            }
            // Half points: two points and less cannot be read.
            "sz" => {
                self.run.tiny = value()
                    .and_then(|size| size.parse::<f32>().ok())
                    .is_some_and(|size| size <= 4.0);
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.close_paragraph(),
            "pPr" => self.in_properties = false,
            "t" => self.in_text = false,
            "tc" => {
                let columns = self.tables.last().map_or(1, |table| table.columns);
                self.flow.close_cell(columns);
            }
            "tr" => {
                self.flow.close_row();
                if self.tables.last().is_some_and(|table| table.row_is_deleted) {
                    self.flow.drop_row();
                    self.with_table(|table| table.row_is_deleted = false);
                }
            }
            "tbl" => {
                self.flow.close_table();
                self.tables.pop();
            }
            _ => {}
        }
    }

    fn close_all(&mut self) {
        while !self.paragraphs.is_empty() {
            self.close_paragraph();
        }
        self.in_text = false;
        self.in_properties = false;
    }

    fn close_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else {
            return;
        };
        if paragraph.goes_on {
            self.carried.push_str(&paragraph.text);
            return;
        }
        let style = match &paragraph.style {
            Some(style) => self.styles.get(style),
            None => self.styles.usual().clone(),
        };
        // List 0 takes the numbers of the style away.
        let list = paragraph.list.or(style.list).filter(|list| list != "0");
        let level = paragraph.level.or(style.level).unwrap_or(0);
        let text = std::mem::take(&mut self.carried) + &paragraph.text;
        let text = text.trim();
        // Word numbers empty paragraphs too, but nobody means it.
        let label = match list {
            Some(list) if !text.is_empty() => self.numbering.next(&list, level),
            _ => String::new(),
        };
        if self.in_no_note {
            return;
        }
        if label.is_empty() {
            self.flow.paragraph(text);
        } else {
            self.flow.paragraph(&format!("{label} {text}"));
        }
    }
}

/// Whether a shade is another colour than the page's.
fn is_shade(start: &BytesStart<'_>) -> bool {
    attribute(start, "fill").is_some_and(|fill| {
        !fill.eq_ignore_ascii_case("auto") && !fill.eq_ignore_ascii_case("FFFFFF")
    })
}
