//! What holds inside a group.

/// Where words go.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Place {
    #[default]
    Text,
    Fonts,
    Colours,
    Note,
    /// A head or foot of pages.
    Head,
    /// A text box.
    Box,
    /// A destination without text.
    Nowhere,
}

#[derive(Clone)]
pub(super) struct State {
    pub(super) place: Place,
    pub(super) font: i32,
    pub(super) deleted: bool,
    vanished: bool,
    tiny: bool,
    white: bool,
    shaded: bool,
    /// How many tables the paragraph stands in.
    pub(super) depth: usize,
    /// Characters that repeat a Unicode character.
    pub(super) repeats: usize,
    /// The group began with a star.
    pub(super) ignorable: bool,
    /// Nothing of the group was read yet.
    pub(super) begins: bool,
    /// The group is a drawing, which may hold a text box.
    pub(super) drawing: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            place: Place::Text,
            font: -1,
            deleted: false,
            vanished: false,
            tiny: false,
            white: false,
            shaded: false,
            depth: 0,
            repeats: 1,
            ignorable: false,
            begins: false,
            drawing: false,
        }
    }
}

impl State {
    /// Changes the format of letters.
    pub(super) fn letter(&mut self, word: &str, value: Option<i32>, on: bool, colours: &[[u8; 3]]) {
        let colour = || {
            colours
                .get(usize::try_from(value.unwrap_or(0)).unwrap_or(0))
                .copied()
        };
        match word {
            "f" => self.font = value.unwrap_or(-1),
            "v" => self.vanished = on,
            "deleted" => self.deleted = on,
            // Half points: two points and less cannot be read.
            "fs" => self.tiny = value.is_some_and(|size| size <= 4),
            "cf" => self.white = value.is_some_and(|n| n > 0) && colour() == Some([255; 3]),
            "highlight" | "chcbpat" | "cb" => self.shaded = value.is_some_and(|n| n > 0),
            _ => {
                (
                    self.vanished,
                    self.deleted,
                    self.tiny,
                    self.white,
                    self.shaded,
                ) = Default::default();
                self.font = -1;
            }
        }
    }

    pub(super) fn is_hidden(&self) -> bool {
        // White letters in a table may stand on a dark cell.
        self.vanished || self.tiny || (self.white && !self.shaded && self.depth == 0)
    }
}
