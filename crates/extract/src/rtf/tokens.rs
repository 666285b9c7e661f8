//! RTF as tokens.

/// What stands in the file.
pub(super) enum Token<'a> {
    Open,
    Close,
    /// A control word with its number.
    Word(&'a str, Option<i32>),
    /// `\*`: the group is for programs that know its first word.
    Ignorable,
    /// A byte of text.
    Byte(u8),
}

pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Passes over binary bytes.
    pub(super) fn skip(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.bytes.len());
    }

    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            return Some(match byte {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => self.control()?,
                b'\r' | b'\n' | 0 => continue,
                b'\t' => Token::Word("tab", None),
                byte => Token::Byte(byte),
            });
        }
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let first = *self.bytes.get(self.at)?;
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return Some(match first {
                b'\'' => self.hex(),
                b'*' => Token::Ignorable,
                b'~' => Token::Word("~", None),
                b'-' => Token::Word("-", None),
                b'_' => Token::Word("_", None),
                b'\r' | b'\n' => Token::Word("par", None),
                b'\\' | b'{' | b'}' => Token::Byte(first),
                _ => Token::Word("", None),
            });
        }
        let start = self.at;
        let letters = self.run(|byte| byte.is_ascii_alphabetic());
        let word =
            std::str::from_utf8(&self.bytes[start..start + letters.min(32)]).unwrap_or_default();
        let number = self.at;
        let minus = self.bytes.get(self.at) == Some(&b'-');
        self.at += usize::from(minus);
        let value = if self.run(|byte| byte.is_ascii_digit()) > 0 {
            let digits = std::str::from_utf8(&self.bytes[number..self.at]).ok();
            digits.and_then(|digits| digits.parse().ok())
        } else {
            self.at = number;
            None
        };
        self.at += usize::from(self.bytes.get(self.at) == Some(&b' '));
        Some(Token::Word(word, value))
    }

    fn run(&mut self, is: impl Fn(u8) -> bool) -> usize {
        let length = self.bytes[self.at..]
            .iter()
            .take_while(|byte| is(**byte))
            .count();
        self.at += length;
        length
    }

    /// `\'hh`; what is no number is passed over.
    fn hex(&mut self) -> Token<'a> {
        let digits = self.bytes.get(self.at..self.at + 2);
        let value = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match value {
            Some(byte) => {
                self.at += 2;
                Token::Byte(byte)
            }
            None => Token::Word("", None),
        }
    }
}

/// The sign that a control word stands for.
pub(super) fn sign(word: &str) -> Option<&'static str> {
    Some(match word {
        "tab" | "~" | "enspace" | "emspace" | "qmspace" => " ",
        "line" | "lbr" => "\n",
        "_" => "-",
        // An optional hyphen is the letter ư of an old font.
        "-" => "\u{ad}",
        "emdash" => "—",
        "endash" => "–",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "bullet" => "-",
        _ => return None,
    })
}

/// Whether a group holds no text of the document.
pub(super) fn is_elsewhere(word: &str) -> bool {
    matches!(
        word,
        "stylesheet"
            | "info"
            | "pict"
            | "objdata"
            | "objclass"
            | "objname"
            | "fldinst"
            | "listtable"
            | "listoverridetable"
            | "revtbl"
            | "rsidtbl"
            | "generator"
            | "themedata"
            | "colorschememapping"
            | "xmlnstbl"
            | "datastore"
            | "latentstyles"
            | "bkmkstart"
            | "bkmkend"
            | "annotation"
            | "atnid"
            | "atnauthor"
            | "atntime"
            | "atnicn"
            | "atnref"
            | "atnparent"
            | "nonshppict"
            | "shprslt"
            | "nonesttables"
            | "filetbl"
            | "xe"
            | "tc"
            | "tcn"
            | "sp"
            | "mmathPr"
            | "userprops"
            | "ftnsep"
            | "ftnsepc"
            | "ftncn"
            | "aftnsep"
            | "aftnsepc"
            | "aftncn"
            | "template"
            | "operator"
            | "passwordhash"
            | "private"
            | "ud"
            | "rxe"
            | "pgptbl"
            | "protusertbl"
            | "wgrffmtfilter"
            | "background"
    )
}
