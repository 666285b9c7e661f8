//! "… đã được sửa đổi, bổ sung một số điều theo Luật số 32/2013/QH13": by what a document was amended.

use super::{Citation, document, read::Reader, tokens::Gap, units};

/// The amending documents or years behind a document, and the first token after them.
pub(super) fn amended(reader: &Reader<'_, '_>, end: usize) -> Option<(usize, Vec<Citation>)> {
    let tokens = reader.tokens;
    let joined = matches!(tokens.gap(end), Gap::Space | Gap::Comma) || tokens.only_before(end, "(");
    if !joined {
        return None;
    }
    let at = end + usize::from(tokens.is(end, "đã"));
    if !tokens.is(at, "được") {
        return None;
    }
    let verbs = [
        "sửa đổi bổ sung",
        "sửa đổi và bổ sung",
        "sửa đổi",
        "bổ sung",
    ];
    let mut at = tokens.after_phrase(at + 1, &verbs)?;
    at = tokens
        .after_phrase(at, &["một số điều", "một số nội dung"])
        .unwrap_or(at);
    if let Some(years) = tokens.after_phrase(at, &["các năm", "vào năm", "năm"]) {
        return listed(reader, years, year);
    }
    let links = [
        "theo quy định tại",
        "theo quy định của",
        "theo",
        "bởi",
        "tại",
        "bằng",
    ];
    listed(reader, tokens.after_phrase(at, &links)?, amending)
}

/// One or more of what `read` reads, with commas and "và" between.
fn listed(
    reader: &Reader<'_, '_>,
    start: usize,
    read: impl Fn(&Reader<'_, '_>, usize) -> Option<(usize, Vec<Citation>)>,
) -> Option<(usize, Vec<Citation>)> {
    const MOST: usize = 40;
    if reader.tokens.gap(start) != Gap::Space {
        return None;
    }
    let (mut end, mut all) = read(reader, start)?;
    while all.len() < MOST {
        let next = units::coordination(reader.tokens, end)
            .filter(|_| reader.tokens.gap(end) != Gap::Semicolon);
        let Some((after, mut more)) = next.and_then(|next| read(reader, next)) else {
            break;
        };
        all.append(&mut more);
        end = after;
    }
    Some((end, all))
}

fn year(reader: &Reader<'_, '_>, at: usize) -> Option<(usize, Vec<Citation>)> {
    let year = document::year(reader.tokens, at)?;
    let citation = Citation {
        year: Some(year),
        ..Citation::default()
    };
    Some((at + 1, vec![citation]))
}

/// An amending document, with its units where they are named.
fn amending(reader: &Reader<'_, '_>, at: usize) -> Option<(usize, Vec<Citation>)> {
    let (end, found) = reader.unchained(at)?;
    let named = !found.is_empty() && found.iter().all(|found| found.citation.names_document());
    named.then(|| (end, found.into_iter().map(|found| found.citation).collect()))
}
