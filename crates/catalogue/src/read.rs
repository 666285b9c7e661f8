//! Reading what is held, as of a change number.

use legal::{
    Annex, Date, DocumentId, Issue, Level, Page, Path, Provision, Relation, SourceText, Span,
    Symbol, Word,
};
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql, params, params_from_iter};
use serde::Deserialize;

use crate::{
    Catalogue, Document, DocumentRow, DocumentRowId, Error, Hash, ListFilter, PassageId,
    PassageRow, ProvisionRow, Seq, blob, collection, confidentiality, document, store::stored,
    words,
};

/// The structure as `write::Structure` stored it.
#[derive(Deserialize)]
struct Structure {
    pages: Vec<Page>,
    wrapped: bool,
    #[serde(default)]
    layout: legal::Layout,
    provisions: Vec<Provision>,
    annexes: Vec<Annex>,
    relations: Vec<Relation>,
    issues: Vec<Issue>,
}

/// The columns that make a [`DocumentRow`]; `d` is the document. The last is the level of its collection as
/// `confidentiality` stores it: most documents stand in none, and their header is not parsed again.
pub(crate) const DOCUMENT: &str = "d.row, d.id, d.slug, d.header, d.validity, d.original, d.part, d.file_name, \
     d.media, d.pages, d.articles, d.flags, d.crc, \
     CASE WHEN instr(d.header, '\"collection\":') > 0 AND json_valid(d.header) THEN (SELECT m.value FROM meta m \
     WHERE m.key = 'confidentiality of ' || json_extract(d.header, '$.collection')) END";
/// What tells the level of a document: its header, and the level of its collection as above.
pub(crate) const LEVELLED: &str = "d.row, d.header, \
     CASE WHEN instr(d.header, '\"collection\":') > 0 AND json_valid(d.header) THEN (SELECT m.value FROM meta m \
     WHERE m.key = 'confidentiality of ' || json_extract(d.header, '$.collection')) END AS shared";
/// The columns that make a [`PassageRow`]; `p` is the passage, `d` its document.
pub(crate) const PASSAGE: &str = "p.id, p.document, p.path, p.article_key, p.breadcrumb, p.text, p.span_start, \
     p.span_end, p.page, p.validity, p.crc, d.validity";

impl Catalogue {
    /// Whether a file of this hash was loaded with this embedding model and is still held; of a collection,
    /// whether all of it was.
    pub fn holds_original(&self, hash: &Hash, model: &str) -> Result<bool, Error> {
        self.read(|reader| {
            let count: i64 = reader.query_row(
                "SELECT count(*) FROM document WHERE original = ?1 AND removed_seq IS NULL AND model IN (?2, '')
                 AND (media <> 'articles' OR EXISTS (SELECT 1 FROM loaded WHERE original = ?1 AND model = ?2))",
                [hash.as_str(), model],
                |row| row.get(0),
            )?;
            Ok(count > 0)
        })
    }

    /// Documents held at `at`, newest issue first, with the total number that match.
    pub fn documents(
        &self,
        at: Seq,
        filter: &ListFilter,
    ) -> Result<(Vec<DocumentRow>, u64), Error> {
        let mut condition = self.held();
        let mut values: Vec<Box<dyn ToSql>> = vec![Box::new(stored(at))];
        for word in filter.words.split_whitespace() {
            // Words with accents are looked for as they are, words without in the unaccented half as well.
            values.push(Box::new(legal::normalise(word).to_lowercase()));
            condition.push_str(&format!(" AND instr(d.words, ?{}) > 0", values.len()));
        }
        self.read(|reader| {
            let total: i64 = reader.query_row(
                &format!("SELECT count(*) FROM document d WHERE {condition}"),
                params_from_iter(values.iter()),
                |row| row.get(0),
            )?;
            if filter.limit == 0 {
                return Ok((Vec::new(), total.unsigned_abs()));
            }
            let mut find = reader.prepare(&format!(
                "SELECT {DOCUMENT} FROM document d WHERE {condition}
                 ORDER BY d.issued IS NULL, d.issued DESC, d.row DESC LIMIT {} OFFSET {}",
                filter.limit, filter.offset
            ))?;
            let rows = find.query(params_from_iter(values.iter()))?;
            Ok((collect(rows, document_row)?, total.unsigned_abs()))
        })
    }

    /// The names of the collections in which documents held at `at` stand, in order. Asked of the rows themselves: what is
    /// held by kind, issuer and place is counted anew after every change, which takes longer.
    pub fn collections(&self, at: Seq) -> Result<Vec<String>, Error> {
        let held = self.held();
        self.read(|reader| {
            let mut find = reader.prepare(&format!(
                "SELECT DISTINCT json_extract(d.header, '$.collection') AS name FROM document d
                 WHERE {held} AND instr(d.header, '\"collection\":') > 0 AND json_valid(d.header)
                 AND name IS NOT NULL ORDER BY name"
            ))?;
            collect(find.query([stored(at)])?, |row| Ok(row.get(0)?))
        })
    }

    /// A document by its row.
    pub fn document_row(&self, at: Seq, row: DocumentRowId) -> Result<Option<DocumentRow>, Error> {
        Ok(self.select(at, "d.row = ?2", &row, "d.row")?.pop())
    }

    /// A document by id or slug.
    pub fn find_document(&self, at: Seq, id_or_slug: &str) -> Result<Option<DocumentRow>, Error> {
        Ok(self
            .select(
                at,
                "(d.id = ?2 OR d.slug = ?2)",
                &id_or_slug,
                "d.id = ?2, d.row",
            )?
            .pop())
    }

    /// A document with text and structure.
    pub fn document(&self, at: Seq, row: DocumentRowId) -> Result<Option<Document>, Error> {
        let Some(listed) = self.document_row(at, row)? else {
            return Ok(None);
        };
        self.read(|reader| {
            let found = reader
                .query_row(
                    "SELECT text, words, structure FROM body WHERE document = ?1",
                    [row],
                    |body| {
                        Ok((
                            body.get::<_, Vec<u8>>(0)?,
                            body.get::<_, Vec<u8>>(1)?,
                            body.get::<_, Vec<u8>>(2)?,
                        ))
                    },
                )
                .optional()?;
            let Some((text, words, structure)) = found else {
                return gone(reader, row);
            };
            let place = || format!("the text of {}", listed.id);
            let text = utf8(blob::unpack(&text, &place)?, &place)?;
            let words: Vec<Word> = blob::unpack_json(&words, &place)?;
            let structure: Structure = blob::unpack_json(&structure, &place)?;
            Ok(Some(Document {
                source: SourceText::new(text, structure.pages, words, structure.wrapped)
                    .with_layout(structure.layout),
                provisions: structure.provisions,
                annexes: structure.annexes,
                relations: structure.relations,
                issues: structure.issues,
                row: listed.clone(),
            }))
        })
    }

    /// Documents with this symbol (compared folded): homonyms are several.
    pub fn by_symbol(&self, at: Seq, symbol: &Symbol) -> Result<Vec<DocumentRow>, Error> {
        self.select(
            at,
            "d.symbol = ?2",
            &symbol.folded(),
            "d.issued DESC, d.row",
        )
    }

    /// Documents that were read from a file, in their order.
    pub fn of_original(&self, at: Seq, original: &Hash) -> Result<Vec<DocumentRow>, Error> {
        self.select(at, "d.original = ?2", &original.as_str(), "d.row")
    }

    /// Documents whose number and year are these, whatever the letters: "15/2024"; of any year for "15", the
    /// newest first.
    pub fn by_number(&self, at: Seq, number_year: &str) -> Result<Vec<DocumentRow>, Error> {
        let digits = number_year.trim_start_matches('0');
        if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
            // `0` comes right after `/`.
            let any = "d.number > ?2 || '/' AND d.number < ?2 || '0'";
            return self.select(at, any, &digits, "d.issued DESC, d.row");
        }
        let Some(number) = words::number_year_of(number_year) else {
            return Ok(Vec::new());
        };
        self.select(at, "d.number = ?2", &number, "d.issued DESC, d.row")
    }

    /// Laws and codes of this name (folded without accents), the version in force on `on` first.
    pub fn by_name(&self, at: Seq, name: &str, on: Date) -> Result<Vec<DocumentRow>, Error> {
        let name = words::bare(&words::folded(name));
        let mut found = self.select(at, "d.name = ?2", &name, "d.issued DESC, d.row")?;
        // Stable: the newest comes first among those of one state.
        found.sort_by_key(|document| document.status(on));
        Ok(found)
    }

    /// One provision with its words.
    pub fn provision(
        &self,
        at: Seq,
        row: DocumentRowId,
        path: &Path,
    ) -> Result<Option<ProvisionRow>, Error> {
        let Some((document, structure, text)) = self.structure(at, row, true)? else {
            return Ok(None);
        };
        let Some(provision) = document::unit(&structure.provisions, &structure.annexes, path)
        else {
            return Ok(None);
        };
        let source = SourceText::new(text, structure.pages, Vec::new(), structure.wrapped)
            .with_layout(structure.layout);
        let text = source.slice(provision.span).to_owned();
        let page = source.page_at(provision.span.start);
        let wrapped = source.is_wrapped();
        let annex = structure.annexes.iter();
        let annex = annex.filter(|annex| annex.path.contains(&provision.path));
        let annex = annex.map(|annex| annex.label.clone());
        let annexed = structure.annexes.iter().flat_map(|annex| &annex.provisions);
        let outer = structure.provisions.iter().chain(annexed).filter(|outer| {
            outer.span.contains(provision.span) && outer.path.level() <= Some(Level::Article)
        });
        let titles = annex.chain(outer.map(|outer| title(&source, outer)));
        Ok(Some(ProvisionRow {
            document,
            text,
            wrapped,
            page,
            titles: titles.collect(),
            provision,
        }))
    }

    /// The paths of a document's articles, in order (for "nearest numbers").
    pub fn articles(&self, at: Seq, row: DocumentRowId) -> Result<Vec<Path>, Error> {
        let Some((_, structure, _)) = self.structure(at, row, false)? else {
            return Ok(Vec::new());
        };
        let annexed = structure
            .annexes
            .into_iter()
            .flat_map(|annex| annex.provisions);
        let all = structure
            .provisions
            .into_iter()
            .chain(annexed)
            .map(|provision| provision.path);
        Ok(all
            .filter(|path| path.level() == Some(Level::Article))
            .collect())
    }

    /// Passages by id, in the order asked; those not held at `at` are left out.
    pub fn passages(&self, at: Seq, ids: &[PassageId]) -> Result<Vec<PassageRow>, Error> {
        let held = self.held();
        self.read(|reader| {
            let mut find = reader.prepare(&format!(
                "SELECT {PASSAGE} FROM passage p JOIN document d ON d.row = p.document WHERE p.id = ?2 AND {held}"
            ))?;
            let mut passages = Vec::with_capacity(ids.len());
            for id in ids {
                let mut rows = find.query(params![stored(at), stored(*id)])?;
                if let Some(row) = rows.next()? {
                    passages.push(passage_row(row)?);
                }
            }
            Ok(passages)
        })
    }

    /// How many passages the documents have that are held at `at`, and seen.
    pub fn count_passages(&self, at: Seq) -> Result<u64, Error> {
        let held = self.held();
        self.read(|reader| {
            let count: i64 = reader.query_row(
                &format!("SELECT count(*) FROM passage p JOIN document d ON d.row = p.document WHERE {held}"),
                [stored(at)],
                |row| row.get(0),
            )?;
            Ok(count.unsigned_abs())
        })
    }

    fn structure(
        &self,
        at: Seq,
        row: DocumentRowId,
        with_text: bool,
    ) -> Result<Option<(DocumentRow, Structure, String)>, Error> {
        let Some(listed) = self.document_row(at, row)? else {
            return Ok(None);
        };
        self.read(|reader| {
            let columns = if with_text {
                "structure, text"
            } else {
                "structure, NULL"
            };
            let found = reader
                .query_row(
                    &format!("SELECT {columns} FROM body WHERE document = ?1"),
                    [row],
                    |body| {
                        Ok((
                            body.get::<_, Vec<u8>>(0)?,
                            body.get::<_, Option<Vec<u8>>>(1)?,
                        ))
                    },
                )
                .optional()?;
            let Some((structure, text)) = found else {
                return gone(reader, row);
            };
            let place = || format!("the text of {}", listed.id);
            let structure = blob::unpack_json(&structure, &place)?;
            let text = text.map_or(Ok(String::new()), |text| {
                utf8(blob::unpack(&text, &place)?, &place)
            })?;
            Ok(Some((listed.clone(), structure, text)))
        })
    }

    fn select(
        &self,
        at: Seq,
        what: &str,
        value: &dyn ToSql,
        order: &str,
    ) -> Result<Vec<DocumentRow>, Error> {
        let held = self.held();
        self.read(|reader| {
            let mut find = reader.prepare(&format!(
                "SELECT {DOCUMENT} FROM document d WHERE {what} AND {held} ORDER BY {order}"
            ))?;
            collect(find.query(params![stored(at), value])?, document_row)
        })
    }
}

/// Every document held at a change number, under a condition of [`Catalogue::held`].
pub(crate) fn held(reader: &Connection, held: &str, at: Seq) -> Result<Vec<DocumentRow>, Error> {
    let mut find = reader.prepare(&format!(
        "SELECT {DOCUMENT} FROM document d WHERE {held} ORDER BY d.row"
    ))?;
    collect(find.query([stored(at)])?, document_row)
}

/// A document whose body is absent was purged between two reads, or is damaged.
fn gone<T>(reader: &Connection, row: DocumentRowId) -> Result<Option<T>, Error> {
    let held: i64 = reader.query_row(
        "SELECT count(*) FROM document WHERE row = ?1",
        [row],
        |found| found.get(0),
    )?;
    if held > 0 {
        return Err(Error::Damaged(format!(
            "document {row} has no text: restore from a backup"
        )));
    }
    Ok(None)
}

fn utf8(bytes: Vec<u8>, place: &dyn Fn() -> String) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|_| Error::Damaged(place()))
}

pub(crate) fn collect<T>(
    mut rows: rusqlite::Rows<'_>,
    read: impl Fn(&Row<'_>) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// Reads the columns [`DOCUMENT`], checked against their checksum.
pub(crate) fn document_row(row: &Row<'_>) -> Result<DocumentRow, Error> {
    let number: DocumentRowId = row.get(0)?;
    let text = |column: usize| row.get::<_, String>(column);
    let (id, slug, header, validity) = (text(1)?, text(2)?, text(3)?, text(4)?);
    let (original, part, file_name, media, flags) =
        (text(5)?, text(6)?, text(7)?, text(8)?, text(11)?);
    let (pages, articles, crc): (u32, u32, i64) = (row.get(9)?, row.get(10)?, row.get(12)?);
    let place = || format!("document {number} ({id})");
    let beside = collection::beside(&header, &place)?;
    let shared: Option<String> = row.get(13)?;
    let shared = beside.collection.as_ref().zip(shared);
    let shared = shared.map(|(name, level)| confidentiality::of_collection(name, &level));
    let row = DocumentRow {
        row: number,
        header: blob::from_json(&header, &place)?,
        validity: blob::from_json(&validity, &place)?,
        confidentiality: beside.confidentiality.or(shared),
        collection: beside.collection,
        original: Hash::parse(&original).ok_or_else(|| Error::Damaged(place()))?,
        id: DocumentId::from_stored(&id),
        slug,
        part,
        file_name,
        media,
        pages,
        articles,
        flags,
    };
    if collection::checksum(&row, &header, &validity) != crc {
        return Err(Error::Damaged(place()));
    }
    Ok(row)
}

/// Reads the columns [`PASSAGE`], checked against their checksum.
pub(crate) fn passage_row(row: &Row<'_>) -> Result<PassageRow, Error> {
    let id: i64 = row.get(0)?;
    let text = |column: usize| row.get::<_, String>(column);
    let (path, article_key, breadcrumb, words) = (text(2)?, text(3)?, text(4)?, text(5)?);
    let (start, end, page): (u32, u32, Option<u32>) = (row.get(6)?, row.get(7)?, row.get(8)?);
    let own: Option<String> = row.get(9)?;
    let crc = blob::checksum(&[
        path.as_bytes(),
        article_key.as_bytes(),
        breadcrumb.as_bytes(),
        words.as_bytes(),
        format!("{start} {end} {}", page.unwrap_or_default()).as_bytes(),
        own.as_deref().unwrap_or_default().as_bytes(),
    ]);
    let place = || format!("passage {id}");
    if crc != row.get::<_, i64>(10)? {
        return Err(Error::Damaged(place()));
    }
    let validity = match own {
        Some(own) => own,
        None => text(11)?,
    };
    Ok(PassageRow {
        id: id.unsigned_abs(),
        document: row.get(1)?,
        path: path.parse().map_err(|_| Error::Damaged(place()))?,
        article_key,
        breadcrumb,
        text: words,
        span: Span { start, end },
        page,
        validity: blob::from_json(&validity, &place)?,
    })
}

/// "Điều 5. Thể thức văn bản".
fn title(source: &SourceText, provision: &Provision) -> String {
    let heading = source.slice(provision.heading).replace('\n', " ");
    let label = provision.label.trim_end_matches(['.', ':', ' ']);
    match heading.trim() {
        "" => label.to_owned(),
        heading => format!("{label}. {heading}"),
    }
}
