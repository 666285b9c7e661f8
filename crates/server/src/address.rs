//! The addresses of our pages: stable, made in one place, every part percent-encoded.

use legal::{Date, Path, Span};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays readable in an address; all else is encoded.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Longest quote that travels in an address; longer ones travel as the bytes they stand on.
const LONGEST_QUOTE: usize = 300;

/// Percent-encodes one part of a path or one value of a query.
pub fn encode(part: &str) -> String {
    utf8_percent_encode(part, PLAIN).to_string()
}

/// The page of a document.
pub fn document(slug: &str) -> String {
    format!("/vb/{}", encode(slug))
}

/// The page of a provision; of the document for the root.
pub fn provision(slug: &str, path: &Path) -> String {
    let mut address = document(slug);
    for part in path.to_string().split('/').filter(|part| !part.is_empty()) {
        address.push('/');
        address.push_str(&encode(part));
    }
    address
}

/// The page of a provision on a day.
pub fn provision_on(slug: &str, path: &Path, on: Date) -> String {
    format!("{}?on={on}", provision(slug, path))
}

/// A page of the file as issued, from 1, with the words of a span boxed.
pub fn sheet(slug: &str, number: u32, span: Option<Span>) -> String {
    let boxed = span.map(|span| format!("?doan={}-{}", span.start, span.end));
    format!(
        "{}/trang/{number}{}",
        document(slug),
        boxed.unwrap_or_default()
    )
}

/// The picture of a page of the file as issued, from 1.
pub fn picture(slug: &str, number: u32) -> String {
    format!("{}/trang/{number}/anh", document(slug))
}

/// The page of a provision with a quote marked, scrolled to the quote.
pub fn quote(slug: &str, path: &Path, on: Date, text: &str, span: Span) -> String {
    let mut address = format!(
        "{}&doan={}-{}",
        provision_on(slug, path, on),
        span.start,
        span.end
    );
    if text.chars().count() <= LONGEST_QUOTE {
        address.push_str("&trich=");
        address.push_str(&encode(text));
    }
    address.push_str("#trich");
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        fn check(slug: &str, path: &str, expect: &str) {
            assert_eq!(provision(slug, &path.parse().expect("a path")), expect);
        }
        check(
            "30-2020-nd-cp",
            "dieu-5/khoan-2",
            "/vb/30-2020-nd-cp/dieu-5/khoan-2",
        );
        check("30-2020-nd-cp", "", "/vb/30-2020-nd-cp");
        check("a/../b", "dieu-1/diem-dd", "/vb/a%2F..%2Fb/dieu-1/diem-dd");
    }

    #[test]
    fn a_long_quote_travels_as_bytes() {
        let path = "dieu-1".parse().expect("a path");
        let on = Date::constant(2026, 11, 22);
        let short = quote("a", &path, on, "đúng hạn & đủ", Span::new(3, 9));
        assert_eq!(
            short,
            "/vb/a/dieu-1?on=2026-11-22&doan=3-9&trich=%C4%91%C3%BAng%20h%E1%BA%A1n%20%26%20%C4%91%E1%BB%A7#trich"
        );
        let long = quote("a", &path, on, &"ă".repeat(301), Span::new(3, 9));
        assert_eq!(long, "/vb/a/dieu-1?on=2026-11-22&doan=3-9#trich");
    }
}
