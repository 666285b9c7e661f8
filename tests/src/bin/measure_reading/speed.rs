//! Speed and memory beside pdftotext and pdfium on the same files, one after another, one process a file.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::{
    measured::{self, Measured},
    reader::Read,
};

/// Reads a PDF with pdfium, if the Python package is there; exit code 3 if not.
const PDFIUM: &str = "import sys
try:
    import pypdfium2
except ImportError:
    sys.exit(3)
document = pypdfium2.PdfDocument(sys.argv[1])
for page in document:
    sys.stdout.write(page.get_textpage().get_text_range())
";

/// `read` are the same files as ours read them, side by side with nothing.
pub(crate) fn compare(read: &[Read]) -> Value {
    let done: Vec<&Read> = read.iter().filter(|read| read.document.is_some()).collect();
    let pages: u64 = done.iter().map(|read| read.pages()).sum();
    let files: Vec<PathBuf> = done.iter().map(|read| read.file.clone()).collect();
    let ours = figures(done.iter().map(|read| &read.run), pages);
    let theirs = all(&files, |file| {
        let arguments = ["-layout".as_ref(), file.as_os_str(), "-".as_ref()];
        measured::run("pdftotext".as_ref(), &arguments)
    });
    let pdfium = all(&files, |file| {
        let arguments = ["-c".as_ref(), PDFIUM.as_ref(), file.as_os_str()];
        measured::run("python3".as_ref(), &arguments)
    });
    let theirs = theirs.map(|runs| figures(runs.iter(), pages));
    let seconds = |figures: &Value| figures["seconds"].as_f64().unwrap_or(0.0);
    let ratio = theirs.as_ref().map(|theirs| {
        let ratio = seconds(&ours) / seconds(theirs).max(0.001);
        (ratio * 100.0).round() / 100.0
    });
    json!({
        "pages": pages,
        "ours": ours,
        "pdftotext": theirs,
        "pdfium": pdfium.map(|runs| figures(runs.iter(), pages)),
        "times_as_long_as_pdftotext": ratio,
    })
}

/// One run a file; `None` where the tool is not installed.
fn all(files: &[PathBuf], run: impl Fn(&PathBuf) -> Measured) -> Option<Vec<Measured>> {
    let first = run(files.first()?);
    first.code.filter(|code| *code == 0)?;
    Some(files.iter().map(run).collect())
}

fn figures<'a>(runs: impl Iterator<Item = &'a Measured>, pages: u64) -> Value {
    let (mut seconds, mut peak) = (0.0, 0.0_f64);
    for run in runs {
        seconds += run.seconds;
        peak = peak.max(run.mebibytes);
    }
    json!({
        "seconds": (seconds * 100.0).round() / 100.0,
        "pages_per_second": (pages as f64 / seconds.max(0.001)).round(),
        "peak_mebibytes": peak,
    })
}
