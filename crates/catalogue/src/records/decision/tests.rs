//! Tests of what checkers decide.

use super::*;
use crate::{ChainHead, NewPart, NewRecord, Verified};

fn act(who: &str, second: i64) -> Act {
    Act {
        who: who.to_owned(),
        at: Timestamp::from_second(second).unwrap(),
        from: "127.0.0.1".to_owned(),
    }
}

struct Office {
    root: tempfile::TempDir,
    records: Records,
    people: People,
}

impl Office {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        Self {
            records: Records::new(root.path()),
            people: People::new(root.path()),
            root,
        }
    }

    fn record(&self, document: &str) -> RecordId {
        let new = NewRecord {
            made: Timestamp::from_second(1).unwrap(),
            generation: 1,
            head: "{}".to_owned(),
            parts: vec![NewPart {
                name: "claims[]".to_owned(),
                body: "\"60 ngày\"".to_owned(),
                rests_on: [document.to_owned()].into(),
            }],
            marks: None,
        };
        self.records.keep(&new).unwrap()
    }

    fn decide(&self, record: RecordId, kind: DecisionKind, who: &str) -> Result<(), Error> {
        self.records
            .decide(&self.people, &act(who, 5), &new(record, kind))
    }

    fn deeds(&self) -> Vec<(String, String)> {
        let lines = self.people.audit(None, 50).unwrap().into_iter().rev();
        lines.map(|line| (line.deed, line.who)).collect()
    }
}

fn new(record: RecordId, kind: DecisionKind) -> NewDecision {
    NewDecision {
        record,
        kind,
        asked: "hash".to_owned(),
        made_by: ["an".to_owned()].into(),
        judged: vec![Judged {
            claim: 1,
            quote: 1,
            accepted: kind == DecisionKind::Approved,
            reason: " “60 ngày” ".to_owned(),
        }],
        note: "đã xem".to_owned(),
        bound: "{}".to_owned(),
        rests_on: ["vn/a".to_owned()].into(),
        other: None,
    }
}

fn approved(office: &Office) -> Vec<RecordId> {
    let all = office.records.approved().unwrap().into_iter();
    all.map(|decision| decision.record).collect()
}

#[test]
fn nobody_approves_what_they_asked() {
    let office = Office::new();
    let record = office.record("vn/a");
    let refused = office
        .decide(record, DecisionKind::Approved, "an")
        .unwrap_err();
    assert!(
        matches!(refused, Error::Person(Refusal::OwnAnswer)),
        "{refused}"
    );
    let unknown = NewDecision {
        made_by: BTreeSet::new(),
        ..new(record, DecisionKind::Approved)
    };
    let refused = office
        .records
        .decide(&office.people, &act("binh", 5), &unknown);
    assert!(matches!(refused, Err(Error::Person(Refusal::UnknownAsker))));
    assert_eq!(
        (approved(&office), office.deeds()),
        (Vec::new(), Vec::new())
    );
    // Turning down what one asked oneself needs nobody else.
    office.decide(record, DecisionKind::Rejected, "an").unwrap();
    office
        .decide(record, DecisionKind::Approved, "binh")
        .unwrap();
    assert_eq!(approved(&office), [record]);
    let said = |deed: &str, who: &str| (deed.to_owned(), who.to_owned());
    assert_eq!(
        office.deeds(),
        [
            said("answer_rejected", "an"),
            said("answer_approved", "binh")
        ]
    );
    let kept = office.records.decisions(&record).unwrap();
    assert_eq!(
        (kept[0].kind, kept[0].who.as_str()),
        (DecisionKind::Approved, "binh")
    );
    assert_eq!(kept[0].judged[0].reason, "“60 ngày”");
    assert_eq!(office.records.check().unwrap(), []);
}

#[test]
fn the_latest_decision_stands() {
    let office = Office::new();
    let record = office.record("vn/a");
    office
        .decide(record, DecisionKind::Approved, "binh")
        .unwrap();
    let of = |asked: &str| office.records.approved_of(asked).unwrap().len();
    assert_eq!((of("hash"), of("other")), (1, 0));
    office
        .decide(record, DecisionKind::Withdrawn, "an")
        .unwrap();
    assert_eq!((of("hash"), approved(&office)), (0, Vec::new()));
    assert_eq!(office.records.decisions(&record).unwrap().len(), 2);
}

#[test]
fn what_rests_on_a_document_is_found_by_it() {
    let office = Office::new();
    let record = office.record("vn/a");
    office
        .decide(record, DecisionKind::Approved, "binh")
        .unwrap();
    let on = |documents: &[&str]| {
        let documents = documents.iter().map(|one| (*one).to_owned()).collect();
        office.records.approved_on(&documents).unwrap().len()
    };
    assert_eq!((on(&["vn/a", "vn/b"]), on(&["vn/b"]), on(&[])), (1, 0, 0));
}

/// Stopped after the decision was written and before the audit had its line: the decision does not count until it has,
/// and the line is there once.
#[test]
fn a_decision_counts_with_its_line_of_the_audit_and_not_before() {
    let office = Office::new();
    let record = office.record("vn/a");
    office
        .decide(record, DecisionKind::Approved, "binh")
        .unwrap();
    let untold = |statement: &str| {
        let place = office.root.path().join("records.sqlite");
        Connection::open(place)
            .unwrap()
            .execute_batch(statement)
            .unwrap();
    };
    untold("UPDATE decision SET told = 0");
    assert_eq!(approved(&office), []);
    office.records.tell_decisions(&office.people).unwrap();
    assert_eq!(approved(&office), [record]);
    assert_eq!(office.deeds().len(), 1, "told twice is told once");
    let head = ChainHead::parse(&office.people.audit_head().unwrap().to_string());
    let verified = office.people.verify_audit(head.as_ref()).unwrap();
    assert!(matches!(verified, Verified::Whole(_)));
}

#[test]
fn an_approved_answer_outlives_the_others_and_a_removed_document_empties_its_notes() {
    let office = Office::new();
    let (kept, gone) = (office.record("vn/a"), office.record("vn/a"));
    office.decide(kept, DecisionKind::Approved, "binh").unwrap();
    office.decide(gone, DecisionKind::Rejected, "binh").unwrap();
    let later = Timestamp::from_second(100).unwrap();
    assert_eq!(office.records.forget_before(later).unwrap(), 1);
    assert!(office.records.find(&kept).unwrap().is_some());
    assert_eq!(office.records.decisions(&gone).unwrap(), []);
    office.records.empty(&[("vn/a".to_owned(), 2)]).unwrap();
    let left = office.records.decisions(&kept).unwrap();
    assert_eq!((left[0].note.as_str(), left[0].judged.len()), ("", 0));
    assert_eq!(left[0].bound, "{}", "hashes stay");
    office
        .decide(kept, DecisionKind::Withdrawn, "binh")
        .unwrap();
    assert!(office.records.forget_before(later).unwrap() > 0);
    assert!(office.records.find(&kept).unwrap().is_none());
}

#[test]
fn a_changed_decision_is_found() {
    let office = Office::new();
    let record = office.record("vn/a");
    office
        .decide(record, DecisionKind::Rejected, "binh")
        .unwrap();
    let place = office.root.path().join("records.sqlite");
    let statement = "UPDATE decision SET kind = 'approved'";
    Connection::open(place)
        .unwrap()
        .execute_batch(statement)
        .unwrap();
    assert!(!office.records.check().unwrap().is_empty());
    assert!(office.records.decisions(&record).is_err());
}
