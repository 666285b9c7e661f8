//! Web pages: what a reader of the page sees of the document on it, without the site round it.

use std::{borrow::Cow, collections::HashMap};

use legal::SourceText;
use scraper::{Html, Node};

use crate::{Flag, Limits, Read, Rejected, flow::Flow, plain};

mod gate;

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
/// Words that a site writes where it cuts a text off, in lower case.
const CUT: [&str; 6] = [
    "để xem toàn bộ",
    "để xem đầy đủ",
    "để xem tiếp",
    "đăng nhập để xem",
    "chưa đăng nhập",
    "đăng ký thành viên",
];
/// What stands near the end of a whole act.
const ENDS: [&str; 8] = [
    "./.",
    "Nơi nhận",
    "TM. ",
    "KT. ",
    "TL. ",
    "TRƯỞNG",
    "CHỦ TỊCH",
    "TỔNG ",
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
    let text = plain::decode(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes));
    let lost = text.matches(char::REPLACEMENT_CHARACTER).count();
    if lost * 100 > text.len() {
        return Err(Rejected::Format {
            found: "web page that is not UTF-8".to_owned(),
        });
    }
    gate::check(&text, limits.depth)?;
    let page = Html::parse_document(&text);
    let root: NodeRef<'_> = *page.root_element();
    let mut walk = Walk::default();
    walk.run(main_element(root));
    let text = walk.flow.finish();
    if text.trim().is_empty() {
        return Err(Rejected::NoText);
    }
    let mut flags = Vec::new();
    if walk.hidden > 0 {
        flags.push(Flag::Hidden { count: walk.hidden });
    }
    if lost > 0 {
        flags.push(Flag::Incomplete {
            why: format!("{lost} characters are not UTF-8"),
        });
    }
    if let Some(words) = cut(&text, root) {
        flags.push(Flag::Incomplete {
            why: words.to_owned(),
        });
    }
    Ok((SourceText::plain(text), flags))
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

/// The words with which the site cuts the text off: in the text itself, or on a page whose text has no end.
fn cut(text: &str, root: NodeRef<'_>) -> Option<&'static str> {
    let says = |line: &str| {
        let line = line.to_lowercase();
        CUT.into_iter().find(|words| line.contains(words))
    };
    // Long lines are law, which speaks of members and registrations too.
    if let Some(words) = text.lines().filter(|line| line.len() < 300).find_map(says) {
        return Some(words);
    }
    let lines: Vec<&str> = text.lines().rev().take(40).collect();
    let whole = lines
        .iter()
        .any(|line| ENDS.iter().any(|end| line.contains(end)));
    if whole {
        return None;
    }
    let mut here = Some(root);
    while let Some(node) = here {
        let code = node
            .value()
            .as_element()
            .is_some_and(|element| PASSED_OVER.contains(&element.name()));
        if let Node::Text(text) = node.value()
            && let Some(words) = says(text)
        {
            return Some(words);
        }
        here = next(node, root, !code);
    }
    None
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
struct Walk {
    flow: Flow,
    paragraph: String,
    hidden: u32,
}

impl Walk {
    /// Walks over an element without recursion: what is opened is closed on the way to the next node.
    fn run(&mut self, root: NodeRef<'_>) {
        let mut open: Vec<NodeRef<'_>> = Vec::new();
        let mut here = Some(root);
        while let Some(node) = here {
            let enter = self.open(node);
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
    fn open(&mut self, node: NodeRef<'_>) -> bool {
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
        let style: Cow<'_, str> = element
            .attr("style")
            .unwrap_or_default()
            .to_lowercase()
            .replace(' ', "")
            .into();
        if element.attr("hidden").is_some() || is_hidden(&style) {
            self.hidden = self.hidden.saturating_add(letters(node));
            return false;
        }
        match name {
            "br" => self.paragraph.push('\n'),
            "table" => {
                self.end_paragraph();
                self.flow.open_table();
            }
            name if !INLINE.contains(&name) => self.end_paragraph(),
            _ => {}
        }
        true
    }

    fn close(&mut self, node: NodeRef<'_>) {
        let Node::Element(element) = node.value() else {
            return;
        };
        let name = element.name();
        if INLINE.contains(&name) || name == "br" {
            return;
        }
        self.end_paragraph();
        match name {
            "td" | "th" => self.flow.close_cell(),
            "tr" => self.flow.close_row(),
            "table" => self.flow.close_table(),
            _ => {}
        }
    }

    /// White space of the source, line breaks included, is one space.
    fn push(&mut self, text: &str) {
        for c in text.chars() {
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
    let style = element.attr("style").unwrap_or_default();
    PASSED_OVER.contains(&element.name())
        || element.attr("hidden").is_some()
        || is_hidden(&style.to_lowercase().replace(' ', ""))
}

/// Whether a style without spaces, in lower case, hides what it is put on.
fn is_hidden(style: &str) -> bool {
    let hiding = [
        "display:none",
        "visibility:hidden",
        "visibility:collapse",
        "opacity:0;",
        "font-size:0;",
        "font-size:0p",
        "font-size:1p",
        "color:#fff;",
        "color:#ffffff;",
        "color:white;",
        "text-indent:-9",
        "left:-9",
    ];
    let closed = format!(";{};", style.trim_end_matches(';'));
    // "background-color:white" hides nothing, and white on a background of its own is meant to be read.
    let background = closed.contains("background");
    hiding.iter().any(|hiding| {
        let colour = hiding.starts_with("color");
        !(colour && background) && closed.contains(&format!(";{hiding}"))
    })
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
