//! What is stored of a document, and what is given back.

use legal::{
    Annex, Date, DocumentId, Header, Issue, Path, Provision, Relation, SourceText, Span, Status,
    Validity,
};

use crate::{Collection, Confidentiality, DocumentRowId, Hash, PassageId};

/// A document to add: everything that one transaction stores.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// Its key.
    pub id: DocumentId,
    /// The file it came from (stored before with `put_original`).
    pub original: Hash,
    /// The key inside that file; empty where the file is one document.
    pub part: String,
    /// The file's name as given, for people only.
    pub file_name: String,
    /// `extract::Media` in snake case: pdf, docx, doc, rtf, zip, html, text, markdown, articles.
    pub media: String,
    /// Where to put it; `None`: where the document that it replaces stands, else nowhere.
    pub collection: Option<Collection>,
    /// Its own level; `None`: that of the document that it replaces, else it has none.
    pub confidentiality: Option<Confidentiality>,
    /// The reading text.
    pub source: SourceText,
    /// What its head says.
    pub header: Header,
    /// When it applies.
    pub validity: Validity,
    /// Main body, pre-order.
    pub provisions: Vec<Provision>,
    /// Annexes with their provisions.
    pub annexes: Vec<Annex>,
    /// Relations to others.
    pub relations: Vec<Relation>,
    /// Doubts of the structure.
    pub issues: Vec<Issue>,
    /// Flags of the reading (`extract::Flag`) as JSON text.
    pub flags: String,
    /// What is searched.
    pub passages: Vec<NewPassage>,
}

/// A piece of text that is searched: lies inside one article (or annex, or preamble).
#[derive(Clone, Debug, PartialEq)]
pub struct NewPassage {
    /// The provision it belongs to: an article, a clause, an annex; the root for text outside provisions.
    pub path: Path,
    /// The article's key, `symbol#article` in lower case; empty where there is none.
    pub article_key: String,
    /// Act, chapter, article heading: what stands above it, for people and for the index.
    pub breadcrumb: String,
    /// The words that are indexed, reflowed.
    pub text: String,
    /// Where they stand.
    pub span: Span,
    /// First page, if the format has pages.
    pub page: Option<u32>,
    /// When it applies (the provision's own validity or the act's).
    pub validity: Validity,
    /// Its embedding, unit length, made by `model`.
    pub vector: Vec<f32>,
    /// Which model made the vector.
    pub model: String,
}

/// A document as listed.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentRow {
    /// Its row.
    pub row: DocumentRowId,
    /// Its key.
    pub id: DocumentId,
    /// Its short name in addresses, unique among what is held: `30-2020-nd-cp`, `30-2020-nd-cp-2` for a homonym.
    pub slug: String,
    /// What its head says.
    pub header: Header,
    /// When it applies.
    pub validity: Validity,
    /// The file it came from.
    pub original: Hash,
    /// The key inside that file.
    pub part: String,
    /// That file's name.
    pub file_name: String,
    /// pdf, docx, doc, rtf, zip, html, text, markdown, articles.
    pub media: String,
    /// The collection it stands in.
    pub collection: Option<Collection>,
    /// Its own level, else that of its collection; `None`: nobody stated one.
    pub confidentiality: Option<Confidentiality>,
    /// Pages; 0 where the format has none.
    pub pages: u32,
    /// Articles of the main body.
    pub articles: u32,
    /// Flags of the reading, JSON text.
    pub flags: String,
}

impl DocumentRow {
    /// Its state on a day.
    pub fn status(&self, on: Date) -> Status {
        self.validity.status(on)
    }

    /// Whether a page was recognised from a picture: nobody may rely on its figures before having looked at it.
    /// Without a page, whether any was.
    pub fn is_recognised(&self, page: Option<u32>) -> bool {
        let flags: Vec<serde_json::Value> = serde_json::from_str(&self.flags).unwrap_or_default();
        flags.iter().any(|flag| {
            let of_page = page.is_none_or(|page| flag["page"].as_u64() == Some(u64::from(page)));
            flag["kind"] == "recognised" && of_page
        })
    }

    /// How people name it: "Nghị định số 30/2020/NĐ-CP" or its title where it has no symbol.
    pub fn name(&self) -> String {
        let kind = self.header.kind.as_ref().map(|kind| kind.name().to_owned());
        match (kind, &self.header.symbol) {
            // The normal form: a symbol as printed may be broken over two lines.
            (Some(kind), Some(symbol)) => format!("{kind} số {}", symbol.normal()),
            (None, Some(symbol)) => symbol.normal().to_owned(),
            (kind, None) => {
                let title = self
                    .header
                    .title
                    .clone()
                    .unwrap_or_else(|| self.file_name.clone());
                // "Thông báo về lịch tiếp công dân": what began a line of its own goes on here.
                let rest = title.strip_prefix("Về ");
                let on = rest.map_or_else(|| title.clone(), |rest| format!("về {rest}"));
                kind.map_or(title, |kind| format!("{kind} {on}"))
            }
        }
    }
}

/// A document with its text and structure.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// As listed.
    pub row: DocumentRow,
    /// The reading text.
    pub source: SourceText,
    /// Main body, pre-order.
    pub provisions: Vec<Provision>,
    /// Annexes.
    pub annexes: Vec<Annex>,
    /// Relations to others.
    pub relations: Vec<Relation>,
    /// Doubts.
    pub issues: Vec<Issue>,
}

impl Document {
    /// The provision of a path, in the main body or an annex.
    pub fn provision(&self, path: &Path) -> Option<&Provision> {
        let path = self.held_path(path);
        provision(&self.provisions, &self.annexes, &path)
    }

    /// What a path names as a whole, be it a provision or an annex.
    pub fn unit(&self, path: &Path) -> Option<Provision> {
        unit(&self.provisions, &self.annexes, path)
    }

    /// Under which path it holds what a reference names: see [`legal::held_path`].
    pub fn held_path(&self, path: &Path) -> Path {
        legal::held_path(&self.annexes, path)
    }
}

fn provision<'a>(
    main: &'a [Provision],
    annexes: &'a [Annex],
    path: &Path,
) -> Option<&'a Provision> {
    let annexed = annexes.iter().flat_map(|annex| &annex.provisions);
    let mut all = main.iter().chain(annexed);
    all.find(|provision| provision.path == *path)
}

/// What a path names as a whole: a provision, or an annex with all that stands in it ("Phụ lục I").
pub(crate) fn unit(main: &[Provision], annexes: &[Annex], path: &Path) -> Option<Provision> {
    let path = legal::held_path(annexes, path);
    let annexed = |annex: &Annex| Provision {
        path: annex.path.clone(),
        label: annex.label.clone(),
        heading: annex.heading,
        span: annex.span,
        body: Span {
            start: annex.heading.end.max(annex.span.start),
            end: annex.span.end,
        },
        validity: annex.validity.clone(),
    };
    let annex = || annexes.iter().find(|annex| annex.path == path);
    provision(main, annexes, &path)
        .cloned()
        .or_else(|| annex().map(annexed))
}

/// A provision without the rest of its document.
#[derive(Clone, Debug, PartialEq)]
pub struct ProvisionRow {
    /// Its document.
    pub document: DocumentRow,
    /// Where it stands.
    pub provision: Provision,
    /// Its words, unedited.
    pub text: String,
    /// Whether line ends in the text are those of the printed page.
    pub wrapped: bool,
    /// First page.
    pub page: Option<u32>,
    /// The titles of what it lies in, from the annex or chapter down to its article: "Điều 5. Thể thức văn bản".
    pub titles: Vec<String>,
}

/// A stored passage.
#[derive(Clone, Debug, PartialEq)]
pub struct PassageRow {
    /// Its row.
    pub id: PassageId,
    /// Its document's row.
    pub document: DocumentRowId,
    /// The provision it belongs to.
    pub path: Path,
    /// `symbol#article`; empty where there is none.
    pub article_key: String,
    /// What stands above it.
    pub breadcrumb: String,
    /// Its words, reflowed.
    pub text: String,
    /// Where they stand.
    pub span: Span,
    /// First page.
    pub page: Option<u32>,
    /// When it applies.
    pub validity: Validity,
}

/// Which documents to list.
#[derive(Clone, Debug, Default)]
pub struct ListFilter {
    /// Words that symbol, title or issuer must hold (accents optional); empty: all.
    pub words: String,
    /// Skip this many.
    pub offset: u32,
    /// Give at most this many.
    pub limit: u32,
}
