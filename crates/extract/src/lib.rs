//! A file in, reading text with its page map out.
//!
//! Formats: PDF, DOCX, DOC (Word 97–2003), RTF, HTML, plain text, Markdown, ZIP of these, and the *articles*
//! collection (JSON Lines, optionally gzipped, one article a line). None needs a program beside this one. Bad input is
//! data: it ends in a [`Rejected`] with a reason or in flags, never in a panic that the caller must handle. Callers
//! still run [`read`] in a child process with limits (see `ingest`), because a parser can be made to eat memory or time.

mod archive;
mod articles;
mod doc;
mod docx;
mod encoding;
mod flow;
mod html;
mod ocr;
mod pdf;
mod picture;
mod plain;
mod report;
mod rtf;
mod secrecy;
mod sniff;
mod symbols;

use std::panic::AssertUnwindSafe;

use legal::{FurnitureKind, Parsed, SourceText};
use serde::{Deserialize, Serialize};

pub use archive::member_bytes;
pub use ocr::Ocr;
pub use pdf::{Draw, Eyes};
pub use picture::Picture;
pub use report::{Conversion, Furnished, Proposed, Referenced, Report, Spelling, report};
pub use sniff::sniff;

/// What a reader of one document gives.
type Read = Result<(SourceText, Vec<Flag>), Rejected>;

/// The formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// application/pdf
    Pdf,
    /// Office Open XML text document
    Docx,
    /// Word 97–2003 document
    Doc,
    /// application/rtf
    Rtf,
    /// text/html
    Html,
    /// text/plain
    Text,
    /// text/markdown
    Markdown,
    /// A ZIP archive of documents of the other formats.
    Zip,
    /// A collection of articles, JSON Lines, plain or gzipped.
    Articles,
}

/// One document read from a file. Most files hold one; an articles collection holds many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The reading text with pages and boxes.
    pub source: SourceText,
    /// Its structure. For a collection this comes from the fields of the records.
    pub parsed: Parsed,
    /// The key of the document inside its file; empty where the file is one document.
    pub part: String,
    /// What the reader should know before relying on it.
    pub flags: Vec<Flag>,
}

/// Things that make a reading doubtful.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Flag {
    /// The page is a picture of which nothing was read: no OCR is installed, or it failed.
    Scanned {
        /// Page number from 1.
        page: u32,
    },
    /// The page is a picture that was recognised: its words, numbers and symbols count as unverified.
    Recognised {
        /// Page number from 1.
        page: u32,
        /// How many words.
        words: u32,
        /// Mean confidence, 0 to 100; 0 where a layer of text in the file does not tell.
        confidence: u8,
    },
    /// Looking at the pictures of the file took more time or memory than allowed: what stands on them, stamps of
    /// secrecy too, was not read.
    Unseen,
    /// More characters are drawn on the page than were read.
    Lost {
        /// Page number from 1.
        page: u32,
        /// Glyphs drawn.
        drawn: u32,
        /// Characters read.
        read: u32,
    },
    /// Characters of an old encoding, or damaged ones, were put into Unicode.
    Converted {
        /// From what: "TCVN3", "VNI", "CP1258", "UTF-8 read as CP1252", "NFD", "look-alike letters".
        from: String,
        /// How many characters.
        count: u32,
    },
    /// Characters without a Unicode value stand on the page.
    Unmapped {
        /// Page number from 1.
        page: u32,
        /// How many.
        count: u32,
    },
    /// Parts of formulas stand on the page, signs of formula fonts or pictures in the middle of a line: what was read
    /// of them may not be what they mean.
    Formula {
        /// Page number from 1.
        page: u32,
        /// How many parts.
        count: u32,
    },
    /// Text that a reader of the file cannot see was left out.
    Hidden {
        /// How many characters.
        count: u32,
    },
    /// The text was cut at its source (a paywall, a truncated file).
    Incomplete {
        /// What says so.
        why: String,
    },
    /// Page furniture (running heads, page numbers, signature stamps) was left out.
    Furniture {
        /// How many lines.
        lines: u32,
    },
    /// The first page keeps the document to a circle or calls it a draft.
    Restricted {
        /// As printed: "LƯU HÀNH NỘI BỘ", "DỰ THẢO".
        mark: String,
    },
    /// A record of a collection was skipped.
    Record {
        /// Line number from 1.
        line: u64,
        /// Why.
        why: String,
    },
}

/// Limits inside which a file is read; beyond them it is rejected.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// Largest unpacked size of one part (a ZIP entry, a PDF page's content) in bytes.
    pub part_bytes: u64,
    /// Largest unpacked size of everything together in bytes.
    pub total_bytes: u64,
    /// Most pages.
    pub pages: u32,
    /// Deepest nesting of markup.
    pub depth: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            part_bytes: 64 << 20,
            total_bytes: 1 << 30,
            pages: 5_000,
            depth: 256,
        }
    }
}

/// Why a file could not be read. The text is English for logs; pages translate by variant.
#[derive(Clone, Debug, PartialEq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum Rejected {
    /// No bytes.
    #[error("the file is empty")]
    Empty,
    /// Not one of the formats.
    #[error("the format is not one that can be read: {found}")]
    Format {
        /// What it looks like.
        found: String,
    },
    /// Needs a password that we do not have.
    #[error("the file is locked with a password")]
    Password,
    /// No page in it.
    #[error("the file has no page")]
    NoPages,
    /// Damaged beyond reading.
    #[error("the file is damaged: {detail}")]
    Damaged {
        /// What was wrong, for the log.
        detail: String,
    },
    /// Larger or deeper than the limits.
    #[error("the file is over a limit: {detail}")]
    Limit {
        /// Which.
        detail: String,
    },
    /// Readable, but no text in it.
    #[error("no text was found in the file")]
    NoText,
    /// Carries a state secrecy mark: must not be loaded.
    #[error("the file carries a secrecy mark ({mark}) and must not be loaded")]
    Secret {
        /// The mark as the law writes it: MẬT, TỐI MẬT, TUYỆT MẬT.
        mark: String,
    },
}

/// Reads a file and hands each document in it to `sink` as soon as it is read. `sink` returns false to stop.
///
/// A file that carries a state secrecy mark on its first page is rejected before any of it is handed over.
/// A panic of a parser counts as a damaged file. Pages that are pictures are reported and not read.
pub fn read(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    sink: &mut dyn FnMut(Reading) -> bool,
) -> Result<Media, Rejected> {
    read_with(name, bytes, limits, None, sink)
}

/// Reads a file like [`read`], and with `eyes` recognises the pages that are pictures, the stamp of secrecy on the first
/// page's picture among them; in an archive those of every document.
pub fn read_with(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    eyes: Option<&mut Eyes<'_>>,
    sink: &mut dyn FnMut(Reading) -> bool,
) -> Result<Media, Rejected> {
    let media = sniff(name, bytes)?;
    match media {
        Media::Articles => articles::read(bytes, limits, sink)?,
        Media::Zip => archive::read(bytes, limits, eyes, sink)?,
        _ => {
            sink(read_document(media, bytes, limits, eyes)?);
        }
    }
    Ok(media)
}

/// Reads the one document of a file.
fn read_document(
    media: Media,
    bytes: &[u8],
    limits: &Limits,
    eyes: Option<&mut Eyes<'_>>,
) -> Result<Reading, Rejected> {
    let one = std::panic::catch_unwind(AssertUnwindSafe(|| match media {
        Media::Pdf => pdf::read_with(bytes, limits, eyes),
        Media::Docx => docx::read(bytes, limits),
        Media::Doc => doc::read(bytes, limits),
        Media::Rtf => rtf::read(bytes, limits),
        Media::Html => html::read(bytes, limits),
        Media::Markdown => plain::read(bytes, true, limits),
        Media::Text | Media::Articles | Media::Zip => plain::read(bytes, false, limits),
    }));
    let (source, mut flags) = one.unwrap_or_else(|_| {
        Err(Rejected::Damaged {
            detail: "the parser gave up".to_owned(),
        })
    })?;
    // A stamp may stand in the heads of pages, which are no part of the text.
    let heads = source.layout().furniture.iter();
    let heads = heads.filter(|line| line.kind == FurnitureKind::RunningHead && line.page == 0);
    let heads: Vec<&str> = heads.map(|line| line.text.as_str()).collect();
    let in_heads = || secrecy::mark(&SourceText::plain(heads.join("\n")));
    if let Some(mark) = secrecy::mark(&source).or_else(in_heads) {
        return Err(Rejected::Secret {
            mark: mark.to_owned(),
        });
    }
    if let Some(mark) = secrecy::circulation(&source) {
        flags.push(Flag::Restricted { mark });
    }
    Ok(Reading {
        parsed: legal::parse(&source),
        source,
        part: String::new(),
        flags,
    })
}
