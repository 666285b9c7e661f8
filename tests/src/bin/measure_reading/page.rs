//! What is printed on the pages of a PDF, by another reader (pdftotext): the witness between us and the reference.

use std::path::Path;
use std::process::{Command, Stdio};

use tests::contained;

/// The words of a text as the program's search sees them: NFC, lower case, the tone on the same letter in both
/// spellings (hoà, hòa), without punctuation.
pub(crate) fn words(text: &str) -> Vec<String> {
    let found = legal::syllables(text);
    found.into_iter().map(|(_, word)| word).collect()
}

/// The words of a file as pdftotext reads them, running heads left out; none for other formats.
pub(crate) struct Printed {
    words: Vec<String>,
}

impl Printed {
    pub(crate) fn of(file: &Path) -> Self {
        if file.extension().is_none_or(|found| found != "pdf") {
            return Self { words: Vec::new() };
        }
        let mut command = Command::new("pdftotext");
        command.args(["-raw".as_ref(), file.as_os_str(), "-".as_ref()]);
        command.stdin(Stdio::null()).stderr(Stdio::null());
        let text = command.output().map(|output| output.stdout);
        let text = String::from_utf8_lossy(&text.unwrap_or_default()).into_owned();
        let kept = text.lines().filter(|line| !is_furniture(line));
        Self {
            words: words(&kept.collect::<Vec<_>>().join("\n")),
        }
    }

    /// Whether these words stand on the pages one after another.
    pub(crate) fn holds(&self, part: &[String]) -> bool {
        !part.is_empty() && contained(part, &self.words)
    }

    /// Whether these words stand on the pages one after another, behind "Điều N" and before the next unit.
    pub(crate) fn is_one_article(&self, part: &[String]) -> bool {
        let Some(at) = self
            .words
            .windows(part.len().max(1))
            .position(|window| window == part)
        else {
            return false;
        };
        let headed = at >= 2 && self.words[at - 2] == "điều";
        let next = self.words.get(at + part.len()).map(String::as_str);
        let ended =
            next.is_none_or(|next| ["điều", "chương", "mục", "phần", "tm", "kt"].contains(&next));
        !part.is_empty() && headed && ended
    }
}

/// The gazette's running head, a page number, a line of a signature stamp.
fn is_furniture(line: &str) -> bool {
    let line = line.trim();
    let stamps = [
        "Người ký:",
        "Email:",
        "Cơ quan:",
        "Thời gian ký:",
        "Ký bởi:",
        "Ngày ký:",
    ];
    line.contains("CÔNG BÁO/Số")
        || (!line.is_empty() && line.len() <= 4 && line.bytes().all(|byte| byte.is_ascii_digit()))
        || stamps.iter().any(|stamp| line.starts_with(stamp))
}
