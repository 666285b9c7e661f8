//! Secrets that open a door: 256 random bits, handed out once; kept only as their SHA-256.

use sha2::{Digest as _, Sha256};

use crate::Error;

/// Bytes of a secret: a guess is hopeless, so that its plain hash can be kept and looked up.
const BYTES: usize = 32;

/// A secret on its way to whoever it was made for. It cannot be printed by mistake.
pub struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A new one. The bits come from the operating system.
    pub fn fresh() -> Result<Self, Error> {
        Ok(Self(hex(&random::<BYTES>()?)))
    }

    /// In words that can be sent: 64 hexadecimal digits.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// As it is kept.
    pub(super) fn kept(&self) -> String {
        kept(&self.0)
    }
}

/// How a secret that was shown would be kept: what is looked up.
pub(super) fn kept(shown: &str) -> String {
    hex(&Sha256::digest(shown.as_bytes()))
}

/// Random bytes of the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::Disk(std::io::Error::other(error.to_string())))?;
    Ok(bytes)
}

/// Hexadecimal digits of bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes of hexadecimal digits; `None`: that is something else.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    let pairs = (0..text.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}
