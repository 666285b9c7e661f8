//! Effect dates as read against those of the reference.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    reader::{Read, share},
    reference::Acts,
};

/// The act's own day is the one that most of its articles have in the reference; any other is a miss.
pub(crate) fn compare(read: &[(&Read, &str)], acts: &Acts<'_>) -> Value {
    let (mut all, mut right, mut misses) = (0, 0, Vec::new());
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
        let found = read
            .document
            .as_ref()
            .map(|document| &document["effective"]);
        let found = found.and_then(Value::as_str).unwrap_or("unknown");
        all += 1;
        if found == expected {
            right += 1;
        } else {
            misses.push(json!({"file": read.name(), "read": found, "reference": expected}));
        }
    }
    json!({"acts": all, "right": share(right, all), "misses": misses})
}
