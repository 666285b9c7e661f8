//! Whether a word is spelled like a Vietnamese syllable: onset, rime and tone from closed tables.
//!
//! The tables follow the rules of spelling, not a list of words: "nghiêng" and "thoắt" are syllables, "nghang",
//! "tàt" and "cênh" are none. Used to tell a right conversion of an old encoding from a wrong one.

use unicode_normalization::UnicodeNormalization;

/// Onsets, the longer ones first.
const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

/// Rimes without their tones, sorted.
const RIMES: [&str; 162] = [
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "e", "ec",
    "em", "en", "eng", "eo", "ep", "et", "i", "ia", "ich", "im", "in", "inh", "ip", "it", "iu",
    "iêc", "iêm", "iên", "iêng", "iêp", "iêt", "iêu", "o", "oa", "oac", "oach", "oai", "oam",
    "oan", "oang", "oanh", "oao", "oap", "oat", "oay", "oc", "oe", "oen", "oeo", "oet", "oi", "om",
    "on", "ong", "ooc", "oong", "op", "ot", "oăc", "oăm", "oăn", "oăng", "oăt", "u", "ua", "uc",
    "ui", "um", "un", "ung", "up", "ut", "uy", "uya", "uych", "uynh", "uyp", "uyt", "uyu", "uyên",
    "uyêt", "uân", "uâng", "uât", "uây", "uê", "uêch", "uênh", "uôc", "uôi", "uôm", "uôn", "uông",
    "uôt", "uơ", "y", "ych", "ynh", "yt", "yêm", "yên", "yêng", "yêt", "yêu", "âc", "âm", "ân",
    "âng", "âp", "ât", "âu", "ây", "ê", "êch", "êm", "ên", "ênh", "êp", "êt", "êu", "ô", "ôc",
    "ôi", "ôm", "ôn", "ông", "ôp", "ôt", "ăc", "ăm", "ăn", "ăng", "ăp", "ăt", "ơ", "ơi", "ơm",
    "ơn", "ơp", "ơt", "ư", "ưa", "ưc", "ưi", "ưm", "ưn", "ưng", "ưt", "ưu", "ươc", "ươi", "ươm",
    "ươn", "ương", "ươp", "ươt", "ươu",
];

/// Whether a word in any case, NFC or not, is spelled like a Vietnamese syllable. Where the tone mark stands in the
/// rime does not matter (hoà, hòa).
pub fn is_syllable(word: &str) -> bool {
    if word.len() > 48 {
        return false;
    }
    let mut bare = String::with_capacity(word.len());
    let mut tone = None;
    for c in word.nfd() {
        match c {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => {
                if tone.replace(c).is_some() {
                    return false;
                }
            }
            c => bare.extend(c.to_lowercase()),
        }
    }
    let bare: String = bare.nfc().collect();
    ONSETS.iter().any(|onset| {
        bare.strip_prefix(onset).is_some_and(|rime| {
            RIMES.binary_search(&rime).is_ok() && agree(onset, rime) && can_carry(rime, tone)
        })
    })
}

/// The spelling of k, gh and ngh before e, ê and i, of c, g and ng before the others.
fn agree(onset: &str, rime: &str) -> bool {
    let front = rime.starts_with(['e', 'ê', 'i', 'y']);
    match onset {
        "k" | "gh" | "ngh" => front,
        "c" | "ng" => !front,
        "g" => !front || rime.starts_with('i'),
        "qu" => !rime.starts_with(['o', 'u', 'ư']) && (!rime.starts_with('ô') || rime == "ôc"),
        "" => true,
        _ => !rime.starts_with("yê") && rime != "ynh" && rime != "ych",
    }
}

/// A rime that ends in a stop has a rising or a heavy tone.
fn can_carry(rime: &str, tone: Option<char>) -> bool {
    let stopped = rime.ends_with(['c', 'p', 't']) || rime.ends_with("ch");
    !stopped || matches!(tone, Some('\u{301}' | '\u{323}'))
}

#[cfg(test)]
mod tests {
    use super::is_syllable;

    #[test]
    fn tells_syllables_from_other_words() {
        for word in [
            "Điều", "nghiêng", "thoắt", "quyết", "quý", "gì", "giếng", "giết", "hoà", "hòa", "UỶ",
            "khuỷu", "ương", "yêu", "ỷ", "xã", "ngoằn", "kỹ", "quốc", "được", "cửa", "tỉnh",
        ] {
            assert!(is_syllable(word), "{word}");
        }
        for word in [
            "", "tàt", "cênh", "nghang", "Céng", "§iÒu", "toµn", "café", "Renộ", "bb", "àa",
        ] {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
