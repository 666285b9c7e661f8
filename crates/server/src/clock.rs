//! The one place of the server that asks the clock: which moment it is, and which day in Vietnam.

use jiff::{Timestamp, tz};
use legal::Date;

/// This moment.
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// Today in Vietnam (UTC+7, no summer time), whatever the machine's own time zone.
pub(crate) fn today() -> Date {
    Timestamp::now()
        .to_zoned(tz::offset(7).to_time_zone())
        .date()
}
