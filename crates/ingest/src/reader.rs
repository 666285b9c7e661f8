//! Reading a file in a child process of our own program, with limits on CPU time, memory and output.

use std::path::Path;

use extract::{Limits, Media, Reading, Rejected};

/// The hidden command of the program that [`read_file`] starts; the program calls [`worker`] for it.
pub const READ_WORKER: &str = "read-worker";

/// Limits of the child.
#[derive(Clone, Copy, Debug)]
pub struct ReadLimits {
    /// CPU seconds.
    pub cpu_seconds: u64,
    /// Wall seconds.
    pub wall_seconds: u64,
    /// Address space in bytes.
    pub memory_bytes: u64,
    /// Output in bytes.
    pub output_bytes: u64,
    /// Limits inside the parser.
    pub parser: Limits,
}

/// Why a file gave nothing.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ReadError {
    /// The reader refused it.
    #[error(transparent)]
    Rejected(#[from] Rejected),
    /// It took longer than allowed.
    #[error("reading took longer than {0} s")]
    Time(u64),
    /// It needed more memory than allowed, or brought the reader down.
    #[error("the reader stopped without an answer (too much memory, or a damaged file)")]
    Crashed,
    /// It gave more text than allowed.
    #[error("the file holds more text than allowed")]
    Output,
    /// The file could not be opened.
    #[error("the file could not be opened: {0}")]
    Open(String),
}

/// Reads a file in a child process (`program READ_WORKER`), handing on each document as it comes.
pub fn read_file(_program: &Path, _file: &Path, _limits: &ReadLimits, _sink: &mut dyn FnMut(Reading)) -> Result<Media, ReadError> { todo!() }

/// The child's side: sets its limits, reads the request from standard input, writes documents to standard output.
pub fn worker() -> std::process::ExitCode { todo!() }
