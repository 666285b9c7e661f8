//! Tests of staging: what is received stays, nothing is published without a person, all or nothing, stops in the middle.

use catalogue::{Catalogue, NewBatch};
use extract::Limits;
use models::{Embedder, EmbedderConfig};

use super::*;
use crate::ReadError;

/// A decision of the commune with one article.
fn decision(number: u32, day: u32, words: &str, last: &str) -> String {
    format!(
        "VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ\nỦY BAN NHÂN DÂN\nXÃ ĐỒNG MẪU\nSố: {number}/2025/QĐ-UBND\n\
         Đồng Mẫu, ngày {day:02} tháng 01 năm 2025\nQUYẾT ĐỊNH\nVề mức hỗ trợ\n\
         Điều 1. Mức hỗ trợ\n{words}\nĐiều 2. Hiệu lực thi hành\n\
         Quyết định này có hiệu lực thi hành kể từ ngày {day:02} tháng 02 năm 2025.{last}\n"
    )
}

struct Office {
    folder: tempfile::TempDir,
    staging: Staging,
    embedder: Embedder,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            staging: Staging::new(folder.path()),
            folder,
            embedder: Embedder::new(&EmbedderConfig::default()).unwrap(),
        }
    }

    fn catalogue(&self) -> Catalogue {
        Catalogue::open(self.folder.path()).unwrap()
    }

    /// Receives files under their names.
    fn receive(&self, batch: &str, files: &[(&str, &str)]) {
        self.staging
            .begin(&StagedBatch::receiving(
                batch.to_owned(),
                format!("2026-11-30T08:00:00Z {batch}"),
                "an".to_owned(),
            ))
            .unwrap();
        for (number, (name, text)) in (1..).zip(files) {
            let place = self.staging.place(batch, number, name).unwrap();
            std::fs::write(place, text).unwrap();
            self.staging.received(batch, number, name).unwrap();
        }
        self.state(batch, BatchState::Open);
    }

    fn state(&self, batch: &str, state: BatchState) {
        let set = |batch: &mut StagedBatch| {
            batch.state = state;
            Ok(())
        };
        self.staging.change(batch, set).unwrap();
    }

    /// Reads all files, in this process.
    fn read(&self, batch: &str) {
        while let Some((name, file)) = self.staging.next().unwrap() {
            assert_eq!(name, batch);
            self.staging
                .change_file(batch, file.number, |file| {
                    file.state = FileState::Reading;
                    Ok(())
                })
                .unwrap();
            let given = self.staging.given(batch, &file);
            let bytes = std::fs::read(given).unwrap();
            let read = |sink: &mut dyn FnMut(extract::Reading)| {
                let mut sink = |reading| {
                    sink(reading);
                    true
                };
                extract::read(&file.name, &bytes, &Limits::default(), &mut sink)
                    .map_err(ReadError::Rejected)
            };
            let folder = self.staging.of_file(batch, file.number);
            let read = read::spool(&folder, read).unwrap();
            self.staging.keep_read(batch, file.number, &read).unwrap();
        }
    }

    fn confirm(&self, batch: &str, number: u32, corrections: Corrections) {
        self.staging
            .change_file(batch, number, |file| {
                file.confirmed = Some(Confirmation {
                    who: "binh".to_owned(),
                    at: "2026-11-30T09:00:00Z".to_owned(),
                });
                file.corrections = BTreeMap::from([(0, corrections)]);
                Ok(())
            })
            .unwrap();
    }

    /// Agrees to what a file replaces now.
    fn agree(&self, batch: &str, number: u32) {
        let plan = self.staging.plan(batch, Some(&self.catalogue())).unwrap();
        let one = plan.iter().find(|one| one.file.number == number).unwrap();
        let now = one.replaced();
        self.staging
            .change_file(batch, number, |file| {
                file.agreed = Some(now);
                Ok(())
            })
            .unwrap();
    }

    fn publish(&self, batch: &str) -> Result<PublishedBatch, Error> {
        self.state(batch, BatchState::Publishing);
        let made = NewBatch {
            name: batch.to_owned(),
            at: "2026-11-30T10:00:00Z".parse().unwrap(),
            who: "an".to_owned(),
        };
        let (root, catalogue) = (self.folder.path(), self.catalogue());
        let unchanged =
            self.staging
                .publish(root, &catalogue, &self.embedder, &made, None, &mut |_| {})?;
        self.staging.finish(&catalogue, batch, unchanged)
    }

    /// The names of what is held, with the first and last day.
    fn held(&self) -> Vec<String> {
        let catalogue = self.catalogue();
        let all = catalogue::ListFilter {
            words: String::new(),
            offset: 0,
            limit: 100,
        };
        let (rows, _) = catalogue.documents(catalogue.seq().unwrap(), &all).unwrap();
        let day = |day: Option<legal::Date>| day.map_or("-".to_owned(), |day| day.to_string());
        let mut names: Vec<String> = rows
            .iter()
            .map(|row| {
                let validity = &row.validity;
                format!(
                    "{} {} {}",
                    row.name(),
                    day(validity.from),
                    day(validity.until)
                )
            })
            .collect();
        names.sort();
        names
    }
}

#[test]
fn nothing_is_held_until_a_person_confirmed_and_published() {
    let office = Office::new();
    let text = decision(1, 10, "Mức hỗ trợ là 500.000 đồng.", "");
    office.receive("lot-1", &[("a.txt", &text), ("b.txt", "\u{0}\u{1}\u{2}")]);
    office.read("lot-1");
    let plan = office.staging.plan("lot-1", None).unwrap();
    assert_eq!(plan[0].obstacles, [Obstacle::Unconfirmed]);
    assert_eq!(
        plan[0].documents[0]
            .header
            .symbol
            .as_ref()
            .unwrap()
            .normal(),
        "1/2025/QĐ-UBND"
    );
    // What cannot be read stands in nobody's way and goes nowhere.
    assert_eq!((plan[1].goes(), plan[1].obstacles.len()), (false, 0));
    assert!(plan[1].file.reason.is_some());
    assert!(matches!(office.publish("lot-1"), Err(Error::NotReady)));
    assert!(office.held().is_empty());
    office.state("lot-1", BatchState::Open);
    office.confirm("lot-1", 1, Corrections::default());
    let done = office.publish("lot-1").unwrap();
    assert_eq!(done.new.len(), 1);
    assert_eq!(office.held(), ["Quyết định số 1/2025/QĐ-UBND 2025-02-10 -"]);
    // No word of it is left where it waited.
    let batch = office.staging.batch("lot-1").unwrap().unwrap();
    assert_eq!(batch.state, BatchState::Published);
    assert!(office.staging.found("lot-1", 1).unwrap().is_empty());
    let file = office.staging.file("lot-1", 1).unwrap().unwrap();
    assert!(!office.staging.given("lot-1", &file).exists());
    // Published once.
    assert!(office.publish("lot-1").is_err());
}

#[test]
fn what_a_person_put_right_is_what_is_held_and_says_so() {
    let office = Office::new();
    let text = decision(1, 10, "Mức hỗ trợ là 500.000 đồng.", "");
    office.receive("lot-1", &[("a.txt", &text)]);
    office.read("lot-1");
    let found = &office.staging.found("lot-1", 1).unwrap()[0];
    let mut corrections = Corrections::default();
    let mut set =
        |field: &str, typed: &str| corrections.set(field, typed, &found.header, &found.validity);
    assert!(set("symbol", "2/2025/QĐ-UBND") && set("effective", "2025-03-01"));
    assert!(set("issued", "2025-01-10"), "as it was read");
    assert!(!set("until", "sắp tới") && !set("issued", "2025-02-30"));
    assert_eq!(corrections.fields(), ["symbol", "effective"]);
    office.confirm("lot-1", 1, corrections);
    office.publish("lot-1").unwrap();
    assert_eq!(office.held(), ["Quyết định số 2/2025/QĐ-UBND 2025-03-01 -"]);
    let catalogue = office.catalogue();
    let at = catalogue.seq().unwrap();
    let row = catalogue
        .find_document(at, "2-2025-qd-ubnd")
        .unwrap()
        .unwrap();
    assert!(row.validity.evidence.contains("binh"), "{:?}", row.validity);
    assert!(
        row.flags.contains(r#""fields":["symbol","effective"]"#),
        "{}",
        row.flags
    );
}

#[test]
fn what_takes_the_place_of_another_file_is_asked_first_and_comes_back() {
    let office = Office::new();
    let old = decision(1, 10, "Mức hỗ trợ là 500.000 đồng.", "");
    let ended = decision(3, 5, "Mức cũ.", "");
    office.receive("lot-1", &[("a.txt", &old), ("c.txt", &ended)]);
    office.read("lot-1");
    office.confirm("lot-1", 1, Corrections::default());
    office.confirm("lot-1", 2, Corrections::default());
    office.publish("lot-1").unwrap();
    let before = office.held();
    let new = decision(1, 10, "Mức hỗ trợ là 900.000 đồng.", "");
    let last = " Quyết định này thay thế Quyết định số 3/2025/QĐ-UBND ngày 05 tháng 01 năm 2025 của Ủy ban nhân dân xã Đồng Mẫu.";
    let other = decision(4, 20, "Mức mới.", last);
    let files = [("a2.txt", &*new), ("a.txt", &*old), ("d.txt", &*other)];
    office.receive("lot-2", &files);
    office.read("lot-2");
    let plan = office
        .staging
        .plan("lot-2", Some(&office.catalogue()))
        .unwrap();
    assert_eq!(
        plan[0].obstacles,
        [Obstacle::Unconfirmed, Obstacle::Replaces]
    );
    assert!(plan[1].is_held() && !plan[1].asks());
    assert!(plan[1].obstacles.contains(&Obstacle::Twice(1)));
    assert_eq!(
        plan[2].documents[0].found.relations[0].target,
        "Quyết định 3/2025/QĐ-UBND"
    );
    for number in 1..=3 {
        office.confirm("lot-2", number, Corrections::default());
    }
    let decide = |number, decide: fn(&mut StagedFile)| {
        let change = |file: &mut StagedFile| {
            decide(file);
            Ok(())
        };
        office.staging.change_file("lot-2", number, change).unwrap();
    };
    decide(2, |file| file.left_out = true);
    assert!(matches!(office.publish("lot-2"), Err(Error::NotReady)));
    office.state("lot-2", BatchState::Open);
    office.agree("lot-2", 1);
    let done = office.publish("lot-2").unwrap();
    assert_eq!(
        (done.new.len(), done.replaced.len(), done.ended.len()),
        (1, 1, 1),
        "{done:?}"
    );
    let now = office.held();
    assert_eq!(now.len(), 3);
    assert!(
        now.contains(&"Quyết định số 3/2025/QĐ-UBND 2025-02-05 2025-02-20".to_owned()),
        "{now:?}"
    );
    let catalogue = office.catalogue();
    let at = "2026-11-30T11:00:00Z".parse().unwrap();
    catalogue.take_back("lot-2", "an", at).unwrap().unwrap();
    index::publish(office.folder.path(), &catalogue, &mut |_, _| {}).unwrap();
    drop(catalogue);
    assert_eq!(office.held(), before);
}

#[test]
fn an_agreement_is_about_what_was_shown_and_nothing_else() {
    let office = Office::new();
    for (batch, words) in [
        ("lot-1", "Mức một."),
        ("lot-2", "Mức hai."),
        ("lot-3", "Mức ba."),
    ] {
        office.receive(batch, &[("a.txt", &decision(1, 10, words, ""))]);
        office.read(batch);
        office.confirm(batch, 1, Corrections::default());
    }
    office.publish("lot-1").unwrap();
    office.agree("lot-2", 1);
    office.agree("lot-3", 1);
    let ready = || {
        let plan = office.staging.plan("lot-2", Some(&office.catalogue()));
        plan.unwrap()[0].obstacles.is_empty()
    };
    assert!(ready());
    office.publish("lot-3").unwrap();
    assert!(!ready(), "another reading is held there now");
    assert!(matches!(office.publish("lot-2"), Err(Error::NotReady)));
    office.state("lot-2", BatchState::Open);
    office.agree("lot-2", 1);
    office.publish("lot-2").unwrap();
}

/// What was received of a publish that failed went to the originals first and stayed there.
#[test]
fn a_publish_that_fails_leaves_no_original() {
    let office = Office::new();
    let text = decision(1, 10, "Mức hỗ trợ là 500.000 đồng.", "");
    office.receive("lot-1", &[("a.txt", &text)]);
    office.read("lot-1");
    office.confirm("lot-1", 1, Corrections::default());
    let made = NewBatch {
        name: "lot-1".to_owned(),
        at: "2026-11-30T10:00:00Z".parse().unwrap(),
        who: "an".to_owned(),
    };
    let kind = catalogue::BatchKind::Published;
    office.catalogue().add_batch(&made, kind, &[], &[]).unwrap();
    assert!(office.publish("lot-1").is_err(), "the name is taken");
    let originals = office.folder.path().join("originals");
    let mut files = Vec::new();
    for folder in std::fs::read_dir(originals).unwrap().flatten() {
        files.extend(std::fs::read_dir(folder.path()).unwrap().flatten());
    }
    assert!(files.is_empty(), "{files:?}");
}

#[test]
fn what_a_trial_turns_down_is_not_published_and_leaves_nothing() {
    let office = Office::new();
    let text = decision(1, 10, "Mức hỗ trợ là 500.000 đồng.", "");
    office.receive("lot-1", &[("a.txt", &text)]);
    office.read("lot-1");
    office.confirm("lot-1", 1, Corrections::default());
    office.state("lot-1", BatchState::Publishing);
    let made = NewBatch {
        name: "lot-1".to_owned(),
        at: "2026-11-30T10:00:00Z".parse().unwrap(),
        who: "an".to_owned(),
    };
    let (root, catalogue) = (office.folder.path(), office.catalogue());
    let publish = |judge: &mut Judge<'_>| {
        let embedder = &office.embedder;
        office
            .staging
            .publish(root, &catalogue, embedder, &made, Some(judge), &mut |_| {})
    };
    let mut seen = 0;
    let turned_down = publish(&mut |folder, held| {
        let generation = index::Generation::open(folder, &held).unwrap().unwrap();
        assert!(generation.passages() > 0);
        seen = generation.seq();
        false
    });
    assert!(matches!(turned_down, Err(Error::TurnedDown)));
    assert_eq!(catalogue.seq().unwrap(), 0);
    assert!(!root.join("manifest.json").exists() && !root.join("originals").exists());
    let left = std::fs::read_dir(root.join("staging")).unwrap().flatten();
    let left: Vec<_> = left.map(|one| one.file_name()).collect();
    assert_eq!(left, ["lot-1"]);
    publish(&mut |_, _| true).unwrap();
    assert_eq!(
        catalogue.seq().unwrap(),
        seen,
        "what was looked at is what is published"
    );
}

/// What was looked at differed from what was published where a recorded validity was not worked in yet.
#[test]
fn a_trial_has_what_was_recorded_worked_in() {
    let office = Office::new();
    for (lot, number) in [("lot-1", 1), ("lot-2", 2)] {
        office.receive(lot, &[("a.txt", &decision(number, 10, "Mức.", ""))]);
        office.read(lot);
        office.confirm(lot, 1, Corrections::default());
    }
    office.publish("lot-1").unwrap();
    office.state("lot-2", BatchState::Publishing);
    let (root, catalogue) = (office.folder.path(), office.catalogue());
    let at = "2026-11-30T10:00:00Z".parse().unwrap();
    let row = catalogue.find_document(catalogue.seq().unwrap(), "1-2025-qd-ubnd");
    let told = catalogue::NewResolution {
        document: row.unwrap().unwrap().id,
        unit: legal::Path::default(),
        from: None,
        until: Some(legal::Date::constant(2025, 6, 1)),
        unofficial: false,
        by: None,
        words: "công văn".to_owned(),
    };
    let act = catalogue::Act {
        who: "an".to_owned(),
        at,
        from: String::new(),
    };
    let people = catalogue::People::new(root);
    catalogue.resolve(&people, &act, &told).unwrap();
    let made = NewBatch {
        name: "lot-2".to_owned(),
        at,
        who: "an".to_owned(),
    };
    let judge: &mut Judge<'_> = &mut |_, held| held.unapplied_resolutions().unwrap().is_empty();
    let (staging, embedder) = (&office.staging, &office.embedder);
    staging
        .publish(root, &catalogue, embedder, &made, Some(judge), &mut |_| {})
        .unwrap();
}

#[test]
fn what_was_typed_goes_with_what_was_received() {
    let office = Office::new();
    office.receive("lot-1", &[("a.txt", &decision(1, 10, "Mức.", ""))]);
    office.read("lot-1");
    let corrections = Corrections {
        title: Some("Nhan đề gõ tay".to_owned()),
        ..Corrections::default()
    };
    office.confirm("lot-1", 1, corrections);
    office.publish("lot-1").unwrap();
    let place = office.folder.path().join("staging/lot-1/1/file.json");
    let kept = std::fs::read_to_string(place).unwrap();
    assert!(!kept.contains("gõ tay") && kept.contains("binh"), "{kept}");
}

#[test]
fn a_removed_document_does_not_come_back_when_its_batch_is_taken_back() {
    let office = Office::new();
    for (batch, words) in [("lot-1", "Mức một."), ("lot-2", "Mức hai.")] {
        office.receive(batch, &[("a.txt", &decision(1, 10, words, ""))]);
        office.read(batch);
        office.confirm(batch, 1, Corrections::default());
        office.agree(batch, 1);
        office.publish(batch).unwrap();
    }
    let catalogue = office.catalogue();
    catalogue.remove("1-2025-qd-ubnd").unwrap().unwrap();
    let at = "2026-11-30T11:00:00Z".parse().unwrap();
    catalogue.take_back("lot-2", "an", at).unwrap();
    drop(catalogue);
    assert!(office.held().is_empty(), "{:?}", office.held());
}

#[test]
fn two_collections_of_one_name_in_a_batch_do_not_end_each_other() {
    let article = |number: u32| {
        format!(
            "{{\"row\": 0, \"key\": \"{number}/2020/qhmau#1\", \"num\": \"{number}/2020/QHMAU\", \"doctype\": \"Luật\",              \"kind\": \"Điều\", \"art\": \"1\", \"title\": \"Phạm vi\", \"text\": \"Luật mẫu số {number} quy định về cư trú.\"}}\n"
        )
    };
    let office = Office::new();
    let (one, other) = (article(894), article(895));
    office.receive("lot-1", &[("luat.jsonl", &one), ("luat.jsonl", &other)]);
    office.read("lot-1");
    office.confirm("lot-1", 1, Corrections::default());
    office.confirm("lot-1", 2, Corrections::default());
    office.publish("lot-1").unwrap();
    assert_eq!(office.held().len(), 2, "{:?}", office.held());
}

/// Stops of the program at each point of a batch's way: nothing is lost, nothing is published by half.
#[test]
fn a_stop_in_the_middle_is_put_right() {
    let office = Office::new();
    let text = decision(1, 10, "Mức hỗ trợ là 500.000 đồng.", "");
    let recover = || office.staging.recover(Some(&office.catalogue())).unwrap();
    // While files come: what came whole stays, and it is said that more was to come.
    office.receive("lot-1", &[("a.txt", &text)]);
    office.state("lot-1", BatchState::Receiving);
    let half = office.staging.place("lot-1", 2, "b.txt").unwrap();
    std::fs::write(half, "nửa chừng").unwrap();
    recover();
    let batch = office.staging.batch("lot-1").unwrap().unwrap();
    assert_eq!((batch.state, batch.interrupted), (BatchState::Open, true));
    assert_eq!(office.staging.files("lot-1").unwrap().len(), 1);
    // While a file is read: it is read again.
    let begin = |file: &mut StagedFile| {
        file.state = FileState::Reading;
        Ok(())
    };
    office.staging.change_file("lot-1", 1, begin).unwrap();
    recover();
    office.read("lot-1");
    office.confirm("lot-1", 1, Corrections::default());
    // Before the one transaction: nothing is held, and it can be published again.
    office.state("lot-1", BatchState::Publishing);
    recover();
    assert!(office.held().is_empty());
    assert_eq!(
        office.staging.batch("lot-1").unwrap().unwrap().state,
        BatchState::Open
    );
    // After it, before anything else was written: it is published.
    let done = office.publish("lot-1").unwrap();
    office.state("lot-1", BatchState::Publishing);
    recover();
    let batch = office.staging.batch("lot-1").unwrap().unwrap();
    assert_eq!(batch.state, BatchState::Published);
    assert_eq!(batch.published, Some(done));
    assert_eq!(office.held().len(), 1);
    // After it, before it is searchable: the same, and the next publish of the index makes it so.
    let root = office.folder.path();
    let text = decision(2, 11, "Mức hỗ trợ là 700.000 đồng.", "");
    office.receive("lot-2", &[("b.txt", &text)]);
    office.read("lot-2");
    office.confirm("lot-2", 1, Corrections::default());
    let (published, aside) = (root.join("published"), root.join("aside"));
    std::fs::rename(&published, &aside).unwrap();
    std::fs::write(&published, "").unwrap();
    assert!(
        office.publish("lot-2").is_err(),
        "nothing can be written there"
    );
    std::fs::remove_file(&published).unwrap();
    std::fs::rename(&aside, &published).unwrap();
    recover();
    let batch = office.staging.batch("lot-2").unwrap().unwrap();
    assert_eq!(batch.state, BatchState::Published);
    let catalogue = office.catalogue();
    index::publish(root, &catalogue, &mut |_, _| {}).unwrap();
    let generation = index::Generation::open(root, &catalogue).unwrap().unwrap();
    assert_eq!(generation.seq(), catalogue.seq().unwrap());
    drop((catalogue, generation));
    assert_eq!(office.held().len(), 2);
}

#[test]
fn a_batch_given_up_leaves_nothing_and_names_are_no_paths() {
    let office = Office::new();
    office.receive("lot-1", &[("a.txt", "Điều 1. Chữ bí ẩn")]);
    office.staging.discard("lot-1").unwrap();
    assert!(office.staging.batches().unwrap().is_empty());
    let left = std::fs::read_dir(office.folder.path().join("staging")).unwrap();
    assert_eq!(left.count(), 0);
    for name in ["..", "../lot-1", "a/b", "", ".a", "A"] {
        assert!(office.staging.batch(name).unwrap().is_none(), "{name}");
        assert!(office.staging.files(name).unwrap().is_empty(), "{name}");
    }
}

/// That somebody ended a document was forgotten when its file was read again.
#[test]
fn what_somebody_ended_stays_ended_when_it_is_read_again() {
    let office = Office::new();
    let publish = |batch: &str, words: &str| {
        office.receive(batch, &[("a.txt", &decision(1, 10, words, ""))]);
        office.read(batch);
        office.confirm(batch, 1, Corrections::default());
        office.agree(batch, 1);
        office.publish(batch).unwrap();
    };
    publish("lot-1", "Mức một.");
    let made = NewBatch {
        name: "het".to_owned(),
        at: "2026-11-30T10:30:00Z".parse().unwrap(),
        who: "an".to_owned(),
    };
    let catalogue = office.catalogue();
    let at = catalogue.seq().unwrap();
    let row = catalogue
        .find_document(at, "1-2025-qd-ubnd")
        .unwrap()
        .unwrap();
    let day = legal::Date::constant(2025, 6, 1);
    let retired = crate::retire(
        &catalogue,
        &office.embedder,
        &made,
        &[row.id],
        day,
        "Hết nhiệm vụ",
    );
    assert_eq!(retired.unwrap().len(), 1);
    let at = catalogue.seq().unwrap();
    let row = catalogue
        .find_document(at, "1-2025-qd-ubnd")
        .unwrap()
        .unwrap();
    assert!(
        row.validity
            .evidence
            .contains("Hết nhiệm vụ (từ ngày 01/06/2025)")
    );
    drop(catalogue);
    let ended = "Quyết định số 1/2025/QĐ-UBND 2025-02-10 2025-06-01";
    assert_eq!(office.held(), [ended]);
    publish("lot-2", "Mức hai.");
    assert_eq!(office.held(), [ended], "the decision holds");
    // Taken back, it does not hold any more, also for what was read since.
    let catalogue = office.catalogue();
    catalogue
        .take_back("het", "binh", made.at)
        .unwrap()
        .unwrap();
    let (_, who) = catalogue
        .resolutions(None)
        .unwrap()
        .remove(0)
        .withdrawn
        .unwrap();
    assert_eq!(who, "binh", "and not the name of the batch");
    assert_eq!(catalogue.unapplied_resolutions().unwrap().len(), 1);
    drop(catalogue);
    publish("lot-3", "Mức ba.");
    assert_eq!(office.held(), ["Quyết định số 1/2025/QĐ-UBND 2025-02-10 -"]);
}
