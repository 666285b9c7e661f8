//! From characters to lines and rows of tables in reading order.

use super::{
    columns::ordered,
    line::{Line, gathered},
    rulings::Ruling,
    tables,
    walk::{Content, Seen},
    words::{Building, Placed, PlacedWord},
};

/// The lines of a page, those in the commonest direction first. Slanted text is a watermark and left out.
pub(super) fn lines(content: &Content, with: Seen, page: (f32, f32)) -> Vec<Line> {
    let (mut turns, counts) = words(content, with, page);
    let mut order = [0_u8, 1, 2, 3];
    order.sort_by_key(|turn| std::cmp::Reverse(counts[usize::from(*turn)]));
    let mut lines = Vec::new();
    for turn in order {
        let words = std::mem::take(&mut turns[usize::from(turn)]);
        if words.is_empty() {
            continue;
        }
        let rulings: Vec<Ruling> = content
            .rulings
            .iter()
            .map(|ruling| ruling.turned(turn, page))
            .collect();
        let first = lines.len();
        lines.extend(placed(words, &rulings, turn, first));
    }
    lines
}

/// Lines that a page holds as characters and words recognised on it, in one reading order.
pub(super) fn arranged(lines: Vec<Line>, recognised: Vec<PlacedWord>) -> Vec<Line> {
    let (upright, turned): (Vec<Line>, Vec<Line>) =
        lines.into_iter().partition(|line| line.turn == 0);
    let mut words: Vec<PlacedWord> = upright.into_iter().flat_map(|line| line.words).collect();
    words.extend(recognised);
    // Tables on turned lines are numbered from their first line.
    let mut tables = turned.len() + 1_000;
    let mut lines = ordered(&gathered(words, 0), &[], &mut tables);
    lines.extend(turned);
    lines
}

/// The words of a page by reading direction, and how many bytes each direction has.
fn words(content: &Content, with: Seen, page: (f32, f32)) -> ([Vec<PlacedWord>; 4], [usize; 4]) {
    let mut turns: [Vec<PlacedWord>; 4] = Default::default();
    let mut builder: Option<(Building, usize)> = None;
    let mut counts = [0_usize; 4];
    for character in content
        .characters
        .iter()
        .filter(|character| character.seen == with)
    {
        let Some(turn) = character.turn.map(usize::from) else {
            continue;
        };
        let text = &content.text[character.text.0 as usize..character.text.1 as usize];
        counts[turn] += text.len();
        let placed = Placed::new(character, text, page);
        match &mut builder {
            Some((building, at)) if *at == turn && building.takes(&placed) => {
                building.push(&placed);
            }
            _ => {
                if let Some((mut building, at)) = builder.take() {
                    building.word.closed |= placed.text.starts_with(char::is_whitespace);
                    turns[at].extend(building.finish());
                }
                builder = Building::start(&placed).map(|building| (building, turn));
            }
        }
    }
    if let Some((building, at)) = builder {
        turns[at].extend(building.finish());
    }
    (turns, counts)
}

/// The lines of one direction: tables where they stand, plain lines above, between and below them.
fn placed(mut words: Vec<PlacedWord>, rulings: &[Ruling], turn: u8, first: usize) -> Vec<Line> {
    let mut found = tables::find(&mut words, rulings, turn, first);
    let plain = gathered(words, turn);
    let mut tables = first + found.len();
    let rules: Vec<Ruling> = rulings
        .iter()
        .copied()
        .filter(|rule| rule.is_level())
        .collect();
    found.sort_by(|a, b| a.top.total_cmp(&b.top).then(a.left.total_cmp(&b.left)));
    let mut regions: Vec<Vec<Line>> = vec![Vec::new(); found.len() + 1];
    for line in plain {
        // What stands beside a table comes before it.
        let after = found
            .iter()
            .rposition(|table| table.bottom <= line.baseline())
            .map_or(0, |table| table + 1);
        regions[after].push(line);
    }
    let mut lines = Vec::new();
    let mut ruled = found.into_iter();
    for region in regions {
        lines.extend(ordered(&region, &rules, &mut tables));
        lines.extend(ruled.next().map(|table| table.rows).into_iter().flatten());
    }
    lines
}
