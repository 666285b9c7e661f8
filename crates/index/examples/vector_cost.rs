//! Measures scan and graph side by side, for `index::Cost`'s constants:
//! `cargo run --release -p index --example vector_cost -- 20000 100000`.
//!
//! The vectors are invented, in clusters, 256 wide; building a graph takes about 5 ms of CPU a row.
#![expect(clippy::print_stdout, reason = "its output is its purpose")]

use std::{error::Error, time::Instant};

use catalogue::{Catalogue, NewDocument, NewPassage};
use index::{Cost, Filter, Generation, Want, publish_with};
use legal::{Date, DocumentId, Header, Path, SourceText, Span, Validity};

const DIMS: usize = 256;
const QUERIES: u64 = 100;
/// Days on which about all, a half, a tenth and a hundredth of the passages are in force.
const SHARES: [(&str, i16); 4] = [
    ("all", 2001),
    ("1/2", 2002),
    ("1/10", 2003),
    ("1/100", 2004),
];

fn main() -> Result<(), Box<dyn Error>> {
    let sizes: Vec<usize> = std::env::args()
        .skip(1)
        .filter_map(|size| size.parse().ok())
        .collect();
    let sizes = if sizes.is_empty() {
        vec![5_000, 20_000]
    } else {
        sizes
    };
    println!(
        "{:>9} {:>6} {:>6} {:>9} {:>9} {:>7}",
        "rows", "kept", "limit", "scan ms", "graph ms", "recall"
    );
    for rows in sizes {
        measure(rows)?;
    }
    Ok(())
}

fn measure(rows: usize) -> Result<(), Box<dyn Error>> {
    let root = tempfile::tempdir()?;
    let catalogue = Catalogue::open(root.path())?;
    for start in (0..rows).step_by(10_000) {
        catalogue.add(&[document(&catalogue, start, rows.min(start + 10_000))?])?;
    }
    let graph = Cost {
        graph_rows: rows,
        candidate_dimension: 0.0,
        ..Cost::default()
    };
    let scan = Cost {
        candidate_dimension: f64::INFINITY,
        ..graph
    };
    publish_with(root.path(), &catalogue, &graph, &mut |_, _| {})?;
    let mut generation =
        Generation::open(root.path(), &catalogue)?.ok_or("nothing was published")?;
    for (share, year) in SHARES {
        let filter = Filter::on(Date::new(year, 1, 1)?, Want::InForceOrUnknown);
        for limit in [10, 100] {
            let mut run = |cost: Cost| -> Result<(f64, Vec<Vec<u64>>), index::Error> {
                generation.set_cost(cost);
                generation.nearest(&vector(0), &filter, limit)?;
                let start = Instant::now();
                let mut found = Vec::new();
                for query in 0..QUERIES {
                    let hits = generation.nearest(&vector(query * 7919 + 13), &filter, limit)?;
                    found.push(hits.iter().map(|hit| hit.passage).collect());
                }
                Ok((
                    start.elapsed().as_secs_f64() * 1000.0 / QUERIES as f64,
                    found,
                ))
            };
            let (scan_ms, exact) = run(scan)?;
            let (graph_ms, near) = run(graph)?;
            let hits: usize = exact
                .iter()
                .zip(&near)
                .map(|(a, b)| a.iter().filter(|id| b.contains(id)).count())
                .sum();
            let recall = hits as f64 / exact.iter().map(Vec::len).sum::<usize>().max(1) as f64;
            println!(
                "{rows:>9} {share:>6} {limit:>6} {scan_ms:>9.3} {graph_ms:>9.3} {recall:>7.3}"
            );
        }
    }
    Ok(())
}

fn document(
    catalogue: &Catalogue,
    start: usize,
    end: usize,
) -> Result<NewDocument, Box<dyn Error>> {
    let name = format!("{start}");
    let passages = (start..end).map(|n| -> Result<NewPassage, Box<dyn Error>> {
        let last = if n % 100 == 0 {
            2005
        } else if n % 10 == 0 {
            2004
        } else if n % 2 == 0 {
            2003
        } else {
            2002
        };
        let validity = Validity {
            from: Some(Date::new(2000, 1, 1)?),
            until: Some(Date::new(last, 1, 1)?),
            ..Validity::default()
        };
        Ok(NewPassage {
            path: format!("dieu-{n}").parse::<Path>()?,
            article_key: String::new(),
            breadcrumb: String::new(),
            text: String::new(),
            span: Span::default(),
            page: None,
            validity,
            vector: vector(n as u64),
            model: "invented".to_owned(),
        })
    });
    Ok(NewDocument {
        id: DocumentId::from_stored(&name),
        original: catalogue.put_original(name.as_bytes())?,
        part: name.clone(),
        file_name: name,
        media: "text".to_owned(),
        collection: None,
        confidentiality: None,
        source: SourceText::plain(""),
        header: Header::default(),
        validity: Validity::default(),
        provisions: Vec::new(),
        annexes: Vec::new(),
        relations: Vec::new(),
        issues: Vec::new(),
        flags: "[]".to_owned(),
        passages: passages.collect::<Result<_, _>>()?,
    })
}

/// A unit vector near one of 200 centres.
fn vector(seed: u64) -> Vec<f32> {
    let centre = noise(seed % 200 + 1_000_000_007);
    let own = noise(seed);
    let mixed: Vec<f32> = centre
        .iter()
        .zip(&own)
        .map(|(centre, own)| centre + 0.7 * own)
        .collect();
    let length = mixed.iter().map(|value| value * value).sum::<f32>().sqrt();
    mixed.iter().map(|value| value / length).collect()
}

fn noise(seed: u64) -> Vec<f32> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / 8_388_608.0 - 1.0
    };
    (0..DIMS).map(|_| next()).collect()
}
