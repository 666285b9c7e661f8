//! A server on the library: searches through HTTP, its memory, the upload of one new act.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tests::{Program, get, send_file};

use super::collection::one_act;
use super::figures::{Table, computed_by, computing_each, megabytes, memory, percentiles, seconds};

/// Acts that are uploaded, one after the other.
const UPLOADS: u64 = 3;
/// Clients that ask at the same time.
const CLIENTS: usize = 8;

pub(crate) fn measure(program: &Program, queries: &[String], table: &mut Table) {
    let served = program.serve(&[]);
    let started = served.started.elapsed();
    let paths: Vec<String> = queries.iter().map(|query| path(query)).collect();
    let first = Instant::now();
    ask(&served.address, &paths[0]);
    table.line(
        "start",
        &[
            seconds(started),
            format!("first search {}", seconds(first.elapsed())),
        ],
    );
    // The first questions bring the files into memory.
    paths.iter().take(50).for_each(|path| {
        ask(&served.address, path);
    });
    let before = computed_by(served.id());
    let mut times: Vec<Duration> = paths
        .iter()
        .filter_map(|path| ask(&served.address, path))
        .collect();
    let computed = computed_by(served.id()).saturating_sub(before);
    let each = computing_each(computed, paths.len());
    table.line("one search at a time", &[percentiles(&mut times), each]);
    let (mut times, took) = together(&served.address, &paths);
    let rate = times.len() as f64 / took.as_secs_f64();
    let told = [
        percentiles(&mut times),
        format!("{rate:.0} a second"),
        format!("{} turned away", paths.len() * 2 - times.len()),
    ];
    table.line(&format!("{CLIENTS} clients at the same time"), &told);
    let memory_now = |line| megabytes(memory(served.id(), line));
    let steady = [
        memory_now("VmRSS:"),
        format!(
            "of it {} its own, {} files",
            memory_now("RssAnon:"),
            memory_now("RssFile:")
        ),
        format!("most {}", memory_now("VmHWM:")),
    ];
    table.line("memory of the server", &steady);
    let uploads: Vec<String> = (1..=UPLOADS)
        .map(|seed| seconds(upload(&served.address, seed)))
        .collect();
    table.line("one new act, uploaded until found", &uploads);
    table.line(
        "memory after it",
        &[
            memory_now("VmRSS:"),
            format!("most {}", memory_now("VmHWM:")),
        ],
    );
}

fn path(query: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    let escaped: String = query.bytes().map(escape).collect();
    format!("/api/search?limit=10&q={escaped}")
}

/// The time of a search; `None` where the server had too much to do.
fn ask(address: &str, path: &str) -> Option<Duration> {
    let started = Instant::now();
    let answer = get(address, path).expect("the server answers");
    if answer.status == 503 {
        return None;
    }
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    Some(started.elapsed())
}

/// Every question twice, each by the client that is free.
fn together(address: &str, paths: &[String]) -> (Vec<Duration>, Duration) {
    let (all, next) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    let started = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= paths.len() * 2 {
                        break;
                    }
                    let time = ask(address, &paths[at % paths.len()]);
                    all.lock().expect("no client panicked").extend(time);
                }
            });
        }
    });
    let times = all.into_inner().expect("no client panicked");
    (times, started.elapsed())
}

/// Uploads an act; it can be found when the answer comes.
fn upload(address: &str, seed: u64) -> Duration {
    let act = one_act(seed);
    let started = Instant::now();
    let answer = send_file(
        address,
        "/api/documents",
        &format!("act-{seed}.jsonl"),
        act.as_bytes(),
    );
    let answer = answer.expect("the server answers");
    assert!(answer.status < 300, "{}", answer.body);
    let took = started.elapsed();
    let number = (9_000_000 + seed) / 24 + 1;
    let found = get(
        address,
        &path(&format!(
            "{number}/{}/TT-BMAU",
            2002 + (9_000_000 + seed) % 24
        )),
    );
    let found = found.expect("the server answers");
    assert!(found.body.contains(&format!("{number}/")), "{}", found.body);
    took
}
