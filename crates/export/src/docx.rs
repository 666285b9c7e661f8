//! The answer as a Word document in the form of Phụ lục I of Decree 30/2020/NĐ-CP: A4, Times New Roman, the parts of the
//! form in their places, citations as real footnotes.
//!
//! A writer of our own: the few parts that this form needs, each a fixed text or a list of paragraphs. Every text from
//! outside goes through [`xml::text`]. The same answer gives the same bytes.

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, result::ZipResult, write::SimpleFileOptions};

use crate::{Form, Paper};

mod body;
mod differences;
mod fixed;
mod rows;
mod xml;

use body::Body;

/// The bytes of the document.
pub fn docx(paper: &Paper, form: Form) -> Vec<u8> {
    let body = Body::of(paper, form);
    let document = fixed::document(&body.paragraphs);
    let footnotes = fixed::footnotes(&body.footnotes);
    let parts = [
        ("[Content_Types].xml", fixed::CONTENT_TYPES),
        ("_rels/.rels", fixed::PACKAGE),
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", fixed::RELATIONS),
        ("word/styles.xml", fixed::STYLES),
        ("word/settings.xml", fixed::SETTINGS),
        ("word/footnotes.xml", &footnotes),
        ("word/header1.xml", fixed::HEADER),
    ];
    // Writing into memory cannot fail, and no part comes near the limits of the format.
    packed(&parts).expect("a ZIP archive in memory")
}

fn packed(parts: &[(&str, &str)]) -> ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests;
