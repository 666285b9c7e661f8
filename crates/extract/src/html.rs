//! Web pages: what a reader of the page sees of the document on it, without the site round it.

use std::{borrow::Cow, collections::HashMap};

use legal::FurnitureKind;
use scraper::{Html, Node};

use crate::{Flag, Limits, Read, Rejected, encoding, flow::Flow};

mod gate;
mod hidden;
mod paywall;

use hidden::is_hidden;

/// Elements that never hold the text of a document.
const PASSED_OVER: [&str; 22] = [
    "script", "style", "noscript", "template", "head", "title", "nav", "aside", "footer", "button",
    "select", "option", "input", "textarea", "iframe", "svg", "math", "object", "audio", "video",
    "canvas", "dialog",
];
/// Elements that stand in a line.
const INLINE: [&str; 30] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "tt", "u",
];
type NodeRef<'a> = <scraper::ElementRef<'a> as std::ops::Deref>::Target;

/// Reads a web page.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Read {
    // A tree takes many times the size of its text.
    let most = limits.part_bytes / 4;
    if bytes.len() as u64 > most {
        return Err(Rejected::Limit {
            detail: format!("a web page of over {most} bytes"),
        });
    }
    let (text, converted) = encoding::decode_bytes(bytes, declared(bytes).as_deref());
    let lost = text.matches(char::REPLACEMENT_CHARACTER).count();
    if lost * 100 > text.len() {
        return Err(Rejected::Format {
            found: "web page in an unknown encoding".to_owned(),
        });
    }
    gate::check(&text, limits.depth)?;
    let page = Html::parse_document(&text);
    let root: NodeRef<'_> = *page.root_element();
    let main = main_element(root);
    let mut walk = Walk::default();
    walk.run(main, None);
    let mut site = Walk::default();
    if main.id() != root.id() {
        site.run(root, Some(main));
    }
    for line in site.flow.finish().0.text().lines() {
        walk.flow.furniture(FurnitureKind::Portal, line);
    }
    let (source, mut flags) = walk.flow.finish();
    if source.text().trim().is_empty() {
        return Err(Rejected::NoText);
    }
    flags.splice(0..0, encoding::flags(&converted));
    if walk.hidden > 0 {
        flags.push(Flag::Hidden { count: walk.hidden });
    }
    if lost > 0 {
        flags.push(Flag::Incomplete {
            why: format!("{lost} characters are not UTF-8"),
        });
    }
    flags.extend(paywall::cut(&source, words(root)).map(|why| Flag::Incomplete { why }));
    Ok((source, flags))
}

/// The encoding that a page says it is in.
fn declared(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4 << 10)]).to_lowercase();
    let (_, label) = start.split_once("charset=")?;
    let label = label.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
    Some(label[..end.unwrap_or(label.len())].to_owned())
}

/// The smallest element that holds the document: nearly all lines that only a document has, and the head of the act
/// if there is one.
fn main_element(root: NodeRef<'_>) -> NodeRef<'_> {
    let mut marks: HashMap<_, (usize, usize)> = HashMap::new();
    let mut here = Some(root);
    while let Some(node) = here {
        if let Node::Text(text) = node.value()
            && let Some((heads, lines)) = mark(text)
        {
            let mut above = node.parent();
            while let Some(parent) = above {
                let counts = marks.entry(parent.id()).or_default();
                *counts = (counts.0 + heads, counts.1 + lines);
                above = parent.parent();
            }
        }
        here = next(node, root, !is_unseen(node));
    }
    let all = marks.get(&root.id()).copied().unwrap_or_default();
    let mut found = root;
    if all.1 < 3 {
        return found;
    }
    let holds = |node: &NodeRef<'_>| {
        let counts = marks.get(&node.id()).copied().unwrap_or_default();
        counts.1 * 20 >= all.1 * 19 && (counts.0 > 0 || all.0 == 0)
    };
    while let Some(child) = found.children().find(holds) {
        found = child;
    }
    found
}

/// What a piece of text says for being part of the document: heads of an act, and lines that only acts have.
fn mark(text: &str) -> Option<(usize, usize)> {
    let text = text.trim_start();
    let article = text.strip_prefix("Điều").map(str::trim_start);
    match () {
        () if text.starts_with("CỘNG HÒA XÃ HỘI") || text.starts_with("CỘNG HOÀ XÃ HỘI") => {
            Some((1, 0))
        }
        () if article.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) => {
            Some((0, 1))
        }
        () if text.starts_with("Căn cứ ") || text.starts_with("Nơi nhận") => Some((0, 1)),
        () => None,
    }
}

/// The words of a page piece by piece, hidden ones too, without code.
fn words(root: NodeRef<'_>) -> impl Iterator<Item = &str> {
    let code = |node: NodeRef<'_>| {
        let element = node.value().as_element();
        element.is_some_and(|element| PASSED_OVER.contains(&element.name()))
    };
    let nodes = std::iter::successors(Some(root), move |node| next(*node, root, !code(*node)));
    nodes.filter_map(|node| match node.value() {
        Node::Text(text) => Some(&**text),
        _ => None,
    })
}

/// The next node in document order inside `root`.
fn next<'a>(node: NodeRef<'a>, root: NodeRef<'a>, enter: bool) -> Option<NodeRef<'a>> {
    if enter && let Some(child) = node.first_child() {
        return Some(child);
    }
    let mut node = node;
    loop {
        if node.id() == root.id() {
            return None;
        }
        if let Some(sibling) = node.next_sibling() {
            return Some(sibling);
        }
        node = node.parent()?;
    }
}

#[derive(Default)]
struct Walk<'a> {
    flow: Flow,
    paragraph: String,
    hidden: u32,
    /// Fonts that elements set, the innermost last.
    fonts: Vec<(NodeRef<'a>, String)>,
    /// What a note in the making is called, while its element is open.
    note: Option<(NodeRef<'a>, usize)>,
}

impl<'a> Walk<'a> {
    /// Walks over an element without recursion: what is opened is closed on the way to the next node. What stands in
    /// `but` is passed over.
    fn run(&mut self, root: NodeRef<'a>, but: Option<NodeRef<'a>>) {
        let mut open: Vec<NodeRef<'a>> = Vec::new();
        let mut here = Some(root);
        while let Some(node) = here {
            let enter = but.is_none_or(|but| but.id() != node.id()) && self.open(node);
            if enter && node.has_children() {
                open.push(node);
                here = node.first_child();
                continue;
            }
            if enter {
                self.close(node);
            }
            let mut after = if node.id() == root.id() {
                None
            } else {
                node.next_sibling()
            };
            while after.is_none() {
                let Some(parent) = open.pop() else { break };
                self.close(parent);
                after = if parent.id() == root.id() {
                    None
                } else {
                    parent.next_sibling()
                };
            }
            here = after;
        }
        self.end_paragraph();
    }

    /// Takes in a node; says whether to go inside.
    fn open(&mut self, node: NodeRef<'a>) -> bool {
        let element = match node.value() {
            Node::Text(text) => {
                self.push(text);
                return false;
            }
            Node::Element(element) => element,
            _ => return matches!(node.value(), Node::Document),
        };
        let name = element.name();
        if PASSED_OVER.contains(&name) {
            return false;
        }
        if is_hidden(element) {
            self.hidden = self.hidden.saturating_add(letters(node));
            return false;
        }
        if let Some(font) = font(element) {
            self.fonts.push((node, font));
        }
        match name {
            "br" => self.paragraph.push('\n'),
            "p" if self.note.is_none() => {
                self.end_paragraph();
                self.begin_note(node, element);
            }
            "table" => {
                self.end_paragraph();
                self.flow.open_table();
            }
            name if !INLINE.contains(&name) => self.end_paragraph(),
            _ => {}
        }
        true
    }

    /// Source and cross-references of a codified article are its notes: they stand behind the text, not in it.
    fn begin_note(&mut self, node: NodeRef<'a>, element: &scraper::node::Element) {
        let label = match element.attr("class").unwrap_or_default() {
            "pGhiChu" => "Ghi chú",
            "pChiDan" => "Chỉ dẫn",
            _ => return,
        };
        if let Some((note, mark)) = self.flow.note(label) {
            if !self.flow.mark_last(mark) {
                self.flow.paragraph(&mark.to_string());
            }
            self.flow.write_to(Some(note));
            self.note = Some((node, note));
        }
    }

    fn close(&mut self, node: NodeRef<'a>) {
        let Node::Element(element) = node.value() else {
            return;
        };
        while self
            .fonts
            .last()
            .is_some_and(|(owner, _)| owner.id() == node.id())
        {
            self.fonts.pop();
        }
        let name = element.name();
        if INLINE.contains(&name) || name == "br" {
            return;
        }
        self.end_paragraph();
        if self.note.is_some_and(|(owner, _)| owner.id() == node.id()) {
            self.note = None;
            self.flow.write_to(None);
        }
        match name {
            "td" | "th" => {
                let columns = element
                    .attr("colspan")
                    .and_then(|columns| columns.parse().ok());
                self.flow.close_cell(columns.unwrap_or(1));
            }
            "tr" => self.flow.close_row(),
            "table" => self.flow.close_table(),
            _ => {}
        }
    }

    /// White space of the source, line breaks included, is one space.
    fn push(&mut self, text: &str) {
        let tagged = match self.fonts.last() {
            Some((_, font)) => encoding::tag(text, font),
            None => Cow::Borrowed(text),
        };
        for c in tagged.chars() {
            if !c.is_whitespace() {
                self.paragraph.push(c);
            } else if !self.paragraph.ends_with([' ', '\n']) {
                self.paragraph.push(' ');
            }
        }
    }

    fn end_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        if !paragraph.trim().is_empty() {
            self.flow.paragraph(&paragraph);
        }
    }
}

/// Whether a reader of the page sees nothing of an element.
fn is_unseen(node: NodeRef<'_>) -> bool {
    let Node::Element(element) = node.value() else {
        return false;
    };
    PASSED_OVER.contains(&element.name()) || is_hidden(element)
}

/// The font that an element sets.
fn font(element: &scraper::node::Element) -> Option<String> {
    let style = element.attr("style").unwrap_or_default();
    let family = || {
        let at = style.to_ascii_lowercase().find("font-family")?;
        let (_, value) = style.get(at..)?.split_once(':')?;
        let end = value.find([';', ',']).unwrap_or(value.len());
        Some(&value[..end])
    };
    let name = element.attr("face").or_else(family)?;
    Some(name.trim_matches([' ', '"', '\'']).to_owned())
}

fn letters(root: NodeRef<'_>) -> u32 {
    let mut count = 0_u32;
    let mut here = Some(root);
    while let Some(node) = here {
        let code = node
            .value()
            .as_element()
            .is_some_and(|element| PASSED_OVER.contains(&element.name()));
        if let Node::Text(text) = node.value() {
            let letters = text.chars().filter(|c| !c.is_whitespace()).count();
            count = count.saturating_add(u32::try_from(letters).unwrap_or(u32::MAX));
        }
        here = next(node, root, !code);
    }
    count
}

#[cfg(test)]
mod tests;
