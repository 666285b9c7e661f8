//! Pictures of pages: how long one takes that was never drawn before, and what it weighs.

use std::time::Instant;

use tests::{Chance, escaped, get};

use crate::gazettes::Gazettes;
use crate::{Asked, spread};

/// The goal, in milliseconds.
const GOAL: f64 = 300.0;
/// The same pages in every run.
const SEED: u64 = 20_261_130;

pub(crate) fn measure(asked: &Asked) {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let Some(gazettes) = Gazettes::load(scratch.path()) else {
        return;
    };
    let empty = scratch.path().join("nothing");
    std::fs::create_dir_all(&empty).expect("a folder can be made");
    let served = gazettes
        .program
        .serve(&["--corpus", &empty.to_string_lossy()]);
    let mut all: Vec<(String, u32)> = Vec::new();
    for document in &gazettes.documents {
        let pages = document.source.pages().iter().map(|page| page.number);
        all.extend(pages.map(|page| (document.row.slug.clone(), page)));
    }
    let mut chance = Chance::seeded_or("pictures", SEED);
    let mut times: Vec<(f64, usize, String)> = Vec::new();
    while times.len() < asked.pages && !all.is_empty() {
        let at = chance.below(all.len() as u64) as usize;
        let (slug, page) = all.swap_remove(at);
        let path = format!("/vb/{}/trang/{page}/anh", escaped(&slug));
        let began = Instant::now();
        let answer = get(&served.address, &path).expect("the server answers");
        let took = began.elapsed().as_secs_f64() * 1000.0;
        if answer.status != 200 {
            println!("not drawn ({}): {path}", answer.status);
            continue;
        }
        let bytes = answer
            .header("content-length")
            .and_then(|bytes| bytes.parse().ok());
        times.push((took, bytes.unwrap_or(answer.body.len()), path));
    }
    let mut spent: Vec<f64> = times.iter().map(|(took, ..)| *took).collect();
    println!("drawn for the first time: {}", spread(&mut spent));
    let met = times.iter().filter(|(took, ..)| *took <= GOAL).count();
    println!("{met} of {} within {GOAL} ms", times.len());
    let mut bytes: Vec<usize> = times.iter().map(|(_, bytes, _)| *bytes).collect();
    bytes.sort_unstable();
    if let (Some(middle), Some(most)) = (bytes.get(bytes.len() / 2), bytes.last()) {
        println!(
            "weight: middle {} kB, most {} kB",
            middle / 1000,
            most / 1000
        );
    }
    times.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (took, bytes, path) in times.iter().take(asked.worst) {
        println!("{took:6.0} ms {:6} kB {path}", bytes / 1000);
    }
    let Some((_, _, path)) = times.first() else {
        return;
    };
    let began = Instant::now();
    get(&served.address, path).expect("the server answers");
    println!(
        "the slowest once more: {:.0} ms",
        began.elapsed().as_secs_f64() * 1000.0
    );
}
