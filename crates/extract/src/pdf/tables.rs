//! Tables: the words inside a grid of ruling lines, row by row and cell by cell.

use super::{
    line::{Line, Row, gathered},
    rulings::{Grid, NEAR, Ruling, grids},
    words::PlacedWord,
};

/// Most cells of a grid; more is a drawing.
const CELLS: usize = 40_000;

/// A table and where it stands.
pub(super) struct Table {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
    pub(super) rows: Vec<Line>,
}

/// A cell: the columns that it covers, and its lines from top to bottom.
#[derive(Clone, Default)]
struct Cell {
    lines: Vec<Line>,
}

/// Finds the tables and takes their words out of `words`. `first` numbers the first table.
pub(super) fn find(
    words: &mut Vec<PlacedWord>,
    rulings: &[Ruling],
    turn: u8,
    first: usize,
) -> Vec<Table> {
    let mut grids = grids(rulings);
    grids.retain(|grid| (grid.xs.len() - 1) * (grid.ys.len() - 1) <= CELLS);
    // The larger first: a small grid inside a table's cell is part of that cell.
    let area = |grid: &Grid| {
        let [left, top, right, bottom] = bounds(grid);
        (right - left) * (bottom - top)
    };
    grids.sort_by(|a, b| area(b).total_cmp(&area(a)));
    let mut tables = Vec::new();
    for grid in grids {
        let [left, top, right, bottom] = bounds(&grid);
        let inside = |word: &PlacedWord| {
            let (x, y) = word.centre();
            x > left && x < right && y > top && y < bottom
        };
        if right - left < 60.0 || !words.iter().any(inside) {
            continue;
        }
        let (own, rest): (Vec<PlacedWord>, Vec<PlacedWord>) =
            std::mem::take(words).into_iter().partition(inside);
        match rows(&grid, &own, turn, first + tables.len()) {
            Some(rows) => {
                *words = rest;
                tables.push(Table {
                    left,
                    top,
                    bottom,
                    rows,
                });
            }
            // A frame round running text.
            None => {
                *words = rest;
                words.extend(own);
            }
        }
    }
    tables
}

fn bounds(grid: &Grid) -> [f32; 4] {
    let ends = |places: &[f32]| {
        let first = places.first().copied().unwrap_or_default();
        (first, places.last().copied().unwrap_or(first))
    };
    let ((left, right), (top, bottom)) = (ends(&grid.xs), ends(&grid.ys));
    [left, top, right, bottom]
}

/// The rows of a grid; `None` if no two cells with words stand side by side.
fn rows(grid: &Grid, words: &[PlacedWord], turn: u8, table: usize) -> Option<Vec<Line>> {
    let (across, down) = (grid.xs.len() - 1, grid.ys.len() - 1);
    let owners = owners(grid);
    let mut held: Vec<Vec<PlacedWord>> = vec![Vec::new(); across * down];
    for word in words {
        let (x, y) = word.centre();
        let (column, row) = (place(&grid.xs, x)?, place(&grid.ys, y)?);
        held[owners[row * across + column]].push(word.clone());
    }
    let wide = |row: &[Vec<PlacedWord>]| row.iter().filter(|cell| !cell.is_empty()).count() >= 2;
    if !held.chunks(across).any(wide) {
        return None;
    }
    // Columns without any word are gaps between double lines.
    let used: Vec<bool> = (0..across)
        .map(|column| {
            held.iter()
                .skip(column)
                .step_by(across)
                .any(|cell| !cell.is_empty())
        })
        .collect();
    let mut rows = Vec::new();
    for (row, cells) in held.chunks_mut(across).enumerate() {
        if cells.iter().all(Vec::is_empty) {
            continue;
        }
        let begins = |column: usize| {
            let owner = owners[row * across + column];
            // A cell that reaches over several columns stands once; one from above is empty here.
            owner / across < row && (column == 0 || owners[row * across + column - 1] != owner)
                || owner == row * across + column
        };
        let kept: Vec<usize> = (0..across)
            .filter(|column| begins(*column) && (used[*column] || !cells[*column].is_empty()))
            .collect();
        let cells: Vec<Cell> = kept
            .into_iter()
            .map(|column| Cell {
                lines: gathered(std::mem::take(&mut cells[column]), turn),
            })
            .collect();
        let parted = parted(cells);
        rows.extend(parted.into_iter().map(|cells| line(cells, turn, table)));
    }
    Some(rows)
}

fn place(edges: &[f32], at: f32) -> Option<usize> {
    let after = edges.partition_point(|edge| *edge <= at);
    (after > 0 && after < edges.len()).then(|| after - 1)
}

/// For each field of the grid the first field of the cell to which it belongs: fields without a line between them
/// are one cell.
fn owners(grid: &Grid) -> Vec<usize> {
    let (across, down) = (grid.xs.len() - 1, grid.ys.len() - 1);
    let mut owners: Vec<usize> = (0..across * down).collect();
    for row in 0..down {
        let (top, bottom) = (grid.ys[row], grid.ys[row + 1]);
        for column in 0..across {
            let (left, right) = (grid.xs[column], grid.xs[column + 1]);
            let at = row * across + column;
            if column > 0 && !grid.parts_columns(left, top + NEAR / 2.0, bottom - NEAR / 2.0) {
                join(&mut owners, at - 1, at);
            }
            if row > 0 && !grid.parts_rows(top, left + NEAR / 2.0, right - NEAR / 2.0) {
                join(&mut owners, at - across, at);
            }
        }
    }
    (0..owners.len()).map(|at| first(&owners, at)).collect()
}

fn first(owners: &[usize], mut at: usize) -> usize {
    while owners[at] != at {
        at = owners[at];
    }
    at
}

fn join(owners: &mut [usize], a: usize, b: usize) {
    let (a, b) = (first(owners, a), first(owners, b));
    owners[a.max(b)] = a.min(b);
}

/// Parts a row that is several rows without lines between them: a column of numbers, one a row, says where.
fn parted(cells: Vec<Cell>) -> Vec<Vec<Cell>> {
    let number = |line: &Line| {
        let text = line.text();
        let mut signs = text.chars();
        line.words.len() == 1
            && signs.clone().any(|c| c.is_ascii_digit())
            && signs.all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '-' | '+' | 'x'))
    };
    let starts = cells.iter().find_map(|cell| {
        let rows = cell.lines.len() >= 3 && cell.lines.iter().all(number);
        rows.then(|| cell.lines.iter().map(Line::baseline).collect::<Vec<_>>())
    });
    let filled = cells.iter().filter(|cell| !cell.lines.is_empty()).count();
    let Some(starts) = starts.filter(|_| filled >= 3) else {
        return vec![cells];
    };
    let mut rows = vec![vec![Cell::default(); cells.len()]; starts.len()];
    for (column, cell) in cells.into_iter().enumerate() {
        for line in cell.lines {
            let after = starts.partition_point(|start| *start <= line.baseline() + 3.0);
            rows[after.saturating_sub(1)][column].lines.push(line);
        }
    }
    rows
}

fn line(cells: Vec<Cell>, turn: u8, table: usize) -> Line {
    let mut words = Vec::new();
    let mut ends = Vec::with_capacity(cells.len());
    for cell in cells {
        words.extend(cell.lines.into_iter().flat_map(|line| line.words));
        ends.push(words.len());
    }
    let row = Some(Row { table, cells: ends });
    Line { words, turn, row }
}
