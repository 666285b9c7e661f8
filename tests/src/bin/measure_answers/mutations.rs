//! True claims made false in one place, and true claims written in another way.

mod falsify;
mod pairs;
mod rewrite;
mod swaps;
mod written;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use answer::{DraftClaim, Verdict, compare, verify};
use legal::Date;
use search::Evidence;

use self::pairs::Pair;
use crate::Asked;
use crate::share::Share;

/// A draft beside its evidence.
pub(crate) struct Case {
    /// What was done to a true claim.
    kind: &'static str,
    draft: DraftClaim,
    evidence: Vec<Evidence>,
}

/// Goals: shares that must be caught by kind of mutation, and of false alarms at most.
const CAUGHT: [(&str, f64); 7] = [
    ("number", 1.0),
    ("date", 1.0),
    ("unit", 1.0),
    ("reference", 1.0),
    ("quote", 1.0),
    ("validity", 1.0),
    ("meaning", 0.95),
];
const FALSE_ALARMS: f64 = 0.01;
/// Least cases of a run on all articles.
const LEAST_FALSE: usize = 10_000;
const LEAST_HARMLESS: usize = 5_000;

/// The day of every question.
fn on() -> Date {
    Date::constant(2026, 3, 1)
}

fn is_checked(draft: &DraftClaim, evidence: &[Evidence]) -> bool {
    verify(draft, evidence, on()).is_ok_and(|claim| claim.verdict() == Verdict::Checked)
}

/// Shares of one run, by kind.
#[derive(Default)]
struct Found {
    made: BTreeMap<&'static str, Share>,
    caught: BTreeMap<&'static str, Share>,
    alarms: BTreeMap<&'static str, Share>,
    misses: BTreeMap<&'static str, Vec<String>>,
}

pub(crate) fn measure(asked: &Asked) -> bool {
    let started = Instant::now();
    let (articles, real) = pairs::articles(asked.half);
    if !real {
        println!("the real articles are not here: samples of corpus/ are used, no goals are set");
    }
    let pairs = pairs::pairs(&articles);
    let half = pairs.len().div_ceil(2).max(1);
    let parts: Vec<Found> = std::thread::scope(|scope| {
        let part = |part: &'_ [Pair], seed| run(part, seed);
        let runs: Vec<_> = pairs
            .chunks(half)
            .enumerate()
            .map(|(at, pairs)| scope.spawn(move || part(pairs, at as u64)))
            .collect();
        let joined = runs.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined
            .map(|found| found.expect("no check panics"))
            .collect()
    });
    let mut found = Found::default();
    for part in parts {
        found.add(part);
    }
    let met = found.print(asked.worst, real);
    println!(
        "{} pairs, {:.1} s",
        pairs.len(),
        started.elapsed().as_secs_f64()
    );
    speed(&pairs);
    met
}

fn run(pairs: &[Pair], seed: u64) -> Found {
    let mut chance = tests::Chance::of(seed + 20_261_130);
    let mut found = Found::default();
    for pair in pairs {
        let draft = pair.draft();
        let is_true = is_checked(&draft, &pair.evidence);
        let made = found.made.entry(pair.made).or_default();
        made.add(!is_true);
        if !is_true {
            found.miss(pair.made, &draft, &pair.evidence);
            continue;
        }
        for case in falsify::cases(pair, &mut chance) {
            let passed = is_checked(&case.draft, &case.evidence);
            found.caught.entry(case.kind).or_default().add(!passed);
            if passed {
                found.miss(case.kind, &case.draft, &case.evidence);
            }
        }
        for case in rewrite::cases(pair, &mut chance) {
            let passed = is_checked(&case.draft, &case.evidence);
            found.alarms.entry(case.kind).or_default().add(!passed);
            if !passed {
                found.miss(case.kind, &case.draft, &case.evidence);
            }
        }
    }
    found
}

impl Pair {
    fn draft(&self) -> DraftClaim {
        DraftClaim {
            text: self.text.clone(),
            quotes: vec![(1, self.quote.clone())],
            ..DraftClaim::default()
        }
    }
}

impl Found {
    fn add(&mut self, other: Self) {
        let sum = |into: &mut BTreeMap<&'static str, Share>,
                   from: BTreeMap<&'static str, Share>| {
            for (kind, share) in from {
                let sum = into.entry(kind).or_default();
                sum.hits += share.hits;
                sum.all += share.all;
            }
        };
        sum(&mut self.made, other.made);
        sum(&mut self.caught, other.caught);
        sum(&mut self.alarms, other.alarms);
        for (kind, misses) in other.misses {
            self.misses.entry(kind).or_default().extend(misses);
        }
    }

    fn miss(&mut self, kind: &'static str, draft: &DraftClaim, evidence: &[Evidence]) {
        let failed = match verify(draft, evidence, on()) {
            Ok(claim) => claim.checks().to_vec(),
            Err(unsupported) => unsupported.checks,
        };
        let failed: Vec<String> = failed
            .iter()
            .filter(|check| !check.passed)
            .map(|check| format!("{:?}", check.seen))
            .collect();
        let cited = evidence.first().map_or("", |one| one.text.as_str());
        self.misses.entry(kind).or_default().push(format!(
            "  says   {}\n  quotes {}\n  law    {}\n  failed {}",
            draft.text,
            draft.quotes.first().map_or("", |(_, words)| words.as_str()),
            near(
                cited,
                draft.quotes.first().map_or("", |(_, words)| words.as_str())
            ),
            failed.join(" ")
        ));
    }

    /// Prints all shares; whether the goals are met.
    fn print(&self, worst: usize, goals: bool) -> bool {
        let mut met = true;
        println!("\nfalse alarms: true sentences that are not checked");
        met &= self.alarms(&self.made, "all true sentences");
        println!("\nfalse alarms: harmless rewrites of checked claims that are not checked");
        met &= self.alarms(&self.alarms, "all rewrites");
        println!("\ncaught: false ones made of checked claims that are not checked");
        for (group, goal) in CAUGHT {
            let mut sum = Share::default();
            for (kind, share) in &self.caught {
                if kind.starts_with(group) {
                    println!("  {kind:36} {share}");
                    sum.hits += share.hits;
                    sum.all += share.all;
                }
            }
            let reached = sum.value() >= goal;
            met &= reached || sum.all == 0;
            let mark = if reached { "met" } else { "MISSED" };
            println!(
                "  {:36} {sum}   goal {:.0} %: {mark}",
                format!("= {group}"),
                100.0 * goal
            );
        }
        let count = |of: &BTreeMap<&'static str, Share>| of.values().map(|one| one.all).sum();
        let (lies, harmless): (usize, usize) =
            (count(&self.caught), count(&self.made) + count(&self.alarms));
        println!("\n{lies} false, {harmless} true");
        met &= !goals || (lies >= LEAST_FALSE && harmless >= LEAST_HARMLESS);
        for (kind, misses) in &self.misses {
            for miss in misses.iter().take(worst) {
                println!("\n{kind}\n{miss}");
            }
        }
        met || !goals
    }

    fn alarms(&self, shares: &BTreeMap<&'static str, Share>, all: &str) -> bool {
        let mut sum = Share::default();
        for (kind, share) in shares {
            println!("  {kind:36} {share}");
            sum.hits += share.hits;
            sum.all += share.all;
        }
        let reached = sum.value() <= FALSE_ALARMS;
        let mark = if reached { "met" } else { "MISSED" };
        println!(
            "  {:36} {sum}   goal at most {:.0} %: {mark}",
            format!("= {all}"),
            100.0 * FALSE_ALARMS
        );
        reached
    }
}

/// The words around a quote.
fn near<'a>(law: &'a str, quote: &str) -> &'a str {
    let Some(at) = law.find(quote) else {
        return law.get(..law.len().min(600)).unwrap_or(law);
    };
    let from = (0..=at.saturating_sub(200))
        .rev()
        .find(|at| law.is_char_boundary(*at));
    let to = (at + quote.len() + 300).min(law.len());
    let to = (to..=law.len()).find(|at| law.is_char_boundary(*at));
    &law[from.unwrap_or(0)..to.unwrap_or(law.len())]
}

/// How long one claim takes among ten pieces of evidence, of which it cites one or all.
fn speed(pairs: &[Pair]) {
    let mut times: [Vec<Duration>; 2] = Default::default();
    for window in pairs.windows(10).step_by(7).take(600) {
        let evidence: Vec<Evidence> = window.iter().map(|one| one.evidence[0].clone()).collect();
        let one = window[0].draft();
        let started = Instant::now();
        let _ = verify(&one, &evidence, on());
        times[0].push(started.elapsed());
        let mut all = one;
        all.quotes = (1..=evidence.len()).map(|at| (at, String::new())).collect();
        let started = Instant::now();
        let _ = compare(&all, &evidence, on());
        times[1].push(started.elapsed());
    }
    for (times, name) in times.iter_mut().zip([
        "one claim, ten pieces of evidence, one cited",
        "one claim, ten pieces of evidence, all cited",
    ]) {
        times.sort_unstable();
        let at = |share: f64| {
            let place = (times.len() as f64 * share) as usize;
            times
                .get(place.min(times.len().saturating_sub(1)))
                .map_or(0.0, Duration::as_secs_f64)
        };
        println!(
            "{name}: p50 {:.2} ms, p95 {:.2} ms",
            1e3 * at(0.5),
            1e3 * at(0.95)
        );
    }
}
