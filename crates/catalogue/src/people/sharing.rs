//! Who would see a collection if it were given to other groups: looked at before, and what it was before is kept, so that
//! it can be given back.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, params};

use super::{Act, Group, People, Person};
use crate::{Collection, Error};

/// Who sees a collection, and who would.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sharing {
    /// The groups that see it; none: everybody.
    pub before: BTreeSet<Group>,
    /// Those that would.
    pub after: BTreeSet<Group>,
    /// The people with an account who would see it and do not now.
    pub gaining: Vec<String>,
    /// How many would not see it any more.
    pub losing: usize,
}

impl Shared {
    /// How long a change is offered to be taken back.
    pub const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
}

impl Sharing {
    /// Whether it is made more open, also to people who are not there yet.
    pub fn opens(&self) -> bool {
        !self.before.is_empty() && (self.after.is_empty() || !self.after.is_subset(&self.before))
    }
}

/// A collection that was given to other groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub who: String,
    /// The collection.
    pub collection: Collection,
    /// The groups that saw it before; none: everybody.
    pub before: BTreeSet<Group>,
    /// Those that saw it then.
    pub after: BTreeSet<Group>,
}

impl People {
    /// What giving a collection to exactly these groups would do.
    pub fn sharing(
        &self,
        collection: &Collection,
        groups: &BTreeSet<Group>,
    ) -> Result<Sharing, Error> {
        let teams = self.groups()?;
        let given = teams
            .iter()
            .filter(|team| team.collections.contains(collection));
        let before: BTreeSet<Group> = given.map(|team| team.name.clone()).collect();
        let everybody = self.all()?;
        let everybody = everybody.iter().filter(|person| !person.disabled);
        let sees = |person: &Person, groups: &BTreeSet<Group>| {
            groups.is_empty() || !person.groups.is_disjoint(groups)
        };
        let (mut gaining, mut losing) = (Vec::new(), 0);
        for person in everybody {
            match (sees(person, &before), sees(person, groups)) {
                (false, true) => gaining.push(person.name.clone()),
                (true, false) => losing += 1,
                _ => {}
            }
        }
        Ok(Sharing {
            before,
            after: groups.clone(),
            gaining,
            losing,
        })
    }

    /// The collections that were given to other groups from a moment on, the latest first.
    pub fn shared(&self, since: Timestamp) -> Result<Vec<Shared>, Error> {
        let found = self.read(|reader| {
            // Not before a folder made without it was opened for changes once.
            let known = "SELECT 1 FROM sqlite_master WHERE name = ?1";
            if !super::exists(reader, known, &"sharing")? {
                return Ok(Vec::new());
            }
            let mut find = reader.prepare(
                "SELECT at, who, collection, before, after FROM sharing WHERE at >= ?1 ORDER BY row DESC",
            )?;
            let rows = find.query_map([since.as_microsecond()], |row| {
                let text = |column: usize| row.get::<_, String>(column);
                Ok((row.get(0)?, text(1)?, text(2)?, text(3)?, text(4)?))
            })?;
            Ok(rows.collect::<Result<Vec<(i64, String, String, String, String)>, _>>()?)
        })?;
        let read = |(at, who, collection, before, after): (i64, String, String, String, String)| {
            Some(Shared {
                at: Timestamp::from_microsecond(at).ok()?,
                who,
                collection: Collection::new(&collection)?,
                before: names(&before)?,
                after: names(&after)?,
            })
        };
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .filter_map(read)
            .collect())
    }
}

/// Keeps who saw a collection before and who sees it now.
pub(super) fn keep(
    change: &Connection,
    act: &Act,
    collection: &Collection,
    before: &[String],
    after: &[&str],
) -> Result<(), Error> {
    let stored = |names: &[&str]| serde_json::json!(names).to_string();
    let before: Vec<&str> = before.iter().map(String::as_str).collect();
    change.execute(
        "INSERT INTO sharing (at, who, collection, before, after) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            act.at.as_microsecond(),
            act.who,
            collection.as_str(),
            stored(&before),
            stored(after)
        ],
    )?;
    Ok(())
}

fn names(stored: &str) -> Option<BTreeSet<Group>> {
    let names: Vec<String> = serde_json::from_str(stored).ok()?;
    names.iter().map(|name| Group::new(name)).collect()
}
