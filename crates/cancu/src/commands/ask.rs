//! `cancu ask`: an answer whose every quote was checked.

use std::process::ExitCode;

use ::search::{Library, Query};
use answer::{Answer, Author, Check, Claim, ClaimKind, Egress, Handling, Refusal, Verdict};
use clap::ArgMatches;
use server::{record::Made, wire};

use super::{doubts, record, search, show::cited};
use crate::{
    messages::{fill, text},
    output,
    workplace::{Workplace, now},
};

pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let query = search::query(matches, "question")?;
    // Settings that cannot be used are said before anything is loaded.
    let author = place.author()?;
    let library = place.library()?;
    let (answer, sent) = answered(place, &library, author.as_ref(), &query)?;
    if matches.get_flag("json") {
        output::json(&sent);
    } else {
        print(place, &answer, query.on);
        recorded(place, &sent);
    }
    Ok(ExitCode::SUCCESS)
}

/// Answers, and keeps a record of what was answered.
pub(crate) fn answered(
    place: &Workplace,
    library: &Library,
    author: Option<&Author>,
    query: &Query,
) -> anyhow::Result<(Answer, wire::Answer)> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let answer = runtime.block_on(answer::ask(library, author, query, &mut |_| true))?;
    let keeper = place.keeper(library.ranking.as_deref());
    record::thin(&keeper);
    let made = Made {
        library,
        query,
        answer: &answer,
        at: now(),
        language: place.language.on_pages(),
        owner: None,
    };
    let sent = wire::Answer::new(&answer, &query.text, query.on, place.language.on_pages());
    let sent = keeper.keep(&made, sent);
    Ok((answer, sent))
}

/// Under which id the answer can be read again.
pub(crate) fn recorded(place: &Workplace, sent: &wire::Answer) {
    if let Some(id) = &sent.record {
        output::line(&fill(place.language, "recorded", &[("id", id)]));
    } else if sent.unrecorded {
        output::error(text(place.language, "unrecorded"));
    }
}

fn print(place: &Workplace, answer: &Answer, on: legal::Date) {
    let language = place.language;
    search::notes(place, &answer.notes);
    if let Some(within) = &answer.within {
        search::within(place, within);
    }
    answer
        .cited
        .iter()
        .for_each(|found| cited(place, found, false));
    answer
        .claims
        .iter()
        .for_each(|claim| self::claim(place, claim));
    for dropped in answer.shown() {
        let (mark, key) = mark(Verdict::Unchecked);
        let verdict = text(language, key);
        output::line(&format!("{mark} [{verdict}] {}", dropped.text));
        failed(place, &dropped.checks);
    }
    let left_out = answer.dropped.len() - answer.shown().len();
    if left_out > 0 {
        output::line(&fill(language, "left_out", &[("count", &left_out)]));
    }
    if let Some(refusal) = &answer.refusal {
        let key = match refusal {
            Refusal::NothingFound => "refusal_nothing_found",
            Refusal::OnlyNotInForce => "refusal_only_not_in_force",
            Refusal::NotHeld => "refusal_not_held",
            Refusal::NothingWithin => "refusal_nothing_within",
            Refusal::Outside => "refusal_outside",
            Refusal::OutOfScope => "refusal_out_of_scope",
            Refusal::AboutPerson => "refusal_about_person",
            Refusal::MissingFact => "refusal_missing_fact",
            Refusal::WriterDown => "refusal_writer_down",
            Refusal::WriterBusy => "refusal_writer_busy",
            Refusal::NothingChecked => "refusal_nothing_checked",
            Refusal::PolicyForbids => "refusal_policy_forbids",
            Refusal::PersonalKept => "refusal_personal_kept",
        };
        output::line(&fill(language, key, &[("on", &on)]));
    }
    if answer.doubtful && !answer.evidence.is_empty() {
        output::line(text(language, "doubtful"));
    }
    doubts::print(place, answer);
    if answer.claims.is_empty() {
        for (n, evidence) in answer.evidence.iter().enumerate() {
            search::print(place, &(n + 1).to_string(), evidence);
        }
    }
    search::not_in_force(place, &answer.not_in_force, on);
    if let Some(egress) = &answer.egress {
        self::egress(place, egress);
    }
    output::line(&format!("— {}", text(language, "notice")));
}

/// What the guard kept back, and what personal data it found.
fn egress(place: &Workplace, egress: &Egress) {
    if egress.kept_back > 0 {
        let count: [(&str, &dyn std::fmt::Display); 1] = [("count", &egress.kept_back)];
        output::line(&fill(place.language, "kept_back", &count));
    }
    let found: Vec<String> = egress
        .personal
        .iter()
        .map(|(kind, words)| format!("{} {words}", kind.mask()))
        .collect();
    if found.is_empty() {
        return;
    }
    let key = match egress.handling {
        Handling::Sent | Handling::Masked => "personal_masked",
        Handling::Kept => "personal_kept",
    };
    output::line(&fill(place.language, key, &[("found", &found.join(", "))]));
}

fn claim(place: &Workplace, claim: &Claim) {
    let (mark, key) = mark(claim.verdict());
    let kinds = ClaimKind::NAMES.into_iter();
    let kind = kinds
        .filter(|(_, kind)| *kind == claim.kind() && *kind != ClaimKind::Plain)
        .map(|(name, _)| format!("{}: ", text(place.language, &format!("kind_{name}"))))
        .collect::<String>();
    output::line(&format!(
        "{mark} [{}] {kind}{}",
        text(place.language, key),
        claim.text()
    ));
    for quote in claim.quotes() {
        let page = quote
            .page()
            .map(|page| format!(", {}", fill(place.language, "page", &[("page", &page)])));
        let page = page.unwrap_or_default();
        let cut = match quote.is_cut() {
            true => format!(" ({})", text(place.language, "quote_cut")),
            false => String::new(),
        };
        output::line(&format!(
            "    “{}”\n    — {} {}{page}{cut}",
            quote.text(),
            quote.path().citation(),
            quote.document()
        ));
    }
    failed(place, claim.checks());
}

pub(super) fn mark(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Checked => ("✓", "verdict_checked"),
        Verdict::Partly => ("◐", "verdict_partly"),
        Verdict::Unchecked => ("✗", "verdict_unchecked"),
    }
}

/// What did not hold, in the words that the pages have for it.
fn failed(place: &Workplace, checks: &[Check]) {
    for check in wire::Check::all(checks, place.language.on_pages()) {
        if !check.passed {
            output::line(&format!("    ✗ {}", check.detail));
        }
    }
}
