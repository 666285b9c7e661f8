//! Addresses: where somebody lives, from the house or hamlet to the province.

use std::ops::Range;

use crate::personal::tokens::{Kind, Text, Token};

/// Words for a house or its street; a number follows.
const HOUSES: [&str; 3] = ["số nhà", "nhà số", "sn"];
/// Words for the smallest places, and a number or a name after them.
const HAMLETS: [&str; 20] = [
    "thôn",
    "xóm",
    "ấp",
    "bản",
    "buôn",
    "làng",
    "tổ",
    "tổ dân phố",
    "khu phố",
    "khóm",
    "sóc",
    "phum",
    "khối",
    "khối phố",
    "ngõ",
    "ngách",
    "hẻm",
    "kiệt",
    "tdp",
    "kp",
];
/// Larger places, which an address goes on with.
const LARGER: [&str; 16] = [
    "đường",
    "phố",
    "phường",
    "xã",
    "thị trấn",
    "thị xã",
    "quận",
    "huyện",
    "thành phố",
    "tỉnh",
    "tp",
    "tx",
    "p",
    "q",
    "x",
    "đặc khu",
];
/// What announces that somebody lives somewhere.
const LIVING: [&str; 17] = [
    "địa chỉ",
    "địa chỉ là",
    "địa chỉ tại",
    "địa chỉ ở",
    "thường trú tại",
    "thường trú ở",
    "trú tại",
    "ngụ tại",
    "ngụ ở",
    "ngụ",
    "hktt",
    "hộ khẩu tại",
    "hộ khẩu ở",
    "sống tại",
    "sống ở",
    "hiện ở",
    "nhà ở",
];
/// Words that end an address typed in lower case.
const ENDS: [&str; 46] = [
    "có", "được", "thì", "là", "và", "muốn", "xin", "cần", "phải", "đã", "đang", "sẽ", "bị", "hỏi",
    "nay", "cho", "để", "nếu", "khi", "mà", "nộp", "làm", "đi", "đăng", "mất", "thuê", "bán",
    "mua", "xây", "nhờ", "do", "vì", "sinh", "cccd", "cmnd", "sđt", "điện", "email", "mst", "số",
    "hộ", "với", "thủ", "hồ", "gửi", "không",
];
/// Longest address in words, numbers and signs.
const LONGEST: usize = 32;

pub(super) fn addresses(text: &Text) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        match begins(text, at) {
            Some(from) => {
                let end = goes_on(text, from);
                if end > from {
                    let range = text.tokens[from].range.start..text.tokens[end - 1].range.end;
                    found.push(range);
                }
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

/// Where an address begins that is announced or begins at `at`.
fn begins(text: &Text, at: usize) -> Option<usize> {
    if let Some(words) = text.phrase(at, &HOUSES) {
        let number = text.get(at + words)?;
        return number.is_digits().then_some(at);
    }
    let token = text.get(at)?;
    // "12 đường Lê Lợi", "12/3 ngõ 5 phố …"
    if token.is_digits() && token.lower.len() <= 4 {
        let mut next = at + 1;
        while text
            .get(next)
            .is_some_and(|t| t.is_sign('/') || t.is_digits() || t.is_letter())
            && text.touches(next - 1)
        {
            next += 1;
        }
        next += usize::from(text.get(next).is_some_and(|t| t.is_sign(',')));
        let street = text.phrase(next, &["đường", "phố", "ngõ", "ngách", "hẻm", "kiệt"])?;
        let from = at.saturating_sub(1);
        let said = at > 0 && text.is_one_of(&text.tokens[from], &["số"]);
        return named(text, next + street).then_some(if said { from } else { at });
    }
    if let Some(words) = text.phrase(at, &HAMLETS) {
        return named(text, at + words).then_some(at);
    }
    let words = text.phrase(at, &LIVING)?;
    let from = at + words + usize::from(text.get(at + words).is_some_and(|t| t.is_sign(':')));
    let next = text.get(from)?;
    let place = next.is_digits()
        || (next.capital && next.is_word() && !text.shouted)
        || text.phrase(from, &HAMLETS).is_some()
        || text.phrase(from, &HOUSES).is_some()
        || text
            .phrase(from, &LARGER)
            .is_some_and(|words| named(text, from + words));
    place.then_some(from)
}

/// A number, or a name with a capital; in a text without capitals any word that ends no address.
fn named(text: &Text, at: usize) -> bool {
    let Some(token) = text.get(at) else {
        return false;
    };
    let bare = text.shouted || !text.tokens.iter().skip(1).any(|token| token.capital);
    // "tổ dân phố số 9".
    let numbered = text.is_one_of(token, &["số"]) && text.get(at + 1).is_some_and(Token::is_digits);
    token.is_digits()
        || numbered
        || (token.is_word()
            && ((token.capital && !text.shouted)
                || (bare && !text.is_one_of(token, &ENDS) && !is_role(text, token))))
}

/// "tổ trưởng", "thôn văn hóa", "xã hội": words that go with a place's word and name none.
fn is_role(text: &Text, token: &Token) -> bool {
    text.is_one_of(
        token,
        &[
            "trưởng",
            "viên",
            "hội",
            "dân",
            "phố",
            "chức",
            "nghèo",
            "đội",
            "công",
            "quy",
            "vốn",
            "thuộc",
            "mới",
            "này",
            "đó",
            "khác",
            "nào",
            "gì",
            "án",
            "thân",
            "chính",
            "sao",
            "vẽ",
            "ở",
            "quyền",
            "cáo",
            "hợp",
            "xóm",
            "làng",
        ],
    )
}

/// The token after the last of an address.
fn goes_on(text: &Text, from: usize) -> usize {
    let mut end = from;
    let mut here = from;
    let bare = !text.tokens.iter().skip(1).any(|token| token.capital) || text.shouted;
    while let Some(token) = text.get(here).filter(|_| here < from + LONGEST) {
        let level = [&HOUSES[..], &HAMLETS, &LARGER]
            .iter()
            .filter_map(|words| text.phrase(here, words))
            .max();
        let is_number = token.is_digits() && token.lower.len() <= 4;
        let is_name = (token.capital && !text.shouted) || token.is_letter();
        let is_bare = bare && !text.is_one_of(token, &ENDS);
        if let Some(words) = level.filter(|words| named(text, here + words)) {
            here += words;
            end = here;
        } else if text.is_one_of(token, &["số"]) && text.get(here + 1).is_some_and(Token::is_digits)
        {
            here += 2;
            end = here;
        } else if is_number || (token.is_word() && (is_name || is_bare)) {
            here += 1;
            end = here;
        } else if matches!(token.kind, Kind::Sign(',' | '/' | '-' | '–' | '.')) && here > from {
            // A sign is part of it only if it goes on.
            let next = text.get(here + 1);
            let ends = next.is_none_or(|next| {
                next.is_word()
                    && !next.capital
                    && !bare
                    && text.phrase(here + 1, &LARGER).is_none()
                    && text.phrase(here + 1, &HAMLETS).is_none()
            });
            if ends || (token.is_sign('.') && !text.touches(here)) {
                break;
            }
            here += 1;
        } else {
            break;
        }
    }
    end
}
