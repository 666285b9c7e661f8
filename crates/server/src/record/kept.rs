//! A kept answer as its page shows it. Reading is lenient: a record of an older or newer version may lack fields, and
//! what was removed since has none but its hash.

use legal::Date;
use serde::Deserialize;
use serde_json::Value;

/// The answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct KeptAnswer {
    pub(crate) notice: String,
    pub(crate) read_as: Option<String>,
    pub(crate) model: Option<String>,
    pub(crate) refusal: Option<String>,
    pub(crate) doubtful: bool,
    pub(crate) asks: Vec<KeptAsks>,
    pub(crate) conflicts: Vec<KeptConflict>,
    pub(crate) same_number: Vec<KeptTwins>,
    pub(crate) claims: Vec<KeptClaim>,
    pub(crate) dropped: Vec<KeptClaim>,
    pub(crate) evidence: Vec<KeptEvidence>,
    pub(crate) not_in_force: Vec<KeptEvidence>,
}

/// A fact that the answer hung on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct KeptAsks {
    pub(crate) removed: bool,
    pub(crate) fact: String,
    pub(crate) must_know: bool,
}

/// A document beside which others of its number were held.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct KeptTwins {
    pub(crate) removed: bool,
    pub(crate) document: KeptTwin,
    pub(crate) others: Vec<KeptTwin>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct KeptTwin {
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) title: Option<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) issued: Option<Date>,
}

impl KeptTwin {
    /// What told it from the others.
    pub(crate) fn told_apart(&self) -> String {
        let issued = self.issued.map(|day| day.strftime("%d/%m/%Y").to_string());
        let parts = [self.title.clone(), self.issuer.clone(), issued];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// Two provisions that say one matter otherwise.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct KeptConflict {
    pub(crate) removed: bool,
    pub(crate) over: String,
    pub(crate) sides: Vec<KeptSide>,
    pub(crate) guidance: Vec<KeptGuidance>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct KeptSide {
    pub(crate) evidence: usize,
    pub(crate) text: String,
    pub(crate) document: String,
    pub(crate) citation: String,
    pub(crate) url: String,
    pub(crate) rank: Option<String>,
    pub(crate) issued: Option<Date>,
    pub(crate) from: Option<Date>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct KeptGuidance {
    pub(crate) rule: String,
    pub(crate) document: String,
}

/// A claim, or a sentence that was not proved and quotes nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct KeptClaim {
    pub(crate) removed: bool,
    pub(crate) sha256: String,
    pub(crate) text: String,
    pub(crate) verdict: String,
    pub(crate) checks: Vec<KeptCheck>,
    pub(crate) quotes: Vec<KeptQuote>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct KeptCheck {
    pub(crate) kind: String,
    pub(crate) passed: bool,
    pub(crate) detail: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct KeptQuote {
    pub(crate) evidence: usize,
    pub(crate) document: String,
    pub(crate) citation: String,
    pub(crate) text: String,
    pub(crate) page: Option<u32>,
    pub(crate) recognised: bool,
    pub(crate) cut: bool,
    pub(crate) status: String,
    pub(crate) url: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct KeptEvidence {
    pub(crate) removed: bool,
    pub(crate) document: KeptDocument,
    pub(crate) citation: String,
    pub(crate) text: String,
    pub(crate) status: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct KeptDocument {
    pub(crate) name: String,
    pub(crate) title: Option<String>,
}

impl KeptAnswer {
    /// Of an answer as it was sent; what cannot be read is left out.
    pub(crate) fn new(answer: &Value) -> Self {
        let mut answer = answer.clone();
        // A field that was emptied as a whole is none: it must not keep the others from being read.
        if let Some(fields) = answer.as_object_mut() {
            fields.retain(|_, value| value["removed"] != true);
        }
        let mut kept: Self = serde_json::from_value(answer).unwrap_or_default();
        // Nothing but an address of ours becomes a link.
        let sides = kept.conflicts.iter_mut().flat_map(|one| &mut one.sides);
        for side in sides.filter(|side| !side.url.starts_with("/vb/")) {
            side.url = "/vb".to_owned();
        }
        kept
    }

    /// What stood under the group and number of a basis, unless it was removed since.
    pub(crate) fn held(&self, basis: &answer::Basis) -> Option<&KeptEvidence> {
        let group = match basis.group {
            answer::Group::Evidence => &self.evidence,
            answer::Group::NotInForce => &self.not_in_force,
        };
        let evidence = group.get(basis.number.checked_sub(1)?)?;
        (!evidence.removed).then_some(evidence)
    }
}

impl KeptAsks {
    /// Whether it only said that another day has another rule.
    pub(crate) fn is_hint(&self) -> bool {
        self.fact == "day" && !self.must_know
    }
}

impl KeptClaim {
    /// Of several; what cannot be read is left out.
    pub(crate) fn all(claims: &[Value]) -> Vec<Self> {
        let read = |claim: &Value| serde_json::from_value(claim.clone()).ok();
        claims.iter().filter_map(read).collect()
    }

    /// Whether it says no more than its one quote and where that stands.
    pub(crate) fn is_quote(&self) -> bool {
        let [quote] = self.quotes.as_slice() else {
            return false;
        };
        let place = format!("{} {}", quote.citation, quote.document);
        self.text.contains(quote.text.trim()) || self.text.trim() == place.trim()
    }
}

impl KeptQuote {
    /// The page of the words; nothing but an address of ours becomes a link.
    pub(crate) fn href(&self) -> Option<&str> {
        Some(self.url.as_str()).filter(|url| url.starts_with("/vb/"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// An emptied mark of doubt made the whole record look empty.
    #[test]
    fn a_removed_field_keeps_no_other_from_being_read() {
        let kept = KeptAnswer::new(&json!({
            "doubtful": { "removed": true, "sha256": "" },
            "claims": [{ "removed": true, "sha256": "ab" }, { "text": "60 ngày" }],
        }));
        let claims: Vec<(bool, &str)> = kept
            .claims
            .iter()
            .map(|claim| (claim.removed, claim.text.as_str()))
            .collect();
        assert_eq!(claims, [(true, ""), (false, "60 ngày")]);
    }
}
