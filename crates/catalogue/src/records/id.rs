//! Ids of records: random, so that nobody finds a record by counting, and short enough to be read out on the telephone.

use std::fmt;

use crate::Error;

/// The letters of Crockford's base 32: no I, L, O, U, which the ear and the eye take for others.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 12 letters of 5 bits each.
const LENGTH: usize = 12;
/// Stands before every id, so that it is known for one in a file.
const MARK: &str = "CC";

/// The id of a record: 60 random bits, written `CC-7K3M-9QXW-2TPD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId([u8; LENGTH]);

impl RecordId {
    /// A new one. The bits come from the operating system.
    pub(super) fn fresh() -> Result<Self, Error> {
        let mut bytes = [0; LENGTH];
        getrandom::fill(&mut bytes)
            .map_err(|error| Error::Disk(std::io::Error::other(error.to_string())))?;
        Ok(Self(bytes.map(|byte| LETTERS[usize::from(byte % 32)])))
    }

    /// As somebody wrote it down or read it out: case, spaces and dashes do not matter, `CC` may be left out, O is 0, I
    /// and L are 1. `None` if that is no id.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > 64 {
            return None;
        }
        let letters: Option<Vec<u8>> = typed
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.'))
            .map(|c| match c.to_ascii_uppercase() {
                'O' => Some(b'0'),
                'I' | 'L' => Some(b'1'),
                c => u8::try_from(c).ok().filter(|c| LETTERS.contains(c)),
            })
            .collect();
        let letters = letters?;
        let id = match letters.len() {
            LENGTH => &letters[..],
            _ => letters.strip_prefix(MARK.as_bytes())?,
        };
        id.try_into().ok().map(Self)
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MARK)?;
        for group in self.0.chunks(4) {
            // Letters of the table above are ASCII.
            write!(f, "-{}", group.escape_ascii())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_people_write_it() {
        fn check(typed: &str, expect: Option<&str>) {
            let id = RecordId::parse(typed).map(|id| id.to_string());
            assert_eq!(id.as_deref(), expect, "{typed:?}");
        }
        let id = Some("CC-7K3M-9QXW-2TPD");
        check("CC-7K3M-9QXW-2TPD", id);
        check("cc-7k3m-9qxw-2tpd", id);
        check(" cc 7k3m 9qxw 2tpd ", id);
        check("7K3M9QXW2TPD", id);
        check("CC-oOiI-lL00-1111", Some("CC-0011-1100-1111"));
        check("CCCC-CCCC-CCCC", Some("CC-CCCC-CCCC-CCCC"));
        check("", None);
        check("CC-7K3M-9QXW", None);
        check("CC-7K3M-9QXW-2TPDD", None);
        check("XX-7K3M-9QXW-2TPD", None);
        check("CC-7K3M-9QXW-2TPU", None);
        check("CC-7K3M-9QXW-2TPĐ", None);
        check("../../etc/passwd", None);
        check(&"-".repeat(80), None);
    }

    #[test]
    fn ids_do_not_repeat_and_use_every_letter() {
        let ids: std::collections::HashSet<RecordId> =
            (0..1_000).map(|_| RecordId::fresh().unwrap()).collect();
        assert_eq!(ids.len(), 1_000);
        let used: std::collections::HashSet<u8> = ids.iter().flat_map(|id| id.0).collect();
        assert_eq!(used.len(), LETTERS.len());
        for id in ids {
            assert_eq!(RecordId::parse(&id.to_string()), Some(id));
        }
    }
}
