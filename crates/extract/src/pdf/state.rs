//! The graphics state of a content stream, and the operators that only change it.

use std::rc::Rc;

use super::{font::Font, lexer::Token, page::Matrix};

#[derive(Clone)]
pub(super) struct State {
    pub(super) matrix: Matrix,
    pub(super) font: Option<Rc<Font>>,
    pub(super) size: f32,
    pub(super) spacing: f32,
    pub(super) word_spacing: f32,
    pub(super) stretch: f32,
    pub(super) leading: f32,
    pub(super) rise: f32,
    pub(super) mode: i32,
    pub(super) white: bool,
    /// Whether what is drawn lets shine through what lies below.
    pub(super) sheer: bool,
    /// Outside this box nothing is drawn.
    pub(super) clip: [f32; 4],
}

impl State {
    pub(super) fn new(matrix: Matrix) -> Self {
        Self {
            matrix,
            font: None,
            size: 1.0,
            spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            white: false,
            sheer: false,
            clip: [f32::MIN, f32::MIN, f32::MAX, f32::MAX],
        }
    }
}

impl State {
    /// Draws nothing outside a box from here on.
    pub(super) fn clip_to(&mut self, area: [f32; 4]) {
        self.clip = intersection(area, self.clip);
    }
}

/// What two boxes have in common.
pub(super) fn intersection(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
    [
        a[0].max(b[0]),
        a[1].max(b[1]),
        a[2].min(b[2]),
        a[3].min(b[3]),
    ]
}

/// The numbers among the operands, in order, `N` from the end.
pub(super) fn numbers<const N: usize>(operands: &[Token<'_>]) -> Option<[f32; N]> {
    let start = operands.len().checked_sub(N)?;
    let mut numbers = [0.0; N];
    for (place, operand) in numbers.iter_mut().zip(&operands[start..]) {
        let Token::Number(number) = operand else {
            return None;
        };
        *place = *number;
    }
    Some(numbers)
}

pub(super) fn last_name<'a>(operands: &'a [Token<'_>]) -> Option<&'a [u8]> {
    operands.iter().rev().find_map(|operand| {
        if let Token::Name(name) = operand {
            Some(&**name)
        } else {
            None
        }
    })
}

/// State operators without any other effect.
pub(super) fn set(state: &mut State, operator: &[u8], operands: &[Token<'_>]) {
    let number = numbers::<1>(operands).map(|[number]| number);
    match (operator, number) {
        (b"Tc", Some(n)) => state.spacing = n,
        (b"Tw", Some(n)) => state.word_spacing = n,
        (b"Tz", Some(n)) => state.stretch = n / 100.0,
        (b"TL", Some(n)) => state.leading = n,
        (b"Ts", Some(n)) => state.rise = n,
        #[expect(clippy::cast_possible_truncation, reason = "modes are 0 to 7")]
        (b"Tr", Some(n)) => state.mode = n as i32,
        (b"g", Some(n)) => state.white = n > 0.98,
        (b"rg" | b"sc" | b"scn", _) => {
            let rgb = numbers::<3>(operands);
            state.white = match (rgb, number) {
                (Some(rgb), _) if operands.len() == 3 => rgb.iter().all(|n| *n > 0.98),
                (_, Some(n)) if operands.len() == 1 => operator != b"rg" && n > 0.98,
                _ => false,
            };
        }
        (b"k", _) => {
            state.white = numbers::<4>(operands).is_some_and(|cmyk| cmyk.iter().all(|n| *n < 0.02));
        }
        (b"cs", _) => state.white = false,
        _ => {}
    }
}

/// The box round a rectangle on the page as shown.
pub(super) fn rectangle(matrix: Matrix, x: f32, y: f32, width: f32, height: f32) -> [f32; 4] {
    let corners = [
        (x, y),
        (x + width, y),
        (x, y + height),
        (x + width, y + height),
    ];
    let corners = corners.map(|(x, y)| matrix.apply(x, y));
    corners
        .iter()
        .fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |area, (x, y)| {
            [
                area[0].min(*x),
                area[1].min(*y),
                area[2].max(*x),
                area[3].max(*y),
            ]
        })
}

/// The direction of a baseline in quarter turns clockwise.
pub(super) fn turn(a: f32, b: f32) -> Option<u8> {
    let slant = a.abs().min(b.abs()) / a.abs().max(b.abs());
    match () {
        () if slant.is_nan() || slant > 0.1 => None,
        () if a.abs() > b.abs() => Some(if a > 0.0 { 0 } else { 2 }),
        () => Some(if b > 0.0 { 1 } else { 3 }),
    }
}
