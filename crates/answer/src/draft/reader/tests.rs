//! What models send, and what is read of it.

use proptest::prelude::*;

use super::{ClaimKind, Draft, DraftReader};

fn read(parts: &[&str]) -> (Vec<Draft>, bool) {
    let mut reader = DraftReader::default();
    let mut drafts: Vec<Draft> = parts.iter().flat_map(|part| reader.push(part)).collect();
    drafts.extend(reader.end());
    (drafts, reader.says_none())
}

/// `expect`: the claims as `text|number:quote|…`.
fn check(name: &str, output: &str, expect: &[&str]) {
    let show = |draft: &Draft| {
        let claim = &draft.claim;
        let mut quotes = claim.quotes.iter();
        let quotes: String = quotes
            .by_ref()
            .map(|(n, words)| format!("|{n}:{words}"))
            .collect();
        let kind = match claim.kind {
            ClaimKind::Plain => String::new(),
            kind => format!("{kind:?} "),
        };
        let replaces = draft.replaces.map(|number| format!("{number}→ "));
        format!(
            "{}{kind}{}{quotes}",
            replaces.unwrap_or_default(),
            claim.sentence()
        )
    };
    let (drafts, _) = read(&[output]);
    assert_eq!(
        drafts.iter().map(show).collect::<Vec<_>>(),
        expect,
        "{name}"
    );
    let letters: Vec<String> = output.chars().map(String::from).collect();
    let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
    assert_eq!(read(&letters).0, drafts, "{name}, letter by letter");
}

const ONE: &str =
    r#"{"claim": "Hạn là 5 ngày.", "quotes": [{"evidence": 1, "quote": "trong 5 ngày"}]}"#;
const TWO: &str = r#"{"claim": "Nộp tại xã.", "quotes": [{"evidence": 2, "quote": "nộp tại xã"}]}"#;
const READ_ONE: &str = "Hạn là 5 ngày.|1:trong 5 ngày";
const READ_TWO: &str = "Nộp tại xã.|2:nộp tại xã";

#[test]
fn json() {
    check("lines", &format!("{ONE}\n{TWO}\n"), &[READ_ONE, READ_TWO]);
    check("no line end", &format!("{ONE}{TWO}"), &[READ_ONE, READ_TWO]);
    check(
        "fences",
        &format!("```json\n{ONE}\n{TWO}\n```"),
        &[READ_ONE, READ_TWO],
    );
    check(
        "array",
        &format!("[\n{ONE},\n{TWO}\n]"),
        &[READ_ONE, READ_TWO],
    );
    check(
        "prose between",
        &format!("Dưới đây là trả lời:\n{ONE}\nNgoài ra:\n{TWO}\nHết."),
        &[READ_ONE, READ_TWO],
    );
    check(
        "a wrapper",
        &format!("{{\"claims\": [{ONE}, {TWO}]}}"),
        &[READ_ONE, READ_TWO],
    );
    let pretty = "{\n  \"claim\": \"Hạn là 5 ngày.\",\n  \"quotes\": [\n    {\n      \"evidence\": 1,\n      \"quote\": \"trong 5 ngày\",\n    },\n  ],\n}";
    check("pretty, trailing commas", pretty, &[READ_ONE]);
    check(
        "a line break in a string",
        &ONE.replace("trong 5", "trong\n5"),
        &[READ_ONE],
    );
    check(
        "number as text",
        &ONE.replace(": 1,", ": \"[1]\","),
        &[READ_ONE],
    );
    check(
        "beside the claim",
        r#"{"claim": "Hạn là 5 ngày.", "evidence": 1, "quote": "trong 5 ngày"}"#,
        &[READ_ONE],
    );
    check(
        "texts",
        r#"{"claim": "Hạn là 5 ngày.", "evidence": 1, "quotes": ["trong 5 ngày"]}"#,
        &[READ_ONE],
    );
    check(
        "braces in a string",
        r#"{"claim": "a {b} \"c\" \\", "quotes": []}"#,
        &["a {b} \"c\" \\"],
    );
    let broken = r#"{"claim": "gọi là "văn thư" nhé", "quotes": [}"#;
    check("a broken line", &format!("{broken}\n{TWO}\n"), &[READ_TWO]);
    check("cut off", &format!("{ONE}\n{}", &TWO[..30]), &[READ_ONE]);
    check(
        "bad number",
        r#"{"claim": "a", "quotes": [{"evidence": -1, "quote": "b"}]}"#,
        &["a|0:b"],
    );
    check(
        "no number",
        r#"{"claim": "a", "quotes": [{"quote": "b"}, 7, null]}"#,
        &["a|0:b"],
    );
    check(
        "other JSON",
        r#"{"tool": "rm", "arguments": {"x": 1}}"#,
        &[],
    );
    check(
        "thoughts",
        &format!("<think>{TWO}\nhm</think>\n{ONE}"),
        &[READ_ONE],
    );
    check("endless thoughts", &format!("<think>{TWO}"), &[]);
    check(
        "controls",
        "{\"claim\": \"a\\u0000\\u001b[31m \\u202eb\", \"quotes\": []}",
        &["a [31m b"],
    );
}

/// What a server that keeps the model to a schema sends, and how models without one imitate it.
#[test]
fn a_list_of_claims() {
    let both = [READ_ONE, READ_TWO];
    for (name, output) in [
        (
            "one line",
            format!("{{\"claims\": [{ONE}, {TWO}], \"none\": false}}"),
        ),
        (
            "lines",
            format!("{{\"claims\": [\n{ONE},\n{TWO}\n],\n\"none\": false\n}}"),
        ),
        (
            "indented",
            format!("{{\n  \"claims\" : [\n    {ONE},\n    {TWO},\n  ]\n}}"),
        ),
        (
            "no space",
            format!("{{\"none\":false,\"claims\":[{ONE},{TWO}]}}"),
        ),
        ("not closed", format!("{{\"claims\": [{ONE}, {TWO}")),
        (
            "twice",
            format!("{{\"claims\": [{ONE}]}}\n{{\"claims\": [{TWO}]}}"),
        ),
    ] {
        check(name, &output, &both);
    }
    check("none of them", r#"{"claims": [], "none": true}"#, &[]);
    check(
        "other lists",
        r#"{"claims": [[1, {"a": 2}], "b", 3], "x": [{"claim": "a"}]}"#,
        &[],
    );
    let broken = r#"{"claim": "gọi là "văn thư" nhé", "quotes": [{"evidence": 1"#;
    check(
        "a broken claim",
        &format!("{{\"claims\": [\n{broken}\n{TWO}\n]}}"),
        &[READ_TWO],
    );
    let open = format!("{{\"claims\": [{}, {TWO}]}}", ONE.replace("}]}", "}}"));
    check("a bracket left out", &open, &[READ_TWO]);
}

#[test]
fn a_claim_of_a_list_is_handed_out_when_it_closes() {
    let mut reader = DraftReader::default();
    let before = format!("{{\"claims\": [{}", &ONE[..ONE.len() - 1]);
    assert_eq!(reader.push(&before), []);
    assert_eq!(reader.push("}").len(), 1);
    assert_eq!(reader.push(&format!(", {TWO}")).len(), 1);
    assert_eq!(reader.push("], \"none\": true}"), []);
    assert_eq!((reader.end(), reader.says_none()), (vec![], true));
}

/// An answer may be longer than a claim: what was handed out is not held.
#[test]
fn a_long_list_is_read_to_its_end() {
    let many = vec![ONE; 2000].join(", ");
    assert!(many.len() > 4 * super::LIMIT);
    assert_eq!(read(&[&format!("{{\"claims\": [{many}]}}")]).0.len(), 2000);
}

#[test]
fn kinds_and_rows() {
    let said = |extra: &str| ONE.replacen('{', &format!("{{{extra}, "), 1);
    check(
        "a kind",
        &said(r#""kind": "deadline""#),
        &["Deadline Hạn là 5 ngày.|1:trong 5 ngày"],
    );
    check(
        "an unknown kind",
        &said(r#""kind": "opinion""#),
        &[READ_ONE],
    );
    check(
        "a row without cells",
        &said(r#""kind": "row""#),
        &[READ_ONE],
    );
    check(
        "what it replaces",
        &said(r#""replaces": 2"#),
        &["2→ Hạn là 5 ngày.|1:trong 5 ngày"],
    );
    let cells = r#""cells": {"duty": "Trả lời bằng văn bản.", "who": "Ủy ban nhân dân cấp xã", "deadline": ""}"#;
    check(
        "a row says what its cells say",
        &said(cells),
        &["Row Trả lời bằng văn bản; Ủy ban nhân dân cấp xã|1:trong 5 ngày"],
    );
    check(
        "a row without a sentence",
        &format!("{{\"kind\": \"row\", {cells}, \"quotes\": []}}"),
        &["Row Trả lời bằng văn bản; Ủy ban nhân dân cấp xã"],
    );
    check(
        "empty cells",
        r#"{"kind": "row", "cells": {"duty": " "}, "quotes": []}"#,
        &[],
    );
}

#[test]
fn none() {
    assert_eq!(read(&["{\"none\": true}"]), (vec![], true));
    assert_eq!(
        read(&["Không có căn cứ nào. {\"none\": tr", "ue}"]),
        (vec![], true)
    );
    assert_eq!(read(&["{\"none\": false}"]), (vec![], false));
}

#[test]
fn sentences() {
    check(
        "quoted",
        "Hạn là 5 ngày: “trong 5 ngày” [1].",
        &["Hạn là 5 ngày: “trong 5 ngày”.|1:trong 5 ngày"],
    );
    check(
        "straight",
        "- Hạn: \"trong 5 ngày\" [1]\n",
        &["Hạn: \"trong 5 ngày\"|1:trong 5 ngày"],
    );
    check(
        "two",
        "Có “một hai” [1] và “ba bốn” [2].",
        &["Có “một hai” và “ba bốn”.|1:một hai|2:ba bốn"],
    );
    check(
        "two at once",
        "Có “một hai” [1, 2].",
        &["Có “một hai”.|1:một hai|2:một hai"],
    );
    check("no quote", "Hạn là năm ngày [1].", &["Hạn là năm ngày."]);
    check(
        "no mark",
        "Hạn là năm ngày.\nXin cảm ơn.",
        &["Hạn là năm ngày.", "Xin cảm ơn."],
    );
    check(
        "a link",
        "Xem [tại đây](http://x.test/?q=1) “một hai” [1]",
        &["Xem [tại đây](http://x.test/?q=1) “một hai”|1:một hai"],
    );
    check("nothing", "\n\n```\n[\n]\n", &[]);
}

fn output() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just(ONE.to_owned()),
        Just("\n".to_owned()),
        Just("{".to_owned()),
        Just("}".to_owned()),
        Just("\"".to_owned()),
        Just("{\"claims\": [".to_owned()),
        Just(", ".to_owned()),
        Just("]".to_owned()),
        Just("<think>".to_owned()),
        Just("</think>".to_owned()),
        Just("“một hai” [1] ".to_owned()),
        "[\\PC\n]{0,12}",
    ];
    prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_cut_gives_the_same_drafts(text in output(), cut in any::<prop::sample::Index>()) {
        let mut at = cut.index(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        prop_assert_eq!(read(&[&text[..at], &text[at..]]), read(&[&text]));
    }
}
