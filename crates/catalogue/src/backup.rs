//! Backups: everything that cannot be made again, in a folder of its own, with the SHA-256 of each file.
//!
//! The databases are written anew by SQLite itself (`VACUUM INTO`), each as of one moment, while others read; the writer
//! lock of the data folder is held, so that no document comes or goes in between. The index is not in it: it is made of
//! the catalogue without calling a model. A backup has its name when it is whole, and no sooner.

use std::{
    collections::BTreeMap,
    io::Read as _,
    os::unix::fs::PermissionsExt as _,
    path::{Path as FilePath, PathBuf},
};

use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use crate::{Catalogue, Error, Seq, original::sync_folder, people::hex};

/// The databases of a data folder; the first is always there.
const DATABASES: [&str; 3] = ["catalogue.sqlite", "records.sqlite", "people.sqlite"];
/// What tells of a backup.
pub const BACKUP_TELLS: &str = "backup.json";
/// The form in which backups are written.
const FORMAT: u32 = 1;

/// A backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backup {
    /// Its name, that of its folder.
    pub name: String,
    format: u32,
    /// The change number of the catalogue in it.
    pub seq: Seq,
    /// Bytes of all its files.
    pub bytes: u64,
    /// Its files with their SHA-256, by path inside it.
    pub files: BTreeMap<String, String>,
}

impl Catalogue {
    /// Makes a backup of the data folder in a folder `to/name`. Only where the catalogue is open for writing.
    pub fn back_up(&self, to: &FilePath, name: &str) -> Result<Backup, Error> {
        let _guard = self.writer_guard()?;
        fs_err::create_dir_all(to)?;
        let (whole, part) = (to.join(name), to.join(format!(".{name}.part")));
        if whole.exists() {
            return Err(Error::Refused(format!("there is a backup named {name}")));
        }
        let backup = self.written(&part, name);
        let Ok(backup) = backup else {
            // The disk is full, perhaps: no half copy of documents stays.
            let _ = std::fs::remove_dir_all(&part);
            return backup;
        };
        fs_err::rename(&part, &whole)?;
        sync_folder(to)?;
        Ok(backup)
    }

    /// A copy of the catalogue as it is now, open for writing in a folder `to`, which is empty or absent: to try there what
    /// a change would do. Without originals, records and people; nothing of it comes back.
    pub fn branch(&self, to: &FilePath) -> Result<Self, Error> {
        fs_err::create_dir_all(to)?;
        fs_err::set_permissions(to, std::fs::Permissions::from_mode(0o700))?;
        copy_database(self.file(), &to.join(DATABASES[0]))?;
        Self::open(to)
    }

    /// Writes everything into a folder that is made for it.
    fn written(&self, part: &FilePath, name: &str) -> Result<Backup, Error> {
        let root = self.file().parent().unwrap_or(FilePath::new("."));
        if part.exists() {
            fs_err::remove_dir_all(part)?;
        }
        fs_err::create_dir(part)?;
        fs_err::set_permissions(part, std::fs::Permissions::from_mode(0o700))?;
        let mut backup = Backup {
            name: name.to_owned(),
            format: FORMAT,
            seq: self.seq()?,
            bytes: 0,
            files: BTreeMap::new(),
        };
        for database in DATABASES {
            if root.join(database).is_file() {
                copy_database(&root.join(database), &part.join(database))?;
                backup.add(part, database.to_owned())?;
            }
        }
        for file in settings(root)? {
            let place = part.join(&file);
            if let Some(folder) = place.parent() {
                fs_err::create_dir_all(folder)?;
            }
            fs_err::copy(root.join(&file), place)?;
            backup.add(part, file)?;
        }
        for hash in originals(&part.join(DATABASES[0]))? {
            let path = format!("originals/{}/{hash}", hash.get(..2).unwrap_or_default());
            let place = part.join(&path);
            if let Some(folder) = place.parent() {
                fs_err::create_dir_all(folder)?;
            }
            fs_err::copy(root.join(&path), &place)?;
            backup.add(part, path)?;
        }
        let told = serde_json::to_vec_pretty(&backup).map_err(std::io::Error::other)?;
        fs_err::write(part.join(BACKUP_TELLS), told)?;
        fs_err::File::open(part.join(BACKUP_TELLS))?.sync_all()?;
        sync_folder(part)?;
        Ok(backup)
    }
}

impl Backup {
    /// Takes a file that was written into account, once it is on the disk.
    fn add(&mut self, folder: &FilePath, path: String) -> Result<(), Error> {
        let place = folder.join(&path);
        fs_err::set_permissions(&place, std::fs::Permissions::from_mode(0o600))?;
        fs_err::File::open(&place)?.sync_all()?;
        let (sum, bytes) = sum(&place)?;
        self.bytes += bytes;
        self.files.insert(path, sum);
        Ok(())
    }
}

/// How backups are named: by their moment, in UTC.
const NAME: &str = "%Y%m%dT%H%M%SZ";

impl Backup {
    /// The name of one that is made at a moment.
    fn name_at(at: jiff::Timestamp) -> String {
        at.strftime(NAME).to_string()
    }

    /// The first name from a moment on that no backup of a folder has: two may be made within a second.
    pub fn free_name(folder: &FilePath, mut at: jiff::Timestamp) -> String {
        loop {
            let name = Self::name_at(at);
            match at.checked_add(jiff::SignedDuration::from_secs(1)) {
                Ok(next) if folder.join(&name).exists() => at = next,
                _ => return name,
            }
        }
    }

    /// The moment that its name tells; `None`: somebody named it otherwise.
    pub fn moment(&self) -> Option<jiff::Timestamp> {
        let named = jiff::civil::DateTime::strptime(NAME, &self.name).ok()?;
        let there = named.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(there.timestamp())
    }
}

/// The whole backups in a folder, the latest name last; what cannot be read is left out.
pub fn backups(folder: &FilePath) -> Vec<Backup> {
    let listed = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let whole = listed.filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    let mut found: Vec<Backup> = whole.filter_map(|entry| told(&entry.path()).ok()).collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

/// Puts a backup into a data folder that is empty or absent. Every file is held against its SHA-256 first, and nothing
/// is written where one differs. The index is to be made afterwards.
pub fn restore(from: &FilePath, root: &FilePath) -> Result<Backup, Error> {
    let backup = told(from)?;
    let taken = std::fs::read_dir(root).is_ok_and(|mut listed| listed.next().is_some());
    if taken {
        return Err(Error::Refused(format!(
            "{} is not empty: name a new folder",
            root.display()
        )));
    }
    for (path, expect) in &backup.files {
        let safe = FilePath::new(path)
            .components()
            .all(|part| matches!(part, std::path::Component::Normal(_)));
        let whole = safe && sum(&from.join(path)).is_ok_and(|(sum, _)| sum == *expect);
        if !whole {
            return Err(Error::Damaged(format!("{path} of the backup")));
        }
    }
    fs_err::create_dir_all(root)?;
    let mut folders = vec![root.to_owned()];
    // The catalogue comes last: a folder without it is one that was not restored to the end.
    let is_catalogue = |path: &&String| path.as_str() == DATABASES[0];
    let others = backup.files.keys().filter(|path| !is_catalogue(path));
    for path in others.chain(backup.files.keys().filter(is_catalogue)) {
        let place = root.join(path);
        if let Some(folder) = place.parent() {
            fs_err::create_dir_all(folder)?;
            folders.push(folder.to_owned());
        }
        // Under another name until it is whole: a stop leaves no half catalogue that could be taken for one.
        let part = root.join(".restoring");
        fs_err::copy(from.join(path), &part)?;
        fs_err::File::open(&part)?.sync_all()?;
        fs_err::rename(&part, &place)?;
    }
    folders.sort();
    folders.dedup();
    for folder in folders {
        sync_folder(&folder)?;
    }
    Ok(backup)
}

/// Bytes that are free, and all, on the disk of a folder; `None` where it cannot be asked.
pub fn free_space(folder: &FilePath) -> Option<(u64, u64)> {
    let facts = rustix::fs::statvfs(folder).ok()?;
    Some((
        facts.f_bavail * facts.f_frsize,
        facts.f_blocks * facts.f_frsize,
    ))
}

fn told(folder: &FilePath) -> Result<Backup, Error> {
    let bytes = fs_err::read(folder.join(BACKUP_TELLS))?;
    let backup: Backup = serde_json::from_slice(&bytes)
        .map_err(|error| Error::Damaged(format!("{BACKUP_TELLS} of the backup: {error}")))?;
    match backup.format > FORMAT {
        true => Err(Error::Newer {
            found: backup.format,
            known: FORMAT,
        }),
        false => Ok(backup),
    }
}

/// Has SQLite write a database anew, as of one moment.
fn copy_database(from: &FilePath, to: &FilePath) -> Result<(), Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let reader = Connection::open_with_flags(from, flags)?;
    reader.busy_timeout(std::time::Duration::from_secs(30))?;
    let place = to.to_str().ok_or_else(|| {
        Error::Refused(format!("{} is no path that SQLite can write", to.display()))
    })?;
    reader.execute("VACUUM INTO ?1", [place])?;
    Ok(())
}

/// Where evaluations are kept.
const EVALUATIONS: &str = "evaluation";

/// Files of the data folder that somebody wrote there: settings, tables, models in one file, evaluations.
fn settings(root: &FilePath) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for folder in ["", EVALUATIONS] {
        let listed = match fs_err::read_dir(root.join(folder)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            listed => listed?,
        };
        for entry in listed {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let written = ["toml", "json", "txt"]
                .iter()
                .any(|end| name.ends_with(&format!(".{end}")));
            let ours = name.starts_with("manifest");
            if entry.file_type()?.is_file() && written && !ours {
                let place = FilePath::new(folder).join(name);
                found.push(place.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn originals(catalogue: &FilePath) -> Result<Vec<String>, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let reader = Connection::open_with_flags(catalogue, flags)?;
    let mut find = reader.prepare("SELECT DISTINCT original FROM document ORDER BY original")?;
    let found = find.query_map([], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The SHA-256 of a file, and its length.
fn sum(place: &PathBuf) -> Result<(String, u64), Error> {
    let mut file = fs_err::File::open(place)?;
    let (mut sum, mut length) = (sha2::Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((hex(&sum.finalize()), length));
        }
        sum.update(&buffer[..read]);
        length += read as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{People, batch::tests::law};

    #[test]
    fn a_backup_is_whole_or_not_there_and_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let (root, to) = (folder.path().join("a"), folder.path().join("to"));
        let catalogue = Catalogue::open(&root).unwrap();
        catalogue
            .add(&[law(&catalogue, "a", "lời của luật")])
            .unwrap();
        std::fs::write(root.join("cancu.toml"), "[server]\n").unwrap();
        // The office's own words were left out.
        std::fs::write(root.join("wording.txt"), "bìa = giấy\n").unwrap();
        std::fs::create_dir(root.join(EVALUATIONS)).unwrap();
        std::fs::write(root.join(EVALUATIONS).join("a.json"), "{}").unwrap();
        let act = crate::Act {
            who: "an".to_owned(),
            at: jiff::Timestamp::UNIX_EPOCH,
            from: String::new(),
        };
        let people = People::new(&root);
        people.note(&act, crate::Deed::BackedUp, "", "").unwrap();
        let made = catalogue.back_up(&to, "20261130").unwrap();
        assert!(
            catalogue.back_up(&to, "20261130").is_err(),
            "a name is used once"
        );
        assert_eq!(backups(&to), std::slice::from_ref(&made));
        assert_eq!(made.moment(), None, "20261130 is no moment");
        let at: jiff::Timestamp = "2026-11-30T17:00:00Z".parse().unwrap();
        let name = Backup::name_at(at);
        assert_eq!(name, "20261130T170000Z");
        // Two within a second were an error of the program.
        fs_err::create_dir(to.join(&name)).unwrap();
        assert_eq!(Backup::free_name(&to, at), "20261130T170001Z");
        fs_err::remove_dir(to.join(&name)).unwrap();
        assert_eq!(
            Backup {
                name,
                ..made.clone()
            }
            .moment(),
            Some(at)
        );
        assert_eq!(made.files.len(), 6, "{:?}", made.files);
        let again = folder.path().join("b");
        assert_eq!(restore(&to.join("20261130"), &again).unwrap(), made);
        let restored = Catalogue::open(&again).unwrap();
        assert_eq!(restored.seq().unwrap(), catalogue.seq().unwrap());
        assert!(restored.check(true).unwrap().is_empty());
        assert_eq!(People::new(&again).audit(None, 9).unwrap().len(), 1);
        assert!(
            restore(&to.join("20261130"), &again).is_err(),
            "it is not empty"
        );
        // A byte that differs: nothing is restored.
        let place = to.join("20261130/cancu.toml");
        std::fs::write(place, "[Server]\n").unwrap();
        let third = folder.path().join("c");
        assert!(restore(&to.join("20261130"), &third).is_err());
        assert!(!third.exists());
    }
}
