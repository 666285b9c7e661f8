//! Which held documents say something of which others: what a document states of others stands in its own structure,
//! and here it is found from the other end.
//!
//! Derived, like what ends what: a data folder that was made before has it filled in when it is next opened for changes.

use legal::{Path, Relation, RelationKind, Symbol};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};
use serde::Deserialize;

use crate::{
    Catalogue, DocumentRow, DocumentRowId, Error, Seq, blob,
    read::{DOCUMENT, collect, document_row},
    store::stored,
};

/// Something that a held document says of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The document that says it.
    pub document: DocumentRow,
    /// What it says.
    pub kind: RelationKind,
    /// Where it says so; the root for preamble and title.
    pub source: Path,
    /// Of which unit of the other; the root for the whole.
    pub unit: Path,
}

impl Mention {
    /// Whether it changes the other, or from when to when that applies.
    pub fn is_change(&self) -> bool {
        touches(self.kind)
    }
}

/// What changes an act, or from when to when it applies.
const CHANGES: [RelationKind; 7] = [
    RelationKind::Amends,
    RelationKind::Supplements,
    RelationKind::Replaces,
    RelationKind::Repeals,
    RelationKind::Suspends,
    RelationKind::Revives,
    RelationKind::Corrects,
];

/// Whether what is said of an act changes it, or from when to when it applies.
pub(crate) fn touches(kind: RelationKind) -> bool {
    CHANGES.contains(&kind)
}

/// The table; made in older folders too.
pub(crate) const TABLE: &str = "
CREATE TABLE IF NOT EXISTS mention (
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    target TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    unit TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS mention_document ON mention (document);
CREATE INDEX IF NOT EXISTS mention_target ON mention (target);
";

/// The key of `meta` that says that every document was looked at.
const FILLED: &str = "mentions";

/// Stores what a new document says of others, as far as it names them by their symbols.
pub(crate) fn store(
    connection: &Connection,
    row: DocumentRowId,
    relations: &[Relation],
) -> Result<(), Error> {
    let mut lines: Vec<(String, String, String, String)> = Vec::new();
    for relation in relations {
        let symbol = relation.symbol.as_ref().or(relation.target.symbol.as_ref());
        let Some(symbol) = symbol else { continue };
        let line = (
            symbol.folded().to_owned(),
            name(relation.kind),
            relation.source.to_string(),
            relation.target.path.to_string(),
        );
        // A title and a preamble say the same again and again.
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let mut insert = connection.prepare("INSERT INTO mention VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (target, kind, source, unit) in lines {
        insert.execute((row, target, kind, source, unit))?;
    }
    Ok(())
}

/// As it is stored and sent: `amends`.
fn name(kind: RelationKind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// What is read of a structure here.
#[derive(Deserialize)]
struct Stated {
    #[serde(default)]
    relations: Vec<Relation>,
}

/// Fills the table of a folder that was made without it. A document that cannot be read is passed over: `check` names it.
pub(crate) fn fill(writer: &mut Connection) -> Result<(), Error> {
    let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let filled: Option<String> = change
        .query_row("SELECT value FROM meta WHERE key = ?1", [FILLED], |row| {
            row.get(0)
        })
        .optional()?;
    if filled.is_some() {
        return Ok(());
    }
    {
        let mut find = change.prepare("SELECT document, structure FROM body")?;
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            let (number, structure): (DocumentRowId, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let place = || format!("document {number}");
            if let Ok(stated) = blob::unpack_json::<Stated>(&structure, &place) {
                store(&change, number, &stated.relations)?;
            }
        }
    }
    change.execute("INSERT OR REPLACE INTO meta VALUES (?1, '1')", [FILLED])?;
    change.commit()?;
    Ok(())
}

impl Catalogue {
    /// Whether mentions are told: not before a folder made without them was opened for changes once.
    pub fn tells_mentions(&self) -> Result<bool, Error> {
        self.read(|reader| {
            let filled = reader.query_row(
                "SELECT count(*) FROM meta WHERE key = ?1",
                [FILLED],
                |row| row.get::<_, i64>(0),
            )?;
            Ok(filled > 0)
        })
    }

    /// What other documents held at `at` change in a document, or in when it applies, the newest first. A consolidated
    /// text is changed by what changes the act that it consolidates and was issued after it.
    pub fn changes_to(&self, at: Seq, of: &DocumentRow) -> Result<Vec<Mention>, Error> {
        let mut found = match &of.header.symbol {
            Some(symbol) => self.mentions_of(at, symbol.folded(), true)?,
            None => Vec::new(),
        };
        if !self.tells_mentions()? {
            return Ok(found);
        }
        let bases: Vec<String> = self.read(|reader| {
            let mut find = reader.prepare(
                "SELECT DISTINCT target FROM mention WHERE document = ?1 AND kind = 'consolidates'",
            )?;
            collect(find.query([of.row])?, |row| Ok(row.get(0)?))
        })?;
        for base in bases {
            let later = self
                .mentions_of(at, &base, true)?
                .into_iter()
                .filter(|one| {
                    let issued = one.document.header.issued.zip(of.header.issued);
                    issued.is_none_or(|(other, own)| other > own)
                });
            found.extend(later);
        }
        found.retain(|one| one.is_change() && one.document.id != of.id);
        Ok(found)
    }

    /// What documents held at `at` say of the document with this symbol, the newest first.
    pub fn mentions(&self, at: Seq, symbol: &Symbol) -> Result<Vec<Mention>, Error> {
        self.mentions_of(at, symbol.folded(), false)
    }

    /// Only changes, where asked: a law has ten times as many that rest on it, each with a header to read.
    fn mentions_of(&self, at: Seq, symbol: &str, changes: bool) -> Result<Vec<Mention>, Error> {
        if !self.tells_mentions()? {
            return Ok(Vec::new());
        }
        let read = |row: &rusqlite::Row<'_>| {
            let text = |column: usize| row.get::<_, String>(column);
            let document = document_row(row)?;
            let damaged = || Error::Damaged(format!("mention of {}", document.id));
            let kind = serde_json::from_value(text(14)?.into()).map_err(|_| damaged())?;
            Ok(Mention {
                kind,
                source: text(15)?.parse().map_err(|_| damaged())?,
                unit: text(16)?.parse().map_err(|_| damaged())?,
                document,
            })
        };
        let held = self.held();
        let kinds: Vec<String> = CHANGES.map(|kind| format!("'{}'", name(kind))).into();
        let which = match changes {
            true => format!(" AND m.kind IN ({})", kinds.join(", ")),
            false => String::new(),
        };
        self.read(|reader| {
            let mut find = reader.prepare(&format!(
                "SELECT {DOCUMENT}, m.kind, m.source, m.unit FROM mention m JOIN document d ON d.row = m.document
                 WHERE m.target = ?2{which} AND {held} ORDER BY d.issued IS NULL, d.issued DESC, d.row DESC, m.rowid"
            ))?;
            collect(find.query((stored(at), symbol))?, read)
        })
    }
}

#[cfg(test)]
mod tests {
    use legal::{Citation, DocumentId, Header, SourceText, Validity};

    use super::*;
    use crate::NewDocument;

    fn document(
        catalogue: &Catalogue,
        id: &str,
        says: &[(RelationKind, &str, &str)],
    ) -> NewDocument {
        let relation = |(kind, symbol, unit): &(RelationKind, &str, &str)| Relation {
            kind: *kind,
            target: Citation {
                path: unit.parse().unwrap(),
                symbol: Symbol::parse(symbol),
                ..Citation::default()
            },
            symbol: None,
            source: "dieu-1".parse().unwrap(),
            span: legal::Span::default(),
            confidence: legal::Confidence::High,
            from: None,
            until: None,
        };
        NewDocument {
            id: DocumentId::from_stored(id),
            original: catalogue.put_original(id.as_bytes()).unwrap(),
            part: String::new(),
            file_name: "mau.txt".to_owned(),
            media: "text".to_owned(),
            collection: None,
            confidentiality: None,
            source: SourceText::plain(id),
            header: Header::default(),
            validity: Validity::default(),
            provisions: Vec::new(),
            annexes: Vec::new(),
            relations: says.iter().map(relation).collect(),
            issues: Vec::new(),
            flags: "[]".to_owned(),
            passages: Vec::new(),
        }
    }

    fn said(catalogue: &Catalogue, symbol: &str) -> Vec<String> {
        let at = catalogue.seq().unwrap();
        let symbol = Symbol::parse(symbol).unwrap();
        let mentions = catalogue.mentions(at, &symbol).unwrap().into_iter();
        mentions
            .map(|one| format!("{} {} {}", one.document.id, name(one.kind), one.unit))
            .collect()
    }

    #[test]
    fn what_others_say_is_found_from_the_other_end_and_goes_with_them() {
        let root = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::open(root.path()).unwrap();
        let (amends, based) = (RelationKind::Amends, RelationKind::BasedOn);
        let batch = [
            document(
                &catalogue,
                "vn/a",
                &[
                    (amends, "1/2020/NĐ-CP", "dieu-5"),
                    (amends, "1/2020/NĐ-CP", "dieu-5"),
                    (based, "2/2020/NĐ-CP", ""),
                ],
            ),
            document(&catalogue, "vn/b", &[(based, "1/2020/NĐ-CP", "")]),
        ];
        catalogue.add(&batch).unwrap();
        let both = ["vn/b based_on ", "vn/a amends dieu-5"];
        assert_eq!(said(&catalogue, "1/2020/NĐ-CP"), both);
        assert_eq!(said(&catalogue, "2/2020/NĐ-CP"), ["vn/a based_on "]);
        assert_eq!(said(&catalogue, "3/2020/NĐ-CP"), [""; 0]);
        catalogue.remove("vn/b").unwrap();
        assert_eq!(said(&catalogue, "1/2020/NĐ-CP"), ["vn/a amends dieu-5"]);
    }

    #[test]
    fn a_consolidated_text_is_changed_by_what_changes_its_act_later() {
        let root = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::open(root.path()).unwrap();
        let issued = |one: NewDocument, symbol: &str, day: i8| NewDocument {
            header: Header {
                symbol: Symbol::parse(symbol),
                issued: Some(legal::Date::constant(2026, 3, day)),
                ..Header::default()
            },
            ..one
        };
        let amends = |id: &str| {
            document(
                &catalogue,
                id,
                &[(RelationKind::Amends, "1/2020/NĐ-CP", "dieu-5")],
            )
        };
        let consolidates = (RelationKind::Consolidates, "1/2020/NĐ-CP", "");
        let based = (RelationKind::BasedOn, "9/VBHN-BTP", "");
        let batch = [
            issued(
                document(&catalogue, "vn/text", &[consolidates]),
                "9/VBHN-BTP",
                5,
            ),
            issued(amends("vn/before"), "2/2021/NĐ-CP", 4),
            issued(amends("vn/after"), "3/2026/NĐ-CP", 6),
            issued(
                document(&catalogue, "vn/based", &[based]),
                "4/2026/NĐ-CP",
                7,
            ),
        ];
        let at = catalogue.add(&batch).unwrap().seq;
        let text = catalogue.find_document(at, "vn/text").unwrap().unwrap();
        let changes = catalogue.changes_to(at, &text).unwrap();
        let by: Vec<&str> = changes.iter().map(|one| one.document.id.as_str()).collect();
        assert_eq!(by, ["vn/after"]);
    }

    #[test]
    fn a_folder_made_before_is_filled_when_it_is_opened_for_changes() {
        let root = tempfile::tempdir().unwrap();
        let says = [(RelationKind::Replaces, "1/2020/NĐ-CP", "")];
        {
            let catalogue = Catalogue::open(root.path()).unwrap();
            let one = document(&catalogue, "vn/a", &says);
            catalogue.add(&[one]).unwrap();
            let older = "DROP TABLE mention; DELETE FROM meta WHERE key = 'mentions'";
            catalogue
                .write(|writer| Ok(writer.execute_batch(older)?))
                .unwrap();
        }
        let reader = Catalogue::open_read_only(root.path()).unwrap().unwrap();
        assert!(!reader.tells_mentions().unwrap());
        assert_eq!(said(&reader, "1/2020/NĐ-CP"), [""; 0]);
        drop(Catalogue::open(root.path()).unwrap());
        assert_eq!(said(&reader, "1/2020/NĐ-CP"), ["vn/a replaces "]);
    }
}
