//! From a reading to a document that the catalogue stores: its key, its passages, where it came from.

use catalogue::{Collection, Confidentiality, Hash, NewDocument};
use extract::{Media, Reading};
use legal::{DocumentId, Header};

use crate::passages;

/// Where a document comes from, and where it is put.
pub(crate) struct Origin<'a> {
    /// The file's hash.
    pub(crate) hash: &'a Hash,
    /// The file's name.
    pub(crate) file_name: &'a str,
    /// Stands for the file's place: only that tells a changed file without a symbol from another one of its name.
    pub(crate) place: &'a str,
    pub(crate) collection: Option<&'a Collection>,
    pub(crate) confidentiality: Option<Confidentiality>,
}

/// The key of a document in a file.
pub(crate) fn key(header: &Header, part: &str, hash: &Hash) -> DocumentId {
    let fallback = match part.is_empty() {
        true => &hash.as_str()[..16],
        false => part,
    };
    DocumentId::new(header, fallback)
}

/// The key inside its file under which a document is stored.
pub(crate) fn part_of(header: &Header, part: &str, place: &str) -> String {
    match part.is_empty() && header.symbol.is_none() {
        true => place.to_owned(),
        false => part.to_owned(),
    }
}

/// A reading as a document to store. Its format and its vectors are not known yet.
pub(crate) fn new_document(reading: Reading, origin: &Origin<'_>) -> NewDocument {
    let Reading {
        source,
        parsed,
        part,
        flags,
    } = reading;
    let passages = passages(&source, &parsed);
    NewDocument {
        id: key(&parsed.header, &part, origin.hash),
        original: origin.hash.clone(),
        part: part_of(&parsed.header, &part, origin.place),
        file_name: origin.file_name.to_owned(),
        media: String::new(),
        collection: origin.collection.cloned(),
        confidentiality: origin.confidentiality,
        source,
        header: parsed.header,
        validity: parsed.validity,
        provisions: parsed.provisions,
        annexes: parsed.annexes,
        relations: parsed.relations,
        issues: parsed.issues,
        flags: serde_json::to_string(&flags).unwrap_or_default(),
        passages,
    }
}

/// A format as the catalogue names it.
pub(crate) fn media_name(media: Media) -> &'static str {
    match media {
        Media::Pdf => "pdf",
        Media::Docx => "docx",
        Media::Doc => "doc",
        Media::Rtf => "rtf",
        Media::Zip => "zip",
        Media::Html => "html",
        Media::Text => "text",
        Media::Markdown => "markdown",
        Media::Articles => "articles",
    }
}
