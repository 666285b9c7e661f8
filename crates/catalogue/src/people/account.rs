//! Accounts: made, changed, closed. Each change stands in one transaction with its line of the audit, and whoever loses
//! a right loses every session with it.

use std::collections::BTreeSet;

use rusqlite::{Transaction, params};

use super::{
    Act, People, Person, Refusal, Role, by_name, end_sessions, exists, folded, named, password,
    stored_roles,
};
use crate::{Error, audit, audit::Deed};

/// An account to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    /// The name to sign in with.
    pub name: String,
    /// The name that others see; blank: the same.
    pub shown: String,
    /// At least one.
    pub roles: BTreeSet<Role>,
}

impl NewPerson {
    /// With everything as it is kept.
    pub(super) fn checked(&self) -> Result<Self, Refusal> {
        let name = folded(&self.name);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_@".contains(c);
        if !(2..=64).contains(&name.len()) || !name.chars().all(plain) {
            return Err(Refusal::BadName);
        }
        let shown = shown(&self.shown, &name)?;
        if self.roles.is_empty() {
            return Err(Refusal::NoRole);
        }
        Ok(Self {
            name,
            shown,
            roles: self.roles.clone(),
        })
    }
}

/// The shown name as it is kept.
fn shown(typed: &str, name: &str) -> Result<String, Refusal> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let shown = legal::normalise(&words.join(" "));
    match shown.is_empty() {
        true => Ok(name.to_owned()),
        false if shown.chars().count() > 100 || shown.chars().any(char::is_control) => {
            Err(Refusal::BadShown)
        }
        false => Ok(shown),
    }
}

impl People {
    /// Makes an account, with a password or (`None`) to be set by a one-time address.
    pub fn add(
        &self,
        act: &Act,
        person: &NewPerson,
        password: Option<&str>,
    ) -> Result<Person, Error> {
        let person = person.checked()?;
        let hash = password
            .map(|chosen| hashed(chosen, &person.name))
            .transpose()?;
        self.write(|change| add(change, act, &person, hash.as_deref()))
    }

    /// Gives somebody other roles.
    pub fn set_roles(&self, act: &Act, name: &str, roles: &BTreeSet<Role>) -> Result<(), Error> {
        if roles.is_empty() {
            return Err(Refusal::NoRole.into());
        }
        self.write(|change| {
            let person = named(change, name)?;
            if person.roles == *roles {
                return Ok(());
            }
            if !roles.contains(&Role::Admin) {
                spare_last_admin(change, &person)?;
            }
            change.execute(
                "UPDATE person SET roles = ?2 WHERE row = ?1",
                params![person.row, stored_roles(roles)],
            )?;
            end_sessions(change, person.row)?;
            let detail = format!("{} → {}", stored_roles(&person.roles), stored_roles(roles));
            audit::append(change, act, Deed::RolesChanged, &person.name, &detail)
        })
    }

    /// Changes the name that others see.
    pub fn set_shown(&self, act: &Act, name: &str, typed: &str) -> Result<(), Error> {
        self.write(|change| {
            let person = named(change, name)?;
            let shown = shown(typed, &person.name)?;
            change.execute(
                "UPDATE person SET shown = ?2 WHERE row = ?1",
                params![person.row, shown],
            )?;
            audit::append(change, act, Deed::Renamed, &person.name, &shown)
        })
    }

    /// Keeps somebody out from now on, or lets them in again. Sessions end, tokens stop at once.
    pub fn set_disabled(&self, act: &Act, name: &str, disabled: bool) -> Result<(), Error> {
        self.write(|change| {
            let person = named(change, name)?;
            if person.disabled == disabled {
                return Ok(());
            }
            if disabled {
                spare_last_admin(change, &person)?;
            }
            change.execute(
                "UPDATE person SET disabled = ?2 WHERE row = ?1",
                params![person.row, disabled],
            )?;
            end_sessions(change, person.row)?;
            let deed = if disabled {
                Deed::Disabled
            } else {
                Deed::Enabled
            };
            audit::append(change, act, deed, &person.name, "")
        })
    }

    /// Changes one's own password: the old one must be given. Every session ends, this one too. A wrong old one counts
    /// as a wrong try at the door.
    pub fn change_password(
        &self,
        act: &Act,
        name: &str,
        old: &str,
        new: &str,
    ) -> Result<(), Error> {
        match self.sign_in_check(act, name, old)? {
            super::Entry::Fits(_) => {}
            super::Entry::Wrong | super::Entry::Wait(_) => {
                return Err(Refusal::WrongPassword.into());
            }
        }
        let hash = hashed(new, name)?;
        self.write(|change| {
            let person = named(change, name)?;
            set_password(change, act, &person, &hash)
        })
    }

    /// Sets a password for somebody: for whoever has the machine itself. Every session ends.
    pub fn set_password(&self, act: &Act, name: &str, new: &str) -> Result<(), Error> {
        let hash = hashed(new, name)?;
        self.write(|change| {
            let person = named(change, name)?;
            set_password(change, act, &person, &hash)
        })
    }
}

/// The hash of a password that may be chosen.
pub(super) fn hashed(password: &str, name: &str) -> Result<String, Error> {
    password::check(password, &folded(name))?;
    password::hash(password)
}

pub(super) fn add(
    change: &Transaction<'_>,
    act: &Act,
    person: &NewPerson,
    hash: Option<&str>,
) -> Result<Person, Error> {
    let first = !exists(change, "SELECT 1 FROM person WHERE row > ?1", &0)?;
    if first && !person.roles.contains(&Role::Admin) {
        return Err(Refusal::FirstAdmin.into());
    }
    if by_name(change, &person.name)?.is_some() {
        return Err(Refusal::NameTaken.into());
    }
    change.execute(
        "INSERT INTO person (name, shown, roles, hash, disabled, made) VALUES (?1, ?2, ?3, ?4, 0, ?5)",
        params![
            person.name,
            person.shown,
            stored_roles(&person.roles),
            hash,
            act.at.as_microsecond()
        ],
    )?;
    let roles = stored_roles(&person.roles);
    audit::append(change, act, Deed::PersonAdded, &person.name, &roles)?;
    named(change, &person.name)
}

pub(super) fn set_password(
    change: &Transaction<'_>,
    act: &Act,
    person: &Person,
    hash: &str,
) -> Result<(), Error> {
    change.execute(
        "UPDATE person SET hash = ?2 WHERE row = ?1",
        params![person.row, hash],
    )?;
    change.execute("DELETE FROM tries WHERE name = ?1", [&person.name])?;
    change.execute("DELETE FROM invitation WHERE person = ?1", [person.row])?;
    end_sessions(change, person.row)?;
    audit::append(change, act, Deed::PasswordChanged, &person.name, "")
}

/// Refuses to take the role or the way in from the last who keeps the accounts.
pub(super) fn spare_last_admin(change: &Transaction<'_>, person: &Person) -> Result<(), Error> {
    if !person.roles.contains(&Role::Admin) || person.disabled {
        return Ok(());
    }
    let mut find = change.prepare("SELECT roles FROM person WHERE disabled = 0 AND row <> ?1")?;
    let others = find.query_map([person.row], |row| row.get::<_, String>(0))?;
    for roles in others {
        if super::roles_of(&roles?).contains(&Role::Admin) {
            return Ok(());
        }
    }
    Err(Refusal::LastAdmin.into())
}
