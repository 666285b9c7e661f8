//! Footnotes: small lines at the foot of a page, behind a rule or a raised number, and their marks in the text.

use std::collections::HashSet;

use super::{
    furniture::Laid,
    line::Line,
    words::{Mark, PlacedWord, WORD_GAP},
};

/// Lines of a footnote are no larger than this share of the text above them.
const SMALLER: f32 = 0.95;
/// Sizes within this share of one another are the same.
const SAME: f32 = 1.06;

/// A footnote taken out of its pages.
#[derive(Clone, Debug)]
pub(super) struct Note {
    pub(super) label: String,
    /// The page on which it begins, from 0.
    pub(super) page: usize,
    /// Its lines with their pages; the label is left out.
    pub(super) lines: Vec<(usize, Line)>,
}

/// Where the notes of a page begin, and what says so.
#[derive(Clone, Copy)]
struct Zone {
    from: usize,
    ruled: bool,
}

/// Takes the footnotes out of the pages, and tells their marks in the text.
pub(super) fn take(pages: &mut [Laid]) -> Vec<Note> {
    part_marks(pages);
    let mut notes: Vec<Note> = Vec::new();
    for page in 0..pages.len() {
        let before = notes.last().filter(|note| {
            let last = note.lines.last().map_or(note.page, |line| line.0);
            last + 1 == page
        });
        let Some(zone) = zone(&pages[page], before) else {
            continue;
        };
        let known = zone.ruled
            || before.is_some()
            || label(&pages[page].lines[zone.from])
                .is_some_and(|label| marked(pages, page, &label));
        if !known {
            continue;
        }
        let continues = before.is_some();
        let lines = pages[page].lines.split_off(zone.from);
        let mut own = Vec::new();
        for mut line in lines {
            if !line.is_plain() {
                pages[page].lines.push(line);
                continue;
            }
            let last = own.last().map(|note: &Note| note.label.as_str());
            match label(&line).filter(|label| follows(last, label)) {
                Some(label) => {
                    line.words.remove(0);
                    own.push(Note {
                        label,
                        page,
                        lines: vec![(page, line)],
                    });
                }
                None => match own.last_mut().or(notes.last_mut().filter(|_| continues)) {
                    Some(note) => note.lines.push((page, line)),
                    None => pages[page].lines.push(line),
                },
            }
        }
        notes.append(&mut own);
    }
    mark(pages, &notes);
    notes
}

/// Where the notes of a page begin: below a rule at the left margin, or with a raised number from which on all is
/// small; a note of the page before goes on above the first number.
fn zone(page: &Laid, before: Option<&Note>) -> Option<Zone> {
    let lines = &page.lines;
    let foot = lines
        .iter()
        .rposition(|line| !line.is_plain())
        .map_or(0, |at| at + 1);
    let begins = |at: usize| label(&lines[at]).is_some();
    let size = |line: &Line| body_size(line);
    let goes_on = |size: f32| {
        before.is_some_and(|note| {
            let own = note.lines.last().map_or(0.0, |line| body_size(&line.1));
            size < own * SAME && size * SAME > own
        })
    };
    if let Some(from) = ruled(page, foot) {
        let small = lines[from..].iter().map(size).fold(0.0, f32::max);
        let above = lines[..from]
            .iter()
            .rev()
            .take(4)
            .map(size)
            .fold(0.0, f32::max);
        let fits = above == 0.0 || small < above * SAME;
        if fits && (begins(from) || goes_on(size(&lines[from])) && goes_on(small)) {
            return Some(Zone { from, ruled: true });
        }
    }
    // From the foot upward as long as the lines are as small as the last one.
    let last = lines.get(foot..)?.last().map(size)?;
    let same = |line: &&Line| size(line) < last * SAME && size(line) * SAME > last;
    let small = lines[foot..].iter().rev().take_while(same).count();
    let from = lines.len() - small;
    let smaller = from == 0 || last < SMALLER * size(&lines[from - 1]) || foot == from;
    let unfinished = before.is_some_and(|note| !finished(note)) && goes_on(last);
    if unfinished && smaller {
        return Some(Zone { from, ruled: false });
    }
    let first = (from..lines.len()).find(|at| begins(*at))?;
    // Above the first number of a page stands nothing as small as the notes.
    let bare = first == from && smaller && from > 0;
    bare.then_some(Zone {
        from: first,
        ruled: false,
    })
}

/// The first line below a rule at the left margin of the text, if nothing but small lines follow.
fn ruled(page: &Laid, foot: usize) -> Option<usize> {
    let plain = page.lines.iter().filter(|line| line.is_plain());
    let margin = plain.map(Line::left).fold(f32::MAX, f32::min);
    page.rules
        .iter()
        .filter(|rule| rule.0[0] < margin + 12.0 && rule.0[0] > margin - 12.0)
        .filter_map(|rule| {
            let below = |line: &Line| line.baseline() > rule.0[1] && line.is_plain();
            let from = foot + page.lines[foot..].iter().position(below)?;
            let near = page.lines[from].baseline() - rule.0[1] < 3.0 * page.lines[from].size();
            let above = |line: &Line| line.baseline() < rule.0[3] + 1.0;
            let parts =
                page.lines[foot..from].iter().all(above) && page.lines[from..].iter().all(below);
            (near && parts).then_some(from)
        })
        .next_back()
}

/// The size of a line's letters, raised numbers left out.
fn body_size(line: &Line) -> f32 {
    let words = line.words.iter().filter(|word| word.mark == Mark::None);
    words.map(|word| word.size).fold(0.0, f32::max)
}

/// The number with which a footnote begins: raised, or in brackets as no clause is numbered.
fn label(line: &Line) -> Option<String> {
    let [first, _, ..] = line.words.as_slice() else {
        return None;
    };
    let set_apart = first.mark == Mark::Raised || is_bracketed(&first.text);
    let label = first.text.trim_matches(['[', ']', '(', ')', ',']);
    let number = (1..=4).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_digit());
    let sign = !label.is_empty() && label.len() <= 3 && label.bytes().all(|byte| byte == b'*');
    (line.is_plain() && set_apart && (number || sign)).then(|| label.to_owned())
}

/// Numbers of notes rise on a page.
fn follows(last: Option<&str>, label: &str) -> bool {
    let number = |label: &str| label.parse::<u32>().ok();
    match (last.and_then(number), number(label)) {
        (Some(last), Some(next)) => next > last && next <= last + 20,
        (None, _) | (_, None) => true,
    }
}

fn finished(note: &Note) -> bool {
    let last = note.lines.last().and_then(|line| line.1.words.last());
    last.is_none_or(|word| word.text.ends_with(['.', '”', '"', ';']))
}

/// Whether a raised number stands in the text of a page or of the ones beside it.
fn marked(pages: &[Laid], page: usize, label: &str) -> bool {
    let near = &pages[page.saturating_sub(1)..(page + 2).min(pages.len())];
    near.iter().flat_map(|page| &page.lines).any(|line| {
        let mut words = line.words.iter().enumerate();
        words.any(|(n, word)| (n > 0 || label_alone(line)) && means(word, label))
    })
}

/// A line whose first word is raised may be a note itself; in a cell of a table it is none.
fn label_alone(line: &Line) -> bool {
    !line.is_plain() || line.words.len() == 1
}

/// Parts marks in brackets from the words that they stand behind, "1.[29]", where a line begins with the same mark.
fn part_marks(pages: &mut [Laid]) {
    let firsts = pages
        .iter()
        .flat_map(|page| &page.lines)
        .filter_map(|line| line.words.first());
    let labels: HashSet<String> = firsts
        .filter(|word| is_bracketed(&word.text))
        .map(|word| word.text.clone())
        .collect();
    if labels.is_empty() {
        return;
    }
    let plain = |line: &&mut Line| line.is_plain();
    for line in pages
        .iter_mut()
        .flat_map(|page| &mut page.lines)
        .filter(plain)
    {
        let words = std::mem::take(&mut line.words);
        for mut word in words {
            let at = word.text.rfind('[').filter(|at| *at > 0);
            let Some(at) = at.filter(|at| labels.contains(&word.text[*at..])) else {
                line.words.push(word);
                continue;
            };
            let mut mark = word.clone();
            mark.text = word.text.split_off(at);
            #[expect(clippy::cast_precision_loss, reason = "letters of one word")]
            let share = at as f32 / (at + mark.text.len()) as f32;
            mark.left = word.left + share * (word.right - word.left);
            word.right = mark.left;
            line.words.extend([word, mark]);
        }
    }
}

/// "[29]": a number of a note at any height.
fn is_bracketed(text: &str) -> bool {
    let inside = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    inside.is_some_and(|number| {
        !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Whether a word marks the note with a label: "29" raised, "[29]", "1,2".
fn means(word: &PlacedWord, label: &str) -> bool {
    (word.mark == Mark::Raised || is_bracketed(&word.text))
        && word
            .text
            .split([',', '[', ']', '(', ')'])
            .any(|part| part == label)
}

/// Ties the marks in the text to the notes: on the note's own page first, then on the ones beside it, then anywhere.
fn mark(pages: &mut [Laid], notes: &[Note]) {
    for (number, note) in notes.iter().enumerate() {
        let own = note.page;
        let mut order = vec![own];
        order.extend(own.checked_sub(1));
        order.extend((own + 1 < pages.len()).then_some(own + 1));
        if pages.len() <= 200 {
            order.extend((0..own.saturating_sub(1)).rev());
        }
        let found = order
            .iter()
            .find_map(|page| candidate(&pages[*page], &note.label).map(|at| (*page, at)));
        if let Some((page, (line, word))) = found {
            pages[page].lines[line].words[word].mark = Mark::Note(number);
        }
    }
}

/// The first mark of a label on a page; what looks like a power of a unit only if nothing else is there.
fn candidate(page: &Laid, label: &str) -> Option<(usize, usize)> {
    let words = page.lines.iter().enumerate().flat_map(|(n, line)| {
        line.words
            .iter()
            .enumerate()
            .map(move |(m, word)| ((n, m), word))
    });
    let mut powers = None;
    let mut before: Option<&PlacedWord> = None;
    for (at, word) in words {
        if means(word, label) {
            if !before.is_some_and(|before| is_power(before, word)) {
                return Some(at);
            }
            powers = powers.or(Some(at));
        }
        before = Some(word);
    }
    powers
}

/// "m²", "km³", "10³": a power, whatever notes there are.
fn is_power(before: &PlacedWord, word: &PlacedWord) -> bool {
    let unit = before.text.trim_start_matches(|c: char| !c.is_alphabetic());
    let unit = matches!(unit, "m" | "km" | "dm" | "cm" | "mm") || before.text.ends_with("10");
    let touches = word.left - before.right < WORD_GAP * before.size;
    touches && unit && matches!(word.text.as_str(), "2" | "3")
}
