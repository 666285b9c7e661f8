//! From characters to words and lines in reading order.

use super::walk::{Character, Content, Seen};

/// A gap wider than this share of the font size parts words.
const WORD_GAP: f32 = 0.13;
/// A gap wider than this many font sizes parts columns and cells.
const COLUMN_GAP: f32 = 1.6;
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

/// A word in the coordinates of its reading direction.
#[derive(Clone, Debug)]
pub(super) struct PlacedWord {
    pub(super) text: String,
    /// Along the line, and its baseline across the lines.
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) baseline: f32,
    pub(super) size: f32,
    /// Whether a space was drawn after it.
    closed: bool,
}

/// A line: words from left to right.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) words: Vec<PlacedWord>,
    /// Quarter turns clockwise of its reading direction.
    pub(super) turn: u8,
}

impl Line {
    pub(super) fn text(&self) -> String {
        self.words
            .iter()
            .map(|word| word.text.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    pub(super) fn baseline(&self) -> f32 {
        self.words.first().map_or(0.0, |word| word.baseline)
    }

    pub(super) fn size(&self) -> f32 {
        self.words.iter().map(|word| word.size).fold(0.0, f32::max)
    }

    /// Parts with wide gaps between them. The motto of the state begins a part even close behind a long name.
    pub(super) fn segments(&self) -> Vec<&[PlacedWord]> {
        let words = self.words.as_slice();
        let mut segments = Vec::new();
        let mut start = 0;
        for at in 1..words.len() {
            let (a, b) = (&words[at - 1], &words[at]);
            let wide = b.left - a.right > COLUMN_GAP * a.size.max(b.size);
            let motto = b.text == "CỘNG"
                && a.text != "NƯỚC"
                && words
                    .get(at + 1)
                    .is_some_and(|next| matches!(next.text.as_str(), "HÒA" | "HOÀ"));
            if wide || motto {
                segments.push(&words[start..at]);
                start = at;
            }
        }
        if start < words.len() {
            segments.push(&words[start..]);
        }
        segments
    }

    fn left(&self) -> f32 {
        self.words.first().map_or(0.0, |word| word.left)
    }

    fn right(&self) -> f32 {
        self.words.last().map_or(0.0, |word| word.right)
    }
}

/// The lines of a page, those in the commonest direction first. Slanted text is a watermark and left out.
pub(super) fn lines(content: &Content, with: Seen, page: (f32, f32)) -> Vec<Line> {
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
    let mut order = [0_u8, 1, 2, 3];
    order.sort_by_key(|turn| std::cmp::Reverse(counts[usize::from(*turn)]));
    let mut lines = Vec::new();
    for turn in order {
        let words = std::mem::take(&mut turns[usize::from(turn)]);
        lines.extend(ordered(&gathered(words, turn)));
    }
    lines
}

/// A character in the coordinates of its reading direction: `u` along the line, `v` down the lines.
struct Placed<'a> {
    text: &'a str,
    from: f32,
    to: f32,
    v: f32,
    size: f32,
}

impl<'a> Placed<'a> {
    fn new(character: &Character, text: &'a str, page: (f32, f32)) -> Self {
        let place = |(x, y): (f32, f32)| match character.turn {
            Some(1) => (y, page.0 - x),
            Some(2) => (page.0 - x, page.1 - y),
            Some(3) => (page.1 - y, x),
            _ => (x, y),
        };
        let (from, v) = place(character.from);
        let (to, _) = place(character.to);
        Self {
            text,
            from: from.min(to),
            to: from.max(to),
            v,
            size: character.size,
        }
    }
}

/// The box on the page of something that reaches from `left` to `right` on a baseline.
pub(super) fn bounds(word: &PlacedWord, turn: u8, page: (f32, f32)) -> [f32; 4] {
    let (top, bottom) = (
        word.baseline - 0.8 * word.size,
        word.baseline + 0.2 * word.size,
    );
    match turn {
        1 => [page.0 - bottom, word.left, page.0 - top, word.right],
        2 => [
            page.0 - word.right,
            page.1 - bottom,
            page.0 - word.left,
            page.1 - top,
        ],
        3 => [top, page.1 - word.right, bottom, page.1 - word.left],
        _ => [word.left, top, word.right, bottom],
    }
}

/// The widest gap inside a word. Cells of a table can stand so close that only the capital tells them apart.
fn widest_gap(before: &str, after: &str) -> f32 {
    let small = before.chars().next_back().is_some_and(char::is_lowercase);
    let capital = after.chars().next().is_some_and(char::is_uppercase);
    if small && capital { 0.02 } else { WORD_GAP }
}

/// A word in the making, in the order in which the page draws it.
struct Building {
    word: PlacedWord,
    last: (f32, f32),
}

impl Building {
    fn start(placed: &Placed<'_>) -> Option<Self> {
        let text = placed.text.trim();
        (!text.is_empty()).then(|| Self {
            word: PlacedWord {
                text: text.to_owned(),
                left: placed.from,
                right: placed.to,
                baseline: placed.v,
                size: placed.size,
                closed: placed.text.ends_with(char::is_whitespace),
            },
            last: (placed.from, placed.to),
        })
    }

    fn takes(&self, placed: &Placed<'_>) -> bool {
        let size = self.word.size.max(placed.size);
        // Another size on another height is a footnote mark, not a letter of the word.
        let same_line = (placed.v - self.word.baseline).abs() < 0.12 * size;
        let same_size = placed.size.min(self.word.size) > 0.7 * size;
        let gap = placed.from - self.last.1;
        let widest = widest_gap(&self.word.text, placed.text);
        let follows = gap < widest * size && placed.from > self.last.0 - 0.3 * size;
        same_line && same_size && follows && !placed.text.trim().is_empty()
    }

    fn push(&mut self, placed: &Placed<'_>) {
        // The same letter almost in the same place: bold made by drawing twice.
        let again = (placed.from - self.last.0).abs() < 0.1 * placed.size
            && placed.to - placed.from > 0.15 * placed.size
            && self.word.text.ends_with(placed.text);
        if !again {
            self.word.text.push_str(placed.text);
        }
        self.last = (placed.from, placed.to);
        self.word.right = self.word.right.max(placed.to);
    }

    fn finish(self) -> Option<PlacedWord> {
        let mut word = self.word;
        // Letters of the Vietnamese alphabet and plain signs need no second look; the rest may be decomposed.
        let plain = |c: char| matches!(c, ' '..='~' | 'À'..='Ï' | 'Ñ'..='ï' | 'ñ'..='ư' | 'Ạ'..='ỹ' | '–'..='”' | '…');
        if !word.text.chars().all(plain) {
            word.text = legal::normalise(&word.text)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
        }
        // Zero-width and other controls may be all that was there.
        word.text.retain(|c| !c.is_control());
        (!word.text.is_empty()).then_some(word)
    }
}

/// Gathers words that stand on one line.
fn gathered(mut words: Vec<PlacedWord>, turn: u8) -> Vec<Line> {
    words.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut lines: Vec<Line> = Vec::new();
    for word in words {
        // Raised and lowered marks belong to the line that their height overlaps most.
        let near = lines.iter_mut().rev().take(6).find(|line| {
            let size = line.size().max(word.size);
            let (low, high) = (line.baseline(), word.baseline);
            let small = word.size.min(line.size()) < 0.75 * size;
            (low - high).abs() < if small { 0.5 * size } else { 0.3 * size }
        });
        match near {
            Some(line) => {
                // The line stands where its largest letters stand.
                if word.size > line.size() * 1.2 {
                    line.words.insert(0, word);
                } else {
                    line.words.push(word);
                }
            }
            None => lines.push(Line {
                words: vec![word],
                turn,
            }),
        }
    }
    for line in &mut lines {
        tidy(line);
    }
    lines.retain(|line| !line.words.is_empty());
    lines
}

/// Sorts the words of a line, drops those drawn twice, joins parts of one word and takes care of raised marks.
fn tidy(line: &mut Line) {
    let size = line.size();
    let baseline = line
        .words
        .iter()
        .find(|word| word.size > 0.8 * size)
        .map_or(0.0, |word| word.baseline);
    let mut words = std::mem::take(&mut line.words);
    words.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut tidied: Vec<PlacedWord> = Vec::with_capacity(words.len());
    for mut word in words {
        let raised = word.size < 0.75 * size && word.baseline < baseline - 0.15 * size;
        word.baseline = baseline;
        let Some(last) = tidied.last_mut() else {
            tidied.push(word);
            continue;
        };
        let gap = word.left - last.right;
        if last.text == word.text && (word.left - last.left).abs() < 0.2 * size {
            continue;
        }
        let touches = gap < WORD_GAP * size;
        if raised && touches && word.text.chars().all(|c| c.is_ascii_digit()) {
            // A footnote mark glued to a number would change it: "Điều 42" with note 9 is not Điều 429.
            // Powers of units stay: m², km², m³.
            let unit = ["m", "km", "dm", "cm", "mm", "10"]
                .iter()
                .any(|unit| last.text.ends_with(unit));
            let power =
                unit && matches!(word.text.as_str(), "2" | "3") || last.text.ends_with("×10");
            if !power {
                continue;
            }
        }
        // Parts of one word drawn apart; neighbours in a table may stand almost as close.
        let widest = widest_gap(&last.text, &word.text).min(0.06);
        if !last.closed && gap < widest * size && gap > -0.3 * size {
            last.text.push_str(&word.text);
            last.right = last.right.max(word.right);
            last.closed = word.closed;
        } else {
            tidied.push(word);
        }
    }
    line.words = tidied;
}

/// Reading order: down the page; where two columns stand side by side, first the left one, then the right one.
fn ordered(lines: &[Line]) -> Vec<Line> {
    let mut ordered = Vec::with_capacity(lines.len());
    let mut rest = lines;
    while !rest.is_empty() {
        let length = block(rest);
        let (block, after) = rest.split_at(length);
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
                        })
                    })
                };
                ordered.extend(side(true));
                ordered.extend(side(false));
            }
            _ => ordered.extend_from_slice(block),
        }
        rest = after;
    }
    ordered
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
    for (n, line) in lines.iter().enumerate() {
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
    // The head of an act and its signature block.
    let known = [
        "CỘNG H",
        "Độc lập",
        "Nơi nhận",
        "XÁC THỰC VĂN BẢN",
        "TM. ",
        "KT. ",
        "TL. ",
        "TUQ. ",
    ];
    if known.iter().any(|mark| all.contains(mark)) {
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
