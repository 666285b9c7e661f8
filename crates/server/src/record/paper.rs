//! A record as a person puts it into a file: the legal-basis block, and the document in the form of Decree 30/2020.

use export::{Basis, Difference, Form, Paper, Row, Side, Statement};
use jiff::tz;
use legal::Status;
use serde_json::Value;

use super::{Found, KeptAnswer, kept::KeptConflict};
use crate::language::Texts;

/// What stands where nothing is.
static NONE: Value = Value::Null;

/// The legal-basis block as plain text.
pub fn block(record: &Found) -> String {
    export::block(&paper(record))
}

/// The document as Word reads it.
pub fn docx(record: &Found, form: Form) -> Vec<u8> {
    export::docx(&paper(record), form)
}

/// Both are Vietnamese, whatever the language of the answer's page was.
fn paper(record: &Found) -> Paper {
    let answer = &record.answer;
    let texts = Texts::default();
    let claims: Vec<&Value> = list(answer, "claims").collect();
    let differing = KeptAnswer::new(answer).conflicts;
    let removed = claims
        .iter()
        .filter(|claim| claim["removed"] == true)
        .count();
    let vietnam = tz::offset(7).to_time_zone();
    let made = record.made.to_zoned(vietnam);
    let refusal = answer["refusal"].as_str();
    Paper {
        question: record.head.question.clone(),
        on: record.head.on,
        record: record.id.to_string(),
        made: made.strftime("%H:%M ngày %d/%m/%Y").to_string(),
        wording: match answer["model"].as_str() {
            Some(model) => texts.fill("answer.model", model),
            None => texts.get("answer.extractive").to_owned(),
        },
        refusal: refusal.map(|kind| texts.of("refusal", &kind).to_owned()),
        removed: removed + differing.iter().filter(|one| one.removed).count(),
        statements: claims
            .iter()
            .filter(|claim| is_proved(claim) && !claim["row"].is_object())
            .map(|claim| statement(claim))
            .collect(),
        rows: claims
            .iter()
            .filter(|claim| is_proved(claim) && claim["row"].is_object())
            .map(|claim| row(claim))
            .collect(),
        differences: differing
            .iter()
            .filter(|one| !one.removed)
            .map(|conflict| difference(conflict, texts))
            .collect(),
        bases: bases(answer, &claims),
        notice: texts.get("notice").to_owned(),
    }
}

/// Only what was proved, at least in part, is ever put on paper.
fn is_proved(claim: &Value) -> bool {
    matches!(claim["verdict"].as_str(), Some("checked" | "partly"))
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Where the words of a quote stand: "khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP".
fn place(quote: &Value) -> String {
    format!("{} {}", text(&quote["citation"]), text(&quote["document"]))
        .trim()
        .to_owned()
}

fn row(claim: &Value) -> Row {
    let Statement {
        partly, footnotes, ..
    } = statement(claim);
    let cell = |name: &str| text(&claim["row"][name]);
    Row {
        duty: cell("duty"),
        who: cell("who"),
        deadline: cell("deadline"),
        places: list(claim, "quotes").map(place).collect(),
        partly,
        footnotes,
    }
}

fn statement(claim: &Value) -> Statement {
    let said = text(&claim["text"]);
    let quotes: Vec<&Value> = list(claim, "quotes").collect();
    let quoted = says_only_where(claim).then(|| {
        let words = quotes
            .iter()
            .map(|quote| text(&quote["text"]).trim().to_owned());
        words.collect::<Vec<_>>().join(" […] ")
    });
    let footnote = |quote: &&Value| {
        let page = quote["page"].as_u64();
        let page = page.map_or(String::new(), |page| format!(", trang {page}"));
        let recognised = match quote["recognised"] == true {
            true => " (chữ do máy nhận dạng từ bản quét)",
            false => "",
        };
        let cut = match quote["cut"] == true {
            true => " (trích một phần, danh sách còn tiếp)",
            false => "",
        };
        match &quoted {
            Some(_) => format!("{}{page}{recognised}{cut}.", place(quote)),
            None => format!(
                "{}{page}{recognised}{cut}: “{}”",
                place(quote),
                text(&quote["text"])
            ),
        }
    };
    Statement {
        footnotes: quotes.iter().map(footnote).collect(),
        partly: claim["verdict"] != "checked",
        text: quoted.map_or(said, |words| format!("“{}”", words.trim())),
    }
}

/// The quotes that a claim rests on: what only leads in a point that is quoted is no basis beside it.
fn grounds(claim: &Value) -> impl Iterator<Item = &Value> {
    let leads = match says_only_where(claim) {
        true => list(claim, "quotes").count().saturating_sub(1),
        false => 0,
    };
    list(claim, "quotes").skip(leads)
}

/// Whether a claim says only where it stands: then it is the last of its quotes itself, before which stands what leads that
/// in.
fn says_only_where(claim: &Value) -> bool {
    let own = list(claim, "quotes").last();
    own.is_some_and(|own| text(&claim["text"]).trim() == place(own))
}

fn difference(conflict: &KeptConflict, texts: Texts) -> Difference {
    let side = |side: &super::kept::KeptSide| {
        let facts = [
            side.rank
                .as_ref()
                .map(|rank| texts.of("rank", rank).to_owned()),
            side.issued
                .map(|day| texts.fill("conflict.issued", texts.day(&day))),
            side.from
                .map(|day| texts.fill("conflict.from", texts.day(&day))),
        ];
        Side {
            place: format!("{} {}", side.citation, side.document)
                .trim()
                .to_owned(),
            facts: facts.into_iter().flatten().collect(),
            text: side.text.clone(),
        }
    };
    let guidance = conflict.guidance.iter();
    Difference {
        over: texts.of("conflict.over", &conflict.over).to_owned(),
        sides: conflict.sides.iter().map(side).collect(),
        guidance: guidance
            .map(|one| texts.of_filled("guidance", &one.rule, &one.document))
            .collect(),
    }
}

/// The provisions that proved claims quote, each once, in their order.
fn bases(answer: &Value, claims: &[&Value]) -> Vec<Basis> {
    let mut bases: Vec<Basis> = Vec::new();
    let proved = claims.iter().filter(|claim| is_proved(claim));
    for quote in proved.flat_map(|claim| grounds(claim)) {
        let at = quote["evidence"].as_u64().unwrap_or_default() as usize;
        let evidence = at.checked_sub(1).map(|at| &answer["evidence"][at]);
        let act = evidence.map_or(&NONE, |evidence| &evidence["document"]);
        let status: Status =
            serde_json::from_value(quote["status"].clone()).unwrap_or(Status::Unknown);
        // An act without a number is known by its name.
        let name = text(&quote["document"]);
        let symbol = text(&act["symbol"]);
        let (kind, title) = match symbol.is_empty() {
            true => (String::new(), name),
            false => (text(&act["kind"]), text(&act["title"])),
        };
        let basis = Basis {
            place: text(&quote["citation"]),
            kind,
            symbol,
            title,
            issuer: text(&act["issuer"]),
            issued: act["issued"].as_str().and_then(|day| day.parse().ok()),
            status,
        };
        if !bases.contains(&basis) {
            bases.push(basis);
        }
    }
    bases
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A point that was quoted with what leads it in was printed as nothing but its place, and the list of bases named
    /// what leads it in as well.
    #[test]
    fn a_point_is_printed_with_what_leads_it_in() {
        let quote = |citation: &str, words: &str| {
            json!({
                "evidence": 1, "citation": citation, "document": "Luật Chợ quê năm 2024", "text": words,
                "status": "in_force",
            })
        };
        let point = json!({
            "text": "điểm b Điều 2 Luật Chợ quê năm 2024", "verdict": "checked",
            "quotes": [quote("Điều 2", "Nghiêm cấm:"), quote("điểm b Điều 2", "b) Đốt rác")],
        });
        let said = json!({
            "text": "Không được đốt rác.", "verdict": "checked",
            "quotes": [quote("Điều 2", "Nghiêm cấm:"), quote("điểm b Điều 2", "b) Đốt rác")],
        });
        assert_eq!(statement(&point).text, "“Nghiêm cấm: […] b) Đốt rác”");
        assert_eq!(statement(&said).text, "Không được đốt rác.");
        let places = |claim: &Value| -> Vec<String> {
            let answer = json!({ "evidence": [{ "document": {} }] });
            let bases = bases(&answer, &[claim]).into_iter();
            bases.map(|basis| basis.place).collect()
        };
        assert_eq!(places(&point), ["điểm b Điều 2"]);
        assert_eq!(places(&said), ["Điều 2", "điểm b Điều 2"]);
    }
}
