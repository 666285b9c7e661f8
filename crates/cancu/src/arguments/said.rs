//! What clap says, in the reader's language: it has no words but English ones.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::messages::{Language, fill, text};

/// The words of clap's help, longest first where one begins another, with the keys of ours.
const WORDS: [(&str, &str); 9] = [
    ("Usage:", "said_usage"),
    ("Commands:", "said_commands"),
    ("Arguments:", "said_arguments"),
    ("Options:", "said_options"),
    ("[OPTIONS]", "said_some_options"),
    ("[COMMAND]", "said_a_command"),
    ("<COMMAND>", "said_one_command"),
    ("[default: ", "said_default"),
    ("[possible values: ", "said_values"),
];
/// Those of its own two flags, which end a line.
const FLAGS: [(&str, &str); 2] = [
    ("Print help", "said_print_help"),
    ("Print version", "said_print_version"),
];

/// Help as clap renders it.
pub(super) fn help(rendered: &str, language: Language) -> String {
    let said = |line: &str| {
        let mut said = line.to_owned();
        for (word, key) in WORDS {
            said = said.replace(word, text(language, key));
        }
        let flag = FLAGS.iter().find_map(|(word, key)| {
            let before = said.strip_suffix(word)?;
            Some(format!("{before}{}", text(language, key)))
        });
        flag.unwrap_or(said)
    };
    let lines: Vec<String> = rendered.lines().map(said).collect();
    lines.join("\n")
}

/// What is wrong with a command, and what its reader can do.
pub(super) fn wrong(error: &clap::Error, language: Language) -> String {
    let detail = detail(error, language).unwrap_or_else(|| {
        let rendered = error.to_string();
        let line = rendered.lines().next().unwrap_or_default();
        line.trim_start_matches("error: ").to_owned()
    });
    fill(language, "usage_error", &[("detail", &detail)])
}

/// `None`: a kind of error that this grammar cannot have.
fn detail(error: &clap::Error, language: Language) -> Option<String> {
    let get = |kind| error.get(kind).map(words);
    let argument = get(ContextKind::InvalidArg);
    let (key, names) = match error.kind() {
        ErrorKind::MissingRequiredArgument => ("said_missing", vec![("argument", argument?)]),
        ErrorKind::UnknownArgument => ("said_unknown", vec![("argument", argument?)]),
        ErrorKind::InvalidSubcommand => {
            let command = get(ContextKind::InvalidSubcommand)?;
            ("said_no_command", vec![("command", command)])
        }
        ErrorKind::InvalidValue if get(ContextKind::InvalidValue)?.is_empty() => {
            ("said_no_value", vec![("argument", argument?)])
        }
        ErrorKind::InvalidValue => {
            let values = get(ContextKind::ValidValue)?;
            let value = get(ContextKind::InvalidValue)?;
            let names = vec![
                ("argument", argument?),
                ("value", value),
                ("values", values),
            ];
            ("said_bad_choice", names)
        }
        ErrorKind::ValueValidation => {
            let value = get(ContextKind::InvalidValue)?;
            (
                "said_bad_value",
                vec![("argument", argument?), ("value", value)],
            )
        }
        ErrorKind::ArgumentConflict => {
            let other =
                get(ContextKind::PriorArg).unwrap_or_else(|| argument.clone().unwrap_or_default());
            (
                "said_conflict",
                vec![("argument", argument?), ("other", other)],
            )
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            ("said_too_many", vec![("argument", argument?)])
        }
        _ => return None,
    };
    let names: Vec<(&str, &dyn std::fmt::Display)> = names
        .iter()
        .map(|(name, value)| (*name, value as &dyn std::fmt::Display))
        .collect();
    let said = fill(language, key, &names);
    let near = get(ContextKind::SuggestedArg).or_else(|| get(ContextKind::SuggestedSubcommand));
    Some(match near {
        Some(near) => format!(
            "{said} ({})",
            fill(language, "said_near", &[("near", &near)])
        ),
        None => said,
    })
}

fn words(value: &ContextValue) -> String {
    let said = match value {
        ContextValue::Strings(all) => all.join(", "),
        value => value.to_string(),
    };
    said.replace("...", "")
}

#[cfg(test)]
mod tests {
    use super::super::{as_flag, command};
    use super::*;

    const ALL: [Language; 3] = [Language::Vietnamese, Language::English, Language::French];

    fn error(line: &str, language: Language) -> clap::Error {
        let typed: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let read = command(language).try_get_matches_from(as_flag(&typed));
        read.expect_err(line)
    }

    /// Half of the help and of what is said about a wrong command was English.
    #[test]
    fn help_has_no_words_of_another_language() {
        let mut lines = vec!["cancu --help".to_owned(), "cancu train".to_owned()];
        let whole = command(Language::Vietnamese);
        let named = |sub: &clap::Command| format!("cancu help {}", sub.get_name());
        lines.extend(whole.get_subcommands().map(named));
        for line in lines {
            for language in [Language::Vietnamese, Language::French] {
                let said = help(&error(&line, language).to_string(), language);
                let english = WORDS.iter().chain(&FLAGS).map(|(word, _)| *word);
                let ours = |word: &str| {
                    ALL.iter().any(|one| {
                        *one == language && {
                            WORDS
                                .iter()
                                .chain(&FLAGS)
                                .any(|(_, key)| text(*one, key).contains(word))
                        }
                    })
                };
                for word in english.filter(|word| !ours(word)) {
                    assert!(!said.contains(word), "{line}: {word} in {said}");
                }
            }
        }
    }

    #[test]
    fn what_is_wrong_is_said_in_every_language() {
        for (line, names) in [
            ("cancu search", "<query>"),
            ("cancu asc gì", "ask"),
            ("cancu ask gì --limt 3", "--limit"),
            ("cancu ask gì --limit 1000", "1000"),
            ("cancu ask gì --limit", "--limit"),
            ("cancu ingest x --level geheim", "internal"),
            ("cancu read x --pages --json", "--json"),
            ("cancu restore a b", "'b'"),
        ] {
            let mut said: Vec<String> = ALL
                .into_iter()
                .map(|language| wrong(&error(line, language), language))
                .collect();
            for sentence in &said {
                assert!(
                    sentence.contains(names.trim_matches('\'')),
                    "{line}: {sentence}"
                );
                assert!(sentence.contains("cancu --help"), "{line}: {sentence}");
            }
            said.dedup();
            assert_eq!(said.len(), 3, "{line}: {said:?}");
        }
    }
}
