//! The document that a citation names: by symbol, by number and year, by name, or as "này".

use super::{
    Citation, issuer,
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
const KINDS: [(&str, &str); 34] = [
    ("nghị quyết liên tịch", "nghị quyết liên tịch"),
    ("thông tư liên tịch", "thông tư liên tịch"),
    ("văn bản hợp nhất", "văn bản hợp nhất"),
    ("nghị định thư", "nghị định thư"),
    ("hiệp định", "hiệp định"),
    ("hiệp ước", "hiệp ước"),
    ("công ước", "công ước"),
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
const FIRST_SHORT: usize = 24;

/// Reads a document at a token. `after_units` says that a provision was named before it; `typed` that the
/// whole text should be a reference, so that less context is asked for.
pub(super) fn document(
    tokens: &Tokens<'_>,
    start: usize,
    after_units: bool,
    typed: bool,
) -> Option<DocumentRef> {
    let found = named_document(tokens, start, after_units, typed)?;
    Some(if typed {
        issuer::with_issuer(tokens, found)
    } else {
        found
    })
}

fn named_document(
    tokens: &Tokens<'_>,
    start: usize,
    after_units: bool,
    typed: bool,
) -> Option<DocumentRef> {
    if let Some(symbol) = tokens.symbol(start).cloned() {
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
        // "quy định này" is a rule spoken of; "Quy định này" is the document.
        let common = [
            "quy chế",
            "quy định",
            "điều lệ",
            "văn bản",
            "kế hoạch",
            "lệnh",
        ];
        if common.contains(&kind_word) && !typed && !tokens.is_capital(start) {
            return None;
        }
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
    if tokens.gap(at) == Gap::Stop && !tokens.only_before(at, ":") {
        return named_law(tokens, start, start + length, kind, typed);
    }
    if let Some(symbol) = tokens.symbol(at).cloned() {
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
    let by_name = matches!(
        kind,
        Some(Kind::Constitution | Kind::Law | Kind::Code | Kind::Ordinance)
    );
    // "Hiến pháp 2013" has a year and no number.
    let numbered = typed && !(by_name && year(tokens, at).is_some());
    if let Some((partial, end)) = numbered.then(|| number_alone(tokens, at)).flatten() {
        let citation = Citation {
            partial: Some(partial),
            kind,
            ..Citation::default()
        };
        return Some(with_date(tokens, DocumentRef { end, citation }));
    }
    if !full {
        return None;
    }
    named_law(tokens, start, start + length, kind.clone(), typed)
        .or_else(|| kind_alone(tokens, start, start + length, kind, after_units))
}

/// "Điều 13 Quy chế ứng phó sự cố", "khoản 1 Điều 23 của Luật": another document than the citing one, of which the
/// words give the kind alone.
fn kind_alone(
    tokens: &Tokens<'_>,
    start: usize,
    end: usize,
    kind: Option<Kind>,
    after_units: bool,
) -> Option<DocumentRef> {
    let fits = after_units && kind.is_some() && tokens.is_capital(start) && !tokens.is_bare();
    fits.then(|| DocumentRef {
        end,
        citation: Citation {
            kind,
            ..Citation::default()
        },
    })
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

/// "15/2024": number and year.
fn partial(tokens: &Tokens<'_>, at: usize) -> Option<String> {
    let (number, year) = tokens.word(at).split_once('/')?;
    let is_number = (1..=5).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let is_year = year.len() == 4
        && (year.starts_with("19") || year.starts_with("20"))
        && year.bytes().all(|b| b.is_ascii_digit());
    (is_number && is_year).then(|| format!("{}/{year}", number.trim_start_matches('0')))
}

/// "nghị định 15", "nghị định 15 năm 2024": what people type of a number, and the token behind it.
fn number_alone(tokens: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    let digits =
        |at: usize| Some(tokens.word(at)).filter(|word| word.bytes().all(|b| b.is_ascii_digit()));
    let number = digits(at)?.trim_start_matches('0');
    if !(1..=4).contains(&number.len()) {
        return None;
    }
    let after = at + 1 + usize::from(tokens.is(at + 1, "năm"));
    let year = digits(after)
        .filter(|year| year.len() == 4 && (year.starts_with("19") || year.starts_with("20")));
    Some(match year {
        Some(year) => (format!("{number}/{year}"), after + 1),
        None => (number.to_owned(), at + 1),
    })
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
        let whole = "nước cộng hòa xã hội chủ nghĩa việt nam";
        let after = tokens.after_phrase(after, &[whole]).unwrap_or(after);
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
    if let Some(Named { name, end }) = amending_law(tokens, after) {
        let citation = Citation {
            kind: Some(kind),
            name: Some(name),
            ..Citation::default()
        };
        return Some(with_year(tokens, DocumentRef { end, citation }));
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

/// "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương": its name goes
/// on over the names of the laws that it amends, and what stands behind them is its own number and day.
fn amending_law(tokens: &Tokens<'_>, at: usize) -> Option<Named> {
    const MOST: usize = 20;
    let verbs = [
        "sửa đổi bổ sung",
        "sửa đổi và bổ sung",
        "sửa đổi",
        "bổ sung",
    ];
    let verb = tokens.after_phrase(at, &verbs)?;
    let mut of = verb;
    while of < verb + 8 && !tokens.is(of, "của") {
        if tokens.gap(of) == Gap::Stop || tokens.get(of)?.capital {
            return None;
        }
        of += 1;
    }
    let mut end = amended_name(tokens, of + 1)?;
    for _ in 0..MOST {
        let next = end + usize::from(tokens.is(end, "và"));
        let joined = next > end || tokens.gap(end) == Gap::Comma;
        let Some(after) = amended_name(tokens, next).filter(|_| joined) else {
            break;
        };
        end = after;
    }
    Some(Named {
        name: tokens.printed(at, end),
        end,
    })
}

/// "Luật Hộ tịch", "Bộ luật Lao động": the token behind it.
fn amended_name(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let after = tokens.after_phrase(at, &["bộ luật", "luật", "pháp lệnh"])?;
    let capital = tokens.is_capital(at) || tokens.is_capital(after);
    Some(names::name(tokens, after, capital, false)?.end)
}

/// A year that may stand behind a name.
pub(super) fn year(tokens: &Tokens<'_>, at: usize) -> Option<i16> {
    let word = tokens.word(at);
    let year = (word.len() == 4).then(|| word.parse::<i16>().ok())??;
    (1945..2100).contains(&year).then_some(year)
}

/// The number, day or year behind a name.
fn with_year(tokens: &Tokens<'_>, mut found: DocumentRef) -> DocumentRef {
    if tokens.gap(found.end) == Gap::Stop {
        return found;
    }
    let numbered = found.end + usize::from(tokens.is(found.end, "số"));
    if tokens.gap(found.end) == Gap::Space
        && let Some(symbol) = tokens.symbol(numbered).cloned()
    {
        found.citation.symbol = Some(symbol);
        found.end = numbered + 1;
        return with_date(tokens, found);
    }
    let at = found.end + usize::from(tokens.is(found.end, "năm"));
    if tokens.gap(found.end) == Gap::Space
        && let Some(year) = year(tokens, at)
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
