//! Measures loading, publishing and searching: `measure-search [--passages N] [--data FOLDER] [--queries FILE]
//! [--keep FOLDER] [--graph] [--rebuild] [--no-peers]`.
//!
//! Without `--data` it invents a collection of about N passages (112,000; `CANCU_SEED` changes it) in our articles
//! format and loads it with `cancu ingest`, as anybody would; `--keep` says where, to be measured again later. A
//! library given with `--data` gets three invented acts more, so give a copy. One table is printed:
//!
//! * loading: time, most memory, size on disk by part; `--rebuild`: the index made again from the catalogue;
//! * a server on it: its memory, one search at a time and eight clients at the same time, through HTTP; how long the
//!   upload of one new act takes until it can be found;
//! * inside this process: full text alone, the exact scan alone and, with `--graph`, a graph over the same vectors,
//!   its recall against the scan and how many passages find themselves;
//! * beside them, on the same texts, vectors and questions: what of `tests/search/requirements.txt` is installed.
//!
//! Questions are those of `--queries` (JSON Lines with `text`), else words of headings and texts of the library.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measure prints its figures"
)]

mod collection;
mod figures;
mod inside;
mod peers;
mod served;

use std::path::{Path, PathBuf};
use std::time::Instant;

use tests::{Chance, Program};

use self::figures::{Table, megabytes};

/// What was asked for.
struct Asked {
    passages: usize,
    library: Option<PathBuf>,
    queries: Option<PathBuf>,
    keep: Option<PathBuf>,
    graph: bool,
    rebuild: bool,
    peers: bool,
}

fn main() {
    let asked = asked();
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let mut table = Table::default();
    let folder = match &asked.library {
        Some(folder) => folder.clone(),
        None => load(&asked, temporary.path(), &mut table),
    };
    let program = Program::on(&folder);
    if asked.rebuild {
        let took = figures::timed(&program, &["rebuild"]);
        table.line("index made again", &[took]);
    }
    sizes(&folder, &mut table);
    let queries = inside::queries(&folder, asked.queries.as_deref());
    served::measure(&program, &queries, &mut table);
    let given = temporary.path().join("given");
    std::fs::create_dir_all(&given).expect("a folder can be made");
    inside::measure(&folder, &queries, asked.graph, &given, &mut table);
    if asked.peers {
        peers::measure(&given, &mut table);
    }
    table.print();
}

fn asked() -> Asked {
    let mut asked = Asked {
        passages: 112_000,
        library: None,
        queries: None,
        keep: None,
        graph: false,
        rebuild: false,
        peers: true,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().unwrap_or_else(usage);
        match argument.as_str() {
            "--passages" => asked.passages = value().parse().unwrap_or_else(|_| usage()),
            "--data" => asked.library = Some(value().into()),
            "--queries" => asked.queries = Some(value().into()),
            "--keep" => asked.keep = Some(value().into()),
            "--graph" => asked.graph = true,
            "--rebuild" => asked.rebuild = true,
            "--no-peers" => asked.peers = false,
            _ => usage(),
        }
    }
    asked
}

fn usage<T>() -> T {
    eprintln!(
        "measure-search [--passages N] [--data FOLDER] [--queries FILE] [--keep FOLDER] [--graph] [--rebuild] [--no-peers]"
    );
    std::process::exit(2)
}

/// Invents a collection and loads it; gives the data folder.
fn load(asked: &Asked, temporary: &Path, table: &mut Table) -> PathBuf {
    let folder = asked
        .keep
        .clone()
        .unwrap_or_else(|| temporary.join("library"));
    let started = Instant::now();
    let mut chance = Chance::seeded_or("measure-search", 20_261_123);
    let files = collection::write(&mut chance, asked.passages, &temporary.join("collection"));
    eprintln!(
        "invented {} files in {:.0} s",
        files.len(),
        started.elapsed().as_secs_f64()
    );
    let mut arguments = vec!["ingest".to_owned()];
    arguments.extend(files.iter().map(|file| file.display().to_string()));
    let took = figures::timed(&Program::on(&folder), &arguments);
    let most = figures::most_memory_of_children();
    table.line("loading", &[took, format!("{} at most", megabytes(most))]);
    folder
}

/// Bytes on disk by part of the data folder; files that are linked twice count once.
fn sizes(folder: &Path, table: &mut Table) {
    let mut seen = std::collections::HashSet::new();
    let mut parts: Vec<(String, u64)> = Vec::new();
    for part in [
        "catalogue.sqlite",
        "catalogue.sqlite-wal",
        "originals",
        "fulltext",
        "published",
        "vectors",
    ] {
        parts.push((
            part.to_owned(),
            figures::bytes(&folder.join(part), &mut seen),
        ));
    }
    let all: u64 = parts.iter().map(|(_, bytes)| bytes).sum();
    let mut cells = vec![megabytes(all)];
    cells.extend(
        parts
            .iter()
            .map(|(part, bytes)| format!("{part} {}", megabytes(*bytes))),
    );
    table.line("on disk", &cells);
}
