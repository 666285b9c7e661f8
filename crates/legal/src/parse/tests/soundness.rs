//! What holds of every reading: spans in bounds, nested, in order, without overlap; no text makes it panic.

use proptest::prelude::*;

use super::{super::*, DECREE};

/// Provisions lie in the text, in one another or apart, and no path is given twice.
fn sound(provisions: &[Provision], text: &str) -> Result<(), TestCaseError> {
    let mut paths = std::collections::HashSet::new();
    for (n, one) in provisions.iter().enumerate() {
        for span in [one.span, one.body, one.heading] {
            prop_assert!(text.get(span.range()).is_some());
        }
        prop_assert!(
            one.span.contains(one.body) && one.span.contains(one.heading),
            "{:?}",
            one
        );
        prop_assert!(paths.insert(one.path.clone()), "{}", one.path);
        for other in &provisions[n + 1..] {
            let apart = one.span.end <= other.span.start;
            prop_assert!(
                apart || one.span.contains(other.span),
                "{:?} {:?}",
                one,
                other
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn provisions_are_nested_ordered_and_unique(
        lines in proptest::collection::vec("(Điều [1-4]\\. |[1-4]\\. |[a-eđ][12]?\\) |a\\.[12]\\) |“|1\\.[12]\\. |)([A-Za-zđ ;.:”]{0,12})", 0..25),
    ) {
        let text = lines.join("\n");
        let source = SourceText::plain(text.clone());
        sound(&parse_provisions(&source, Span::new(0, text.len()), &Path::default()), &text)?;
        let wrapped = SourceText::new(text.clone(), Vec::new(), Vec::new(), true);
        sound(&parse_provisions(&wrapped, Span::new(0, text.len()), &Path::default()), &text)?;
    }
}

/// Everything in a parsed document is in bounds, nested, ordered and unique.
fn sound_document(text: &str, wrapped: bool) -> Result<(), TestCaseError> {
    let source = SourceText::new(text.to_owned(), Vec::new(), Vec::new(), wrapped);
    sound_source(&source)?;
    let _ = reflow(text);
    Ok(())
}

fn sound_source(source: &SourceText) -> Result<(), TestCaseError> {
    let text = source.text();
    let parsed = parse(source);
    sound(&parsed.provisions, text)?;
    let main = source.main_end();
    let annexed = parsed.annexes.iter().map(|annex| annex.span);
    // Main text, signature and annexes stand one behind another and end before the footnotes.
    let mut before = parsed
        .provisions
        .iter()
        .map(|p| p.span.end)
        .max()
        .unwrap_or(0);
    for span in annexed {
        prop_assert!(before <= span.start, "{} {:?}", before, span);
        before = span.end;
    }
    prop_assert!(before as usize <= main, "{} {}", before, main);
    for annex in &parsed.annexes {
        sound(&annex.provisions, text)?;
        prop_assert!(
            text.get(annex.span.range()).is_some() && text.get(annex.heading.range()).is_some()
        );
        prop_assert!(annex.provisions.iter().all(|p| annex.span.contains(p.span)));
    }
    let spans = [parsed.header.span, parsed.preamble]
        .into_iter()
        .chain(parsed.signature);
    for span in spans
        .chain(parsed.relations.iter().map(|r| r.span))
        .chain(parsed.issues.iter().map(|i| i.span))
    {
        prop_assert!(text.get(span.range()).is_some(), "{:?}", span);
    }
    Ok(())
}

/// Character boundaries of a text from any numbers, ascending.
fn boundaries(text: &str, places: &[usize]) -> Vec<usize> {
    let all: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let mut found: Vec<usize> = places
        .iter()
        .filter_map(|place| all.get(place % all.len().max(1)).copied())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The decree with tables, footnotes and furniture wherever the numbers put them.
fn with_any_layout(
    tables: &[usize],
    notes: &[String],
    anchors: &[usize],
    wrapped: bool,
) -> SourceText {
    let mut text = DECREE.to_owned();
    let table = |pair: &[usize]| {
        let (from, to) = (pair[0], pair[1]);
        let middle = boundaries(&DECREE[from..to], &[(to - from) / 2])
            .first()
            .map_or(from, |at| from + at);
        crate::Table {
            span: Span::new(from, to),
            rows: vec![vec![Span::new(from, middle), Span::new(middle, to)]],
        }
    };
    let tables = boundaries(DECREE, tables);
    let tables = tables.chunks_exact(2).map(table).collect();
    let anchors = boundaries(DECREE, anchors);
    let mut footnotes = Vec::new();
    for (n, words) in notes.iter().enumerate() {
        text.push('\n');
        let start = text.len();
        text.push_str(words);
        footnotes.push(crate::Footnote {
            label: (n + 1).to_string(),
            anchor: anchors.get(n).and_then(|at| u32::try_from(*at).ok()),
            span: Span::new(start, text.len()),
            page: 0,
        });
    }
    let furniture = vec![crate::Furniture {
        page: 0,
        kind: crate::FurnitureKind::PageNumber,
        text: "2".to_owned(),
    }];
    SourceText::new(text, Vec::new(), Vec::new(), wrapped).with_layout(crate::Layout {
        tables,
        footnotes,
        furniture,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mutated_decree_is_read_soundly(cuts in proptest::collection::vec((0usize..2600, 0usize..60, "\\PC{0,6}|\n|“|”|Điều 1\\. |Phụ lục\n|TM\\. A\n"), 0..8), wrapped: bool) {
        let mut text = DECREE.to_owned();
        for (at, length, with) in cuts {
            let letters: Vec<(usize, char)> = text.char_indices().collect();
            let at = at % letters.len().max(1);
            let start = letters.get(at).map_or(0, |l| l.0);
            let end = letters.get(at + length).map_or(text.len(), |l| l.0);
            text.replace_range(start..end, &with);
        }
        sound_document(&text, wrapped)?;
    }

    #[test]
    fn any_text_is_read_soundly(text in "[\\PC\n]{0,200}", wrapped: bool) {
        sound_document(&text, wrapped)?;
    }

    #[test]
    fn any_layout_is_read_soundly(
        tables in proptest::collection::vec(0usize..4000, 0..8),
        notes in proptest::collection::vec("(Điều này được |1\\. |Điều 5\\. |“|)[A-Za-zđ .]{0,20}", 0..4),
        anchors in proptest::collection::vec(0usize..4000, 4),
        wrapped: bool,
    ) {
        sound_source(&with_any_layout(&tables, &notes, &anchors, wrapped))?;
    }
}
