//! Names of laws, codes and ordinances: where a name ends in running text, and its proper writing.

use std::collections::HashMap;
use std::sync::LazyLock;

use self::table::{NAMES, SHORT};
use super::tokens::{Gap, Tokens};
use crate::{Kind, for_each_syllable, unaccent};

mod table;

/// A name found.
#[derive(Debug)]
pub(super) struct Named {
    /// Without its kind: "Đất đai".
    pub(super) name: String,
    /// The first token after it.
    pub(super) end: usize,
}

/// Codes that people name by their initials.
pub(super) fn alias(word: &str) -> Option<(Kind, &'static str)> {
    Some(match word {
        "blds" => (Kind::Code, "Dân sự"),
        "blhs" => (Kind::Code, "Hình sự"),
        "bllđ" | "blld" => (Kind::Code, "Lao động"),
        "blhh" => (Kind::Code, "Hàng hải Việt Nam"),
        "blttds" => (Kind::Code, "Tố tụng dân sự"),
        "bltths" => (Kind::Code, "Tố tụng hình sự"),
        _ => return None,
    })
}

struct Known {
    syllables: Vec<String>,
    name: &'static str,
}

/// Names by their first syllable without accents, longest first.
static KNOWN: LazyLock<HashMap<String, Vec<Known>>> = LazyLock::new(|| {
    let mut known: HashMap<String, Vec<Known>> = HashMap::new();
    let pairs = NAMES.iter().map(|name| (*name, *name)).chain(SHORT);
    for (written, name) in pairs {
        let mut syllables = Vec::new();
        for_each_syllable(written, &mut String::new(), |_, syllable| {
            syllables.push(syllable.to_owned());
        });
        if let Some(first) = syllables.first() {
            known
                .entry(unaccent(first))
                .or_default()
                .push(Known { syllables, name });
        }
    }
    for names in known.values_mut() {
        names.sort_by_key(|known| std::cmp::Reverse(known.syllables.len()));
    }
    known
});

/// The name that begins at a token. `capital`: it is printed with one, so an unknown name may be read too.
pub(super) fn name(tokens: &Tokens<'_>, at: usize, capital: bool, typed: bool) -> Option<Named> {
    let known = KNOWN.get(&unaccent(tokens.word(at))).and_then(|names| {
        names
            .iter()
            .find(|known| stands(tokens, at, &known.syllables))
    });
    if let Some(known) = known {
        let end = at + known.syllables.len();
        // "Luật Giá" is a law, "luật giá rẻ" is not: one syllable alone needs a capital or an end.
        let short = SHORT
            .iter()
            .any(|(written, _)| *written == known.syllables.join(" "));
        let alone = known.syllables.len() > 1
            || short
            || capital
            || !matches!(tokens.gap(end), Gap::Space)
            || tokens.word(end).starts_with(|c: char| c.is_ascii_digit());
        if alone {
            return Some(Named {
                name: known.name.to_owned(),
                end,
            });
        }
    }
    unknown(tokens, at, typed)
}

fn stands(tokens: &Tokens<'_>, at: usize, syllables: &[String]) -> bool {
    syllables.iter().enumerate().all(|(n, syllable)| {
        tokens.is(at + n, syllable)
            && (n == 0 || matches!(tokens.gap(at + n), Gap::Space | Gap::Comma))
    })
}

/// A name outside the list: from its capital to the word or sign that goes on with the sentence.
fn unknown(tokens: &Tokens<'_>, at: usize, typed: bool) -> Option<Named> {
    const STOPS: [&str; 57] = [
        "về", "quy", "được", "có", "của", "tại", "này", "năm", "số", "ngày", "thì", "là", "để",
        "theo", "khi", "như", "trong", "cho", "đã", "các", "những", "hoặc", "hướng", "sau", "đối",
        "do", "bằng", "từ", "đến", "nếu", "nhưng", "mà", "với", "phải", "không", "sửa", "ban",
        "hiện", "và", "tới", "vào", "trước", "bởi", "chưa", "đang", "sẽ", "bao", "gồm", "nêu",
        "áp", "trừ", "gửi", "kèm", "làm", "nhằm", "tùy", "còn",
    ];
    const FIRST: [&str; 8] = ["sửa", "này", "số", "của", "được", "có", "về", "quy"];
    let first = tokens.get(at).filter(|_| tokens.symbol(at).is_none())?;
    if tokens.is_any(at, &FIRST) || !(first.capital || (typed && tokens.gap(at) == Gap::Space)) {
        return None;
    }
    let is_year = |at: usize| {
        tokens.word(at).len() == 4 && tokens.word(at).bytes().all(|b| b.is_ascii_digit())
    };
    let mut end = at + 1;
    while end < at + 9
        && !tokens.word(end).is_empty()
        && tokens.gap(end) == Gap::Space
        && !is_year(end)
        && !tokens.is_any(end, &["điều", "khoản", "chương"])
        && (!tokens.is_any(end, &STOPS) || joins_names(tokens, end))
    {
        end += 1;
    }
    let name = tokens.printed(at, end);
    let lettered = name.chars().any(char::is_lowercase) || tokens.is_bare() || typed;
    (lettered && !is_year(at)).then_some(Named { name, end })
}

/// "và" between two capitals belongs to a name; before "các", "Luật" it does not.
fn joins_names(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is(at, "và")
        && tokens.is_capital(at + 1)
        && tokens.symbol(at + 1).is_none()
        && !tokens.is_any(
            at + 1,
            &[
                "luật", "bộ", "nghị", "thông", "pháp", "quyết", "điều", "chương",
            ],
        )
}
