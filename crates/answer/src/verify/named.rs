//! Whether the provisions that a sentence names are those that it quotes.

use std::ops::Range;

use legal::{Citation, Header, find_citations, fold_quote};

use super::align::is_same;
use super::examine::Cited;

/// The references of a sentence, and those of them that neither its quotes stand in nor the cited text itself makes.
pub(super) struct Named {
    pub(super) all: usize,
    pub(super) wrong: Vec<String>,
}

/// `standing`: the words of the folded text, and which of them stand beside the law's.
pub(super) fn named(text: &str, cited: &[Cited], standing: &[(Range<usize>, bool)]) -> Named {
    let found = find_citations(text);
    let folded = fold_quote(text);
    let stands = |span: Range<usize>| {
        let inside = |range: &Range<usize>| {
            let word = folded.original(range.clone());
            word.start < span.end && span.start < word.end
        };
        let mut words = standing
            .iter()
            .filter(|(range, _)| inside(range))
            .peekable();
        words.peek().is_some() && words.all(|(_, paired)| *paired)
    };
    let made: Vec<Citation> = match found.is_empty() {
        true => Vec::new(),
        false => cited
            .iter()
            .flat_map(|one| find_citations(&one.evidence.text))
            .map(|found| found.citation)
            .collect(),
    };
    let mut wrong = Vec::new();
    for one in &found {
        let citation = &one.citation;
        let quoted = cited.iter().any(|one| {
            is_of(citation, &one.evidence.document.header)
                && (citation.path.contains(&one.path) || citation.path == one.evidence.path)
        });
        if !quoted && !stands(one.span.range()) && !made.iter().any(|made| is_same(made, citation))
        {
            let words = text.get(one.span.start as usize..one.span.end as usize);
            let words = words.unwrap_or_default().to_owned();
            if !wrong.contains(&words) {
                wrong.push(words);
            }
        }
    }
    Named {
        all: found.len(),
        wrong,
    }
}

/// Whether a reference names this document, or none.
fn is_of(citation: &Citation, header: &Header) -> bool {
    if let Some(symbol) = &citation.symbol {
        return header
            .symbol
            .as_ref()
            .is_some_and(|own| own.same_document(symbol));
    }
    if let Some(partial) = &citation.partial {
        let own = header
            .symbol
            .as_ref()
            .and_then(legal::Symbol::number_and_year);
        return own.as_ref() == Some(partial);
    }
    if let Some(name) = &citation.name {
        let title = header.title.as_deref().unwrap_or_default();
        let same_year = citation
            .year
            .is_none_or(|year| header.issued.is_none_or(|day| day.year() == year));
        let (title, name) = (fold_quote(title), fold_quote(name));
        return same_year && title.text().starts_with(name.text());
    }
    true
}
