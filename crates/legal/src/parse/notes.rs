//! Footnotes of consolidated texts: those that the reader set apart, or smaller lines at the bottom of their pages.

use super::{
    lines::{Line, Lines},
    mark,
};
use crate::{Level, Parsed, SourceText, Span};

/// Notes are smaller than this share of the size of the articles.
const SMALL: f32 = 0.93;

/// A note: where its mark stands in the main text, if that is known, and its words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Note {
    pub(super) anchor: Option<u32>,
    pub(super) span: Span,
}

/// The notes of a text: from its layout; else from the lines known as notes, and marks glued to labels and headings.
pub(super) fn of(
    source: &SourceText,
    lines: &Lines<'_>,
    noted: &[bool],
    parsed: &Parsed,
) -> Vec<Note> {
    let layout = &source.layout().footnotes;
    if !layout.is_empty() {
        let held = layout.iter().map(|note| Note {
            anchor: note.anchor,
            span: note.span,
        });
        return held.collect();
    }
    let mut notes: Vec<(u32, Span)> = Vec::new();
    for (line, bounds) in lines.all.iter().enumerate() {
        let bracketed = bracketed(lines.get(line));
        if !noted.get(line).copied().unwrap_or_default() && bracketed.is_none() {
            continue;
        }
        let plain = || numbered(lines, line, noted);
        let label = bracketed.or_else(plain);
        let last = notes.last().map_or(0, |(number, _)| *number);
        match label.filter(|(number, _)| (last + 1..last + 4).contains(number)) {
            Some((number, words)) => {
                notes.push((number, Span::new(bounds.start + words, bounds.end)));
            }
            // A note goes on in the next line, also over the end of the page.
            None if bracketed.is_none() => {
                if let Some((_, span)) = notes.last_mut() {
                    span.end = Span::new(bounds.start, bounds.end).end;
                }
            }
            None => {}
        }
    }
    let glued = |number| glued(lines.text, number, parsed);
    notes
        .into_iter()
        .map(|(number, span)| Note {
            anchor: glued(number),
            span,
        })
        .collect()
}

/// "[12] Điều này …" at the start of a line: the number, and where the words begin.
fn bracketed(line: &str) -> Option<(u32, usize)> {
    let rest = line.strip_prefix("[[").or_else(|| line.strip_prefix('['))?;
    let end = rest.find(']')?;
    let number = rest[..end].parse().ok()?;
    let behind = rest[end..].trim_start_matches(']');
    // "[[1]](#_ftn1)" of copied pages.
    let behind = match behind.strip_prefix('(') {
        Some(link) => link.find(')').map_or(behind, |at| &link[at + 1..]),
        None => behind,
    };
    let words = behind.trim_start();
    (!words.is_empty()).then_some((number, line.len() - words.len()))
}

/// "12 Điều này …", or "12" on a line of its own above the words.
fn numbered(lines: &Lines<'_>, line: usize, noted: &[bool]) -> Option<(u32, usize)> {
    let text = lines.get(line);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 3 {
        return None;
    }
    let words = text[digits..].trim_start_matches(['.', ')']).trim_start();
    let alone = words.is_empty() && noted.get(line + 1).copied().unwrap_or_default();
    (alone || words.starts_with(char::is_uppercase))
        .then(|| Some((text[..digits].parse().ok()?, text.len() - words.len())))?
}

/// Where the mark of a note is glued to a label ("Điều 42.29", "a)14") or ends a heading, or stands as "[29]".
fn glued(text: &str, number: u32, parsed: &Parsed) -> Option<u32> {
    let digits = number.to_string();
    let annexes = parsed.annexes.iter().flat_map(|annex| &annex.provisions);
    for provision in parsed.provisions.iter().chain(annexes) {
        let label_end = provision.span.start as usize + provision.label.len();
        let behind = text.get(label_end..).unwrap_or_default();
        let mark = behind.trim_start_matches(['.', ')', ':']);
        let run: String = mark.chars().take_while(char::is_ascii_digit).collect();
        let separated = provision.label.ends_with(['.', ')']) || mark.len() < behind.len();
        if separated && run == digits {
            return u32::try_from(text.len() - mark.len()).ok();
        }
        let heading = text.get(provision.heading.range()).unwrap_or_default();
        let words = heading.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let mut marks = heading[words.len()..].split_whitespace();
        if !heading.is_empty() && marks.any(|mark| mark == digits) {
            return Some(provision.heading.end);
        }
    }
    let bracketed = format!("[{digits}]");
    let (at, _) = text
        .match_indices(&bracketed)
        .find(|(at, _)| *at > 0 && !text[..*at].ends_with(['\n', '[']))?;
    u32::try_from(at).ok()
}

/// Which lines are notes: the smaller lines at the end of each page. None where the file has no pages.
pub(super) fn at_page_ends(source: &SourceText, lines: &Lines<'_>) -> Vec<bool> {
    let mut notes = vec![false; lines.len()];
    let mut articles: Vec<f32> = (0..lines.len())
        .filter(|line| {
            mark::container(lines.get(*line))
                .is_some_and(|mark| mark.level == Level::Article && mark.separator.is_some())
        })
        .map(|line| size(source, lines.all[line]))
        .collect();
    articles.sort_by(f32::total_cmp);
    let Some(most) = articles.get(articles.len() / 2).map(|size| size * SMALL) else {
        return notes;
    };
    for page in source.pages() {
        let first = lines.at(page.span.start as usize);
        let mut note = lines
            .all
            .partition_point(|line| line.start < page.span.end as usize);
        while note > first && size(source, lines.all[note - 1]) < most {
            note -= 1;
            notes[note] = true;
        }
    }
    notes
}

/// The height of a line's largest word; 0 where words have no place.
fn size(source: &SourceText, line: Line) -> f32 {
    let words = source.words();
    let from = words.partition_point(|word| (word.span.start as usize) < line.start);
    words[from..]
        .iter()
        .take_while(|word| (word.span.start as usize) < line.end)
        .map(|word| word.bounds[3] - word.bounds[1])
        .fold(0.0, f32::max)
}
