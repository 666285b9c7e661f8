//! Drawing a page of a file as issued, in a child process like reading: a rasteriser, too, meets whatever is in a file.

use std::{
    io::{Read as _, Write as _},
    path::Path,
    process::{Command, ExitCode, Stdio},
    time::Duration,
};

use extract::Limits;
use serde::{Deserialize, Serialize};

use super::{ReadError, ReadLimits, Watch, limit};

/// The hidden command of the program that [`draw_page`] starts; the program calls [`draw_worker`] for it.
pub const DRAW_WORKER: &str = "draw-worker";

/// Most bytes of a picture that is taken from the child.
const PICTURE_BYTES: u64 = 32 << 20;
/// Seconds that a reader of the page waits for it.
const PATIENCE: u64 = 10;
/// How the child says that the page cannot be drawn.
const UNDRAWN: u8 = 3;

/// What the parent tells the child, as its one argument.
#[derive(Serialize, Deserialize)]
struct Request {
    /// The file inside an archive; where the file is none, it is the file itself.
    part: String,
    page: u32,
    scale: f32,
    cpu_seconds: u64,
    memory_bytes: u64,
}

/// A page of a PDF, from 1, as a PNG at `scale` pixels a point (1/72 inch), drawn in a child process
/// (`program DRAW_WORKER`) within `limits`. `bytes` is the whole file, `part` the document in it where it is an archive.
pub fn draw_page(
    program: &Path,
    bytes: &[u8],
    part: &str,
    page: u32,
    scale: f32,
    limits: &ReadLimits,
) -> Result<Vec<u8>, ReadError> {
    let request = Request {
        part: part.to_owned(),
        page,
        scale,
        cpu_seconds: limits.cpu_seconds.min(PATIENCE),
        memory_bytes: limits.memory_bytes,
    };
    let request =
        serde_json::to_string(&request).expect("a request has no map keys that could fail");
    let mut child = Command::new(program)
        .arg(DRAW_WORKER)
        .arg(request)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| ReadError::Open(format!("{}: {error}", program.display())))?;
    let mut input = child.stdin.take().expect("the child's input was asked for");
    let output = child
        .stdout
        .take()
        .expect("the child's output was asked for");
    let watch = Watch::start(child, Duration::from_secs(PATIENCE));
    let mut picture = Vec::new();
    let drawn = std::thread::scope(|scope| {
        // A child that ended leaves its input unread; what it said counts.
        scope.spawn(move || input.write_all(bytes).is_ok());
        output.take(PICTURE_BYTES + 1).read_to_end(&mut picture)
    });
    let over = picture.len() as u64 > PICTURE_BYTES;
    let status = watch.end()?;
    if over {
        return Err(ReadError::Output);
    }
    match (drawn, status.code()) {
        (Ok(_), Some(0)) if !picture.is_empty() => Ok(picture),
        (_, Some(code)) if code == i32::from(UNDRAWN) => Err(super::Rejected::Damaged {
            detail: "the page could not be drawn".to_owned(),
        }
        .into()),
        _ => Err(ReadError::Crashed),
    }
}

/// The child's side: sets its limits, takes the file from standard input, writes the picture to standard output.
pub fn draw_worker(request: &str) -> ExitCode {
    let Ok(request) = serde_json::from_str::<Request>(request) else {
        return ExitCode::from(2);
    };
    limit(
        request.cpu_seconds,
        request.cpu_seconds + 1,
        request.memory_bytes,
    );
    let mut bytes = Vec::new();
    if std::io::stdin().lock().read_to_end(&mut bytes).is_err() {
        return ExitCode::FAILURE;
    }
    // A document without a number is kept by its place, which names no member of anything.
    let file = match request.part.is_empty() || !bytes.starts_with(b"PK") {
        true => Ok(bytes),
        false => extract::member_bytes(&bytes, &request.part, &Limits::default()),
    };
    let drawn = file
        .and_then(|file| drawing::render(&file, request.page, request.scale))
        .and_then(|picture| drawing::png(&picture));
    match drawn {
        Ok(picture) if std::io::stdout().lock().write_all(&picture).is_ok() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(_) => ExitCode::from(UNDRAWN),
    }
}
