//! The walk over a page's content: every character with its place, and where pictures lie.

use std::{collections::HashMap, rc::Rc};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{
    font::Font,
    lexer::{Lexer, Token},
    page::{Matrix, PageObject},
    rulings::Ruling,
    state::{State, last_name, numbers, set, turn},
};
use paths::{Painted, Path};

mod annotations;
mod forms;
mod marked;
mod paths;

/// Forms inside forms deeper than this are not entered.
const DEPTH: usize = 12;
/// Operands kept for one operator.
const OPERANDS: usize = 1 << 16;
/// Characters kept of a page; no real page comes near.
const CHARACTERS: usize = 200_000;
/// Pictures kept of a page; a scan cut into strips has some hundred.
const PICTURES: usize = 2_000;
/// Saved graphics states.
const STATES: usize = 256;

/// A character on the page as shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Character {
    /// Its bytes in [`Content::text`].
    pub(super) text: (u32, u32),
    /// Where its baseline starts, and where the next character would start.
    pub(super) from: (f32, f32),
    pub(super) to: (f32, f32),
    /// Font size on the page.
    pub(super) size: f32,
    /// Direction of reading in quarter turns clockwise; `None` for slanted text.
    pub(super) turn: Option<u8>,
    pub(super) seen: Seen,
}

/// Whether a reader of the page sees a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    Yes,
    /// Drawn with the invisible mode: the text layer of a recognised scan, or something hidden.
    Invisible,
    /// White on white, too small to read, or off the page.
    No,
}

/// What was found on a page.
#[derive(Default)]
pub(super) struct Content {
    pub(super) text: String,
    pub(super) characters: Vec<Character>,
    /// Characters without a Unicode value.
    pub(super) unmapped: u32,
    /// Characters that are parts of formulas.
    pub(super) formulas: u32,
    /// Where pictures lie, cut to the page: `[left, top, right, bottom]` in points as shown.
    pub(super) pictures: Vec<[f32; 4]>,
    /// Straight lines drawn along the page's edges.
    pub(super) rulings: Vec<Ruling>,
    /// Bytes of strings in fonts that the file does not have: nobody can say what they show.
    pub(super) fontless: u32,
    /// What the stamps of signatures say, drawn over the page.
    pub(super) stamps: Option<Box<Content>>,
    /// Whether something was left out because a limit was met.
    pub(super) cut: bool,
}

/// Bytes of font programs unpacked for one document.
const PROGRAMS: usize = 64 << 20;

/// Fonts of a document, read once each.
pub(super) struct Fonts {
    read: HashMap<ObjectId, Rc<Font>>,
    budget: usize,
}

impl Default for Fonts {
    fn default() -> Self {
        Self {
            read: HashMap::new(),
            budget: PROGRAMS,
        }
    }
}

pub(super) struct Walk<'a> {
    document: &'a Document,
    fonts: &'a mut Fonts,
    page: (f32, f32),
    /// Bytes of content that may still be unpacked.
    budget: usize,
    open_forms: Vec<ObjectId>,
    painted: Painted,
    /// Marked content: where its characters start, and the text that stands for them.
    marked: Vec<(usize, Option<String>)>,
    content: Content,
}

/// Walks over a page.
pub(super) fn walk<'a>(
    document: &'a Document,
    fonts: &'a mut Fonts,
    page: &PageObject<'a>,
    budget: usize,
) -> Content {
    let mut walk = Walk {
        document,
        fonts,
        page: page.size,
        budget,
        open_forms: Vec::new(),
        painted: Painted::default(),
        marked: Vec::new(),
        content: Content::default(),
    };
    match document.get_page_content_with_limit(page.id, budget) {
        Ok(bytes) => {
            walk.budget -= bytes.len().min(walk.budget);
            walk.run(&bytes, page.resources, State::new(page.shown));
        }
        Err(_) => walk.content.cut = true,
    }
    walk.annotations(page);
    walk.content
}

impl<'a> Walk<'a> {
    fn run(&mut self, bytes: &[u8], resources: Option<&'a Dictionary>, mut state: State) {
        let mut lexer = Lexer::new(bytes);
        let mut operands: Vec<Token<'_>> = Vec::new();
        let mut saved: Vec<State> = Vec::new();
        let (mut text, mut line) = (Matrix::IDENTITY, Matrix::IDENTITY);
        let mut named: HashMap<Vec<u8>, Rc<Font>> = HashMap::new();
        let mut path = Path::default();
        let marked = self.marked.len();
        while let Some(token) = lexer.next() {
            let Token::Keyword(operator) = token else {
                if operands.len() < OPERANDS {
                    operands.push(token);
                }
                continue;
            };
            if self.content.characters.len() >= CHARACTERS {
                self.content.cut = true;
                break;
            }
            match operator {
                b"q" if saved.len() < STATES => saved.push(state.clone()),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cm" => {
                    if let Some(matrix) = numbers::<6>(&operands) {
                        state.matrix = Matrix(matrix).then(state.matrix);
                    }
                }
                b"BT" => (text, line) = (Matrix::IDENTITY, Matrix::IDENTITY),
                b"Tf" => {
                    if let (Some(name), Some([size])) = (last_name(&operands), numbers(&operands)) {
                        state.size = size;
                        state.font = self.font(resources, name, &mut named);
                    }
                }
                b"Td" | b"TD" => {
                    if let Some([x, y]) = numbers(&operands) {
                        if operator == b"TD" {
                            state.leading = -y;
                        }
                        line = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(line);
                        text = line;
                    }
                }
                b"Tm" => {
                    if let Some(matrix) = numbers::<6>(&operands) {
                        line = Matrix(matrix);
                        text = line;
                    }
                }
                b"T*" => {
                    line = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading]).then(line);
                    text = line;
                }
                b"Tj" | b"TJ" => self.show(&operands, &state, &mut text),
                b"'" | b"\"" => {
                    if let (b"\"", [Token::Number(word), Token::Number(letter), ..]) =
                        (operator, &*operands)
                    {
                        (state.word_spacing, state.spacing) = (*word, *letter);
                    }
                    line = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading]).then(line);
                    text = line;
                    self.show(
                        &operands[operands.len().saturating_sub(1)..],
                        &state,
                        &mut text,
                    );
                }
                b"Do" => {
                    if let Some(name) = last_name(&operands) {
                        self.paint(resources, name, &state);
                    }
                }
                b"BI" => {
                    // Skipped at ID; its place is the unit square like any picture's.
                    self.picture(state.matrix);
                }
                b"ID" => lexer.skip_image(),
                b"BDC" | b"BMC" => {
                    let actual = self.actual_text(&operands, resources);
                    if self.marked.len() < STATES {
                        self.marked.push((self.content.characters.len(), actual));
                    }
                }
                b"EMC" if self.marked.len() > marked => self.end_marked(),
                b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"S" | b"s" | b"n" => {
                    self.painted
                        .paint(operator, &mut path, &mut state, &mut self.content);
                }
                b"gs" => state.sheer = self.sheer(resources, &operands),
                _ if path.build(operator, &operands, state.matrix) => {}
                _ => set(&mut state, operator, &operands),
            }
            operands.clear();
        }
        self.marked.truncate(marked);
    }

    fn font(
        &mut self,
        resources: Option<&'a Dictionary>,
        name: &[u8],
        named: &mut HashMap<Vec<u8>, Rc<Font>>,
    ) -> Option<Rc<Font>> {
        if let Some(font) = named.get(name) {
            return Some(Rc::clone(font));
        }
        let fonts = resources?
            .get_deref(b"Font", self.document)
            .and_then(Object::as_dict)
            .ok()?;
        let (id, object) = self.document.dereference(fonts.get(name).ok()?).ok()?;
        let dictionary = object.as_dict().ok()?;
        let Fonts { read, budget } = &mut *self.fonts;
        let mut made = || Rc::new(Font::read(self.document, dictionary, budget));
        let font = match id {
            Some(id) => Rc::clone(read.entry(id).or_insert_with(made)),
            None => made(),
        };
        named.insert(name.to_vec(), Rc::clone(&font));
        Some(font)
    }

    fn show(&mut self, operands: &[Token<'_>], state: &State, text: &mut Matrix) {
        for operand in operands {
            match operand {
                Token::Number(number) => {
                    let by = -number / 1000.0 * state.size * state.stretch;
                    *text = Matrix([1.0, 0.0, 0.0, 1.0, by, 0.0]).then(*text);
                }
                Token::String(string) => self.show_string(string, state, text),
                _ => {}
            }
        }
    }

    fn show_string(&mut self, mut string: &[u8], state: &State, text: &mut Matrix) {
        let Some(font) = &state.font else {
            self.content.fontless += u32::try_from(string.len()).unwrap_or(u32::MAX).min(1 << 20);
            return;
        };
        // Spacing after a lone letter is how some producers move on to the next cell.
        let alone = string.len() <= 2 && state.spacing > 0.25 * state.size;
        while !string.is_empty() && self.content.characters.len() < CHARACTERS {
            let start = self.content.text.len();
            let shown = font.next(&mut string, &mut self.content.text);
            if !shown.mapped {
                self.content.text.push(char::REPLACEMENT_CHARACTER);
            }
            let place = text.then(state.matrix);
            let space = if shown.is_space {
                state.word_spacing
            } else {
                0.0
            };
            let by = (shown.width * state.size + state.spacing + space) * state.stretch;
            let from = place.apply(0.0, state.rise);
            let end = if alone {
                shown.width * state.size * state.stretch
            } else {
                by
            };
            let to = place.apply(end, state.rise);
            let top = place.apply(0.0, state.rise + state.size * font.scale);
            *text = Matrix([1.0, 0.0, 0.0, 1.0, by, 0.0]).then(*text);
            let size = (top.0 - from.0).hypot(top.1 - from.1);
            let [a, b, ..] = place.0;
            let turn = turn(a * state.size.signum(), b * state.size.signum());
            let seen = self.seen(from, to, size, state);
            let finite = [from.0, from.1, to.0, to.1, size]
                .iter()
                .all(|n| n.is_finite());
            if !finite {
                self.content.text.truncate(start);
                continue;
            }
            if seen == Seen::Yes {
                self.content.unmapped += u32::from(!shown.mapped);
                self.content.formulas += u32::from(font.formulas && !shown.is_space);
            }
            let (start, end) = (offset(start), offset(self.content.text.len()));
            self.content.characters.push(Character {
                text: (start, end),
                from,
                to,
                size,
                turn,
                seen,
            });
        }
    }

    fn seen(&self, from: (f32, f32), to: (f32, f32), size: f32, state: &State) -> Seen {
        let (x, y) = (f32::midpoint(from.0, to.0), from.1);
        // Nothing is drawn outside the clip path. Half a letter may reach beyond it.
        let [left, top, right, bottom] = state.clip;
        let (half, whole) = (0.5 * size, size);
        let clipped = x < left - half || x > right + half || y < top || y > bottom + whole;
        let outside = x < -1.0 || y < -1.0 || x > self.page.0 + 1.0 || y > self.page.1 + size + 1.0;
        if outside || clipped || size < 1.5 {
            return Seen::No;
        }
        if state.mode == 3 {
            return Seen::Invisible;
        }
        let within = |area: &[f32; 4]| x >= area[0] && x <= area[2] && y >= area[1] && y <= area[3];
        if state.white && matches!(state.mode, 0 | 4) && !self.painted.dark.iter().any(within) {
            return Seen::No;
        }
        Seen::Yes
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
