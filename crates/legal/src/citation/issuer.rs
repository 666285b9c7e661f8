//! The body that issued a document, where somebody typed it to tell acts of one number apart.

use super::{
    document::DocumentRef,
    tokens::{Gap, Tokens},
    units,
};

/// "của Bộ Xây dựng", "bxd", "UBND tỉnh Đồng Mẫu" behind a document that somebody typed.
pub(super) fn with_issuer(tokens: &Tokens<'_>, mut found: DocumentRef) -> DocumentRef {
    const LONGEST: usize = 10;
    const LOCAL: [&str; 10] = [
        "ubnd",
        "hđnd",
        "ủy",
        "hội",
        "tỉnh",
        "thành",
        "tp",
        "huyện",
        "xã",
        "phường",
    ];
    let at = found.end + usize::from(tokens.is(found.end, "của"));
    if found.citation.own || tokens.gap(found.end) == Gap::Stop || tokens.gap(at) == Gap::Stop {
        return found;
    }
    // Which of several bodies of a name lived when does not matter here: only the name is taken.
    let any_day = crate::Date::constant(2026, 1, 1);
    let known = (1..=LONGEST.min(tokens.len().saturating_sub(at)))
        .rev()
        .find_map(|length| {
            let joined = (at + 1..at + length).all(|at| tokens.gap(at) != Gap::Stop);
            let body =
                crate::body_of(&tokens.printed(at, at + length), any_day).filter(|_| joined)?;
            Some((body.name.to_owned(), at + length))
        });
    let local = || {
        let ends = |at: usize| {
            at >= tokens.len()
                || tokens.gap(at) != Gap::Space
                || tokens.symbol(at).is_some()
                || tokens.is_any(at, &["và", "hoặc", "ngày", "năm"])
                || units::group(tokens, at).is_some()
        };
        let end = (at + 1..)
            .find(|at| ends(*at))
            .filter(|_| tokens.is_any(at, &LOCAL))?;
        Some((tokens.printed(at, end), end))
    };
    if let Some((issuer, end)) = known.or_else(local) {
        found.citation.issuer = Some(issuer);
        found.end = end;
    }
    found
}
