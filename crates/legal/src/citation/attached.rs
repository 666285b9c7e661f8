//! "Điều 13 Quy chế ứng phó sự cố ban hành kèm theo Quyết định số 05/2017/QĐ-TTg": a text that is issued with an act.

use super::{
    document,
    tokens::{Gap, Tokens},
    units::{Group, Label},
};
use crate::{Level, Span, attached};

/// The longest name of such a text, in words: more is another sentence.
const LONGEST: usize = 45;

/// The attached text that begins at a token, where its act is named behind "ban hành kèm theo". Its name may stand
/// between and says nothing that the act does not say. The group ends before these words, which lead to the act.
pub(super) fn group(tokens: &Tokens<'_>, start: usize, typed: bool) -> Option<Group> {
    let (label, words) =
        attached::called().find_map(|(word, label)| Some((label, tokens.phrase(start, &word)?)))?;
    let link = [attached::ISSUED_WITH, "được ban hành kèm theo", "kèm theo"];
    let name = start + words;
    for at in name..name + LONGEST {
        if matches!(tokens.gap(at), Gap::Stop | Gap::Semicolon) || tokens.symbol(at).is_some() {
            return None;
        }
        let Some(act) = tokens.after_phrase(at, &link) else {
            continue;
        };
        let act = document::document(tokens, act, true, typed)?.citation;
        if !act.own && !act.names_document() {
            return None;
        }
        let first = tokens.get(start)?.start;
        return Some(Group {
            level: Level::Annex,
            labels: vec![Label::new(
                label.to_owned(),
                Span::new(first, tokens.end_of(at)),
            )],
            end: at,
            short: false,
        });
    }
    None
}
