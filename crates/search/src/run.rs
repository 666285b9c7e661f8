//! The search itself, one flow.

use crate::{Error, Library, Query, Results};

/// Runs a query. The same library and query always give the same results.
pub fn search(_library: &Library, _query: &Query) -> Result<Results, Error> { todo!() }
