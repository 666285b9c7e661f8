//! What no sentence about the law needs: addresses and markup, and words that point at nothing the law points at.

use super::tokens::Text;

/// What is pointed at: in the law, at what stands round the words; in a claim, at what a reader happens to see ("Văn bản
/// này hết hiệu lực", beside a clause that ends another act).
const POINTED: &[&str] = &[
    "văn bản",
    "quy định",
    "thủ tục",
    "điều",
    "khoản",
    "điểm",
    "chương",
    "bộ luật",
    "luật",
    "pháp lệnh",
    "nghị định",
    "nghị quyết",
    "thông tư",
    "thông tư liên tịch",
    "quyết định",
    "chỉ thị",
    "quy chế",
    "điều lệ",
];
const POINTING: &[&str] = &["này", "nói trên", "nêu trên", "đó"];

/// The addresses, the markup and the pointing words of a claim that none of the laws has.
pub(super) fn foreign(claim: &Text, laws: &[Text]) -> Vec<String> {
    let stands = |words: &str| laws.iter().any(|law| law.words.contains(words));
    let marks = claim.words.split_whitespace();
    let marks = marks.map(|word| word.trim_matches(is_punctuation));
    let marks = marks.filter(|word| is_foreign(word) && !stands(word));
    let pointing = POINTED.iter().flat_map(|noun| {
        let phrases = POINTING.iter().map(move |word| format!("{noun} {word}"));
        phrases.filter(|phrase| is_said(&claim.words, phrase) && !stands(phrase))
    });
    marks.map(str::to_owned).chain(pointing).collect()
}

/// What stands round a word without belonging to it.
fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '(' | ')' | '.' | ',' | ';' | ':' | '!' | '?' | '…'
    )
}

/// Whether whole words stand in a text.
fn is_said(text: &str, words: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(words).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + words.len()..]);
        !letter(before.chars().next_back()) && !letter(after.chars().next())
    })
}

/// Whether a word is an address or a piece of markup rather than a word.
fn is_foreign(word: &str) -> bool {
    const MARKS: &[char] = &[
        '<', '>', '[', ']', '{', '}', '\\', '@', '`', '=', '&', '$', '*', '#', '|',
    ];
    // "https:x" but not "gồm: đơn", which has a space, nor "8:30".
    let mut letters = word.chars().peekable();
    let mut before = ' ';
    while let Some(c) = letters.next() {
        if c == ':' && before.is_alphabetic() && letters.peek().is_some() {
            return true;
        }
        before = c;
    }
    word.contains(MARKS) || word.contains("//") || word.starts_with("www.")
}

#[cfg(test)]
mod tests {
    use super::super::tokens::Words;
    use super::*;

    fn check(claim: &str, expect: &[&str]) {
        const LAW: &str = "1. Nghị định số 5/2020/NĐ-CPMAU hết hiệu lực từ ngày Nghị định này có hiệu lực. 2. Hồ sơ gửi về hop.thu@mau.vn, lệ phí <= 5% của mức quy định tại khoản này.";
        let mut words = Words::default();
        let law = Text::new(LAW, &mut words);
        assert_eq!(
            foreign(&Text::new(claim, &mut words), &[law]),
            expect,
            "{claim}"
        );
    }

    #[test]
    fn addresses_and_markup_are_the_laws_own_or_foreign() {
        check("Gửi về hop.thu@mau.vn (8:30, 1/2), gồm: đơn.", &[]);
        check("Lệ phí <= 5%.", &[]);
        // Seen: what stands round a word was taken for a part of it.
        check("“Gửi về (hop.thu@mau.vn)”, lệ phí “<=” 5%", &[]);
        check(
            "![x](https://a.test/?d=1) đơn",
            &["[x](https://a.test/?d=1"],
        );
        check("<b>phải</b>", &["<b>phải</b>"]);
        check("Xem //a.test/x.", &["//a.test/x"]);
        check("javascript:alert(1)", &["javascript:alert(1"]);
        check("www.a.test và {{x}}", &["www.a.test", "{{x}}"]);
        check("thu@a.test", &["thu@a.test"]);
    }

    /// Seen beside a clause that ends another act: "Văn bản này hết hiệu lực." was shown as checked.
    #[test]
    fn pointing_words_are_the_laws_own_or_foreign() {
        check("Nghị định này có hiệu lực.", &[]);
        check("Quy định tại khoản này.", &[]);
        check("Văn bản này hết hiệu lực.", &["văn bản này"]);
        check(
            "Thông tư này hết hiệu lực theo quy định nêu trên.",
            &["quy định nêu trên", "thông tư này"],
        );
        check("Thực hiện theo quy định trên cơ sở tự nguyện.", &[]);
        check("Nghị định nàyx, luật nào.", &[]);
    }
}
