//! Groups, and the collections that are given to them. A collection that was given to a group is seen by its members
//! alone; what was given to none is seen by everybody with an account.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::{Act, People, Person, Refusal, exists, named};
use crate::{Collection, Error, audit, audit::Deed};

/// The name of a group: as that of a collection.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group(String);

impl Group {
    /// From what was typed; `None` if that is no name.
    pub fn new(typed: &str) -> Option<Self> {
        Collection::new(typed).map(|name| Self(name.as_str().to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A group with who and what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its name.
    pub name: Group,
    /// The names of its members.
    pub members: Vec<String>,
    /// What only members see.
    pub collections: Vec<Collection>,
}

impl People {
    /// Every group, by name.
    pub fn groups(&self) -> Result<Vec<Team>, Error> {
        let found = self.read(|reader| {
            let names = texts(reader, "SELECT name FROM team ORDER BY name", &[])?;
            names
                .iter()
                .filter_map(|name| Group::new(name))
                .map(|name| team(reader, name))
                .collect()
        })?;
        Ok(found.unwrap_or_default())
    }

    /// Makes a group; one that is there stays.
    pub fn add_group(&self, act: &Act, group: &Group) -> Result<(), Error> {
        self.write(|change| {
            let made =
                change.execute("INSERT OR IGNORE INTO team VALUES (?1)", [group.as_str()])?;
            match made {
                0 => Ok(()),
                _ => audit::append(change, act, Deed::GroupAdded, group.as_str(), ""),
            }
        })
    }

    /// Does away with a group that holds no collection.
    pub fn remove_group(&self, act: &Act, group: &Group) -> Result<(), Error> {
        self.write(|change| {
            known(change, group)?;
            if exists(
                change,
                "SELECT 1 FROM given WHERE team = ?1",
                &group.as_str(),
            )? {
                return Err(Refusal::GroupHolds.into());
            }
            change.execute("DELETE FROM team WHERE name = ?1", [group.as_str()])?;
            audit::append(change, act, Deed::GroupRemoved, group.as_str(), "")
        })
    }

    /// Puts somebody into exactly these groups. Their sessions end: what they may see has changed.
    pub fn set_groups(&self, act: &Act, name: &str, groups: &BTreeSet<Group>) -> Result<(), Error> {
        self.write(|change| {
            let person = named(change, name)?;
            if person.groups == *groups {
                return Ok(());
            }
            change.execute("DELETE FROM member WHERE person = ?1", [person.row])?;
            for group in groups {
                known(change, group)?;
                change.execute(
                    "INSERT INTO member (team, person) VALUES (?1, ?2)",
                    params![group.as_str(), person.row],
                )?;
            }
            super::end_sessions(change, person.row)?;
            let names: Vec<&str> = groups.iter().map(Group::as_str).collect();
            audit::append(
                change,
                act,
                Deed::GroupsChanged,
                &person.name,
                &names.join(", "),
            )
        })
    }

    /// Gives a collection to exactly these groups; to none: everybody sees it.
    pub fn give(
        &self,
        act: &Act,
        collection: &Collection,
        groups: &BTreeSet<Group>,
    ) -> Result<(), Error> {
        self.write(|change| {
            let held = "SELECT team FROM given WHERE collection = ?1 ORDER BY team";
            let before = texts(change, held, &[&collection.as_str()])?;
            let names: Vec<&str> = groups.iter().map(Group::as_str).collect();
            if before == names {
                return Ok(());
            }
            change.execute(
                "DELETE FROM given WHERE collection = ?1",
                [collection.as_str()],
            )?;
            for group in groups {
                known(change, group)?;
                change.execute(
                    "INSERT INTO given (collection, team) VALUES (?1, ?2)",
                    params![collection.as_str(), group.as_str()],
                )?;
            }
            super::sharing::keep(change, act, collection, &before, &names)?;
            let detail = format!("{} → {}", before.join(", "), names.join(", "));
            audit::append(
                change,
                act,
                Deed::CollectionGiven,
                collection.as_str(),
                &detail,
            )
        })
    }

    /// The collections that somebody may not see; of nobody (`None`), all that are given to any group.
    pub fn hidden_from(&self, person: Option<&Person>) -> Result<BTreeSet<Collection>, Error> {
        let found = self.read(|reader| {
            let mut find = reader.prepare("SELECT collection, team FROM given")?;
            let rows = find.query_map([], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })?;
            let rows: Vec<(String, String)> = rows.collect::<Result<_, _>>()?;
            Ok(rows)
        })?;
        let rows = found.unwrap_or_default();
        let is_member = |team: &str| {
            person.is_some_and(|person| person.groups.iter().any(|group| group.as_str() == team))
        };
        let seen: BTreeSet<&str> = rows
            .iter()
            .filter(|(_, team)| is_member(team))
            .map(|(collection, _)| collection.as_str())
            .collect();
        let hidden = rows.iter().map(|(collection, _)| collection.as_str());
        Ok(hidden
            .filter(|collection| !seen.contains(collection))
            .filter_map(Collection::new)
            .collect())
    }
}

fn known(reader: &Connection, group: &Group) -> Result<(), Error> {
    match exists(
        reader,
        "SELECT 1 FROM team WHERE name = ?1",
        &group.as_str(),
    )? {
        true => Ok(()),
        false => Err(Refusal::NoSuchGroup.into()),
    }
}

fn team(reader: &Connection, name: Group) -> Result<Team, Error> {
    let members = "SELECT p.name FROM member m JOIN person p ON p.row = m.person WHERE m.team = ?1 ORDER BY p.name";
    let members = texts(reader, members, &[&name.as_str()])?;
    let given = "SELECT collection FROM given WHERE team = ?1 ORDER BY collection";
    let collections = texts(reader, given, &[&name.as_str()])?;
    Ok(Team {
        name,
        members,
        collections: collections
            .iter()
            .filter_map(|name| Collection::new(name))
            .collect(),
    })
}

fn texts(
    reader: &Connection,
    sql: &str,
    values: &[&dyn rusqlite::ToSql],
) -> Result<Vec<String>, Error> {
    let mut find = reader.prepare(sql)?;
    let found = find.query_map(values, |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}
