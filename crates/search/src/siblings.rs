//! The other passages of an article: a long article is searched passage by passage, and the one that is most like the
//! question need not be the one that answers it.

use legal::Date;

use crate::{Error, Evidence, Library, consolidated::Acts};

/// The other passages of each evidence's article, in the order of the text; none where it belongs to no article.
pub fn siblings(
    library: &Library,
    evidence: &[Evidence],
    on: Date,
) -> Result<Vec<Vec<Evidence>>, Error> {
    let mut acts = Acts::default();
    let each = evidence.iter();
    each.map(|one| of_one(library, one, on, &mut acts))
        .collect()
}

fn of_one(
    library: &Library,
    evidence: &Evidence,
    on: Date,
    acts: &mut Acts,
) -> Result<Vec<Evidence>, Error> {
    if evidence.article_key.is_empty() || evidence.passage == 0 {
        return Ok(Vec::new());
    }
    let at = library.generation.seq();
    let (catalogue, row) = (&library.catalogue, evidence.document.row);
    let all = catalogue.passages_of_article(at, row, &evidence.article_key)?;
    let others = all.into_iter().filter(|other| other.id != evidence.passage);
    let others = others.map(|passage| Evidence {
        passage: passage.id,
        path: passage.path,
        breadcrumb: passage.breadcrumb,
        text: passage.text,
        span: passage.span,
        page: passage.page,
        status: passage.validity.status(on),
        led: Vec::new(),
        excerpt: None,
        alike: Vec::new(),
        unfounded: None,
        ..evidence.clone()
    });
    let mut others: Vec<Evidence> = others.collect();
    for other in &mut others {
        acts.mark(library, other)?;
    }
    Ok(others)
}
