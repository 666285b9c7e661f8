//! The commands, one file each.

mod account;
mod ask;
mod audit;
mod backup;
mod check;
mod doubts;
mod embed;
mod eval;
mod group;
mod hold;
mod ingest;
mod level;
mod mcp;
mod read;
mod record;
mod reports;
mod search;
mod serve;
mod show;
mod train;
mod verify;
mod writer;

use std::process::ExitCode;

pub(crate) use account::act;
pub(crate) use eval::{typed::NAMES as TYPED, without::PARTS};

use clap::ArgMatches;

use crate::{complain, messages::Language, workplace::Workplace};

/// Runs the command that was given; without one, `serve`.
pub(crate) fn run(matches: &ArgMatches, language: Language) -> ExitCode {
    let outcome = Workplace::new(matches, language).and_then(|place| match matches.subcommand() {
        None => serve::run(&place, matches),
        Some(("serve", matches)) => serve::run(&place, matches),
        Some(("ingest", matches)) => ingest::run(&place, matches),
        Some(("list", matches)) => hold::list(&place, matches),
        Some(("level", matches)) => level::run(&place, matches),
        Some(("policy", matches)) => level::policy(&place, matches),
        Some(("remove", matches)) => hold::remove(&place, matches),
        Some(("check", matches)) => check::run(&place, matches),
        Some(("mcp", _)) => mcp::run(&place),
        Some(("rebuild", _)) => check::rebuild(&place),
        Some(("backup", matches)) => backup::back_up(&place, matches),
        Some(("restore", matches)) => backup::restore(&place, matches),
        Some(("embed", _)) => embed::run(&place),
        Some(("read", matches)) => read::run(&place, matches),
        Some(("show", matches)) => show::run(&place, matches),
        Some(("search", matches)) => search::run(&place, matches),
        Some(("ask", matches)) => ask::run(&place, matches),
        Some(("verify", matches)) => verify::run(&place, matches),
        Some(("record", matches)) => record::run(&place, matches),
        Some(("reports", matches)) => reports::run(&place, matches),
        Some(("account", matches)) => account::account(&place, matches),
        Some(("group", matches)) => group::run(&place, matches),
        Some(("audit", matches)) => audit::run(&place, matches),
        Some(("eval", matches)) => eval::run(&place, matches),
        Some(("train", matches)) => train::run(&place, matches),
        Some(("writer", matches)) => writer::run(&place, matches),
        Some((other, _)) => unreachable!("clap knows no command {other}"),
    });
    outcome.unwrap_or_else(|error| complain(language, &error))
}
