//! Letters in another form: marks apart from their letters, tones on the letter of the other school.

/// Every letter and its marks apart (NFD), as some keyboards and Apple's file names have them.
pub(super) fn decomposed(text: &str) -> String {
    let mut apart = String::new();
    for c in text.chars() {
        match LETTERS.iter().find(|(whole, _)| *whole == c) {
            Some((_, letters)) => apart.push_str(letters),
            None => apart.push(c),
        }
    }
    apart
}

/// The most frequent letters with their marks apart; a text with some letters in each form is as usual as one with all.
const LETTERS: [(char, &str); 30] = [
    ('á', "a\u{301}"),
    ('à', "a\u{300}"),
    ('ả', "a\u{309}"),
    ('ã', "a\u{303}"),
    ('ạ', "a\u{323}"),
    ('ấ', "a\u{302}\u{301}"),
    ('ầ', "a\u{302}\u{300}"),
    ('ậ', "a\u{323}\u{302}"),
    ('ắ', "a\u{306}\u{301}"),
    ('ặ', "a\u{323}\u{306}"),
    ('â', "a\u{302}"),
    ('ă', "a\u{306}"),
    ('ế', "e\u{302}\u{301}"),
    ('ề', "e\u{302}\u{300}"),
    ('ệ', "e\u{323}\u{302}"),
    ('ể', "e\u{302}\u{309}"),
    ('ê', "e\u{302}"),
    ('í', "i\u{301}"),
    ('ì', "i\u{300}"),
    ('ị', "i\u{323}"),
    ('ó', "o\u{301}"),
    ('ộ', "o\u{323}\u{302}"),
    ('ồ', "o\u{302}\u{300}"),
    ('ố', "o\u{302}\u{301}"),
    ('ơ', "o\u{31b}"),
    ('ờ', "o\u{31b}\u{300}"),
    ('ợ', "o\u{31b}\u{323}"),
    ('ư', "u\u{31b}"),
    ('ứ', "u\u{31b}\u{301}"),
    ('ừ', "u\u{31b}\u{300}"),
];

/// "hòa" as "hoà", "ủy" as "uỷ", "khỏe" as "khoẻ".
pub(super) fn old_tones(text: &str) -> String {
    const PAIRS: [(&str, &str); 20] = [
        ("òa", "oà"),
        ("óa", "oá"),
        ("ỏa", "oả"),
        ("õa", "oã"),
        ("ọa", "oạ"),
        ("òe", "oè"),
        ("óe", "oé"),
        ("ỏe", "oẻ"),
        ("õe", "oẽ"),
        ("ọe", "oẹ"),
        ("ùy", "uỳ"),
        ("úy", "uý"),
        ("ủy", "uỷ"),
        ("ũy", "uỹ"),
        ("ụy", "uỵ"),
        ("Ủy", "Uỷ"),
        ("Tòa", "Toà"),
        ("Hòa", "Hoà"),
        ("Hóa", "Hoá"),
        ("Thủy", "Thuỷ"),
    ];
    // Only where the syllable ends: "toán" has one form.
    let mut made = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let pair = PAIRS.iter().find(|(new, _)| {
            rest.strip_prefix(new)
                .is_some_and(|after| !after.starts_with(char::is_alphabetic))
        });
        let (take, write) = match pair {
            Some((new, old)) => (new.len(), (*old).to_owned()),
            None => (first.len_utf8(), first.to_string()),
        };
        made.push_str(&write);
        rest = &rest[take..];
    }
    made
}
