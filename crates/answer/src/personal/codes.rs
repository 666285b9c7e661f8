//! What mixes letters, digits and signs: mail addresses, plates, passports, health insurance cards.

use super::tokens::{Text, Token};
use super::{Personal, PersonalKind, add};

/// The groups of insured people that a health insurance card begins with (Decision 1351/QĐ-BHXH).
const HEALTH_GROUPS: [&str; 56] = [
    "dn", "hx", "ch", "nn", "tk", "hc", "xk", "ht", "tb", "no", "ct", "xb", "tn", "cs", "xn", "ms",
    "cc", "ck", "cb", "kc", "hd", "te", "bt", "hn", "dt", "dk", "xd", "ts", "tc", "tq", "ta", "ty",
    "hg", "ls", "pv", "cn", "hs", "sv", "gb", "gd", "nd", "qn", "ca", "cy", "th", "tv", "td", "tg",
    "xv", "tl", "hk", "nu", "nl", "mv", "bh", "tt",
];

pub(super) fn find(text: &Text) -> Vec<Personal> {
    let mut found = Vec::new();
    for at in 0..text.tokens.len() {
        mail(text, at, &mut found);
        plate(text, at, &mut found);
        let token = &text.tokens[at];
        if token.is_word() && token.lower.is_ascii() {
            health_card(text, at, &mut found);
            passport(text, at, &mut found);
        }
    }
    found
}

/// Words, digits and the signs of a mail address that touch each other.
fn in_address(token: &Token) -> bool {
    let sign = |signs: &[char]| signs.iter().any(|sign| token.is_sign(*sign));
    token.is_digits() || (token.is_word() && token.lower.is_ascii()) || sign(&['.', '_', '-', '+'])
}

/// `ten.ho@don-vi.gov.vn`, also with spaces round the sign, and spelled "(at)", "[at]", "a còng".
fn mail(text: &Text, at: usize, found: &mut Vec<Personal>) {
    let token = &text.tokens[at];
    let (before, after) = if token.is_sign('@') {
        (at, at + 1)
    } else if token.bare == "at"
        && at > 0
        && (text.tokens[at - 1].is_sign('(') || text.tokens[at - 1].is_sign('['))
        && text
            .get(at + 1)
            .is_some_and(|t| t.is_sign(')') || t.is_sign(']'))
    {
        (at - 1, at + 2)
    } else if text.starts(at, "a còng") {
        (at, at + 2)
    } else {
        return;
    };
    let Some(mut first) = before
        .checked_sub(1)
        .filter(|n| in_address(&text.tokens[*n]))
    else {
        return;
    };
    while first > 0 && text.touches(first - 1) && in_address(&text.tokens[first - 1]) {
        first -= 1;
    }
    if !text.get(after).is_some_and(in_address) {
        return;
    }
    let mut last = after;
    while text.touches(last) && text.get(last + 1).is_some_and(in_address) {
        last += 1;
    }
    while last > after && !text.tokens[last].is_word() {
        last -= 1;
    }
    let dotted = (after..last).any(|n| text.tokens[n].is_sign('.'));
    if dotted {
        let range = text.tokens[first].range.start..text.tokens[last].range.end;
        add(found, PersonalKind::Mail, range);
    }
}

/// Whether words that announce a number stand just before.
fn told(text: &Text, at: usize, phrases: &[&str]) -> bool {
    (at.saturating_sub(7)..at).any(|from| {
        phrases.iter().any(|phrase| {
            phrase
                .split(' ')
                .enumerate()
                .all(|(n, word)| from + n < at && text.tokens[from + n].bare == word)
        })
    })
}

/// "29A-123.45", "51F 12345", "30H1-1234", "59X3 123.45": two digits of a province, one or two letters (and a digit),
/// four or five digits.
fn plate(text: &Text, at: usize, found: &mut Vec<Personal>) {
    let head = &text.tokens[at];
    if !head.is_digits() || head.lower.len() != 2 || head.lower.as_str() < "11" {
        return;
    }
    if at > 0 && text.touches(at - 1) && !text.tokens[at - 1].is_sign('(') {
        return;
    }
    let announced = told(
        text,
        at,
        &["bien so", "bien kiem soat", "bks", "xe may", "o to", "xe"],
    );
    let mut here = at + 1;
    if text.get(here).is_some_and(|t| t.is_sign('-')) {
        here += 1;
    }
    let Some(series) = text.get(here).filter(|t| t.is_word()) else {
        return;
    };
    let size = series.lower.len();
    let touching = text.touches(at) && (here == at + 1 || text.touches(here - 1));
    if !series.lower.is_ascii() || size > 2 || !(touching || announced && series.capital) {
        return;
    }
    let (mut digits, mut parted, mut last) = (String::new(), false, here);
    let mut next = here + 1;
    while let Some(token) = text.get(next) {
        if token.is_digits() && digits.len() + token.lower.len() <= 6 {
            // A gap without a sign: only before the last four or five digits.
            let gap = !text.touches(next - 1);
            if gap && digits.len() > 1 {
                break;
            }
            digits.push_str(&token.lower);
            last = next;
            next += 1;
        } else if (token.is_sign('-') || token.is_sign('.'))
            && text.get(next + 1).is_some_and(Token::is_digits)
        {
            parted = true;
            next += 1;
        } else {
            break;
        }
    }
    // "12A/2020", "30-2020/NĐ": symbols go on with a stroke.
    if text.get(last + 1).is_some_and(|t| t.is_sign('/')) {
        return;
    }
    let joined = text.touches(here);
    let sure = announced || parted || joined;
    let fits = match digits.len() {
        4 => sure && (announced || !digits.starts_with("20")),
        5 => true,
        6 => size == 1 || announced,
        _ => false,
    };
    if fits {
        add(
            found,
            PersonalKind::Plate,
            head.range.start..text.tokens[last].range.end,
        );
    }
}

/// Digits after a word, in groups parted by single signs or spaces, up to `most`; the last token of them.
fn digits_after(text: &Text, at: usize, most: usize) -> (String, usize) {
    let (mut digits, mut last, mut next) = (String::new(), at, at + 1);
    while let Some(token) = text.get(next) {
        if token.is_digits() && digits.len() + token.lower.len() <= most {
            digits.push_str(&token.lower);
            last = next;
        } else if !(token.is_sign('-') || token.is_sign('.'))
            || !text.get(next + 1).is_some_and(Token::is_digits)
        {
            break;
        }
        next += 1;
    }
    (digits, last)
}

/// Two letters of the group, one digit of the benefit (1 to 5), twelve more digits, in any grouping.
fn health_card(text: &Text, at: usize, found: &mut Vec<Personal>) {
    let word = &text.tokens[at];
    if !HEALTH_GROUPS.contains(&word.lower.as_str()) {
        return;
    }
    let (digits, last) = digits_after(text, at, 13);
    if digits.len() == 13 && matches!(digits.as_bytes().first(), Some(b'1'..=b'5')) {
        let range = word.range.start..text.tokens[last].range.end;
        add(found, PersonalKind::HealthInsurance, range);
    }
}

/// A letter and seven or eight digits: "B1234567", "P00123456".
fn passport(text: &Text, at: usize, found: &mut Vec<Personal>) {
    let word = &text.tokens[at];
    if !word.is_letter() || (at > 0 && text.touches(at - 1) && text.tokens[at - 1].is_digits()) {
        return;
    }
    let announced = told(text, at, &["ho chieu", "passport"]);
    let Some(number) = text.get(at + 1).filter(|t| t.is_digits()) else {
        return;
    };
    let joined = text.touches(at) && word.capital;
    let fits = matches!(number.lower.len(), 7 | 8);
    let goes_on = text.touches(at + 1)
        && text
            .get(at + 2)
            .is_some_and(|t| t.is_word() || t.is_sign('/'));
    if fits && !goes_on && (announced || joined) {
        add(
            found,
            PersonalKind::Passport,
            word.range.start..number.range.end,
        );
    }
}
