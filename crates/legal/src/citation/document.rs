//! The document that a citation names: by symbol, by number and year, by name, or as "này".

use super::{
    Citation,
    names::{self, Named},
    tokens::{Gap, Tokens},
};
use crate::{Kind, dates};

/// What names the document, and the first token after it.
#[derive(Debug)]
pub(super) struct DocumentRef {
    pub(super) end: usize,
    /// Only the fields that speak of the document are filled.
    pub(super) citation: Citation,
}

/// Words for kinds; those in the second half are typed short and count only before a number.
const KINDS: [(&str, &str); 30] = [
    ("nghị quyết liên tịch", "nghị quyết liên tịch"),
    ("thông tư liên tịch", "thông tư liên tịch"),
    ("văn bản hợp nhất", "văn bản hợp nhất"),
    ("nghị định", "nghị định"),
    ("nghị quyết", "nghị quyết"),
    ("thông tư", "thông tư"),
    ("quyết định", "quyết định"),
    ("chỉ thị", "chỉ thị"),
    ("công văn", "công văn"),
    ("công điện", "công điện"),
    ("kế hoạch", "kế hoạch"),
    ("bộ luật", "bộ luật"),
    ("pháp lệnh", "pháp lệnh"),
    ("hiến pháp", "hiến pháp"),
    ("luật", "luật"),
    ("lệnh", "lệnh"),
    ("quy chế", "quy chế"),
    ("quy định", "quy định"),
    ("điều lệ", "điều lệ"),
    ("văn bản", "văn bản"),
    ("nđ", "nghị định"),
    ("nd", "nghị định"),
    ("nghi dinh", "nghị định"),
    ("ttlt", "thông tư liên tịch"),
    ("tt", "thông tư"),
    ("qđ", "quyết định"),
    ("qd", "quyết định"),
    ("nq", "nghị quyết"),
    ("ct", "chỉ thị"),
    ("vbhn", "văn bản hợp nhất"),
];
const FIRST_SHORT: usize = 20;

/// Reads a document at a token. `after_units` says that a provision was named before it; `typed` that the
/// whole text should be a reference, so that less context is asked for.
pub(super) fn document(
    tokens: &Tokens<'_>,
    start: usize,
    after_units: bool,
    typed: bool,
) -> Option<DocumentRef> {
    if let Some(symbol) = tokens.get(start)?.symbol.clone() {
        let kind = symbol.kind();
        let citation = Citation {
            symbol: Some(symbol),
            kind,
            ..Citation::default()
        };
        return Some(with_date(
            tokens,
            DocumentRef {
                end: start + 1,
                citation,
            },
        ));
    }
    if let Some(alias) = names::alias(tokens.word(start)) {
        let citation = Citation {
            kind: Some(alias.0),
            name: Some(alias.1.to_owned()),
            ..Citation::default()
        };
        return Some(with_year(
            tokens,
            DocumentRef {
                end: start + 1,
                citation,
            },
        ));
    }
    let named = KINDS
        .iter()
        .enumerate()
        .find_map(|(n, (word, kind))| Some((n, *kind, tokens.phrase(start, word)?)));
    let Some((place, kind_word, length)) = named else {
        let partial = (typed && after_units)
            .then(|| partial(tokens, start))
            .flatten()?;
        let citation = Citation {
            partial: Some(partial),
            ..Citation::default()
        };
        return Some(DocumentRef {
            end: start + 1,
            citation,
        });
    };
    if !word_stands_alone(tokens, start, kind_word) {
        return None;
    }
    let kind = Some(Kind::from_name(kind_word)).filter(|_| kind_word != "văn bản");
    let mut at = start + length;
    let full = place < FIRST_SHORT;
    if full && tokens.is(at, "này") && tokens.gap(at) == Gap::Space {
        return Some(DocumentRef {
            end: at + 1,
            citation: Citation {
                kind,
                own: true,
                ..Citation::default()
            },
        });
    }
    if tokens.is(at, "số") {
        at += 1;
    }
    if tokens.gap(at) == Gap::Stop && !number_sign(tokens, at) {
        return named_law(tokens, start, start + length, kind, typed);
    }
    if let Some(symbol) = tokens.get(at).and_then(|token| token.symbol.clone()) {
        let citation = Citation {
            symbol: Some(symbol),
            kind,
            ..Citation::default()
        };
        return Some(with_date(
            tokens,
            DocumentRef {
                end: at + 1,
                citation,
            },
        ));
    }
    if let Some(partial) = partial(tokens, at) {
        let citation = Citation {
            partial: Some(partial),
            kind,
            ..Citation::default()
        };
        return Some(with_date(
            tokens,
            DocumentRef {
                end: at + 1,
                citation,
            },
        ));
    }
    if !full {
        return None;
    }
    named_law(tokens, start, start + length, kind, typed)
}

/// "pháp luật", "kỷ luật", "mệnh lệnh" name no document.
fn word_stands_alone(tokens: &Tokens<'_>, start: usize, kind: &str) -> bool {
    let Some(before) = start
        .checked_sub(1)
        .filter(|_| tokens.gap(start) == Gap::Space)
    else {
        return true;
    };
    match kind {
        "luật" => !tokens.is_any(
            before,
            &[
                "pháp", "kỷ", "quy", "trật", "dự", "án", "ngành", "môn", "khoa",
            ],
        ),
        "lệnh" => !tokens.is_any(before, &["mệnh", "hiệu", "khẩu", "ra"]),
        _ => true,
    }
}

/// "số: 15/2024": a colon may stand before the number.
fn number_sign(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(token) = tokens.get(at) else {
        return false;
    };
    tokens.text[tokens.end_of(at)..token.start].trim() == ":"
}

/// "15/2024": number and year.
fn partial(tokens: &Tokens<'_>, at: usize) -> Option<String> {
    let (number, year) = tokens.word(at).split_once('/')?;
    let is_number = (1..=5).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let is_year = year.len() == 4
        && (year.starts_with("19") || year.starts_with("20"))
        && year.bytes().all(|b| b.is_ascii_digit());
    (is_number && is_year).then(|| format!("{}/{year}", number.trim_start_matches('0')))
}

/// "Luật Đất đai", "Bộ luật Dân sự năm 2015", "Hiến pháp".
fn named_law(
    tokens: &Tokens<'_>,
    start: usize,
    after: usize,
    kind: Option<Kind>,
    typed: bool,
) -> Option<DocumentRef> {
    let kind = kind?;
    if kind == Kind::Constitution {
        let found = DocumentRef {
            end: after,
            citation: Citation {
                kind: Some(kind),
                ..Citation::default()
            },
        };
        return Some(with_year(tokens, found));
    }
    if !matches!(kind, Kind::Law | Kind::Code | Kind::Ordinance) || tokens.gap(after) != Gap::Space
    {
        return None;
    }
    let capital = tokens.get(start).is_some_and(|token| token.capital)
        || tokens.get(after).is_some_and(|token| token.capital);
    let Named { name, end } = names::name(tokens, after, capital, typed)?;
    let found = DocumentRef {
        end,
        citation: Citation {
            kind: Some(kind),
            name: Some(name),
            ..Citation::default()
        },
    };
    Some(with_year(tokens, found))
}

/// The number, day or year behind a name.
fn with_year(tokens: &Tokens<'_>, mut found: DocumentRef) -> DocumentRef {
    if tokens.gap(found.end) == Gap::Stop {
        return found;
    }
    let numbered = found.end + usize::from(tokens.is(found.end, "số"));
    if tokens.gap(found.end) == Gap::Space
        && let Some(symbol) = tokens.get(numbered).and_then(|token| token.symbol.clone())
    {
        found.citation.symbol = Some(symbol);
        found.end = numbered + 1;
        return with_date(tokens, found);
    }
    let at = found.end + usize::from(tokens.is(found.end, "năm"));
    let word = tokens.word(at);
    if word.len() == 4
        && tokens.gap(found.end) == Gap::Space
        && let Ok(year) = word.parse::<i16>()
        && (1945..2100).contains(&year)
    {
        found.citation.year = Some(year);
        found.end = at + 1;
        return found;
    }
    with_date(tokens, found)
}

/// "ngày 05 tháng 3 năm 2020" behind the document.
fn with_date(tokens: &Tokens<'_>, mut found: DocumentRef) -> DocumentRef {
    if !tokens.is(found.end, "ngày") || tokens.gap(found.end) == Gap::Stop {
        return found;
    }
    let Some(token) = tokens.get(found.end + 1) else {
        return found;
    };
    if let Some(written) = dates::at_start(&tokens.text[token.start..]) {
        found.citation.date = written.day;
        let end = token.start + written.end;
        while tokens.get(found.end).is_some_and(|token| token.start < end) {
            found.end += 1;
        }
    }
    found
}
