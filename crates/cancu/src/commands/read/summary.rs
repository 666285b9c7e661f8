//! `cancu read FOLDER --summary`: a line a file, aligned, with what to know of each.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use extract::Reading;
use ingest::Progress;
use legal::{Date, Level};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::{
    failure::Told,
    messages::{Language, fill, text},
    notes::{flag_notes, issue_note},
    output,
    progress::{Bar, refusal},
    workplace::Workplace,
};

/// Most notes in words on a line.
const NOTES: usize = 3;

/// Widest file name in the table; longer ones keep their end, which tells files apart.
const NAME: usize = 48;

/// What is said of one file. For a collection: its documents counted, the rest added up.
#[derive(Default, Serialize)]
struct Row {
    file: String,
    symbol: Option<String>,
    kind: Option<String>,
    issued: Option<Date>,
    effective: Option<Date>,
    documents: usize,
    pages: usize,
    articles: usize,
    annexes: usize,
    flags: usize,
    issues: usize,
    seconds: f64,
    /// Why it was not read.
    refused: Option<String>,
    notes: Vec<String>,
}

/// Exit code 1 if a file could not be read; the table holds all of them.
pub(super) fn run(place: &Workplace, path: &Path, json: bool) -> anyhow::Result<ExitCode> {
    let files = files(path)?;
    let settings = place.loading()?;
    let total = files.iter().map(|(_, size)| size).sum();
    let mut bar = Bar::new(place.language, true);
    let mut rows = Vec::with_capacity(files.len());
    let mut done = 0;
    for (file, size) in files {
        bar.take(Progress::Reading {
            done,
            total,
            file: file.clone(),
            passages: 0,
            recognised: (0, 0),
        });
        rows.push(row(place.language, &settings, path, &file));
        done += size;
    }
    bar.finish();
    if json {
        output::json(&rows);
    } else {
        table(place.language, &rows);
    }
    let failed = rows.iter().any(|row| row.refused.is_some());
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// The files under a path with their sizes; none is an error that says so.
fn files(path: &Path) -> anyhow::Result<Vec<(PathBuf, u64)>> {
    let shown = path.display();
    std::fs::metadata(path)
        .map_err(|error| Told::new("cannot_open", &[("path", &shown), ("detail", &error)]))?;
    let files = ingest::files(&[path.to_owned()], None)?;
    if files.is_empty() {
        return Err(Told::new("nothing_to_read", &[("folder", &shown)]).into());
    }
    Ok(files)
}

fn row(language: Language, settings: &ingest::Settings, folder: &Path, file: &Path) -> Row {
    let name = file
        .strip_prefix(folder)
        .ok()
        .filter(|name| *name != Path::new(""));
    let name = name
        .or_else(|| file.file_name().map(Path::new))
        .unwrap_or(file);
    let mut row = Row {
        file: name.display().to_string(),
        ..Row::default()
    };
    let began = Instant::now();
    let read = ingest::read_file(&settings.program, file, &settings.limits, &mut |reading| {
        row.take(language, &reading);
    });
    row.seconds = (began.elapsed().as_secs_f64() * 100.0).round() / 100.0;
    row.refused = read.err().map(|error| refusal(language, &error));
    row
}

impl Row {
    fn take(&mut self, language: Language, reading: &Reading) {
        let parsed = &reading.parsed;
        let header = &parsed.header;
        self.documents += 1;
        if self.documents == 1 {
            let symbol = header.symbol.as_ref();
            self.symbol = symbol.map(|symbol| symbol.normal().to_owned());
            self.kind = header.kind.as_ref().map(|kind| kind.name().to_owned());
            (self.issued, self.effective) = (header.issued, parsed.validity.from);
        } else {
            (self.symbol, self.kind, self.issued, self.effective) = (None, None, None, None);
        }
        let is_article = |own: &&legal::Provision| own.path.level() == Some(Level::Article);
        self.pages += reading.source.pages().len();
        self.articles += parsed.provisions.iter().filter(is_article).count();
        self.annexes += parsed.annexes.len();
        self.issues += parsed.issues.len();
        let flags = flag_notes(language, &reading.flags);
        self.flags += flags.len();
        let issues = parsed
            .issues
            .iter()
            .map(|issue| issue_note(language, issue));
        for note in flags.into_iter().chain(issues) {
            if self.notes.len() < NOTES && !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }

    /// The cells in the order of the columns, notes aside.
    fn cells(&self, language: Language) -> [String; 11] {
        let day = |day: Option<Date>| day.map_or_else(|| "–".to_owned(), |day| day.to_string());
        let words = |words: &Option<String>| words.clone().unwrap_or_else(|| "–".to_owned());
        let symbol = if self.documents > 1 {
            fill(language, "summary_documents", &[("count", &self.documents)])
        } else {
            words(&self.symbol)
        };
        [
            shortened(&self.file, NAME),
            symbol,
            words(&self.kind),
            day(self.issued),
            day(self.effective),
            self.pages.to_string(),
            self.articles.to_string(),
            self.annexes.to_string(),
            self.flags.to_string(),
            self.issues.to_string(),
            format!("{:.2}", self.seconds),
        ]
    }

    fn said(&self) -> String {
        match &self.refused {
            Some(reason) => reason.clone(),
            None => self.notes.join("; "),
        }
    }
}

/// The columns that hold words and stand on the left; figures stand on the right.
const WORDS: usize = 5;

fn table(language: Language, rows: &[Row]) {
    let heads = [
        "file",
        "symbol",
        "kind",
        "issued",
        "effective",
        "pages",
        "articles",
        "annexes",
        "flags",
        "issues",
        "seconds",
    ];
    let heads = heads.map(|name| text(language, &format!("summary_{name}")).to_owned());
    let cells: Vec<[String; 11]> = rows.iter().map(|row| row.cells(language)).collect();
    let widest = |column: usize| {
        let all = cells.iter().chain([&heads]);
        all.map(|cells| width(&cells[column])).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..heads.len()).map(widest).collect();
    output::line(&aligned(&heads, &widths, text(language, "summary_notes")));
    for (cells, row) in cells.iter().zip(rows) {
        output::line(&aligned(cells, &widths, &row.said()));
    }
    let refused = rows.iter().filter(|row| row.refused.is_some()).count();
    let values: [(&str, &dyn std::fmt::Display); 3] = [
        ("files", &rows.len()),
        ("pages", &rows.iter().map(|row| row.pages).sum::<usize>()),
        ("refused", &refused),
    ];
    output::line(&fill(language, "summary_total", &values));
}

/// A line of the table; the notes stand last and need no width.
fn aligned(cells: &[String; 11], widths: &[usize], notes: &str) -> String {
    let mut line = String::new();
    for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
        if column < WORDS {
            line.push_str(&padded(cell, *width));
        } else {
            line.push_str(&" ".repeat(width.saturating_sub(self::width(cell))));
            line.push_str(cell);
        }
        line.push_str("  ");
    }
    line.push_str(notes);
    line.trim_end().to_owned()
}

/// The columns that words take on a terminal: an accent on its own takes none, a wide letter two.
pub(super) fn width(words: &str) -> usize {
    UnicodeWidthStr::width(words)
}

/// Words with spaces behind them up to a width.
pub(super) fn padded(words: &str, to: usize) -> String {
    format!("{words}{}", " ".repeat(to.saturating_sub(width(words))))
}

/// The end of words that are wider than allowed.
fn shortened(words: &str, most: usize) -> String {
    let mut kept = words;
    while width(kept) > most.saturating_sub(1) && width(words) > most {
        let mut letters = kept.chars();
        letters.next();
        kept = letters.as_str();
    }
    if kept.len() == words.len() {
        words.to_owned()
    } else {
        format!("…{kept}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_on_the_screen_as_they_say() {
        fn check(words: &str, to: usize) {
            assert_eq!(width(&padded(words, to)), to, "{words:?}");
        }
        check("Điều", 10);
        check("e\u{301}", 4);
        check("文", 6);
        check("", 3);
        assert_eq!(shortened("thong-tu.pdf", 48), "thong-tu.pdf");
        assert_eq!(shortened("năm-hai-nghìn.pdf", 8), "…hìn.pdf");
    }
}
