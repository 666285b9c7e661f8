//! Effect dates as read against those of the reference.

use std::collections::BTreeMap;

use legal::find_symbols;
use serde_json::{Value, json};

use crate::{
    reader::{Read, share},
    reference::{Acts, Row},
};

/// The act's own day is the one that most of its articles have in the reference; any other is a miss. Two causes can be
/// shown not to lie with the reader: the reference gives the day from which the act's rules are *applied*, which the act
/// names beside that of its effect; or an article of another act of the collection sets the reference's day for this act.
pub(crate) fn compare(read: &[(&Read, &str)], acts: &Acts<'_>) -> Value {
    let (mut all, mut right, mut shown, mut misses) = (0, 0, 0, Vec::new());
    for (read, act) in read {
        let mut days: BTreeMap<&str, usize> = BTreeMap::new();
        for row in acts[act].values().flatten() {
            // A note on a later amendment may carry the amendment's day.
            if let Some(day) = row.effective.as_deref().filter(|_| !row.was_amended()) {
                *days.entry(day).or_default() += 1;
            }
        }
        let Some((expected, _)) = days.into_iter().max_by_key(|(_, count)| *count) else {
            continue;
        };
        let said = |field: &str| {
            let document = read.document.as_ref();
            let day = document.and_then(|document| document[field].as_str());
            day.unwrap_or("unknown")
        };
        all += 1;
        if said("effective") == expected {
            right += 1;
            continue;
        }
        let set_by = set_elsewhere(act, expected, acts);
        let cause = if said("applies_from") == expected {
            "reference gives the day of application".to_owned()
        } else if let Some(row) = set_by {
            format!("postponed by Điều {} of {}", row.number, row.act)
        } else {
            "unexplained".to_owned()
        };
        shown += usize::from(cause != "unexplained");
        misses.push(json!({
            "file": read.name(), "read": said("effective"), "reference": expected, "cause": cause,
        }));
    }
    json!({
        "acts": all,
        "right": share(right, all),
        "right_or_not_ours": share(right + shown, all),
        "misses": misses,
    })
}

/// The article of another act that says from which day this one is in force: "Kể từ ngày …, các luật sau đây có hiệu lực
/// thi hành: … số …".
fn set_elsewhere<'a>(act: &str, day: &str, acts: &Acts<'a>) -> Option<&'a Row> {
    let day: legal::Date = day.parse().ok()?;
    let written = day.strftime("ngày %d tháng %m năm %Y").to_string();
    let says = |row: &&&Row| {
        let at = row.text.find(&written);
        let behind = at.map_or("", |at| &row.text[at + written.len()..]);
        let effect = behind.find("có hiệu lực thi hành:").filter(|at| *at < 100);
        let list = effect.map_or("", |at| &behind[at..]);
        // The list ends with its clause.
        let list = list.split("\n2. ").next().unwrap_or(list);
        find_symbols(list)
            .iter()
            .any(|(_, symbol)| symbol.normal() == act)
    };
    let others = acts.iter().filter(|(other, _)| **other != act);
    let mut rows = others.flat_map(|(_, articles)| articles.values().flatten());
    rows.find(says).copied()
}
