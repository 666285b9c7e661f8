//! Reading a file in a child process of our own program, with limits on CPU time, memory and output.
//!
//! A parser can be brought down by a file: by a stack overflow, by an allocation that fails, by an endless
//! loop. Nothing inside a process catches these, so each file is read by a child that may die. The child is
//! given the file as its standard input and nothing else: no environment, no arguments but the file's name.

use std::{
    cell::RefCell,
    fs::File,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    os::unix::process::ExitStatusExt as _,
    path::Path,
    process::{Child, ChildStdout, Command, ExitCode, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use drawing::Drawing;
use extract::{Draw, Eyes, Flag, Limits, Media, Ocr, Reading, Rejected};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde::{Deserialize, Serialize};

mod page;

pub use page::{DRAW_WORKER, draw_page, draw_worker};

/// The hidden command of the program that [`read_file`] starts; the program calls [`worker`] for it.
pub const READ_WORKER: &str = "read-worker";

/// CPU seconds that the child gets for drawing each page that is a picture, beside those for the file.
const DRAWING_SECONDS: u64 = 5;
/// How much longer than its CPU time a recognised page may take on a busy machine.
const BUSY: u64 = 10;

/// Limits of the child.
#[derive(Clone, Debug)]
pub struct ReadLimits {
    /// CPU seconds.
    pub cpu_seconds: u64,
    /// Wall seconds without any output.
    pub wall_seconds: u64,
    /// Address space in bytes.
    pub memory_bytes: u64,
    /// Output in bytes.
    pub output_bytes: u64,
    /// Limits inside the parser.
    pub parser: Limits,
    /// Who recognises pages that are pictures; its own limit counts a page.
    pub ocr: Option<Ocr>,
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self {
            cpu_seconds: 20,
            wall_seconds: 60,
            memory_bytes: 1 << 30,
            output_bytes: 1 << 30,
            parser: Limits::default(),
            ocr: None,
        }
    }
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

/// What the parent tells the child, as its one argument.
#[derive(Serialize, Deserialize)]
struct Request {
    name: String,
    cpu_seconds: u64,
    memory_bytes: u64,
    parser: Limits,
    ocr: Option<Ocr>,
}

/// What the child says, a line each; the last line is `End`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Frame {
    /// Pages recognised, pages to recognise.
    Recognised(u32, u32),
    Reading(Box<Reading>),
    End(Result<Media, Rejected>),
}

/// Reads a file in a child process (`program READ_WORKER`), handing on each document as it comes.
pub fn read_file(
    program: &Path,
    file: &Path,
    limits: &ReadLimits,
    sink: &mut dyn FnMut(Reading),
) -> Result<Media, ReadError> {
    read_file_watched(program, file, limits, &mut |_, _| (), sink)
}

/// Reads a file like [`read_file`]. `step` is told after each page that was recognised: pages done, pages to do.
///
/// Pictures may take more than the limits allow. Then the file is read again without a look at them, and says so.
pub fn read_file_watched(
    program: &Path,
    file: &Path,
    limits: &ReadLimits,
    step: &mut dyn FnMut(u32, u32),
    sink: &mut dyn FnMut(Reading),
) -> Result<Media, ReadError> {
    let mut handed = false;
    let read = read_once(program, file, limits, step, &mut |reading| {
        handed = true;
        sink(reading);
    });
    let over = matches!(read, Err(ReadError::Time(_) | ReadError::Crashed));
    if !over || handed || limits.ocr.is_none() {
        return read;
    }
    let blind = ReadLimits {
        ocr: None,
        ..limits.clone()
    };
    read_once(program, file, &blind, step, &mut |mut reading| {
        reading.flags.push(Flag::Unseen);
        sink(reading);
    })
}

fn read_once(
    program: &Path,
    file: &Path,
    limits: &ReadLimits,
    step: &mut dyn FnMut(u32, u32),
    sink: &mut dyn FnMut(Reading),
) -> Result<Media, ReadError> {
    let input = File::open(file).map_err(|error| ReadError::Open(error.to_string()))?;
    let request = Request {
        name: file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        cpu_seconds: limits.cpu_seconds,
        memory_bytes: limits.memory_bytes,
        parser: limits.parser,
        ocr: limits.ocr.clone(),
    };
    let request =
        serde_json::to_string(&request).expect("a request has no map keys that could fail");
    let mut child = Command::new(program)
        .arg(READ_WORKER)
        .arg(request)
        .env_clear()
        .stdin(input)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| ReadError::Open(format!("{}: {error}", program.display())))?;
    let output = child
        .stdout
        .take()
        .expect("the child's output was asked for");
    let page_seconds = limits.ocr.as_ref().map_or(0, |ocr| BUSY * ocr.page_seconds);
    let patience = limits.wall_seconds.max(page_seconds);
    let watch = Watch::start(child, Duration::from_secs(patience));
    let outcome = frames(output, limits, &watch, step, sink);
    watch.finish(outcome, limits)
}

/// Reads the child's lines. `None`: it ended without saying how.
fn frames(
    output: ChildStdout,
    limits: &ReadLimits,
    watch: &Watch,
    step: &mut dyn FnMut(u32, u32),
    sink: &mut dyn FnMut(Reading),
) -> Option<Result<Media, ReadError>> {
    let mut lines = BufReader::with_capacity(1 << 16, output).take(limits.output_bytes);
    let mut line = Vec::new();
    loop {
        line.clear();
        watch.waiting();
        let read = lines.read_until(b'\n', &mut line).ok()?;
        watch.working();
        if lines.limit() == 0 {
            return Some(Err(ReadError::Output));
        }
        if read == 0 {
            return None;
        }
        match serde_json::from_slice(&line).ok()? {
            Frame::Recognised(done, total) => step(done, total),
            Frame::Reading(reading) => sink(*reading),
            Frame::End(end) => return Some(end.map_err(ReadError::Rejected)),
        }
    }
}

/// The child and the thread that ends it when it stays silent for too long.
struct Watch {
    child: Arc<Mutex<Child>>,
    deadline: Arc<Mutex<Option<Instant>>>,
    patience: Duration,
    late: Arc<AtomicBool>,
    done: Arc<AtomicBool>,
    thread: std::thread::JoinHandle<()>,
}

impl Watch {
    fn start(child: Child, patience: Duration) -> Self {
        let child = Arc::new(Mutex::new(child));
        let deadline = Arc::new(Mutex::new(Some(Instant::now() + patience)));
        let (late, done) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicBool::new(false)),
        );
        let thread = std::thread::spawn({
            let (child, deadline) = (Arc::clone(&child), Arc::clone(&deadline));
            let (late, done) = (Arc::clone(&late), Arc::clone(&done));
            move || {
                while !done.load(Ordering::Acquire) {
                    std::thread::park_timeout(Duration::from_millis(200));
                    let limit = *deadline.lock().unwrap_or_else(PoisonError::into_inner);
                    if limit.is_some_and(|limit| Instant::now() > limit) {
                        late.store(true, Ordering::Release);
                        // It may have ended by itself in this moment; then there is nothing to end.
                        let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
                        return;
                    }
                }
            }
        });
        Self {
            child,
            deadline,
            patience,
            late,
            done,
            thread,
        }
    }

    /// The clock runs while we wait for the child …
    fn waiting(&self) {
        *self.deadline.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Instant::now() + self.patience);
    }

    /// … and stands while we work on what it gave.
    fn working(&self) {
        *self.deadline.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Waits for a child that was left to end by itself.
    fn end(self) -> Result<std::process::ExitStatus, ReadError> {
        // Not with the lock held all the time: whoever ends a late child needs it.
        let status = loop {
            let ended = self
                .child
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .try_wait();
            match ended {
                Ok(None) => std::thread::sleep(Duration::from_millis(2)),
                Ok(Some(status)) => break Ok(status),
                Err(error) => break Err(error),
            }
        };
        self.done.store(true, Ordering::Release);
        self.thread.thread().unpark();
        let _ = self.thread.join();
        if self.late.load(Ordering::Acquire) {
            return Err(ReadError::Time(self.patience.as_secs()));
        }
        status.map_err(|_| ReadError::Crashed)
    }

    fn finish(
        self,
        outcome: Option<Result<Media, ReadError>>,
        limits: &ReadLimits,
    ) -> Result<Media, ReadError> {
        self.done.store(true, Ordering::Release);
        self.thread.thread().unpark();
        // A thread that only sleeps and kills cannot panic in a way that matters here.
        let _ = self.thread.join();
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        if outcome.is_some() {
            let _ = child.kill();
        }
        let status = child.wait().ok();
        if let Some(outcome) = outcome {
            return outcome;
        }
        let signal = status.and_then(|status| status.signal());
        if self.late.load(Ordering::Acquire) {
            Err(ReadError::Time(self.patience.as_secs()))
        } else if signal == Some(rustix::process::Signal::XCPU.as_raw()) {
            Err(ReadError::Time(limits.cpu_seconds))
        } else {
            Err(ReadError::Crashed)
        }
    }
}

/// The child's side: sets its limits, reads the file from standard input, writes documents to standard output.
/// `request` is the argument that [`read_file`] gave.
pub fn worker(request: &str) -> ExitCode {
    let Ok(request) = serde_json::from_str::<Request>(request) else {
        return ExitCode::from(2);
    };
    restrict(&request);
    let output = RefCell::new(std::io::BufWriter::with_capacity(
        1 << 16,
        std::io::stdout().lock(),
    ));
    let say = |frame: &Frame| say(&mut *output.borrow_mut(), frame);
    let mut bytes = Vec::new();
    let end = match std::io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => look(&request, &bytes, &say, &|| {
            let _ = output.borrow_mut().flush();
        }),
        Err(error) => Err(Rejected::Damaged {
            detail: error.to_string(),
        }),
    };
    if say(&Frame::End(end)) && output.borrow_mut().flush().is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Reads the file, with eyes for its pictures where somebody can recognise them.
fn look(
    request: &Request,
    bytes: &[u8],
    say: &dyn Fn(&Frame) -> bool,
    flush: &dyn Fn(),
) -> Result<Media, Rejected> {
    let sink = &mut |reading| say(&Frame::Reading(Box::new(reading)));
    let Some(ocr) = &request.ocr else {
        return extract::read(&request.name, bytes, &request.parser, sink);
    };
    let open = |bytes: &[u8]| -> Option<Draw> {
        let drawing = Drawing::open(bytes).ok()?;
        Some(Box::new(move |page, scale| drawing.page(page, scale).ok()))
    };
    let mut eyes = Eyes {
        open: &open,
        ocr,
        step: &mut |done, total| {
            allow(DRAWING_SECONDS);
            say(&Frame::Recognised(done, total));
            flush();
        },
    };
    extract::read_with(&request.name, bytes, &request.parser, Some(&mut eyes), sink)
}

/// Moves the limit on CPU time on, up to what [`restrict`] left open: a long scan earns its time page by page.
fn allow(seconds: u64) {
    let now = getrlimit(Resource::Cpu);
    if let (Some(current), Some(maximum)) = (now.current, now.maximum) {
        let current = Some((current + seconds).min(maximum));
        let _ = setrlimit(Resource::Cpu, Rlimit { current, ..now });
    }
}

/// Writes one line; false if the parent is gone.
fn say(output: &mut impl std::io::Write, frame: &Frame) -> bool {
    serde_json::to_writer(&mut *output, frame).is_ok() && output.write_all(b"\n").is_ok()
}

/// Limits that the kernel keeps. A limit that cannot be set (already lower, or not known here) is left:
/// the parent's watch still ends the child.
fn restrict(request: &Request) {
    let cpu = request.cpu_seconds;
    // Pages that are pictures are drawn here and recognised by children, which inherit the highest limit.
    let most = request.ocr.as_ref().map_or(cpu + 1, |ocr| {
        let drawing = DRAWING_SECONDS * u64::from(request.parser.pages);
        cpu + drawing.max(ocr.page_seconds)
    });
    limit(cpu, most, request.memory_bytes);
}

/// CPU seconds and those up to which they can be raised, and bytes of address space; no file is written.
fn limit(cpu: u64, most: u64, memory_bytes: u64) {
    let limits = [
        (Resource::Cpu, cpu, most),
        (Resource::As, memory_bytes, memory_bytes),
        (Resource::Core, 0, 0),
        (Resource::Fsize, 0, 0),
    ];
    for (resource, current, maximum) in limits {
        let _ = setrlimit(
            resource,
            Rlimit {
                current: Some(current),
                maximum: Some(maximum),
            },
        );
    }
}
