//! Which citations of a sentence are its objects, and which only stand in the title of one.
//!
//! "Thông tư số A hướng dẫn Nghị định số B; Thông tư số C hết hiệu lực": A and C end, B is a word of A's title.

use super::flat::Flat;
use crate::FoundCitation;

/// What a citation of a sentence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// What the sentence does something to.
    Object,
    /// An object, if the title before it ends where it seems to.
    Likely,
    /// A word of a title.
    Mentioned,
}

/// The role of each citation. The first is an object if `first` says so; a later one if a list goes on with it, so
/// behind a comma, a semicolon, "và" or a label. `found` and `flat` speak of the same passage.
pub(super) fn roles(flat: &Flat, found: &[FoundCitation], first: bool) -> Vec<Role> {
    let mut all: Vec<Role> = Vec::with_capacity(found.len());
    // What a list goes on with; a short name in brackets does not change it.
    let mut state = if first { Role::Object } else { Role::Mentioned };
    for (n, one) in found.iter().enumerate() {
        let role = match n.checked_sub(1) {
            None => state,
            // The units of one range share their words.
            Some(last) if found[last].span == one.span => all[last],
            Some(last) => {
                let from = found[last].span.end as usize;
                let between = flat.between(from, one.span.start as usize);
                if between.trim_end().ends_with('(') && repeats(&found[..n], one) {
                    all.push(Role::Mentioned);
                    continue;
                }
                let listed = between.contains(';') && {
                    let object = all.iter().rposition(|role| *role != Role::Mentioned);
                    let from = object.map_or(from, |object| found[object].span.end as usize);
                    lists_documents(flat.between(from, one.span.start as usize))
                };
                goes_on(between, state, (&found[last], one), listed)
            }
        };
        state = role;
        all.push(role);
    }
    all
}

/// Whether a citation names a document that was named before it.
fn repeats(before: &[FoundCitation], one: &FoundCitation) -> bool {
    let symbol = |one: &FoundCitation| one.citation.symbol.as_ref().map(|s| s.folded().to_owned());
    let wanted = symbol(one);
    wanted.is_some() && before.iter().any(|other| symbol(other) == wanted)
}

/// Whether a title itself lists documents: "sửa đổi các Thông tư số A; Thông tư số B".
fn lists_documents(title: &str) -> bool {
    const KINDS: [&str; 6] = [
        "nghị định",
        "thông tư",
        "quyết định",
        "nghị quyết",
        "luật",
        "văn bản",
    ];
    ["các ", "một số "].iter().any(|many| {
        let mut ends = title.match_indices(many).map(|(at, _)| at + many.len());
        ends.any(|end| KINDS.iter().any(|kind| title[end..].starts_with(kind)))
    })
}

/// The role of a citation, by the words between it and the one before; `listed`: the title that stands there lists
/// documents of its own.
fn goes_on(
    between: &str,
    was: Role,
    (last, one): (&FoundCitation, &FoundCitation),
    listed: bool,
) -> Role {
    let words = between.trim_matches(' ');
    let ends_title = words.ends_with(';') || without_label(words).ends_with(';');
    if matches!(words, "" | "," | ";" | "và" | ", và" | "; và" | "hoặc") {
        // Nothing but a sign: it is what its neighbour is.
        return match was {
            Role::Mentioned if ends_title && listed => Role::Likely,
            Role::Mentioned if ends_title => Role::Object,
            _ => was,
        };
    }
    let unlabelled = without_label(words);
    let in_list = unlabelled.ends_with([',', ';', ':', '-', '+']) || unlabelled.ends_with(" và");
    if !in_list || words.ends_with(['(', '“', '"']) {
        return Role::Mentioned;
    }
    // "… sửa đổi Thông tư A quy định về …, Thông tư B quy định về …": a list inside a title goes on with its kind.
    let same_kind = last.citation.kind == one.citation.kind;
    match was {
        Role::Mentioned if ends_title && (!same_kind || !listed) => Role::Object,
        Role::Mentioned if ends_title => Role::Likely,
        Role::Mentioned if same_kind => Role::Mentioned,
        Role::Mentioned => Role::Likely,
        Role::Object | Role::Likely => was,
    }
}

/// Without a label at the end: "…; b)", "…; 2."
fn without_label(words: &str) -> &str {
    let Some((rest, last)) = words.rsplit_once(' ') else {
        return words;
    };
    let label = last.ends_with([')', '.'])
        && last.chars().count() <= 4
        && last
            .trim_end_matches([')', '.'])
            .chars()
            .all(|c| c.is_ascii_digit() || (c.is_alphabetic() && last.chars().count() <= 3));
    if label && rest.trim_end().ends_with([';', ':', '.']) {
        rest.trim_end()
            .trim_end_matches('.')
            .strip_suffix("./")
            .unwrap_or(rest.trim_end())
    } else {
        words
    }
}
