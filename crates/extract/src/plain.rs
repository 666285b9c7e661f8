//! Plain text and Markdown, in UTF-8 or UTF-16 with its mark.

use std::borrow::Cow;

use legal::SourceText;

use crate::{Limits, Read, Rejected};

/// Reads a text file; of Markdown the marks of headings, emphasis, escapes and tables are left out.
pub(crate) fn read(bytes: &[u8], markdown: bool, limits: &Limits) -> Read {
    if bytes.len() as u64 > limits.part_bytes {
        return Err(Rejected::Limit {
            detail: format!("text of over {} bytes", limits.part_bytes),
        });
    }
    let text = decode(bytes).ok_or_else(|| Rejected::Format {
        found: "text that is not UTF-8".to_owned(),
    })?;
    let mut lines = String::with_capacity(text.len());
    // Form feeds part the pages of a text that was made from a printed one.
    for line in text.split(['\n', '\u{c}', '\u{2028}', '\u{2029}', '\u{85}']) {
        let line = line.trim_end();
        if markdown {
            push_markdown(&mut lines, line);
        } else {
            lines.push_str(line);
        }
        lines.push('\n');
    }
    let text = legal::normalise(&lines.replace('\r', "\n"));
    if text.trim().is_empty() {
        return Err(Rejected::NoText);
    }
    let wrapped = is_wrapped(&text);
    Ok((
        SourceText::new(text, Vec::new(), Vec::new(), wrapped),
        Vec::new(),
    ))
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

fn push_markdown(lines: &mut String, line: &str) {
    let line = line.trim_start();
    let heading = line.trim_start_matches('#');
    let is_heading = heading.len() < line.len() && (heading.is_empty() || heading.starts_with(' '));
    let line = if is_heading {
        heading.trim_start().trim_end_matches('#').trim_end()
    } else {
        line
    };
    let line = line.strip_prefix("> ").unwrap_or(line);
    if line.len() > 2 && line.starts_with('|') {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let rule = cells
            .iter()
            .all(|cell| cell.chars().all(|c| matches!(c, '-' | ':')));
        if !rule {
            push_emphasised(lines, &cells.join(" | "));
        }
        return;
    }
    if line.len() >= 3
        && line
            .chars()
            .all(|c| matches!(c, '-' | '*' | '_' | '=' | ' '))
    {
        return;
    }
    push_emphasised(lines, line);
}

/// Without `**`, `__`, backslashes before punctuation, and the targets of links.
fn push_emphasised(lines: &mut String, line: &str) {
    let mut rest = line;
    let mut slanted = false;
    while let Some(c) = rest.chars().next() {
        let next = rest[c.len_utf8()..].chars().next();
        match (c, next) {
            ('\\', Some(mark)) if mark.is_ascii_punctuation() => {
                lines.push(mark);
                rest = &rest[2..];
                continue;
            }
            ('*', Some('*')) => {
                rest = &rest[2..];
                continue;
            }
            // A mark of emphasis stands against a word and has its fellow; "2 * 3" has neither.
            ('*', next)
                if slanted
                    || next
                        .is_some_and(|next| !next.is_whitespace() && rest[1..].contains('*')) =>
            {
                slanted = !slanted;
                rest = &rest[1..];
                continue;
            }
            (']', Some('(')) => {
                if let Some(end) = rest.find(')') {
                    rest = &rest[end + 1..];
                    continue;
                }
            }
            ('[', Some(_)) if rest.contains("](") => {
                rest = &rest[1..];
                continue;
            }
            _ => {}
        }
        lines.push(c);
        rest = &rest[c.len_utf8()..];
    }
}

#[cfg(test)]
mod tests;
