//! Standard output and standard error. A closed pipe (`| head`) ends the printing, not the program.

use std::io::Write as _;

use serde::Serialize;

/// A line on standard output.
pub(crate) fn line(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// A line on standard error.
pub(crate) fn error(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A value as JSON on standard output, indented.
pub(crate) fn json(value: &impl Serialize) {
    let text = serde_json::to_string_pretty(value).expect("our wire types have string keys only");
    line(&text);
}

/// A value as one line of JSON.
pub(crate) fn json_line(value: &impl Serialize) {
    line(&serde_json::to_string(value).expect("our wire types have string keys only"));
}
