//! The life of an answer with those who check: asked, reported, reviewed, approved by a second person, stale as soon as
//! what it rests on is another, never shown for a day on which it does not hold.

mod month;
mod resolution;

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::{Client, Program, Served, copy_samples, sample};

const QUESTION: &str = "Thời hạn chứng thực bản sao là bao lâu?";
/// Left out at first: it amends Điều 8 of the decree that answers.
const AMENDING: &str = "nghi-dinh-905-2025.docx";

/// Left out: it answers before the decree that it consolidates.
const CONSOLIDATED: &str = "van-ban-hop-nhat-912-2025.pdf";

struct Office {
    _folder: tempfile::TempDir,
    program: Program,
    served: Served,
    asker: Client,
    checker: Client,
    second: Client,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let corpus = folder.path().join("corpus");
        copy_samples(&corpus);
        for absent in [AMENDING, CONSOLIDATED] {
            std::fs::remove_file(corpus.join(absent)).expect("a sample can be left out");
        }
        let program = Program::on(&folder.path().join("data"));
        let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
        Client::first(&served, "quan.tri");
        let client =
            |name: &str, roles: &[&str]| Client::new(&program, &served.address, name, roles);
        Self {
            asker: client("an", &["official"]),
            checker: client("binh", &["checker"]),
            second: client("chi", &["checker"]),
            _folder: folder,
            program,
            served,
        }
    }

    fn ask(&self, who: &Client, question: &str, on: &str) -> Value {
        let body = json!({ "question": question, "on": on }).to_string();
        let headers = [("Content-Type", "application/json")];
        let answer = who.send("POST", "/api/ask", &headers, &body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).expect("JSON")
    }

    fn decide(&self, who: &Client, record: &str, decision: &Value) -> (u16, Value) {
        let headers = [("Content-Type", "application/json")];
        let path = format!("/api/reviews/{record}");
        let answer = who.send("POST", &path, &headers, &decision.to_string());
        let said = serde_json::from_str(&answer.body).unwrap_or_default();
        (answer.status, said)
    }

    /// Loads a sample through the command line's own door, and waits until it is published.
    fn load(&self, name: &str) {
        self.program
            .run(&["ingest".as_ref(), sample(name).as_os_str()])
            .success();
    }

    fn queue(&self) -> Value {
        read(&self.second, "/api/reviews")
    }
}

fn read(who: &Client, path: &str) -> Value {
    let answer = who.get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < end, "never: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn id(answer: &Value) -> String {
    answer["record"].as_str().expect("a record").to_owned()
}

/// Every citation of a reviewed answer accepted.
pub(super) fn accepting(reviewed: &Value) -> Value {
    let claims = reviewed["claims"].as_array().expect("claims").iter();
    let quotes = claims.flat_map(|claim| claim["quotes"].as_array().expect("quotes"));
    let accepted = quotes
        .map(|quote| json!({ "claim": quote["claim"], "quote": quote["quote"], "accepted": true }));
    json!({ "decision": "approved", "citations": accepted.collect::<Vec<_>>() })
}

fn reasons(queue: &Value, record: &str) -> Vec<String> {
    let lines = queue["answers"].as_array().expect("answers").iter();
    let mut mine = lines.filter(|line| line["record"] == record);
    let reasons = mine
        .next()
        .and_then(|line| line["reasons"].as_array().cloned());
    let reasons = reasons.into_iter().flatten();
    reasons
        .filter_map(|one| one.as_str().map(str::to_owned))
        .collect()
}

#[test]
fn an_answer_is_reported_approved_by_a_second_person_and_stale_when_its_law_is_amended() {
    let mut office = Office::new();
    let answer = office.ask(&office.asker, QUESTION, super::DAY);
    let record = id(&answer);
    assert!(
        answer["claims"].to_string().contains("ngay trong ngày"),
        "{answer:#}"
    );
    assert!(answer["approved"].is_null());

    // Whoever asked it says that it is wrong: it goes first.
    let told = [
        ("ho-so", record.as_str()),
        ("kind", "unclear"),
        ("note", ""),
    ];
    assert_eq!(office.asker.post("/bao-loi", &told).status, 303);
    let queue = office.queue();
    assert_eq!(queue["answers"][0]["record"], record.as_str(), "{queue:#}");
    assert_eq!(reasons(&queue, &record)[0], "reported");

    // Only checkers see it, and a foreign id is no id.
    assert_eq!(office.asker.get(&format!("/duyet/{record}")).status, 403);
    assert_eq!(office.checker.get("/duyet/CC-0000-0000-0000").status, 404);
    let reviewed = read(&office.checker, &format!("/api/reviews/{record}"));
    assert!(reviewed["barred"].is_null(), "{reviewed:#}");
    let quote = &reviewed["claims"][0]["quotes"][0];
    assert_eq!(
        quote["stands"].as_str().map(words),
        quote["text"].as_str().map(words)
    );
    assert!(
        !quote["sheets"].as_array().expect("sheets").is_empty(),
        "the page as issued"
    );

    // Not before every citation was accepted.
    let approving = accepting(&reviewed);
    let (status, said) =
        office.decide(&office.checker, &record, &json!({ "decision": "approved" }));
    assert_eq!(
        (
            status,
            said["type"]
                .as_str()
                .unwrap_or_default()
                .contains("not-accepted")
        ),
        (422, true),
        "{said}"
    );
    // A form that is not taken is given back as it was typed.
    let typed = [
        ("decision", "approved"),
        ("note", "đã xem trang gốc"),
        ("c-1-1", "0"),
        ("r-1-1", "sai khoản"),
    ];
    let again = office.checker.post(&format!("/duyet/{record}"), &typed);
    assert_eq!(again.status, 422);
    for given_back in [
        "đã xem trang gốc</textarea>",
        "value=\"sai khoản\"",
        "value=\"0\" data-key=\"x\" checked",
        "aria-invalid=\"true\"",
        "href=\"#yes-1-1\"",
    ] {
        assert!(
            again.body.contains(given_back),
            "{given_back}: {}",
            again.body
        );
    }
    let (status, said) = office.decide(&office.checker, &record, &approving);
    assert_eq!(
        (status, &said["standing"]["kind"]),
        (200, &json!("approved")),
        "{said:#}"
    );
    assert_eq!(reasons(&office.queue(), &record), [""; 0]);
    let outcome = read(&office.asker, "/api/complaints");
    assert!(
        outcome[0]["outcome"]
            .as_str()
            .is_some_and(|words| !words.is_empty()),
        "{outcome}"
    );

    // The same question is answered with the approval, also to others, and on days on which it holds.
    let again = office.ask(
        &office.second,
        "thời hạn  chứng thực bản sao là bao lâu",
        super::DAY,
    );
    assert_eq!(
        again["approved"]["record"],
        record.as_str(),
        "{}",
        again["approved"]
    );
    assert_eq!(again["approved"]["same"], true);
    let other = office.ask(&office.asker, QUESTION, "2026-12-24");
    assert_eq!(other["approved"]["record"], record.as_str());
    let before = office.ask(&office.asker, QUESTION, "2024-06-30");
    assert!(
        before["approved"].is_null(),
        "not in force yet: {}",
        before["approved"]
    );
    let page = office.asker.get(&format!("/ho-so/{record}"));
    assert!(page.body.contains("Đã được duyệt"), "{}", page.body);
    let approved_page = office.second.get("/hoi?q=Th%E1%BB%9Di%20h%E1%BA%A1n%20ch%E1%BB%A9ng%20th%E1%BB%B1c%20b%E1%BA%A3n%20sao%20l%C3%A0%20bao%20l%C3%A2u%3F&on=2026-11-22");
    assert!(
        approved_page.body.contains("đã được duyệt ngày"),
        "{}",
        approved_page.body
    );

    // The amending decree comes: what it amends is approved no more, at once and by itself.
    office.load(AMENDING);
    until("the approval is stale", || {
        reasons(&office.queue(), &record)
            .first()
            .is_some_and(|one| one == "stale")
    });
    let stale = office.queue()["answers"][0]["stale"].clone();
    assert!(stale.to_string().contains("905/2025"), "{stale}");
    let after = office.ask(&office.asker, QUESTION, super::DAY);
    assert!(after["approved"].is_null(), "{}", after["approved"]);
    let page = office.asker.get(&format!("/ho-so/{record}"));
    assert!(page.body.contains("Cần duyệt lại"), "{}", page.body);

    // Looked at once more, it stands again, and the audit tells all of it.
    let reviewed = read(&office.second, &format!("/api/reviews/{record}"));
    let touching = &reviewed["claims"][0]["quotes"][0]["touching"];
    assert!(touching.to_string().contains("905/2025"), "{touching}");
    let (status, said) = office.decide(&office.second, &record, &accepting(&reviewed));
    assert_eq!(
        (status, &said["standing"]["stale"]),
        (200, &json!(false)),
        "{said:#}"
    );
    let verified = office.program.run(&["audit", "verify", "--json"]).json();
    assert_eq!(verified["whole"], true, "{verified}");
    let lines = office.program.run(&["audit", "--json"]).json().to_string();
    assert_eq!(lines.matches("answer_approved").count(), 2, "{lines}");
    drop(office.served);
}

/// White space as one space: the law's lines are broken, the quote's are not.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn nobody_approves_what_they_asked_or_wrote() {
    let office = Office::new();
    let answer = office.ask(&office.checker, QUESTION, super::DAY);
    let record = id(&answer);
    let reviewed = read(&office.checker, &format!("/api/reviews/{record}"));
    assert_eq!(reviewed["barred"], "own-answer");
    let (status, said) = office.decide(&office.checker, &record, &accepting(&reviewed));
    assert_eq!(
        (
            status,
            said["type"]
                .as_str()
                .unwrap_or_default()
                .contains("own-answer")
        ),
        (422, true),
        "{said}"
    );

    // The second one writes it anew: not with a figure that the law does not have.
    let quote = &reviewed["claims"][0]["quotes"][0];
    let path = format!("/duyet/{record}/sua");
    let form = office.second.get(&path);
    assert!(form.body.contains("name=\"text-1\""), "{}", form.body);
    let (reference, words) = (
        quote["citation"].as_str().expect("a reference"),
        quote["text"].as_str().expect("words"),
    );
    let mut second = office.second.clone();
    let wrong = second.post(
        &path,
        &[
            ("text-1", "Thời hạn chứng thực bản sao là 99 ngày."),
            ("ref-1-1", reference),
            ("quote-1-1", words),
        ],
    );
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    assert!(wrong.body.contains("99 ngày"), "what was seen is told");
    let right = second.post(
        &path,
        &[
            ("text-1", words),
            ("ref-1-1", reference),
            ("quote-1-1", words),
            ("note", "rút gọn"),
        ],
    );
    assert_eq!(right.status, 303, "{}", right.body);
    let to = right.header("location").expect("its page").to_owned();
    let written = to
        .trim_start_matches("/duyet/")
        .split('?')
        .next()
        .expect("an id")
        .to_owned();
    assert_ne!(written, record);
    assert_eq!(reasons(&office.queue(), &written)[0], "written");
    assert_eq!(
        reasons(&office.queue(), &record),
        [""; 0],
        "the first one is decided"
    );
    // Neither who asked the first nor who wrote the second may approve it; a third may.
    for client in [&office.checker, &office.second] {
        let reviewed = read(client, &format!("/api/reviews/{written}"));
        assert_eq!(reviewed["barred"], "own-answer");
        assert_eq!(
            office.decide(client, &written, &accepting(&reviewed)).0,
            422
        );
    }
    let third = Client::new(
        &office.program,
        &office.served.address,
        "dung",
        &["checker"],
    );
    let reviewed = read(&third, &format!("/api/reviews/{written}"));
    assert_eq!(reviewed["corrects"], record.as_str());
    let (status, said) = office.decide(&third, &written, &accepting(&reviewed));
    assert_eq!(
        (status, &said["standing"]["kind"]),
        (200, &json!("approved")),
        "{said:#}"
    );
    let again = office.ask(&office.asker, QUESTION, super::DAY);
    assert_eq!(
        again["approved"]["record"],
        written.as_str(),
        "{}",
        again["approved"]
    );
    // A removed document takes the words with it, and the approval.
    office
        .program
        .run(&["remove", "901-2024-nd-cpmau"])
        .success();
    until("the approval is stale", || {
        reasons(&office.queue(), &written).contains(&"stale".to_owned())
    });
    let page = third.get(&format!("/duyet/{written}"));
    assert_eq!(page.status, 200);
    assert!(!page.body.contains(words), "no word of it is left");
}

/// What a checker may not see asks for no eyes of theirs; personal data of whoever asked stays masked.
#[test]
fn a_queue_shows_what_may_be_seen_and_nobodys_personal_data() {
    let mut office = Office::new();
    const NUMBER: &str = "001088012345";
    let question =
        format!("Ông Nguyễn Văn Hùng, CCCD {NUMBER}, hỏi thời hạn chứng thực bản sao là bao lâu?");
    let answer = office.ask(&office.asker, &question, super::DAY);
    let record = id(&answer);
    let told = [
        ("ho-so", record.as_str()),
        ("kind", "unclear"),
        ("note", ""),
    ];
    assert_eq!(office.asker.post("/bao-loi", &told).status, 303);
    for path in [
        "/duyet".to_owned(),
        format!("/duyet/{record}"),
        format!("/ho-so/{record}"),
        "/api/reviews".to_owned(),
        format!("/api/records/{record}"),
        format!("/api/reviews/{record}"),
    ] {
        let page = office.checker.get(&path);
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains(NUMBER), "{path}");
        assert!(page.body.contains("[CCCD]"), "{path}");
    }
    assert!(
        office
            .asker
            .get(&format!("/ho-so/{record}"))
            .body
            .contains(NUMBER),
        "one's own"
    );

    // Given to a group that no checker belongs to.
    office
        .program
        .run(&[
            "ingest".as_ref(),
            "--collection".as_ref(),
            "Nội bộ".as_ref(),
            sample("nghi-dinh-901-2024.pdf").as_os_str(),
        ])
        .success();
    office.program.run(&["group", "add", "khac"]).success();
    office
        .program
        .run(&["group", "give", "Nội bộ", "khac"])
        .success();
    until("it is hidden", || {
        office.checker.get(&format!("/duyet/{record}")).status == 404
    });
    assert_eq!(reasons(&office.queue(), &record), [""; 0]);
    assert_eq!(office.queue()["total"], 0);
}
