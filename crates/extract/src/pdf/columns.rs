//! Reading order of plain lines: down the page, column by column where two stand side by side.

use super::{aligned, formula, line::Line, rulings::Ruling, words::PlacedWord};

/// Kinds of acts as they stand centred below a head.
const KINDS: [&str; 12] = [
    "LUẬT",
    "BỘ LUẬT",
    "PHÁP LỆNH",
    "NGHỊ QUYẾT",
    "NGHỊ ĐỊNH",
    "QUYẾT ĐỊNH",
    "THÔNG TƯ",
    "THÔNG TƯ LIÊN TỊCH",
    "CHỈ THỊ",
    "THÔNG BÁO",
    "KẾ HOẠCH",
    "CÔNG ĐIỆN",
];

/// What stands beside something in the head of an act and in its block of signatures.
pub(super) const HEAD_AND_SIGNATURES: [&str; 8] = [
    "CỘNG H",
    "Độc lập",
    "Nơi nhận",
    "XÁC THỰC VĂN BẢN",
    "TM. ",
    "KT. ",
    "TL. ",
    "TUQ. ",
];

/// Most lines of a block.
const BLOCK: usize = 400;

/// Reading order: down the page; where two columns stand side by side, first the left one, then the right one; tables
/// and formulas, counted by `tables`, as rows.
pub(super) fn ordered(lines: &[Line], rules: &[Ruling], tables: &mut usize) -> Vec<Line> {
    let mut ordered = Vec::with_capacity(lines.len());
    let mut from = 0;
    for (formula, row) in formula::find(lines, rules, tables) {
        order(&lines[from..formula.start], tables, &mut ordered);
        ordered.push(row);
        from = formula.end;
    }
    order(&lines[from..], tables, &mut ordered);
    ordered
}

fn order(lines: &[Line], tables: &mut usize, ordered: &mut Vec<Line>) {
    let mut rest = lines;
    while !rest.is_empty() {
        let mut length = block(rest);
        let block = &rest[..length];
        match gutter(block) {
            Some(gutter) if length > 1 => {
                // A centred line may begin left of the gutter: what has no wide gap stays together.
                let side = |left: bool| {
                    block.iter().filter_map(move |line| {
                        let own = |segment: &&[PlacedWord]| (middle(segment) < gutter) == left;
                        let words: Vec<PlacedWord> = line
                            .segments()
                            .into_iter()
                            .filter(own)
                            .flatten()
                            .cloned()
                            .collect();
                        (!words.is_empty()).then_some(Line {
                            words,
                            turn: line.turn,
                            row: None,
                        })
                    })
                };
                ordered.extend(side(true));
                ordered.extend(side(false));
            }
            _ => match aligned::table(rest, *tables) {
                Some((lines, rows)) => {
                    length = lines;
                    *tables += 1;
                    ordered.extend(rows);
                }
                None => {
                    length = 1;
                    ordered.push(rest[0].clone());
                }
            },
        }
        rest = &rest[length..];
    }
}

fn middle(words: &[PlacedWord]) -> f32 {
    let left = words.first().map_or(0.0, |word| word.left);
    f32::midpoint(left, words.last().map_or(left, |word| word.right))
}

/// How many lines from the start belong to one two-column block (1 if none does).
fn block(lines: &[Line]) -> usize {
    if lines[0].segments().len() != 2 {
        return 1;
    }
    let mut space = (f32::MIN, f32::MAX);
    let mut length = 0;
    for (n, line) in lines.iter().enumerate().take(BLOCK) {
        let near = n == 0 || line.baseline() - lines[n - 1].baseline() < 3.0 * line.size().max(1.0);
        let segments = line.segments();
        // The kind of the act stands below both columns of the head.
        if segments.len() == 1 && KINDS.contains(&line.text().as_str()) {
            break;
        }
        let next = match segments.as_slice() {
            [a, b] => (
                space.0.max(a.last().map_or(0.0, |word| word.right)),
                space.1.min(b.first().map_or(0.0, |word| word.left)),
            ),
            // One side only.
            [_] if line.right() <= space.1 && line.left() < space.0 => {
                (space.0.max(line.right()), space.1)
            }
            [_] if line.left() >= space.0 => (space.0, space.1.min(line.left())),
            _ => break,
        };
        if !near || next.1 - next.0 < 0.5 * line.size() {
            break;
        }
        space = next;
        length = n + 1;
    }
    length.max(1)
}

/// Where the columns of a block part, if it is text in two columns and no table.
fn gutter(block: &[Line]) -> Option<f32> {
    let pairs = block.iter().filter(|line| line.segments().len() == 2);
    let edge = pairs
        .map(|line| line.segments()[1].first().map_or(0.0, |word| word.left))
        .fold(f32::MAX, f32::min);
    let all: String = block.iter().map(Line::text).collect::<Vec<_>>().join("\n");
    if HEAD_AND_SIGNATURES.iter().any(|mark| all.contains(mark)) {
        return Some(edge - 1.0);
    }
    let letters = |left: bool| {
        let words = block
            .iter()
            .flat_map(|line| &line.words)
            .filter(|word| (word.left < edge - 1.0) == left);
        words
            .map(|word| word.text.chars().count() + 1)
            .sum::<usize>()
    };
    // Two columns of running text: many lines, both of them full.
    let full = 22 * block.len();
    (block.len() >= 10 && letters(true) > full && letters(false) > full).then_some(edge - 1.0)
}
