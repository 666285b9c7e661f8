//! Exact lookup: from a citation to the provision it names.

use catalogue::{DocumentRow, ProvisionRow};
use legal::{Citation, Date, Kind, Level, Path, Span};

use crate::{Cited, Error, Evidence, Library, Score};

/// Most documents shown for a number that several have.
const SEVERAL: usize = 12;
/// How many neighbours are offered where a number does not exist.
const NEAREST: usize = 4;

/// Looks a citation up as of a day: the clause itself where it is held, the nearest numbers otherwise.
/// A citation that names no document leads to [`Cited::NoDocument`].
pub fn show(library: &Library, citation: &Citation, on: Date) -> Result<Cited, Error> {
    let documents = named(library, citation, on)?;
    let Some(first) = documents.first() else {
        let nearest = neighbours(library, citation)?;
        return Ok(Cited::NoDocument {
            citation: citation.clone(),
            nearest,
        });
    };
    let mut found = Vec::new();
    for document in &documents {
        found.extend(provision(library, document, &citation.path, on)?);
    }
    if found.is_empty() {
        let nearest = nearest_paths(library, first, &citation.path)?;
        return Ok(Cited::NoProvision {
            citation: citation.clone(),
            document: Box::new(first.clone()),
            nearest,
        });
    }
    Ok(Cited::Found(found))
}

/// The documents that a citation names; several for homonyms, none if it names none or it is not held.
pub(crate) fn named(
    library: &Library,
    citation: &Citation,
    on: Date,
) -> Result<Vec<DocumentRow>, Error> {
    let (catalogue, at) = (&library.catalogue, library.generation.seq());
    let mut documents = if let Some(symbol) = &citation.symbol {
        catalogue.by_symbol(at, symbol)?
    } else if let Some(partial) = &citation.partial {
        // A number without letters is that of many acts: one of another kind is not the one named.
        let mut numbered = catalogue.by_number(at, partial)?;
        numbered.retain(|document| match (&citation.kind, &document.header.kind) {
            (Some(kind), Some(own)) => is_called(own, kind),
            _ => true,
        });
        // Of a number alone, the newest years.
        numbered.truncate(SEVERAL);
        numbered
    } else if let Some(name) = &citation.name {
        let mut laws = catalogue.by_name(at, name, on)?;
        if let Some(year) = citation.year {
            laws.retain(|law| {
                law.header
                    .issued
                    .is_some_and(|issued| issued.year() == year)
            });
        }
        // A name without a year means the law of that name on the day; older ones are other laws.
        laws.truncate(1);
        laws
    } else {
        Vec::new()
    };
    // A date that fits none of them may be a slip: then it decides nothing.
    let of_day = |document: &DocumentRow| document.header.issued == citation.date;
    if citation.date.is_some() && documents.iter().any(of_day) {
        documents.retain(of_day);
    }
    Ok(documents)
}

/// Whether people call an act of this kind so: a code is a law, a joint circular a circular.
fn is_called(own: &Kind, kind: &Kind) -> bool {
    let plain = |kind: &Kind| match kind {
        Kind::Code => Kind::Law,
        Kind::JointCircular => Kind::Circular,
        Kind::JointResolution => Kind::Resolution,
        other => other.clone(),
    };
    plain(own) == plain(kind)
}

/// A provision of a document as evidence; the root path gives the document's title.
fn provision(
    library: &Library,
    document: &DocumentRow,
    path: &Path,
    on: Date,
) -> Result<Option<Evidence>, Error> {
    if path.steps().is_empty() {
        let title = document.header.title.clone().unwrap_or_default();
        return Ok(Some(evidence(
            document.clone(),
            Path::default(),
            title,
            Span::default(),
            None,
            on,
        )));
    }
    let found = library
        .catalogue
        .provision(library.generation.seq(), document.row, path)?;
    Ok(found.map(
        |ProvisionRow {
             document,
             provision,
             text,
             wrapped,
             page,
         }| {
            let validity = provision
                .validity
                .clone()
                .unwrap_or_else(|| document.validity.clone());
            let text = if wrapped {
                legal::reflow(&text)
            } else {
                text.trim().to_owned()
            };
            let mut evidence = evidence(document, provision.path, text, provision.span, page, on);
            evidence.status = validity.status(on);
            evidence
        },
    ))
}

fn evidence(
    document: DocumentRow,
    path: Path,
    text: String,
    span: Span,
    page: Option<u32>,
    on: Date,
) -> Evidence {
    let article = path
        .label(Level::Article)
        .filter(|_| path.label(Level::Annex).is_none());
    let article_key = match (&document.header.symbol, article) {
        (Some(symbol), Some(article)) => symbol.article_key(article),
        _ => String::new(),
    };
    let steps = [
        document.name(),
        document.header.title.clone().unwrap_or_default(),
        path.citation(),
    ];
    let steps: Vec<String> = steps.into_iter().filter(|step| !step.is_empty()).collect();
    Evidence {
        passage: 0,
        status: document.status(on),
        breadcrumb: steps.join(" › "),
        document,
        path,
        article_key,
        text,
        span,
        page,
        score: Score {
            total: 1.0,
            cited: 1.0,
            ..Score::default()
        },
        reasons: Vec::new(),
        excerpt: None,
    }
}

/// Paths beside one that is not held: the article's clauses if the article is, else articles of near numbers.
fn nearest_paths(
    library: &Library,
    document: &DocumentRow,
    path: &Path,
) -> Result<Vec<Path>, Error> {
    let at = library.generation.seq();
    let mut above = path.parent();
    while let Some(outer) = above.filter(|outer| !outer.steps().is_empty()) {
        let held = library.catalogue.document(at, document.row)?;
        if let Some(held) = held.filter(|held| held.provision(&outer).is_some()) {
            let inside = held
                .provisions
                .iter()
                .chain(held.annexes.iter().flat_map(|annex| &annex.provisions));
            let children = inside
                .map(|unit| &unit.path)
                .filter(|unit| unit.parent().as_ref() == Some(&outer));
            let children: Vec<Path> = children.cloned().collect();
            return Ok(if children.is_empty() {
                vec![outer]
            } else {
                closest(children, path)
            });
        }
        above = outer.parent();
    }
    Ok(closest(library.catalogue.articles(at, document.row)?, path))
}

/// The few paths whose last number is nearest to the last number of `path`, in their order.
fn closest(mut paths: Vec<Path>, path: &Path) -> Vec<Path> {
    let wanted = number(path);
    let mut distances: Vec<u64> = paths
        .iter()
        .map(|path| number(path).abs_diff(wanted))
        .collect();
    distances.sort_unstable();
    let most = distances.get(NEAREST - 1).copied().unwrap_or(u64::MAX);
    paths.retain(|path| number(path).abs_diff(wanted) <= most);
    paths.truncate(NEAREST);
    paths
}

fn number(path: &Path) -> u64 {
    let label = path
        .steps()
        .last()
        .map(|step| step.label.as_str())
        .unwrap_or_default();
    let digits: String = label.chars().take_while(char::is_ascii_digit).collect();
    digits
        .parse()
        .unwrap_or_else(|_| label.chars().next().map_or(0, u64::from))
}

/// Documents that a mistyped symbol may have meant: the same number and year with other letters, or of another kind.
fn neighbours(library: &Library, citation: &Citation) -> Result<Vec<DocumentRow>, Error> {
    let number_year = citation.symbol.as_ref().map(|symbol| {
        let parts: Vec<&str> = symbol.folded().split('/').take(2).collect();
        parts.join("/")
    });
    let Some(number_year) = number_year.or_else(|| citation.partial.clone()) else {
        return Ok(Vec::new());
    };
    let mut documents = library
        .catalogue
        .by_number(library.generation.seq(), &number_year)?;
    documents.truncate(NEAREST);
    Ok(documents)
}
