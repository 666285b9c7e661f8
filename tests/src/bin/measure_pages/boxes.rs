//! Boxes around quotes: quotes are drawn from the provisions of real gazettes, the server is asked where they stand as a
//! browser asks it, and the words that `pdftotext` sees inside the boxes must be the quote.

use std::collections::BTreeMap;
use std::path::Path;

use catalogue::Document;
use legal::{PageKind, Span};
use serde_json::Value;
use tests::{Chance, get, similarity, skipped};

use crate::Asked;
use crate::gazettes::Gazettes;
use crate::printed::{Pages, Word, letters};

/// Quotes have from so many words on, up to so many.
const WORDS: (u64, u64) = (4, 60);
/// The same quotes in every run.
const SEED: u64 = 20_261_130;

/// A quote, and where it is said to stand.
pub(crate) struct Drawn<'a> {
    pub(crate) document: &'a Document,
    pub(crate) span: Span,
    pub(crate) words: &'a str,
}

pub(crate) fn measure(asked: &Asked) {
    if !Pages::are_readable() {
        return skipped("boxes", "pdftotext is not installed");
    }
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let Some(gazettes) = Gazettes::load(scratch.path()) else {
        return;
    };
    let empty = scratch.path().join("nothing");
    std::fs::create_dir_all(&empty).expect("a folder can be made");
    let served = gazettes
        .program
        .serve(&["--corpus", &empty.to_string_lossy()]);
    let mut chance = Chance::seeded_or("boxes", SEED);
    let mut pages = Pages::default();
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    let (mut shown, mut over, mut over_right) = (0, 0, 0);
    let mut drawn = 0;
    while drawn < asked.quotes {
        let Some(quote) = draw(&gazettes.documents, &mut chance, PageKind::Text) else {
            continue;
        };
        let Some(file) = gazettes.file(quote.document) else {
            continue;
        };
        drawn += 1;
        let found = boxes(&served.address, &quote);
        let inside = inside(&found, &file, &mut pages);
        let cause = cause(&quote, &found, &inside, &file, &mut pages);
        *counts.entry(cause).or_default() += 1;
        if found.len() > 1 {
            over += 1;
            over_right += usize::from([RIGHT, MARK].contains(&cause));
        }
        if ![RIGHT, MARK].contains(&cause) && shown < asked.worst {
            shown += 1;
            println!(
                "{cause}: {} {}-{} pages {:?}\n  quote  {}\n  inside {}",
                quote.document.row.file_name,
                quote.span.start,
                quote.span.end,
                found.iter().map(|(page, _)| page).collect::<Vec<_>>(),
                quote.words.replace('\n', " "),
                inside
            );
        }
    }
    let right = counts.get(RIGHT).copied().unwrap_or(0);
    let marked = counts.get(MARK).copied().unwrap_or(0);
    println!(
        "{right} of {drawn} quotes ({:.1} %): the words inside the boxes are the quote; {} ({:.1} %) with those that have the mark of a footnote between",
        100.0 * right as f64 / drawn.max(1) as f64,
        right + marked,
        100.0 * (right + marked) as f64 / drawn.max(1) as f64
    );
    println!("{over_right} of {over} quotes over two or more pages");
    for (cause, count) in counts.iter().filter(|(cause, _)| **cause != RIGHT) {
        println!("{count:6} {cause}");
    }
}

const RIGHT: &str = "right";
/// A raised number stands between the words: the text leaves it out, and the box of a line goes over it.
const MARK: &str = "right but for the mark of a footnote inside the line";

/// A run of whole words of some provision, on pages that were read in one way.
pub(crate) fn draw<'a>(
    documents: &'a [Document],
    chance: &mut Chance,
    kind: PageKind,
) -> Option<Drawn<'a>> {
    let document = &documents[chance.below(documents.len().max(1) as u64) as usize];
    let annexed = document.annexes.iter().flat_map(|annex| &annex.provisions);
    let provisions: Vec<_> = document.provisions.iter().chain(annexed).collect();
    let provision = provisions.get(chance.below(provisions.len().max(1) as u64) as usize)?;
    let is_one = |at| {
        let number = document.source.page_at(at);
        let mut pages = document.source.pages().iter();
        pages.any(|page| Some(page.number) == number && page.kind == kind)
    };
    if !is_one(provision.body.start) || !is_one(provision.body.end.saturating_sub(1)) {
        return None;
    }
    let text = document.source.slice(provision.body);
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for word in text.split_whitespace() {
        let start = at + text[at..].find(word)?;
        at = start + word.len();
        words.push((start, at));
    }
    let length = WORDS.0 + chance.below(WORDS.1 - WORDS.0 + 1);
    let length = (length as usize).min(words.len());
    if length < WORDS.0 as usize {
        return None;
    }
    let first = chance.below((words.len() - length + 1) as u64) as usize;
    let (start, end) = (words[first].0, words[first + length - 1].1);
    let base = provision.body.start as usize;
    Some(Drawn {
        document,
        span: Span::new(base + start, base + end),
        words: &text[start..end],
    })
}

/// The pages on which the server boxes the quote, with the boxes of each.
pub(crate) fn boxes(address: &str, quote: &Drawn<'_>) -> Vec<(u32, Vec<[f32; 4]>)> {
    let path = format!(
        "/api/documents/{}/pages?doan={}-{}",
        tests::escaped(&quote.document.row.slug),
        quote.span.start,
        quote.span.end
    );
    let answer = get(address, &path).expect("the server answers");
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    let answer: Value = serde_json::from_str(&answer.body).expect("JSON");
    let pages = answer["pages"].as_array().into_iter().flatten();
    pages
        .map(|page| {
            let number = page["number"].as_u64().unwrap_or_default();
            let boxes = page["boxes"].as_array().into_iter().flatten();
            let boxes =
                boxes.map(|one| [0, 1, 2, 3].map(|at| one[at].as_f64().unwrap_or(0.0) as f32));
            (u32::try_from(number).unwrap_or_default(), boxes.collect())
        })
        .collect()
}

/// The words that the other reader sees inside the boxes, line by line; each word once.
pub(crate) fn inside(found: &[(u32, Vec<[f32; 4]>)], file: &Path, pages: &mut Pages) -> String {
    let mut said = String::new();
    for (number, boxes) in found {
        let mut words = pages.of(file, *number).words.clone();
        for one in boxes {
            let (mut within, others): (Vec<Word>, Vec<Word>) =
                words.into_iter().partition(|word| holds(one, word));
            within.sort_by(|a, b| a.bounds[0].total_cmp(&b.bounds[0]));
            for word in within {
                said.push_str(&word.text);
                said.push(' ');
            }
            words = others;
        }
    }
    said
}

/// Whether a word's middle lies in a box.
fn holds([left, top, right, bottom]: &[f32; 4], word: &Word) -> bool {
    let [word_left, word_top, word_right, word_bottom] = word.bounds;
    let across = f32::midpoint(word_left, word_right);
    let down = f32::midpoint(word_top, word_bottom);
    *left <= across && across <= *right && *top <= down && down <= *bottom
}

/// Why the words inside are not the quote.
fn cause(
    quote: &Drawn<'_>,
    found: &[(u32, Vec<[f32; 4]>)],
    inside: &str,
    file: &Path,
    pages: &mut Pages,
) -> &'static str {
    let (wanted, seen) = (letters(quote.words), letters(inside));
    if wanted == seen {
        return RIGHT;
    }
    if found.is_empty() {
        return "no box";
    }
    let marks = |word: &&str| !word.chars().all(|c| c.is_ascii_digit());
    let spoken: Vec<&str> = inside.split_whitespace().filter(marks).collect();
    let wanted_too: Vec<&str> = quote.words.split_whitespace().filter(marks).collect();
    if letters(&spoken.join(" ")) == letters(&wanted_too.join(" ")) {
        return MARK;
    }
    let mut page = String::new();
    for (number, _) in found {
        for word in &pages.of(file, *number).words {
            page.push_str(&word.text);
            page.push(' ');
        }
    }
    if found
        .iter()
        .all(|(number, _)| pages.of(file, *number).words.is_empty())
    {
        return "the other reader sees no words there (a picture)";
    }
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    if sorted(&wanted) == sorted(&seen) {
        return "the same letters in another order";
    }
    if !letters(&page).contains(&wanted) {
        let one = |text: &str| -> Vec<String> { text.chars().map(String::from).collect() };
        return match similarity(&one(&wanted), &one(&seen)) > 0.9 {
            true => "the other reader spells a word otherwise",
            false => {
                "the other reader does not have these words in a row, and the box holds others"
            }
        };
    }
    match (wanted.contains(&seen), seen.contains(&wanted)) {
        (true, _) => "the boxes leave words out",
        (_, true) => "the boxes hold more",
        _ => "the boxes hold other words",
    }
}
