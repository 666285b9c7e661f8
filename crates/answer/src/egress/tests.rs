//! The guard over all policies, levels and endpoints; what a prompt holds of what was kept back.

use models::Endpoint::{self, Loopback, Named};
use proptest::prelude::*;
use search::Confidentiality::{self, Internal, Public, Restricted};

use super::*;
use crate::PersonalRule;
use crate::draft::Draft;
use crate::prompt::prompt;
use crate::samples::{evidence, on};

/// Evidence of a level; its words hold the level's name and nothing else does.
fn of_level(level: Option<Confidentiality>, number: usize) -> Evidence {
    let word = level.map_or("unstated", Confidentiality::name);
    let mut one = evidence("dieu-1", &format!("chữ của {word} số {number}"));
    one.passage = number as u64;
    one.document.confidentiality = level;
    one
}

fn any_level() -> impl Strategy<Value = Option<Confidentiality>> {
    prop_oneof![
        Just(None),
        Just(Some(Public)),
        Just(Some(Internal)),
        Just(Some(Restricted))
    ]
}

fn any_endpoint() -> impl Strategy<Value = Endpoint> {
    prop_oneof![Just(Endpoint::None), Just(Loopback), Just(Named)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// What goes is what a line of the table allows, and nothing else: recomputed here without the table's own code.
    #[test]
    fn nothing_passes_that_no_line_allows(
        lines in proptest::collection::vec((any_level(), any_endpoint()), 0..8),
        unstated in any_level(),
        levels in proptest::collection::vec(any_level(), 0..6),
        endpoint in any_endpoint(),
    ) {
        let unstated = unstated.unwrap_or(Internal);
        let lines: Vec<(Confidentiality, Endpoint)> =
            lines.into_iter().filter_map(|(level, to)| Some((level?, to))).collect();
        let policy = Policy::closed().allowing(&lines).with_unstated(unstated);
        let found: Vec<Evidence> = (1..).zip(&levels).map(|(n, level)| of_level(*level, n)).collect();
        let mut egress = Egress::to(endpoint);
        let admitted = admit(&policy, &mut egress, "hỏi", &found);
        let may = |level: Option<Confidentiality>| {
            endpoint != Endpoint::None && lines.contains(&(level.unwrap_or(unstated), endpoint))
        };
        let expect: Vec<usize> =
            (1..).zip(&levels).filter(|(_, level)| may(**level)).map(|(n, _)| n).collect();
        match admitted {
            Ok(admitted) => {
                let numbers: Vec<usize> = admitted.evidence().iter().map(|(n, _)| *n).collect();
                prop_assert_eq!(&numbers, &expect);
                prop_assert_eq!(egress.kept_back, levels.len() - expect.len());
                let shown = prompt(&admitted, on(), 24_000, "n0nce");
                let said: String = shown.messages.iter().map(|one| one.content.as_str()).collect();
                for (n, level) in (1..).zip(&levels) {
                    let word = level.map_or("unstated", Confidentiality::name);
                    let shown = said.contains(&format!("chữ của {word} số {n}"));
                    prop_assert_eq!(shown, may(*level), "{} {:?}", n, level);
                }
            }
            Err(denied) => {
                prop_assert_eq!(denied, Denied::Policy);
                prop_assert!(expect.is_empty());
            }
        }
    }
}

#[test]
fn without_settings_public_goes_anywhere_internal_stays_here_and_restricted_nowhere() {
    let policy = Policy::default();
    let row = |level| [Endpoint::None, Loopback, Named].map(|to| policy.allows(level, to));
    assert_eq!(row(Some(Public)), [false, true, true]);
    assert_eq!(row(Some(Internal)), [false, true, false]);
    assert_eq!(row(Some(Restricted)), [false, false, false]);
    assert_eq!(
        row(None),
        row(Some(Internal)),
        "nobody stated that it is public"
    );
    assert_eq!(policy.personal(), PersonalRule::Mask);
    for level in Confidentiality::ALL {
        assert!(!Policy::closed().allows(Some(level), Loopback));
    }
}

#[test]
fn a_quote_of_what_was_kept_back_names_no_evidence() {
    let found = [of_level(Some(Restricted), 1), of_level(Some(Public), 2)];
    let mut egress = Egress::to(Named);
    let admitted = admit(&Policy::default(), &mut egress, "hỏi", &found).expect("one may go");
    let shown = prompt(&admitted, on(), 24_000, "n0nce");
    let claim = crate::DraftClaim {
        text: "Đoán".to_owned(),
        quotes: vec![
            (1, "a".to_owned()),
            (2, "b".to_owned()),
            (3, "c".to_owned()),
        ],
        ..crate::DraftClaim::default()
    };
    let draft = Draft {
        claim,
        ..Draft::default()
    };
    let numbers = shown.own(draft).claim.quotes.into_iter().map(|(n, _)| n);
    assert_eq!(numbers.collect::<Vec<_>>(), [0, 2, 0]);
}

#[test]
fn personal_data_is_masked_or_the_question_stays_here() {
    let question = "Bà Trần Thị Hoa, CCCD 079185001234, có được cấp sổ đỏ không?";
    let found = [of_level(Some(Public), 1)];
    for endpoint in [Loopback, Named] {
        let mut egress = Egress::to(endpoint);
        let admitted = admit(&Policy::default(), &mut egress, question, &found).expect("it goes");
        assert_eq!(
            admitted.question(),
            "Bà [HỌ TÊN], CCCD [CCCD], có được cấp sổ đỏ không?"
        );
        assert_eq!(egress.handling, Handling::Masked);
        let words: Vec<&str> = egress
            .personal
            .iter()
            .map(|(_, words)| words.as_str())
            .collect();
        assert_eq!(words, ["Trần Thị Hoa", "079185001234"]);
        let policy = Policy::default().with_personal(PersonalRule::Block);
        let mut egress = Egress::to(endpoint);
        let denied = admit(&policy, &mut egress, question, &found).expect_err("it stays");
        assert_eq!(
            (denied, egress.handling),
            (Denied::Personal, Handling::Kept)
        );
        assert_eq!(egress.personal.len(), 2);
        let plain = admit(&policy, &mut egress, "Cấp sổ đỏ mất bao lâu?", &found);
        assert_eq!(
            plain.expect("nothing personal").question(),
            "Cấp sổ đỏ mất bao lâu?"
        );
    }
}
