//! What a legal checker decides about an answer: approves it, turns it down, puts another in its place, takes an approval
//! back. Kept beside the records, with what it is bound to; the latest of a record stands.
//!
//! A decision and its line of the audit lie in two files, which no transaction spans. So the line is written with the
//! decision as one that is still to be told, and the decision counts only once the audit has it: whoever is stopped
//! between the two finds neither, and the next look tells the line. Told twice is told once.
//!
//! What it is bound to (hashes, days, change numbers) holds no word of any document. Notes and reasons may: they go with
//! what is removed, as those of complaints do.

use std::collections::BTreeSet;

use jiff::Timestamp;
use legal::Relation;
use rusqlite::{Connection, Row, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::{RecordId, Records, open};
use crate::{Act, Catalogue, Deed, Error, People, Refusal, blob, mention::touches, read::collect};

/// Most characters of a note, and of a reason.
const LONGEST: usize = 2_000;

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// The answer stands for the office, as long as what it is bound to is the same.
    Approved,
    /// It must not be used.
    Rejected,
    /// Another answer was written in its place.
    Corrected,
    /// An approval was taken back.
    Withdrawn,
}

impl DecisionKind {
    const ALL: [Self; 4] = [
        Self::Approved,
        Self::Rejected,
        Self::Corrected,
        Self::Withdrawn,
    ];

    /// `approved`, `rejected`, `corrected`, `withdrawn`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Corrected => "corrected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// From such a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    fn deed(self) -> Deed {
        match self {
            Self::Approved => Deed::AnswerApproved,
            Self::Rejected => Deed::AnswerRejected,
            Self::Corrected => Deed::AnswerCorrected,
            Self::Withdrawn => Deed::ApprovalWithdrawn,
        }
    }
}

/// What was thought of a citation of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// The claim's number, from 1.
    pub claim: usize,
    /// The quote's number in it, from 1.
    pub quote: usize,
    /// Whether it bears the claim.
    pub accepted: bool,
    /// Why not; may be empty.
    pub reason: String,
}

/// A decision to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDecision {
    /// About which answer.
    pub record: RecordId,
    /// What.
    pub kind: DecisionKind,
    /// By which questions are told apart: a hash, see [`Marks::asked`](super::Marks::asked).
    pub asked: String,
    /// Accounts that asked or wrote the answer: none of them may approve it.
    pub made_by: BTreeSet<String>,
    /// Citation by citation.
    pub judged: Vec<Judged>,
    /// What else there is to say.
    pub note: String,
    /// To what an approval is bound, as JSON and without a word of any document.
    pub bound: String,
    /// Keys of the documents that it rests on.
    pub rests_on: BTreeSet<String>,
    /// The answer that was written in its place.
    pub other: Option<RecordId>,
}

/// A decision as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// About which answer.
    pub record: RecordId,
    /// What.
    pub kind: DecisionKind,
    /// When.
    pub at: Timestamp,
    /// The account that decided.
    pub who: String,
    /// As it was given.
    pub asked: String,
    /// As it was given; empty once a document was removed that it may quote.
    pub judged: Vec<Judged>,
    /// As it was given; empty once a document was removed that it may quote.
    pub note: String,
    /// As it was given.
    pub bound: String,
    /// As it was given.
    pub other: Option<RecordId>,
}

/// The tables; made in older files too. `told`: the audit has its line.
pub(super) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS decision (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    record TEXT NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    origin TEXT NOT NULL,
    asked TEXT NOT NULL,
    judged TEXT NOT NULL,
    note TEXT NOT NULL,
    bound TEXT NOT NULL,
    other TEXT,
    told INTEGER NOT NULL,
    crc INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS decision_record ON decision (record);
CREATE INDEX IF NOT EXISTS decision_asked ON decision (asked);
CREATE INDEX IF NOT EXISTS decision_other ON decision (other) WHERE other IS NOT NULL;
CREATE INDEX IF NOT EXISTS decision_told ON decision (told) WHERE told = 0;
CREATE TABLE IF NOT EXISTS decided (
    document TEXT NOT NULL,
    decision INTEGER NOT NULL REFERENCES decision ON DELETE CASCADE,
    PRIMARY KEY (document, decision)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS decided_decision ON decided (decision);
";

const COLUMNS: &str = "d.row, d.key, d.record, d.kind, d.at, d.who, d.origin, d.asked, d.judged, d.note, d.bound, \
     d.other, d.crc";
/// The decision `d` is the latest of its record, among those that count.
pub(super) const LATEST: &str = "d.told = 1 AND d.row = (SELECT max(l.row) FROM decision l WHERE l.record = d.record AND l.told = 1)";

impl Records {
    /// Keeps a decision with its line of the audit; both are there when it returns. Nobody approves what they asked or
    /// wrote themselves.
    pub fn decide(&self, people: &People, act: &Act, new: &NewDecision) -> Result<(), Error> {
        if new.kind == DecisionKind::Approved {
            if new.made_by.is_empty() {
                return Err(Error::Person(Refusal::UnknownAsker));
            }
            if new.made_by.contains(&act.who) {
                return Err(Error::Person(Refusal::OwnAnswer));
            }
        }
        self.write(|writer| {
            let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let key = RecordId::fresh()?.to_string();
            let judged: Vec<Judged> = new.judged.iter().map(shortened).collect();
            let judged = serde_json::to_string(&judged).map_err(|error| Error::Refused(error.to_string()))?;
            let other = new.other.map(|id| id.to_string());
            let fixed = Fixed {
                key: &key,
                record: &new.record.to_string(),
                kind: new.kind.name(),
                at: act.at.as_microsecond(),
                who: &act.who,
                asked: &new.asked,
                bound: &new.bound,
                other: other.as_deref(),
            };
            change.execute(
                "INSERT INTO decision (key, record, kind, at, who, origin, asked, judged, note, bound, other, told, crc)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, ?12)",
                params![
                    fixed.key,
                    fixed.record,
                    fixed.kind,
                    fixed.at,
                    fixed.who,
                    act.from,
                    fixed.asked,
                    judged,
                    short(&new.note),
                    fixed.bound,
                    fixed.other,
                    fixed.checksum()
                ],
            )?;
            let row = change.last_insert_rowid();
            for document in &new.rests_on {
                change.execute("INSERT INTO decided VALUES (?1, ?2)", params![document, row])?;
            }
            Ok(change.commit()?)
        })?;
        self.tell_decisions(people)
    }

    /// Tells the audit of decisions that it does not have yet: what somebody was stopped at counts from here.
    pub fn tell_decisions(&self, people: &People) -> Result<(), Error> {
        let waiting = self.decisions_where("d.told = 0 AND ?1 = ''", "")?;
        for (row, origin, key, decision) in waiting {
            let act = Act {
                who: decision.who.clone(),
                at: decision.at,
                from: origin,
            };
            people.note_once(
                &act,
                decision.kind.deed(),
                &decision.record.to_string(),
                &key,
            )?;
            self.write(|writer| {
                writer.execute("UPDATE decision SET told = 1 WHERE row = ?1", [row])?;
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Every decision about any answer, the latest first.
    pub(super) fn all_decisions(&self) -> Result<Vec<Decision>, Error> {
        let found = self.decisions_where("d.told = 1 AND ?1 = ''", "")?;
        Ok(found.into_iter().map(|(.., decision)| decision).collect())
    }

    /// Every decision about an answer, the latest first; the first of them stands.
    pub fn decisions(&self, record: &RecordId) -> Result<Vec<Decision>, Error> {
        let found = self.decisions_where("d.told = 1 AND d.record = ?1", &record.to_string())?;
        Ok(found.into_iter().map(|(.., decision)| decision).collect())
    }

    /// The answers to a question that are approved, the latest approval first.
    pub fn approved_of(&self, asked: &str) -> Result<Vec<Decision>, Error> {
        self.approved_where("d.asked = ?1", asked)
    }

    /// Every answer that is approved, the latest approval first. Whether what it is bound to is still the same is for
    /// whoever knows that to say.
    pub fn approved(&self) -> Result<Vec<Decision>, Error> {
        self.approved_where("?1 = ''", "")
    }

    /// The approved answers that rest on one of these documents, by their keys: what a publish that changes, ends,
    /// replaces or removes them touches.
    pub fn approved_on(&self, documents: &BTreeSet<String>) -> Result<Vec<Decision>, Error> {
        let mut found: Vec<Decision> = Vec::new();
        for document in documents {
            let which =
                "EXISTS (SELECT 1 FROM decided b WHERE b.decision = d.row AND b.document = ?1)";
            for decision in self.approved_where(which, document)? {
                if !found.iter().any(|known| known.record == decision.record) {
                    found.push(decision);
                }
            }
        }
        found.sort_by_key(|decision| std::cmp::Reverse(decision.at));
        Ok(found)
    }

    fn approved_where(&self, which: &str, value: &str) -> Result<Vec<Decision>, Error> {
        let which = format!("{which} AND d.kind = 'approved' AND {LATEST}");
        let found = self.decisions_where(&which, value)?;
        Ok(found.into_iter().map(|(.., decision)| decision).collect())
    }

    /// With its row, where it came from, and its key.
    fn decisions_where(
        &self,
        which: &str,
        value: &str,
    ) -> Result<Vec<(i64, String, String, Decision)>, Error> {
        let Some(reader) = open::reader(&self.file)? else {
            return Ok(Vec::new());
        };
        if !open::has_table(&reader, "decision")? {
            return Ok(Vec::new());
        }
        let mut find = reader.prepare(&format!(
            "SELECT {COLUMNS} FROM decision d WHERE {which} ORDER BY d.row DESC"
        ))?;
        collect(find.query([value])?, read)
    }
}

impl Catalogue {
    /// The approved answers that a publish touches: those that rest on one of these documents (by their keys: what it
    /// changes, ends, replaces or removes), or on one that these relations of its new documents amend, end, suspend or
    /// correct. The latest approval first.
    pub fn approvals_touched(
        &self,
        documents: &BTreeSet<String>,
        relations: &[Relation],
    ) -> Result<Vec<Decision>, Error> {
        let at = self.seq()?;
        let mut all = documents.clone();
        for relation in relations.iter().filter(|one| touches(one.kind)) {
            let symbol = relation.symbol.as_ref().or(relation.target.symbol.as_ref());
            let Some(symbol) = symbol else { continue };
            let targets = self.by_symbol(at, symbol)?;
            all.extend(targets.into_iter().map(|row| row.id.to_string()));
        }
        self.files.records.approved_on(&all)
    }
}

/// What never changes of a decision.
struct Fixed<'a> {
    key: &'a str,
    record: &'a str,
    kind: &'a str,
    at: i64,
    who: &'a str,
    asked: &'a str,
    bound: &'a str,
    other: Option<&'a str>,
}

impl Fixed<'_> {
    fn checksum(&self) -> i64 {
        blob::checksum(&[
            self.key.as_bytes(),
            self.record.as_bytes(),
            self.kind.as_bytes(),
            &self.at.to_le_bytes(),
            self.who.as_bytes(),
            self.asked.as_bytes(),
            self.bound.as_bytes(),
            self.other.unwrap_or_default().as_bytes(),
        ])
    }
}

fn read(row: &Row<'_>) -> Result<(i64, String, String, Decision), Error> {
    let number: i64 = row.get(0)?;
    let text = |column: usize| row.get::<_, String>(column);
    let damaged = || Error::Damaged(format!("decision {number}"));
    let (key, record, kind, at, who) = (text(1)?, text(2)?, text(3)?, row.get(4)?, text(5)?);
    let (asked, judged, note, bound) = (text(7)?, text(8)?, text(9)?, text(10)?);
    let other: Option<String> = row.get(11)?;
    let fixed = Fixed {
        key: &key,
        record: &record,
        kind: &kind,
        at,
        who: &who,
        asked: &asked,
        bound: &bound,
        other: other.as_deref(),
    };
    if fixed.checksum() != row.get::<_, i64>(12)? {
        return Err(damaged());
    }
    let decision = Decision {
        record: RecordId::parse(&record).ok_or_else(damaged)?,
        kind: DecisionKind::from_name(&kind).ok_or_else(damaged)?,
        at: Timestamp::from_microsecond(at).map_err(|_| damaged())?,
        who,
        asked,
        judged: serde_json::from_str(&judged).map_err(|_| damaged())?,
        note,
        bound,
        other: other.as_deref().and_then(RecordId::parse),
    };
    Ok((number, text(6)?, key, decision))
}

/// Every decision, so that one that is not what was written is found.
pub(super) fn check(reader: &Connection) -> Result<Vec<String>, Error> {
    if !open::has_table(reader, "decision")? {
        return Ok(Vec::new());
    }
    let mut find = reader.prepare(&format!("SELECT {COLUMNS} FROM decision d"))?;
    let mut rows = find.query([])?;
    let mut damaged = Vec::new();
    while let Some(row) = rows.next()? {
        match read(row) {
            Ok(_) => {}
            Err(Error::Damaged(place)) => damaged.push(place),
            Err(other) => return Err(other),
        }
    }
    Ok(damaged)
}

/// Notes and reasons about answers that rest on a removed document may hold its words. Whether there were any.
pub(super) fn empty_notes(change: &Connection, document: &str) -> Result<bool, Error> {
    let emptied = change.execute(
        "UPDATE decision SET note = '', judged = '[]' WHERE (note <> '' OR judged <> '[]')
         AND (row IN (SELECT decision FROM decided WHERE document = ?1) OR record IN
         (SELECT r.id FROM basis b JOIN record r ON r.row = b.record WHERE b.document = ?1))",
        [document],
    )?;
    Ok(emptied > 0)
}

/// Decisions about answers that are no longer kept go with them; that they were taken stays in the audit.
pub(super) fn thin(change: &Connection) -> Result<usize, Error> {
    Ok(change.execute(
        "DELETE FROM decision WHERE record NOT IN (SELECT id FROM record)",
        [],
    )?)
}

fn shortened(judged: &Judged) -> Judged {
    Judged {
        reason: short(&judged.reason),
        ..judged.clone()
    }
}

fn short(text: &str) -> String {
    text.trim().chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests;
