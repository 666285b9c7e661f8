//! Ruling lines: drawn strokes and thin boxes, made whole, and the grids that they form.

use super::words::turned;

/// Ends and crossings this near one another are one, in points.
pub(super) const NEAR: f32 = 3.0;
/// More rulings than this on a page are a drawing.
const MOST: usize = 4_000;

/// A straight line along the page's edges, as `[left, top, right, bottom]` in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ruling(pub(super) [f32; 4]);

impl Ruling {
    /// A line between two points if it runs along an edge of the page.
    pub(super) fn between(from: (f32, f32), to: (f32, f32)) -> Option<Self> {
        let (across, down) = ((from.0 - to.0).abs(), (from.1 - to.1).abs());
        let straight = across.min(down) < 1.5 && across.max(down) > 3.0;
        let corners = [
            from.0.min(to.0),
            from.1.min(to.1),
            from.0.max(to.0),
            from.1.max(to.1),
        ];
        (straight && corners.iter().all(|n| n.is_finite())).then_some(Self(corners))
    }

    /// A thin box is a line through its middle.
    pub(super) fn thin(area: [f32; 4]) -> Option<Self> {
        let [left, top, right, bottom] = area;
        let (width, height) = (right - left, bottom - top);
        let (x, y) = (f32::midpoint(left, right), f32::midpoint(top, bottom));
        match () {
            () if width.min(height) > 2.5 => None,
            () if width > height => Self::between((left, y), (right, y)),
            () => Self::between((x, top), (x, bottom)),
        }
    }

    /// In the coordinates of a reading direction.
    pub(super) fn turned(self, turn: u8, page: (f32, f32)) -> Self {
        if turn == 0 {
            return self;
        }
        let [left, top, right, bottom] = self.0;
        let (a, b) = (
            turned((left, top), turn, page),
            turned((right, bottom), turn, page),
        );
        Self([a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1)])
    }

    pub(super) fn is_level(self) -> bool {
        self.0[2] - self.0[0] >= self.0[3] - self.0[1]
    }

    pub(super) fn length(self) -> f32 {
        (self.0[2] - self.0[0]).max(self.0[3] - self.0[1])
    }

    /// Where it stands across its direction, and from where to where it runs.
    fn run(self) -> (f32, f32, f32) {
        let [left, top, right, bottom] = self.0;
        if self.is_level() {
            (f32::midpoint(top, bottom), left, right)
        } else {
            (f32::midpoint(left, right), top, bottom)
        }
    }
}

/// Lines that cross one another, by direction: place, start, end.
pub(super) struct Grid {
    level: Vec<(f32, f32, f32)>,
    upright: Vec<(f32, f32, f32)>,
    /// Where columns and rows part, the outer edges included.
    pub(super) xs: Vec<f32>,
    pub(super) ys: Vec<f32>,
}

impl Grid {
    /// Whether a line parts two rows between two places along it.
    pub(super) fn parts_rows(&self, y: f32, from: f32, to: f32) -> bool {
        covered(&self.level, y, from, to)
    }

    /// Whether a line parts two columns between two heights.
    pub(super) fn parts_columns(&self, x: f32, from: f32, to: f32) -> bool {
        covered(&self.upright, x, from, to)
    }
}

fn covered(lines: &[(f32, f32, f32)], place: f32, from: f32, to: f32) -> bool {
    let near = lines.iter().filter(|line| (line.0 - place).abs() <= NEAR);
    let length: f32 = near
        .map(|line| (line.2.min(to) - line.1.max(from)).max(0.0))
        .sum();
    length > 0.7 * (to - from)
}

/// Groups the lines that touch one another; each group that has lines in both directions is a grid.
pub(super) fn grids(rulings: &[Ruling]) -> Vec<Grid> {
    let level = whole(rulings.iter().filter(|ruling| ruling.is_level()));
    let upright = whole(rulings.iter().filter(|ruling| !ruling.is_level()));
    if level.len() + upright.len() > MOST || level.is_empty() || upright.is_empty() {
        return Vec::new();
    }
    let mut group: Vec<usize> = (0..level.len() + upright.len()).collect();
    for (n, (y, left, right)) in level.iter().enumerate() {
        for (m, (x, top, bottom)) in upright.iter().enumerate() {
            let meets =
                *x > left - NEAR && *x < right + NEAR && *y > top - NEAR && *y < bottom + NEAR;
            if meets {
                let (a, b) = (root(&mut group, n), root(&mut group, level.len() + m));
                group[a] = b;
            }
        }
    }
    let roots: Vec<usize> = (0..group.len()).map(|n| root(&mut group, n)).collect();
    let mut kinds = roots.clone();
    kinds.sort_unstable();
    kinds.dedup();
    let grid = |kind: usize| {
        let of = |lines: &[(f32, f32, f32)], from: usize| -> Vec<(f32, f32, f32)> {
            let own = lines.iter().zip(&roots[from..]);
            own.filter(|(_, root)| **root == kind)
                .map(|(line, _)| *line)
                .collect()
        };
        let (level, upright) = (of(&level, 0), of(&upright, level.len()));
        let (xs, ys) = (edges(&upright, &level), edges(&level, &upright));
        (xs.len() >= 2 && ys.len() >= 2 && !level.is_empty() && !upright.is_empty()).then_some(
            Grid {
                level,
                upright,
                xs,
                ys,
            },
        )
    };
    kinds.into_iter().filter_map(grid).collect()
}

fn root(group: &mut [usize], mut at: usize) -> usize {
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}

/// Lines one behind the other on one height made one.
fn whole<'a>(rulings: impl Iterator<Item = &'a Ruling>) -> Vec<(f32, f32, f32)> {
    let mut lines: Vec<(f32, f32, f32)> = rulings.map(|ruling| ruling.run()).collect();
    lines.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut whole: Vec<(f32, f32, f32)> = Vec::new();
    for line in lines {
        let before = whole
            .iter_mut()
            .rev()
            .take(64)
            .take_while(|w| line.0 - w.0 < 1.0);
        let mut joins = before.filter(|w| line.1 <= w.2 + NEAR && line.2 >= w.1 - NEAR);
        match joins.next() {
            Some(before) => {
                before.1 = before.1.min(line.1);
                before.2 = before.2.max(line.2);
            }
            None => whole.push(line),
        }
    }
    whole
}

/// The places of lines, near ones taken together, and how far the lines across reach beyond them.
fn edges(lines: &[(f32, f32, f32)], across: &[(f32, f32, f32)]) -> Vec<f32> {
    let ends = across.iter().flat_map(|line| [line.1, line.2]);
    let low = ends.clone().fold(f32::MAX, f32::min);
    let high = ends.fold(f32::MIN, f32::max);
    let mut places: Vec<f32> = lines.iter().map(|line| line.0).collect();
    places.sort_by(f32::total_cmp);
    places.dedup_by(|next, before| *next - *before <= NEAR);
    if places.first().is_some_and(|first| first - low > 10.0) {
        places.insert(0, low);
    }
    if places.last().is_some_and(|last| high - last > 10.0) {
        places.push(high);
    }
    places
}
