//! What there is to offer, read from the catalogue.

use std::collections::HashMap;

use catalogue::{Catalogue, DocumentRow, DocumentRowId, ListFilter, PassageId, Seq};
use legal::{Citation, Kind};

use super::{
    Act, Offer, Suggestions,
    terms::{Terms, key},
    typed::each_word,
    words::Words,
};
use crate::Error;

/// Longest heading that is offered, in characters.
const HEADING: usize = 160;
/// Passages of definitions read at a time.
const TOGETHER: usize = 500;
/// How articles on terms are called, without accents.
const TERMS: [&str; 2] = ["giai thich tu ngu", "giai thich thuat ngu"];

/// Before the words are numbered.
#[derive(Default)]
pub(super) struct Collected {
    acts: Vec<Act>,
    /// By kind.
    pub(super) raw: [Vec<Raw>; 3],
}

/// An offer before its words are numbered.
pub(super) struct Raw {
    pub(super) text: String,
    pub(super) act: u32,
    pub(super) article: Option<String>,
    pub(super) weight: f32,
    /// What it is found by: the number of an act apart from the rest.
    pub(super) number: String,
    pub(super) found_by: String,
}

/// A heading that one act has.
struct Heading {
    text: String,
    act: u32,
    article: String,
    /// Another act has it too.
    shared: bool,
}

impl Collected {
    /// Of all that is held at a change.
    pub(super) fn of(catalogue: &Catalogue, at: Seq) -> Result<Self, Error> {
        let all = ListFilter {
            limit: u32::MAX,
            ..ListFilter::default()
        };
        let mut collected = Self::default();
        let mut places: HashMap<DocumentRowId, u32> = HashMap::new();
        let mut weights = Vec::new();
        let mut terms = Terms::default();
        for document in catalogue.documents(at, &all)?.0 {
            let place = number(collected.acts.len());
            places.insert(document.row, place);
            let weight = weight(&document);
            weights.push(weight);
            terms.add_phrases(document.header.title.as_deref().unwrap_or_default(), place);
            collected.add_document(document, place, weight);
        }
        let (headings, definitions) = headings(catalogue, at, &places, &mut terms)?;
        for ids in definitions.chunks(TOGETHER) {
            for passage in catalogue.passages(at, ids)? {
                if let Some(act) = places.get(&passage.document) {
                    terms.add_definitions(&passage.text, *act);
                }
            }
        }
        let acts = number(collected.acts.len());
        collected.raw[1].extend(terms.worthy(acts).map(|(text, act, weight)| Raw {
            found_by: text.clone(),
            text,
            act,
            article: None,
            weight,
            number: String::new(),
        }));
        let own = headings.into_values().filter(|heading| !heading.shared);
        collected.raw[2].extend(own.map(|heading| Raw {
            found_by: heading.text.clone(),
            text: heading.text,
            act: heading.act,
            article: Some(heading.article),
            weight: weights[heading.act as usize],
            number: String::new(),
        }));
        Ok(collected)
    }

    fn add_document(&mut self, document: DocumentRow, place: u32, weight: f32) {
        let header = &document.header;
        let name = full_name(&document);
        let title = header.title.clone().unwrap_or_default();
        let kind = header.kind.as_ref().map_or("", Kind::name);
        let symbol = header.symbol.as_ref();
        self.raw[0].push(Raw {
            text: name.clone(),
            act: place,
            article: None,
            weight,
            number: symbol.map_or(String::new(), |symbol| symbol.normal().to_owned()),
            found_by: format!("{kind} {title}"),
        });
        self.acts.push(Act {
            row: document.row,
            title: if name.contains(&title) {
                String::new()
            } else {
                title
            },
            name,
            issuer: header.issuer.clone(),
            issued: header.issued,
            slug: document.slug,
            // The words that say it are not shown here.
            validity: legal::Validity {
                evidence: String::new(),
                ..document.validity
            },
        });
    }

    /// Adds an invented act.
    #[cfg(test)]
    pub(super) fn sample(&mut self, kind: &str, symbol: &str, title: &str, until: Option<&str>) {
        let symbol = legal::Symbol::parse(symbol).expect("a symbol");
        let row = DocumentRow {
            row: self.acts.len() as DocumentRowId,
            id: legal::DocumentId::from_stored(symbol.folded()),
            slug: symbol.slug(),
            header: legal::Header {
                kind: Some(Kind::from_name(kind)),
                issued: format!("{}-01-01", symbol.year().unwrap_or(2020))
                    .parse()
                    .ok(),
                symbol: Some(symbol),
                title: Some(title.to_owned()),
                ..legal::Header::default()
            },
            validity: legal::Validity {
                from: Some(legal::Date::constant(2000, 1, 1)),
                until: until.map(|until| until.parse().expect("a day")),
                ..legal::Validity::default()
            },
            original: catalogue::Hash::of(b"x"),
            part: String::new(),
            file_name: String::new(),
            media: "text".to_owned(),
            collection: None,
            confidentiality: None,
            pages: 0,
            articles: 9,
            flags: String::new(),
        };
        let (place, weight) = (number(self.acts.len()), weight(&row));
        self.add_document(row, place, weight);
    }

    /// Numbers the words and puts the weightiest offers first.
    pub(super) fn into_suggestions(self, seq: Seq) -> Suggestions {
        let mut numbered = Numbered::default();
        let (mut offers, mut ends) = (Vec::new(), [0; 3]);
        for (kind, mut raw) in self.raw.into_iter().enumerate() {
            raw.sort_by(|a, b| {
                b.weight
                    .total_cmp(&a.weight)
                    .then_with(|| a.text.cmp(&b.text))
            });
            for raw in raw {
                let offer = number(offers.len());
                let start = number(numbered.tokens.len());
                let own = numbered.put(&raw.number, offer);
                let all = own + numbered.put(&raw.found_by, offer);
                offers.push(Offer {
                    text: raw.text.into(),
                    act: raw.act,
                    article: raw.article.map(Into::into),
                    weight: raw.weight,
                    tokens: (start, all),
                    number: own,
                });
            }
            ends[kind] = number(offers.len());
        }
        let (words, places) = Words::new(numbered.all);
        let tokens = numbered.tokens.into_iter();
        Suggestions {
            seq,
            acts: self.acts,
            offers,
            ends,
            tokens: tokens.map(|token| places[token as usize]).collect(),
            words,
        }
    }
}

/// Words as numbers, in the order in which they came.
#[derive(Default)]
struct Numbered {
    numbers: HashMap<String, u32>,
    /// Without accents, with, and who has them.
    all: Vec<(Box<str>, Box<str>, Vec<u32>)>,
    tokens: Vec<u32>,
}

impl Numbered {
    /// Numbers the words of an offer; how many they are.
    fn put(&mut self, text: &str, offer: u32) -> u32 {
        let mut count = 0;
        each_word(text, |_, word| {
            let next = number(self.all.len());
            let token = *self.numbers.entry(word.to_owned()).or_insert(next);
            if token == next {
                let bare = legal::unaccent(word);
                self.all.push((bare.into(), word.into(), Vec::new()));
            }
            let posting = &mut self.all[token as usize].2;
            if posting.last() != Some(&offer) {
                posting.push(offer);
            }
            self.tokens.push(token);
            count += 1;
        });
        count
    }
}

/// The headings of all articles by their words, and the passages that define terms.
fn headings(
    catalogue: &Catalogue,
    at: Seq,
    places: &HashMap<DocumentRowId, u32>,
    terms: &mut Terms,
) -> Result<(HashMap<String, Heading>, Vec<PassageId>), Error> {
    let mut headings: HashMap<String, Heading> = HashMap::new();
    let mut definitions = Vec::new();
    let mut last = (0, String::new(), false);
    catalogue.breadcrumbs(at, |id, document, breadcrumb| {
        let Some((article, text)) = heading(breadcrumb) else {
            return;
        };
        let Some(act) = places.get(&document) else {
            return;
        };
        // The passages of one article come one after the other.
        if (last.0, last.1.as_str()) != (document, text) {
            let key = key(text);
            last = (document, text.to_owned(), TERMS.contains(&key.as_str()));
            terms.add_phrases(text, *act);
            headings
                .entry(key)
                .and_modify(|known| known.shared |= known.act != *act)
                .or_insert_with(|| Heading {
                    text: text.to_owned(),
                    act: *act,
                    article: article.to_owned(),
                    shared: false,
                });
        }
        if last.2 {
            definitions.push(id);
        }
    })?;
    Ok((headings, definitions))
}

/// The article and its heading: "27" and "Xử lý tài sản" of "… › Điều 27. Xử lý tài sản › lead-in".
fn heading(breadcrumb: &str) -> Option<(&str, &str)> {
    let steps = breadcrumb.split(" › ").skip(1);
    let article = steps.filter_map(|step| step.strip_prefix("Điều ")).next()?;
    let (label, text) = article.split_once(['.', ':'])?;
    let text = text.trim();
    let short = !text.is_empty() && text.chars().count() <= HEADING;
    (short && !label.contains(' ')).then_some((label, text))
}

/// "Luật Hộ tịch số 60/2014/QH13" where that is read as this act again, else its plain name.
fn full_name(document: &DocumentRow) -> String {
    let header = &document.header;
    let (Some(kind), Some(symbol), Some(title)) = (&header.kind, &header.symbol, &header.title)
    else {
        return document.name();
    };
    let known_by_name = matches!(kind, Kind::Law | Kind::Code | Kind::Ordinance);
    let name = format!("{} {title} số {}", kind.name(), symbol.normal());
    let read = legal::parse_citation(&name);
    let same = |read: Citation| read.symbol.as_ref() == Some(symbol);
    match known_by_name && read.is_some_and(same) {
        true => name,
        false => document.name(),
    }
}

/// 0..=1: the higher in law and the newer, the more an act is asked for.
fn weight(document: &DocumentRow) -> f32 {
    let rank = match document.header.kind {
        Some(Kind::Constitution | Kind::Code | Kind::Law) => 1.0,
        Some(Kind::Decree) => 0.75,
        Some(Kind::Ordinance | Kind::Resolution | Kind::Consolidated) => 0.6,
        Some(Kind::Circular | Kind::Decision) => 0.5,
        _ => 0.3,
    };
    let year = document.header.issued.map_or(1990, legal::Date::year);
    let recent = (f32::from(year) - 1990.0) / 50.0;
    rank * 0.7 + recent.clamp(0.0, 1.0) * 0.3
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
