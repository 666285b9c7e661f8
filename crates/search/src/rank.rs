//! The best of the fused lists are looked at closely and ordered by what was learned from judged questions.
//!
//! Nothing that tells one collection from another is asked (years, numbers, kinds of acts): a ranking learned on
//! one must serve another.

mod akin;
mod matched;

use std::collections::HashMap;

use catalogue::{DocumentRowId, PassageId, PassageRow};
use index::TextQuery;
use models::Ranking;
use rayon::prelude::*;

use crate::{Error, Library, Score, fuse::Ranked};
use akin::Akin;
use matched::{Asked, Matched, Read, Reader};

/// Articles that are looked at closely.
pub(crate) const POOL: usize = 100;
/// What a reference in the query that is wholly fulfilled adds to the log-odds.
const CITED: f32 = 8.0;
/// Between the steps of a breadcrumb.
const STEP: &str = " › ";

/// Passages by id.
pub(crate) type Rows = HashMap<PassageId, PassageRow>;

/// What speaks for or against a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// How its article is headed.
    Heading,
    /// What its act is about, and where in it the article stands.
    Act,
    /// The words of its text.
    Text,
    /// Its meaning, as the embedding model sees it.
    Meaning,
    /// Other articles of its act are found as well.
    Neighbours,
    /// How long it is, and how much was asked.
    Length,
    /// What the reranker says, beside what it says of the others.
    Reranker,
}

/// A candidate article as training sees it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The passage that stands for it.
    pub passage: PassageId,
    /// `symbol#article`; empty where there is none.
    pub article_key: String,
    /// Its scores in the lists.
    pub score: Score,
    /// In the order of [`features`].
    pub features: Vec<f32>,
}

/// The ranking that the program carries; `None` for what is no ranking for [`features`].
pub fn own_ranking() -> Option<Ranking> {
    Ranking::from_json(include_str!("../ranking.json"), &features()).ok()
}

/// The names of the features that a ranking must be trained on, in their order.
pub fn features() -> Vec<&'static str> {
    let looked = Looked::default().features();
    looked.into_iter().map(|(name, ..)| name).collect()
}

/// For each feature whether more of it may only raise (1) or only lower (-1) a result, as far as that is sure: on
/// few questions much is learned that holds for those only.
pub fn directions() -> Vec<i8> {
    let looked = Looked::default().features();
    looked
        .into_iter()
        .map(|(_, _, direction, _)| direction)
        .collect()
}

/// Directions of features.
const MORE: i8 = 1;
const LESS: i8 = -1;
const ANY: i8 = 0;

/// What was seen of a candidate.
#[derive(Clone, Debug, Default)]
struct Looked {
    score: Score,
    /// By how much the best candidate's fused score is above its own.
    behind: f32,
    heading: Matched,
    act: Matched,
    breadcrumb: Matched,
    /// The best of its passages in each respect.
    body: Matched,
    /// The share of the query that its passages hold together …
    passages_together: f32,
    /// … that heading and act do …
    titles_together: f32,
    /// … that all of them do.
    all_together: f32,
    passages: f32,
    /// Candidates of its act: sum of their squared scores, the best, how many, how many stand before it.
    of_act: [f32; 4],
    same_heading: f32,
    is_definition: bool,
    /// The share of the other wordings of the query that stand in heading or act, and in its passages.
    meant: [f32; 2],
    akin: Akin,
    query: [f32; 3],
}

impl Looked {
    fn features(&self) -> [(&'static str, Reason, i8, f32); 54] {
        use Reason::{Act, Heading, Length, Meaning, Neighbours, Text};
        let Self {
            score,
            heading,
            act,
            breadcrumb,
            body,
            ..
        } = self;
        [
            ("lexical", Text, MORE, score.lexical),
            ("unaccented", Text, MORE, score.unaccented),
            ("semantic", Meaning, MORE, score.semantic),
            ("fused", Text, MORE, score.fused),
            ("behind", Text, LESS, self.behind),
            ("heading_syllables", Heading, MORE, heading.syllables),
            ("heading_pairs", Heading, MORE, heading.pairs),
            ("heading_run", Heading, MORE, heading.run),
            ("heading_of_text", Heading, MORE, heading.of_text),
            (
                "heading_pairs_of_text",
                Heading,
                MORE,
                heading.pairs_of_text,
            ),
            ("heading_length", Heading, ANY, heading.length),
            ("heading_same", Heading, ANY, self.same_heading),
            (
                "heading_definition",
                Heading,
                ANY,
                f32::from(u8::from(self.is_definition)),
            ),
            ("act_syllables", Act, MORE, act.syllables),
            ("act_pairs", Act, MORE, act.pairs),
            ("act_run", Act, MORE, act.run),
            ("act_of_text", Act, ANY, act.of_text),
            ("act_pairs_of_text", Act, ANY, act.pairs_of_text),
            ("act_length", Act, ANY, act.length),
            ("breadcrumb_syllables", Act, MORE, breadcrumb.syllables),
            ("breadcrumb_pairs", Act, MORE, breadcrumb.pairs),
            ("titles_together", Act, MORE, self.titles_together),
            ("body_syllables", Text, MORE, body.syllables),
            ("body_pairs", Text, MORE, body.pairs),
            ("body_run", Text, MORE, body.run),
            ("body_window", Text, MORE, body.window),
            ("body_of_text", Text, ANY, body.of_text),
            ("body_pairs_of_text", Text, ANY, body.pairs_of_text),
            ("body_together", Text, MORE, self.passages_together),
            ("all_together", Text, MORE, self.all_together),
            ("body_length", Length, ANY, body.length),
            ("passages", Length, ANY, self.passages),
            ("query_length", Length, ANY, self.query[0]),
            ("query_rarity", Length, ANY, self.query[1]),
            ("neighbours_sum", Neighbours, ANY, self.of_act[0]),
            ("neighbours_best", Neighbours, ANY, self.of_act[1]),
            ("neighbours_count", Neighbours, ANY, self.of_act[2]),
            ("neighbours_before", Neighbours, ANY, self.of_act[3]),
            ("words_most", Text, ANY, body.most),
            ("heading_first", Heading, ANY, heading.first),
            ("body_first", Text, ANY, body.first),
            ("heading_together_rare", Heading, MORE, heading.rare),
            ("heading_meant", Heading, MORE, self.meant[0]),
            ("body_meant", Text, MORE, self.meant[1]),
            ("query_meant", Length, ANY, self.query[2]),
            ("akin_body", Meaning, MORE, self.akin.body),
            ("akin_passage", Meaning, MORE, self.akin.passage),
            ("akin_heading", Meaning, MORE, self.akin.heading),
            ("akin_breadcrumb", Meaning, MORE, self.akin.breadcrumb),
            ("akin_all", Meaning, MORE, self.akin.all),
            ("akin_least", Meaning, MORE, self.akin.least),
            ("akin_body_least", Meaning, MORE, self.akin.body_least),
            ("akin_low", Meaning, MORE, self.akin.low),
            ("akin_square", Meaning, MORE, self.akin.square),
        ]
    }
}

/// Orders the candidates by how likely they answer; what was not looked at follows in its order. A reference in the
/// query goes before what was learned: who names an article wants it.
/// Only the first `limit` are given their reasons.
pub(crate) fn order(
    ranking: &Ranking,
    ranked: &mut Vec<Ranked>,
    candidates: &[Candidate],
    limit: usize,
) {
    let kinds = Looked::default().features().map(|(_, kind, ..)| kind);
    let mut odds: HashMap<PassageId, (f32, &Candidate)> = HashMap::new();
    for candidate in candidates {
        let learned = ranking.odds(&candidate.features);
        odds.insert(
            candidate.passage,
            (learned + CITED * candidate.score.cited, candidate),
        );
    }
    let (mut looked, mut rest): (Vec<Ranked>, Vec<Ranked>) = std::mem::take(ranked)
        .into_iter()
        .partition(|one| odds.contains_key(&one.passage));
    for one in &mut looked {
        if let Some((odds, _)) = odds.get(&one.passage) {
            one.score.total = 1.0 / (1.0 + (-odds).exp());
        }
    }
    let by_total = |a: &Ranked, b: &Ranked| {
        let order = b.score.total.total_cmp(&a.score.total);
        order.then(a.passage.cmp(&b.passage))
    };
    looked.sort_by(by_total);
    for one in looked.iter_mut().take(limit) {
        if let Some((_, candidate)) = odds.get(&one.passage) {
            one.reasons = reasons(ranking, &kinds, &candidate.features);
        }
    }
    // Below everything that was looked at, in proportion to the fused scores.
    let least = looked.last().map_or(1.0, |one| one.score.total);
    let best = rest
        .first()
        .map_or(1.0, |one| one.score.fused.max(f32::MIN_POSITIVE));
    for one in &mut rest {
        one.score.total = least * (one.score.fused / best).clamp(0.0, 1.0);
    }
    ranked.extend(looked.into_iter().chain(rest));
}

/// The features' parts in the odds, by kind, the weightiest first.
fn reasons(ranking: &Ranking, kinds: &[Reason], features: &[f32]) -> Vec<(Reason, f32)> {
    let mut reasons: Vec<(Reason, f32)> = Vec::new();
    for (part, kind) in ranking.parts(features).into_iter().zip(kinds) {
        match reasons.iter_mut().find(|(known, _)| known == kind) {
            Some((_, sum)) => *sum += part,
            None => reasons.push((*kind, part)),
        }
    }
    reasons.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    reasons
}

/// Looks at the ranked (the best [`POOL`] of them), in their order; with their passages as they were read.
pub(crate) fn look(
    library: &Library,
    query: &TextQuery,
    accented: bool,
    ranked: &[Ranked],
) -> Result<(Vec<Candidate>, Rows), Error> {
    let ranked = &ranked[..ranked.len().min(POOL)];
    let forms: Vec<String> = query
        .syllables
        .iter()
        .map(|syllable| match accented {
            true => syllable.clone(),
            false => legal::unaccent(syllable),
        })
        .collect();
    let (rarity, pairs) = library.generation.rarity(&forms, !accented)?;
    let asked = Asked::new(&forms, &rarity, &pairs, &query.alternatives, !accented);
    // Most of the time goes into the words of the passages: each core reads its share of the articles.
    let share = ranked.len().div_ceil(rayon::current_num_threads()).max(1);
    let shares = ranked.par_chunks(share).map(|share| {
        let ids = share.iter().flat_map(|one| one.passages.iter().copied());
        let ids: Vec<PassageId> = ids.collect();
        let rows = library.catalogue.passages(library.generation.seq(), &ids)?;
        let rows: Rows = rows.into_iter().map(|row| (row.id, row)).collect();
        let looked = asked.looked(share, &rows);
        Ok((looked, rows))
    });
    let shares = shares.collect::<Result<Vec<_>, Error>>()?;
    let (mut looked, mut rows) = (Vec::with_capacity(ranked.len()), Rows::new());
    for (own, read) in shares {
        looked.extend(own);
        rows.extend(read);
    }
    let mut acts: HashMap<DocumentRowId, [f32; 4]> = HashMap::new();
    let mut headings: HashMap<&str, f32> = HashMap::new();
    for one in ranked {
        if let Some(row) = rows.get(&one.passage) {
            let [sum, best, count, _] = acts.entry(row.document).or_default();
            *sum += one.score.fused.powi(2);
            *best = best.max(one.score.fused);
            *count += 1.0;
            *headings.entry(heading(&row.breadcrumb)).or_default() += 1.0;
        }
    }
    let top = ranked.first().map_or(0.0, |one| one.score.fused);
    let wordings = query.alternatives.len() as f32;
    let query = [forms.len() as f32, rarity.iter().sum(), wordings];
    let mut candidates = Vec::with_capacity(ranked.len());
    for (one, looked) in ranked.iter().zip(looked) {
        let (Some(row), Some(mut looked)) = (rows.get(&one.passage), looked) else {
            continue;
        };
        let of_act = acts.entry(row.document).or_default();
        looked.of_act = *of_act;
        of_act[3] += 1.0;
        let same = headings.get(heading(&row.breadcrumb));
        looked.same_heading = same.copied().unwrap_or_default();
        looked.score = one.score;
        looked.behind = top - one.score.fused;
        looked.query = query;
        candidates.push(Candidate {
            passage: one.passage,
            article_key: row.article_key.clone(),
            score: one.score,
            features: looked.features().map(|(.., value)| value).into(),
        });
    }
    Ok((candidates, rows))
}

impl Asked {
    /// What the words of articles say, by their passages among the candidates; `None` for what is no longer held.
    fn looked(&self, ranked: &[Ranked], rows: &Rows) -> Vec<Option<Looked>> {
        let mut reader = self.reader();
        let looked = ranked.iter().map(|one| {
            let own = one.passages.iter().filter_map(|id| rows.get(id));
            Some(self.article(&mut reader, rows.get(&one.passage)?, own))
        });
        looked.collect()
    }

    fn article<'t>(
        &self,
        reader: &mut Reader<'_, 't>,
        row: &'t PassageRow,
        passages: impl Iterator<Item = &'t PassageRow>,
    ) -> Looked {
        let own_heading = heading(&row.breadcrumb);
        let (heading, act) = (
            reader.read(own_heading),
            reader.read(subject(&row.breadcrumb)),
        );
        let bodies: Vec<Read> = passages.map(|row| reader.read(&row.text)).collect();
        let meant = [
            heading.meant.max(act.meant),
            bodies.iter().map(|body| body.meant).fold(0.0, f32::max),
        ];
        let breadcrumb = reader.read(&row.breadcrumb);
        let akin = Akin::of(self.kin(), &heading, &breadcrumb, &bodies);
        let (heading, act) = (heading.numbers, act.numbers);
        let mut all: Vec<&[u8]> = bodies.iter().map(|body| body.numbers.as_slice()).collect();
        let best = bodies.iter().map(|body| self.matched(&body.numbers));
        let body = best.reduce(Matched::or).unwrap_or_default();
        let passages_together = self.together(&all);
        all.extend([heading.as_slice(), act.as_slice()]);
        Looked {
            heading: self.matched(&heading),
            act: self.matched(&act),
            breadcrumb: self.matched(&breadcrumb.numbers),
            body,
            passages_together,
            titles_together: self.together(&[&heading, &act]),
            all_together: self.together(&all),
            passages: bodies.len() as f32,
            meant,
            akin,
            is_definition: own_heading.starts_with("Giải thích từ ngữ"),
            ..Looked::default()
        }
    }
}

/// The heading of the article in a breadcrumb, without its label; empty where it has none.
fn heading(breadcrumb: &str) -> &str {
    let article = |step: &&str| step.starts_with("Điều ") || step.starts_with("ĐIỀU ");
    let step = breadcrumb.split(STEP).find(article);
    let label = |step: &str| {
        step.splitn(3, ' ')
            .nth(2)
            .map_or(step.len(), |rest| step.len() - rest.len())
    };
    step.map_or("", |step| &step[label(step)..])
}

/// What the act is about: the first step of a breadcrumb without kind and symbol.
fn subject(breadcrumb: &str) -> &str {
    let act = breadcrumb.split(STEP).next().unwrap_or_default();
    let mut at = 0;
    for word in act.split_inclusive(' ').take(12) {
        at += word.len();
        if word.contains('/') {
            return &act[at..];
        }
    }
    act
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_subjects_of_breadcrumbs() {
        let check = |breadcrumb: &str, expect: (&str, &str)| {
            assert_eq!(
                (heading(breadcrumb), subject(breadcrumb)),
                expect,
                "{breadcrumb}"
            );
        };
        check(
            "Nghị định số 1/2030/NĐ-CP Về bến phà › Chương I. Chung › Điều 5. Mở bến phà",
            ("Mở bến phà", "Về bến phà"),
        );
        check("Luật Bến phà › ĐIỀU 2. Mở", ("Mở", "Luật Bến phà"));
        check("Thông tư 1/2030/TT-BMAU › Điều 3", ("", ""));
        check("", ("", ""));
        check("Mẫu số 1", ("", "Mẫu số 1"));
    }

    #[test]
    fn features_have_names_of_their_own() {
        let mut names = features();
        assert_eq!(names.len(), 54);
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 54);
    }
}
