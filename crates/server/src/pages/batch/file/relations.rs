//! The fields in which a person puts the relations of a document right.
//!
//! `qh.kind.DOCUMENT.NUMBER` and so on; a number beyond those that were read stands for one that is added. What is as it
//! was read is sent too, so that the form needs no script: it is told apart by `qh.read.…`, which says what was read.

use std::collections::BTreeMap;

use legal::RelationKind;

use crate::{
    failure::Failure,
    fields::Fields,
    wire::{RelationsRight, StatedRelation},
};

/// What the names of these fields begin with.
const START: &str = "qh.";

/// Kinds in the order of a form: those that change another act first.
pub(super) const KINDS: [RelationKind; 10] = [
    RelationKind::Amends,
    RelationKind::Supplements,
    RelationKind::Replaces,
    RelationKind::Repeals,
    RelationKind::Suspends,
    RelationKind::Revives,
    RelationKind::Corrects,
    RelationKind::Consolidates,
    RelationKind::Details,
    RelationKind::BasedOn,
];

/// The fields of a form by what they are about: those of heads as they are, those of relations read, by document.
type Typed<'a> = (Vec<(&'a str, &'a str)>, BTreeMap<u32, RelationsRight>);

/// What was typed of one relation.
#[derive(Default)]
struct Row {
    read: String,
    kind: String,
    symbol: String,
    unit: String,
    from: String,
    dropped: bool,
}

impl Row {
    fn stated(&self) -> Result<StatedRelation, Failure> {
        let kind = serde_json::from_value(self.kind.clone().into());
        Ok(StatedRelation {
            kind: kind.map_err(|_| Failure::BadField("relation"))?,
            symbol: self.symbol.clone(),
            unit: self.unit.clone(),
            from: self.from.clone(),
        })
    }
}

/// What was read of a relation, in one field.
pub(super) fn read(relation: &StatedRelation) -> String {
    let kind = serde_json::to_value(relation.kind).unwrap_or_default();
    let kind = kind.as_str().unwrap_or_default();
    [kind, &relation.symbol, &relation.unit, &relation.from].join("|")
}

/// Parts the fields of a form.
pub(super) fn typed(sent: &Fields) -> Result<Typed<'_>, Failure> {
    let mut rest = Vec::new();
    let mut rows: BTreeMap<(u32, u32), Row> = BTreeMap::new();
    for (name, value) in sent.iter() {
        let Some(about) = name.strip_prefix(START) else {
            rest.push((name, value));
            continue;
        };
        let mut parts = about.split('.');
        let mut next = || parts.next().ok_or(Failure::BadBody);
        let field = next()?;
        let number = |text: &str| text.parse::<u32>().map_err(|_| Failure::BadBody);
        let (document, at) = (number(next()?)?, number(next()?)?);
        let row = rows.entry((document, at)).or_default();
        match field {
            "read" => value.clone_into(&mut row.read),
            "kind" => value.clone_into(&mut row.kind),
            "symbol" => value.trim().clone_into(&mut row.symbol),
            "unit" => value.trim().clone_into(&mut row.unit),
            "from" => value.trim().clone_into(&mut row.from),
            "drop" => row.dropped = true,
            _ => return Err(Failure::BadBody),
        }
    }
    let mut right: BTreeMap<u32, RelationsRight> = BTreeMap::new();
    for ((document, at), row) in rows {
        let of = right.entry(document).or_default();
        match (row.read.is_empty(), row.dropped) {
            // Added: an empty line is none.
            (true, false)
                if ![&row.symbol, &row.unit, &row.from]
                    .iter()
                    .all(|typed| typed.is_empty()) =>
            {
                of.added.push(row.stated()?);
            }
            (true, _) => {}
            (false, true) => {
                of.stated.insert(at, None);
            }
            // Those that are only dropped or left have no other fields.
            (false, false) if row.kind.is_empty() => {}
            (false, false) => {
                let stated = row.stated()?;
                if read(&stated) != row.read {
                    of.stated.insert(at, Some(stated));
                }
            }
        }
    }
    Ok((rest, right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_as_it_was_read_is_not_put_right() {
        let check = |fields: &[(&str, &str)], expect: &RelationsRight| {
            let fields = fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            let fields = Fields::new(fields.collect());
            let (_, found) = typed(&fields).expect("it can be read");
            assert_eq!(found.get(&0), Some(expect), "{fields:?}");
        };
        let read = ("qh.read.0.0", "replaces|1/2025/QĐ-UBND||");
        let row = |kind, symbol| {
            [
                read,
                ("qh.kind.0.0", kind),
                ("qh.symbol.0.0", symbol),
                ("qh.unit.0.0", ""),
                ("qh.from.0.0", " "),
            ]
        };
        let stated = |kind, symbol: &str| StatedRelation {
            kind,
            symbol: symbol.to_owned(),
            unit: String::new(),
            from: String::new(),
        };
        check(
            &row("replaces", "1/2025/QĐ-UBND"),
            &RelationsRight::default(),
        );
        let other = RelationsRight {
            stated: [(0, Some(stated(RelationKind::Amends, "2/2025/QĐ-UBND")))].into(),
            ..RelationsRight::default()
        };
        check(&row("amends", "2/2025/QĐ-UBND"), &other);
        let dropped = RelationsRight {
            stated: [(0, None)].into(),
            ..RelationsRight::default()
        };
        check(&[read, ("qh.drop.0.0", "1")], &dropped);
        let added = RelationsRight {
            added: vec![stated(RelationKind::Repeals, "3/2025/QĐ-UBND")],
            ..RelationsRight::default()
        };
        let new = [
            ("qh.kind.0.9", "repeals"),
            ("qh.symbol.0.9", "3/2025/QĐ-UBND"),
        ];
        check(&new, &added);
        check(
            &[("qh.kind.0.9", "repeals"), ("qh.symbol.0.9", "")],
            &RelationsRight::default(),
        );
    }
}
