//! The power goes out while documents are moved, levelled, ended or removed, and while an account is made: all of it is
//! there afterwards or nothing, and the audit tells of exactly what was done.

use serde_json::{Value, json};

use super::{MOMENTS, Office};

/// Documents that are put elsewhere, and end.
const STAYING: [&str; 3] = [
    "901-2024-nd-cpmau",
    "905-2025-nd-cpmau",
    "908-2025-nd-cpmau",
];
/// Documents that leave, two at each moment.
const LEAVING: [[&str; 2]; 5] = [
    ["902-2022-tt-bmau", "907-2025-tt-bmau"],
    ["910-2025-tt-bmau", "920-2026-tt-bmau"],
    ["915-2025-qd-ubnd", "917-2025-qd-ubnd"],
    ["925-2025-qd-ubnd", "894-2020-qhmau"],
    ["1234-bmau-htct", "912-2025-nd-cpmau"],
];

impl Office {
    /// What is said of documents in the list; `null` for one that is not held.
    fn listed(&self, slugs: &[&str], field: &str) -> Vec<Value> {
        let all = self.program.run(&["list", "--json"]).json();
        let all = all["documents"].as_array().cloned().unwrap_or_default();
        let of = |slug: &&str| all.iter().find(|one| one["slug"] == *slug);
        let of = |slug: &&str| of(slug).map_or(Value::Null, |one| one[field].clone());
        slugs.iter().map(of).collect()
    }

    /// Decides about documents, is stopped, and says whether it was answered and what the list says then.
    fn kept(
        &mut self,
        decision: &Value,
        slugs: &[&str],
        field: &str,
        after: u64,
    ) -> (bool, Vec<Value>) {
        let mut body = decision.clone();
        body["documents"] = json!(slugs);
        let admin = self.admin.clone();
        let answered = self.stopped(&admin, "POST", "/api/keeping", &body, after);
        (answered == Some(200), self.listed(slugs, field))
    }
}

/// All alike, and changed where it was answered: how many changes there were.
#[track_caller]
fn whole(before: &Value, now: &[Value], answered: bool, done: &Value) -> usize {
    assert!(now.iter().all(|one| one == &now[0]), "half of it: {now:?}");
    assert!(
        &now[0] == done || (&now[0] == before && !answered),
        "{answered}: {before} {now:?}"
    );
    usize::from(&now[0] != before)
}

#[test]
fn documents_are_kept_whole_or_not_at_all_and_the_audit_knows() {
    let mut office = Office::new();
    let (mut moved, mut collection, mut level) = (0, Value::Null, Value::Null);
    for (number, after) in MOMENTS.into_iter().enumerate() {
        let name = format!("Tủ {number}");
        let (answered, now) = office.kept(
            &json!({ "decision": "move", "collection": name }),
            &STAYING,
            "collection",
            after,
        );
        moved += whole(&collection, &now, answered, &json!(name));
        collection = now[0].clone();

        let to = ["internal", "restricted"][number % 2];
        let (answered, now) = office.kept(
            &json!({ "decision": "level", "level": to, "opened": 3 }),
            &STAYING,
            "confidentiality",
            after,
        );
        moved += whole(&level, &now, answered, &json!(to));
        level = now[0].clone();
        assert!(office.lines("moved") <= moved, "after {after} ms");
    }
    office.program.run(&["check", "--deep"]).success();

    let mut removed = 0;
    for (slugs, after) in LEAVING.iter().zip(MOMENTS) {
        let (answered, now) = office.kept(&json!({ "decision": "remove" }), slugs, "slug", after);
        let gone = now.iter().filter(|one| one.is_null()).count();
        assert!(gone == 0 || gone == slugs.len(), "half of it: {now:?}");
        assert!(
            !answered || gone == slugs.len(),
            "what was answered is done: {now:?}"
        );
        removed += gone;
        assert!(office.lines("removed") <= removed, "after {after} ms");
    }
    // The audit is told at the next start, or at the latest with the next change.
    let last =
        json!({ "decision": "move", "collection": "Tủ cuối", "documents": STAYING, "opened": 3 });
    assert_eq!(office.admin.send_json("POST", "/api/keeping", &last).0, 200);
    assert_eq!(office.lines("removed"), removed);
    assert_eq!(office.lines("moved"), moved + 1);
    let ending = [STAYING[0], STAYING[2]];
    for after in MOMENTS {
        let day = format!("2026-01-{:02}", 20 - after.min(10));
        let decision = json!({ "decision": "retire", "day": day, "reason": "Mẫu" });
        let (answered, _) = office.kept(&decision, &ending, "slug", after);
        let until = |slug: &&str| {
            let document = office.admin.read(&format!("/api/documents/{slug}"));
            document["until"].clone()
        };
        let now: Vec<Value> = ending.iter().map(until).collect();
        assert!(now.iter().all(|one| one == &now[0]), "half of it: {now:?}");
        assert!(
            !answered || !now[0].is_null(),
            "what was answered is done: {now:?}"
        );
    }
    let audit = office.program.run(&["audit", "verify", "--json"]).json();
    assert_eq!(audit["whole"], true, "{audit}");
    office.program.run(&["check", "--deep"]).success();
}

#[test]
fn an_account_is_made_whole_or_not_at_all() {
    let mut office = Office::new();
    let before = office.lines("person_added");
    for (number, after) in MOMENTS.into_iter().enumerate() {
        let name = format!("nguoi.{number}");
        let body = json!({ "name": name, "shown": "Người mẫu", "roles": ["official"] });
        let admin = office.admin.clone();
        let answered = office.stopped(&admin, "POST", "/api/people", &body, after);
        let people = office.admin.read("/api/people");
        let held = people.to_string().contains(&format!("\"{name}\""));
        assert!(
            held || !matches!(answered, Some(200 | 201)),
            "{answered:?} {people:#}"
        );
        let made = people.as_array().map_or(0, |all| {
            let new = |one: &&Value| {
                one["name"]
                    .as_str()
                    .is_some_and(|name| name.starts_with("nguoi."))
            };
            all.iter().filter(new).count()
        });
        assert_eq!(
            office.lines("person_added"),
            before + made,
            "after {after} ms"
        );
    }
    let audit = office.program.run(&["audit", "verify", "--json"]).json();
    assert_eq!(audit["whole"], true, "{audit}");
}
