//! Recognises one symbol at a place of a text. Every step looks a bounded way ahead, so a search is linear.

use super::tokens;
use crate::folding::{is_dash, is_mark};

/// A symbol recognised: where it ends, and its normal form.
pub(super) struct Scanned {
    pub(super) end: usize,
    pub(super) normal: String,
}

/// The symbol that begins at `start`, if one does.
pub(super) fn at(text: &str, start: usize) -> Option<Scanned> {
    let reader = Reader { text, at: start };
    if reader.peek()?.is_ascii_digit() {
        dated(reader)
            .or_else(|| undated(reader))
            .or_else(|| old(reader))
            .or_else(|| letter(reader))
    } else {
        standard(reader)
    }
}

/// `30/2020/NĐ-CP`, `41/2024/QH15`, `01/2014/NQLT/CP-UBTƯMTTQVN`, `66.16/2026/NQ-CP`.
fn dated(mut reader: Reader<'_>) -> Option<Scanned> {
    let number = reader.number(true)?;
    reader.slash()?;
    let year = reader
        .digits(4)
        .filter(|year| year.starts_with("19") || year.starts_with("20"))?;
    reader.slash()?;
    let letters = reader.letters(12)?;
    if letters.count == 1 && !tokens::stands_alone(&letters.normal) {
        return None;
    }
    Some(Scanned {
        end: reader.at,
        normal: format!("{number}/{year}/{}", letters.normal),
    })
}

/// `417/QĐ-BNNMT`, `16/VBHN-VPQH`: a kind and an issuer, no year.
fn undated(mut reader: Reader<'_>) -> Option<Scanned> {
    let number = reader.number(false)?;
    reader.slash()?;
    let letters = reader.letters(8)?;
    let (kind, issuer) = letters.normal.split_once('-')?;
    let plain_kind = tokens::ADMINISTRATIVE.contains(&kind);
    // "01/TB-TĐT" in an annex is the code of a form.
    let known = tokens::is_registered(issuer.split('-').next().unwrap_or_default());
    let sure = tokens::NORMATIVE_UNDATED.contains(&kind) && issuer.chars().count() >= 2;
    ((plain_kind && known) || sure).then(|| Scanned {
        end: reader.at,
        normal: format!("{number}/{}", letters.normal),
    })
}

/// `18-L/CTN`, `41-LCT/HĐNN8`, `12/CP`, `92/TT-LB`, and those of the Party: `18-NQ/TW`.
fn old(mut reader: Reader<'_>) -> Option<Scanned> {
    let number = reader.number(false)?;
    let joiner = reader.joiner()?;
    let letters = reader.letters(3)?;
    if !letters.capital {
        return None;
    }
    let fits =
        tokens::is_old(&letters.normal) || (joiner == '-' && tokens::is_party(&letters.normal));
    fits.then(|| Scanned {
        end: reader.at,
        normal: format!("{number}{joiner}{}", letters.normal),
    })
}

/// `557/BKHCN-CĐSQG`: an official letter, number and issuer with the unit that drafted it.
fn letter(mut reader: Reader<'_>) -> Option<Scanned> {
    let number = reader.number(false)?;
    reader.slash()?;
    let letters = reader.letters(4)?;
    let (issuer, _) = letters.normal.split_once(['-', '/'])?;
    (letters.capital && tokens::is_registered(issuer)).then(|| Scanned {
        end: reader.at,
        normal: format!("{number}/{}", letters.normal),
    })
}

/// Number, year if there is one, and any capitals: what stands behind "Số:".
pub(super) fn labelled(text: &str) -> Option<Scanned> {
    let mut reader = Reader { text, at: 0 };
    let mut number = reader.number(true)?;
    reader.slash()?;
    if let Some(year) = reader.attempt(|r| {
        let year = r.digits(4)?;
        r.slash()?;
        Some(year)
    }) {
        number = format!("{number}/{year}");
    }
    let letters = reader.letters(8)?;
    letters.capital.then(|| Scanned {
        end: reader.at,
        normal: format!("{number}/{}", letters.normal),
    })
}

/// `QCVN 01:2026/BXD`, `TCVN 11930:2017`.
fn standard(mut reader: Reader<'_>) -> Option<Scanned> {
    let kind = ["QCVN", "TCVN", "TCXDVN", "QCĐP"]
        .into_iter()
        .find(|kind| reader.text[reader.at..].to_uppercase_prefix(kind.chars().count()) == *kind)?;
    reader.skip(kind.chars().count());
    reader.spaces(2);
    if reader.eat(|c| c == ':').is_some() {
        reader.spaces(2);
    }
    let mut number = reader.digits_up_to(5)?;
    while let Some(part) = reader.attempt(|r| {
        r.eat(is_dash)?;
        r.digits_up_to(4)
    }) {
        number = format!("{number}-{part}");
    }
    reader.spaces(1);
    reader.eat(|c| c == ':')?;
    reader.spaces(1);
    let year = reader.digits(4)?;
    let body = reader.attempt(|r| {
        r.slash()?;
        r.letters(1)
    });
    let body = body
        .map(|letters| format!("/{}", letters.normal))
        .unwrap_or_default();
    Some(Scanned {
        end: reader.at,
        normal: format!("{kind} {number}:{year}{body}"),
    })
}

trait UppercasePrefix {
    fn to_uppercase_prefix(&self, letters: usize) -> String;
}

impl UppercasePrefix for str {
    fn to_uppercase_prefix(&self, letters: usize) -> String {
        self.chars()
            .take(letters)
            .flat_map(char::to_uppercase)
            .collect()
    }
}

/// The tokens after the number, joined as in the normal form.
struct Letters {
    normal: String,
    count: usize,
    capital: bool,
}

/// A place in the text, moved forward by what is recognised.
#[derive(Clone, Copy)]
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn skip(&mut self, letters: usize) {
        let rest = &self.text[self.at..];
        self.at += rest
            .char_indices()
            .nth(letters)
            .map_or(rest.len(), |(at, _)| at);
    }

    fn eat(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let c = self.peek().filter(|c| wanted(*c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Takes what `read` recognises; stays where it was otherwise.
    fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut ahead = *self;
        let found = read(&mut ahead)?;
        *self = ahead;
        Some(found)
    }

    fn spaces(&mut self, most: usize) -> usize {
        (0..most)
            .take_while(|_| self.eat(|c| matches!(c, ' ' | '\u{a0}' | '\t')).is_some())
            .count()
    }

    fn digits_up_to(&mut self, most: usize) -> Option<String> {
        let mut digits = String::new();
        while digits.len() < most
            && let Some(digit) = self.eat(|c| c.is_ascii_digit())
        {
            digits.push(digit);
        }
        (!digits.is_empty() && !self.peek().is_some_and(|c| c.is_ascii_digit())).then_some(digits)
    }

    fn digits(&mut self, exactly: usize) -> Option<String> {
        self.digits_up_to(exactly)
            .filter(|digits| digits.len() == exactly)
    }

    /// "30", "30a", "66.16" (only where a year follows).
    fn number(&mut self, dotted: bool) -> Option<String> {
        let mut number = self.digits_up_to(6)?;
        if dotted
            && let Some(part) = self.attempt(|r| {
                r.eat(|c| c == '.')?;
                r.digits_up_to(3)
            })
        {
            number = format!("{number}.{part}");
        }
        if let Some(letter) = self.attempt(|r| {
            let letter = r.eat(|c| c.is_ascii_alphabetic() || matches!(c, 'Đ' | 'đ' | 'Ð'))?;
            (!r.peek()?.is_alphanumeric()).then_some(letter)
        }) {
            number.extend(letter.to_uppercase());
        }
        Some(number)
    }

    fn slash(&mut self) -> Option<()> {
        self.spaces(2);
        self.eat(|c| c == '/')?;
        self.gap();
        Some(())
    }

    fn joiner(&mut self) -> Option<char> {
        self.eat(|c| c == '/' || is_dash(c))
            .map(|c| if c == '/' { '/' } else { '-' })
    }

    /// Spaces or one line break, as a symbol is broken over lines. True if there were any.
    fn gap(&mut self) -> bool {
        let before = self.at;
        self.spaces(4);
        self.eat(|c| c == '\r');
        if self.eat(|c| c == '\n').is_some() {
            self.spaces(12);
        }
        self.at > before
    }

    /// `NĐ-CP`, `TTLT-BTC-BNV`, `NQLT/CP-UBTƯMTTQVN`: at most `most` tokens.
    fn letters(&mut self, most: usize) -> Option<Letters> {
        let first = self.token(true)?;
        let capital = first.1;
        let mut letters = Letters {
            normal: first.0,
            count: 1,
            capital,
        };
        while letters.count < most {
            let Some((joiner, token)) = self.attempt(|r| {
                // "TT - BTTTT" is one symbol; after an issuer " - Hà Nội" is not its next part.
                let spaced = r.spaces(1) > 0;
                if spaced && letters.count > 1 {
                    return None;
                }
                let joiner = r.joiner()?;
                let gap = r.gap();
                let (token, is_capital) = r.token(!gap && !spaced)?;
                (is_capital == capital).then_some((joiner, token))
            }) else {
                break;
            };
            letters.normal.push(joiner);
            letters.normal.push_str(&token);
            letters.count += 1;
        }
        let typed_small = !capital && (letters.count < 2 || !tokens::opens_small(&letters.normal));
        let alone_small = !capital && letters.count == 1 && tokens::stands_alone(&letters.normal);
        (!typed_small || alone_small).then_some(letters)
    }

    /// One token in normal form, and whether it is in capitals. Text glued behind ("CPngày") stays outside
    /// where `glue` allows any.
    fn token(&mut self, glue: bool) -> Option<(String, bool)> {
        let rest = &self.text[self.at..];
        for mixed in ["TTg", "TTr", "CTr", "TrS", "QyĐ"] {
            if let Some(after) = rest.strip_prefix(mixed)
                && !after.starts_with(|c: char| c.is_alphanumeric())
            {
                self.at += mixed.len();
                return Some((tokens::normal(mixed), true));
            }
        }
        let capital = self.peek().is_some_and(|c| tokens::latin(c).is_uppercase());
        let mut token = String::new();
        let mut end = 0;
        for (at, c) in rest.char_indices().take(17) {
            let c = tokens::latin(c);
            let letter = c.is_ascii_alphabetic() || "ĐƯÂÊÔƠĂđưâêôơă".contains(c);
            let fits = (letter && c.is_uppercase() == capital)
                || (c.is_ascii_digit() && !token.is_empty());
            if !fits {
                break;
            }
            token.push(c);
            end = at
                + self.text[self.at + at..]
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8);
        }
        let next = rest[end..].chars().next();
        let glued = next.is_some_and(|c| c.is_alphanumeric() || is_mark(c));
        let letters = token.chars().filter(|c| c.is_alphabetic()).count();
        if letters == 0
            || (glued && (!glue || !capital || letters < 2 || next.is_some_and(char::is_uppercase)))
        {
            return None;
        }
        self.at += end;
        Some((tokens::normal(&token), capital))
    }
}
