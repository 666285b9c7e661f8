//! Where words stand on a page by another reader: `pdftotext -bbox`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A word with its place: left, top, right, bottom, in points from the top left corner.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) bounds: [f32; 4],
}

/// A page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) words: Vec<Word>,
}

/// Pages that were looked at before.
#[derive(Debug, Default)]
pub(crate) struct Pages(HashMap<(PathBuf, u32), Page>);

impl Pages {
    /// Whether the other reader is installed.
    pub(crate) fn are_readable() -> bool {
        let version = Command::new("pdftotext").arg("-v").output();
        version.is_ok_and(|output| output.status.success())
    }

    /// A page of a file, from 1.
    pub(crate) fn of(&mut self, file: &Path, number: u32) -> &Page {
        self.0
            .entry((file.to_owned(), number))
            .or_insert_with(|| read(file, number))
    }
}

fn read(file: &Path, number: u32) -> Page {
    let number = number.to_string();
    let output = Command::new("pdftotext")
        .args(["-bbox", "-cropbox", "-f", &number, "-l", &number])
        .arg(file)
        .arg("-")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let html = output.map(|output| output.stdout).unwrap_or_default();
    let html = String::from_utf8_lossy(&html);
    let mut page = Page::default();
    for line in html.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("<page ") {
            page.width = value(rest, "width").unwrap_or_default();
            page.height = value(rest, "height").unwrap_or_default();
        } else if let Some(rest) = line.strip_prefix("<word ") {
            let bounds = ["xMin", "yMin", "xMax", "yMax"].map(|name| value(rest, name));
            let text = rest.split_once('>').map(|(_, text)| text);
            let text = text.and_then(|text| text.strip_suffix("</word>"));
            if let ([Some(left), Some(top), Some(right), Some(bottom)], Some(text)) = (bounds, text)
            {
                page.words.push(Word {
                    text: unescaped(text),
                    bounds: [left, top, right, bottom],
                });
            }
        }
    }
    page
}

fn value(attributes: &str, name: &str) -> Option<f32> {
    let (_, rest) = attributes.split_once(&format!("{name}=\""))?;
    rest.split('"').next()?.parse().ok()
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// The letters and digits of a text, folded as quotes are compared; where words are parted differs between readers.
pub(crate) fn letters(text: &str) -> String {
    // Some fonts give the letter of Icelandic for ours: the eye sees no difference.
    let text = text.replace('Ð', "Đ");
    let words = legal::syllables(&text).into_iter().map(|(_, word)| word);
    words.collect()
}
