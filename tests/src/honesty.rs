//! What an answer in JSON promises, looked at from outside: every claim has a quote that stands word for word in
//! the evidence that it names, and a claim that is called checked has no figure that this evidence does not have.

use std::collections::BTreeSet;

use serde_json::Value;

/// What the claims of an answer say without having it; empty for an honest answer.
pub fn unproved(answer: &Value) -> Vec<String> {
    let mut findings = Vec::new();
    let evidence = answer["evidence"].as_array().cloned().unwrap_or_default();
    for claim in answer["claims"].as_array().into_iter().flatten() {
        let text = claim["text"].as_str().unwrap_or_default();
        let quotes = claim["quotes"].as_array().cloned().unwrap_or_default();
        if quotes.is_empty() {
            findings.push(format!("no quote: {text}"));
        }
        let mut known = String::new();
        for quote in &quotes {
            let number = quote["evidence"].as_u64().unwrap_or_default() as usize;
            let Some(cited) = number.checked_sub(1).and_then(|at| evidence.get(at)) else {
                findings.push(format!("evidence {number} was never given: {text}"));
                continue;
            };
            let law = cited["text"].as_str().unwrap_or_default();
            let words = quote["text"].as_str().unwrap_or_default();
            if words.trim().is_empty() || !one_line(law).contains(&one_line(words)) {
                findings.push(format!(
                    "“{words}” does not stand in evidence {number}: {text}"
                ));
            }
            for place in [
                &cited["text"],
                &cited["breadcrumb"],
                &cited["citation"],
                &quote["citation"],
                &quote["document"],
                &cited["document"],
            ] {
                known.push_str(&place.to_string());
                known.push(' ');
            }
        }
        if claim["verdict"] == "checked" {
            let (said, law) = (numbers(text), numbers(&known));
            findings.extend(
                said.difference(&law)
                    .map(|number| format!("{number} does not stand in what is cited: {text}")),
            );
            if claim["checks"].as_array().is_none_or(|checks| {
                checks.is_empty() || checks.iter().any(|one| one["passed"] != true)
            }) {
                findings.push(format!("checked, and not every check passed: {text}"));
            }
        }
    }
    findings
}

/// What must never be in anything that is shown: control, direction and invisible characters.
pub fn invisible(text: &str) -> BTreeSet<char> {
    let odd = |c: &char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(*c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    text.chars().filter(odd).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The numbers of a text as written, without leading zeros and marks between thousands.
fn numbers(text: &str) -> BTreeSet<String> {
    let plain: String = text
        .char_indices()
        .map(|(at, c)| {
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let between = digit(text[..at].chars().next_back())
                && digit(text[at + c.len_utf8()..].chars().next());
            match c {
                '.' | ',' if between => '\u{1}',
                _ => c,
            }
        })
        .filter(|c| *c != '\u{1}')
        .collect();
    plain
        .split(|c: char| !c.is_ascii_digit())
        .map(|number| number.trim_start_matches('0').to_owned())
        .filter(|number| !number.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(claim: &Value, findings: usize) {
        let answer = json!({
            "evidence": [{ "text": "Trong thời hạn 05 ngày làm việc,\ncơ quan phải trả lời.", "citation": "khoản 2 Điều 9" }],
            "claims": [claim],
        });
        let found = unproved(&answer);
        assert_eq!(found.len(), findings, "{found:#?}");
    }

    #[test]
    fn claims_seen_from_outside() {
        let quote = json!([{ "evidence": 1, "text": "05 ngày làm việc, cơ quan" }]);
        let checks = json!([{ "passed": true }]);
        check(
            &json!({ "text": "Trong 5 ngày (Điều 9).", "verdict": "checked", "quotes": quote, "checks": checks }),
            0,
        );
        check(
            &json!({ "text": "Trong 6 ngày.", "verdict": "checked", "quotes": quote, "checks": checks }),
            1,
        );
        check(
            &json!({ "text": "Trong 6 ngày.", "verdict": "partly", "quotes": quote, "checks": checks }),
            0,
        );
        check(
            &json!({ "text": "a", "verdict": "partly", "quotes": [{ "evidence": 2, "text": "05 ngày" }] }),
            1,
        );
        check(
            &json!({ "text": "a", "verdict": "partly", "quotes": [{ "evidence": 1, "text": "06 ngày" }] }),
            1,
        );
        check(
            &json!({ "text": "a", "verdict": "partly", "quotes": [] }),
            1,
        );
        check(
            &json!({ "text": "a", "verdict": "checked", "quotes": quote, "checks": [{ "passed": false }] }),
            1,
        );
    }
}
