//! A sentence beside what it cites, for whoever checks it by eye: each figure that it claims and where the law has it,
//! and which other documents touch the provision.

use catalogue::{Mention, Seq};
use legal::Path;
use search::{Error, Library};
use serde::Serialize;

use crate::figures::{Figure, figures};
use crate::record::{Basis, reaching};

/// Most figures of the law that are named where the claimed one does not stand there.
const MOST_OTHERS: usize = 4;

/// A figure of a sentence, and what the law has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigureBeside {
    /// As the sentence writes it, folded: "không quá 30 ngày".
    pub claimed: String,
    /// As the law writes it, folded; `None`: it stands nowhere in what was given.
    pub found: Option<String>,
    /// Where it does not stand: the figures of the same unit that do.
    pub others: Vec<String>,
}

/// Every figure of a sentence beside the words that it cites. Only that they stand there is said, not that they speak of
/// the same: for that there are the checks, and eyes.
pub fn figures_beside(sentence: &str, law: &[&str]) -> Vec<FigureBeside> {
    let held: Vec<Figure> = law.iter().flat_map(|words| figures(words)).collect();
    let beside = |claimed: &Figure| {
        let found = held.iter().find(|figure| figure.supports(claimed));
        let mut others: Vec<String> = Vec::new();
        if found.is_none() {
            let like = held.iter().filter(|figure| figure.is_like(claimed));
            for one in like.map(|figure| figure.written().to_owned()) {
                if !others.contains(&one) && others.len() < MOST_OTHERS {
                    others.push(one);
                }
            }
        }
        FigureBeside {
            claimed: claimed.written().to_owned(),
            found: found.map(|figure| figure.written().to_owned()),
            others,
        }
    };
    figures(sentence).iter().map(beside).collect()
}

/// What documents held at a change number do to the article of a basis: amend it, end it, correct it.
pub fn touching(library: &Library, at: Seq, basis: &Basis) -> Result<Vec<Mention>, Error> {
    let row = library.catalogue.find_document(at, &basis.document)?;
    let Some(row) = row.filter(|row| row.id.as_str() == basis.document) else {
        return Ok(Vec::new());
    };
    let path: Path = basis.path.parse().unwrap_or_default();
    let path = path.article().unwrap_or(path);
    let mentions = library.catalogue.changes_to(at, &row)?;
    Ok(reaching(&mentions, &path).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_figure_stands_beside_the_laws_own() {
        fn check(sentence: &str, law: &str, expect: &[(&str, Option<&str>, &[&str])]) {
            let found = figures_beside(sentence, &[law]);
            let found: Vec<(&str, Option<&str>, Vec<&str>)> = found
                .iter()
                .map(|one| {
                    let others = one.others.iter().map(String::as_str).collect();
                    (one.claimed.as_str(), one.found.as_deref(), others)
                })
                .collect();
            let expect: Vec<(&str, Option<&str>, Vec<&str>)> = expect
                .iter()
                .map(|(claimed, found, others)| (*claimed, *found, others.to_vec()))
                .collect();
            assert_eq!(found, expect, "{sentence}");
        }
        let law = "Trong thời hạn 60 ngày kể từ ngày sinh con, nộp lệ phí 8.000 đồng.";
        check(
            "Hạn là 60 ngày.",
            law,
            &[("60 ngày", Some("trong thời hạn 60 ngày"), &[])],
        );
        check(
            "Hạn là 30 ngày.",
            law,
            &[("30 ngày", None, &["trong thời hạn 60 ngày"])],
        );
        check(
            "Nộp 8 nghìn đồng.",
            law,
            &[("8 nghìn đồng", Some("8.000 đồng"), &[])],
        );
        check("Không có số nào.", law, &[]);
    }
}
