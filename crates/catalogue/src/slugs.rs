//! Short names of documents in addresses, unique among what is held.

use rusqlite::Connection;

use crate::{Error, NewDocument};

/// The last part of an id is its symbol, or what stands for it.
pub(crate) fn slug_of(document: &NewDocument) -> String {
    let last = document.id.as_str().rsplit('/').next().unwrap_or_default();
    if last.is_empty() || last == "_" {
        "van-ban".to_owned()
    } else {
        last.to_owned()
    }
}

/// Whether `slug` is `base` or a numbered form of it.
pub(crate) fn fits(slug: &str, base: &str) -> bool {
    slug == base
        || slug
            .strip_prefix(base)
            .and_then(|rest| rest.strip_prefix('-'))
            .is_some_and(|number| number.parse::<u32>().is_ok())
}

pub(crate) fn free_slug(change: &Connection, base: &str) -> Result<String, Error> {
    let taken = |slug: &str| -> Result<bool, Error> {
        let count: i64 = change.query_row(
            "SELECT count(*) FROM document WHERE slug = ?1 AND removed_seq IS NULL",
            [slug],
            |row| row.get(0),
        )?;
        Ok(count > 0)
    };
    let mut slug = base.to_owned();
    let mut number = 2;
    while taken(&slug)? {
        slug = format!("{base}-{number}");
        number += 1;
    }
    Ok(slug)
}
