//! Results that say the same are shown as one: provisions of the same words, and a consolidated text with its base.

use std::collections::{HashMap, HashSet};

use catalogue::{Catalogue, DocumentRow, DocumentRowId, Seq};
use legal::{Kind, Level, RelationKind};
use rayon::prelude::*;

use crate::{Error, Evidence, Likeness};

/// Syllables that are compared together.
const RUN: usize = 3;
/// Two texts with this share of their runs in common have nearly the same words.
const SAME: f32 = 0.9;
/// An article as amended keeps at least this share of its runs.
const RELATED: f32 = 0.2;
/// Shorter texts ("Nghị định này có hiệu lực …") are alike by chance.
const LEAST: usize = 20;

/// Puts each result that says what a better one says below it. Of a consolidated text and its base the base stands for
/// both where every word is the same, for it is the law; where one differs the consolidated text does, for it has the
/// words as amended, unless nothing that is held amended them. What was asked for by name always stands for itself.
pub(crate) fn group(
    catalogue: &Catalogue,
    at: Seq,
    hits: Vec<Evidence>,
) -> Result<Vec<Evidence>, Error> {
    let mut bases = HashMap::new();
    for hit in &hits {
        let row = hit.document.row;
        if hit.document.header.kind == Some(Kind::Consolidated) && !bases.contains_key(&row) {
            bases.insert(row, bases_of(catalogue, at, row)?);
        }
    }
    Ok(groups(hits, &bases))
}

fn groups(hits: Vec<Evidence>, bases: &HashMap<DocumentRowId, HashSet<String>>) -> Vec<Evidence> {
    let mut groups: Vec<(Evidence, Words)> = Vec::new();
    let words: Vec<Words> = hits.par_iter().map(|hit| Words::of(&hit.text)).collect();
    for (hit, words) in hits.into_iter().zip(words) {
        let is_named = |hit: &Evidence| hit.score.cited >= 1.0;
        let mut others = groups.iter_mut().filter(|_| !is_named(&hit));
        let alike = others.find_map(|(first, own)| {
            let likeness = likeness((first, own), (&hit, &words), bases)?;
            Some((first, own, likeness))
        });
        match alike {
            None => groups.push((hit, words)),
            Some((first, own, likeness)) => {
                let is_consolidated = hit.document.header.kind == Some(Kind::Consolidated);
                let stands_for_both = match is_consolidated {
                    true => own.all != words.all && hit.unfounded.is_none(),
                    false => own.all == words.all || first.unfounded.is_some(),
                };
                let goes_before =
                    likeness == Likeness::Consolidation && stands_for_both && !is_named(first);
                if goes_before {
                    *own = words;
                    lead(first, hit);
                } else {
                    first.alike.push((likeness, hit));
                }
            }
        }
    }
    groups.into_iter().map(|(hit, _)| hit).collect()
}

/// Puts a consolidated text before the group of its base, or a base before that of its consolidated text.
fn lead(first: &mut Evidence, hit: Evidence) {
    let mut former = std::mem::replace(first, hit);
    let others = std::mem::take(&mut former.alike);
    first.alike.push((Likeness::Consolidation, former));
    first.alike.extend(others);
}

/// The folded symbols of what a consolidated text consolidates.
fn bases_of(catalogue: &Catalogue, at: Seq, row: DocumentRowId) -> Result<HashSet<String>, Error> {
    let document = catalogue.document(at, row)?;
    let relations = document
        .map(|document| document.relations)
        .unwrap_or_default();
    Ok(relations
        .into_iter()
        .filter(|relation| relation.kind == RelationKind::Consolidates)
        .filter_map(|relation| relation.symbol.or(relation.target.symbol))
        .map(|symbol| symbol.folded().to_owned())
        .collect())
}

fn likeness(
    (one, words): (&Evidence, &Words),
    (other, others): (&Evidence, &Words),
    bases: &HashMap<DocumentRowId, HashSet<String>>,
) -> Option<Likeness> {
    if one.document.row == other.document.row {
        return None;
    }
    let is_base = |consolidated: &DocumentRow, base: &DocumentRow| {
        let symbol = base.header.symbol.as_ref();
        let bases = bases.get(&consolidated.row);
        symbol.is_some_and(|symbol| bases.is_some_and(|bases| bases.contains(symbol.folded())))
    };
    let same_article =
        one.path.label(Level::Article).is_some() && one.path.article() == other.path.article();
    // What a consolidated text works in has articles of the same numbers that say other things.
    if same_article
        && (is_base(&one.document, &other.document) || is_base(&other.document, &one.document))
        && words.share(others) >= RELATED
    {
        return Some(Likeness::Consolidation);
    }
    let long = words.syllables.min(others.syllables) >= LEAST;
    (long && words.same(others)).then_some(Likeness::Words)
}

/// A text as it is compared.
struct Words {
    /// Of all its syllables in order: equal for equal words.
    all: u64,
    /// In order, each once.
    runs: Vec<u64>,
    /// Of its numbers in order: "10 ngày" and "15 ngày" are never the same.
    numbers: u64,
    syllables: usize,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut scratch = String::new();
        let (mut syllables, mut numbers) = (Vec::new(), Vec::new());
        legal::for_each_syllable(text, &mut scratch, |_, syllable| {
            let own = hash(syllable);
            syllables.push(own);
            if syllable.bytes().any(|byte| byte.is_ascii_digit()) {
                numbers.push(own);
            }
        });
        let mut runs: Vec<u64> = syllables.windows(RUN).map(hash).collect();
        runs.sort_unstable();
        runs.dedup();
        Self {
            all: hash(&syllables),
            runs,
            numbers: hash(&numbers),
            syllables: syllables.len(),
        }
    }

    fn same(&self, other: &Self) -> bool {
        if self.numbers != other.numbers {
            return false;
        }
        let common = self.common(other) as f32;
        let all = (self.runs.len() + other.runs.len()) as f32 - common;
        common >= SAME * all
    }

    /// The share of the shorter text's runs that the other has too.
    fn share(&self, other: &Self) -> f32 {
        self.common(other) as f32 / self.runs.len().min(other.runs.len()).max(1) as f32
    }

    fn common(&self, other: &Self) -> usize {
        let (mut one, mut two) = (self.runs.as_slice(), other.runs.as_slice());
        let mut common = 0;
        while let ([a, one_rest @ ..], [b, two_rest @ ..]) = (one, two) {
            common += usize::from(a == b);
            if a <= b {
                one = one_rest;
            }
            if b <= a {
                two = two_rest;
            }
        }
        common
    }
}

pub(crate) fn hash<T: std::hash::Hash + ?Sized>(value: &T) -> u64 {
    use std::hash::BuildHasher as _;
    // The same in every run of the program.
    foldhash::quality::FixedState::default().hash_one(value)
}

#[cfg(test)]
mod tests {
    use catalogue::Hash;
    use legal::{Date, DocumentId, Header, Span, Status, Symbol, Validity};

    use super::*;
    use crate::Score;

    fn result(row: DocumentRowId, kind: Kind, symbol: &str, path: &str, text: &str) -> Evidence {
        let header = Header {
            kind: Some(kind),
            symbol: Symbol::parse(symbol),
            issued: Some(Date::constant(2024, 2, 9)),
            ..Header::default()
        };
        Evidence {
            passage: row as u64,
            document: DocumentRow {
                row,
                id: DocumentId::from_stored(symbol),
                slug: String::new(),
                header,
                validity: Validity::default(),
                original: Hash::of(b"x"),
                part: String::new(),
                file_name: String::new(),
                media: String::new(),
                collection: None,
                confidentiality: None,
                pages: 0,
                articles: 1,
                flags: String::new(),
            },
            path: path.parse().expect("a path"),
            article_key: String::new(),
            breadcrumb: String::new(),
            text: text.to_owned(),
            span: Span::default(),
            page: None,
            status: Status::InForce,
            outside: false,
            score: Score::default(),
            reasons: Vec::new(),
            unfounded: None,
            led: Vec::new(),
            excerpt: None,
            alike: Vec::new(),
        }
    }

    const FEE: &str = "Người qua phà nộp phí 12.000 đồng cho mỗi lượt; người già, trẻ em dưới 6 tuổi và người \
                       khuyết tật không phải nộp phí qua phà.";

    #[test]
    fn the_same_words_with_other_numbers_are_not_the_same() {
        let check = |one: &str, other: &str, same: bool| {
            assert_eq!(Words::of(one).same(&Words::of(other)), same, "{other}");
        };
        check(FEE, FEE, true);
        check(FEE, &FEE.to_uppercase(), true);
        check(FEE, &format!("1. {FEE}"), false);
        check(FEE, &FEE.replace("12.000", "15.000"), false);
        check(
            FEE,
            &FEE.replace("không phải nộp", "phải nộp một nửa"),
            false,
        );
    }

    #[test]
    fn a_base_never_stands_for_words_that_were_amended_since() {
        let amended = FEE.replace("mỗi lượt", "mỗi chuyến");
        let hits = vec![
            result(1, Kind::Decree, "1/2024/NĐ-CPMAU", "dieu-5", FEE),
            result(3, Kind::Consolidated, "3/VBHN-BMAU", "dieu-5", &amended),
        ];
        assert!(Words::of(FEE).share(&Words::of(&amended)) > 0.8);
        let base = Symbol::parse("1/2024/NĐ-CPMAU").expect("a symbol");
        let bases = HashMap::from([(3, HashSet::from([base.folded().to_owned()]))]);
        assert_eq!(groups(hits, &bases)[0].document.row, 3);
    }

    #[test]
    fn what_says_the_same_stands_below_the_best_of_it() {
        let amended = FEE.replace("12.000", "15.000");
        let short = "Nghị định này có hiệu lực từ ngày ký.";
        let hits = vec![
            result(1, Kind::Decree, "1/2024/NĐ-CPMAU", "dieu-5", FEE),
            result(1, Kind::Decree, "1/2024/NĐ-CPMAU", "dieu-9", FEE),
            result(2, Kind::Decree, "2/2024/NĐ-CPMAU", "dieu-3", FEE),
            result(3, Kind::Consolidated, "3/VBHN-BMAU", "dieu-5", &amended),
            result(2, Kind::Decree, "2/2024/NĐ-CPMAU", "dieu-8", short),
            result(1, Kind::Decree, "1/2024/NĐ-CPMAU", "dieu-8", short),
            result(
                3,
                Kind::Consolidated,
                "3/VBHN-BMAU",
                "dieu-6",
                "Phà chạy từ 5 giờ.",
            ),
            result(
                1,
                Kind::Decree,
                "1/2024/NĐ-CPMAU",
                "dieu-6",
                "Phà chạy từ 5 giờ.",
            ),
            result(
                3,
                Kind::Consolidated,
                "3/VBHN-BMAU",
                "dieu-7",
                "Chủ bến giữ trật tự.",
            ),
            result(
                1,
                Kind::Decree,
                "1/2024/NĐ-CPMAU",
                "dieu-7",
                "Bến phà đóng ban đêm.",
            ),
        ];
        let base = Symbol::parse("1/2024/NĐ-CPMAU").expect("a symbol");
        let bases = HashMap::from([(3, HashSet::from([base.folded().to_owned()]))]);
        let shape = |groups: &[Evidence]| -> Vec<(i64, Vec<i64>)> {
            groups
                .iter()
                .map(|hit| {
                    let alike = hit.alike.iter().map(|(_, alike)| alike.document.row);
                    (hit.document.row, alike.collect())
                })
                .collect()
        };
        let groups = groups(hits.clone(), &bases);
        let alone = |row| (row, vec![]);
        let rest = [
            alone(1),
            alone(2),
            alone(1),
            (1, vec![3]),
            alone(3),
            alone(1),
        ];
        assert_eq!(
            shape(&groups),
            [vec![(3, vec![1, 2])], rest.to_vec()].concat()
        );
        let mut asked_for = hits;
        asked_for[0].score.cited = 1.0;
        asked_for[2].score.cited = 1.0;
        let groups = super::groups(asked_for, &bases);
        let asked_for = vec![(1, vec![3]), alone(1), alone(2)];
        assert_eq!(shape(&groups), [asked_for, rest[1..].to_vec()].concat());
    }
}
