//! Tables without ruling lines: told by cells that stand below one another over several lines.
//!
//! Columns are the gaps that no word of any line crosses. Two columns also part a head of an act, a block of
//! signatures, a list with its numbers set apart; a table has rows enough whose cells begin, end or are centred on one
//! another, and is no list.

use super::{
    columns::HEAD_AND_SIGNATURES,
    line::{Line, Row},
    words::PlacedWord,
};

/// Most lines of a table without rules on a page.
const MOST: usize = 200;
/// Fewest rows with words in two columns or more.
const ROWS: usize = 3;
/// A gap narrower than this many font sizes parts no columns.
const GUTTER: f32 = 0.9;
/// Lines further apart than this many font sizes are of two tables.
const APART: f32 = 2.6;
/// Lines of one cell are no further apart than this many font sizes.
const WRAPPED: f32 = 1.45;
/// Cells this near are below one another, in font sizes.
const ALIGNED: f32 = 0.5;

/// What else stands in two columns and is no table: who signs, who gets it, what belongs to what.
const BLOCKS: [&str; 11] = [
    "Q. ",
    "Kính gửi",
    "(Ký",
    "(ký",
    "Ký tên",
    "BỘ TRƯỞNG",
    "họ tên",
    "Chữ ký",
    "Ban hành kèm theo",
    "(Kèm theo",
    "CÔNG BÁO/",
];

/// A table at the start of `lines`: how many lines it takes, and its rows.
pub(super) fn table(lines: &[Line], number: usize) -> Option<(usize, Vec<Line>)> {
    let (length, gutters) = run(lines)?;
    let lines = &lines[..length];
    let cells: Vec<Vec<&[PlacedWord]>> = lines.iter().map(|line| cells(line, &gutters)).collect();
    if !is_table(lines, &cells) {
        return None;
    }
    let mut rows: Vec<Vec<Vec<PlacedWord>>> = Vec::new();
    for (at, own) in cells.iter().enumerate() {
        let near =
            at > 0 && lines[at].baseline() - lines[at - 1].baseline() < WRAPPED * lines[at].size();
        let goes_on = near && own[0].is_empty();
        match rows.last_mut().filter(|_| goes_on) {
            Some(row) => {
                for (cell, more) in row.iter_mut().zip(own) {
                    cell.extend_from_slice(more);
                }
            }
            None => rows.push(own.iter().map(|words| words.to_vec()).collect()),
        }
    }
    let turn = lines[0].turn;
    Some((
        length,
        rows.into_iter()
            .map(|row| line(row, turn, number))
            .collect(),
    ))
}

/// How many lines from the start have gaps in common, and these gaps.
fn run(lines: &[Line]) -> Option<(usize, Vec<(f32, f32)>)> {
    let mut gutters = gaps(lines.first()?);
    let (mut length, mut good) = (0, Vec::new());
    for (at, line) in lines.iter().enumerate().take(MOST) {
        let near = at == 0 || line.baseline() - lines[at - 1].baseline() < APART * line.size();
        let next = narrowed(&gutters, line);
        if !near || next.is_empty() || line.row.is_some() {
            break;
        }
        // A line that only closes gaps is running text below the table.
        if next.len() < gutters.len() && next.len() < filled(&cells(line, &next)).max(2) - 1 {
            break;
        }
        gutters = next;
        if filled(&cells(line, &gutters)) >= 2 || at > 0 && line.left() > gutters[0].1 - 1.0 {
            (length, good) = (at + 1, gutters.clone());
        }
    }
    (length >= ROWS).then_some((length, good))
}

/// The gaps between the segments of a line.
fn gaps(line: &Line) -> Vec<(f32, f32)> {
    let segments = line.segments();
    let right = |words: &[PlacedWord]| words.iter().map(|word| word.right).fold(f32::MIN, f32::max);
    segments
        .windows(2)
        .map(|pair| (right(pair[0]), pair[1][0].left))
        .collect()
}

/// The gaps that a line leaves open.
fn narrowed(gutters: &[(f32, f32)], line: &Line) -> Vec<(f32, f32)> {
    let left_open = |gutter: &(f32, f32)| {
        let mut open = vec![*gutter];
        for word in &line.words {
            let parts = open.iter().flat_map(|(left, right)| {
                [
                    (*left, right.min(word.left)),
                    (left.max(word.right), *right),
                ]
            });
            open = parts.filter(|(left, right)| right > left).collect();
        }
        let widest = open
            .into_iter()
            .max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
        widest.filter(|(left, right)| right - left > GUTTER * line.size())
    };
    gutters.iter().filter_map(left_open).collect()
}

/// The words of a line by column.
fn cells<'a>(line: &'a Line, gutters: &[(f32, f32)]) -> Vec<&'a [PlacedWord]> {
    let mut cells = Vec::with_capacity(gutters.len() + 1);
    let mut rest = line.words.as_slice();
    for (left, right) in gutters {
        let middle = f32::midpoint(*left, *right);
        let at = rest.iter().position(|word| word.left > middle);
        let (own, after) = rest.split_at(at.unwrap_or(rest.len()));
        cells.push(own);
        rest = after;
    }
    cells.push(rest);
    cells
}

fn filled(cells: &[&[PlacedWord]]) -> usize {
    cells.iter().filter(|cell| !cell.is_empty()).count()
}

fn is_table(lines: &[Line], cells: &[Vec<&[PlacedWord]>]) -> bool {
    let rows: Vec<&Vec<&[PlacedWord]>> = cells.iter().filter(|row| filled(row) >= 2).collect();
    let text: Vec<String> = lines.iter().map(Line::text).collect();
    let block = |text: &String| {
        let mut marks = HEAD_AND_SIGNATURES.iter().chain(&BLOCKS);
        marks.any(|mark| text.contains(mark))
    };
    if rows.len() < ROWS || text.iter().any(block) {
        return false;
    }
    let columns = rows[0].len();
    // Where cells begin in the middle of a sentence, lines of text stand side by side.
    let wrapped = |column: &usize| {
        let firsts = rows.iter().filter_map(|row| row[*column].first());
        let small = |word: &&PlacedWord| word.text.starts_with(char::is_lowercase);
        let (all, small) = (firsts.clone().count(), firsts.filter(small).count());
        small * 3 >= all
    };
    if (0..columns).any(|column| wrapped(&column)) {
        return false;
    }
    let size = lines.iter().map(Line::size).fold(0.0, f32::max);
    (1..columns).all(|column| is_aligned(&rows, column, size)) && !is_list(&rows)
}

/// Whether the cells of a column begin, end or are centred below one another.
fn is_aligned(rows: &[&Vec<&[PlacedWord]>], column: usize, size: f32) -> bool {
    let ends = |row: &&Vec<&[PlacedWord]>| {
        let (first, last) = (row[column].first()?, row[column].last()?);
        Some((first.left, last.right))
    };
    let ends: Vec<(f32, f32)> = rows.iter().filter_map(ends).collect();
    let most = |place: &dyn Fn(&(f32, f32)) -> f32| {
        let near = |at: f32| {
            ends.iter()
                .filter(|other| (place(other) - at).abs() < ALIGNED * size)
                .count()
        };
        ends.iter().map(|own| near(place(own))).max().unwrap_or(0)
    };
    let middle = |(left, right): &(f32, f32)| f32::midpoint(*left, *right);
    let most = most(&|ends| ends.0)
        .max(most(&|ends| ends.1))
        .max(most(&middle));
    ends.len() >= 2 && most * 10 >= ends.len() * 7
}

/// Whether the first of two columns holds nothing but the labels of a list or of a form: "1.", "a)", "-", "Email:".
fn is_list(rows: &[&Vec<&[PlacedWord]>]) -> bool {
    let label = |row: &&Vec<&[PlacedWord]>| match row[0] {
        [] => true,
        [only] => {
            let bare = only.text.trim_end_matches(['.', ')', ':', '/']);
            bare.len() < only.text.len() && bare.chars().count() <= 8
                || !bare.chars().any(char::is_alphanumeric)
        }
        [.., last] if last.text.ends_with([':', '…', '.']) => true,
        [word, ..] => matches!(
            word.text.as_str(),
            "Điều" | "Khoản" | "Chương" | "Mục" | "Bước"
        ),
    };
    rows[0].len() == 2 && rows.iter().filter(|row| label(row)).count() * 2 > rows.len()
}

fn line(row: Vec<Vec<PlacedWord>>, turn: u8, table: usize) -> Line {
    let mut words = Vec::new();
    let mut ends = Vec::with_capacity(row.len());
    for cell in row {
        words.extend(cell);
        ends.push(words.len());
    }
    let row = Some(Row { table, cells: ends });
    Line { words, turn, row }
}
