//! Where a quote stands in a provision: compared in folded form, marked in the unedited text.

use legal::{SourceText, Span, fold_quote};

/// The bytes of `quote` inside `within`: at `hint` if these words stand there, else the first place where they
/// stand after folding. `None` if they do not: then nothing is marked, rather than something near.
pub(crate) fn find_quote(
    source: &SourceText,
    within: Span,
    quote: Option<&str>,
    hint: Option<Span>,
) -> Option<Span> {
    let hint = hint.filter(|hint| within.contains(*hint) && !source.slice(*hint).trim().is_empty());
    let Some(quote) = quote else { return hint };
    let wanted = fold_quote(quote);
    if wanted.text().is_empty() {
        return None;
    }
    if let Some(hint) = hint.filter(|hint| fold_quote(source.slice(*hint)).text() == wanted.text())
    {
        return Some(hint);
    }
    let folded = fold_quote(source.slice(within));
    let at = folded.text().find(wanted.text())?;
    let found = folded.original(at..at + wanted.text().len());
    let start = within.start as usize;
    Some(Span::new(start + found.start, start + found.end))
        .filter(|span| !source.slice(*span).is_empty())
}
