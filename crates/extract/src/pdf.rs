//! PDF: not read yet.

use crate::{Limits, Read, Rejected};

pub(crate) fn read(_bytes: &[u8], _limits: &Limits) -> Read {
    Err(Rejected::Format {
        found: "pdf".to_owned(),
    })
}
