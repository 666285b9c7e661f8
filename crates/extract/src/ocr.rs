//! Recognising the words of a picture with the installed Tesseract, run as a child process a picture.
//!
//! What is read is marked as recognised for ever: each word carries how sure Tesseract was, and nothing is put right.

use std::{
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use rustix::process::{Pid, Resource, Rlimit, prlimit};
use serde::{Deserialize, Serialize};

/// The language model that must be installed.
const LANGUAGE: &str = "vie";
/// Most bytes of output kept of one picture: a page full of words gives a tenth of it.
const OUTPUT: u64 = 4 << 20;

/// The installed recogniser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ocr {
    /// The program.
    pub program: PathBuf,
    /// CPU seconds for one picture; beyond them the picture counts as not recognised.
    pub page_seconds: u64,
    /// Pictures recognised at the same time, each by a process of one thread.
    pub at_once: usize,
}

impl Ocr {
    /// A Tesseract by its path, or by a name that is looked for where the system keeps its programs (not in the
    /// environment: the child gets none). An empty name: none. Whether it is there is asked when a page needs it.
    pub fn new(program: &Path) -> Option<Self> {
        (!program.as_os_str().is_empty()).then(|| Self {
            program: program.to_owned(),
            page_seconds: 60,
            at_once: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        })
    }

    /// Whether it is installed with the Vietnamese model.
    pub fn is_installed(&self) -> bool {
        let Ok(listed) = command(&self.program).arg("--list-langs").output() else {
            return false;
        };
        // Tesseract 3 lists on standard error, 4 and later on standard output.
        let listed = [listed.stdout, listed.stderr].concat();
        String::from_utf8_lossy(&listed)
            .lines()
            .any(|line| line.trim() == LANGUAGE)
    }

    /// Starts recognising a picture given as PGM. `sparse`: words scattered anywhere rather than a page of text.
    pub(crate) fn start(&self, pgm: &[u8], sparse: bool) -> Option<Running> {
        let mut child = command(&self.program)
            .args(["stdin", "stdout", "-l", LANGUAGE, "--dpi", "300", "--psm"])
            .arg(if sparse { "11" } else { "3" })
            .arg("tsv")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let limit = Rlimit {
            current: Some(self.page_seconds),
            maximum: Some(self.page_seconds),
        };
        // Where it cannot be set, the child runs under the limits of this process.
        if let Some(pid) = Pid::from_raw(i32::try_from(child.id()).ok()?) {
            let _ = prlimit(Some(pid), Resource::Cpu, limit);
        }
        let mut running = Running(child.stdin.take().map(|input| (input, child)));
        let fed = running.feed(pgm);
        fed.then_some(running)
    }
}

/// One thread, no environment but that, nothing of ours.
fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("OMP_THREAD_LIMIT", "1");
    command
}

/// A word on a picture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Recognised {
    pub(crate) text: String,
    /// The printed line that it stands on, counted as Tesseract met them.
    pub(crate) line: u32,
    /// `[left, top, right, bottom]` in pixels.
    pub(crate) bounds: [f32; 4],
    /// 0 to 100.
    pub(crate) confidence: u8,
}

/// A picture being recognised. Dropped unfinished, its process is ended.
pub(crate) struct Running(Option<(std::process::ChildStdin, Child)>);

impl Running {
    fn feed(&mut self, pgm: &[u8]) -> bool {
        // It reads all of its input before it writes, so neither side waits for the other.
        self.0
            .as_mut()
            .is_some_and(|(input, _)| input.write_all(pgm).is_ok())
    }

    /// Waits for the words; `None` if it failed or ran out of time.
    pub(crate) fn finish(mut self) -> Option<Vec<Recognised>> {
        let (input, mut child) = self.0.take()?;
        drop(input);
        let mut output = Vec::new();
        let read = child.stdout.take()?.take(OUTPUT).read_to_end(&mut output);
        let whole = read.is_ok() && (output.len() as u64) < OUTPUT;
        if !whole {
            let _ = child.kill();
        }
        let good = child.wait().is_ok_and(|status| status.success());
        (good && whole).then(|| words(&String::from_utf8_lossy(&output)))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some((_, child)) = &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The words of Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, confidence,
/// text. Only words have a confidence.
fn words(table: &str) -> Vec<Recognised> {
    let mut words: Vec<Recognised> = Vec::new();
    let mut place = Vec::new();
    let mut line = 0;
    for row in table.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [
            _,
            page,
            block,
            paragraph,
            number,
            _,
            left,
            top,
            width,
            height,
            confidence,
            text,
        ] = fields[..]
        else {
            continue;
        };
        let text = legal::normalise(text.trim());
        let sure: f32 = confidence.parse().unwrap_or(-1.0);
        let sides = [left, top, width, height].map(|side| side.parse::<f32>().unwrap_or(0.0));
        if text.is_empty() || sure < 0.0 {
            continue;
        }
        let here = vec![page, block, paragraph, number];
        if here != place {
            place = here;
            line += 1;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of 0 to 100"
        )]
        let confidence = sure.min(100.0) as u8;
        words.push(Recognised {
            text,
            line,
            bounds: [sides[0], sides[1], sides[0] + sides[2], sides[1] + sides[3]],
            confidence,
        });
    }
    words
}

#[cfg(test)]
mod tests;
