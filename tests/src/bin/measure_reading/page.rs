//! What stands in a file by another reader (pdftotext; the bare characters of a DOCX): the witness between us and the
//! reference.

use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use tests::contained;

/// The words of a text as the program's search sees them: NFC, lower case, the tone on the same letter in both
/// spellings (hoà, hòa), without punctuation.
pub(crate) fn words(text: &str) -> Vec<String> {
    let found = legal::syllables(text);
    found.into_iter().map(|(_, word)| word).collect()
}

/// The letters of a text without spaces, numbers, signs and labels of one letter: what is left when readers and
/// editors differ in those alone.
pub(crate) fn letters(words: &[String]) -> String {
    let spoken =
        |word: &&String| word.chars().nth(1).is_some() && word.contains(char::is_alphabetic);
    words.iter().filter(spoken).map(String::as_str).collect()
}

/// The words of a file as another reader has them, running heads left out.
pub(crate) struct Printed {
    /// A DOCX hides the numbers of its lists.
    words: Vec<String>,
    letters: String,
}

impl Printed {
    pub(crate) fn of(file: &Path) -> Self {
        if file.extension().is_none_or(|found| found != "pdf") {
            let words = words(&characters(file).unwrap_or_default());
            return Self {
                letters: letters(&words),
                words,
            };
        }
        let mut command = Command::new("pdftotext");
        command.args(["-raw".as_ref(), file.as_os_str(), "-".as_ref()]);
        command.stdin(Stdio::null()).stderr(Stdio::null());
        let text = command.output().map(|output| output.stdout);
        let text = String::from_utf8_lossy(&text.unwrap_or_default()).into_owned();
        let kept = text.lines().filter(|line| !is_furniture(line));
        let words = words(&kept.collect::<Vec<_>>().join("\n"));
        Self {
            letters: letters(&words),
            words,
        }
    }

    /// Whether these letters stand in the file one after another.
    pub(crate) fn spells(&self, letters: &str) -> bool {
        !letters.is_empty() && self.letters.contains(letters)
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

/// The characters of a DOCX with its markup taken away, a line a paragraph.
fn characters(file: &Path) -> Option<String> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(file).ok()?).ok()?;
    let mut markup = String::new();
    let mut part = archive.by_name("word/document.xml").ok()?;
    part.read_to_string(&mut markup).ok()?;
    let mut text = String::new();
    for piece in markup.split('<').skip(1) {
        let (tag, words) = piece.split_once('>')?;
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        match name {
            "w:t" => text.push_str(words),
            "w:br" | "w:tab" => text.push(' '),
            _ if tag == "/w:p" => text.push('\n'),
            _ => {}
        }
    }
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    Some(
        entities
            .iter()
            .fold(text, |text, (name, sign)| text.replace(name, sign)),
    )
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
