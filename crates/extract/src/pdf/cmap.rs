//! CMaps: from character codes to Unicode (ToUnicode) or to glyph numbers (embedded encodings).

use std::collections::HashMap;

use super::lexer::{Lexer, Token};

/// Codes above this are not kept: fonts of documents have at most two-byte codes.
const CODES: usize = 1 << 16;

/// What a CMap says.
#[derive(Debug, Default)]
pub(super) struct CMap {
    /// One character a code; NUL where there is none.
    single: Vec<char>,
    /// Codes that stand for several characters (ligatures, decomposed letters).
    several: HashMap<u32, Box<str>>,
    /// Glyph numbers by code, for embedded encodings.
    cids: Vec<u16>,
    /// Code lengths in bytes with their ranges.
    spaces: Vec<(usize, u32, u32)>,
}

fn code(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(4)
        .fold(0, |code, byte| code << 8 | u32::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    // One byte means the character itself.
    if let [byte] = bytes {
        return char::from(*byte).to_string();
    }
    let units = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units)
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

impl CMap {
    /// Reads a CMap; what is not understood is passed over.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut operands: Vec<Token<'_>> = Vec::new();
        for token in Lexer::new(bytes) {
            let Token::Keyword(word) = token else {
                operands.push(token);
                continue;
            };
            match word {
                b"endcodespacerange" => map.read_spaces(&operands),
                b"endbfchar" => map.read_chars(&operands),
                b"endbfrange" => map.read_ranges(&operands),
                b"endcidchar" => map.read_cids(&operands, false),
                b"endcidrange" => map.read_cids(&operands, true),
                _ => {}
            }
            operands.clear();
        }
        map
    }

    fn read_spaces(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::String(low), Token::String(high)] = pair
                && (1..=4).contains(&low.len())
                && self.spaces.len() < 100
            {
                self.spaces.push((low.len(), code(low), code(high)));
            }
        }
    }

    fn read_chars(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::String(from), Token::String(to)] = pair {
                self.put(code(from), &utf16(to));
            }
        }
    }

    fn read_ranges(&mut self, operands: &[Token<'_>]) {
        let mut rest = operands;
        while let [Token::String(low), Token::String(high), after @ ..] = rest {
            let (low, high) = (code(low), code(high).min(65_535));
            match after {
                [Token::String(to), after @ ..] => {
                    self.put_range(low, high, &utf16(to));
                    rest = after;
                }
                [Token::Open, after @ ..] => {
                    let end = after
                        .iter()
                        .position(|token| *token == Token::Close)
                        .unwrap_or(after.len());
                    for (n, to) in (low..=high).zip(&after[..end]) {
                        if let Token::String(to) = to {
                            self.put(n, &utf16(to));
                        }
                    }
                    rest = after.get(end + 1..).unwrap_or_default();
                }
                _ => break,
            }
        }
    }

    /// The last character of the target counts up.
    fn put_range(&mut self, low: u32, high: u32, to: &str) {
        // A target that is no character would count up into other letters.
        let last = to.chars().next_back();
        let Some(last) = last.filter(|last| *last != char::REPLACEMENT_CHARACTER) else {
            return;
        };
        let stem = &to[..to.len() - last.len_utf8()];
        for n in low..=high {
            let Some(next) = char::from_u32(u32::from(last) + (n - low)) else {
                continue;
            };
            if stem.is_empty() {
                self.put_single(n, next);
            } else {
                self.put(n, &format!("{stem}{next}"));
            }
        }
    }

    fn put(&mut self, code: u32, to: &str) {
        let mut letters = to.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => self.put_single(code, letter),
            (Some(_), Some(_)) if (code as usize) < CODES => {
                self.several.insert(code, to.into());
            }
            _ => {}
        }
    }

    fn put_single(&mut self, code: u32, letter: char) {
        let code = code as usize;
        if code < CODES && letter != '\0' && letter != char::REPLACEMENT_CHARACTER {
            if self.single.len() <= code {
                self.single.resize(code + 1, '\0');
            }
            self.single[code] = letter;
        }
    }

    fn read_cids(&mut self, operands: &[Token<'_>], ranges: bool) {
        let step = if ranges { 3 } else { 2 };
        for entry in operands.chunks_exact(step) {
            let (Token::String(low), Some(Token::Number(cid))) = (&entry[0], entry.last()) else {
                continue;
            };
            let low = code(low);
            let high = if let Token::String(high) = &entry[step - 2] {
                code(high)
            } else {
                low
            };
            for n in low..=high.min(65_535) {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "saturates"
                )]
                let cid = (*cid as u16).saturating_add((n - low) as u16);
                let at = n as usize;
                if self.cids.len() <= at {
                    self.cids.resize(at + 1, 0);
                }
                self.cids[at] = cid;
            }
        }
    }

    /// The text of a code, appended to `text`; false if there is none.
    pub(super) fn push(&self, code: u32, text: &mut String) -> bool {
        match self.single.get(code as usize) {
            Some(letter) if *letter != '\0' => text.push(*letter),
            _ => match self.several.get(&code) {
                Some(letters) => text.push_str(letters),
                None => return false,
            },
        }
        true
    }

    /// The glyph number of a code.
    pub(super) fn cid(&self, code: u32) -> u32 {
        self.cids
            .get(code as usize)
            .map_or(0, |cid| u32::from(*cid))
    }

    /// The next code of a string and how many bytes it takes; two where the CMap does not say.
    pub(super) fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        for length in 1..=bytes.len().min(4) {
            let code = code(&bytes[..length]);
            if self
                .spaces
                .iter()
                .any(|(l, low, high)| *l == length && (*low..=*high).contains(&code))
            {
                return (code, length);
            }
        }
        let length = self
            .spaces
            .iter()
            .map(|(length, ..)| *length)
            .min()
            .unwrap_or(2)
            .min(bytes.len())
            .max(1);
        (code(&bytes[..length.min(bytes.len())]), length)
    }
}

#[cfg(test)]
mod tests {
    use super::CMap;

    #[test]
    fn reads_chars_ranges_and_arrays() {
        let map = CMap::parse(
            b"1 begincodespacerange <0000> <ffff> endcodespacerange
              1 beginbfchar <0003> <0020> <0004> <00660069> endbfchar
              2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<1ea1> <0111>] endbfrange
              1 beginbfrange <0000> <ffffffff> <d800> endbfrange
              1 begincidrange <0005> <0006> 40 endcidrange",
        );
        let text = |code| {
            let mut text = String::new();
            map.push(code, &mut text).then_some(text)
        };
        assert_eq!(text(3).as_deref(), Some(" "));
        assert_eq!(text(4).as_deref(), Some("fi"));
        assert_eq!(text(0x12).as_deref(), Some("c"));
        assert_eq!(text(0x21).as_deref(), Some("đ"));
        assert_eq!(text(0x22), None);
        assert_eq!(map.cid(6), 41);
        assert_eq!(map.next_code(b"\x00\x03\x00"), (3, 2));
    }
}
