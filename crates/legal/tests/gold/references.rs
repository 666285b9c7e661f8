//! What the gold set shows of references: where each citation leads, with a small register of invented documents.

use std::fmt::Write as _;

use legal::{Date, Kind, KnownDocument, Parsed, Register, SourceText, Symbol};

use crate::{
    outline::one_line,
    render::{or_root, word},
};

/// Each reference of a text behind its head: where it stands, its words, where it leads.
pub(crate) fn shown(source: &SourceText, parsed: &Parsed) -> String {
    let mut drawn = String::new();
    for reference in legal::references(source, parsed, &register()) {
        if reference.span.start < parsed.preamble.end {
            continue;
        }
        let leads = match &reference.target {
            Ok(target) => {
                let document = target.document.as_deref().unwrap_or("this");
                format!("{document} {}", or_root(&target.path.to_string()))
            }
            Err(reason) => word(reason),
        };
        let _ = writeln!(
            drawn,
            "{}: “{}” -> {leads}",
            or_root(&reference.source.to_string()),
            one_line(source.slice(reference.span))
        );
    }
    drawn
}

/// Two laws of one name and a decree.
fn register() -> Register {
    let document = |kind: Kind, symbol: &str, name: &str, issued: &str| KnownDocument {
        id: symbol.to_owned(),
        kind: Some(kind),
        symbol: Symbol::parse(symbol),
        names: vec![name.to_owned()],
        issued: issued.parse::<Date>().ok(),
        ..KnownDocument::default()
    };
    Register::new(vec![
        document(Kind::Law, "08/2017/QH14", "Thủy lợi", "2017-06-19"),
        document(Kind::Law, "18/2003/QH11", "Thủy sản", "2003-11-26"),
        document(Kind::Law, "18/2017/QH14", "Thủy sản", "2017-11-21"),
        document(Kind::Decree, "85/2020/NĐ-CP", "", "2020-07-17"),
    ])
}
