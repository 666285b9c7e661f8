//! The key of a writer: read from a file of its owner's, shown to nobody.

use std::path::Path;

use reqwest::header::HeaderValue;

use super::WriterError;

/// A key longer than this is no key but a wrong file.
const KEY_LIMIT: u64 = 8 * 1024;

/// A key, ready to be sent. It can be neither printed nor compared nor written down: there is no `Debug` on purpose,
/// so that nothing that holds it can be logged by accident.
pub(super) struct Key(HeaderValue);

impl Key {
    /// Reads it. No error here holds a byte of the file.
    pub(super) fn read(path: &Path) -> Result<Self, WriterError> {
        read(path).map(Self)
    }

    /// For the one request that it is for; marked sensitive, so that the client's own log shows nothing of it.
    pub(super) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

fn read(path: &Path) -> Result<HeaderValue, WriterError> {
    let refuse = |why: &str| WriterError::Settings(why.to_owned());
    let key = line(path).map_err(refuse)?;
    let mut header = HeaderValue::try_from(format!("Bearer {key}")).map_err(|_| refuse(NO_KEY))?;
    header.set_sensitive(true);
    Ok(header)
}

const NO_KEY: &str = "the key file does not hold one key on one line";

/// The one line of a file that nobody else can read; `Err`: why not, without a byte of the file.
pub(super) fn line(path: &Path) -> Result<String, &'static str> {
    let unreadable = |_| "the key file cannot be read";
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let about = file.metadata().map_err(unreadable)?;
    if !about.is_file() || about.len() > KEY_LIMIT {
        return Err("the key file is not a file with one key");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if about.permissions().mode() & 0o077 != 0 {
            return Err("the key file can be read by others: chmod 600 it");
        }
    }
    let text = std::io::read_to_string(file).map_err(unreadable)?;
    let key = text.trim();
    if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(NO_KEY);
    }
    Ok(key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Does not compile once a key can be printed: the path would be ambiguous then.
    #[test]
    fn a_key_cannot_be_printed() {
        trait Printable<Which> {
            fn look() {}
        }
        struct Printed;
        impl<T: ?Sized> Printable<()> for T {}
        impl<T: ?Sized + std::fmt::Debug> Printable<Printed> for T {}
        <Key as Printable<_>>::look();
    }

    #[cfg(unix)]
    #[test]
    fn keys() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        for (content, mode, good) in [
            ("sk-canary-1\n", 0o600, true),
            ("sk-canary-1", 0o400, true),
            ("sk-canary-1", 0o640, false),
            ("sk-canary-1", 0o604, false),
            ("", 0o600, false),
            ("sk canary", 0o600, false),
            ("sk-canary\r\nx: y", 0o600, false),
            ("sk-cánary", 0o600, false),
        ] {
            let path = folder.path().join("key");
            let _ = std::fs::remove_file(&path);
            std::fs::write(&path, content).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let found = Key::read(&path).map(|_| ());
            assert_eq!(found.is_ok(), good, "{content:?} {mode:o}");
            let shown = format!("{found:?}");
            assert!(!shown.contains("canary"), "{shown}");
        }
        assert!(Key::read(&folder.path().join("absent")).is_err());
        assert!(Key::read(folder.path()).is_err());
    }
}
