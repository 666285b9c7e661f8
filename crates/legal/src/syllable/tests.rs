//! Tests of parting text into syllables.

use proptest::prelude::*;

use super::*;

fn check(text: &str, expect: &[&str]) {
    let found: Vec<String> = syllables(text)
        .into_iter()
        .map(|(_, syllable)| syllable)
        .collect();
    assert_eq!(found, expect, "{text:?}");
}

#[test]
fn splits_into_syllables() {
    check(
        "Hoà giải, thuỷ lợi; Uỷ ban, khoẻ, quý, hoàn",
        &[
            "hòa", "giải", "thủy", "lợi", "ủy", "ban", "khỏe", "quý", "hoàn",
        ],
    );
    check(
        "Nghị định 30/2020/NĐ-CP ngày 05/3/2020.",
        &["nghị", "định", "30/2020/nđ-cp", "ngày", "05/3/2020"],
    );
    check(
        "thông tư 18/2022/TT-\nBLĐTBXH",
        &["thông", "tư", "18/2022/tt-blđtbxh"],
    );
    check("18/2022/TT–BTC", &["18/2022/tt-btc"]);
    check(
        "417/QĐ-BNNMT 417/qđ-bnnmt",
        &["417/qđ-bnnmt", "417/qđ-bnnmt"],
    );
    check(
        "18-NQ/TW, 66.16/2026/NQ-CP, 30a/2008/NQ-CP",
        &["18-nq/tw", "66.16/2026/nq-cp", "30a/2008/nq-cp"],
    );
    check(
        "2.530.000 đồng/người, 0,5%",
        &["2.530.000", "đồng", "người", "0,5"],
    );
    check(
        "100/người và/hoặc 10-15",
        &["100", "người", "và", "hoặc", "10", "15"],
    );
    check("06-12-2021, 24/7.", &["06-12-2021", "24/7"]);
    check("Điều 5.Quỹ", &["điều", "5", "quỹ"]);
    check("KINH TẾ - XÃ HỘI", &["kinh", "tế", "xã", "hội"]);
    check("thu\u{309}y", &["thủy"]);
    check("NÐ\u{200b}CP", &["nđcp"]);
    check("", &[]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn syllables_are_in_order_and_folding_again_changes_nothing(text in "[\\PCÀ-ỹ0-9/.,\n -]{0,60}") {
        let mut end = 0;
        for (range, syllable) in syllables(&text) {
            prop_assert!(range.start >= end && !syllable.is_empty());
            prop_assert!(text.get(range.clone()).is_some());
            end = range.end;
        }
    }

    #[test]
    fn pieces_have_the_syllables_of_the_whole(text in "([\\PCÀ-ỹ]|[ \n/.,:–-]|[0-9]{1,2}|TT|BLĐ){0,40}") {
        let whole: Vec<String> = syllables(&text).into_iter().map(|(_, syllable)| syllable).collect();
        let parts: Vec<String> = pieces(&text).flat_map(syllables).map(|(_, syllable)| syllable).collect();
        prop_assert_eq!(whole, parts);
    }
}
