//! Numbers of persons: told by their form, by the words before them, or by both.

use super::tokens::{Kind, Text, Token};
use super::{Personal, PersonalKind, add};

/// How a number's meaning is announced, without accents. The announcement nearest before the number counts.
const CUES: [(&str, PersonalKind); 43] = [
    ("cccd", PersonalKind::CitizenNumber),
    ("can cuoc", PersonalKind::CitizenNumber),
    ("can cuoc cong dan", PersonalKind::CitizenNumber),
    ("dinh danh", PersonalKind::CitizenNumber),
    ("dinh danh ca nhan", PersonalKind::CitizenNumber),
    ("ddcn", PersonalKind::CitizenNumber),
    ("cmnd", PersonalKind::OldIdentityNumber),
    ("cmt", PersonalKind::OldIdentityNumber),
    ("cmtnd", PersonalKind::OldIdentityNumber),
    ("chung minh", PersonalKind::OldIdentityNumber),
    ("chung minh thu", PersonalKind::OldIdentityNumber),
    ("chung minh nhan dan", PersonalKind::OldIdentityNumber),
    ("sdt", PersonalKind::Phone),
    ("dt", PersonalKind::Phone),
    ("dtdd", PersonalKind::Phone),
    ("dien thoai", PersonalKind::Phone),
    ("di dong", PersonalKind::Phone),
    ("zalo", PersonalKind::Phone),
    ("lien he", PersonalKind::Phone),
    ("lien lac", PersonalKind::Phone),
    ("goi", PersonalKind::Phone),
    ("alo", PersonalKind::Phone),
    ("tel", PersonalKind::Phone),
    ("phone", PersonalKind::Phone),
    ("so may", PersonalKind::Phone),
    ("stk", PersonalKind::Account),
    ("tk", PersonalKind::Account),
    ("tai khoan", PersonalKind::Account),
    ("so the", PersonalKind::Account),
    ("the atm", PersonalKind::Account),
    ("the ngan hang", PersonalKind::Account),
    ("the tin dung", PersonalKind::Account),
    ("mst", PersonalKind::TaxCode),
    ("ma so thue", PersonalKind::TaxCode),
    ("ma thue", PersonalKind::TaxCode),
    ("bhxh", PersonalKind::SocialInsurance),
    ("bao hiem xa hoi", PersonalKind::SocialInsurance),
    ("so bao hiem", PersonalKind::SocialInsurance),
    ("bhyt", PersonalKind::HealthInsurance),
    ("bao hiem y te", PersonalKind::HealthInsurance),
    ("the bao hiem", PersonalKind::HealthInsurance),
    ("ho chieu", PersonalKind::Passport),
    ("passport", PersonalKind::Passport),
];

/// What a number is counted in: then it is a quantity.
const UNITS: [&str; 29] = [
    "đồng", "đ", "vnd", "vnđ", "triệu", "tỷ", "tỉ", "nghìn", "ngàn", "usd", "m", "ha", "hecta",
    "km", "kg", "tấn", "người", "hộ", "tuổi", "năm", "tháng", "ngày", "lần", "mét", "mẫu", "công",
    "sào", "dân", "phần",
];
/// Units that no announcement outweighs.
const MONEY: [&str; 10] = [
    "đồng", "đ", "vnd", "vnđ", "triệu", "tỷ", "tỉ", "nghìn", "ngàn", "usd",
];

/// Provinces of birth in a citizen's number, as they were before the mergers of 2025 (Circular 59/2021/TT-BCA,
/// annex I); numbers that were given keep them.
const PROVINCES: [u16; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37,
    38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77,
    79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
];

/// How many words before a number an announcement may stand.
const REACH: usize = 9;
/// More groups than any number of a person is written in.
const MOST_GROUPS: usize = 12;

/// A number as it may have been written: groups of digits.
struct Number<'a> {
    groups: &'a [&'a Token],
    separators: &'a [Option<char>],
    digits: String,
    plus: bool,
    cue: Option<PersonalKind>,
    /// What it is counted in: any unit, and whether that is money.
    counted: bool,
    money: bool,
}

pub(super) fn find(text: &Text, found: &mut Vec<Personal>) {
    let mut at = 0;
    while at < text.tokens.len() {
        if !text.tokens[at].is_digits() {
            at += 1;
            continue;
        }
        let (groups, separators) = run(text, at);
        let end = groups.last().map_or(at, |(n, _)| *n);
        let tokens: Vec<&Token> = groups.iter().map(|(_, token)| *token).collect();
        let mut first = 0;
        while first < tokens.len() {
            let taken = longest(text, &groups, &tokens, &separators, first, found);
            first += taken.max(1);
        }
        at = end + 1;
    }
}

/// Takes the longest number that begins with group `first`; how many groups it has, 0 for none.
fn longest(
    text: &Text,
    groups: &[(usize, &Token)],
    tokens: &[&Token],
    separators: &[Option<char>],
    first: usize,
    found: &mut Vec<Personal>,
) -> usize {
    let cue = cue(text, groups[first].0);
    let most = (tokens.len() - first).min(MOST_GROUPS);
    for count in (1..=most).rev() {
        let last = first + count - 1;
        let after = groups[last].0 + 1;
        let number = Number {
            groups: &tokens[first..=last],
            separators: &separators[first..last],
            digits: tokens[first..=last]
                .iter()
                .map(|token| token.lower.as_str())
                .collect(),
            plus: plus(text, groups[first].0),
            cue,
            counted: unit(text, after, &UNITS),
            money: unit(text, after, &MONEY),
        };
        // "1.001511" is the code of a procedure: what follows a dot is the rest of a number.
        let rest = first > 0 && separators[first - 1] == Some('.');
        if let Some(kind) = number.kind().filter(|_| !rest || number.plus) {
            let start = start_of(text, groups[first].0, number.plus);
            let range = start..tokens[last].range.end;
            if add(found, kind, range) {
                return count;
            }
        }
    }
    0
}

/// The groups of digits from `at` on that one number could be written in, and what stands between them.
fn run(text: &Text, at: usize) -> (Vec<(usize, &Token)>, Vec<Option<char>>) {
    let (mut groups, mut separators) = (vec![(at, &text.tokens[at])], Vec::new());
    let mut here = at;
    loop {
        let sign = |n: usize| match text.get(n).map(|token| token.kind) {
            Some(Kind::Sign(sign)) => Some(sign),
            _ => None,
        };
        let next_digits = |n: usize| text.get(n).filter(|token| token.is_digits());
        if let Some(next) = next_digits(here + 1) {
            separators.push(None);
            groups.push((here + 1, next));
            here += 1;
        } else if let Some(separator @ ('.' | '-' | '–' | '(' | ')' | '·' | '_')) = sign(here + 1)
            && let Some(next) = next_digits(here + 2)
        {
            separators.push(Some(separator));
            groups.push((here + 2, next));
            here += 2;
        } else {
            return (groups, separators);
        }
    }
}

/// Whether one of these units stands at `at`. "ngan hang", typed without accents, is a bank and no thousand.
fn unit(text: &Text, at: usize, units: &[&str]) -> bool {
    let bank =
        text.starts(at, "ngân hàng") || text.starts(at, "công an") || text.starts(at, "đồng chí");
    !bank
        && text
            .get(at)
            .is_some_and(|token| text.is_one_of(token, units))
}

/// A plus, or a bracket and a plus, before the number.
fn plus(text: &Text, at: usize) -> bool {
    at > 0 && text.tokens[at - 1].is_sign('+')
}

fn start_of(text: &Text, at: usize, plus: bool) -> usize {
    let from = if plus { at - 1 } else { at };
    text.tokens[from].range.start
}

/// What is announced before a number. Another long number ends the look back, since the announcement was its own.
fn cue(text: &Text, at: usize) -> Option<PersonalKind> {
    let mut words = 0;
    for here in (0..at).rev() {
        let token = &text.tokens[here];
        if token.is_digits() && token.lower.len() >= 6 {
            return None;
        }
        if token.is_sign('?') || token.is_sign(';') || token.is_sign('!') {
            return None;
        }
        if !token.is_word() {
            continue;
        }
        words += 1;
        if words > REACH {
            return None;
        }
        let starts = |phrase: &str| {
            phrase.split(' ').enumerate().all(|(n, word)| {
                here + n < at && text.tokens.get(here + n).is_some_and(|t| t.bare == word)
            })
        };
        let fits = CUES.iter().filter(|(phrase, _)| starts(phrase));
        if let Some((_, kind)) = fits.max_by_key(|(phrase, _)| phrase.len()) {
            return Some(*kind);
        }
    }
    None
}

impl Number<'_> {
    fn kind(&self) -> Option<PersonalKind> {
        let count = self.digits.len();
        if !(6..=19).contains(&count) || (self.money && !self.digits.starts_with('0')) {
            return None;
        }
        let told = self.cue.filter(|_| self.is_one());
        match told {
            Some(PersonalKind::CitizenNumber) if count == 12 => return told,
            Some(PersonalKind::CitizenNumber | PersonalKind::OldIdentityNumber) if count == 9 => {
                return Some(PersonalKind::OldIdentityNumber);
            }
            Some(PersonalKind::OldIdentityNumber) if count == 12 => {
                return Some(PersonalKind::CitizenNumber);
            }
            Some(PersonalKind::TaxCode) if matches!(count, 10 | 12 | 13) => return told,
            Some(PersonalKind::SocialInsurance) if count == 10 => return told,
            Some(PersonalKind::HealthInsurance) if count == 10 => return told,
            Some(PersonalKind::Account) if self.is_account() => return told,
            _ => {}
        }
        if self.is_phone() {
            return Some(PersonalKind::Phone);
        }
        if self.is_citizen_number() {
            return Some(PersonalKind::CitizenNumber);
        }
        if self.is_tax_code() {
            return Some(PersonalKind::TaxCode);
        }
        let threes = self.groups.len() == 3
            && self.groups.iter().all(|group| group.lower.len() == 3)
            && self
                .separators
                .iter()
                .all(|separator| *separator != Some('.'));
        if (self.groups.len() > 1 && !threes) || self.is_round() || self.is_counted() {
            return None;
        }
        match count {
            9 => Some(PersonalKind::OldIdentityNumber),
            10 if self.digits.starts_with('0') => Some(PersonalKind::SocialInsurance),
            13..=19 => Some(PersonalKind::Account),
            _ => None,
        }
    }

    /// Groups that one number may be written in: of two digits and more (or of one each), parted alike, and no year
    /// or long number among them.
    fn is_one(&self) -> bool {
        let [_, .., _] = self.groups else {
            return true;
        };
        let sizes = || self.groups.iter().map(|group| group.lower.len());
        let alike = self.plus
            || self.digits.starts_with('0')
            || self.separators.windows(2).all(|pair| {
                pair[0] == pair[1] || pair.contains(&Some(')')) || pair.contains(&Some('-'))
            });
        let single = sizes().all(|size| size == 1);
        alike && (single || sizes().all(|size| size <= 10)) && !self.is_date()
    }

    /// "01 07 2025", "2020 2021".
    fn is_date(&self) -> bool {
        let year = |group: &&&Token| {
            group.lower.len() == 4
                && (group.lower.starts_with("19") || group.lower.starts_with("20"))
        };
        let short = self.groups.iter().filter(|group| group.lower.len() <= 2);
        let years = self.groups.iter().filter(year).count();
        years == self.groups.len() || (years == 1 && short.count() + 1 == self.groups.len())
    }

    /// Ends like a sum of money.
    fn is_round(&self) -> bool {
        self.digits.ends_with("000")
    }

    fn is_counted(&self) -> bool {
        self.counted && !self.digits.starts_with('0')
    }

    /// With a word that announces it: any 6 to 19 digits but a sum of money.
    fn is_account(&self) -> bool {
        let sum = self.is_round() && self.digits.len() <= 12 && !self.digits.starts_with('0');
        let dotted = self.groups.len() > 1
            && self
                .separators
                .iter()
                .all(|separator| *separator == Some('.'))
            && self
                .groups
                .iter()
                .skip(1)
                .all(|group| group.lower.len() == 3);
        !sum && !(self.is_counted() && (dotted || self.digits.len() < 9))
    }

    /// 0 or +84, then a mobile or a fixed line's number.
    fn is_phone(&self) -> bool {
        if !self.is_one() {
            return false;
        }
        let (national, sure) = if let Some(rest) = self.digits.strip_prefix("0084") {
            (rest, true)
        } else if let Some(rest) = self.digits.strip_prefix("84")
            && (self.plus || self.digits.len() >= 11)
        {
            (rest, self.plus)
        } else if let Some(rest) = self.digits.strip_prefix('0') {
            (rest, false)
        } else {
            return false;
        };
        // "+84 (0)912…"
        let national = national
            .strip_prefix('0')
            .filter(|_| sure)
            .unwrap_or(national);
        let told = sure || self.cue == Some(PersonalKind::Phone);
        let pairs = self.groups.len() > 4 && !told;
        match (national.len(), national.as_bytes().first()) {
            (9, Some(b'3' | b'7' | b'8' | b'9')) => true,
            (9, Some(b'5')) => !pairs,
            (10, Some(b'2')) => true,
            // Numbers of eleven digits until 2018: 0121 … 0169, 0188, 0199.
            (10, Some(b'1')) => told || matches!(&national[..2], "12" | "16" | "18" | "19"),
            (8..=10, Some(b'2' | b'4' | b'6')) => told,
            _ => false,
        }
    }

    /// 12 digits: the province, the century and sex, the year of birth, six more.
    fn is_citizen_number(&self) -> bool {
        if self.digits.len() != 12 || !self.is_one() {
            return false;
        }
        let province: u16 = self.digits[..3].parse().unwrap_or_default();
        PROVINCES.contains(&province)
            && self
                .groups
                .iter()
                .all(|group| group.lower.len() >= 3 || self.groups.len() <= 5)
    }

    /// 10 digits of which the last is their check, or 10 and 3 with a hyphen (a branch).
    fn is_tax_code(&self) -> bool {
        let branch = match self.groups {
            [one, two] => {
                one.lower.len() == 10 && two.lower.len() == 3 && self.separators == [Some('-')]
            }
            _ => false,
        };
        branch
            || (self.groups.len() == 1
                && self.digits.len() == 10
                && checks(&self.digits)
                && !self.is_round())
    }
}

/// The check of a tax code: weights over nine digits, modulo 11 (Circular 105/2020/TT-BTC keeps the form).
fn checks(digits: &str) -> bool {
    const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];
    let digits: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = WEIGHTS
        .iter()
        .zip(&digits)
        .map(|(weight, digit)| weight * digit)
        .sum();
    digits.get(9) == Some(&(10 - sum % 11))
}
