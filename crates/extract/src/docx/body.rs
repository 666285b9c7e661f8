//! The body of a Word document, event by event.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{attribute, is_on, numbering::Numbering, styles::Styles};
use crate::{Rejected, flow::Flow};

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
}

/// The properties of the open run that can hide it.
#[derive(Default)]
struct Run {
    hidden: bool,
    white: bool,
    shaded: bool,
    tiny: bool,
}

pub(super) struct Body {
    styles: Styles,
    numbering: Numbering,
    most_depth: u32,
    flow: Flow,
    paragraphs: Vec<Paragraph>,
    run: Run,
    /// Inside a paragraph's own properties, whose run properties are those of its mark.
    in_properties: bool,
    in_text: bool,
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
            run: Run::default(),
            in_properties: false,
            in_text: false,
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

    /// Appends the footnotes after the body.
    pub(super) fn read_notes(&mut self, xml: &str) {
        let cut = self.read(xml);
        // Notes that cannot be read take nothing from the body.
        drop(cut);
    }

    pub(super) fn finish(self) -> (String, u32) {
        (self.flow.finish(), self.hidden)
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
            "tbl" => self.flow.open_table(),
            "footnote" => {
                // Separators have negative or zero ids.
                let id = attribute(start, "id")
                    .and_then(|id| id.parse::<i32>().ok())
                    .filter(|id| *id > 0);
                if let Some(id) = id {
                    self.flow.paragraph(&format!("[{id}]"));
                }
            }
            "pStyle" => {
                let style = value();
                self.with_paragraph(|paragraph| paragraph.style = style);
            }
            "numId" => {
                let list = value();
                self.with_paragraph(|paragraph| paragraph.list = list);
            }
            "ilvl" => {
                let level = value().and_then(|level| level.parse().ok());
                self.with_paragraph(|paragraph| paragraph.level = level);
            }
            _ if self.in_properties => {}
            "vanish" => self.run.hidden = is_on(start),
            "rStyle" => {
                self.run.hidden |= value().is_some_and(|style| self.styles.get(&style).hides);
            }
            "color" => {
                self.run.white = value().is_some_and(|color| color.eq_ignore_ascii_case("FFFFFF"));
            }
            "shd" | "highlight" => self.run.shaded = true,
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
            "tc" => self.flow.close_cell(),
            "tr" => self.flow.close_row(),
            "tbl" => self.flow.close_table(),
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
        let style = paragraph
            .style
            .map(|style| self.styles.get(&style))
            .unwrap_or_default();
        // List 0 takes the numbers of the style away.
        let list = paragraph.list.or(style.list).filter(|list| list != "0");
        let level = paragraph.level.or(style.level).unwrap_or(0);
        let text = paragraph.text.trim();
        // Word numbers empty paragraphs too, but nobody means it.
        let label = match list {
            Some(list) if !text.is_empty() => self.numbering.next(&list, level),
            _ => String::new(),
        };
        if label.is_empty() {
            self.flow.paragraph(text);
        } else {
            self.flow.paragraph(&format!("{label} {text}"));
        }
    }

    fn with_paragraph(&mut self, change: impl FnOnce(&mut Paragraph)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            change(paragraph);
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text {
            self.push(text);
        }
    }

    fn push(&mut self, text: &str) {
        // White letters in a table may stand on a dark cell.
        let white = self.run.white && !self.run.shaded && !self.flow.is_in_table();
        if self.run.hidden || self.run.tiny || white {
            let letters = text.chars().filter(|c| !c.is_whitespace()).count();
            self.hidden = self
                .hidden
                .saturating_add(u32::try_from(letters).unwrap_or(u32::MAX));
            return;
        }
        self.with_paragraph(|paragraph| paragraph.text.push_str(text));
    }
}
