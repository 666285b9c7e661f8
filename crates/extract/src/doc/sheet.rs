//! Fonts, styles and lists of a document.

use super::{
    fields::{FONTS, Fib, LIST_USES, LISTS, STYLES, number, short},
    formats::{Letter, Paragraph, letter, paragraph},
};
use crate::docx::Numbering;

/// Levels of a list.
const LEVELS: usize = 9;

#[derive(Clone, Copy, Default)]
struct Style {
    based_on: u16,
    font: Option<u16>,
    hidden: bool,
    list: Option<u16>,
    level: Option<u8>,
}

/// What letters and paragraphs refer to.
pub(super) struct Sheet {
    fonts: Vec<String>,
    styles: Vec<Style>,
    usual_font: Option<u16>,
    lists: Vec<u32>,
    pub(super) numbering: Numbering,
}

impl Sheet {
    pub(super) fn read(table: &[u8], fib: &Fib) -> Self {
        let styles = fib.part(table, STYLES);
        let (lists, numbering) = lists(table, fib).unwrap_or_default();
        Self {
            fonts: fonts(fib.part(table, FONTS)),
            usual_font: short(styles, 14),
            styles: read_styles(styles).unwrap_or_default(),
            lists,
            numbering,
        }
    }

    /// The name of the font of a letter.
    pub(super) fn font(&self, letter: Letter, paragraph: u16) -> Option<&str> {
        let of_style = |style: u16| self.inherited(style, |style| style.font);
        let font = letter
            .font
            .or_else(|| of_style(letter.style?))
            .or_else(|| of_style(paragraph))
            .or(self.usual_font)?;
        self.name(font)
    }

    pub(super) fn name(&self, font: u16) -> Option<&str> {
        self.fonts.get(usize::from(font)).map(String::as_str)
    }

    pub(super) fn hides(&self, style: Option<u16>) -> bool {
        style.is_some_and(|style| {
            self.inherited(style, |style| style.hidden.then_some(()))
                .is_some()
        })
    }

    /// The key and the level of a paragraph's list.
    pub(super) fn list(&self, paragraph: Paragraph) -> Option<(String, usize)> {
        let of_style = || self.inherited(paragraph.style, |style| style.list);
        let list = paragraph.list.or_else(of_style)?;
        let level = paragraph
            .level
            .or_else(|| self.inherited(paragraph.style, |style| style.level));
        // The numbers count from 1; 0 takes the style's list away, 2047 was an older program's.
        self.lists.get(usize::from(list).checked_sub(1)?)?;
        Some((list.to_string(), usize::from(level.unwrap_or(0))))
    }

    fn inherited<T>(&self, style: u16, wanted: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut style = style;
        // Styles may be based on one another in a ring.
        for _ in 0..16 {
            let known = self.styles.get(usize::from(style))?;
            if let Some(found) = wanted(known) {
                return Some(found);
            }
            style = known.based_on;
        }
        None
    }
}

fn utf16(bytes: &[u8]) -> String {
    let units = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    char::decode_utf16(units)
        .map_while(Result::ok)
        .take_while(|c| *c != '\0')
        .collect()
}

fn fonts(table: &[u8]) -> Vec<String> {
    let count = usize::from(short(table, 0).unwrap_or(0));
    let mut at = 4;
    let mut fonts = Vec::new();
    for _ in 0..count {
        let Some(length) = table.get(at).map(|length| usize::from(*length)) else {
            break;
        };
        let Some(font) = table.get(at + 1..at + 1 + length) else {
            break;
        };
        fonts.push(utf16(font.get(39..).unwrap_or_default()));
        at += 1 + length;
    }
    fonts
}

fn read_styles(table: &[u8]) -> Option<Vec<Style>> {
    let head = usize::from(short(table, 0)?);
    let count = usize::from(short(table, 2)?);
    let fixed = usize::from(short(table, 4)?);
    let mut at = 2 + head;
    let mut styles = Vec::new();
    for _ in 0..count.min(4_096) {
        let Some(length) = short(table, at).map(usize::from) else {
            break;
        };
        let Some(style) = table.get(at + 2..at + 2 + length) else {
            break;
        };
        styles.push(read_style(style, fixed).unwrap_or(Style {
            based_on: 0xfff,
            ..Style::default()
        }));
        at += 2 + length + length % 2;
    }
    Some(styles)
}

fn read_style(style: &[u8], fixed: usize) -> Option<Style> {
    let second = short(style, 2)?;
    let kind = second & 0xf;
    let groups = short(style, 4)? & 0xf;
    let name = usize::from(short(style, fixed)?);
    let mut at = fixed + 2 + 2 * name + 2;
    let mut found = Style {
        based_on: second >> 4,
        ..Style::default()
    };
    for n in 0..groups {
        at += at % 2;
        let length = usize::from(short(style, at)?);
        let group = style.get(at + 2..at + 2 + length)?;
        // A paragraph style has a group for paragraphs and one for letters, a style of letters only that.
        if kind == 1 && n == 0 {
            let format = paragraph(group.get(2..).unwrap_or_default(), Paragraph::default());
            (found.list, found.level) = (format.list, format.level);
        } else if (kind == 1 && n == 1) || (kind == 2 && n == 0) {
            let format = letter(group, Letter::default());
            (found.font, found.hidden) = (format.font, format.hidden);
        }
        at += 2 + length;
    }
    Some(found)
}

/// The lists that paragraphs use, and their labels.
fn lists(table: &[u8], fib: &Fib) -> Option<(Vec<u32>, Numbering)> {
    let mut numbering = Numbering::default();
    let heads = fib.part(table, LISTS);
    let mut levels = fib.behind(table, LISTS);
    for n in 0..usize::from(short(heads, 0)?).min(4_096) {
        let head = heads.get(2 + 28 * n..30 + 28 * n)?;
        let simple = head[26] & 1 == 1;
        for level in 0..if simple { 1 } else { LEVELS } {
            let start = number(levels, 0)?;
            let format = *levels.get(4)?;
            let text = 28 + usize::from(*levels.get(24)?) + usize::from(*levels.get(25)?);
            let length = usize::from(short(levels, text)?);
            let label = levels.get(text + 2..text + 2 + 2 * length)?;
            numbering.add_level(
                &number(head, 0)?.to_string(),
                level,
                start,
                format_name(format),
                &label_text(label),
            );
            levels = &levels[text + 2 + 2 * length..];
        }
    }
    let table = fib.part(table, LIST_USES);
    let count = number(table, 0)?.min(8_192) as usize;
    let uses: Vec<u32> = (0..count)
        .map_while(|n| number(table, 4 + 16 * n))
        .collect();
    for (n, list) in uses.iter().enumerate() {
        numbering.add_use(&(n + 1).to_string(), &list.to_string());
    }
    Some((uses, numbering))
}

/// The template of a label: numbers of levels are its control characters.
fn label_text(label: &[u8]) -> String {
    let mut text = String::new();
    for pair in label.chunks_exact(2) {
        let code = u16::from_le_bytes([pair[0], pair[1]]);
        match code {
            0..=8 => {
                text.push('%');
                text.push(char::from(b'1' + code as u8));
            }
            _ => text.extend(char::from_u32(u32::from(code))),
        }
    }
    text
}

fn format_name(format: u8) -> &'static str {
    match format {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        22 => "decimalZero",
        23 => "bullet",
        255 => "none",
        _ => "decimal",
    }
}
