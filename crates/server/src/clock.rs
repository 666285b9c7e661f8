//! The one place of the server that asks the clock: which moment it is, and which day in Vietnam.

use jiff::{Timestamp, tz};
use legal::Date;

/// This moment.
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// Today in Vietnam, whatever the machine's own time zone.
pub(crate) fn today() -> Date {
    day_of(Timestamp::now())
}

/// The day of a moment in Vietnam (UTC+7, no summer time).
pub(crate) fn day_of(moment: Timestamp) -> Date {
    moment.to_zoned(tz::offset(7).to_time_zone()).date()
}
