//! The grammar of accounts, groups and the audit.

use catalogue::Role;
use clap::{Arg, ArgAction, Command, value_parser};

use crate::messages::{Language, text};

/// `account`, `group` and `audit`.
pub(super) fn commands(language: Language) -> [Command; 3] {
    let about = |key: &str| text(language, key).to_owned();
    let sub_of = |parent: &str, name: &'static str| {
        Command::new(name).about(about(&format!("about_{parent}_{name}")))
    };
    let name = || Arg::new("name").required(true).help(about("arg_account"));
    let json = || {
        Arg::new("json")
            .long("json")
            .action(ArgAction::SetTrue)
            .help(about("arg_json"))
    };
    let roles = || {
        Arg::new("roles")
            .required(true)
            .num_args(1..)
            .value_parser(Role::ALL.map(Role::name))
            .help(about("arg_roles"))
    };
    let groups = || Arg::new("groups").num_args(0..).help(about("arg_groups"));
    let group = || Arg::new("group").required(true).help(about("arg_group"));
    let account = Command::new("account")
        .about(about("about_account"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(sub_of("account", "list").arg(json()))
        .subcommand(
            sub_of("account", "add")
                .arg(name())
                .arg(roles())
                .arg(Arg::new("shown").long("shown").help(about("arg_shown"))),
        )
        .subcommand(sub_of("account", "role").arg(name()).arg(roles()))
        .subcommand(sub_of("account", "groups").arg(name()).arg(groups()))
        .subcommand(sub_of("account", "disable").arg(name()))
        .subcommand(sub_of("account", "enable").arg(name()))
        .subcommand(sub_of("account", "reset").arg(name()));
    let collection = || {
        Arg::new("collection")
            .required(true)
            .help(about("arg_given"))
    };
    let agreed = || {
        let agree = Arg::new("agree")
            .long("agree")
            .num_args(2)
            .value_names(["DOCUMENTS", "PEOPLE"])
            .value_parser(value_parser!(usize))
            .help(about("arg_agree_people"));
        let yes = Arg::new("yes")
            .long("yes")
            .action(ArgAction::SetTrue)
            .conflicts_with("agree")
            .help(about("arg_yes"));
        [agree, yes]
    };
    let group = Command::new("group")
        .about(about("about_group"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(sub_of("group", "list").arg(json()))
        .subcommand(sub_of("group", "add").arg(group()))
        .subcommand(sub_of("group", "remove").arg(group()))
        .subcommand(
            sub_of("group", "give")
                .arg(collection())
                .arg(groups())
                .args(agreed()),
        )
        .subcommand(sub_of("group", "back").arg(collection()).args(agreed()));
    let audit = Command::new("audit")
        .about(about("about_audit"))
        .arg(json())
        .arg(
            Arg::new("limit")
                .long("limit")
                .value_parser(value_parser!(u32).range(1..=1_000_000))
                .default_value("50")
                .help(about("arg_lines")),
        )
        .subcommand(sub_of("audit", "head"))
        .subcommand(
            sub_of("audit", "verify")
                .arg(Arg::new("head").long("head").help(about("arg_head")))
                .arg(json()),
        );
    [account, group, audit]
}
