//! What is held beside an act that is not: the nearest numbers, other letters, a name that is nearly the same.

use catalogue::DocumentRow;
use legal::{Citation, Date};

use crate::{
    Error, Library,
    cited::{is_called, is_of},
};

/// How many neighbours are offered.
const NEAREST: usize = 4;
/// One letter in so many of a name may be wrong, and one at least.
const LETTERS: usize = 6;

/// Acts that a mistyped reference may have meant, the likeliest first.
pub(crate) fn documents(
    library: &Library,
    citation: &Citation,
    on: Date,
) -> Result<Vec<DocumentRow>, Error> {
    let symbol = citation.symbol.as_ref();
    let number = symbol.and_then(legal::Symbol::number_and_year);
    match (
        number.as_ref().or(citation.partial.as_ref()),
        &citation.name,
    ) {
        (Some(number), _) => numbered(library, citation, number),
        (None, Some(name)) => called(library, name, on),
        (None, None) => Ok(Vec::new()),
    }
}

/// The same number with other letters, and the nearest numbers of its kind and year: half of each, if there are so many.
fn numbered(
    library: &Library,
    citation: &Citation,
    number: &str,
) -> Result<Vec<DocumentRow>, Error> {
    let (catalogue, at) = (&library.catalogue, library.generation.seq());
    let wanted = citation
        .symbol
        .as_ref()
        .map(|symbol| symbol.folded().to_owned());
    let mut same = library.sight.of(catalogue.by_number(at, number)?);
    // Stable: the newest stands first among those that are as near.
    same.sort_by_key(|document| match (&wanted, folded(document)) {
        (Some(wanted), Some(own)) => strsim::osa_distance(wanted, own),
        _ => usize::from(!is_kind(document, citation)),
    });
    let mut near = Vec::new();
    if let Some((number, year)) = number.split_once('/') {
        let letters = wanted.as_deref().and_then(letters);
        near = library.sight.of(catalogue.by_year(at, year)?);
        let lettered = |document: &DocumentRow| {
            letters.is_some() && folded(document).and_then(self::letters) == letters
        };
        // Letters that no act of the year has are wrong themselves.
        let known = near.iter().any(lettered);
        near.retain(|document| match known {
            true => lettered(document),
            false => is_kind(document, citation),
        });
        let wanted = leading(number);
        near.sort_by_key(|document| {
            let issuer = citation.issuer.as_deref();
            let other = issuer.is_some_and(|issuer| !is_of(document, issuer));
            (
                other,
                folded(document).map_or(u64::MAX, leading).abs_diff(wanted),
            )
        });
        near.retain(|document| !same.iter().any(|known| known.row == document.row));
    }
    let half = NEAREST / 2;
    let others = same.len().min(half.max(NEAREST.saturating_sub(near.len())));
    same.truncate(others);
    same.extend(near);
    same.truncate(NEAREST);
    Ok(same)
}

/// Laws with nearly this name, and those of the very name where another year was asked for.
fn called(library: &Library, name: &str, on: Date) -> Result<Vec<DocumentRow>, Error> {
    let (catalogue, at) = (&library.catalogue, library.generation.seq());
    let wanted = bare(name);
    let most = (wanted.len() / LETTERS).max(1);
    let names = catalogue.law_names(at)?.into_iter();
    let mut names: Vec<(usize, String)> = names
        .map(|name| (strsim::osa_distance(&wanted, &bare(&name)), name))
        .filter(|(distance, _)| *distance <= most)
        .collect();
    names.sort();
    let mut found = Vec::new();
    for (_, name) in names {
        if found.len() >= NEAREST {
            break;
        }
        found.extend(library.sight.of(catalogue.by_name(at, &name, on)?));
    }
    found.truncate(NEAREST);
    Ok(found)
}

/// A name without accents, signs and the words that join: "hôn nhân gia đình" is "Hôn nhân và gia đình".
fn bare(name: &str) -> String {
    let syllables = legal::syllables(name).into_iter();
    let words: Vec<String> = syllables
        .map(|(_, word)| legal::unaccent(&word))
        .filter(|word| word != "va")
        .collect();
    words.join(" ")
}

fn is_kind(document: &DocumentRow, citation: &Citation) -> bool {
    match (&document.header.kind, &citation.kind) {
        (Some(own), Some(kind)) => is_called(own, kind),
        _ => false,
    }
}

fn folded(document: &DocumentRow) -> Option<&str> {
    document.header.symbol.as_ref().map(legal::Symbol::folded)
}

/// What stands behind number and year.
fn letters(symbol: &str) -> Option<&str> {
    symbol.splitn(3, '/').nth(2)
}

/// The digits that a number begins with.
fn leading(number: &str) -> u64 {
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(u64::MAX)
}
