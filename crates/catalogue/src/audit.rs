//! The audit: every decision with who, when, what and from where. Lines are only added, and chained: each carries the
//! SHA-256 of the one before and of its own canonical bytes, so that whoever keeps the last hash elsewhere can tell
//! whether anything was changed, taken out, exchanged or cut off since.
//!
//! It lies beside the accounts ([`People`]), so that a decision and its line are one transaction. No question and no
//! word of any document is ever written here.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};
use sha2::{Digest as _, Sha256};

use crate::{Act, Error, People, people::hex};

mod deed;

pub use deed::Deed;

/// Most characters of a field.
const LONGEST: usize = 400;
/// Before the first line.
const NOTHING: [u8; 32] = [0; 32];

/// A line of the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1 without a gap.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// The account's name; in brackets, which no name has, whoever has none.
    pub who: String,
    /// The address that it came from.
    pub from: String,
    /// What was done, by [`Deed::name`].
    pub deed: String,
    /// To whom or what.
    pub about: String,
    /// What else there is to say.
    pub detail: String,
    /// The hash of the chain up to here.
    pub hash: String,
}

/// The end of the chain: what is kept elsewhere, and compared later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainHead {
    /// The number of the last line; 0: there is none.
    pub number: u64,
    /// Its hash; empty: there is none.
    pub hash: String,
}

impl std::fmt::Display for ChainHead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.number, self.hash)
    }
}

impl ChainHead {
    /// As it was written down: `1234:9f86…`.
    pub fn parse(typed: &str) -> Option<Self> {
        let (number, hash) = typed.trim().split_once(':')?;
        let known = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        Some(Self {
            number: number.parse().ok()?,
            hash: hash.to_lowercase(),
        })
        .filter(|head| known || (head.number == 0 && head.hash.is_empty()))
    }
}

/// What came of verifying the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verified {
    /// Every line fits the one before, to this end.
    Whole(ChainHead),
    /// The first line that does not fit.
    Broken {
        /// Its number, or the number that should be there.
        number: u64,
        /// What is wrong with it.
        fault: Fault,
    },
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It, or one before it, is not what was written.
    Changed,
    /// It is gone.
    Missing,
    /// The kept head is of another chain, or of more lines than there are.
    OtherHead,
}

impl Fault {
    /// `changed`, `missing`, `other_head`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::OtherHead => "other_head",
        }
    }
}

impl People {
    /// Lines of the audit, the latest first, before a number if one is given.
    pub fn audit(&self, before: Option<u64>, limit: u32) -> Result<Vec<Line>, Error> {
        let before = before.map_or(i64::MAX, |number| i64::try_from(number).unwrap_or(i64::MAX));
        let found = self.read(|reader| {
            let mut find = reader.prepare(&format!(
                "SELECT {LINE} FROM audit WHERE number < ?1 ORDER BY number DESC LIMIT ?2"
            ))?;
            crate::read::collect(find.query(params![before, limit])?, line)
        })?;
        Ok(found.unwrap_or_default())
    }

    /// The end of the chain as it stands.
    pub fn audit_head(&self) -> Result<ChainHead, Error> {
        let none = ChainHead {
            number: 0,
            hash: String::new(),
        };
        Ok(self.read(last)?.flatten().unwrap_or(none))
    }

    /// Whether every line fits the one before, and (where one was kept elsewhere) whether the chain goes through it.
    pub fn verify_audit(&self, kept: Option<&ChainHead>) -> Result<Verified, Error> {
        let checked = self.read(|reader| verify(reader, kept))?;
        Ok(match (checked, kept) {
            (Some(checked), _) => checked,
            (None, Some(kept)) if kept.number > 0 => Verified::Broken {
                number: kept.number,
                fault: Fault::OtherHead,
            },
            (None, _) => Verified::Whole(ChainHead {
                number: 0,
                hash: String::new(),
            }),
        })
    }
}

/// The columns that make a [`Line`].
const LINE: &str = "number, at, who, origin, deed, about, detail, hash";

/// Adds a line, in the transaction of what it tells.
pub(crate) fn append(
    change: &Transaction<'_>,
    act: &Act,
    deed: Deed,
    about: &str,
    detail: &str,
) -> Result<(), Error> {
    let last = last(change)?;
    let line = Line {
        number: last.as_ref().map_or(0, |last| last.number) + 1,
        at: act.at,
        who: plain(&act.who),
        from: plain(&act.from),
        deed: deed.name().to_owned(),
        about: plain(about),
        detail: plain(detail),
        hash: String::new(),
    };
    let hash = chained(last.map(|last| last.hash).as_deref(), &line);
    change.execute(
        &format!("INSERT INTO audit ({LINE}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
        params![
            i64::try_from(line.number).unwrap_or(i64::MAX),
            line.at.as_microsecond(),
            line.who,
            line.from,
            line.deed,
            line.about,
            line.detail,
            hash
        ],
    )?;
    Ok(())
}

/// One line of text whatever is in it: what a terminal or a page could take for a new line, a colour or another
/// direction is written out.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars().take(LONGEST) {
        let turning = matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
        match c.is_control() || turning {
            true => plain.extend(c.escape_unicode()),
            false => plain.push(c),
        }
    }
    plain
}

fn last(reader: &Connection) -> Result<Option<ChainHead>, Error> {
    let found = reader
        .query_row(
            "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1",
            [],
            |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)),
        )
        .optional()?;
    Ok(found.map(|(number, hash)| ChainHead {
        number: number.unsigned_abs(),
        hash,
    }))
}

/// The hash of a line after another: each field with its length before it, so that no two lines have the same bytes.
fn chained(before: Option<&str>, line: &Line) -> String {
    let mut sum = Sha256::new();
    match before {
        Some(before) => sum.update(before.as_bytes()),
        None => sum.update(NOTHING),
    }
    sum.update(line.number.to_be_bytes());
    sum.update(line.at.as_microsecond().to_be_bytes());
    for field in [&line.who, &line.from, &line.deed, &line.about, &line.detail] {
        sum.update((field.len() as u64).to_be_bytes());
        sum.update(field.as_bytes());
    }
    hex(&sum.finalize())
}

fn verify(reader: &Connection, kept: Option<&ChainHead>) -> Result<Verified, Error> {
    let broken = |number: u64, fault: Fault| Ok(Verified::Broken { number, fault });
    let mut find = reader.prepare(&format!("SELECT {LINE} FROM audit ORDER BY number"))?;
    let mut rows = find.query([])?;
    let mut end: Option<ChainHead> = None;
    loop {
        let number = end.as_ref().map_or(0, |end| end.number) + 1;
        // What SQLite itself cannot read any more was changed too.
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err(_) => return broken(number, Fault::Changed),
        };
        let Ok(line) = line(row) else {
            return broken(number, Fault::Changed);
        };
        if line.number != number {
            return broken(number, Fault::Missing);
        }
        if chained(end.as_ref().map(|end| end.hash.as_str()), &line) != line.hash {
            return broken(number, Fault::Changed);
        }
        if kept.is_some_and(|kept| kept.number == number && kept.hash != line.hash) {
            return broken(number, Fault::OtherHead);
        }
        end = Some(ChainHead {
            number,
            hash: line.hash,
        });
    }
    let end = end.unwrap_or(ChainHead {
        number: 0,
        hash: String::new(),
    });
    match kept.filter(|kept| kept.number > end.number) {
        Some(_) => broken(end.number + 1, Fault::Missing),
        None => Ok(Verified::Whole(end)),
    }
}

fn line(row: &Row<'_>) -> Result<Line, Error> {
    let number: i64 = row.get(0)?;
    let at = Timestamp::from_microsecond(row.get(1)?)
        .map_err(|_| Error::Damaged(format!("line {number} of the audit")))?;
    Ok(Line {
        number: number.unsigned_abs(),
        at,
        who: row.get(2)?,
        from: row.get(3)?,
        deed: row.get(4)?,
        about: row.get(5)?,
        detail: row.get(6)?,
        hash: row.get(7)?,
    })
}

#[cfg(test)]
mod tests;
