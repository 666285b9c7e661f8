//! Styles, as far as they hide text, number paragraphs, or set a font.

use std::collections::HashMap;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{attribute, is_on};

/// What a style adds.
#[derive(Clone, Default)]
pub(super) struct Style {
    pub(super) hides: bool,
    /// List and level, if the style numbers its paragraphs.
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
    pub(super) font: Option<String>,
    based_on: Option<String>,
}

/// Styles by id, and what paragraphs without one have.
#[derive(Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    usual: Style,
}

/// Reads `styles.xml`; what is damaged is passed over.
pub(super) fn read(xml: &str) -> Styles {
    let mut styles = Styles::default();
    let mut usual = None;
    let mut open: Option<(String, Style)> = None;
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Err(_) | Ok(Event::Eof) => break,
            Ok(Event::Start(start) | Event::Empty(start)) => {
                let name = start.local_name();
                if name.as_ref() == "style" {
                    open = attribute(&start, "styleId").map(|id| (id, Style::default()));
                    let paragraphs =
                        attribute(&start, "type").is_none_or(|kind| kind == "paragraph");
                    let is_usual = attribute(&start, "default").is_some_and(|value| value != "0");
                    if is_usual && paragraphs {
                        usual = open.as_ref().map(|(id, _)| id.clone());
                    }
                    continue;
                }
                let Some((_, style)) = &mut open else {
                    // The document's own defaults stand before the styles.
                    if name.as_ref() == "rFonts" && styles.by_id.is_empty() {
                        styles.usual.font = font(&start);
                    }
                    continue;
                };
                match name.as_ref() {
                    "vanish" => style.hides = is_on(&start),
                    "rFonts" => style.font = font(&start),
                    "numId" => style.list = attribute(&start, "val"),
                    "ilvl" => {
                        style.level = attribute(&start, "val").and_then(|level| level.parse().ok());
                    }
                    "basedOn" => style.based_on = attribute(&start, "val"),
                    _ => {}
                }
            }
            Ok(Event::End(end)) if end.local_name().as_ref() == "style" => {
                styles.by_id.extend(open.take());
            }
            Ok(_) => {}
        }
    }
    if let Some(usual) = usual {
        let fallback = styles.usual.font.take();
        styles.usual = styles.get(&usual);
        styles.usual.font = styles.usual.font.take().or(fallback);
    }
    styles
}

/// The font of Latin letters.
pub(super) fn font(start: &BytesStart<'_>) -> Option<String> {
    attribute(start, "ascii").or_else(|| attribute(start, "hAnsi"))
}

impl Styles {
    /// What paragraphs without a style have.
    pub(super) fn usual(&self) -> &Style {
        &self.usual
    }

    /// A style with what it inherits.
    pub(super) fn get(&self, id: &str) -> Style {
        let mut style = self.by_id.get(id).cloned().unwrap_or_default();
        let mut above = style.based_on.clone();
        // Styles may be based on one another in a ring.
        for _ in 0..16 {
            let Some(base) = above.as_ref().and_then(|id| self.by_id.get(id)) else {
                break;
            };
            style.hides |= base.hides;
            style.list = style.list.or_else(|| base.list.clone());
            style.level = style.level.or(base.level);
            style.font = style.font.or_else(|| base.font.clone());
            above.clone_from(&base.based_on);
        }
        style
    }
}
