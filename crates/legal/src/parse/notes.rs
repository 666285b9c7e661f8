//! Footnotes of consolidated texts: smaller lines at the bottom of their pages.

use super::{
    lines::{Line, Lines},
    mark,
};
use crate::{Level, SourceText};

/// Notes are smaller than this share of the size of the articles.
const SMALL: f32 = 0.93;

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
