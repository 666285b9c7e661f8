//! `cancu backup` and `cancu restore`: everything that cannot be made again, elsewhere and back.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use catalogue::{Backup, Deed};
use clap::ArgMatches;

use crate::{failure::Told, messages::fill, output, workplace::Workplace};

/// Makes a backup in the folder named, else in the one of the settings.
pub(crate) fn back_up(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let named = matches.get_one::<PathBuf>("folder").cloned();
    let folder = named.unwrap_or_else(|| place.backups());
    let name = Backup::free_name(&folder, jiff::Timestamp::now());
    let made = place.catalogue()?.back_up(&folder, &name)?;
    place.note(Deed::BackedUp, &made.name, &folder.display().to_string());
    if matches.get_flag("json") {
        output::json(&made);
        return Ok(ExitCode::SUCCESS);
    }
    let whole = folder.join(&made.name);
    let values: [(&str, &dyn std::fmt::Display); 3] = [
        ("folder", &whole.display()),
        ("files", &made.files.len()),
        ("megabytes", &made.bytes.div_ceil(1 << 20)),
    ];
    output::line(&fill(place.language, "backed_up", &values));
    Ok(ExitCode::SUCCESS)
}

/// Puts a backup into the data folder, which must be new, and makes its index.
pub(crate) fn restore(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let from = matches
        .get_one::<PathBuf>("folder")
        .cloned()
        .unwrap_or_default();
    let backup = catalogue::restore(&from, &place.root)
        .map_err(|error| unrestored(&from, &place.root, error))?;
    index::publish(&place.root, &place.catalogue()?, &mut |_, _| ())?;
    let values: [(&str, &dyn std::fmt::Display); 2] =
        [("name", &backup.name), ("folder", &place.root.display())];
    output::line(&fill(place.language, "restored", &values));
    Ok(ExitCode::SUCCESS)
}

/// Why nothing, or not everything, was restored, with what can be done about it.
fn unrestored(from: &Path, root: &Path, error: catalogue::Error) -> anyhow::Error {
    let (from_shown, root_shown) = (from.display(), root.display());
    if matches!(error, catalogue::Error::Disk(_)) && !from.join(catalogue::BACKUP_TELLS).is_file() {
        return match catalogue::backups(from).last() {
            Some(latest) => {
                let inside = from.join(&latest.name);
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("folder", &from_shown), ("latest", &inside.display())];
                Told::new("restore_of_several", &values).into()
            }
            None => Told::new("restore_of_none", &[("folder", &from_shown)]).into(),
        };
    }
    match error {
        catalogue::Error::Refused(_) => {
            Told::new("restore_taken", &[("folder", &root_shown)]).into()
        }
        catalogue::Error::Damaged(what) => Told::new(
            "restore_damaged",
            &[("folder", &from_shown), ("what", &what)],
        )
        .into(),
        catalogue::Error::Disk(why) => Told::new(
            "restore_stopped",
            &[("folder", &root_shown), ("detail", &why)],
        )
        .into(),
        error => error.into(),
    }
}
