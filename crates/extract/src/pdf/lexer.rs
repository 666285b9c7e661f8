//! Tokens of content streams and CMaps, without recursion and mostly without copies.

use std::borrow::Cow;

/// One token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'a> {
    Number(f32),
    Name(Cow<'a, [u8]>),
    String(Cow<'a, [u8]>),
    Open,
    Close,
    OpenDictionary,
    CloseDictionary,
    Keyword(&'a [u8]),
}

/// Walks over bytes; never fails, skips what it does not understand.
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

const fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

const fn hex(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Skips the samples of an inline image, after its `ID`.
    pub(super) fn skip_image(&mut self) {
        let rest = &self.bytes[self.at..];
        let end = rest.windows(3).enumerate().find_map(|(n, window)| {
            let ends = is_space(window[0]) && &window[1..] == b"EI";
            let after = &rest[n + 3..rest.len().min(n + 13)];
            // Samples may hold the letters EI by chance; operators follow only the true end.
            let text = after
                .iter()
                .all(|byte| is_space(*byte) || (32..127).contains(byte));
            (ends && text && after.first().is_none_or(|byte| is_space(*byte))).then_some(n + 3)
        });
        self.at += end.unwrap_or(rest.len());
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self
                    .peek()
                    .is_some_and(|byte| byte != b'\n' && byte != b'\r')
                {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    fn regular(&mut self) -> &'a [u8] {
        let start = self.at;
        while self
            .peek()
            .is_some_and(|byte| !is_space(byte) && !is_delimiter(byte))
        {
            self.at += 1;
        }
        &self.bytes[start..self.at]
    }

    fn name(&mut self) -> Token<'a> {
        let raw = self.regular();
        if !raw.contains(&b'#') {
            return Token::Name(Cow::Borrowed(raw));
        }
        let mut name = Vec::with_capacity(raw.len());
        let mut n = 0;
        while n < raw.len() {
            let coded = |at: usize| raw.get(at).copied().and_then(hex);
            match (raw[n], coded(n + 1), coded(n + 2)) {
                (b'#', Some(high), Some(low)) => {
                    name.push(high << 4 | low);
                    n += 3;
                }
                (byte, ..) => {
                    name.push(byte);
                    n += 1;
                }
            }
        }
        Token::Name(Cow::Owned(name))
    }

    fn hex_string(&mut self) -> Token<'a> {
        let mut string = Vec::new();
        let mut high = None;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            let Some(digit) = hex(byte) else { continue };
            match high.take() {
                Some(high) => string.push(high << 4 | digit),
                None => high = Some(digit),
            }
        }
        if let Some(high) = high {
            string.push(high << 4);
        }
        Token::String(Cow::Owned(string))
    }

    fn literal_string(&mut self) -> Token<'a> {
        let start = self.at;
        // Most strings have neither escapes nor brackets and need no copy.
        while let Some(byte) = self.peek() {
            match byte {
                b')' => {
                    self.at += 1;
                    return Token::String(Cow::Borrowed(&self.bytes[start..self.at - 1]));
                }
                b'\\' | b'(' | b'\r' => break,
                _ => self.at += 1,
            }
        }
        let mut string = self.bytes[start..self.at].to_vec();
        let mut depth = 1_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(&mut string);
                    continue;
                }
                _ => {}
            }
            string.push(byte);
        }
        Token::String(Cow::Owned(string))
    }

    fn escape(&mut self, string: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => string.push(b'\n'),
            b'r' => string.push(b'\r'),
            b't' => string.push(b'\t'),
            b'b' => string.push(8),
            b'f' => string.push(12),
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u16::from(byte - b'0');
                for _ in 0..2 {
                    match self.peek() {
                        Some(digit @ b'0'..=b'7') => {
                            code = code * 8 + u16::from(digit - b'0');
                            self.at += 1;
                        }
                        _ => break,
                    }
                }
                string.push(code.to_le_bytes()[0]);
            }
            other => string.push(other),
        }
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.skip_space();
            let byte = self.peek()?;
            let follows = |byte| self.bytes.get(self.at + 1) == Some(&byte);
            let (token, length) = match byte {
                b'<' if follows(b'<') => (Some(Token::OpenDictionary), 2),
                b'>' if follows(b'>') => (Some(Token::CloseDictionary), 2),
                b'[' => (Some(Token::Open), 1),
                b']' => (Some(Token::Close), 1),
                b'{' | b'}' | b'>' | b')' => (None, 1),
                b'/' => {
                    self.at += 1;
                    return Some(self.name());
                }
                b'<' => {
                    self.at += 1;
                    return Some(self.hex_string());
                }
                b'(' => {
                    self.at += 1;
                    return Some(self.literal_string());
                }
                _ => {
                    let word = self.regular();
                    return Some(number(word).map_or(Token::Keyword(word), Token::Number));
                }
            };
            self.at += length;
            if token.is_some() {
                return token;
            }
        }
    }
}

/// A number as PDF writes it: no exponent; producers also write `--5` and `1.2.3`, read as far as they make sense.
fn number(word: &[u8]) -> Option<f32> {
    let signs = word
        .iter()
        .take_while(|byte| matches!(byte, b'+' | b'-'))
        .count();
    let (mut value, mut scale, mut digits) = (0_f64, 0_f64, 0);
    for byte in &word[signs..] {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                let digit = f64::from(byte - b'0');
                if scale == 0.0 {
                    value = value * 10.0 + digit;
                } else {
                    value += digit * scale;
                    scale /= 10.0;
                }
            }
            b'.' if scale == 0.0 => scale = 0.1,
            b'.' | b'-' => break,
            _ => return None,
        }
    }
    if digits == 0 && scale == 0.0 {
        return None;
    }
    let value = if word.first() == Some(&b'-') {
        -value
    } else {
        value
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "positions on a page need no more"
    )]
    Some(value as f32)
}

#[cfg(test)]
mod tests {
    use super::{Lexer, Token};

    #[track_caller]
    fn check(bytes: &[u8], expect: &[Token<'_>]) {
        assert_eq!(Lexer::new(bytes).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn reads_tokens() {
        let string = |text: &'static [u8]| Token::String(text.into());
        check(
            b"-1.5 .5 Tj",
            &[
                Token::Number(-1.5),
                Token::Number(0.5),
                Token::Keyword(b"Tj"),
            ],
        );
        check(
            br"(a\(b\)\101\)) <4142 4>",
            &[string(b"a(b)A)"), string(b"AB@")],
        );
        check(
            b"/A#42[(x(y))]",
            &[
                Token::Name(b"AB"[..].into()),
                Token::Open,
                string(b"x(y)"),
                Token::Close,
            ],
        );
        check(
            b"% note\n<</P 1>> T*",
            &[
                Token::OpenDictionary,
                Token::Name(b"P"[..].into()),
                Token::Number(1.0),
                Token::CloseDictionary,
                Token::Keyword(b"T*"),
            ],
        );
        check(b"(open", &[string(b"open")]);
        check(b")>}{", &[]);
    }

    #[test]
    fn skips_samples() {
        let mut lexer = Lexer::new(b"\x01 EI\x80\xff EI Q");
        lexer.skip_image();
        assert_eq!(lexer.next(), Some(Token::Keyword(b"Q")));
    }
}
