//! What a document says of itself, field by field, with the words that say it and their page.

use legal::{Parsed, SourceText, Span, fold_quote};
use serde::{Deserialize, Serialize};

use crate::Reading;

/// One field of the metadata as read, and the line it was read from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposed {
    /// `symbol`, `kind`, `issuer`, `place`, `issued`, `title`, `signer`, `effective`, `until`, `applies_from`.
    pub field: String,
    /// The value; days as `YYYY-MM-DD`.
    pub value: String,
    /// The words it was read from, on one line; empty where they were not found again, as for a collection whose
    /// records carry the fields.
    pub evidence: String,
    /// Their page, where the format has pages.
    pub page: Option<u32>,
}

pub(super) fn proposed(reading: &Reading) -> Vec<Proposed> {
    let Reading { source, parsed, .. } = reading;
    let places = Places::new(source, parsed);
    let header = &parsed.header;
    let mut fields = Vec::new();
    let mut add = |field: &str, value: Option<String>, words: Option<Span>| {
        let Some(value) = value else { return };
        let evidence = words.map_or_else(String::new, |words| one_line(source.slice(words)));
        let page = words.and_then(|words| source.page_at(words.start));
        fields.push(Proposed {
            field: field.to_owned(),
            value,
            evidence,
            page,
        });
    };
    if let Some(symbol) = &header.symbol {
        let words = places.with_symbol(symbol);
        add("symbol", Some(symbol.normal().to_owned()), words);
    }
    let kind = header.kind.as_ref().map(|kind| kind.name().to_owned());
    add(
        "kind",
        kind.clone(),
        kind.and_then(|kind| places.beginning(&kind)),
    );
    for (field, value) in [
        ("issuer", &header.issuer),
        ("place", &header.place),
        ("title", &header.title),
        ("signer", &header.signer),
    ] {
        let words = value.as_deref().and_then(|value| places.holding(value));
        add(field, value.clone(), words);
    }
    let issued = header.issued.map(|day| day.to_string());
    add(
        "issued",
        issued,
        header.issued.and_then(|day| places.of_day(day)),
    );
    let validity = &parsed.validity;
    let said = places.saying(&validity.evidence);
    for (field, day) in [
        ("effective", validity.from),
        ("until", validity.until),
        ("applies_from", validity.applies_from),
    ] {
        add(field, day.map(|day| day.to_string()), said);
    }
    // A collection's validity comes from a field; where words are kept but not found in the text, they are shown.
    for field in &mut fields {
        let from_validity = matches!(&*field.field, "effective" | "until" | "applies_from");
        if from_validity && field.evidence.is_empty() {
            field.evidence = one_line(&validity.evidence);
        }
    }
    fields
}

/// The lines in which fields are looked for, folded: those of the head and of the signature block first.
struct Places<'a> {
    source: &'a SourceText,
    lines: Vec<(Span, String)>,
}

/// Most lines that are looked through: a head is short, and a consolidated text has its number at the end.
const MOST: usize = 120;

impl<'a> Places<'a> {
    fn new(source: &'a SourceText, parsed: &Parsed) -> Self {
        let head = parsed.header.span;
        let mut spans = lines(source, head);
        spans.extend(
            parsed
                .signature
                .into_iter()
                .flat_map(|span| lines(source, span)),
        );
        let all = Span::new(0, source.text().len());
        let outside: Vec<Span> = lines(source, all)
            .into_iter()
            .filter(|line| !spans.contains(line))
            .collect();
        let last = outside.len().saturating_sub(MOST);
        let (front, back) = outside.split_at(last);
        spans.extend(front.iter().take(MOST));
        spans.extend(back);
        let folded = |span: Span| (span, fold_quote(source.slice(span)).text().to_owned());
        Self {
            source,
            lines: spans.into_iter().map(folded).collect(),
        }
    }

    fn first(&self, is_it: impl Fn(&str) -> bool) -> Option<Span> {
        let found = self.lines.iter().find(|(_, line)| is_it(line));
        found.map(|(span, _)| *span)
    }

    /// The line with the symbol, or the two lines over which it is broken.
    fn with_symbol(&self, symbol: &legal::Symbol) -> Option<Span> {
        let holds = |span: &Span| {
            let found = legal::find_symbols(self.source.slice(*span));
            let mut found = found.iter().map(|(_, found)| found.normal());
            found.any(|found| found == symbol.normal())
        };
        let alone = self.lines.iter().map(|(span, _)| *span).find(holds);
        alone.or_else(|| {
            let pairs = self.lines.windows(2).map(|pair| Span {
                start: pair[0].0.start,
                end: pair[1].0.end.max(pair[0].0.end),
            });
            pairs.take(MOST).find(holds)
        })
    }

    fn beginning(&self, words: &str) -> Option<Span> {
        let words = fold_quote(words);
        self.first(|line| line.starts_with(words.text()))
    }

    /// The line that holds the words, or the one with most of their beginning.
    fn holding(&self, words: &str) -> Option<Span> {
        let words = fold_quote(words);
        let words = words.text();
        let start: String = words.split(' ').take(4).collect::<Vec<_>>().join(" ");
        self.first(|line| line.contains(words))
            .or_else(|| self.first(|line| line.contains(&start)))
            .or_else(|| self.first(|line| line.chars().count() > 5 && words.starts_with(line)))
    }

    fn of_day(&self, day: legal::Date) -> Option<Span> {
        let (d, m, y) = (day.day(), day.month(), day.year());
        let forms = [
            format!("ngày {d:02} tháng {m:02} năm {y}"),
            format!("ngày {d:02} tháng {m} năm {y}"),
            format!("ngày {d} tháng {m} năm {y}"),
            format!("{d:02}/{m:02}/{y}"),
            format!("{d}/{m}/{y}"),
        ];
        self.first(|line| forms.iter().any(|form| line.contains(form.as_str())))
    }

    /// Where the words of a sentence stand, over however many lines; as many of them as stand together.
    fn saying(&self, evidence: &str) -> Option<Span> {
        const ENOUGH: usize = 8;
        let words: Vec<&str> = evidence.split_whitespace().collect();
        let first = words.first()?;
        let text = self.source.text();
        let found = text.match_indices(first).find_map(|(start, _)| {
            let (mut end, mut matched) = (start, 0);
            for word in &words {
                let rest = text[end..].trim_start();
                if !rest.starts_with(word) {
                    break;
                }
                end = text.len() - rest.len() + word.len();
                matched += 1;
            }
            (matched >= ENOUGH.min(words.len())).then_some((start, end))
        })?;
        Some(Span::new(found.0, found.1))
    }
}

/// The lines of a span that are not empty.
fn lines(source: &SourceText, span: Span) -> Vec<Span> {
    let text = source.slice(span);
    let mut found = Vec::new();
    let mut at = span.start as usize;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        if !words.is_empty() {
            found.push(Span::new(at, at + words.len()));
        }
        at += line.len();
    }
    found
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
