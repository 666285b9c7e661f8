//! The doors of all routes against the table that was reviewed by people (`reviewed.txt`), and who gets through which.

use std::collections::BTreeSet;

use super::*;
use crate::router;

/// As it stands in the table.
fn words(door: Door) -> String {
    match door {
        Door::Everyone => "everyone".to_owned(),
        Door::Person => "person".to_owned(),
        Door::Somebody => "somebody".to_owned(),
        Door::Own => "own".to_owned(),
        Door::Keeper => "keeper".to_owned(),
        Door::Signer => "signer".to_owned(),
        Door::Roles(roles) => {
            let names: Vec<&str> = roles.iter().map(|role| role.name()).collect();
            names.join(",")
        }
    }
}

#[test]
fn every_route_has_the_door_that_was_reviewed() {
    let declared = router::declared();
    let declared: BTreeSet<String> = declared
        .iter()
        .map(|route| format!("{} {} {}", route.method, route.path, words(route.door)))
        .collect();
    let reviewed: BTreeSet<String> = include_str!("reviewed.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let unreviewed: Vec<&String> = declared.difference(&reviewed).collect();
    let gone: Vec<&String> = reviewed.difference(&declared).collect();
    assert!(
        unreviewed.is_empty() && gone.is_empty(),
        "not reviewed: {unreviewed:#?}\nreviewed, but no route: {gone:#?}"
    );
}

#[test]
fn who_gets_through() {
    use Role::{Admin, Checker, Leader, Official};
    fn check(door: Door, visitor: &Visitor, expect: &Result<(), Failure>) {
        assert_eq!(&door.open(visitor), expect, "{door:?} {visitor:?}");
    }
    let (alone, stranger) = (Visitor::alone(), Visitor::stranger());
    const ADMINS: Door = Door::Roles(&[Admin]);
    for door in [
        Door::Everyone,
        Door::Person,
        Door::Somebody,
        Door::Own,
        Door::Keeper,
        Door::Signer,
        ADMINS,
    ] {
        let unknown = match door {
            Door::Everyone => Ok(()),
            _ => Err(Failure::SignIn),
        };
        check(door, &stranger, &unknown);
        let by_oneself = match door {
            Door::Own | Door::Keeper | Door::Signer => Err(Failure::NoAccounts),
            _ => Ok(()),
        };
        check(door, &alone, &by_oneself);
        for role in [Official, Checker, Admin, Leader] {
            let allowed = match door {
                Door::Keeper | Door::Roles(_) if role != Admin => Err(Failure::NotAllowed),
                Door::Signer if role != Checker => Err(Failure::NotAllowed),
                _ => Ok(()),
            };
            check(door, &Visitor::signed_in(role), &allowed);
            let program = match door {
                Door::Somebody | Door::Own | Door::Keeper | Door::Signer => {
                    Err(Failure::NotAllowed)
                }
                Door::Roles(_) if role != Admin => Err(Failure::NotAllowed),
                _ => Ok(()),
            };
            check(door, &Visitor::program(role), &program);
        }
    }
}
