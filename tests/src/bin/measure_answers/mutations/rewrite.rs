//! Harmless rewrites: another way of writing, the same claim.

use answer::DraftClaim;
use tests::Chance;
use unicode::{decomposed, old_tones};

use super::Case;
use super::falsify::{is_dated, is_named, is_number};
use super::pairs::Pair;
use super::written::{Written, spelled};

mod unicode;

/// Words for bounds that say the same.
const SAME_BOUNDS: [(&str, &str); 8] = [
    ("không quá", "tối đa"),
    ("tối đa", "không quá"),
    ("ít nhất", "tối thiểu"),
    ("tối thiểu", "ít nhất"),
    ("trong thời hạn", "trong vòng"),
    ("chậm nhất là", "chậm nhất"),
    ("không dưới", "ít nhất"),
    ("tối đa không quá", "không quá"),
];

/// Abbreviations that every office writes.
const SHORT: [(&str, &str); 10] = [
    ("ủy ban nhân dân", "UBND"),
    ("hội đồng nhân dân", "HĐND"),
    ("tòa án nhân dân", "TAND"),
    ("viện kiểm sát nhân dân", "VKSND"),
    ("bảo hiểm xã hội", "BHXH"),
    ("bảo hiểm y tế", "BHYT"),
    ("bảo hiểm thất nghiệp", "BHTN"),
    ("giấy chứng nhận", "GCN"),
    ("quyền sử dụng đất", "QSDĐ"),
    ("thủ tục hành chính", "TTHC"),
];

/// Words that say the same in an office.
const SAME_WORDS: [(&str, &str); 8] = [
    ("hằng năm", "hàng năm"),
    ("hàng năm", "hằng năm"),
    ("hằng tháng", "hàng tháng"),
    ("nghìn", "ngàn"),
    ("bao gồm", "gồm"),
    ("nghiêm cấm", "cấm"),
    ("kể từ", "tính từ"),
    ("khi có", "nếu có"),
];

/// All harmless rewrites of one pair.
pub(super) fn cases(pair: &Pair, chance: &mut Chance) -> Vec<Case> {
    let written = Written::new(&pair.text);
    let mut cases = Vec::new();
    let mut says = |kind: &'static str, text: String, quote: &str| {
        if text != pair.text || quote != pair.quote {
            cases.push(Case {
                kind,
                draft: DraftClaim {
                    text,
                    quotes: vec![(1, quote.to_owned())],
                    ..DraftClaim::default()
                },
                evidence: pair.evidence.clone(),
            });
        }
    };
    let (text, quote) = (pair.text.as_str(), pair.quote.as_str());
    for at in 0..written.len() {
        for (kind, count, new) in [
            number(&written, at),
            date(&written, at),
            words(&written, at),
        ]
        .into_iter()
        .flatten()
        {
            says(kind, written.with(at..at + count, &new), quote);
        }
    }
    for (kind, table) in [
        ("bound in other words", &SAME_BOUNDS[..]),
        ("abbreviation", &SHORT[..]),
        ("word of the same meaning", &SAME_WORDS[..]),
    ] {
        for (old, new) in table {
            let count = old.split(' ').count();
            for at in written.places(old).into_iter().take(1) {
                let figure = written
                    .word(at + count)
                    .starts_with(|c: char| c.is_ascii_digit());
                if kind != "bound in other words" || figure {
                    says(kind, written.with(at..at + count, new), quote);
                }
            }
        }
    }
    match chance.below(6) {
        0 => says("capitals", text.to_uppercase(), &quote.to_uppercase()),
        1 => says("small letters", text.to_lowercase(), &quote.to_lowercase()),
        2 => says(
            "spaces and line breaks",
            text.replace(' ', "  ").replacen("  ", "\n", 2),
            &quote.replacen(' ', "\u{a0}", 3).replacen(' ', "\n", 2),
        ),
        3 => says("decomposed letters", decomposed(text), &decomposed(quote)),
        4 => says(
            "quotation marks",
            format!("“{text}”"),
            &format!("«{quote}…»"),
        ),
        _ => says("full stop", format!("{text}."), &format!("{quote};")),
    }
    says(
        "tone on the other letter",
        old_tones(text),
        &old_tones(quote),
    );
    for (from, to) in [(" - ", " – "), ("-", "–"), (" – ", " - ")] {
        if text.contains(from) {
            says("dash", text.replace(from, to), &quote.replace(from, to));
            break;
        }
    }
    cases
}

type Rewritten = Option<(&'static str, usize, String)>;

/// "05" as "5", "1.500.000 đồng" as "1,5 triệu đồng" or "1500000đ", "50%" as "50 phần trăm".
fn number(written: &Written, at: usize) -> Rewritten {
    const KIND: &str = "number in another form";
    let word = written.word(at);
    if let Some(number) = word.strip_suffix('%').filter(|number| is_number(number)) {
        return Some((KIND, 1, format!("{number} phần trăm")));
    }
    if !is_number(word) || is_named(written, at) || is_dated(written, at) {
        return None;
    }
    if let Some(short) = word
        .strip_prefix('0')
        .filter(|short| is_number(short) && !short.starts_with(['.', ',']))
    {
        return Some((KIND, 1, short.to_owned()));
    }
    let plain: String = word.chars().filter(char::is_ascii_digit).collect();
    let grouped = word.split('.').skip(1).all(|group| group.len() == 3) && word.contains('.');
    let amount: u64 = plain.parse().ok()?;
    if grouped && written.word(at + 1) == "đồng" {
        return Some(match amount {
            _ if amount.is_multiple_of(100_000) && amount >= 1_000_000 && at.is_multiple_of(2) => {
                let (whole, part) = (amount / 1_000_000, amount % 1_000_000 / 100_000);
                let millions = match part {
                    0 => format!("{whole} triệu đồng"),
                    _ => format!("{whole},{part} triệu đồng"),
                };
                (KIND, 2, millions)
            }
            _ if at.is_multiple_of(3) => (KIND, 2, format!("{plain}đ")),
            _ => (KIND, 1, word.replace('.', ",")),
        });
    }
    let unit = matches!(
        written.word(at + 1),
        "ngày" | "tháng" | "năm" | "giờ" | "bộ" | "người"
    );
    (plain == word && word.len() == 1 && unit).then(|| (KIND, 1, format!("0{word}")))
}

/// "ngày 01 tháng 7 năm 2025" as "ngày 01/7/2025", and the other way round.
fn date(written: &Written, at: usize) -> Rewritten {
    const KIND: &str = "date in another form";
    let part = |at: usize| written.word(at).parse::<u32>().ok();
    if written.word(at) == "ngày"
        && written.word(at + 2) == "tháng"
        && written.word(at + 4) == "năm"
        && let (Some(day), Some(month), Some(year)) = (part(at + 1), part(at + 3), part(at + 5))
        && year > 1900
    {
        return Some((KIND, 6, format!("ngày {day:02}/{month}/{year}")));
    }
    let parts: Vec<&str> = written.word(at).split('/').collect();
    let [day, month, year] = parts[..] else {
        return None;
    };
    let (day, month, year): (u32, u32, u32) =
        (day.parse().ok()?, month.parse().ok()?, year.parse().ok()?);
    let dated = written.before(at) == "ngày" && year > 1900;
    dated.then(|| (KIND, 1, format!("{day} tháng {month:02} năm {year}")))
}

/// "05 ngày" as "năm ngày", "05 (năm) ngày".
fn words(written: &Written, at: usize) -> Rewritten {
    let word = written.word(at);
    let number: u64 = word
        .parse()
        .ok()
        .filter(|_| is_number(word) && word.len() <= 2)?;
    let unit = matches!(
        written.word(at + 1),
        "ngày" | "tháng" | "năm" | "giờ" | "tuổi" | "lần"
    );
    // "]ngày 03 tháng 11": a day, closed up with what stands before it.
    let day = written.before(at).ends_with("ngày") && written.word(at + 1) == "tháng";
    if !unit
        || day
        || is_named(written, at)
        || is_dated(written, at)
        || !written.signs(at).trim().is_empty()
    {
        return None;
    }
    let spelled = spelled(number)?;
    Some(match at % 2 {
        0 => ("number in words", 1, spelled),
        _ => (
            "number in digits and words",
            1,
            format!("{word} ({spelled})"),
        ),
    })
}
