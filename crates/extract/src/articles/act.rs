//! One act of a collection, put together from its records.

use std::collections::{HashMap, HashSet};

use legal::{Date, Header, Level, Parsed, Path, Provision, SourceText, Span, Symbol, Validity};

use super::{
    Record,
    note::{self, Note},
};
use crate::Reading;

/// A record with what its note says and where it goes.
struct Article {
    record: Record,
    note: Note,
    level: Level,
    /// The number without its word.
    number: String,
    /// As printed: "Điều 5".
    label: String,
}

/// Builds the reading of an act: articles in natural order, each "Điều N. title", a line break, its text.
pub(super) fn reading(part: String, symbol: Option<Symbol>, records: Vec<Record>) -> Reading {
    let mut articles: Vec<Article> = records.into_iter().map(article).collect();
    let header = header(symbol, &articles);
    articles.sort_by_key(order);
    let mut seen = HashSet::new();
    articles.retain(|article| {
        let record = &article.record;
        seen.insert((
            article.level,
            article.number.clone(),
            record.title.clone(),
            record.text.clone(),
        ))
    });
    let validity = commonest(&articles);
    let mut text = String::new();
    let mut counts: HashMap<(Level, String), usize> = HashMap::new();
    let mut written = Vec::with_capacity(articles.len());
    for article in &articles {
        let count = counts
            .entry((article.level, article.number.clone()))
            .or_default();
        *count += 1;
        let number = if *count == 1 {
            article.number.clone()
        } else {
            format!("{}~{count}", article.number)
        };
        let mut provision = write(&mut text, article);
        provision.path = Path::default().child(article.level, &number);
        let own = own_validity(article);
        provision.validity = (own.from.is_some() && !same_days(&own, &validity)).then_some(own);
        written.push(provision);
    }
    let source = SourceText::plain(text);
    let mut provisions = Vec::new();
    for article in written {
        let (body, path) = (article.body, article.path.clone());
        provisions.push(article);
        provisions.extend(legal::parse_provisions(&source, body, &path));
    }
    let parsed = Parsed {
        header,
        validity,
        provisions,
        ..Parsed::default()
    };
    Reading {
        source,
        parsed,
        part,
        flags: Vec::new(),
    }
}

/// Appends an article to the text.
fn write(text: &mut String, article: &Article) -> Provision {
    let start = text.len();
    text.push_str(&article.label);
    text.push('.');
    let heading = legal::normalise(article.record.title.as_deref().unwrap_or_default());
    let heading = heading.trim();
    let heading_span = if heading.is_empty() {
        Span::new(text.len(), text.len())
    } else {
        text.push(' ');
        let at = text.len();
        // A heading is one line, whatever the record says.
        text.extend(heading.chars().map(|c| if c == '\n' { ' ' } else { c }));
        Span::new(at, text.len())
    };
    let body = legal::normalise(article.record.text.as_deref().unwrap_or_default());
    let body = body.trim();
    let body_span = if body.is_empty() {
        Span::new(text.len(), text.len())
    } else {
        text.push('\n');
        let at = text.len();
        text.push_str(body);
        Span::new(at, text.len())
    };
    let span = Span::new(start, text.len());
    text.push('\n');
    Provision {
        path: Path::default(),
        label: article.label.clone(),
        heading: heading_span,
        span,
        body: body_span,
        validity: None,
    }
}

fn article(record: Record) -> Article {
    let note = note::read(record.source_note.as_deref().unwrap_or_default());
    let mut number = record
        .art
        .as_ref()
        .map(|art| art.text().to_lowercase())
        .unwrap_or_default();
    if number.is_empty() {
        number = note.article.clone().unwrap_or_default();
    }
    if number.is_empty() {
        // The codification's own number of the article: true, and not mistaken for the act's.
        number = record.pd_id.as_deref().unwrap_or_default().to_lowercase();
    }
    if number.is_empty() {
        number.push('0');
    }
    let word = record
        .kind
        .as_deref()
        .map(str::trim)
        .filter(|kind| !kind.is_empty())
        .unwrap_or("Điều");
    let level = match word.to_lowercase().as_str() {
        "phần" => Level::Part,
        "chương" => Level::Chapter,
        "mục" => Level::Section,
        "tiểu mục" => Level::Subsection,
        "phụ lục" => Level::Annex,
        _ => Level::Article,
    };
    let printed = record
        .art
        .as_ref()
        .map(|art| art.text().into_owned())
        .filter(|art| !art.is_empty());
    let printed = printed.or_else(|| record.pd_id.clone().filter(|_| note.article.is_none()));
    let label = format!("{} {}", level.word(), printed.as_deref().unwrap_or(&number));
    Article {
        record,
        note,
        level,
        number,
        label,
    }
}

/// Natural order of numbers: 5, 5a, 5b, 6; letters in the order of the law (d before đ before e).
fn order(article: &Article) -> (Level, Vec<u32>, String) {
    let digits = article
        .number
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(article.number.len());
    let (number, suffix) = article.number.split_at(digits);
    if suffix.contains('.') {
        // A number of the codification: 28.1.tt.18.13.
        let numbers = article
            .number
            .split('.')
            .map(|part| part.parse().unwrap_or(0))
            .collect();
        return (article.level, numbers, String::new());
    }
    (
        article.level,
        vec![number.parse().unwrap_or(u32::MAX)],
        suffix.replace('đ', "d~"),
    )
}

/// What the records say of the act, each field from the first record that says it.
fn header(symbol: Option<Symbol>, articles: &[Article]) -> Header {
    let first = |field: fn(&Article) -> Option<String>| articles.iter().find_map(field);
    let doctype = |article: &Article| {
        let printed = article.record.doctype.as_deref()?.trim();
        let kind = note::leading_kind(printed).map(|(kind, _)| kind);
        kind.or_else(|| (printed.chars().count() <= 30).then(|| legal::Kind::from_name(printed)))
    };
    let title = first(|a| a.note.title.clone());
    Header {
        kind: articles
            .iter()
            .find_map(doctype)
            .or_else(|| articles.iter().find_map(|a| a.note.kind.clone())),
        issuer: first(|a| a.note.issuer.clone()),
        issued: articles.iter().find_map(|a| a.note.issued),
        // An act that has neither number nor title is at least known by its topic.
        title: title.or_else(|| {
            let topic = || first(|a| a.record.demuc_name.clone());
            if symbol.is_none() { topic() } else { None }
        }),
        symbol,
        ..Header::default()
    }
}

/// When an article applies, by its record alone.
fn own_validity(article: &Article) -> Validity {
    let note = &article.note;
    let field = article.record.effective.as_deref().unwrap_or_default();
    let mut validity = Validity::default();
    if let Some(from) = note::date(field) {
        validity.from = Some(from);
        // The note's words where they say the same day.
        let said = note.effective.as_ref().filter(|(date, _)| *date == from);
        validity.evidence = said.map_or_else(|| field.to_owned(), |(_, words)| words.clone());
    } else if let Some((from, words)) = &note.effective {
        validity.from = Some(*from);
        validity.evidence.clone_from(words);
    }
    let mut also = |words: &str| {
        validity.evidence.push_str(", ");
        validity.evidence.push_str(words);
    };
    if let Some((from, words)) = &note.added {
        validity.from = validity.from.max(Some(*from));
        also(words);
    }
    if let Some((until, words)) = &note.repealed {
        validity.until = Some(*until);
        also(words);
    }
    if let Some((from, words)) = &note.suspended {
        validity.suspended_from = Some(*from);
        also(words);
    }
    validity
}

/// Whether two validities differ in their words at most.
fn same_days(a: &Validity, b: &Validity) -> bool {
    (a.from, a.until, a.suspended_from) == (b.from, b.until, b.suspended_from)
}

/// The validity that most articles share; of two equally common the earlier.
fn commonest(articles: &[Article]) -> Validity {
    let mut counts: HashMap<Date, (usize, Validity)> = HashMap::new();
    for validity in articles.iter().map(own_validity) {
        if let (Some(from), None, None) = (validity.from, validity.until, validity.suspended_from) {
            counts.entry(from).or_insert((0, validity)).0 += 1;
        }
    }
    let best = counts
        .into_iter()
        .max_by_key(|(from, (count, _))| (*count, std::cmp::Reverse(*from)));
    best.map(|(_, (_, validity))| validity).unwrap_or_default()
}
