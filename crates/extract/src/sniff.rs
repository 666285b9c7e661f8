//! The format of a file by its first bytes; a name only decides between kinds of text.

use crate::{Media, Rejected, articles, plain};

/// How much of a file is looked at.
const START: usize = 4 << 10;

/// Beginnings of formats that are not read, and what to call them.
const OTHERS: [(&[u8], &str); 16] = [
    (b"PK\x05\x06", "empty ZIP archive"),
    (b"Rar!", "RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ", "xz archive"),
    (b"\x28\xb5\x2f\xfd", "Zstandard archive"),
    (b"\x89PNG", "PNG picture"),
    (b"\xff\xd8\xff", "JPEG picture"),
    (b"GIF8", "GIF picture"),
    (b"II*\0", "TIFF picture"),
    (b"MM\0*", "TIFF picture"),
    (b"BM", "BMP picture"),
    (b"RIFF", "RIFF container (picture, sound or film)"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"%!PS", "PostScript"),
];

/// The format of a file by its first bytes, and by its name where the bytes do not tell.
pub fn sniff(name: &str, bytes: &[u8]) -> Result<Media, Rejected> {
    if bytes.is_empty() {
        return Err(Rejected::Empty);
    }
    let start = &bytes[..bytes.len().min(START)];
    // Readers of PDF look for the mark in the first kilobyte, and so do makers of odd files.
    if find(&start[..start.len().min(1024)], b"%PDF-").is_some() {
        return Ok(Media::Pdf);
    }
    if start.starts_with(b"PK\x03\x04") {
        return zip(bytes);
    }
    // Some programs put a mark of UTF-8 or line ends before it.
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    if text.trim_ascii_start().starts_with(b"{\\rtf") {
        return Ok(Media::Rtf);
    }
    if start.starts_with(b"\x1f\x8b") {
        let inside = articles::looks_like(&articles::unpacked_start(bytes));
        return if inside {
            Ok(Media::Articles)
        } else {
            unread("gzip file without articles in it")
        };
    }
    if start.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return compound(bytes);
    }
    let binary = plain::is_binary(bytes);
    let other = OTHERS.iter().find(|(mark, _)| start.starts_with(mark));
    match other {
        // Two letters are no proof of a picture or program: a text may begin with them.
        Some((mark, what)) if mark.len() > 2 || binary => unread(what),
        _ if binary => unread("binary file"),
        _ if is_html(name, start) => Ok(Media::Html),
        _ if is_xml(start) => unread("XML that is no web page"),
        _ if articles::looks_like(bytes) => Ok(Media::Articles),
        _ if has_extension(name, &["md", "markdown"]) => Ok(Media::Markdown),
        _ => Ok(Media::Text),
    }
}

fn unread(found: &str) -> Result<Media, Rejected> {
    Err(Rejected::Format {
        found: found.to_owned(),
    })
}

/// What a ZIP archive is, by the names in its directory; where that is damaged, by names near its ends.
fn zip(bytes: &[u8]) -> Result<Media, Rejected> {
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes));
    let tail = &bytes[bytes.len().saturating_sub(1 << 20)..];
    let holds = |name: &str| match &archive {
        // An archive may hold a Word document as it is, whose own names are not the archive's.
        Ok(archive) => archive
            .file_names()
            .flatten()
            .any(|known| known == name || (name.ends_with('/') && known.starts_with(name))),
        Err(_) => {
            let name = name.as_bytes();
            find(tail, name).is_some() || find(&bytes[..bytes.len().min(START)], name).is_some()
        }
    };
    match () {
        () if holds("word/document.xml") || holds("word/document2.xml") => Ok(Media::Docx),
        () if holds("xl/workbook.xml") => unread("Excel workbook"),
        () if holds("ppt/presentation.xml") => unread("PowerPoint presentation"),
        () if find(&bytes[..bytes.len().min(START)], b"opendocument.text").is_some() => {
            unread("OpenDocument text")
        }
        () if holds("META-INF/container.xml") => unread("EPUB book"),
        // A name in the package's relationships may lead elsewhere; the reader finds out.
        () if holds("[Content_Types].xml") && holds("word/") => Ok(Media::Docx),
        () if holds("[Content_Types].xml") => unread("Office document that is no text"),
        () => Ok(Media::Zip),
    }
}

/// What an OLE2 compound file is. Office keeps a locked DOCX in one.
fn compound(bytes: &[u8]) -> Result<Media, Rejected> {
    let utf16 = |name: &str| name.bytes().flat_map(|byte| [byte, 0]).collect::<Vec<_>>();
    let holds = |name: &str| find(bytes, &utf16(name)).is_some();
    if holds("EncryptedPackage") {
        return Err(Rejected::Password);
    }
    if holds("WordDocument") {
        return Ok(Media::Doc);
    }
    unread("OLE2 compound file")
}

fn is_html(name: &str, start: &[u8]) -> bool {
    let text = plain::start_as_text(start).to_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with('<') {
        return has_extension(name, &["html", "htm", "xhtml"]);
    }
    let marks = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<div",
        "<p>",
        "<p ",
        "<table",
        "<title",
        "<meta",
    ];
    let tagged = marks.iter().any(|mark| text.contains(mark));
    tagged || (has_extension(name, &["html", "htm", "xhtml"]) && !text.starts_with("<?xml"))
}

fn is_xml(start: &[u8]) -> bool {
    start.trim_ascii_start().starts_with(b"<?xml")
}

fn has_extension(name: &str, extensions: &[&str]) -> bool {
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_lowercase());
    extension.is_some_and(|extension| extensions.contains(&extension.as_str()))
}

/// Where `words` first stand in `bytes`.
pub(crate) fn find(bytes: &[u8], words: &[u8]) -> Option<usize> {
    bytes
        .windows(words.len())
        .position(|window| window == words)
}
