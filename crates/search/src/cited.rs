//! Exact lookup: from a citation to the provision it names.

use legal::{Citation, Date};

use crate::{Cited, Error, Library};

/// Looks a citation up as of a day: the clause itself where it is held, the nearest numbers otherwise.
pub fn show(_library: &Library, _citation: &Citation, _on: Date) -> Result<Cited, Error> { todo!() }
