//! Exact lookup: from a citation to the provision it names.

use catalogue::{DocumentRow, ProvisionRow};
use legal::{Citation, Date, Kind, Level, Path, Span, Typed};

use crate::{Cited, Error, Evidence, Library, Score, consolidated::Acts, near};

/// Most documents shown for a number that several have.
const SEVERAL: usize = 12;
/// How many neighbours are offered where a number does not exist.
const NEAREST: usize = 4;
/// Most references of one query that are looked up.
const LOOKED_UP: usize = 12;

/// What the references lead to that somebody typed. "theo Luật Đất đai" alone in a question is a hint for ranking: that
/// law may be held under another name, so its absence is not worth a word. Nor is that of what is called by a name
/// alone, unless something has nearly that name.
pub(crate) fn look_up(library: &Library, typed: &Typed, on: Date) -> Result<Vec<Cited>, Error> {
    let mut all = Vec::new();
    for citation in &typed.citations {
        let numbered = citation.symbol.is_some() || citation.partial.is_some();
        let within = citation.names_document() && !citation.path.steps().is_empty();
        if !(numbered || within || (typed.whole && citation.names_document())) {
            continue;
        }
        let found = show(library, citation, on)?;
        let unknown = matches!(&found, Cited::NoDocument { nearest, .. } if nearest.is_empty());
        if numbered || within || !unknown {
            all.push(found);
        }
        if all.len() == LOOKED_UP {
            break;
        }
    }
    Ok(all)
}

/// What the constitution is called behind its kind, where it is called anything.
const CONSTITUTION: [&str; 3] = [
    "Hiến pháp",
    "nước Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam",
];

/// Looks a citation up as of a day: the clause itself where it is held, the nearest numbers otherwise.
/// A citation that names no document leads to [`Cited::NoDocument`].
pub fn show(library: &Library, citation: &Citation, on: Date) -> Result<Cited, Error> {
    let documents = named(library, citation, on)?;
    let Some(first) = documents.first() else {
        let nearest = near::documents(library, citation, on)?;
        return Ok(Cited::NoDocument {
            citation: citation.clone(),
            nearest,
        });
    };
    let mut found = Vec::new();
    for document in &documents {
        let form = citation.form.as_deref().map(Path::form);
        let form = form.filter(|_| citation.path.steps().is_empty());
        let form = match form {
            Some(path) => provision(library, document, &path, on)?,
            None => None,
        };
        found.extend(match form {
            Some(form) => Some(form),
            None => provision(library, document, &citation.path, on)?,
        });
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
pub fn named(library: &Library, citation: &Citation, on: Date) -> Result<Vec<DocumentRow>, Error> {
    let (catalogue, at) = (&library.catalogue, library.generation.seq());
    // A name without a year means the law of that name on the day; older ones are other laws.
    let of_year = |mut laws: Vec<DocumentRow>| {
        if let Some(year) = citation.year {
            let issued = |law: &DocumentRow| law.header.issued.map(Date::year);
            laws.retain(|law| issued(law) == Some(year));
        }
        // Nor one of the same name of another year, where the day of issue is named.
        let of_its_day = |law: &DocumentRow| law.header.issued == citation.date;
        if citation.date.is_some() && laws.iter().any(of_its_day) {
            laws.retain(of_its_day);
        }
        laws.truncate(1);
        laws
    };
    let mut documents = if let Some(symbol) = &citation.symbol {
        library.sight.of(catalogue.by_symbol(at, symbol)?)
    } else if let Some(partial) = &citation.partial {
        // A number without letters is that of many acts: one of another kind is not the one named.
        let mut numbered = library.sight.of(catalogue.by_number(at, partial)?);
        numbered.retain(|document| match (&citation.kind, &document.header.kind) {
            (Some(kind), Some(own)) => is_called(own, kind),
            _ => true,
        });
        numbered
    } else if let Some(name) = &citation.name {
        of_year(library.sight.of(catalogue.by_name(at, name, on)?))
    } else if citation.kind == Some(Kind::Constitution) && !citation.own {
        let mut all = Vec::new();
        for name in CONSTITUTION {
            all.extend(library.sight.of(catalogue.by_name(at, name, on)?));
        }
        of_year(all)
    } else {
        Vec::new()
    };
    // A date that fits none of them may be a slip: then it decides nothing.
    let of_day = |document: &DocumentRow| document.header.issued == citation.date;
    if citation.date.is_some() && documents.iter().any(of_day) {
        documents.retain(of_day);
    }
    if let Some(issuer) = &citation.issuer {
        documents.retain(|document| is_of(document, issuer));
    }
    // Of a number alone, the newest years.
    documents.truncate(SEVERAL);
    Ok(documents)
}

/// How many acts some evidence is of.
pub fn acts(evidence: &[Evidence]) -> usize {
    let mut rows: Vec<_> = evidence.iter().map(|one| one.document.row).collect();
    rows.sort_unstable();
    rows.dedup();
    rows.len()
}

/// Whether a document comes from a body as people name it: "Bộ Xây dựng", "UBND tỉnh Đồng Mẫu", "tỉnh Đồng Mẫu".
pub(crate) fn is_of(document: &DocumentRow, issuer: &str) -> bool {
    let folded = |name: &str| {
        let words = legal::syllables(name).into_iter();
        let words: Vec<String> = words
            .map(|(_, word)| match legal::unaccent(&word).as_str() {
                "ubnd" => "uy ban nhan dan".to_owned(),
                "hdnd" => "hoi dong nhan dan".to_owned(),
                "tp" => "thanh pho".to_owned(),
                word => word.to_owned(),
            })
            .collect();
        words.join(" ")
    };
    let wanted = folded(issuer);
    let header = &document.header;
    let own = [header.issuer.as_deref(), header.place.as_deref()];
    let by_letters = header.symbol.as_ref().map(legal::Symbol::issuers);
    own.into_iter()
        .flatten()
        .chain(by_letters.into_iter().flatten())
        .any(|name| folded(name).contains(&wanted))
}

/// Whether people call an act of this kind so: a code is a law, a joint circular a circular.
pub fn is_called(own: &Kind, kind: &Kind) -> bool {
    let plain = |kind: &Kind| match kind {
        Kind::Code => Kind::Law,
        Kind::JointCircular => Kind::Circular,
        Kind::JointResolution => Kind::Resolution,
        other => other.clone(),
    };
    plain(own) == plain(kind)
}

/// A provision of a document as evidence, with its state on a day; the root path gives the document's title. `None`: the
/// document has no such provision.
pub fn provision(
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
    let found = found.map(
        |ProvisionRow {
             document,
             provision,
             text,
             wrapped,
             page,
             titles,
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
            if !titles.is_empty() {
                let act = evidence.document.name();
                evidence.breadcrumb = [vec![act], titles].concat().join(" › ");
            }
            evidence
        },
    );
    let Some(mut found) = found else {
        return Ok(None);
    };
    Acts::default().mark(library, &mut found)?;
    Ok(Some(found))
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
        outside: false,
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
        unfounded: None,
        led: Vec::new(),
        excerpt: None,
        alike: Vec::new(),
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
        if let Some(held) = held.filter(|held| held.unit(&outer).is_some()) {
            let outer = held.held_path(&outer);
            let inside = held
                .provisions
                .iter()
                .chain(held.annexes.iter().flat_map(|annex| &annex.provisions));
            let children = inside
                .map(|unit| &unit.path)
                .filter(|unit| unit.parent().as_ref() == Some(&outer));
            let mut children: Vec<Path> = children.cloned().collect();
            // Beside an article that is missing stand articles, not the chapters around them.
            let wanted = path.steps().get(outer.steps().len()).map(|step| step.level);
            let alike = |child: &Path| child.level() == wanted;
            if children.iter().any(alike) {
                children.retain(alike);
            }
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

/// The few paths, all of one depth, whose last number is nearest to the number that `path` has there, in their order.
fn closest(mut paths: Vec<Path>, path: &Path) -> Vec<Path> {
    let depth = paths.first().map_or(0, |one| one.steps().len());
    let label = |path: &Path| {
        let step = path.steps().get(depth.saturating_sub(1));
        step.map_or(0, |step| number(&step.label))
    };
    let wanted = label(path);
    let mut distances: Vec<u64> = paths
        .iter()
        .map(|path| label(path).abs_diff(wanted))
        .collect();
    distances.sort_unstable();
    let most = distances.get(NEAREST - 1).copied().unwrap_or(u64::MAX);
    paths.retain(|path| label(path).abs_diff(wanted) <= most);
    paths.truncate(NEAREST);
    paths
}

fn number(label: &str) -> u64 {
    let digits: String = label.chars().take_while(char::is_ascii_digit).collect();
    digits
        .parse()
        .unwrap_or_else(|_| label.chars().next().map_or(0, u64::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// For "khoản 9 Điều 999" the articles beside Article 9 were offered.
    #[test]
    fn the_nearest_articles_are_those_of_near_numbers() {
        let paths = |all: &[&str]| -> Vec<Path> {
            let read = all.iter().map(|path| path.parse().expect("a path"));
            read.collect()
        };
        let articles: Vec<String> = (1..=50).map(|n| format!("dieu-{n}")).collect();
        let articles: Vec<&str> = articles.iter().map(String::as_str).collect();
        let check = |held: &[&str], wanted: &str, expect: &[&str]| {
            let found = closest(paths(held), &wanted.parse().expect("a path"));
            assert_eq!(found, paths(expect), "{wanted}");
        };
        let last = ["dieu-47", "dieu-48", "dieu-49", "dieu-50"];
        check(&articles, "dieu-999/khoan-9", &last);
        check(&articles, "dieu-51", &last);
        let clauses = ["dieu-5/khoan-1", "dieu-5/khoan-2", "dieu-5/khoan-3"];
        check(&clauses, "dieu-5/khoan-9/diem-a", &clauses);
        check(&[], "dieu-1", &[]);
    }
}
