//! The settings of what may leave.

use catalogue::Confidentiality;
use serde::Deserialize;

/// What may leave. A row that is given replaces the default one whole; anything that cannot be read is an error, so
/// that no program runs under a policy other than the one that was written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Policy {
    /// Endpoints that public documents may go to.
    pub(crate) public: Option<Vec<Endpoint>>,
    /// Endpoints that internal documents may go to.
    pub(crate) internal: Option<Vec<Endpoint>>,
    /// Endpoints that restricted documents may go to.
    pub(crate) restricted: Option<Vec<Endpoint>>,
    /// As what a document counts of which nobody stated the level.
    pub(crate) unstated: Option<Confidentiality>,
    /// What becomes of personal data in a question.
    pub(crate) personal: Option<Personal>,
}

/// Assistants of the office that call our tools: their models are not ours, and nobody can look where they are.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Assistant {
    /// As what their models count.
    pub(crate) endpoint: Endpoint,
}

impl Default for Assistant {
    /// On another machine, until somebody who knows says otherwise.
    fn default() -> Self {
        Self {
            endpoint: Endpoint::Named,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Endpoint {
    None,
    Loopback,
    Named,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Personal {
    Mask,
    Block,
}

impl Policy {
    /// As the guard takes it.
    pub(crate) fn read(&self) -> answer::Policy {
        use Confidentiality::{Internal, Public, Restricted};
        let given = self;
        let mut policy = answer::Policy::closed();
        for (level, row) in [
            (Public, &given.public),
            (Internal, &given.internal),
            (Restricted, &given.restricted),
        ] {
            for endpoint in [models::Endpoint::Loopback, models::Endpoint::Named] {
                let allowed = match row {
                    Some(row) => row.iter().any(|one| one.of() == endpoint),
                    None => answer::Policy::default().allows(Some(level), endpoint),
                };
                if allowed {
                    policy = policy.allowing(&[(level, endpoint)]);
                }
            }
        }
        let unstated = given.unstated.unwrap_or(policy.unstated());
        let personal = match given.personal {
            Some(Personal::Mask) => answer::PersonalRule::Mask,
            Some(Personal::Block) => answer::PersonalRule::Block,
            None => policy.personal(),
        };
        policy.with_unstated(unstated).with_personal(personal)
    }
}

impl Endpoint {
    /// As the policy tells endpoints apart.
    pub(crate) fn of(self) -> models::Endpoint {
        match self {
            Self::None => models::Endpoint::None,
            Self::Loopback => models::Endpoint::Loopback,
            Self::Named => models::Endpoint::Named,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_read_row_by_row_and_a_word_that_is_none_is_an_error() {
        use Confidentiality::{Internal, Public, Restricted};
        use models::Endpoint::{Loopback, Named};
        let check = |text: &str, open: Option<&[(Confidentiality, models::Endpoint)]>| {
            let read = toml::from_str::<Policy>(text);
            let found = read.map(|policy| policy.read());
            let expect = open.map(|open| answer::Policy::closed().allowing(open));
            assert_eq!(found.ok(), expect, "{text}");
        };
        let usual = [(Public, Loopback), (Public, Named), (Internal, Loopback)];
        check("", Some(&usual));
        assert_eq!(Policy::default().read(), answer::Policy::default());
        check("public = []", Some(&[(Internal, Loopback)]));
        check("internal = [\"none\"]", Some(&usual[..2]));
        check(
            "restricted = [\"loopback\"]",
            Some(&[&usual[..], &[(Restricted, Loopback)]].concat()),
        );
        for wrong in [
            "public = [\"anywhere\"]",
            "public = \"named\"",
            "public = [\"Named\"]",
            "secret = []",
            "unstated = \"open\"",
            "personal = \"keep\"",
        ] {
            check(wrong, None);
        }
        let policy: Policy =
            toml::from_str("unstated = \"restricted\"\npersonal = \"block\"").expect("known");
        let policy = policy.read();
        assert_eq!(policy.personal(), answer::PersonalRule::Block);
        assert!(!policy.allows(None, Loopback) && policy.allows(Some(Internal), Loopback));
    }
}
