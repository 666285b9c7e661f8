//! The command line's grammar, with its help in three languages.

mod accounts;
mod said;

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, error::ErrorKind, value_parser};

use crate::{
    commands::{PARTS, TYPED},
    messages::{Language, text},
    output,
};

/// The language asked for by `--lang`, else by `CANCU_LANG`, else Vietnamese.
pub(crate) fn language(arguments: &[String]) -> Language {
    let mut asked = None;
    for (n, argument) in arguments.iter().enumerate() {
        if let Some(code) = argument.strip_prefix("--lang=") {
            asked = Some(code.to_owned());
        } else if argument == "--lang" {
            asked = arguments.get(n + 1).cloned();
        }
    }
    asked
        .or_else(|| std::env::var("CANCU_LANG").ok())
        .and_then(|code| Language::from_code(&code))
        .unwrap_or_default()
}

/// Reads the arguments. What is wrong, and the help, are printed here; the exit code is the error.
pub(crate) fn parse(arguments: &[String], language: Language) -> Result<ArgMatches, ExitCode> {
    command(language)
        .try_get_matches_from(as_flag(arguments))
        .map_err(|error| match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                output::line(&said::help(&error.to_string(), language));
                ExitCode::SUCCESS
            }
            // `cancu train` alone: which models there are.
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                output::error(&said::help(&error.to_string(), language));
                ExitCode::from(2)
            }
            _ => {
                output::error(&said::wrong(&error, language));
                ExitCode::from(2)
            }
        })
}

/// `cancu help ask` is `cancu ask --help`: clap's own command has no words but English ones.
fn as_flag(arguments: &[String]) -> Vec<String> {
    match arguments {
        [program, help, rest @ ..] if help == "help" => {
            let flag = "--help".to_owned();
            let words = std::iter::once(program).chain(rest).cloned();
            words.chain([flag]).collect()
        }
        _ => arguments.to_vec(),
    }
}

fn command(language: Language) -> Command {
    let about = |key: &str| text(language, key).to_owned();
    let flag = |name: &'static str, key: &str| {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help(about(key))
    };
    let option = |name: &'static str, key: &str| Arg::new(name).long(name).help(about(key));
    let word = |name: &'static str, key: &str| {
        Arg::new(name).required(true).num_args(1..).help(about(key))
    };
    let json = || flag("json", "arg_json");
    let on = || option("on", "arg_on").value_name("DATE");
    let limit = || {
        option("limit", "arg_limit")
            .value_parser(value_parser!(u16).range(1..=100))
            .default_value("10")
    };
    let filtered = |command: Command| {
        let value = |name, key| option(name, key).action(ArgAction::Append);
        command
            .arg(value("kind", "arg_kind"))
            .arg(value("issuer", "arg_issuer"))
            .arg(value("level", "arg_level"))
            .arg(value("territory", "arg_territory"))
            .arg(value("collection", "arg_in_collection").allow_hyphen_values(true))
            .arg(option("status", "arg_status"))
            .arg(flag("as_typed", "arg_as_typed").long("as-typed"))
    };
    let file = |name: &'static str, key: &str| {
        option(name, key).value_parser(value_parser!(std::path::PathBuf))
    };
    let serve = |command: Command| {
        command
            .arg(option("listen", "arg_listen").value_name("ADDRESS"))
            .arg(flag("offline", "arg_offline"))
            .arg(file("corpus", "arg_corpus"))
    };
    let seed = || {
        option("seed", "arg_seed")
            .value_parser(value_parser!(u64))
            .default_value("7")
    };
    let sub_of = |parent: &str, name: &'static str| {
        Command::new(name).about(about(&format!("about_{parent}_{name}")))
    };
    let sub = |name: &'static str| Command::new(name).about(about(&format!("about_{name}")));
    serve(Command::new("cancu"))
        .disable_help_subcommand(true)
        .version(env!("CARGO_PKG_VERSION"))
        .about(about("about"))
        .arg(file("data", "arg_data").global(true))
        .arg(
            option("lang", "arg_lang")
                .global(true)
                .value_parser(["vi", "en", "fr"]),
        )
        .subcommand(serve(sub("serve")))
        .subcommand(sub("mcp"))
        .subcommand(
            sub("ingest")
                .arg(word("paths", "arg_paths").value_parser(value_parser!(std::path::PathBuf)))
                .arg(option("collection", "arg_into_collection"))
                .arg(option("level", "arg_confidentiality").value_parser([
                    "public",
                    "internal",
                    "restricted",
                ]))
                .arg(option("despite", "arg_despite"))
                .arg(json()),
        )
        .subcommand(
            sub("list")
                .arg(word("words", "arg_words").required(false).num_args(0..))
                .arg(flag("refused", "arg_refused"))
                .arg(json()),
        )
        .subcommand(
            sub("level")
                .arg(word("name", "arg_level_name").required(false).num_args(1))
                .arg(
                    word("level", "arg_set_level")
                        .required(false)
                        .num_args(1)
                        .value_parser(["public", "internal", "restricted", "none"]),
                )
                .arg(flag("collection", "arg_level_of_collection").requires("level"))
                .arg(
                    option("agree", "arg_agree")
                        .requires("level")
                        .value_parser(value_parser!(usize)),
                )
                .arg(json()),
        )
        .subcommand(sub("policy").arg(json()))
        .subcommand(sub("remove").arg(word("id", "arg_id").num_args(1)))
        .subcommand(sub("check").arg(flag("deep", "arg_deep")).arg(json()))
        .subcommand(sub("rebuild"))
        .subcommand(sub("embed"))
        .subcommand(sub("writer").arg(json()))
        .subcommand(
            sub("read")
                .arg(
                    word("file", "arg_file")
                        .num_args(1)
                        .value_parser(value_parser!(std::path::PathBuf)),
                )
                .arg(flag("pages", "arg_pages").conflicts_with_all(["json", "summary"]))
                .arg(flag("summary", "arg_summary"))
                .arg(json()),
        )
        .subcommand(
            sub("show")
                .arg(word("reference", "arg_reference"))
                .arg(on())
                .arg(json()),
        )
        .subcommand(filtered(
            sub("search")
                .arg(word("query", "arg_query"))
                .arg(on())
                .arg(limit())
                .arg(json()),
        ))
        .subcommand(filtered(
            sub("ask")
                .arg(word("question", "arg_question"))
                .arg(on())
                .arg(limit())
                .arg(json()),
        ))
        .subcommand(
            sub("verify")
                .arg(
                    word("file", "arg_verify")
                        .num_args(1)
                        .value_parser(value_parser!(std::path::PathBuf)),
                )
                .arg(on())
                .arg(json()),
        )
        .subcommand(
            sub("record")
                .arg(word("id", "arg_record"))
                .arg(flag("again", "arg_again"))
                .arg(flag("block", "arg_block").conflicts_with_all(["json", "again"]))
                .arg(
                    file("docx", "arg_docx")
                        .value_name("FILE")
                        .conflicts_with_all(["json", "again", "block"]),
                )
                .arg(
                    option("form", "arg_form")
                        .value_name("KIND")
                        .requires("docx")
                        .value_parser(server::record::Form::ALL.map(server::record::Form::code)),
                )
                .arg(
                    flag("forget", "arg_forget")
                        .conflicts_with_all(["json", "again", "block", "docx"]),
                )
                .arg(json()),
        )
        .subcommand(
            sub("backup")
                .arg(
                    Arg::new("folder")
                        .value_parser(value_parser!(std::path::PathBuf))
                        .help(about("arg_backup_folder")),
                )
                .arg(json()),
        )
        .subcommand(
            sub("restore").arg(
                Arg::new("folder")
                    .required(true)
                    .value_parser(value_parser!(std::path::PathBuf))
                    .help(about("arg_restore_folder")),
            ),
        )
        .subcommands(accounts::commands(language))
        .subcommand(
            sub("reports")
                .arg(flag("all", "arg_reports_all"))
                .arg(option("settle", "arg_settle").value_name("ID"))
                .arg(
                    option("outcome", "arg_outcome")
                        .value_name("WORDS")
                        .requires("settle"),
                )
                .arg(
                    option("forget", "arg_reports_forget")
                        .value_name("ID")
                        .conflicts_with_all(["settle", "all", "json"]),
                )
                .arg(json()),
        )
        .subcommand(
            sub("eval")
                .arg(file("queries", "arg_queries").required(true))
                .arg(file("judgements", "arg_judgements").required(true))
                .arg(file("run", "arg_run"))
                .arg(
                    option("depth", "arg_depth")
                        .value_parser(value_parser!(u16).range(1..=100))
                        .default_value("100"),
                )
                .arg(
                    option("typed", "arg_typed")
                        .value_parser(TYPED)
                        .default_value(TYPED[0]),
                )
                .arg(file("against", "arg_against"))
                .arg(option("worst", "arg_worst").value_parser(value_parser!(u16)))
                .arg(option("folds", "arg_folds").value_parser(value_parser!(u8).range(2..=20)))
                .arg(
                    option("list", "arg_list")
                        .value_parser(["hybrid", "fused", "lexical", "unaccented", "semantic"])
                        .default_value("hybrid"),
                )
                .arg(
                    option("without", "arg_without")
                        .action(ArgAction::Append)
                        .value_delimiter(',')
                        .value_parser(PARTS),
                )
                .arg(on())
                .arg(json()),
        )
        .subcommand(
            sub("train")
                .disable_help_subcommand(true)
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommand(
                    sub_of("train", "embedding")
                        .arg(
                            word("collection", "arg_collection")
                                .num_args(1)
                                .value_parser(value_parser!(std::path::PathBuf)),
                        )
                        .arg(file("out", "arg_out").required(true))
                        .arg(seed())
                        .arg(
                            option("epochs", "arg_epochs")
                                .value_parser(value_parser!(u64).range(1..=100))
                                .default_value("6"),
                        ),
                )
                .subcommand(
                    sub_of("train", "ranking")
                        .arg(file("queries", "arg_queries").required(true))
                        .arg(file("judgements", "arg_judgements").required(true))
                        .arg(file("out", "arg_ranking_out").required(true))
                        .arg(file("letor", "arg_letor"))
                        .arg(seed())
                        .arg(on()),
                )
                .subcommand(
                    sub_of("train", "floor")
                        .arg(file("queries", "arg_queries").required(true))
                        .arg(file("judgements", "arg_judgements").required(true))
                        .arg(file("nothing", "arg_nothing"))
                        .arg(file("out", "arg_floor_out").required(true))
                        .arg(on()),
                ),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_is_sound_and_every_help_is_a_sentence() {
        for language in [Language::Vietnamese, Language::English, Language::French] {
            let mut command = command(language);
            command.build();
            for sub in command.get_subcommands() {
                let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
                assert!(about.contains(' '), "{}: {about}", sub.get_name());
                for argument in sub
                    .get_arguments()
                    .filter(|argument| argument.get_id() != "help")
                {
                    let help = argument
                        .get_help()
                        .map(ToString::to_string)
                        .unwrap_or_default();
                    assert!(
                        help.contains(' '),
                        "{} {}: {help}",
                        sub.get_name(),
                        argument.get_id()
                    );
                }
            }
            command.debug_assert();
        }
    }
}
