//! Word documents: the parts are pulled out of the ZIP by name, in memory, and read as a stream of XML events.
//!
//! Nothing recurses, so that a thousand nested tables cost a counter and not the stack. What a reader of the final
//! text sees is kept: insertions yes, deletions no, field results yes, field codes no, hidden letters no; labels of
//! automatic lists are written out, because "Điều 5" or "2." is often one of them.

use std::io::{Cursor, Read as _};

use quick_xml::{XmlVersion, events::BytesStart};
use zip::{ZipArchive, result::ZipError};

use crate::{Flag, Limits, Read, Rejected, plain};

mod body;
mod numbering;
mod styles;

pub(crate) use numbering::Numbering;

/// Most heads and feet of pages, each.
const FURNITURE: usize = 12;
/// Most entries of an archive.
const ENTRIES: usize = 10_000;

/// Reads a Word document.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Read {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > ENTRIES {
        return Err(Rejected::Limit {
            detail: format!("more than {ENTRIES} entries"),
        });
    }
    let main = main_part(&mut archive, limits)?;
    let Some(document) = part(&mut archive, &main, limits)? else {
        return Err(Rejected::Damaged {
            detail: "no main part".to_owned(),
        });
    };
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    // A document without these parts, or with damaged ones, is still readable.
    let mut other = |name: &str| {
        part(&mut archive, &format!("{folder}/{name}"), limits)
            .ok()
            .flatten()
    };
    let styles = other("styles.xml")
        .map(|xml| styles::read(&xml))
        .unwrap_or_default();
    let numbering = other("numbering.xml")
        .map(|xml| numbering::read(&xml))
        .unwrap_or_default();
    let notes = [other("footnotes.xml"), other("endnotes.xml")];
    let furniture: Vec<String> = (1..=FURNITURE)
        .flat_map(|n| [format!("header{n}.xml"), format!("footer{n}.xml")])
        .filter_map(|name| other(&name))
        .collect();
    let mut body = body::Body::new(styles, numbering, limits.depth);
    let cut = body.read(&document)?;
    for notes in notes.into_iter().flatten() {
        body.read_notes(&notes);
    }
    for part in furniture {
        body.read_furniture(&part);
    }
    let (source, mut flags) = body.finish();
    if source.text().trim().is_empty() {
        return Err(Rejected::NoText);
    }
    if let Some(why) = cut {
        flags.push(Flag::Incomplete { why });
    }
    Ok((source, flags))
}

fn damaged(error: ZipError) -> Rejected {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Rejected::Password
        }
        other => Rejected::Damaged {
            detail: format!("zip: {other}"),
        },
    }
}

/// A part as text; `None` if it is not there.
fn part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
    limits: &Limits,
) -> Result<Option<String>, Rejected> {
    let entry = match archive.by_name(name) {
        Ok(entry) => entry,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(damaged(error)),
    };
    // What an entry says of its size is not believed.
    let mut bytes = Vec::new();
    let read = entry.take(limits.part_bytes + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > limits.part_bytes {
        return Err(Rejected::Limit {
            detail: format!("{name} unpacks to over {} bytes", limits.part_bytes),
        });
    }
    match read {
        Ok(_) => {
            let text = plain::decode(&bytes).map(std::borrow::Cow::into_owned);
            text.map(Some).ok_or_else(|| Rejected::Damaged {
                detail: format!("{name} is not Unicode"),
            })
        }
        Err(error) => Err(Rejected::Damaged {
            detail: format!("{name}: {error}"),
        }),
    }
}

/// The name of the main part: `word/document.xml` unless the package says otherwise.
fn main_part(archive: &mut ZipArchive<Cursor<&[u8]>>, limits: &Limits) -> Result<String, Rejected> {
    const USUAL: &str = "word/document.xml";
    if archive.index_for_name(USUAL).is_some() {
        return Ok(USUAL.to_owned());
    }
    let relations = part(archive, "_rels/.rels", limits)?.unwrap_or_default();
    let mut reader = quick_xml::Reader::from_str(&relations);
    while let Ok(event) = reader.read_event() {
        match event {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(start) | quick_xml::events::Event::Empty(start)
                if attribute(&start, "Type")
                    .is_some_and(|kind| kind.ends_with("/officeDocument")) =>
            {
                if let Some(target) = attribute(&start, "Target") {
                    return Ok(target.trim_start_matches('/').to_owned());
                }
            }
            _ => {}
        }
    }
    Ok(USUAL.to_owned())
}

/// The value of an attribute by its local name.
fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    // Without the check for doubles, which is quadratic; and never more than a real element has.
    let mut attributes = start.attributes();
    attributes.with_checks(false);
    attributes
        .take(64)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| {
            Some(
                attribute
                    .normalized_value(XmlVersion::Implicit1_0)
                    .ok()?
                    .into_owned(),
            )
        })
}

/// Whether a switch such as `<w:vanish/>` is on.
fn is_on(start: &BytesStart<'_>) -> bool {
    !attribute(start, "val")
        .is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off" | "none"))
}

#[cfg(test)]
mod tests;
