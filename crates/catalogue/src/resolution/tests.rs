//! Tests of resolutions: kept, told, counted while the act that they rest on is held.

use super::*;
use crate::{BatchKind, NewBatch, batch::tests::law};

const WORDS: &str = "Bãi bỏ khoản 2 Điều 5 của Luật A.";

struct Office {
    root: tempfile::TempDir,
    catalogue: Catalogue,
    people: People,
}

fn office() -> Office {
    let root = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::open(root.path()).unwrap();
    let people = People::new(root.path());
    catalogue
        .add(&[law(&catalogue, "Luật A", "Điều 5. Của luật A")])
        .unwrap();
    Office {
        root,
        catalogue,
        people,
    }
}

fn act(who: &str, second: i64) -> Act {
    Act {
        who: who.to_owned(),
        at: Timestamp::from_second(second).unwrap(),
        from: String::new(),
    }
}

fn batch(name: &str) -> NewBatch {
    NewBatch {
        name: name.to_owned(),
        at: Timestamp::UNIX_EPOCH,
        who: "an".to_owned(),
    }
}

impl Office {
    fn publish(&self, name: &str, title: &str, text: &str) {
        let new = law(&self.catalogue, title, text);
        self.catalogue
            .add_batch(&batch(name), BatchKind::Published, &[new], &[])
            .unwrap();
    }

    fn id(&self, title: &str) -> DocumentId {
        law(&self.catalogue, title, title).id
    }

    /// Khoản 2 Điều 5 of A ended by B, worked in.
    fn resolve(&self) -> ResolutionId {
        let new = NewResolution {
            document: self.id("Luật A"),
            unit: "dieu-5/khoan-2".parse().unwrap(),
            from: None,
            until: Some(Date::constant(2026, 3, 1)),
            unofficial: false,
            by: Some(self.id("Luật B")),
            words: format!(" {WORDS} "),
        };
        let id = self
            .catalogue
            .resolve(&self.people, &act("binh", 5), &new)
            .unwrap();
        self.apply();
        id
    }

    /// Works in what waits; what it was: the number, whether it counts.
    fn apply(&self) -> Vec<(ResolutionId, bool)> {
        let waiting = self.catalogue.unapplied_resolutions().unwrap();
        self.catalogue.applied_resolutions(&waiting).unwrap();
        self.catalogue
            .tell_audit(&self.people, Timestamp::UNIX_EPOCH)
            .unwrap();
        assert_eq!(self.catalogue.unapplied_resolutions().unwrap(), []);
        waiting.iter().map(|one| (one.id, one.counts)).collect()
    }

    fn standing(&self) -> Vec<String> {
        let standing = self.catalogue.standing_resolutions(&self.id("Luật A"));
        let standing = standing.unwrap().into_iter();
        standing.map(|one| one.told.words).collect()
    }

    fn deeds(&self) -> Vec<String> {
        let lines = self.people.audit(None, 99).unwrap().into_iter();
        lines.map(|line| line.deed).collect()
    }

    /// The files in which words stand once what was removed is purged.
    fn files_with(&self, words: &str) -> Vec<String> {
        self.catalogue.purge(self.catalogue.seq().unwrap()).unwrap();
        let files = std::fs::read_dir(self.root.path()).unwrap().flatten();
        let files = files.filter(|entry| entry.path().is_file());
        let stand = |entry: &std::fs::DirEntry| {
            let bytes = std::fs::read(entry.path()).unwrap();
            bytes.windows(words.len()).any(|at| at == words.as_bytes())
        };
        let named = files.filter(stand);
        named
            .map(|entry| entry.path().display().to_string())
            .collect()
    }
}

#[test]
fn a_resolution_is_kept_told_and_can_be_taken_back() {
    let office = office();
    office.publish("b", "Luật B", WORDS);
    let id = office.resolve();
    let catalogue = &office.catalogue;
    let document = office.id("Luật A");
    let kept = catalogue.standing_resolutions(&document).unwrap();
    assert_eq!((kept.len(), kept[0].who.as_str()), (1, "binh"));
    assert_eq!((kept[0].told.words.as_str(), kept[0].counts), (WORDS, true));
    assert_eq!(kept[0].told.until, Some(Date::constant(2026, 3, 1)));
    assert_eq!(kept[0].told.unit.to_string(), "dieu-5/khoan-2");
    let withdraw = |who, second| {
        let done = catalogue.withdraw_resolution(&office.people, &act(who, second), id);
        done.unwrap()
    };
    assert!(withdraw("chi", 6));
    assert!(!withdraw("chi", 7));
    assert_eq!(office.standing(), [""; 0]);
    assert_eq!(office.apply(), [(id, false)], "to be worked out again");
    let all = catalogue.resolutions(None).unwrap();
    let who = all[0].withdrawn.as_ref().map(|(_, who)| who.as_str());
    assert_eq!((who, all[0].counts), (Some("chi"), false));
    assert_eq!(
        office.deeds(),
        ["resolution_withdrawn", "validity_resolved"]
    );
}

/// A batch that is taken back takes the proof of what was recorded since with it.
#[test]
fn a_resolution_falls_with_the_batch_that_it_rests_on_and_stands_again_when_the_act_comes_back() {
    let office = office();
    office.publish("b", "Luật B", &format!("Điều 1. {WORDS}\nĐiều 2."));
    let id = office.resolve();
    let on = |title: &str| {
        let keys = BTreeSet::from([office.id(title).to_string()]);
        office.catalogue.resolutions_on(&keys).unwrap().len()
    };
    assert_eq!((on("Luật B"), on("Luật A"), on("Luật C")), (1, 1, 0));
    office
        .catalogue
        .take_back("b", "an", Timestamp::UNIX_EPOCH)
        .unwrap();
    assert_eq!(office.standing(), [""; 0]);
    assert_eq!(office.apply(), [(id, false)]);
    assert_eq!(office.files_with("của Luật A."), [""; 0]);
    // Another text under that name proves nothing.
    office.publish("c", "Luật B", "Điều 1. Bãi bỏ khoản 3 Điều 5 của Luật A.");
    assert_eq!(office.apply(), []);
    office
        .catalogue
        .take_back("c", "an", Timestamp::UNIX_EPOCH)
        .unwrap();
    office.publish("d", "Luật B", &format!("Điều 1.  {WORDS}\nĐiều 2."));
    assert_eq!(office.apply(), [(id, true)]);
    assert_eq!(office.standing(), [WORDS]);
    assert_eq!(
        office.deeds()[..2],
        ["resolution_proved_again", "resolution_unproved"]
    );
}

/// Bug: words of documents that left with their file, or with their batch, stayed in resolutions.
#[test]
fn words_leave_resolutions_with_every_document_that_leaves() {
    let office = office();
    let mut new = law(&office.catalogue, "Luật B", WORDS);
    new.media = "articles".to_owned();
    new.file_name = "tap.jsonl".to_owned();
    office.catalogue.add(&[new]).unwrap();
    office.resolve();
    let catalogue = &office.catalogue;
    let other = law(catalogue, "Luật C", "Điều 1.");
    let file = catalogue.put_original(b"another collection").unwrap();
    catalogue.add(std::slice::from_ref(&other)).unwrap();
    catalogue
        .finish_original(&file, "tap.jsonl", "small", &[other.id])
        .unwrap();
    assert_eq!(office.standing(), [""; 0]);
    assert_eq!(office.files_with("của Luật A."), [""; 0]);

    // What a removed document had taken the place of goes too.
    let office = self::office();
    office.publish("b", "Luật B", WORDS);
    office.resolve();
    let mut right = law(&office.catalogue, "Luật B sửa", "Điều 1. Khác.");
    right.file_name = "Luật B.txt".to_owned();
    right.header.symbol = None;
    office.catalogue.add(&[right.clone()]).unwrap();
    assert_eq!(office.standing(), [""; 0], "nothing is held under its key");
    office.catalogue.remove(right.id.as_str()).unwrap();
    assert_eq!(office.files_with("của Luật A."), [""; 0]);
}
