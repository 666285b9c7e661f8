//! The search itself, one flow.

use std::collections::{HashMap, HashSet};

use catalogue::{DocumentRow, DocumentRowId, PassageId};
use index::{Filter, Hit, TextQuery, Want};
use legal::{Citation, Date};
use models::Use;

use crate::{
    Cited, Error, Evidence, Floor, Library, Note, Query, Results,
    cited::{look_up, named},
    consolidated::acts_first,
    fuse::{Bests, Lists, Ranked, Weights, fuse},
    group::group,
    meant::meant,
    rank::{self, Candidate, Rows},
    rerank::rerank,
    scope::{Standing, Within, within},
    twins::twins,
};

/// Passages taken from each list.
const DEPTH: usize = 250;
/// Where fewer of the syllables of a query carry accents, some were typed without: in running text seven of ten do.
const ACCENTED: f32 = 0.4;
/// Most characters of a query that count.
const QUERY_CHARS: usize = 1_000;
/// Most results in the group that is not in force …
const NOT_IN_FORCE: usize = 5;
/// … each at least this share as good as the best that is in force.
const WORTH_A_LOOK: f32 = 0.6;

/// So many results more than asked for are looked at, as what says the same is shown as one.
const SPARE: usize = 10;
/// Results less likely than this to answer, …
const UNLIKELY: f32 = 0.001;
/// … or than this share of the best, are not worth reading. Tuned by cross-validation: eight results in the mean hold
/// more of what answers than the first ten.
const FAR_BEHIND: f32 = 0.02;
/// So many are always offered, for the best may be wrong, …
const FEWEST: usize = 3;
/// … and more than so many nobody reads.
const MOST: usize = 20;

/// Runs a query. The same library and query always give the same results.
pub fn search(library: &Library, query: &Query) -> Result<Results, Error> {
    search_weighted(library, query, None)
}

/// As [`search`], with other weights than its own: for measuring one list by itself.
pub fn search_weighted(
    library: &Library,
    query: &Query,
    weights: Option<Weights>,
) -> Result<Results, Error> {
    let typed: String = query.text.chars().take(QUERY_CHARS).collect();
    let read_as = meant(library, query, &typed)?;
    let text = read_as.clone().unwrap_or(typed);
    let asked = Asked::new(library, &text, weights)?;
    let (on, standing) = (query.on, query.scope.standing);
    let within = within(library, &query.scope)?;
    let typed = legal::typed_citations(&text);
    let cited = look_up(library, &typed, on)?;
    let cited: Vec<Cited> = cited
        .into_iter()
        .map(|cited| marked(cited, &within))
        .collect();
    let citations = typed.citations;
    let limit = query.limit.clamp(1, 100);
    let [in_force, other] = asked.lists(library, &groups(on, standing, &within))?;
    let (mut ranked, bests) = asked.fused(library, &citations, on, &in_force, Bests::default())?;
    let top = ranked.first().map_or(0.0, |one| one.score.fused);
    let reranking = library.reranking.as_ref().filter(|_| !asked.plain);
    let explained = reranking.map_or(0, |reranking| reranking.depth);
    let (rows, answers) = asked.order(library, &mut ranked, explained.max(limit + SPARE))?;
    let mut notes = asked.notes.clone();
    if let Some(reranking) = reranking {
        notes.extend(rerank(library, reranking, &text, &mut ranked)?);
    }
    ranked.truncate(limit + SPARE);
    let hits = fill(library, &ranked, on, rows)?;
    let hits = first_cited(&cited, hits);
    let hits = acts_first(library, hits, on, &within)?;
    let mut hits = group(&library.catalogue, library.generation.seq(), hits)?;
    hits.truncate(limit);
    let likely = match asked.ranking(library) {
        Some(_) => likely(&hits),
        None => hits.len(),
    };
    let (mut ranked, _) = asked.fused(library, &citations, on, &other, bests)?;
    let rows = if standing == Standing::Usual {
        // Law that is not in force is worth a look only where it answers about as well.
        ranked.retain(|one| one.score.fused >= top * WORTH_A_LOOK);
        ranked.truncate(NOT_IN_FORCE);
        Rows::new()
    } else {
        let (rows, _) = asked.order(library, &mut ranked, limit)?;
        ranked.truncate(limit);
        rows
    };
    let not_in_force = fill(library, &ranked, on, rows)?;
    Ok(Results {
        twins: twins(library, &hits)?,
        read_as,
        notes,
        hits,
        likely,
        answers,
        cited,
        not_in_force,
        within: (!query.scope.values.is_empty()).then_some(within),
    })
}

/// What the two groups of results are taken from: what is in force or may be, and what is not. A group that was not
/// asked for is empty.
fn groups(on: Date, standing: Standing, within: &Within) -> [Option<Filter>; 2] {
    let wants = match standing {
        Standing::Usual | Standing::All => [Some(Want::InForceOrUnknown), Some(Want::NotInForce)],
        Standing::InForce => [Some(Want::InForce), None],
        Standing::NotInForce => [None, Some(Want::NotInForce)],
    };
    wants.map(|want| want.map(|want| within.filter(on, want)))
}

/// What a reference led to, with what lies outside of the scope marked so: it was named, and is shown all the same.
fn marked(mut cited: Cited, within: &Within) -> Cited {
    if let Cited::Found(found) = &mut cited {
        for evidence in found {
            evidence.outside = !within.has(evidence.document.row);
        }
    }
    cited
}

/// The best candidates of a query by their fused scores, as a ranking sees them: to train one, and to judge one.
pub fn candidates(library: &Library, query: &Query) -> Result<Vec<Candidate>, Error> {
    candidates_without(library, query, &|_| false)
}

/// As [`candidates`], as if the articles with some keys were not held: to measure what is said where nothing answers.
pub fn candidates_without(
    library: &Library,
    query: &Query,
    absent: &dyn Fn(&str) -> bool,
) -> Result<Vec<Candidate>, Error> {
    let text: String = query.text.chars().take(QUERY_CHARS).collect();
    let text = meant(library, query, &text)?.unwrap_or(text);
    let asked = Asked::new(library, &text, None)?;
    let within = within(library, &query.scope)?;
    let groups = groups(query.on, query.scope.standing, &within);
    let [mut in_force, _] = asked.lists(library, &groups)?;
    let ids: Vec<PassageId> = in_force.candidates().iter().map(|(id, _)| *id).collect();
    let rows = library.catalogue.passages(library.generation.seq(), &ids)?;
    let absent: HashSet<PassageId> = rows
        .iter()
        .filter(|row| absent(&row.article_key))
        .map(|row| row.id)
        .collect();
    in_force.leave_out(&absent);
    let (least, citations) = (Bests::default(), legal::typed_citations(&text).citations);
    let (ranked, _) = asked.fused(library, &citations, query.on, &in_force, least)?;
    Ok(asked.look(library, &ranked)?.0)
}

/// The query with the words of the law for what it says: a model that was trained on laws knows those.
fn widened(text: &str, alternatives: &[(Vec<String>, f32)]) -> String {
    let mut text = text.to_owned();
    for (words, _) in alternatives {
        text.push_str(". ");
        text.push_str(&words.join(" "));
    }
    text
}

/// The query as the lists take it.
struct Asked {
    text: TextQuery,
    accented: bool,
    /// Typed without accents at least in part: what it asks may have them.
    partly: bool,
    vector: Option<Vec<f32>>,
    weights: Weights,
    /// The fused scores alone, as somebody gave weights of his own.
    plain: bool,
    notes: Vec<Note>,
}

impl Asked {
    fn new(library: &Library, text: &str, weights: Option<Weights>) -> Result<Self, Error> {
        let syllables: Vec<String> = legal::syllables(text)
            .into_iter()
            .map(|(_, syllable)| syllable)
            .collect();
        if syllables.is_empty() {
            return Err(Error::Empty);
        }
        let with = |syllable: &&String| legal::has_accents(syllable);
        let with = syllables.iter().filter(with).count();
        let (accented, partly) = (with > 0, (with as f32) < ACCENTED * syllables.len() as f32);
        let alternatives = library.wordings.beside(&syllables, accented);
        let model = library.generation.model();
        let (mut vector, mut notes) = (None, Vec::new());
        match &library.embedder {
            // Vectors of another model cannot be compared.
            Some(embedder) if embedder.id() == model => {
                let found = embedder.embed(&[&widened(text, &alternatives)], Use::Query)?;
                vector = found.into_iter().find(|v| v.iter().any(|x| *x != 0.0));
            }
            _ if model.is_empty() => {}
            _ => notes.push(Note::MeaningOff),
        }
        let text = TextQuery {
            syllables,
            unaccented: false,
            alternatives,
        };
        let own = if accented {
            Weights::ACCENTED
        } else {
            Weights::UNACCENTED
        };
        Ok(Self {
            text,
            accented,
            partly,
            vector,
            weights: weights.unwrap_or(own),
            plain: weights.is_some(),
            notes,
        })
    }

    fn look(&self, library: &Library, ranked: &[Ranked]) -> Result<(Vec<Candidate>, Rows), Error> {
        rank::look(library, &self.text, self.accented, ranked)
    }

    /// The ranking model, where there is one and nobody gave weights of his own.
    fn ranking<'a>(&self, library: &'a Library) -> Option<&'a std::sync::Arc<models::Ranking>> {
        library.ranking.as_ref().filter(|_| !self.plain)
    }

    /// Puts ranked results in the order of the ranking model; gives the passages that were read for it, and how likely
    /// the best of them answer.
    fn order(
        &self,
        library: &Library,
        ranked: &mut Vec<Ranked>,
        limit: usize,
    ) -> Result<(Rows, Option<f32>), Error> {
        let Some(ranking) = self.ranking(library) else {
            return Ok((Rows::new(), None));
        };
        let (candidates, rows) = self.look(library, ranked)?;
        // Learned with both kinds of lists: words alone say less.
        let floor = Floor::own().filter(|_| self.vector.is_some());
        let answers = floor.map(|floor| floor.likely(&Floor::seen(&candidates)));
        rank::order(ranking, ranked, &candidates, limit);
        Ok((rows, answers))
    }

    /// The lists of each group; those of a group that is not asked for are empty.
    fn lists(&self, library: &Library, groups: &[Option<Filter>; 2]) -> Result<[Lists; 2], Error> {
        let generation = &library.generation;
        let filters: Vec<Filter> = groups.iter().flatten().cloned().collect();
        let none = || vec![Vec::new(); filters.len()];
        let unaccented = TextQuery {
            unaccented: true,
            ..self.text.clone()
        };
        // Each core takes its share of both: neither waits for the longer one.
        let (lexical, others) = rayon::join(
            || match self.accented {
                true => generation.text(&self.text, &filters, DEPTH),
                false => Ok(none()),
            },
            || {
                let unaccented = match self.partly {
                    true => generation.text(&unaccented, &filters, DEPTH)?,
                    false => none(),
                };
                let nearest = filters.iter().map(|filter| self.nearest(library, filter));
                Ok::<_, Error>((unaccented, nearest.collect::<Result<Vec<_>, _>>()?))
            },
        );
        let (lexical, (unaccented, nearest)) = (lexical?, others?);
        let lists = lexical.into_iter().zip(unaccented).zip(nearest);
        let mut lists = lists.map(|((lexical, unaccented), semantic)| Lists {
            lexical,
            unaccented,
            semantic,
        });
        let mut of = |group: &Option<Filter>| group.as_ref().and_then(|_| lists.next());
        Ok(groups.each_ref().map(|group| of(group).unwrap_or_default()))
    }

    /// The articles of some lists by their fused scores, best first.
    fn fused(
        &self,
        library: &Library,
        citations: &[Citation],
        on: Date,
        lists: &Lists,
        least: Bests,
    ) -> Result<(Vec<Ranked>, Bests), Error> {
        let generation = &library.generation;
        let candidates = lists.candidates();
        let passages: Vec<PassageId> = candidates.iter().map(|(passage, _)| *passage).collect();
        let cosines = self
            .vector
            .as_ref()
            .map(|vector| generation.cosines(vector, &passages))
            .unwrap_or_default();
        let boosts = boosts(library, citations, on, &passages)?;
        let cited = |passage| boosts.get(&passage).copied().unwrap_or_default();
        let bests = Bests::of(lists, least);
        let ranked = fuse(lists, &candidates, &cosines, bests, self.weights, &cited);
        Ok((ranked, bests))
    }

    fn nearest(&self, library: &Library, filter: &Filter) -> Result<Vec<Hit>, Error> {
        match &self.vector {
            Some(vector) => Ok(library.generation.nearest(vector, filter, DEPTH)?),
            None => Ok(Vec::new()),
        }
    }
}

/// How much of a reference in the query each passage fulfils: the document ½, the provision 1.
fn boosts(
    library: &Library,
    citations: &[Citation],
    on: Date,
    passages: &[PassageId],
) -> Result<HashMap<PassageId, f32>, Error> {
    let mut boosts = HashMap::new();
    for citation in citations {
        let rows: Vec<DocumentRowId> = named(library, citation, on)?
            .iter()
            .map(|document| document.row)
            .collect();
        if rows.is_empty() {
            continue;
        }
        for passage in library
            .catalogue
            .passages(library.generation.seq(), passages)?
        {
            if rows.contains(&passage.document) {
                let exact = !citation.path.steps().is_empty()
                    && (citation.path.contains(&passage.path)
                        || passage.path.contains(&citation.path));
                let boost = if exact { 1.0 } else { 0.5 };
                let best = boosts.entry(passage.id).or_insert(0.0_f32);
                *best = best.max(boost);
            }
        }
    }
    Ok(boosts)
}

/// Reads what is shown of each result from the catalogue, at the generation's own state, but for the passages that
/// were read before.
fn fill(
    library: &Library,
    ranked: &[Ranked],
    on: Date,
    mut passages: Rows,
) -> Result<Vec<Evidence>, Error> {
    let at = library.generation.seq();
    let ids = ranked.iter().map(|article| article.passage);
    let ids: Vec<PassageId> = ids.filter(|id| !passages.contains_key(id)).collect();
    let mut documents: HashMap<DocumentRowId, Option<DocumentRow>> = HashMap::new();
    let unread = library.catalogue.passages(at, &ids)?;
    passages.extend(unread.into_iter().map(|passage| (passage.id, passage)));
    let mut evidence = Vec::with_capacity(ranked.len());
    for article in ranked {
        let Some(passage) = passages.remove(&article.passage) else {
            continue;
        };
        let document = match documents.get(&passage.document) {
            Some(document) => document.clone(),
            None => {
                let document = library.catalogue.document_row(at, passage.document)?;
                documents.insert(passage.document, document.clone());
                document
            }
        };
        let Some(document) = document else { continue };
        evidence.push(Evidence {
            passage: passage.id,
            document,
            path: passage.path,
            article_key: passage.article_key,
            breadcrumb: passage.breadcrumb,
            text: passage.text,
            span: passage.span,
            page: passage.page,
            status: passage.validity.status(on),
            outside: false,
            score: article.score,
            reasons: article.reasons.clone(),
            unfounded: None,
            led: Vec::new(),
            excerpt: None,
            alike: Vec::new(),
        });
    }
    Ok(evidence)
}

/// What a reference led to stands first among the results, if it is in the scope and in force or may be; the rest
/// follows.
fn first_cited(cited: &[Cited], hits: Vec<Evidence>) -> Vec<Evidence> {
    use legal::Status::{InForce, Unknown};
    let found = cited.iter().filter_map(|cited| match cited {
        Cited::Found(evidence) => Some(evidence),
        _ => None,
    });
    let named: Vec<Evidence> = found
        .flatten()
        .filter(|evidence| {
            !evidence.path.steps().is_empty()
                && !evidence.outside
                && matches!(evidence.status, InForce | Unknown)
        })
        .cloned()
        .collect();
    let rest = hits.into_iter().filter(|hit| {
        !named.iter().any(|named| {
            named.document.row == hit.document.row && named.path.article() == hit.path.article()
        })
    });
    named.iter().cloned().chain(rest).collect()
}

/// How many of the results, from the first, are worth reading.
fn likely(hits: &[Evidence]) -> usize {
    let total = |hit: &Evidence| hit.score.total;
    let best = hits.iter().map(total).fold(0.0, f32::max);
    let least = UNLIKELY.max(best * FAR_BEHIND);
    let worth = hits.iter().rposition(|hit| total(hit) >= least);
    let worth = worth.map_or(0, |last| last + 1);
    worth.clamp(FEWEST, MOST).min(hits.len())
}
