//! The lists by themselves, inside this process: full text, exact scan, graph; and what peers are given.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use catalogue::{Catalogue, PassageId, PassageRow};
use index::{Cost, Filter, Generation, TextQuery, Want, publish_with};
use legal::Date;
use models::{Embedder, EmbedderConfig, Use};
use serde_json::Value;

use super::figures::{Table, computed_here, computing_each, percentiles, seconds};

/// Questions that are asked.
const QUERIES: usize = 300;
/// Passages that must find themselves.
const SELF: usize = 5_000;

/// All passages, whatever the day.
fn all() -> Filter {
    Filter::on(Date::MIN, Want::All)
}

/// The questions of a file, or words of headings and texts of passages all over the library.
pub(crate) fn queries(library: &Path, file: Option<&Path>) -> Vec<String> {
    if let Some(file) = file {
        let text = fs::read_to_string(file).expect("the questions can be read");
        let lines = text
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let texts = lines.filter_map(|line| Some(line["text"].as_str()?.to_owned()));
        let texts: Vec<String> = texts.take(QUERIES).collect();
        assert!(!texts.is_empty(), "no line of the questions has a \"text\"");
        return texts;
    }
    let catalogue = open(library);
    let ids = held(&catalogue);
    let step = (ids.len() / QUERIES).max(1);
    let some: Vec<PassageId> = ids.into_iter().step_by(step).take(QUERIES).collect();
    let seq = catalogue.seq().expect("the catalogue can be read");
    let passages = catalogue
        .passages(seq, &some)
        .expect("passages can be read");
    let questions = passages.iter().map(question);
    questions.filter(|words| !words.is_empty()).collect()
}

/// Words of a passage's heading and some of its own.
fn question(passage: &PassageRow) -> String {
    let heading = passage.breadcrumb.rsplit(" › ").next().unwrap_or_default();
    let heading = heading.split_whitespace().skip(2).take(9);
    let own = passage.text.split_whitespace().skip(5).take(7);
    let words: Vec<&str> = heading.chain(own).collect();
    words.join(" ")
}

/// Measures each list alone, and writes texts, vectors and questions into `given` for the peers.
pub(crate) fn measure(
    library: &Path,
    queries: &[String],
    graph: bool,
    given: &Path,
    table: &mut Table,
) {
    let catalogue = open(library);
    let embedder = Embedder::new(&EmbedderConfig::default()).expect("the built-in model loads");
    let texts: Vec<&str> = queries.iter().map(String::as_str).collect();
    let vectors = embedder
        .embed(&texts, Use::Query)
        .expect("questions can be embedded");
    give(&catalogue, queries, &vectors, given);
    {
        let generation = Generation::open(library, &catalogue);
        let generation = generation
            .expect("the index opens")
            .expect("it was published");
        let (mut times, each) = timed(queries, |query| {
            let query = TextQuery {
                syllables: legal::syllables(query)
                    .into_iter()
                    .map(|(_, one)| one)
                    .collect(),
                ..TextQuery::default()
            };
            generation
                .text(&query, &[all()], 10)
                .expect("full text answers");
        });
        table.line("full text alone, ten", &[percentiles(&mut times), each]);
    }
    let (scan, cells) = nearest(library, &catalogue, scanned(), &vectors);
    table.line("exact scan alone, ten", &cells);
    let (near, mut cells) = nearest(
        library,
        &catalogue,
        Cost {
            signs_rows: 1,
            ..scanned()
        },
        &vectors,
    );
    cells.push(recall(&scan, &near));
    table.line("signs first, ten", &cells);
    fs::write(
        given.join("exact.json"),
        serde_json::to_string(&scan).unwrap_or_default(),
    )
    .expect("a file can be written");
    if graph {
        measure_graph(&catalogue, &vectors, &scan, table);
    }
}

fn scanned() -> Cost {
    Cost {
        candidate_dimension: f64::INFINITY,
        signs_rows: usize::MAX,
        ..Cost::default()
    }
}

/// How many of the nearest were found.
fn recall(exact: &[Vec<u64>], near: &[Vec<u64>]) -> String {
    let pairs = exact.iter().zip(near);
    let found: usize = pairs
        .map(|(a, b)| a.iter().filter(|id| b.contains(id)).count())
        .sum();
    let all = exact.iter().map(Vec::len).sum::<usize>().max(1);
    format!("recall@10 {:.4}", found as f64 / all as f64)
}

fn measure_graph(
    catalogue: &Catalogue,
    vectors: &[Vec<f32>],
    exact: &[Vec<u64>],
    table: &mut Table,
) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cost = Cost {
        graph_rows: 1,
        candidate_dimension: 0.0,
        ..Cost::default()
    };
    let started = Instant::now();
    publish_with(folder.path(), catalogue, &cost, &mut |_, _| {}).expect("it can be published");
    let built = seconds(started.elapsed());
    let (near, mut cells) = nearest(folder.path(), catalogue, cost, vectors);
    cells.push(recall(exact, &near));
    cells.push(format!("index with it {built}"));
    table.line("graph alone, ten", &cells);
}

/// The nearest ten of each vector; the times, and how many passages find themselves or as near a one.
fn nearest(
    root: &Path,
    catalogue: &Catalogue,
    cost: Cost,
    vectors: &[Vec<f32>],
) -> (Vec<Vec<u64>>, Vec<String>) {
    let generation = Generation::open(root, catalogue);
    let mut generation = generation
        .expect("the index opens")
        .expect("it was published");
    generation.set_cost(cost);
    let mut found = Vec::new();
    let (mut times, each) = timed(vectors, |vector| {
        let hits = generation
            .nearest(vector, &all(), 10)
            .expect("vectors answer");
        found.push(hits.iter().map(|hit| hit.passage).collect());
    });
    let ids = held(catalogue);
    let some: Vec<PassageId> = ids
        .iter()
        .copied()
        .step_by((ids.len() / SELF).max(1))
        .collect();
    let (mut asked, mut own) = (0, 0);
    catalogue
        .for_each_passage(&some, &mut |passage, vector| {
            let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
            if length == 0.0 {
                return;
            }
            let unit: Vec<f32> = vector.iter().map(|value| value / length).collect();
            let best = generation
                .nearest(&unit, &all(), 1)
                .expect("vectors answer");
            let itself = generation.cosines(&unit, &[passage.id]);
            asked += 1;
            own += usize::from(
                best.first()
                    .is_some_and(|best| best.score + 1e-4 >= itself[0]),
            );
        })
        .expect("passages can be read");
    let own = format!("{own} of {asked} find themselves");
    (found, vec![percentiles(&mut times), each, own])
}

/// The time of each call, the first ones among them for which files had to be read; and the computing of one.
fn timed<T>(all: &[T], mut each: impl FnMut(&T)) -> (Vec<Duration>, String) {
    let mut times = Vec::with_capacity(all.len());
    let before = computed_here();
    for one in all {
        let started = Instant::now();
        each(one);
        times.push(started.elapsed());
    }
    let computed = computed_here().saturating_sub(before);
    (times, computing_each(computed, all.len()))
}

/// `texts.txt` and `queries.txt`: syllables with spaces between, a line each; `vectors.f32`, `queries.f32`;
/// `ids.txt`: the passage of each line.
fn give(catalogue: &Catalogue, queries: &[String], vectors: &[Vec<f32>], given: &Path) {
    let create = |name: &str| {
        let file = fs::File::create(given.join(name)).expect("a file can be made");
        std::io::BufWriter::new(file)
    };
    let syllables = |text: &str| {
        let mut line = String::new();
        legal::for_each_syllable(text, &mut String::new(), |_, one| {
            let _ = write!(line, "{one} ");
        });
        line
    };
    let floats = |vector: &[f32]| -> Vec<u8> {
        vector
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect()
    };
    let (mut texts, mut rows, mut ids) = (
        create("texts.txt"),
        create("vectors.f32"),
        create("ids.txt"),
    );
    let dims = vectors.first().map_or(0, Vec::len);
    let mut each = |passage: PassageRow, vector: Vec<f32>| {
        let vector = if vector.len() == dims {
            vector
        } else {
            vec![0.0; dims]
        };
        let written = writeln!(
            texts,
            "{}",
            syllables(&format!("{} {}", passage.breadcrumb, passage.text))
        )
        .and_then(|()| rows.write_all(&floats(&vector)))
        .and_then(|()| writeln!(ids, "{}", passage.id));
        written.expect("a file can be written");
    };
    catalogue
        .for_each_passage(&held(catalogue), &mut each)
        .expect("passages can be read");
    let (mut asked, mut points) = (create("queries.txt"), create("queries.f32"));
    for (query, vector) in queries.iter().zip(vectors) {
        let written = writeln!(asked, "{}", syllables(query))
            .and_then(|()| points.write_all(&floats(vector)));
        written.expect("a file can be written");
    }
}

fn open(library: &Path) -> Catalogue {
    Catalogue::open(library).expect("the library opens")
}

fn held(catalogue: &Catalogue) -> Vec<PassageId> {
    let seq = catalogue.seq().expect("the catalogue can be read");
    catalogue
        .changes(0, seq)
        .expect("the catalogue can be read")
        .added
}
