//! Passwords: kept as Argon2id hashes (19 MiB, two passes, one lane: OWASP's recommendation), never in another form.
//!
//! Which may be chosen follows NIST SP 800-63B: long enough, not among the first that anybody would try, no rules of
//! composition, no expiry.

use std::{collections::HashSet, sync::LazyLock};

use argon2::{Algorithm, Argon2, Params, Version};
use subtle::ConstantTimeEq as _;

use super::{
    Refusal,
    secret::{hex, random, unhex},
};
use crate::Error;

/// KiB of memory, passes, lanes.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
const SALT: usize = 16;
const HASH: usize = 32;
const SHORTEST: usize = 12;
const LONGEST: usize = 200;

/// What anybody would try first, by general knowledge: one folded word a line.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("common.txt").lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// Whether a password may be chosen by somebody of a name.
pub(super) fn check(password: &str, name: &str) -> Result<(), Refusal> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Refusal::ShortPassword);
    }
    if length > LONGEST {
        return Err(Refusal::LongPassword);
    }
    let bare = |text: &str| -> String {
        let folded = legal::unaccent(&legal::normalise(text)).to_lowercase();
        folded.chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let (password, name) = (bare(password), bare(name));
    let beside = password.replace(&name, "");
    if name.len() >= 3
        && beside.chars().filter(|c| c.is_alphabetic()).count() < 4
        && beside != password
    {
        return Err(Refusal::NamePassword);
    }
    match is_common(&password) {
        true => Err(Refusal::CommonPassword),
        false => Ok(()),
    }
}

/// A listed word, words put together or repeated, with digits around them; one sign repeated; signs in a row.
fn is_common(bare: &str) -> bool {
    let core = bare.trim_matches(|c: char| c.is_ascii_digit());
    let distinct: HashSet<char> = bare.chars().collect();
    distinct.len() <= 3 || in_a_row(bare) || (!core.is_empty() && is_made_of_common(core))
}

/// Whether a word is one listed word after the other, digits between them aside.
fn is_made_of_common(core: &str) -> bool {
    let letters: Vec<char> = core.chars().collect();
    let mut reached = vec![false; letters.len() + 1];
    reached[0] = true;
    for start in 0..letters.len() {
        if !reached[start] {
            continue;
        }
        if letters[start].is_ascii_digit() {
            reached[start + 1] = true;
        }
        for end in start + 1..=letters.len() {
            let word: String = letters[start..end].iter().collect();
            if COMMON.contains(word.as_str()) {
                reached[end] = true;
            }
        }
    }
    reached[letters.len()]
}

/// Whether nearly every sign is the next or the same of the one before: "123456789012", "abcdefghijkl".
fn in_a_row(bare: &str) -> bool {
    let signs: Vec<u32> = bare.chars().map(u32::from).collect();
    let steps = signs.windows(2);
    let even = steps
        .filter(|pair| pair[0].abs_diff(pair[1]) <= 1 || (pair[0], pair[1]) == (0x39, 0x30))
        .count();
    !signs.is_empty() && even + 2 >= signs.len()
}

/// A password as it is kept: `argon2id 19456 2 1 SALT HASH`.
pub(super) fn hash(password: &str) -> Result<String, Error> {
    let salt = random::<SALT>()?;
    let made = derive(password, &salt, COST)?;
    let (memory, passes, lanes) = COST;
    Ok(format!(
        "argon2id {memory} {passes} {lanes} {} {}",
        hex(&salt),
        hex(&made)
    ))
}

/// Whether a password is the one that is kept. Where nothing is kept the same work is done for nothing, so that nobody
/// can tell by the time it takes who has an account.
pub(super) fn fits(password: &str, kept: Option<&str>) -> Result<bool, Error> {
    let read = kept
        .map(|kept| read(kept).ok_or_else(damaged))
        .transpose()?;
    match read {
        Some((cost, salt, kept)) => {
            let made = derive(password, &salt, cost)?;
            Ok(bool::from(made.ct_eq(&kept)))
        }
        None => derive(password, &[0; SALT], COST).map(|_| false),
    }
}

fn damaged() -> Error {
    Error::Damaged("a password's hash cannot be read: restore from a backup".to_owned())
}

type Read = ((u32, u32, u32), Vec<u8>, Vec<u8>);

fn read(kept: &str) -> Option<Read> {
    let parts: Vec<&str> = kept.split(' ').collect();
    let ["argon2id", memory, passes, lanes, salt, hash] = parts.as_slice() else {
        return None;
    };
    let cost = (
        memory.parse().ok()?,
        passes.parse().ok()?,
        lanes.parse().ok()?,
    );
    Some((cost, unhex(salt)?, unhex(hash)?))
}

fn derive(
    password: &str,
    salt: &[u8],
    (memory, passes, lanes): (u32, u32, u32),
) -> Result<[u8; HASH], Error> {
    // What is typed on one keyboard in composed and on another in decomposed form is one password.
    let password = legal::normalise(password);
    let params = Params::new(memory, passes, lanes, Some(HASH)).map_err(|_| damaged())?;
    let mut made = [0; HASH];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), salt, &mut made)
        .map_err(|_| damaged())?;
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_anybody_would_try_first_is_refused() {
        fn check(password: &str, expect: Result<(), Refusal>) {
            assert_eq!(super::check(password, "nguyen.an"), expect, "{password}");
        }
        check("ngắn quá", Err(Refusal::ShortPassword));
        check(&"a1".repeat(101), Err(Refusal::LongPassword));
        check("123456789012", Err(Refusal::CommonPassword));
        check("111111111111", Err(Refusal::CommonPassword));
        check("abcdefghijklm", Err(Refusal::CommonPassword));
        check("password1234", Err(Refusal::CommonPassword));
        check("Mật khẩu 123456", Err(Refusal::CommonPassword));
        check("matkhaumatkhau", Err(Refusal::CommonPassword));
        check("Admin@123456789", Err(Refusal::CommonPassword));
        check("iloveyou2026!!", Err(Refusal::CommonPassword));
        check("anhyeuem123456", Err(Refusal::CommonPassword));
        check("qwertyuiop123", Err(Refusal::CommonPassword));
        check("nguyen.an2026", Err(Refusal::NamePassword));
        check("nguyen.an!abc", Err(Refusal::NamePassword));
        check("Cầu ao cá tra sông hậu", Ok(()));
        check("mưa rào tháng sáu", Ok(()));
        check("x7-Kq!tudongnai", Ok(()));
    }

    #[test]
    fn a_password_fits_its_own_hash_and_no_other() {
        let kept = hash("mưa rào tháng sáu").unwrap();
        assert!(kept.starts_with("argon2id 19456 2 1 "), "{kept}");
        assert_ne!(kept, hash("mưa rào tháng sáu").unwrap());
        assert!(fits("mưa rào tháng sáu", Some(&kept)).unwrap());
        // Decomposed, as some keyboards type it.
        let decomposed: String = "mu\u{31b}a ra\u{300}o tha\u{301}ng sa\u{301}u".to_owned();
        assert!(fits(&decomposed, Some(&kept)).unwrap());
        assert!(!fits("mưa rào tháng bảy", Some(&kept)).unwrap());
        assert!(!fits("", None).unwrap());
        assert!(fits("x", Some("argon2id 1 2")).is_err());
    }
}
