//! One command under measure: its output, wall time and peak memory. The command runs below a process of its own,
//! because the system tells the peak of all ended children together, never of one.

use std::ffi::{OsStr, OsString};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};

/// The first argument of this program that makes it the process in between.
pub(crate) const BETWEEN: &str = "--run-measured";

/// What opens the line that the process in between adds to standard error.
const MARK: &str = "measured: ";

/// A command that ended.
pub(crate) struct Measured {
    /// The exit code; `None`: a signal ended it, or it could not be started.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) seconds: f64,
    /// Peak resident memory in MiB of the command or of a process that it waited for.
    pub(crate) mebibytes: f64,
}

/// Runs a command to its end.
pub(crate) fn run<S: AsRef<OsStr>>(program: &OsStr, arguments: &[S]) -> Measured {
    let own = std::env::current_exe().expect("a running program has a file");
    let mut command = Command::new(own);
    command
        .arg(BETWEEN)
        .arg(program)
        .args(arguments)
        .stdin(Stdio::null())
        .env_remove("CANCU_LANG");
    let output = command.output().expect("this program can be started");
    let mut stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let (mut code, mut seconds, mut mebibytes) = (None, 0.0, 0.0);
    if let Some(at) = stderr.rfind(MARK) {
        let told = stderr.split_off(at);
        let mut figures = told[MARK.len()..].split_whitespace();
        let mut figure = || figures.next().and_then(|word| word.parse::<f64>().ok());
        code = figure().filter(|code| *code >= 0.0).map(|code| code as i32);
        seconds = figure().unwrap_or(0.0);
        mebibytes = figure().unwrap_or(0.0);
    }
    Measured {
        code,
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr,
        seconds,
        mebibytes,
    }
}

/// The process in between: runs the command that its arguments are.
pub(crate) fn between(mut arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let Some(program) = arguments.next() else {
        return ExitCode::FAILURE;
    };
    let began = Instant::now();
    let status = Command::new(program).args(arguments).status();
    let seconds = began.elapsed().as_secs_f64();
    let code = status.ok().and_then(|status| status.code()).unwrap_or(-1);
    // Linux gives KiB.
    let peak =
        getrusage(UsageWho::RUSAGE_CHILDREN).map_or(0.0, |usage| usage.max_rss() as f64 / 1024.0);
    eprintln!("{MARK}{code} {seconds:.4} {peak:.1}");
    ExitCode::SUCCESS
}
