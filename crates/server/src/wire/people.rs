//! Accounts, groups and tokens on the wire.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Group, Person, Role, Team};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody with an account.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Account {
    /// The name to sign in with.
    pub name: String,
    /// The name that others see.
    pub shown: String,
    /// `official`, `checker`, `admin`, `leader`.
    pub roles: Vec<String>,
    /// The groups that they belong to.
    pub groups: Vec<String>,
    /// May not come in any more.
    pub disabled: bool,
    /// Whether a password was set.
    pub has_password: bool,
    /// When the account was made.
    pub made: String,
}

/// The names of roles.
pub(crate) fn names(roles: &BTreeSet<Role>) -> Vec<String> {
    roles.iter().map(|role| role.name().to_owned()).collect()
}

impl Account {
    /// Of somebody.
    pub fn new(person: &Person) -> Self {
        let groups = person.groups.iter();
        Self {
            name: person.name.clone(),
            shown: person.shown.clone(),
            roles: names(&person.roles),
            groups: groups.map(|group| group.as_str().to_owned()).collect(),
            disabled: person.disabled,
            has_password: person.has_password,
            made: person.made.to_string(),
        }
    }
}

/// An account to make.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// The name to sign in with: 2 to 64 small letters without accents, digits, `.`, `-`, `_`, `@`.
    pub name: String,
    /// The name that others see; left out: the same.
    #[serde(default)]
    pub shown: String,
    /// At least one of `official`, `checker`, `admin`, `leader`.
    pub roles: Vec<String>,
}

/// What is changed of an account; what is left out stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountChange {
    /// The name that others see.
    pub shown: Option<String>,
    /// All roles that it has from now on.
    pub roles: Option<Vec<String>>,
    /// All groups that it belongs to from now on.
    pub groups: Option<Vec<String>>,
    /// Whether it is kept out.
    pub disabled: Option<bool>,
}

/// An address at which somebody sets a password, once and within 24 hours.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OneTime {
    /// Whose.
    pub account: Account,
    /// Below the address of this server: `/dat-mat-khau?ma=…`. It is shown here and never again.
    pub path: String,
}

/// A group of people.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GroupOfPeople {
    /// Its name.
    pub name: String,
    /// The names of its members.
    pub members: Vec<String>,
    /// The collections that its members see, and people of no group that they were given to do not.
    pub collections: Vec<String>,
}

impl GroupOfPeople {
    /// Of a group.
    pub fn new(team: &Team) -> Self {
        let collections = team.collections.iter();
        Self {
            name: team.name.as_str().to_owned(),
            members: team.members.clone(),
            collections: collections.map(|one| one.as_str().to_owned()).collect(),
        }
    }
}

/// A name for a new group.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGroup {
    /// 1 to 80 characters, a letter or digit among them.
    pub name: String,
}

/// Who sees a collection.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Giving {
    /// The collection.
    pub collection: String,
    /// The groups whose members see it; none: everybody with an account.
    pub groups: Vec<String>,
    /// What was agreed to where it makes the collection more open: the counts of the preview. No more is opened.
    #[serde(default)]
    pub agreed: Option<Agreement>,
}

/// So many documents for so many more people.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// `documents` of the preview.
    pub documents: usize,
    /// How many `gaining` of the preview names.
    pub people: usize,
}

/// What giving a collection would do.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SharingPreview {
    /// The collection.
    pub collection: String,
    /// Whether it becomes more open: then it is given only with `agreed`.
    pub opens: bool,
    /// The groups that see it; none: everybody with an account.
    pub before: Vec<String>,
    /// Those that would.
    pub after: Vec<String>,
    /// How many documents stand in it.
    pub documents: usize,
    /// How many of them have each level.
    pub levels: BTreeMap<&'static str, usize>,
    /// The people who would see it and do not now.
    pub gaining: Vec<String>,
    /// How many would not see it any more.
    pub losing: usize,
}

impl SharingPreview {
    /// Of what was looked at.
    pub(crate) fn new(opening: &crate::desk::Opening) -> Self {
        let sharing = &opening.sharing;
        let names = |groups: &BTreeSet<Group>| {
            let names = groups.iter().map(|group| group.as_str().to_owned());
            names.collect()
        };
        let levels = opening.levels.iter();
        Self {
            collection: opening.collection.as_str().to_owned(),
            opens: sharing.opens(),
            before: names(&sharing.before),
            after: names(&sharing.after),
            documents: opening.documents,
            levels: levels
                .map(|(level, count)| (level.name(), *count))
                .collect(),
            gaining: sharing.gaining.clone(),
            losing: sharing.losing,
        }
    }
}

/// A token of one's own.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TokenLine {
    /// By which it is taken back.
    pub row: i64,
    /// What it is for.
    pub name: String,
    /// The most that it allows.
    pub roles: Vec<String>,
    /// Until when.
    pub expires: String,
    /// When it was last used; `null`: never.
    pub used: Option<String>,
}

impl TokenLine {
    /// Of a token.
    pub fn new(token: &catalogue::Token) -> Self {
        Self {
            row: token.row,
            name: token.name.clone(),
            roles: names(&token.roles),
            expires: token.expires.to_string(),
            used: token.used.map(|used| used.to_string()),
        }
    }
}

/// A token to make.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenWanted {
    /// What it is for.
    pub name: String,
    /// Roles of one's own that it allows, at least one.
    pub roles: Vec<String>,
    /// The last day on which it fits, at most a year from now.
    #[schema(value_type = String, format = Date)]
    pub expires: legal::Date,
}

/// A token that was made.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TokenMade {
    /// For the header `Authorization: Bearer …`. It is shown here and never again.
    pub token: String,
}

/// What came of a report.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// In words, for whoever reported it; at most 2,000 characters.
    pub outcome: String,
}
