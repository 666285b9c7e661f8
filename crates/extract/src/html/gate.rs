//! A linear look at HTML before a tree is built of it.
//!
//! Tree builders take time quadratic in the depth of open elements and in the attributes of one tag: half a
//! megabyte of nested lists costs a minute and a half. Browsers cap the depth; here the file is refused.

use crate::Rejected;

/// Most attributes of one tag.
const ATTRIBUTES: usize = 512;
/// Most tags of a file.
const TAGS: usize = 1_000_000;
/// Formatting elements that misnested markup makes a parser open again and again.
const FORMATTING: [&str; 12] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strong", "u",
];
/// Elements that never contain anything, and those that the next of their kind closes.
const FLAT: [&str; 28] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "tfoot",
    "colgroup", "html", "body",
];

/// Refuses markup that would cost too much.
pub(super) fn check(html: &str, most_depth: u32) -> Result<(), Rejected> {
    let most_depth = i64::from(most_depth);
    let (mut depth, mut formatting, mut tags) = (0_i64, 0_i64, 0_usize);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let closing = rest.starts_with('/');
        let name_start = usize::from(closing);
        let name: String = rest[name_start..]
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(12)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if name.is_empty() {
            continue;
        }
        tags += 1;
        let (attributes, length) = tag(rest);
        let empty = rest[..length].ends_with('/');
        rest = &rest[length..];
        if attributes > ATTRIBUTES || tags > TAGS {
            return Err(Rejected::Limit {
                detail: "too many tags or attributes".to_owned(),
            });
        }
        if !closing && matches!(name.as_str(), "script" | "style") {
            // Code holds "<" that opens nothing.
            let end = if name == "script" {
                "</script"
            } else {
                "</style"
            };
            rest = find_end(rest, end);
            continue;
        }
        let counter = match name.as_str() {
            name if FLAT.contains(&name) || empty => continue,
            name if FORMATTING.contains(&name) => &mut formatting,
            _ => &mut depth,
        };
        *counter = (*counter + if closing { -1 } else { 1 }).max(0);
        // Formatting elements are often left open in honest pages, and at most three alike are opened again.
        if depth > most_depth || formatting > 8 * most_depth {
            return Err(Rejected::Limit {
                detail: format!("markup nested deeper than {most_depth}"),
            });
        }
    }
    Ok(())
}

/// How many attributes a tag seems to have, and where it ends.
fn tag(text: &str) -> (usize, usize) {
    let (mut attributes, mut quote, mut last) = (0, None, 0_u8);
    for (n, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return (attributes, n),
            (None, b'"' | b'\'') if last == b'=' => quote = Some(byte),
            (None, _)
                if last.is_ascii_whitespace() && !byte.is_ascii_whitespace() && byte != b'/' =>
            {
                attributes += 1;
            }
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        last = byte;
    }
    (attributes, text.len())
}

/// What follows the end tag of code.
fn find_end<'a>(text: &'a str, end: &str) -> &'a str {
    let found = text.match_indices("</").find(|(at, _)| {
        text.get(*at..*at + end.len())
            .is_some_and(|tag| tag.eq_ignore_ascii_case(end))
    });
    found.map_or("", |(at, _)| &text[at..])
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn refuses_depth_and_attributes() {
        assert!(check(&"<div>".repeat(300), 256).is_err());
        assert!(check(&"<ul><li>".repeat(300), 256).is_err());
        assert!(check(&format!("<p {}>", "a=1 ".repeat(600)), 256).is_err());
        assert!(check(&"<div><p>x</div>".repeat(3000), 256).is_ok());
        assert!(check(&"<p>x<br>".repeat(3000), 256).is_ok());
        assert!(check("<script>if (a<b) {}</SCRIPT><div>", 1).is_ok());
        assert!(check("<a title='>", 1).is_ok());
    }
}
