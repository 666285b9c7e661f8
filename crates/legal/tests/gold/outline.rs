//! A tree of provisions as a person would draw it.

use legal::{Provision, SourceText, Span};

/// The provisions and, in their places, the words that belong to each of them alone. A step is printed without
/// its parents where they say it all; `=` marks a path that does not go on from the provision around it.
pub(crate) fn tree(source: &SourceText, provisions: &[Provision]) -> String {
    let mut drawn = String::new();
    let mut at = 0;
    while at < provisions.len() {
        at = draw(source, provisions, at, None, 0, &mut drawn);
    }
    drawn
}

/// Draws one provision with all that lies in it; returns the place of the next one.
fn draw(
    source: &SourceText,
    all: &[Provision],
    at: usize,
    above: Option<&Provision>,
    depth: usize,
    drawn: &mut String,
) -> usize {
    let own = &all[at];
    line(drawn, depth, &name(source, own, above));
    let mut next = at + 1;
    let mut from = own.body.start;
    while let Some(inner) = all.get(next).filter(|inner| own.span.contains(inner.span)) {
        words(
            source,
            from,
            inner.span.start.min(own.body.end),
            depth + 1,
            drawn,
        );
        from = from.max(inner.span.end);
        next = draw(source, all, next, Some(own), depth + 1, drawn);
    }
    words(source, from, own.body.end, depth + 1, drawn);
    next
}

fn name(source: &SourceText, own: &Provision, above: Option<&Provision>) -> String {
    let whole = own.path.to_string();
    let parent = above.map(|above| format!("{}/", above.path));
    let step = match parent {
        Some(parent) if whole.starts_with(&parent) => whole[parent.len()..].to_owned(),
        Some(_) if whole.contains('/') => format!("={whole}"),
        _ => whole,
    };
    let heading = one_line(source.slice(own.heading));
    let space = if heading.is_empty() { "" } else { " " };
    format!("{step} [{}]{space}{heading}", own.label)
}

fn words(source: &SourceText, from: u32, to: u32, depth: usize, drawn: &mut String) {
    if from >= to {
        return;
    }
    let text = source.slice(Span {
        start: from,
        end: to,
    });
    let text = if source.is_wrapped() {
        legal::reflow(text)
    } else {
        text.to_owned()
    };
    for words in text.lines().filter(|words| !words.trim().is_empty()) {
        line(drawn, depth, &format!("| {}", words.trim()));
    }
}

/// A line at a depth.
pub(crate) fn line(drawn: &mut String, depth: usize, words: &str) {
    drawn.push_str(&"  ".repeat(depth));
    drawn.push_str(words);
    drawn.push('\n');
}

/// Words on one line, single spaces between them.
pub(crate) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
