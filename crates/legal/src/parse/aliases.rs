//! Short names that a text gives: "(sau đây gọi là Luật Bảo hiểm y tế)", "(sau đây viết tắt là BHXH)".

use super::{kinds::NAMED, reflow};
use crate::{Alias, FoundCitation, SourceText, Span, find_citations};

/// How far before the brackets the words begin that get the name.
const BEFORE: usize = 1200;

/// Reads the short names in reading order.
pub(super) fn read(source: &SourceText) -> Vec<Alias> {
    const HEADS: [&str; 4] = ["sau đây gọi", "sau đây viết", "dưới đây gọi", "gọi tắt"];
    let text = source.text().get(..source.main_end()).unwrap_or_default();
    let mut places: Vec<usize> = HEADS
        .iter()
        .flat_map(|head| text.match_indices(head).map(|(at, _)| at))
        .collect();
    places.sort_unstable();
    let mut all: Vec<Alias> = Vec::new();
    for at in places {
        let within = all.last().is_some_and(|last| (last.span.end as usize) > at);
        if !within {
            all.extend(alias(text, at));
        }
    }
    all
}

/// The name that is given at a place.
fn alias(text: &str, at: usize) -> Option<Alias> {
    const LONGEST: usize = 160;
    let sentence = &text[at..];
    let ahead = sentence
        .char_indices()
        .nth(LONGEST + 60)
        .map_or(sentence.len(), |(end, _)| end);
    let ahead = &sentence[..ahead];
    let verb = ahead.find(" là ").or_else(|| ahead.find(" là\n"))? + " là ".len();
    // "sau đây gọi (tắt|chung|là)": few words stand between.
    if verb > 40 || ahead[..verb].contains([')', '.', ';']) {
        return None;
    }
    let rest = &ahead[verb..];
    let end = rest
        .find([')', ';', '\u{201d}', '"'])
        .or_else(|| rest.find([',', '.']))?;
    let name = reflow::join(
        rest[..end].trim_matches(|c: char| c.is_whitespace() || matches!(c, '“' | '”' | '"' | ':')),
    );
    if name.is_empty() || name.chars().count() > LONGEST {
        return None;
    }
    Some(Alias {
        target: target(text, at, &name),
        span: Span::new(at, at + verb + end),
        name,
    })
}

/// The document before the brackets, where the name is that of a document.
fn target(text: &str, at: usize, name: &str) -> Option<crate::Citation> {
    let lower = name.to_lowercase();
    let document = NAMED.iter().any(|kind| lower.starts_with(kind));
    if !document && !lower.starts_with("quy định") {
        return None;
    }
    let from = (at.saturating_sub(BEFORE)..=at).find(|from| text.is_char_boundary(*from))?;
    let before = &text[from..at];
    let before = &before[before.rfind(". ").map_or(0, |dot| dot + 2)..];
    let found: Vec<FoundCitation> = find_citations(before)
        .into_iter()
        .filter(|one| one.citation.symbol.is_some())
        .collect();
    // A name that repeats a number means that document; otherwise the first of its kind, as titles name others.
    let numbered = found.iter().rev().find(|one| {
        let symbol = one.citation.symbol.as_ref();
        symbol.is_some_and(|symbol| {
            let number = symbol.normal().split('/').next().unwrap_or_default();
            lower
                .split_whitespace()
                .any(|word| word.split('/').next() == Some(number))
        })
    });
    let of_kind = |one: &&FoundCitation| {
        let kind = one.citation.kind.as_ref();
        kind.is_some_and(|kind| lower.starts_with(&kind.name().to_lowercase()))
    };
    let last = || found.iter().rev().take_while(|one| of_kind(one)).last();
    numbered
        .or_else(|| found.iter().rev().find(of_kind).and_then(|_| last()))
        .map(|one| crate::Citation {
            path: crate::Path::default(),
            ..one.citation.clone()
        })
}
