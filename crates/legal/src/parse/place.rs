//! Paths given out once: a second unit of the same path carries `~2`.

use std::collections::HashMap;

use crate::{Level, Path};

/// The paths in use.
#[derive(Default)]
pub(super) struct Places {
    used: HashMap<Path, u32>,
}

impl Places {
    /// The path of a unit below `base`, made unique.
    pub(super) fn take(&mut self, base: &Path, level: Level, label: &str) -> Path {
        let label: String = label.chars().filter(|c| *c != '~').collect();
        let path = base.child(level, &label);
        let count = self.used.entry(path.clone()).or_default();
        *count += 1;
        if *count == 1 {
            path
        } else {
            base.child(level, &format!("{label}~{count}"))
        }
    }
}
