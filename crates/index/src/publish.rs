//! Publishing: bringing the index to the catalogue's state and naming it in the manifest.

use std::path::Path;

use catalogue::{Catalogue, Problem, Seq};

use crate::Error;

/// What a publish did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The catalogue's change number that is now searchable.
    pub seq: Seq,
    /// Passages searchable now.
    pub passages: u64,
    /// Whether derived files had to be made again from the catalogue.
    pub rebuilt: bool,
}

/// Brings the index under `root` to the catalogue's state (replay or, where damaged, rebuild), swaps the
/// manifest and purges what no generation points to. Does nothing if it is current. The durability contract
/// of the module docs holds at every instruction. `progress(done, total)` counts passages.
pub fn publish(_root: &Path, _catalogue: &Catalogue, _progress: &mut dyn FnMut(u64, u64)) -> Result<Published, Error> { todo!() }

/// Makes the index anew from the catalogue and publishes it.
pub fn rebuild(_root: &Path, _catalogue: &Catalogue, _progress: &mut dyn FnMut(u64, u64)) -> Result<Published, Error> { todo!() }

/// Checks manifest, sizes and checksums; `deep` also that every passage of the catalogue is in both parts
/// exactly once and that a sample of vectors finds itself.
pub fn check(_root: &Path, _catalogue: &Catalogue, _deep: bool) -> Result<Vec<Problem>, Error> { todo!() }
