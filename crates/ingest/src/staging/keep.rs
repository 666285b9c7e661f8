//! States on disk: written under another name, synced, renamed.

use std::{io::Write as _, path::Path};

use serde::{Serialize, de::DeserializeOwned};

use crate::Error;

/// Writes a value so that its name has the old or the new one whole.
pub(super) fn write(place: &Path, value: &impl Serialize) -> Result<(), Error> {
    let bytes = serde_json::to_vec(value).map_err(std::io::Error::other)?;
    let temporary = place.with_extension("tmp");
    let mut file = fs_err::File::create(&temporary)?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    drop(file);
    fs_err::rename(&temporary, place)?;
    if let Some(folder) = place.parent() {
        sync_folder(folder)?;
    }
    Ok(())
}

/// Reads a value; `None` where there is none. One that cannot be read is an error: somebody else wrote there.
pub(super) fn read<T: DeserializeOwned>(place: &Path) -> Result<Option<T>, Error> {
    match fs_err::read(place) {
        Ok(bytes) => Ok(Some(
            serde_json::from_slice(&bytes).map_err(std::io::Error::other)?,
        )),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The folders inside a folder, but for those that are being removed; none where it is not there.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, Error> {
    let listed = match fs_err::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut names = Vec::new();
    for entry in listed {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Removes a folder or a file of a folder, if it is there. It is gone from sight first: a stop leaves nothing half.
pub(super) fn remove(folder: &Path, name: &str) -> Result<(), Error> {
    let (seen, hidden) = (folder.join(name), folder.join(format!(".{name}.gone")));
    match fs_err::rename(&seen, &hidden) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    clear(&hidden)?;
    Ok(())
}

/// Deletes what a stop kept from being deleted.
pub(super) fn clear_left(folder: &Path) -> Result<(), Error> {
    let Ok(listed) = fs_err::read_dir(folder) else {
        return Ok(());
    };
    for entry in listed {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') && name.ends_with(".gone") {
            clear(&entry.path())?;
        }
    }
    Ok(())
}

/// Deletes a folder or a file, if it is there.
pub(super) fn clear(place: &Path) -> std::io::Result<()> {
    match fs_err::symlink_metadata(place) {
        Ok(facts) if facts.is_dir() => fs_err::remove_dir_all(place),
        Ok(_) => fs_err::remove_file(place),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    fs_err::File::open(folder)?.sync_all()
}
