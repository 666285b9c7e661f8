//! The office's own table of everyday words and the words of the law for them.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use catalogue::{Backup, Deed};
use search::Wordings;

use super::Desk;
use crate::{clock, evaluation::write_whole, failure::Failure};

/// The file of the data folder that adds to the program's own table.
const FILE: &str = "wording.txt";

impl Desk {
    /// The lines of the office's own table.
    pub(crate) async fn wordings(&self) -> Result<String, Failure> {
        let root = self.setup.root.clone();
        self.view(move || read(&root)).await
    }

    /// Keeps the table, and searches with it from the next question on.
    pub(crate) async fn keep_wordings(&self, lines: String) -> Result<(), Failure> {
        let lines = lines.replace("\r\n", "\n");
        let table = Wordings::own().with(&lines);
        let table = table.map_err(|bad| Failure::BadWording {
            line: bad.line,
            text: bad.text,
        })?;
        let desk = self.clone();
        self.view(move || {
            // The table that is searched with is the one in the file.
            static ONE: Mutex<()> = Mutex::new(());
            let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
            write_whole(&desk.setup.root.join(FILE), lines.as_bytes())?;
            desk.shelf.set_wordings(Arc::new(table));
            let count = lines.lines().filter(|line| line.contains('=')).count();
            desk.note(Deed::WordingsChanged, &count.to_string(), "");
            Ok(())
        })
        .await
    }

    /// Makes a backup; its name.
    pub(crate) async fn back_up(&self) -> Result<String, Failure> {
        let (to, keeper) = (self.setup.backups.clone(), self.clone());
        self.changing(move |catalogue| {
            let name = Backup::free_name(&to, clock::now());
            let made = catalogue.back_up(&to, &name)?;
            keeper.note(Deed::BackedUp, &made.name, "");
            Ok(made.name)
        })
        .await
    }
}

fn read(root: &Path) -> Result<String, Failure> {
    match std::fs::read_to_string(root.join(FILE)) {
        Ok(lines) => Ok(lines),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err((&error).into()),
    }
}
