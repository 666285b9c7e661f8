//! Formulas in words: their sides stand side by side over several lines, each to be read on its own.
//!
//! "Tỷ lệ người tham gia" over "(%)", then "=", then a fraction of two wrapped lines each: read line by line nothing of
//! it can be understood. It becomes the one row of a table, its cells parted before each sign and at each fraction bar.

use std::ops::Range;

use super::{
    furniture,
    line::{Line, Row},
    rulings::Ruling,
    words::PlacedWord,
};

/// Lines of a formula are no further apart than this many font sizes.
const NEAR: f32 = 1.7;
/// Nothing of the other lines stands this near to its sign, in font sizes.
const ROOM: f32 = 0.25;
/// Most lines above or below its sign.
const REACH: usize = 9;
/// Pictures of a page that are looked at.
const MOST_PICTURES: usize = 200;
/// Signs that part the cells of a formula.
const SIGNS: [&str; 11] = ["=", ":", "x", "X", "×", "+", "-", "–", "−", "/", "*"];

/// The formulas among lines: which lines, and the row in their place. `tables` counts them.
pub(super) fn find(
    lines: &[Line],
    rules: &[Ruling],
    tables: &mut usize,
) -> Vec<(Range<usize>, Line)> {
    let mut found: Vec<(Range<usize>, Line)> = Vec::new();
    for at in 0..lines.len() {
        let Some(equals) = lines[at].words.iter().find(|word| word.text == "=") else {
            continue;
        };
        let free = found.last().map_or(0, |(range, _)| range.end);
        if at < free {
            continue;
        }
        let range = reach(lines, at, free, equals);
        if let Some(cells) = cells(lines, at, &range, equals, rules) {
            found.push((range, row(cells, lines[at].turn, *tables)));
            *tables += 1;
        }
    }
    found
}

/// The lines round the one with the sign that leave its place free.
fn reach(lines: &[Line], at: usize, from: usize, equals: &PlacedWord) -> Range<usize> {
    let belongs = |line: &Line| {
        // A heading or a clause that happens to be short.
        let label = line.words.first().is_some_and(|word| {
            let bare = word.text.trim_end_matches(['.', ')']);
            bare.len() < word.text.len()
                && bare.chars().all(char::is_alphanumeric)
                && (bare.len() <= 2 || bare.bytes().all(|byte| byte.is_ascii_digit()))
        });
        let label = label && line.words.iter().all(|word| word.right < equals.left);
        // Between two words of a sentence is room for the sign, but for no space round it.
        let room = ROOM * equals.size;
        let crosses =
            |word: &PlacedWord| word.left < equals.right + room && word.right > equals.left - room;
        let ends = line
            .words
            .last()
            .is_some_and(|word| word.text.ends_with([':', '.', ';']));
        line.is_plain()
            && !ends
            && !label
            && !line.words.iter().any(crosses)
            && line.words.len() < 24
    };
    let near = |above: &Line, below: &Line| {
        below.baseline() - above.baseline() < NEAR * below.size().max(above.size())
    };
    let mut range = at..at + 1;
    while range.start > from
        && at - range.start < REACH
        && belongs(&lines[range.start - 1])
        && near(&lines[range.start - 1], &lines[range.start])
    {
        range.start -= 1;
    }
    while range.end < lines.len()
        && range.end - at <= REACH
        && belongs(&lines[range.end])
        && near(&lines[range.end - 1], &lines[range.end])
    {
        range.end += 1;
    }
    range.end = range.end.min(below(lines, at, range.end));
    range
}

/// Where the lines of the next formula begin, if one stands close below: at the widest space between the two.
fn below(lines: &[Line], at: usize, end: usize) -> usize {
    let equals = |line: &Line| line.words.iter().any(|word| word.text == "=");
    let Some(next) = lines.get(end).filter(|line| equals(line)).map(|_| end) else {
        return end;
    };
    let space = |n: &usize| lines[*n].baseline() - lines[*n - 1].baseline();
    let widest = (at + 1..=next).max_by(|a, b| space(a).total_cmp(&space(b)));
    let even = widest.is_none_or(|widest| space(&widest) < 1.15 * space(&(at + 1)));
    if even {
        usize::midpoint(at + 1, next)
    } else {
        widest.unwrap_or(end)
    }
}

/// The words of a formula by cell; `None` if it is a line of its own or a list of equations.
fn cells(
    lines: &[Line],
    at: usize,
    range: &Range<usize>,
    equals: &PlacedWord,
    rules: &[Ruling],
) -> Option<Vec<Vec<PlacedWord>>> {
    let own = &lines[range.clone()];
    let words = || own.iter().flat_map(|line| &line.words);
    let others = |left: bool| {
        let mut around = own
            .iter()
            .enumerate()
            .filter(|(n, _)| range.start + n != at);
        around.any(|(_, line)| {
            line.words
                .iter()
                .any(|word| (word.left < equals.left) == left)
        })
    };
    if words().filter(|word| word.text == "=").count() != 1 || !others(true) || !others(false) {
        return None;
    }
    let (left, right): (Vec<PlacedWord>, Vec<PlacedWord>) =
        words().cloned().partition(|word| word.left < equals.left);
    let height = equals.baseline;
    let columns = parted(right, |sign| (sign.baseline - height).abs() < 1.0);
    let (top, bottom) = (own[0].baseline(), own[own.len() - 1].baseline());
    let mut cells = vec![left];
    for column in columns {
        let bar = rules.iter().map(|rule| rule.0).find(|[from, y, to, _]| {
            let middle = f32::midpoint(*from, *to);
            let inside = |word: &PlacedWord| word.left < middle && word.right > middle;
            *y > top - 2.0 && *y < bottom && column.iter().any(inside)
        });
        let Some([_, bar, ..]) = bar else {
            cells.push(column);
            continue;
        };
        let first = column.first().map_or(0.0, |word| word.left);
        // The sign stands at the height of the bar and before it.
        let (above, below): (Vec<_>, Vec<_>) = column
            .into_iter()
            .partition(|word| word.baseline < bar + 1.0 || is_sign(word) && word.left <= first);
        for part in [above, below] {
            let lines = part
                .chunk_by(|a, b| (a.baseline - b.baseline).abs() < 1.0)
                .count();
            if lines > 1 {
                cells.extend(parted(part, |_| true));
            } else {
                cells.push(part);
            }
        }
    }
    cells.retain(|cell| !cell.is_empty());
    (cells.len() >= 2).then_some(cells)
}

/// How many pictures stand in the middle of a line, as those of formulas do: no taller than a fraction, with words of
/// one line before or behind them.
pub(super) fn pictures(lines: &[Line], pictures: &[[f32; 4]]) -> u32 {
    let stamp = furniture::stamp(lines);
    let own = lines
        .iter()
        .enumerate()
        .filter(|(at, line)| line.is_plain() && !stamp.contains(at));
    let own: Vec<&Line> = own.map(|(_, line)| line).collect();
    let in_line = |[left, top, right, bottom]: &&[f32; 4]| {
        let (width, height) = (right - left, bottom - top);
        let beside = |line: &&Line| {
            let (size, middle) = (line.size(), line.baseline() - 0.3 * line.size());
            let touches = |word: &PlacedWord| {
                let (before, behind) = (left - word.right, word.left - right);
                (-0.5 * size..size).contains(&before) || (-0.5 * size..size).contains(&behind)
            };
            *top < middle
                && *bottom > middle
                && height < 4.5 * size
                && line.words.iter().any(touches)
        };
        width > 4.0 && height > 4.0 && own.iter().any(beside)
    };
    let count = pictures.iter().take(MOST_PICTURES).filter(in_line).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn is_sign(word: &PlacedWord) -> bool {
    SIGNS.contains(&word.text.as_str())
}

/// Parts words before each sign that no other word stands above or below; the sign leads its cell.
fn parted(words: Vec<PlacedWord>, parts: impl Fn(&PlacedWord) -> bool) -> Vec<Vec<PlacedWord>> {
    let alone = |sign: &PlacedWord| {
        let over = words
            .iter()
            .filter(|word| word.left < sign.right && word.right > sign.left);
        over.count() == 1
    };
    let signs = words
        .iter()
        .filter(|word| is_sign(word) && parts(word) && alone(word));
    let mut edges: Vec<f32> = signs.map(|sign| sign.left).collect();
    edges.sort_by(f32::total_cmp);
    let mut cells = vec![Vec::new(); edges.len() + 1];
    for word in words {
        let cell: &mut Vec<PlacedWord> =
            &mut cells[edges.partition_point(|edge| *edge <= word.left)];
        let leads = is_sign(&word) && edges.contains(&word.left);
        cell.insert(if leads { 0 } else { cell.len() }, word);
    }
    cells.retain(|cell| !cell.is_empty());
    cells
}

fn row(cells: Vec<Vec<PlacedWord>>, turn: u8, table: usize) -> Line {
    let mut words = Vec::new();
    let mut ends = Vec::with_capacity(cells.len());
    for cell in cells {
        words.extend(cell);
        ends.push(words.len());
    }
    let row = Some(Row { table, cells: ends });
    Line { words, turn, row }
}
