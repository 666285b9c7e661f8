//! The letters of symbols: what each token means, and how it is written.

use super::Symbol;
use crate::{Kind, bodies};

/// Kinds of administrative documents whose symbol has no year; these count only with a known issuer.
pub(super) const ADMINISTRATIVE: [&str; 25] = [
    "QC", "QYĐ", "CTR", "CĐ", "TTR", "TB", "TC", "HD", "HĐ", "KH", "PA", "ĐA", "DA", "BC", "BB",
    "BGN", "BTT", "GUQ", "GM", "GGT", "GNP", "PC", "SY", "TRS", "SL",
];

/// Kinds that count with any issuer.
pub(super) const NORMATIVE_UNDATED: [&str; 7] = ["VBHN", "NQLT", "NQ", "QĐ", "CT", "KL", "TTLT"];

/// Local bodies and departments that sign letters.
const LOCAL: [&str; 22] = [
    "UBND", "HĐND", "STC", "STP", "SNV", "SYT", "SXD", "SCT", "SGDĐT", "SKHCN", "SNNMT", "SVHTTDL",
    "SLĐTBXH", "STNMT", "SNNPTNT", "SKHĐT", "SGTVT", "STTTT", "SDTTG", "TAND", "VKSND", "CAT",
];

/// Tokens that people and machines often type without Đ, where the letters can mean nothing else.
const CROSSED: [&str; 24] = [
    "NĐ",
    "QĐ",
    "QYĐ",
    "HĐND",
    "HĐTP",
    "BLĐTBXH",
    "LĐTBXH",
    "SLĐTBXH",
    "BGDĐT",
    "SGDĐT",
    "GDĐT",
    "BKHĐT",
    "SKHĐT",
    "KHĐT",
    "HĐBT",
    "HĐCP",
    "HĐNN",
    "TLĐ",
    "TCĐC",
    "ĐCTUBTWMTTQVN",
    "TWĐTN",
    "QCĐP",
    "HĐQT",
    "HĐTV",
];

/// Look-alikes of other scripts as the Latin letters they are printed for.
pub(super) fn latin(c: char) -> char {
    match c {
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'Ð' | 'Ɖ' => 'Đ',
        'ð' | 'ɖ' => 'đ',
        _ => c,
    }
}

/// The token in normal form.
pub(super) fn normal(token: &str) -> String {
    let upper = token.to_uppercase();
    if upper == "TTG" {
        return "TTg".to_owned();
    }
    let letters = upper.trim_end_matches(|c: char| c.is_ascii_digit());
    if upper.is_ascii()
        && let Some(crossed) = CROSSED
            .iter()
            .find(|crossed| crossed.replace('Đ', "D") == letters)
    {
        return format!("{crossed}{}", &upper[letters.len()..]);
    }
    upper
}

fn body(token: &str) -> Option<&'static str> {
    bodies::by_letters(token.trim_end_matches(|c: char| c.is_ascii_digit()))
}

/// Whether the token names a body that we know.
pub(super) fn is_registered(token: &str) -> bool {
    let letters = token.trim_end_matches(|c: char| c.is_ascii_digit());
    body(token).is_some()
        || LOCAL.contains(&letters)
        || letters.starts_with("BCĐ")
        || letters.starts_with("UB")
}

/// Whether a single token is a whole symbol after number and year: `41/2024/QH15`, `26/2018/AL`.
pub(super) fn stands_alone(normal: &str) -> bool {
    let letters = normal.trim_end_matches(|c: char| c.is_ascii_digit());
    matches!(letters, "QH" | "UBTVQH") && letters.len() < normal.len()
        || matches!(normal, "AL" | "CP" | "HĐBT" | "CTN")
}

/// Whether letters typed in lower case begin as a symbol does.
pub(super) fn opens_small(normal: &str) -> bool {
    let first = normal.split(['-', '/']).next().unwrap_or_default();
    NORMATIVE_UNDATED.contains(&first)
        || ADMINISTRATIVE.contains(&first)
        || matches!(first, "NĐ" | "TT" | "PL" | "L")
        || stands_alone(first)
}

/// The letters of symbols before the present forms.
pub(super) fn is_old(normal: &str) -> bool {
    // Only the bodies that were counted by term carry a number: HĐNN8, QHK4.
    let letters = normal.trim_end_matches(|c: char| c.is_ascii_digit());
    if letters.len() < normal.len() && !letters.ends_with("HĐNN") && !letters.ends_with("QHK") {
        return false;
    }
    matches!(
        letters,
        "L/CTN"
            | "LCT/HĐNN"
            | "LCT"
            | "PL/CTN"
            | "NQ/HĐNN"
            | "NQ/QHK"
            | "QĐ/HĐBT"
            | "HĐBT"
            | "HĐCP"
            | "CP"
            | "TTg"
            | "SL"
            | "TTLB"
            | "TT-LB"
            | "TT/LB"
            | "CT/TTg"
            | "NQ/UBTVQH"
            | "NQ/TVQH"
            | "QĐ/CTN"
    )
}

/// `NQ/TW`, `CT/TW`, `QĐ/TU`.
pub(super) fn is_party(normal: &str) -> bool {
    let Some((kind, body)) = normal.split_once('/') else {
        return false;
    };
    let kinds = [
        "NQ", "CT", "QĐ", "KL", "TB", "HD", "QC", "BC", "TT", "CV", "KH", "CTR", "QYĐ",
    ];
    kinds.contains(&kind) && body.chars().all(char::is_alphabetic) && body.chars().count() >= 2
}

/// The kind that the letters of a symbol say.
pub(super) fn kind(symbol: &Symbol) -> Option<Kind> {
    let normal = symbol.normal();
    if normal.contains(':') {
        let standard = if normal.starts_with("TC") {
            "Tiêu chuẩn"
        } else {
            "Quy chuẩn kỹ thuật"
        };
        return Some(Kind::Other(standard.to_owned()));
    }
    // In a letter's symbol the body comes first: "KH" in `557/BXD-KH` is the unit that drafted it.
    let first = normal.split(['/', '-']).nth(1).unwrap_or_default();
    if normal.contains('/') && symbol.year().is_none() && is_registered(first) {
        return None;
    }
    normal.split(['/', '-']).skip(1).find_map(|token| {
        Some(match token {
            "NĐ" => Kind::Decree,
            "TT" => Kind::Circular,
            "TTLT" | "TTLB" => Kind::JointCircular,
            "NQLT" => Kind::JointResolution,
            "NQ" => Kind::Resolution,
            "QĐ" => Kind::Decision,
            "CT" => Kind::Directive,
            "PL" => Kind::Ordinance,
            "L" | "LCT" if normal.contains('-') => Kind::Law,
            "VBHN" => Kind::Consolidated,
            "KH" => Kind::Other("Kế hoạch".to_owned()),
            "TB" => Kind::Other("Thông báo".to_owned()),
            "CĐ" => Kind::Other("Công điện".to_owned()),
            "TTR" => Kind::Other("Tờ trình".to_owned()),
            "BC" => Kind::Other("Báo cáo".to_owned()),
            _ => return None,
        })
    })
}

/// The central bodies that a normal form names.
pub(super) fn issuers(normal: &str) -> Vec<&'static str> {
    if normal.contains(':') {
        return Vec::new();
    }
    // "05-QĐ/BCT" is of Bộ Chính trị; behind "/TW" stand several bodies, and the head alone says which.
    let letters = normal.trim_start_matches(|c: char| c.is_ascii_digit());
    if let Some(letters) = letters
        .strip_prefix('-')
        .filter(|letters| is_party(letters))
    {
        let body = letters.rsplit('/').next().and_then(bodies::party_body_of);
        if let Some(body) = body {
            let sure = !body.abbreviations.contains(&"TW");
            return sure.then_some(body.name).into_iter().collect();
        }
    }
    let mut bodies: Vec<&'static str> = Vec::new();
    for name in normal.split(['/', '-']).skip(1).filter_map(body) {
        if !bodies.contains(&name) {
            bodies.push(name);
        }
    }
    bodies
}
