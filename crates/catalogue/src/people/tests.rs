//! Coming in, staying in, and being kept out.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, ToSpan as _};
use tempfile::TempDir;

use super::*;
use crate::{Collection, audit::Deed};

const PASSWORD: &str = "mưa rào tháng sáu";
const OTHER: &str = "nắng hanh tháng mười";

/// An office with one administrator and one official, at nine in the morning.
struct Office {
    folder: TempDir,
    people: People,
    now: Timestamp,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let people = People::new(folder.path());
        let now: Timestamp = "2026-03-02T02:00:00Z".parse().unwrap();
        let office = Self {
            folder,
            people,
            now,
        };
        office.add("an", &[Role::Admin]);
        office.add("binh", &[Role::Official]);
        office
    }

    fn add(&self, name: &str, roles: &[Role]) {
        let person = NewPerson {
            name: name.to_owned(),
            shown: String::new(),
            roles: roles.iter().copied().collect(),
        };
        self.people
            .add(&self.act("(terminal)"), &person, Some(PASSWORD))
            .unwrap();
    }

    fn act(&self, who: &str) -> Act {
        self.act_at(who, 0)
    }

    fn act_at(&self, who: &str, seconds: i64) -> Act {
        Act {
            who: who.to_owned(),
            at: self.now + seconds.seconds(),
            from: "10.0.0.7".to_owned(),
        }
    }

    fn sign_in(&self, name: &str, password: &str, seconds: i64) -> Entry<(Secret, Person)> {
        let act = self.act_at("", seconds);
        self.people.sign_in(&act, name, password).unwrap()
    }

    fn enter(&self, name: &str, seconds: i64) -> Secret {
        match self.sign_in(name, PASSWORD, seconds) {
            Entry::Fits((secret, _)) => secret,
            other => panic!("{name} could not come in: {other:?}"),
        }
    }

    fn is_in(&self, secret: &Secret, seconds: i64) -> bool {
        let now = self.now + seconds.seconds();
        self.people
            .of_session(secret.reveal(), now)
            .unwrap()
            .is_some()
    }

    fn deeds(&self) -> Vec<String> {
        let mut lines = self.people.audit(None, 1_000).unwrap();
        lines.reverse();
        lines.into_iter().map(|line| line.deed).collect()
    }
}

fn refused<T: std::fmt::Debug>(done: Result<T, Error>) -> Refusal {
    match done {
        Err(Error::Person(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn nobody_is_there_at_first_and_asking_makes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let people = People::new(folder.path());
    assert!(!people.any().unwrap());
    assert!(people.all().unwrap().is_empty());
    assert!(people.hidden_from(None).unwrap().is_empty());
    assert_eq!(people.of_session("x", Timestamp::MIN).unwrap(), None);
    assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none());
}

#[test]
fn whoever_knows_the_password_comes_in_and_nobody_else() {
    let office = Office::new();
    let secret = office.enter("binh", 0);
    assert!(office.is_in(&secret, 1));
    assert_eq!(secret.reveal().len(), 64);
    assert!(matches!(
        office.sign_in("BINH ", PASSWORD, 2),
        Entry::Fits(_)
    ));
    assert!(matches!(office.sign_in("binh", OTHER, 3), Entry::Wrong));
    assert!(matches!(
        office.sign_in("nobody", PASSWORD, 4),
        Entry::Wrong
    ));
    assert!(!office.is_in(&Secret::fresh().unwrap(), 5));
}

#[test]
fn a_session_ends_by_idling_by_age_and_when_it_is_ended() {
    let office = Office::new();
    let idle = office.enter("binh", 0);
    assert!(office.is_in(&idle, 29 * 60));
    assert!(office.is_in(&idle, 58 * 60), "use keeps it");
    assert!(!office.is_in(&idle, 58 * 60 + 30 * 60));

    let old = office.enter("binh", 0);
    for minute in (0..12 * 60).step_by(20) {
        assert!(office.is_in(&old, minute * 60), "minute {minute}");
    }
    assert!(!office.is_in(&old, 12 * 60 * 60), "twelve hours are over");

    let (one, two) = (office.enter("binh", 0), office.enter("binh", 0));
    let (session, _) = office
        .people
        .of_session(one.reveal(), office.now)
        .unwrap()
        .unwrap();
    let act = office.act("binh");
    office
        .people
        .end(&act, "binh", Ended::One(session.row))
        .unwrap();
    assert!(!office.is_in(&one, 1) && office.is_in(&two, 1));
    office.people.end(&act, "binh", Ended::All).unwrap();
    assert!(!office.is_in(&two, 1));
}

#[test]
fn every_session_dies_with_a_right_that_is_taken_or_a_password_that_changes() {
    type Change = fn(&Office, &Act);
    let changes: [(&str, Change); 5] = [
        ("disabled", |office, act| {
            office.people.set_disabled(act, "binh", true).unwrap();
        }),
        ("other roles", |office, act| {
            let roles = BTreeSet::from([Role::Leader]);
            office.people.set_roles(act, "binh", &roles).unwrap();
        }),
        ("own password", |office, act| {
            office
                .people
                .change_password(act, "binh", PASSWORD, OTHER)
                .unwrap();
        }),
        ("password set", |office, act| {
            office.people.set_password(act, "binh", OTHER).unwrap();
        }),
        ("other groups", |office, act| {
            let group = Group::new("Địa chính").unwrap();
            office.people.add_group(act, &group).unwrap();
            office
                .people
                .set_groups(act, "binh", &BTreeSet::from([group]))
                .unwrap();
        }),
    ];
    for (what, change) in changes {
        let office = Office::new();
        let (his, hers) = (office.enter("binh", 0), office.enter("an", 0));
        change(&office, &office.act("an"));
        assert!(!office.is_in(&his, 0), "{what}");
        assert!(office.is_in(&hers, 0), "{what}: of another person");
    }
}

#[test]
fn five_failures_close_an_account_for_a_quarter_of_an_hour() {
    let office = Office::new();
    for second in 0..4 {
        assert!(matches!(
            office.sign_in("binh", OTHER, second),
            Entry::Wrong
        ));
    }
    assert!(matches!(office.sign_in("binh", OTHER, 4), Entry::Wrong));
    let Entry::Wait(until) = office.sign_in("binh", PASSWORD, 5) else {
        panic!("the sixth is looked at");
    };
    assert_eq!(until, office.now + SignedDuration::from_secs(4 + 15 * 60));
    assert!(
        matches!(office.sign_in("an", PASSWORD, 6), Entry::Fits(_)),
        "others come in"
    );
    assert!(matches!(
        office.sign_in("binh", PASSWORD, 5 + 15 * 60),
        Entry::Fits(_)
    ));
    assert!(office.deeds().contains(&"locked_out".to_owned()));
}

/// The same for a name that nobody has: nothing tells it from one that somebody has.
#[test]
fn a_name_that_nobody_has_is_closed_as_well_and_not_written_down() {
    let office = Office::new();
    for second in 0..5 {
        assert!(matches!(
            office.sign_in("mat khau cua toi", OTHER, second),
            Entry::Wrong
        ));
    }
    assert!(matches!(
        office.sign_in("mat khau cua toi", OTHER, 6),
        Entry::Wait(_)
    ));
    let lines = office.people.audit(None, 100).unwrap();
    assert!(
        lines.iter().all(|line| !line.about.contains("mat khau")),
        "{lines:#?}"
    );
}

/// Ten thousand guesses over three days: at most five are looked at in a quarter of an hour, and the owner comes in from
/// elsewhere a quarter of an hour after the last.
#[test]
fn guessing_is_slow_and_keeps_nobody_out_for_long() {
    let office = Office::new();
    let mut looked_at = Vec::new();
    let mut second = 0;
    // One guess every 26 seconds; what is closed is not looked at, and takes no time here.
    let all = |change: &Transaction<'_>| {
        for _ in 0..10_000 {
            second += 26;
            let act = office.act_at("", second);
            if entry::reserve(change, &act, "binh")?.is_none() {
                looked_at.push(second);
            }
        }
        Ok(())
    };
    office.people.write(all).unwrap();
    let most = looked_at
        .iter()
        .map(|start| {
            looked_at
                .iter()
                .filter(|at| (*start..start + 15 * 60).contains(*at))
                .count()
        })
        .max();
    assert_eq!(most, Some(5), "{looked_at:?}");
    let elsewhere = Act {
        from: "10.0.0.8".to_owned(),
        ..office.act_at("", second + 15 * 60)
    };
    let entered = office.people.sign_in(&elsewhere, "binh", PASSWORD).unwrap();
    assert!(matches!(entered, Entry::Fits(_)), "{entered:?}");
}

#[test]
fn a_hundred_guesses_at_once_are_five() {
    let office = Office::new();
    let looked_at = std::thread::scope(|scope| {
        let guesses: Vec<_> = (0..16)
            .map(|_| scope.spawn(|| matches!(office.sign_in("binh", OTHER, 0), Entry::Wrong)))
            .collect();
        guesses
            .into_iter()
            .filter(|_| true)
            .map(|one| one.join().unwrap())
            .filter(|is| *is)
            .count()
    });
    assert_eq!(looked_at, 5);
}

#[test]
fn somebody_always_keeps_the_accounts() {
    let office = Office::new();
    let act = office.act("an");
    let official = BTreeSet::from([Role::Official]);
    assert_eq!(
        refused(office.people.set_roles(&act, "an", &official)),
        Refusal::LastAdmin
    );
    assert_eq!(
        refused(office.people.set_disabled(&act, "an", true)),
        Refusal::LastAdmin
    );
    office.add("chi", &[Role::Admin, Role::Checker]);
    office.people.set_disabled(&act, "an", true).unwrap();
    assert_eq!(
        refused(office.people.set_disabled(&act, "chi", true)),
        Refusal::LastAdmin
    );
}

#[test]
fn what_cannot_be_an_account_is_refused() {
    let office = Office::new();
    let check = |name: &str, shown: &str, roles: &[Role], password: &str, expect: Refusal| {
        let person = NewPerson {
            name: name.to_owned(),
            shown: shown.to_owned(),
            roles: roles.iter().copied().collect(),
        };
        let added = office
            .people
            .add(&office.act("an"), &person, Some(password));
        assert_eq!(refused(added), expect, "{name:?} {shown:?}");
    };
    let role = &[Role::Official];
    check("binh", "", role, PASSWORD, Refusal::NameTaken);
    check("Bình", "", role, PASSWORD, Refusal::BadName);
    check("a b", "", role, PASSWORD, Refusal::BadName);
    check("(terminal)", "", role, PASSWORD, Refusal::BadName);
    check("x", "", role, PASSWORD, Refusal::BadName);
    check("chi", "a\u{7}b", role, PASSWORD, Refusal::BadShown);
    check("chi", "", &[], PASSWORD, Refusal::NoRole);
    check("chi", "", role, "ngắn", Refusal::ShortPassword);
    check("chi", "", role, "matkhau123456", Refusal::CommonPassword);
}

#[test]
fn one_time_addresses_work_once() {
    let folder = tempfile::tempdir().unwrap();
    let people = People::new(folder.path());
    let at: Timestamp = "2026-03-02T02:00:00Z".parse().unwrap();
    let act = |hours: i64| Act {
        who: "(terminal)".to_owned(),
        at: at + SignedDuration::from_hours(hours),
        from: String::new(),
    };
    let older = people
        .invite_first(&act(0))
        .unwrap()
        .expect("nobody is there");
    let first = people
        .invite_first(&act(0))
        .unwrap()
        .expect("nobody is there");
    let person = NewPerson {
        name: "an".to_owned(),
        shown: "Nguyễn Thị An".to_owned(),
        roles: BTreeSet::new(),
    };
    let accept = |secret: &Secret, hours| {
        people.accept_first(&act(hours), secret.reveal(), &person, PASSWORD)
    };
    assert_eq!(
        refused(accept(&older, 1)),
        Refusal::NoInvitation,
        "a later one took its place"
    );
    assert_eq!(
        refused(accept(&first, 24)),
        Refusal::NoInvitation,
        "a day is over"
    );
    let (_, made) = accept(&first, 1).unwrap();
    assert_eq!(made.roles, BTreeSet::from(Role::ALL));
    assert_eq!(refused(accept(&first, 1)), Refusal::NoInvitation);
    assert!(people.invite_first(&act(2)).unwrap().is_none());

    let reset = people.invite(&act(2), "an").unwrap();
    assert!(
        matches!(
            people.sign_in(&act(2), "an", PASSWORD).unwrap(),
            Entry::Fits(_)
        ),
        "the old one still fits"
    );
    people.accept(&act(3), reset.reveal(), OTHER).unwrap();
    assert_eq!(
        refused(people.accept(&act(3), reset.reveal(), PASSWORD)),
        Refusal::NoInvitation
    );
    assert!(matches!(
        people.sign_in(&act(4), "an", PASSWORD).unwrap(),
        Entry::Wrong
    ));
    assert!(matches!(
        people.sign_in(&act(4), "an", OTHER).unwrap(),
        Entry::Fits(_)
    ));
}

#[test]
fn a_token_allows_no_more_than_its_owner_may() {
    let office = Office::new();
    let act = office.act("an");
    office
        .people
        .set_roles(&act, "an", &BTreeSet::from([Role::Admin, Role::Official]))
        .unwrap();
    let token = |roles: &[Role], days: i64| NewToken {
        name: "Trợ lý văn phòng".to_owned(),
        roles: roles.iter().copied().collect(),
        expires: office.now + SignedDuration::from_hours(24 * days),
    };
    let add = |token: &NewToken| office.people.add_token(&act, "an", token);
    assert_eq!(refused(add(&token(&[Role::Checker], 30))), Refusal::NoRole);
    assert_eq!(
        refused(add(&token(&[Role::Official], 0))),
        Refusal::BadExpiry
    );
    assert_eq!(
        refused(add(&token(&[Role::Official], 400))),
        Refusal::BadExpiry
    );
    let shown = add(&token(&[Role::Official, Role::Checker], 30)).unwrap();
    let of = |shown: &str, days: i64| {
        let now = office.now + SignedDuration::from_hours(24 * days);
        office.people.of_token(shown, now).unwrap()
    };
    assert_eq!(
        of(&shown, 1).unwrap().roles,
        BTreeSet::from([Role::Official])
    );
    assert_eq!(of(&shown, 30), None, "ran out");
    assert_eq!(of(shown.trim_start_matches("cancu_"), 1), None);
    office.add("chi", &[Role::Admin]);
    office
        .people
        .set_roles(&act, "an", &BTreeSet::from([Role::Admin]))
        .unwrap();
    assert!(
        of(&shown, 1).unwrap().roles.is_empty(),
        "a role that was taken is gone from tokens"
    );
    office.people.set_disabled(&act, "an", true).unwrap();
    assert_eq!(of(&shown, 1), None);
    office.people.set_disabled(&act, "an", false).unwrap();
    let row = office.people.tokens("an").unwrap()[0].row;
    assert!(
        !office.people.revoke(&act, "binh", row).unwrap(),
        "somebody else's"
    );
    assert!(office.people.revoke(&act, "an", row).unwrap());
    assert_eq!(of(&shown, 1), None);
}

#[test]
fn what_is_given_to_a_group_is_seen_by_its_members_alone() {
    let office = Office::new();
    let act = office.act("an");
    let name = |name: &str| Collection::new(name).unwrap();
    let group = |name: &str| Group::new(name).unwrap();
    let (land, staff) = (group("Địa chính"), group("Tổ chức"));
    for one in [&land, &staff] {
        office.people.add_group(&act, one).unwrap();
    }
    office
        .people
        .give(&act, &name("Đất đai"), &BTreeSet::from([land.clone()]))
        .unwrap();
    office
        .people
        .give(&act, &name("Nhân sự"), &BTreeSet::from([staff.clone()]))
        .unwrap();
    office
        .people
        .give(
            &act,
            &name("Chung"),
            &BTreeSet::from([staff.clone(), land.clone()]),
        )
        .unwrap();
    let hidden = |who: Option<&str>| -> Vec<String> {
        let person = who.map(|who| office.people.find(who).unwrap().unwrap());
        let hidden = office.people.hidden_from(person.as_ref()).unwrap();
        hidden.iter().map(|name| name.as_str().to_owned()).collect()
    };
    let all = ["Chung", "Nhân sự", "Đất đai"];
    assert_eq!(hidden(None), all);
    assert_eq!(
        hidden(Some("an")),
        all,
        "an administrator sees no more than others"
    );
    office
        .people
        .set_groups(&act, "binh", &BTreeSet::from([land.clone()]))
        .unwrap();
    assert_eq!(hidden(Some("binh")), ["Nhân sự"]);
    assert_eq!(
        refused(office.people.remove_group(&act, &land)),
        Refusal::GroupHolds
    );
    office
        .people
        .give(&act, &name("Đất đai"), &BTreeSet::new())
        .unwrap();
    assert_eq!(hidden(None), ["Chung", "Nhân sự"]);
    let unknown = BTreeSet::from([group("Không có")]);
    assert_eq!(
        refused(office.people.set_groups(&act, "binh", &unknown)),
        Refusal::NoSuchGroup
    );
    assert_eq!(
        office.people.find("binh").unwrap().unwrap().groups,
        BTreeSet::from([land]),
        "nothing of it was done"
    );
}

/// The file, its log and its index hold no live secret and no password.
#[test]
fn nothing_that_opens_a_door_lies_on_the_disk() {
    let office = Office::new();
    let session = office.enter("binh", 0);
    let act = office.act("an");
    let invitation = office.people.invite(&act, "binh").unwrap();
    let token = NewToken {
        name: "x".to_owned(),
        roles: BTreeSet::from([Role::Official]),
        expires: office.now + SignedDuration::from_hours(24),
    };
    let token = office.people.add_token(&act, "binh", &token).unwrap();
    let secrets = [
        session.reveal(),
        invitation.reveal(),
        token.trim_start_matches("cancu_"),
        PASSWORD,
    ];
    for entry in std::fs::read_dir(office.folder.path()).unwrap() {
        use std::os::unix::fs::PermissionsExt as _;
        let path = entry.unwrap().path();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}: others may read it", path.display());
        let bytes = std::fs::read(&path).unwrap();
        for secret in secrets {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!found, "{}", path.display());
        }
    }
    assert_eq!(format!("{session:?}"), "Secret(…)");
}

#[test]
fn every_decision_is_told_once() {
    let office = Office::new();
    let act = office.act("an");
    let secret = office.enter("binh", 0);
    let (session, _) = office
        .people
        .of_session(secret.reveal(), office.now)
        .unwrap()
        .unwrap();
    office
        .people
        .end(&office.act("binh"), "binh", Ended::One(session.row))
        .unwrap();
    office
        .people
        .set_roles(&act, "binh", &BTreeSet::from([Role::Checker]))
        .unwrap();
    office
        .people
        .set_roles(&act, "binh", &BTreeSet::from([Role::Checker]))
        .unwrap();
    office
        .people
        .note(&act, Deed::Loaded, "a.pdf", "3")
        .unwrap();
    assert_eq!(
        office.deeds(),
        [
            "person_added",
            "person_added",
            "signed_in",
            "signed_out",
            "roles_changed",
            "loaded"
        ]
    );
    let lines = office.people.audit(Some(6), 1).unwrap();
    assert_eq!(
        (lines[0].who.as_str(), lines[0].about.as_str()),
        ("an", "binh")
    );
    assert_eq!(lines[0].detail, "official → checker");
    assert_eq!(lines[0].from, "10.0.0.7");
}

/// Whoever the provider gave no role any more kept those of the last time, and the sessions with them.
#[test]
fn whom_the_provider_gives_no_role_any_more_has_none_and_no_session() {
    let office = Office::new();
    let vouched = |roles: &[Role]| VouchedPerson {
        issuer: "https://id.example".to_owned(),
        subject: "7".to_owned(),
        name: "chi".to_owned(),
        shown: String::new(),
        roles: roles.iter().copied().collect(),
    };
    let come = |roles: &[Role], seconds| {
        let act = office.act_at("", seconds);
        office.people.enter_vouched(&act, &vouched(roles))
    };
    come(&[Role::Checker], 1).unwrap();
    let roles = || office.people.find("chi").unwrap().unwrap().roles;
    let sessions = || {
        let now = office.now + 9.seconds();
        office.people.sessions("chi", now).unwrap().len()
    };
    assert_eq!((roles().len(), sessions()), (1, 1));
    assert!(come(&[], 2).is_err());
    assert_eq!((roles().len(), sessions()), (0, 0));
    come(&[Role::Official], 3).unwrap();
    assert_eq!(roles(), BTreeSet::from([Role::Official]));
}
