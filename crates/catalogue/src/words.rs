//! What a document is looked up by: folded names, numbers, words.

use legal::{Header, Kind, Symbol};

/// Lower case without accents, white space as single spaces.
pub(crate) fn folded(text: &str) -> String {
    plain(&legal::unaccent(text))
}

/// Lower case, white space as single spaces.
fn plain(text: &str) -> String {
    legal::normalise(text)
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The words of a header to search in a list: with accents, a line break, without.
pub(crate) fn listed(header: &Header, file_name: &str) -> String {
    let kind = header.kind.as_ref().map(|kind| kind.name().to_owned());
    let symbol = header
        .symbol
        .as_ref()
        .map(|symbol| symbol.printed().to_owned());
    // A file's name counts only where nothing else names the document.
    let title = header
        .title
        .clone()
        .or_else(|| symbol.is_none().then(|| file_name.to_owned()));
    let parts = [kind, symbol, title, header.issuer.clone()];
    let words = plain(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "));
    format!("{words}\n{}", legal::unaccent(&words))
}

/// Number and year of a symbol: "15/2024" of 15/2024/NĐ-CP; `None` where the symbol names no year.
pub(crate) fn number_year(symbol: &Symbol) -> Option<String> {
    number_year_of(symbol.folded())
}

/// The same of a text such as "015/2024" or "15/2024/nđ-cp".
pub(crate) fn number_year_of(text: &str) -> Option<String> {
    let mut parts = text.trim().split('/');
    let number = parts.next()?.trim();
    let number = number.trim_start_matches('0');
    let year = parts.next()?.trim();
    let ok = !number.is_empty() && year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    ok.then(|| format!("{}/{year}", number.to_lowercase()))
}

/// The name by which a law or code is cited, folded: "dat dai" of Luật Đất đai.
pub(crate) fn law_name(header: &Header) -> Option<String> {
    let kind = header.kind.as_ref()?;
    if !matches!(
        kind,
        Kind::Constitution | Kind::Code | Kind::Law | Kind::Ordinance
    ) {
        return None;
    }
    let name = bare(&folded(header.title.as_deref().unwrap_or_default()));
    let name = if name.is_empty() && *kind == Kind::Constitution {
        "hien phap".to_owned()
    } else {
        name
    };
    (!name.is_empty()).then_some(name)
}

/// A folded name without the kind before it: "luat dat dai" is "dat dai".
pub(crate) fn bare(name: &str) -> String {
    let mut rest = name.trim();
    // More than once: "Luật Luật sư" and "Luật sư" are one law.
    while let Some(after) = ["bo luat ", "luat ", "phap lenh "]
        .iter()
        .find_map(|kind| rest.strip_prefix(kind))
    {
        rest = after.trim_start();
    }
    rest.to_owned()
}
