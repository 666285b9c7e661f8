//! Numbers and symbols of documents: reading, normal form, folded form.

use serde::{Deserialize, Serialize};

use crate::{Kind, Span, folding::normalise};

mod repair;
mod scan;
mod tokens;

/// A number and symbol such as `30/2020/NĐ-CP`, kept as printed and in two forms to compare by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Symbol {
    printed: String,
    normal: String,
    folded: String,
}

impl Symbol {
    /// Reads a symbol that stands alone; decoration such as "Số:" is dropped. `None` if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = normalise(text);
        let text = undecorated(&text);
        let scanned = scan::at(text, 0)?;
        let rest = text[scanned.end..]
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':'));
        rest.is_empty()
            .then(|| Self::from_scan(&text[..scanned.end], scanned.normal))
    }

    /// The symbol of a collection that uses its numbers as keys: printed and normal form are the text as given, spaces
    /// aside, whatever letters it has ("64/2020/TT-"). `None` if it is blank.
    pub fn as_given(text: &str) -> Option<Self> {
        let normal: String = normalise(text).split_whitespace().collect();
        if normal.is_empty() {
            return None;
        }
        let mut symbol = Self::from_scan(text.trim(), normal);
        if let Some(parsed) = Self::parse(text) {
            symbol.folded = parsed.folded;
        }
        Some(symbol)
    }

    /// The symbol that begins a text known to be one, as behind "Số:" in a head, where the body that issues may be
    /// any: `1234/STNMT-VP`.
    pub(crate) fn labelled(text: &str) -> Option<Self> {
        let scanned = scan::at(text, 0).or_else(|| scan::labelled(text))?;
        Some(Self::from_scan(&text[..scanned.end], scanned.normal))
    }

    fn from_scan(printed: &str, normal: String) -> Self {
        let folded = crate::unaccent(&normal).to_lowercase();
        // "TCVN 01:2020" keeps its letters in front; only the zeros of its number go.
        let digits = folded
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or_default();
        let zeros = folded[digits..].len() - folded[digits..].trim_start_matches('0').len();
        let kept_digit = folded[digits + zeros..].starts_with(|c: char| c.is_ascii_digit());
        let zeros = if kept_digit {
            zeros
        } else {
            zeros.saturating_sub(1)
        };
        let folded = format!("{}{}", &folded[..digits], &folded[digits + zeros..]);
        Self {
            printed: printed.to_owned(),
            normal,
            folded,
        }
    }

    /// What a symbol misread from a picture may have been: "QHI5" for "QH15", "O" and "l" among digits, a lost last
    /// letter of "CP". Candidates only: one counts when the register holds it. Empty where the text reads as printed.
    pub fn candidates(text: &str) -> Vec<Self> {
        if Self::parse(text).is_some_and(|symbol| !symbol.normal.ends_with("-C")) {
            return Vec::new();
        }
        let mended = repair::mended(undecorated(&normalise(text)));
        mended.iter().filter_map(|text| Self::parse(text)).collect()
    }

    /// Whether both name one document: the same folded form, or the same number of a joint document whose
    /// issuers stand in another order or behind another joint ("NQLT/CP-…", "NQLT-CP-…").
    pub fn same_document(&self, other: &Self) -> bool {
        if self.folded == other.folded {
            return true;
        }
        let parts = |symbol: &Self| {
            let mut parts: Vec<String> =
                symbol.folded.split(['/', '-']).map(str::to_owned).collect();
            let joint = parts.iter().any(|part| part == "nqlt" || part == "ttlt");
            let letters = parts.len().min(2);
            parts[letters..].sort();
            joint.then_some(parts)
        };
        parts(self).is_some_and(|own| parts(other) == Some(own))
    }

    /// As printed.
    pub fn printed(&self) -> &str {
        &self.printed
    }

    /// Normal form: NFC, upper case but for TTg, `-` for every dash, no spaces, leading zeros kept: `30/2020/NĐ-CP`.
    /// A token typed without Đ gets it back where only one token can be meant (ND, QD, HDND). A standard keeps
    /// one space: `TCVN 11930:2017`.
    pub fn normal(&self) -> &str {
        &self.normal
    }

    /// To compare by: normal form without accents, in lower case, leading zeros of the number dropped: `30/2020/nd-cp`.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// In addresses: `30-2020-nd-cp`.
    pub fn slug(&self) -> String {
        crate::document::slug(&self.normal)
    }

    /// The key of one of its articles, `symbol#article` in lower case: `30/2020/nđ-cp#5`.
    pub fn article_key(&self, article: &str) -> String {
        format!("{}#{}", self.normal.to_lowercase(), article)
    }

    /// Number and year, zeros of the number dropped: "30/2020"; `None` for a symbol without a year.
    pub fn number_and_year(&self) -> Option<String> {
        let mut parts = self.folded.split('/');
        let (number, year) = (parts.next()?, parts.next()?);
        let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        is_year.then(|| format!("{number}/{year}"))
    }

    /// The year in the symbol.
    pub fn year(&self) -> Option<i16> {
        let (_, year) = self
            .number_and_year()?
            .split_once('/')
            .map(|(n, y)| (n.len(), y.to_owned()))?;
        year.parse().ok()
    }

    /// The kind that the letters say; `None` for laws and resolutions of the National Assembly, which share one form.
    pub fn kind(&self) -> Option<Kind> {
        tokens::kind(self)
    }

    /// The bodies that the letters name, in the order printed: "Chính phủ", "Bộ Nội vụ". Local bodies are left
    /// to the header, which alone names the place.
    pub fn issuers(&self) -> Vec<&'static str> {
        tokens::issuers(&self.normal)
    }
}

/// Drops "Luật số", "Số:", "Số hiệu:" before a symbol, even doubled.
fn undecorated(text: &str) -> &str {
    const WORDS: [&str; 12] = [
        "nghị định",
        "nghị quyết",
        "thông tư liên tịch",
        "thông tư",
        "quyết định",
        "bộ luật",
        "luật",
        "pháp lệnh",
        "chỉ thị",
        "số hiệu",
        "số",
        "so",
    ];
    let mut text = text.trim();
    loop {
        let rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == ':' || c == '.');
        let word = WORDS.iter().find_map(|word| {
            let head = rest
                .char_indices()
                .nth(word.chars().count())
                .map_or(rest.len(), |(at, _)| at);
            let matches = rest[..head].to_lowercase() == *word;
            let bounded = rest[head..].starts_with(|c: char| c.is_whitespace() || c == ':');
            (matches && bounded).then_some(head)
        });
        match word {
            Some(head) => text = &rest[head..],
            None => return rest,
        }
    }
}

/// Every symbol in a text, with where it stands; templates ("…/2025/TT-BCT") and dates are left out.
pub fn find_symbols(text: &str) -> Vec<(Span, Symbol)> {
    let mut found = Vec::new();
    let mut before = ' ';
    let mut next = 0;
    for (start, c) in text.char_indices() {
        let may_start = start >= next && may_start(c, &text.as_bytes()[start..]);
        if may_start
            && !before.is_alphanumeric()
            && !matches!(before, '/' | '.' | '-' | '…')
            && let Some(scanned) = scan::at(text, start)
        {
            next = scanned.end;
            let span = Span::new(start, scanned.end);
            found.push((
                span,
                Symbol::from_scan(&text[start..scanned.end], scanned.normal),
            ));
        }
        before = c;
    }
    found
}

/// A cheap question that spares most words the grammar of symbols: a number with a slash or dash soon behind it, or the
/// letters of a standard (QCVN, TCVN).
fn may_start(c: char, rest: &[u8]) -> bool {
    const AHEAD: usize = 16;
    match c {
        'Q' | 'T' | 'q' | 't' => matches!(rest.get(1), Some(b'C' | b'c')),
        '0'..='9' => rest
            .iter()
            .take(AHEAD)
            .any(|byte| matches!(byte, b'/' | b'-' | 0x80..)),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
