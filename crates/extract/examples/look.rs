//! Looks at one file as the readers see it, in this process and without limits: for working on a reader.
//!
//! `cargo run --release -p extract --example look -- FILE [--json | --text]`. The program's own command is
//! `cancu read`, which reads in a child process.
#![allow(clippy::print_stdout, reason = "an example prints what it shows")]

use extract::{Limits, Reading};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().expect("a file");
    let how = arguments.next().unwrap_or_default();
    let bytes = std::fs::read(&file).expect("a file that can be opened");
    let end = extract::read(&file, &bytes, &Limits::default(), &mut |reading| {
        match how.as_str() {
            "--json" => println!(
                "{}",
                serde_json::to_string_pretty(&reading).expect("a reading has no map keys")
            ),
            "--text" => print!("{}", reading.source.text()),
            _ => outline(&reading),
        }
        true
    });
    println!("{end:?}");
}

fn outline(reading: &Reading) {
    let parsed = &reading.parsed;
    println!("{:#?}", parsed.header);
    println!("{:?}", parsed.validity);
    let provisions = |list: &[legal::Provision]| {
        for provision in list {
            let words = reading.source.slice(provision.span);
            let start: String = words.chars().take(90).collect();
            println!("{}  {:?}", provision.path, start);
        }
    };
    provisions(&parsed.provisions);
    for annex in &parsed.annexes {
        println!(
            "{} {:?} {:?}",
            annex.path,
            annex.kind,
            reading.source.slice(annex.heading)
        );
        provisions(&annex.provisions);
    }
    for amendment in &parsed.amendments {
        println!(
            "{:?} {} -> {} {:?}",
            amendment.kind,
            amendment.source,
            amendment.target.path,
            amendment.target.symbol.as_ref().map(legal::Symbol::normal)
        );
    }
    for relation in &parsed.relations {
        println!(
            "{:?} ({:?}) {} {} {:?}",
            relation.kind,
            relation.confidence,
            relation.source,
            relation.target.path,
            reading.source.slice(relation.span)
        );
    }
    let layout = reading.source.layout();
    println!(
        "{} tables, {} footnotes, {} lines of furniture, {} changes, {} aliases, transitions {:?}",
        layout.tables.len(),
        layout.footnotes.len(),
        layout.furniture.len(),
        parsed.changes.len(),
        parsed.aliases.len(),
        parsed.transitions
    );
    for issue in &parsed.issues {
        println!("{:?} {}", issue.kind, issue.detail);
    }
    for flag in &reading.flags {
        println!("{flag:?}");
    }
}
