//! Plain text and Markdown, in UTF-8, UTF-16 with its mark, or an old encoding that its words show.

use std::borrow::Cow;

use legal::SourceText;

use crate::{Flag, Limits, Read, Rejected, encoding};

mod markdown;

/// Reads a text file; of Markdown the marks of headings, emphasis, escapes and tables are left out.
pub(crate) fn read(bytes: &[u8], markdown: bool, limits: &Limits) -> Read {
    if bytes.len() as u64 > limits.part_bytes {
        return Err(Rejected::Limit {
            detail: format!("text of over {} bytes", limits.part_bytes),
        });
    }
    let (text, mut conversions) = encoding::decode_bytes(bytes, None);
    if !is_utf16(bytes) && text.matches(char::REPLACEMENT_CHARACTER).count() * 20 > text.len() {
        return Err(Rejected::Format {
            found: "text in an unknown encoding".to_owned(),
        });
    }
    // Form feeds part the pages of a text that was made from a printed one.
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{c}', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
    let (source, mut flags) = if markdown {
        markdown::read(&text)
    } else {
        let (text, found) = encoding::repair(&text);
        conversions.extend(found);
        (SourceText::plain(lines(&text)), controls(&text))
    };
    if source.text().trim().is_empty() {
        return Err(Rejected::NoText);
    }
    if conversions.is_empty() && !is_utf16(bytes) && std::str::from_utf8(bytes).is_err() {
        let count = source.text().chars().filter(|c| !c.is_ascii()).count();
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        encoding::add(&mut conversions, encoding::From::Cp1252, count);
    }
    flags.splice(0..0, encoding::flags(&conversions));
    let wrapped = is_wrapped(source.text());
    let layout = source.layout().clone();
    let source = SourceText::new(source.text().to_owned(), Vec::new(), Vec::new(), wrapped);
    Ok((source.with_layout(layout), flags))
}

/// The lines without white space at their ends.
fn lines(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    for line in legal::normalise(text).lines() {
        made.push_str(line.trim_end());
        made.push('\n');
    }
    made
}

/// Zero-width and direction controls, which are left out.
fn controls(text: &str) -> Vec<Flag> {
    let count = text.chars().filter(|c| crate::flow::is_control(*c)).count();
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    Vec::from_iter((count > 0).then_some(Flag::Hidden { count }))
}

fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")
}

/// The text of bytes in UTF-8 or, where a mark says so, UTF-16; `None` if they are neither.
pub(crate) fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        char::decode_utf16(units)
            .collect::<Result<String, _>>()
            .ok()
            .map(Cow::Owned)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).ok().map(Cow::Borrowed),
        _ => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
    }
}

/// The start of a file as text, whatever it holds.
pub(crate) fn start_as_text(start: &[u8]) -> Cow<'_, str> {
    let even = &start[..start.len() & !1];
    match decode(even) {
        Some(Cow::Owned(text)) => Cow::Owned(text),
        _ => String::from_utf8_lossy(start),
    }
}

/// Whether a file without a known mark is no text: it holds NULs or is rich in control characters.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return decode(bytes).is_none();
    }
    let start = &bytes[..bytes.len().min(64 << 10)];
    let odd = start
        .iter()
        .filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127))
        .count();
    start.contains(&0) || odd * 50 > start.len()
}

/// Whether lines end where the paper ended: many then begin in the middle of a sentence.
fn is_wrapped(text: &str) -> bool {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (mut all, mut inside) = (0_usize, 0_usize);
    for line in lines {
        all += 1;
        let mut letters = line.chars();
        let lower = letters.next().is_some_and(char::is_lowercase);
        // "a) …" and "a. …" are points, not the rest of a sentence.
        inside +=
            usize::from(lower && letters.next().is_none_or(|c| !matches!(c, ')' | '.' | '/')));
    }
    all >= 10 && inside * 5 >= all
}

#[cfg(test)]
mod tests;
