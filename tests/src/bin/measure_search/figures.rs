//! Figures: times, memory, sizes, and the table that is printed.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, Instant};

use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeValLike as _,
};
use tests::Program;

/// Lines of a name and its figures.
#[derive(Default)]
pub(crate) struct Table(Vec<(String, String)>);

impl Table {
    /// Adds a line, and says it at once: a run takes long.
    pub(crate) fn line(&mut self, name: &str, cells: &[String]) {
        let cells = cells.join("   ");
        eprintln!("{name}: {cells}");
        self.0.push((name.to_owned(), cells));
    }

    pub(crate) fn print(&self) {
        let width = self.0.iter().map(|(name, _)| name.chars().count()).max();
        for (name, cells) in &self.0 {
            println!("{name:width$}   {cells}", width = width.unwrap_or_default());
        }
    }
}

/// Runs a command of the program to its end, however long; gives the time it took.
pub(crate) fn timed<S: AsRef<OsStr>>(program: &Program, arguments: &[S]) -> String {
    let started = Instant::now();
    let mut command = program.command(arguments);
    command.stdout(std::process::Stdio::null());
    command.stderr(std::process::Stdio::inherit());
    let status = command.status().expect("the program can be started");
    assert!(status.success(), "the command failed");
    seconds(started.elapsed())
}

pub(crate) fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// Percentiles of times, sorted here.
pub(crate) fn percentiles(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |share: f64| {
        let place = (times.len() as f64 * share) as usize;
        times[place.min(times.len().saturating_sub(1))].as_secs_f64() * 1000.0
    };
    if times.is_empty() {
        return "none".to_owned();
    }
    format!(
        "p50 {:.1} ms   p95 {:.1} ms   p99 {:.1} ms",
        at(0.5),
        at(0.95),
        at(0.99)
    )
}

/// Computing time of each of so many searches: on a machine that does other work too, what can be compared.
pub(crate) fn computing_each(all: Duration, searches: usize) -> String {
    let each = all.as_secs_f64() * 1000.0 / searches.max(1) as f64;
    format!("computing {each:.1} ms")
}

/// What this process has computed so far, in all its threads.
pub(crate) fn computed_here() -> Duration {
    let used = getrusage(UsageWho::RUSAGE_SELF).expect("what a process used is known");
    [used.user_time(), used.system_time()]
        .map(|time| Duration::from_micros(time.num_microseconds().unsigned_abs()))
        .into_iter()
        .sum()
}

/// What another process has computed so far, in steps of 10 ms; nothing where the system does not tell.
pub(crate) fn computed_by(process: u32) -> Duration {
    let line = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name of the program may hold spaces; it stands in brackets.
    let fields = line
        .rsplit_once(')')
        .map_or("", |(_, rest)| rest)
        .split_whitespace();
    let ticks: u64 = fields
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    // Linux counts in hundredths of a second towards programs, whatever its clock.
    Duration::from_millis(ticks * 10)
}

pub(crate) fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes / 1_000_000)
}

/// The most that any ended child of this process held in memory, in bytes.
pub(crate) fn most_memory_of_children() -> u64 {
    let used = getrusage(UsageWho::RUSAGE_CHILDREN).expect("what children used is known");
    used.max_rss().unsigned_abs() * 1024
}

/// A line of `/proc/PID/status`, in bytes; 0 where the system has none.
pub(crate) fn memory(process: u32, line: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line));
    let kilobytes = found.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() * 1024
}

/// Bytes that a file or folder takes; `seen` are files that were counted.
pub(crate) fn bytes(place: &Path, seen: &mut HashSet<(u64, u64)>) -> u64 {
    let Ok(known) = std::fs::symlink_metadata(place) else {
        return 0;
    };
    if known.is_dir() {
        let entries = std::fs::read_dir(place).into_iter().flatten().flatten();
        return entries.map(|entry| bytes(&entry.path(), seen)).sum();
    }
    if seen.insert((known.dev(), known.ino())) {
        known.blocks() * 512
    } else {
        0
    }
}
