//! Adding and replacing what is held. One transaction, one change number.

use std::collections::HashSet;

use legal::{DocumentId, Level};
use rusqlite::{Connection, Statement, params};
use serde::Serialize;
use sha2::Digest as _;

use crate::{
    Catalogue, DocumentRowId, Error, NewDocument, NewPassage, Seq, batch, blob,
    collection::{self, Beside},
    ending,
    held::{self, Newcomer},
    mention,
    replaced::{self, Reading},
    slugs::{fits, free_slug, slug_of},
    store::{seq, stored},
    words,
};

/// What adding a batch did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The change's number; the old one if nothing changed.
    pub seq: Seq,
    /// Documents that were new.
    pub new: Vec<DocumentId>,
    /// Documents that replaced an older reading of the same key.
    pub replaced: Vec<DocumentId>,
    /// Those of them that were read from another file before.
    pub other_file: Vec<DocumentId>,
    /// Documents that were held already, with the same text.
    pub unchanged: Vec<DocumentId>,
}

/// The structure as stored; read back by `read::Structure`.
#[derive(Serialize)]
struct Structure<'a> {
    pages: &'a [legal::Page],
    wrapped: bool,
    layout: &'a legal::Layout,
    provisions: &'a [legal::Provision],
    annexes: &'a [legal::Annex],
    relations: &'a [legal::Relation],
    issues: &'a [legal::Issue],
}

impl Catalogue {
    /// Adds or replaces documents in one transaction; durable when it returns. Idempotent by id and content:
    /// the same (original, part, text, model) again is `unchanged`. A document of the same id with another
    /// content is replaced; so is one of the same (`file_name`, part) with another id when the file changed
    /// and nothing else claims it: its id is not in this batch, and neither symbol nor issuer, where both know
    /// them, tell the two apart (two folders may each hold a `van-ban.pdf`).
    pub fn add(&self, batch: &[NewDocument]) -> Result<Added, Error> {
        let added = self.write(|writer| {
            let change =
                writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let before = seq(&change)?;
            let mut added = Added {
                seq: before,
                new: Vec::new(),
                replaced: Vec::new(),
                other_file: Vec::new(),
                unchanged: Vec::new(),
            };
            let now = before + 1;
            add_all(&change, batch, now, &mut added)?;
            if !added.new.is_empty() || !added.replaced.is_empty() {
                one_model(&change, batch)?;
                change.execute(
                    "UPDATE meta SET value = ?1 WHERE key = 'seq'",
                    [now.to_string()],
                )?;
                change.commit()?;
                added.seq = now;
            }
            Ok(added)
        })?;
        self.not_pending(batch);
        Ok(added)
    }

    /// Originals of documents that are held now need no other protection from the purge.
    pub(crate) fn not_pending(&self, documents: &[NewDocument]) {
        let mut pending = self
            .files
            .pending
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        for document in documents {
            pending.remove(&document.original);
        }
    }
}

/// Adds documents in a transaction of the caller's; the rows that were replaced, each with its successor.
pub(crate) fn add_all(
    change: &Connection,
    batch: &[NewDocument],
    now: Seq,
    added: &mut Added,
) -> Result<Vec<(DocumentRowId, DocumentRowId)>, Error> {
    let mut taken: Vec<(DocumentRowId, DocumentRowId)> = Vec::new();
    let mut insert = Inserts::new(change)?;
    let claimed: HashSet<&str> = batch.iter().map(|document| document.id.as_str()).collect();
    for document in batch {
        let content = content_of(document);
        let same_id = held::by_id(change, &document.id)?;
        if same_id.as_ref().is_some_and(|held| held.content == content) {
            added.unchanged.push(document.id.clone());
            continue;
        }
        let mut slug = None;
        let mut shelf = document.collection.clone();
        let mut level = document.confidentiality;
        let (mut replaces, mut gone, mut passed_over) = (false, Vec::new(), Vec::new());
        let mut same_reading = None;
        let by_file = held::by_file(change, &Newcomer::of(document), &claimed)?;
        for held in same_id.into_iter().chain(by_file) {
            let before = collection::held(change, held.row)?;
            shelf = shelf.or(before.collection);
            // Of several readings that one replaces, the strictest level stays.
            if document.confidentiality.is_none() {
                level = level.max(before.confidentiality);
            }
            if held.added == now {
                // Added and replaced by one batch: no reader can ever have seen it.
                change.execute("DELETE FROM document WHERE row = ?1", [held.row])?;
                passed_over.push(held.row);
            } else {
                gone.push(held.row);
                change.execute(
                    "UPDATE document SET removed_seq = ?1 WHERE row = ?2",
                    params![stored(now), held.row],
                )?;
            }
            let was = Reading {
                id: &held.id,
                original: &held.original,
            };
            let is = Reading {
                id: document.id.as_str(),
                original: document.original.as_str(),
            };
            replaced::remember(change, was, is, now)?;
            if was.id == is.id && was.original == is.original {
                same_reading = Some(held.row);
            }
            if held.original != document.original.as_str() {
                added.other_file.push(document.id.clone());
            }
            replaces = true;
            slug.get_or_insert(held.slug);
        }
        let slug = match slug.filter(|slug| fits(slug, &slug_of(document))) {
            Some(slug) => slug,
            None => free_slug(change, &slug_of(document))?,
        };
        let beside = Beside {
            collection: shelf,
            confidentiality: level,
        };
        let row = insert.document(document, &slug, &beside, &content, now)?;
        if let Some(from) = same_reading {
            batch::continued::carry(change, from, row)?;
        }
        for (_, successor) in &mut taken {
            if passed_over.contains(successor) {
                *successor = row;
            }
        }
        taken.extend(gone.into_iter().map(|gone| (gone, row)));
        let list = if replaces {
            &mut added.replaced
        } else {
            &mut added.new
        };
        if !list.contains(&document.id) {
            list.push(document.id.clone());
        }
    }
    Ok(taken)
}

/// Prepared statements of one batch.
struct Inserts<'a> {
    connection: &'a Connection,
    document: Statement<'a>,
    body: Statement<'a>,
    passage: Statement<'a>,
    vector: Statement<'a>,
}

impl<'a> Inserts<'a> {
    fn new(connection: &'a Connection) -> Result<Self, Error> {
        Ok(Self {
            connection,
            document: connection.prepare(
                "INSERT INTO document (added_seq, id, slug, original, part, file_name, media, pages, articles, flags,
                 header, validity, issued, symbol, number, name, words, content, model, dims, crc)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
            )?,
            body: connection.prepare("INSERT INTO body VALUES (?1, ?2, ?3, ?4)")?,
            passage: connection.prepare(
                "INSERT INTO passage (document, path, article_key, breadcrumb, text, span_start, span_end, page,
                 validity, crc) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?,
            vector: connection.prepare("INSERT INTO vector VALUES (?1, ?2)")?,
        })
    }

    fn document(
        &mut self,
        document: &NewDocument,
        slug: &str,
        beside: &Beside,
        content: &str,
        now: Seq,
    ) -> Result<DocumentRowId, Error> {
        let shelf = beside.collection.as_ref();
        let header = collection::column(&document.header, shelf, beside.confidentiality)?;
        let validity = text(blob::to_json(&document.validity)?)?;
        let articles = document
            .provisions
            .iter()
            .filter(|p| p.path.level() == Some(Level::Article))
            .count();
        let pages = document.source.pages().len();
        let symbol = document.header.symbol.as_ref();
        let (model, dims) = model_of(document)?;
        let numbers = format!("{pages} {articles}");
        let crc = blob::checksum(&[
            document.id.as_str().as_bytes(),
            slug.as_bytes(),
            document.original.as_str().as_bytes(),
            document.part.as_bytes(),
            document.file_name.as_bytes(),
            document.media.as_bytes(),
            numbers.as_bytes(),
            document.flags.as_bytes(),
            header.as_bytes(),
            validity.as_bytes(),
        ]);
        self.document.execute(params![
            stored(now),
            document.id.as_str(),
            slug,
            document.original.as_str(),
            document.part,
            document.file_name,
            document.media,
            pages as i64,
            articles as i64,
            document.flags,
            header,
            validity,
            document.header.issued.map(|day| day.to_string()),
            symbol.map(legal::Symbol::folded),
            symbol.and_then(words::number_year),
            words::law_name(&document.header),
            words::listed(&document.header, &document.file_name),
            content,
            model,
            dims as i64,
            crc,
        ])?;
        let row = self.connection.last_insert_rowid();
        let structure = Structure {
            pages: document.source.pages(),
            wrapped: document.source.is_wrapped(),
            layout: document.source.layout(),
            provisions: &document.provisions,
            annexes: &document.annexes,
            relations: &document.relations,
            issues: &document.issues,
        };
        self.body.execute(params![
            row,
            blob::pack(document.source.text().as_bytes())?,
            blob::pack_json(&document.source.words())?,
            blob::pack_json(&structure)?,
        ])?;
        ending::store(self.connection, row, &document.relations)?;
        mention::store(self.connection, row, &document.relations)?;
        for passage in &document.passages {
            self.passage(row, document, passage)?;
        }
        Ok(row)
    }

    fn passage(
        &mut self,
        row: DocumentRowId,
        document: &NewDocument,
        passage: &NewPassage,
    ) -> Result<(), Error> {
        let path = passage.path.to_string();
        // Most passages apply when their act does: its validity is stored once.
        let validity = if passage.validity == document.validity {
            None
        } else {
            Some(text(blob::to_json(&passage.validity)?)?)
        };
        let place = format!(
            "{} {} {}",
            passage.span.start,
            passage.span.end,
            passage.page.unwrap_or_default()
        );
        let crc = blob::checksum(&[
            path.as_bytes(),
            passage.article_key.as_bytes(),
            passage.breadcrumb.as_bytes(),
            passage.text.as_bytes(),
            place.as_bytes(),
            validity.as_deref().unwrap_or_default().as_bytes(),
        ]);
        self.passage.execute(params![
            row,
            path,
            passage.article_key,
            passage.breadcrumb,
            passage.text,
            passage.span.start,
            passage.span.end,
            passage.page,
            validity,
            crc,
        ])?;
        if !passage.vector.is_empty() {
            let id = self.connection.last_insert_rowid();
            self.vector
                .execute(params![id, blob::pack_vector(&passage.vector)?])?;
        }
        Ok(())
    }
}

fn text(json: Vec<u8>) -> Result<String, Error> {
    String::from_utf8(json).map_err(|error| Error::Refused(error.to_string()))
}

/// The model and dimension of a document's vectors: one of each; passages without a vector are allowed.
fn model_of(document: &NewDocument) -> Result<(&str, usize), Error> {
    let mut with_vector = document
        .passages
        .iter()
        .filter(|passage| !passage.vector.is_empty());
    let Some(first) = with_vector.next() else {
        return Ok(("", 0));
    };
    let same = |passage: &NewPassage| {
        passage.model == first.model && passage.vector.len() == first.vector.len()
    };
    if !with_vector.all(same) {
        return Err(Error::Refused(format!(
            "{}: vectors of more than one model",
            document.id
        )));
    }
    Ok((&first.model, first.vector.len()))
}

/// All vectors that are held must come from one model: a batch that replaces every document may bring another.
pub(crate) fn one_model(change: &Connection, batch: &[NewDocument]) -> Result<(), Error> {
    let mut models = change
        .prepare("SELECT DISTINCT model, dims FROM document WHERE removed_seq IS NULL AND dims > 0 ORDER BY row")?;
    let models: Vec<(String, i64)> = models
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    if models.len() < 2 {
        return Ok(());
    }
    let given = batch
        .iter()
        .find_map(|document| model_of(document).ok().filter(|(_, dims)| *dims > 0));
    let (given, dims) = given.unwrap_or_default();
    let name = |model: &str, dims: i64| format!("“{model}” ({dims} dimensions)");
    let held = models
        .iter()
        .find(|(model, size)| model != given || *size != dims as i64);
    let held = held
        .map(|(model, dims)| name(model, *dims))
        .unwrap_or_default();
    Err(Error::OtherModel {
        held,
        given: name(given, dims as i64),
    })
}

/// Marks flags that say who confirmed what is known of a document.
const CONFIRMED: &str = r#""kind":"confirmed""#;

/// What makes two readings the same: the file, the key inside it, the text, the validity, the model.
fn content_of(document: &NewDocument) -> String {
    let model = document
        .passages
        .iter()
        .find(|p| !p.vector.is_empty())
        .map(|p| p.model.as_str());
    let mut hasher = sha2::Sha256::new();
    let validity = serde_json::to_string(&document.validity).unwrap_or_default();
    let parts = [
        document.original.as_str(),
        &document.part,
        document.source.text(),
        &validity,
        model.unwrap_or_default(),
    ];
    // What a person put right is part of what is held, though no word of the text differs.
    let confirmed = document
        .flags
        .contains(CONFIRMED)
        .then_some(&*document.flags);
    for part in parts.into_iter().chain(confirmed) {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    // What a person decided of single provisions makes another reading; without that the hash is what it always was.
    let annexed = document.annexes.iter().flat_map(|annex| &annex.provisions);
    for provision in document.provisions.iter().chain(annexed) {
        let decided = provision.validity.as_ref().filter(|one| one.read.is_some());
        if let Some(decided) = decided {
            hasher.update(provision.path.to_string().as_bytes());
            hasher.update(
                serde_json::to_string(decided)
                    .unwrap_or_default()
                    .as_bytes(),
            );
        }
    }
    hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
