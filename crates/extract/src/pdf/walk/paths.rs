//! Paths: ruling lines, coloured areas behind text, and white areas over it.

use super::super::{
    lexer::Token,
    page::Matrix,
    rulings::Ruling,
    state::{State, intersection, numbers, rectangle},
};
use super::{Content, Seen};

/// Parts of one path that are kept.
const PARTS: usize = 4_096;
/// Rulings kept of a page.
const RULINGS: usize = 20_000;
/// Coloured areas kept of a page.
const AREAS: usize = 1_000;
/// Characters looked at for all covers of a page together.
const LOOKS: usize = 20_000_000;

/// The path under construction.
#[derive(Default)]
pub(super) struct Path {
    lines: Vec<((f32, f32), (f32, f32))>,
    /// Boxes round the closed parts, with whether the part is a box itself.
    areas: Vec<([f32; 4], bool)>,
    start: (f32, f32),
    at: (f32, f32),
    open: Option<([f32; 4], bool)>,
    clips: bool,
}

impl Path {
    /// Takes an operator that builds a path; false if it is another one.
    pub(super) fn build(
        &mut self,
        operator: &[u8],
        operands: &[Token<'_>],
        matrix: Matrix,
    ) -> bool {
        match operator {
            b"m" => {
                if let Some([x, y]) = numbers(operands) {
                    self.close();
                    let point = matrix.apply(x, y);
                    (self.start, self.at) = (point, point);
                    self.open = Some(([point.0, point.1, point.0, point.1], true));
                }
            }
            b"l" => {
                if let Some([x, y]) = numbers(operands) {
                    self.line(matrix.apply(x, y));
                }
            }
            b"c" | b"v" | b"y" => {
                // The curve stays between the points that bend it.
                for pair in operands.chunks_exact(2) {
                    if let Some([x, y]) = numbers(pair) {
                        self.at = matrix.apply(x, y);
                        self.reach(self.at, false);
                    }
                }
            }
            b"h" => self.line(self.start),
            b"re" => {
                if let Some([x, y, width, height]) = numbers(operands) {
                    self.rectangle(rectangle(matrix, x, y, width, height));
                }
            }
            b"W" | b"W*" => self.clips = true,
            _ => return false,
        }
        true
    }

    fn line(&mut self, to: (f32, f32)) {
        let slanted = (to.0 - self.at.0).abs().min((to.1 - self.at.1).abs()) > 1.5;
        self.reach(to, !slanted);
        if self.lines.len() < PARTS {
            self.lines.push((self.at, to));
        }
        self.at = to;
    }

    fn reach(&mut self, (x, y): (f32, f32), straight: bool) {
        if let Some((area, square)) = &mut self.open {
            *area = [
                area[0].min(x),
                area[1].min(y),
                area[2].max(x),
                area[3].max(y),
            ];
            *square &= straight;
        }
    }

    fn rectangle(&mut self, area: [f32; 4]) {
        self.close();
        let [left, top, right, bottom] = area;
        if self.lines.len() < PARTS && self.areas.len() < PARTS {
            let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
            for n in 0..4 {
                self.lines.push((corners[n], corners[(n + 1) % 4]));
            }
            self.areas.push((area, true));
        }
    }

    fn close(&mut self) {
        if let Some(part) = self.open.take()
            && self.areas.len() < PARTS
        {
            self.areas.push(part);
        }
    }

    fn clear(&mut self) {
        self.lines.clear();
        self.areas.clear();
        self.open = None;
        self.clips = false;
    }
}

/// What the painted paths of a page leave behind.
#[derive(Default)]
pub(super) struct Painted {
    /// Coloured areas, on which white text can be read.
    pub(super) dark: Vec<[f32; 4]>,
    looks: usize,
}

impl Painted {
    /// Paints a path and forgets it.
    pub(super) fn paint(
        &mut self,
        operator: &[u8],
        path: &mut Path,
        state: &mut State,
        content: &mut Content,
    ) {
        path.close();
        let strokes = matches!(operator, b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*");
        let fills = !matches!(operator, b"S" | b"s" | b"n");
        let room = RULINGS.saturating_sub(content.rulings.len());
        if strokes {
            let lines = path.lines.iter();
            let rulings = lines.filter_map(|(from, to)| Ruling::between(*from, *to));
            content.rulings.extend(rulings.take(room));
        }
        for (area, square) in path.areas.iter().filter(|_| fills) {
            if state.white {
                self.cover(
                    intersection(*area, state.clip),
                    *square && !state.sheer,
                    content,
                );
            } else if let Some(ruling) = Ruling::thin(*area) {
                if !strokes && content.rulings.len() < RULINGS {
                    content.rulings.push(ruling);
                }
            } else if self.dark.len() < AREAS {
                self.dark.push(*area);
            }
        }
        if path.clips {
            let all = path.areas.iter().map(|(area, _)| *area);
            let round = all.reduce(|a, b| {
                [
                    a[0].min(b[0]),
                    a[1].min(b[1]),
                    a[2].max(b[2]),
                    a[3].max(b[3]),
                ]
            });
            if let Some(area) = round {
                state.clip_to(area);
            }
        }
        path.clear();
    }

    /// A picture lies on the page.
    pub(super) fn lay(&mut self, area: [f32; 4]) {
        if self.dark.len() < AREAS {
            self.dark.push(area);
        }
    }

    /// A white box over what was drawn before hides it.
    fn cover(&mut self, area: [f32; 4], whole: bool, content: &mut Content) {
        let [left, top, right, bottom] = area;
        self.looks = self.looks.saturating_add(content.characters.len());
        if !whole || right - left < 4.0 || bottom - top < 4.0 || self.looks > LOOKS {
            return;
        }
        for character in &mut content.characters {
            let x = f32::midpoint(character.from.0, character.to.0);
            let y = character.from.1;
            let inside = x > left && x < right && y < bottom && y - 0.6 * character.size > top;
            if inside && character.turn == Some(0) && character.seen == Seen::Yes {
                character.seen = Seen::No;
            }
        }
    }
}
