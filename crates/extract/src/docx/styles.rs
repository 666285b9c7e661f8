//! Styles, as far as they hide text or number paragraphs.

use std::collections::HashMap;

use quick_xml::{Reader, events::Event};

use super::{attribute, is_on};

/// What a style adds.
#[derive(Clone, Default)]
pub(super) struct Style {
    pub(super) hides: bool,
    /// List and level, if the style numbers its paragraphs.
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
    based_on: Option<String>,
}

/// Styles by id.
#[derive(Default)]
pub(super) struct Styles(HashMap<String, Style>);

/// Reads `styles.xml`; what is damaged is passed over.
pub(super) fn read(xml: &str) -> Styles {
    let mut styles = HashMap::new();
    let mut open: Option<(String, Style)> = None;
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Err(_) | Ok(Event::Eof) => break,
            Ok(Event::Start(start) | Event::Empty(start)) => {
                let name = start.local_name();
                if name.as_ref() == "style" {
                    open = attribute(&start, "styleId").map(|id| (id, Style::default()));
                    continue;
                }
                let Some((_, style)) = &mut open else {
                    continue;
                };
                match name.as_ref() {
                    "vanish" => style.hides = is_on(&start),
                    "numId" => style.list = attribute(&start, "val"),
                    "ilvl" => {
                        style.level = attribute(&start, "val").and_then(|level| level.parse().ok());
                    }
                    "basedOn" => style.based_on = attribute(&start, "val"),
                    _ => {}
                }
            }
            Ok(Event::End(end)) if end.local_name().as_ref() == "style" => {
                styles.extend(open.take());
            }
            Ok(_) => {}
        }
    }
    Styles(styles)
}

impl Styles {
    /// A style with what it inherits.
    pub(super) fn get(&self, id: &str) -> Style {
        let mut style = self.0.get(id).cloned().unwrap_or_default();
        let mut above = style.based_on.clone();
        // Styles may be based on one another in a ring.
        for _ in 0..16 {
            let Some(base) = above.as_ref().and_then(|id| self.0.get(id)) else {
                break;
            };
            style.hides |= base.hides;
            style.list = style.list.or_else(|| base.list.clone());
            style.level = style.level.or(base.level);
            above.clone_from(&base.based_on);
        }
        style
    }
}
