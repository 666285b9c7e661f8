//! What publishing a batch would do, and what must be decided before.

use std::collections::BTreeMap;

use catalogue::{Catalogue, DocumentRow, Hash, Newcomer};
use legal::{DocumentId, Header, Validity};

use super::{FileState, Found, MOST_READ, RelationsRight, StagedFile, Staging, correct::place_of};
use crate::{
    Error,
    document::{key, part_of},
};

/// What stands in the way of publishing a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// It is not read yet.
    Unread,
    /// Nobody confirmed what is known of it.
    Unconfirmed,
    /// It would take the place of what is held, and nobody said that it may.
    Replaces,
    /// It has a document that another file of the batch has too.
    Twice(u32),
    /// The files of the batch are too much to be published at once.
    TooMuch,
}

/// A file of a batch, beside what is held.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedFile {
    /// The file.
    pub file: StagedFile,
    /// Its documents as they would be published, in order.
    pub documents: Vec<PlannedDocument>,
    /// What must be decided first; none where it is left out or can never be published.
    pub obstacles: Vec<Obstacle>,
}

/// A document as it would be published.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedDocument {
    /// Its key.
    pub id: DocumentId,
    /// What was found in the file.
    pub found: Found,
    /// Its head with what was put right.
    pub header: Header,
    /// When it applies, with what was put right.
    pub validity: Validity,
    /// What was put right of its relations.
    pub right: RelationsRight,
    /// Held documents whose place it would take; those of the same file were read from it before.
    pub replaces: Vec<DocumentRow>,
    /// More of them that whoever looks does not see.
    pub replaces_unseen: usize,
    /// All of them, by key and file.
    pub readings: Vec<(DocumentId, Hash)>,
    /// Held documents that bear its number and come from the same body.
    pub same_number: Vec<DocumentRow>,
}

impl PlannedDocument {
    /// What it would do to others, with what was put right.
    pub fn relations(&self) -> Vec<super::ProposedRelation> {
        self.right.proposed(&self.found.relations)
    }
}

impl PlannedFile {
    /// Whether it is published with its batch.
    pub fn goes(&self) -> bool {
        self.file.state == FileState::Read && !self.file.left_out
    }

    /// Whether a person must agree to what it replaces: another file, or what nobody here sees.
    pub fn asks(&self) -> bool {
        let other = |row: &DocumentRow| row.original != self.file.hash;
        let mut documents = self.documents.iter();
        documents.any(|one| one.replaces_unseen > 0 || one.replaces.iter().any(other))
    }

    /// Stands for what it replaces, reading by reading: a person agrees to this and to nothing else.
    pub fn replaced(&self) -> String {
        let mut words = String::new();
        for (id, hash) in self.documents.iter().flat_map(|one| &one.readings) {
            words.push_str(id.as_str());
            words.push(' ');
            words.push_str(hash.as_str());
            words.push('\n');
        }
        Hash::of(words.as_bytes()).as_str()[..16].to_owned()
    }

    /// Whether a person agreed to what it replaces now.
    pub fn is_agreed(&self) -> bool {
        self.file.agreed.as_ref() == Some(&self.replaced())
    }

    /// Whether all of it is held already, from this very file.
    pub fn is_held(&self) -> bool {
        let same = |one: &PlannedDocument| {
            let mut rows = one.replaces.iter();
            rows.any(|row| row.id == one.id && row.original == self.file.hash)
        };
        !self.documents.is_empty() && self.documents.iter().all(same)
    }
}

impl Staging {
    /// What publishing a batch would do now.
    pub fn plan(
        &self,
        batch: &str,
        catalogue: Option<&Catalogue>,
    ) -> Result<Vec<PlannedFile>, Error> {
        let mut planned = Vec::new();
        let mut owners: BTreeMap<DocumentId, u32> = BTreeMap::new();
        let mut bytes = 0;
        for file in self.files(batch)? {
            let mut documents = Vec::new();
            if file.state == FileState::Read {
                for (at, found) in self.found(batch, file.number)?.into_iter().enumerate() {
                    documents.push(of(&file, at, found));
                }
                if let Some(catalogue) = catalogue {
                    beside(catalogue, batch, &file, &mut documents)?;
                }
            }
            let mut one = PlannedFile {
                file,
                documents,
                obstacles: Vec::new(),
            };
            bytes += if one.goes() { one.file.read_bytes } else { 0 };
            one.obstacles = obstacles(&one, &mut owners, bytes);
            planned.push(one);
        }
        Ok(planned)
    }
}

fn of(file: &StagedFile, at: usize, found: Found) -> PlannedDocument {
    let (mut header, mut validity) = (found.header.clone(), found.validity.clone());
    let number = u32::try_from(at).unwrap_or(u32::MAX);
    let mut right = RelationsRight::default();
    if let Some(corrections) = file.corrections.get(&number) {
        corrections.apply(&mut header, &mut validity);
        right.clone_from(&corrections.relations);
    }
    PlannedDocument {
        id: key(&header, &found.part, &file.hash),
        found,
        header,
        validity,
        right,
        replaces: Vec::new(),
        replaces_unseen: 0,
        readings: Vec::new(),
        same_number: Vec::new(),
    }
}

/// Lays the documents of a file beside what is held.
fn beside(
    catalogue: &Catalogue,
    batch: &str,
    file: &StagedFile,
    documents: &mut [PlannedDocument],
) -> Result<(), Error> {
    let place = place_of(batch, file);
    let parts: Vec<String> = documents
        .iter()
        .map(|one| part_of(&one.header, &one.found.part, &place))
        .collect();
    let newcomers: Vec<Newcomer<'_>> = documents
        .iter()
        .zip(&parts)
        .map(|(one, part)| Newcomer {
            id: &one.id,
            original: &file.hash,
            part,
            file_name: &file.name,
            header: &one.header,
        })
        .collect();
    let held = catalogue.replaced_by(&newcomers)?;
    let at = catalogue.seq()?;
    for (document, replaced) in documents.iter_mut().zip(held) {
        document.same_number = catalogue.namesakes(at, &document.id, &document.header)?;
        document
            .same_number
            .retain(|row| replaced.shown.iter().all(|held| held.row != row.row));
        (document.replaces, document.replaces_unseen) = (replaced.shown, replaced.hidden);
        document.readings = replaced.readings;
    }
    Ok(())
}

fn obstacles(
    one: &PlannedFile,
    owners: &mut BTreeMap<DocumentId, u32>,
    bytes: u64,
) -> Vec<Obstacle> {
    let file = &one.file;
    if file.left_out || file.state == FileState::Failed {
        return Vec::new();
    }
    if file.state != FileState::Read {
        return vec![Obstacle::Unread];
    }
    let mut all = Vec::new();
    for document in &one.documents {
        let owner = *owners.entry(document.id.clone()).or_insert(file.number);
        if owner != file.number && !all.contains(&Obstacle::Twice(owner)) {
            all.push(Obstacle::Twice(owner));
        }
    }
    if file.confirmed.is_none() {
        all.push(Obstacle::Unconfirmed);
    }
    if one.asks() && !one.is_agreed() {
        all.push(Obstacle::Replaces);
    }
    if bytes > MOST_READ {
        all.push(Obstacle::TooMuch);
    }
    all
}
