//! People that an identity provider vouches for. The account belongs to issuer and subject, never to a name: names change
//! and are given to others, and nobody gets somebody else's account by being called like them.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension as _, params};

use super::{
    Act, NewPerson, People, Person, Refusal, Role, Secret, account, by_row, end_sessions, exists,
    session, stored_roles,
};
use crate::{Error, audit, audit::Deed};

/// Somebody that a provider vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VouchedPerson {
    /// Who vouches.
    pub issuer: String,
    /// For whom.
    pub subject: String,
    /// The name of the account that is made where there is none yet.
    pub name: String,
    /// The name that others see; blank: the account's, or the one that it has.
    pub shown: String,
    /// The roles that follow from what the provider says: without one nobody comes in.
    pub roles: BTreeSet<Role>,
}

impl People {
    /// Begins a session for whoever is vouched for; makes the account at the first time, and gives it the roles that it
    /// has now. Refused: without a role, before the first administrator, where the name is somebody else's, and where the
    /// account was closed.
    pub fn enter_vouched(
        &self,
        act: &Act,
        vouched: &VouchedPerson,
    ) -> Result<(Secret, Person), Error> {
        if vouched.roles.is_empty() {
            self.leave_vouched(act, vouched)?;
            return Err(Refusal::NoRole.into());
        }
        let by_provider = Act {
            who: "(oidc)".to_owned(),
            ..act.clone()
        };
        self.write(|change| {
            if !exists(change, "SELECT 1 FROM person WHERE row > ?1", &0)? {
                return Err(Refusal::FirstAdmin.into());
            }
            let known: Option<i64> = change
                .query_row(
                    "SELECT person FROM vouched WHERE issuer = ?1 AND subject = ?2",
                    params![vouched.issuer, vouched.subject],
                    |row| row.get(0),
                )
                .optional()?;
            let person = match known.map(|row| by_row(change, row)).transpose()?.flatten() {
                Some(person) if person.disabled => return Err(Refusal::NoSuchPerson.into()),
                Some(person) => {
                    if person.roles != vouched.roles {
                        if !vouched.roles.contains(&Role::Admin) {
                            account::spare_last_admin(change, &person)?;
                        }
                        let (old, new) =
                            (stored_roles(&person.roles), stored_roles(&vouched.roles));
                        change.execute(
                            "UPDATE person SET roles = ?2 WHERE row = ?1",
                            params![person.row, new],
                        )?;
                        end_sessions(change, person.row)?;
                        let detail = format!("{old} → {new}");
                        let deed = Deed::RolesChanged;
                        audit::append(change, &by_provider, deed, &person.name, &detail)?;
                    }
                    person
                }
                None => {
                    let new = NewPerson {
                        name: vouched.name.clone(),
                        shown: vouched.shown.clone(),
                        roles: vouched.roles.clone(),
                    };
                    let person = account::add(change, &by_provider, &new.checked()?, None)?;
                    change.execute(
                        "INSERT INTO vouched (issuer, subject, person) VALUES (?1, ?2, ?3)",
                        params![vouched.issuer, vouched.subject, person.row],
                    )?;
                    person
                }
            };
            let act = Act {
                who: person.name.clone(),
                ..act.clone()
            };
            let secret = session::begin(change, &act, &person)?;
            audit::append(change, &act, Deed::SignedIn, &person.name, "oidc")?;
            let person = by_row(change, person.row)?.ok_or(Refusal::NoSuchPerson)?;
            Ok((secret, person))
        })
    }

    /// Whom the provider gives no role any more has none here either, and no session: but the last administrator.
    fn leave_vouched(&self, act: &Act, vouched: &VouchedPerson) -> Result<(), Error> {
        let by_provider = Act {
            who: "(oidc)".to_owned(),
            ..act.clone()
        };
        self.write(|change| {
            let known: Option<i64> = change
                .query_row(
                    "SELECT person FROM vouched WHERE issuer = ?1 AND subject = ?2",
                    params![vouched.issuer, vouched.subject],
                    |row| row.get(0),
                )
                .optional()?;
            let person = known.map(|row| by_row(change, row)).transpose()?.flatten();
            let Some(person) = person.filter(|person| !person.roles.is_empty()) else {
                return Ok(());
            };
            account::spare_last_admin(change, &person)?;
            change.execute("UPDATE person SET roles = '' WHERE row = ?1", [person.row])?;
            end_sessions(change, person.row)?;
            let detail = format!("{} →", stored_roles(&person.roles));
            audit::append(
                change,
                &by_provider,
                Deed::RolesChanged,
                &person.name,
                &detail,
            )
        })
    }

    /// Whether a provider vouched for somebody's account.
    pub fn is_vouched(&self, name: &str) -> Result<bool, Error> {
        let found = self.read(|reader| {
            let held =
                "SELECT 1 FROM vouched v JOIN person p ON p.row = v.person WHERE p.name = ?1";
            exists(reader, held, &name)
        })?;
        Ok(found.unwrap_or_default())
    }

    /// Writes down that a provider's word was not enough.
    pub fn vouched_in_vain(&self, act: &Act) -> Result<(), Error> {
        let act = Act {
            who: "(stranger)".to_owned(),
            ..act.clone()
        };
        self.note(&act, Deed::SignInFailed, "", "oidc")
    }
}
