//! Questions as people type them: without accents, in capitals, with a slip of the finger, with the keystrokes of
//! Telex left in, in the short forms of messages. The same question is always changed in the same way.

use unicode_normalization::UnicodeNormalization as _;

/// How the questions are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    AsAsked,
    Unaccented,
    Capitals,
    Typo,
    Telex,
    Short,
}

/// The names on the command line, in the order of [`Typed::named`].
pub(crate) const NAMES: [&str; 6] = [
    "as-asked",
    "unaccented",
    "capitals",
    "typo",
    "telex",
    "short",
];

/// Words that messages shorten.
const SHORT: [(&str, &str); 12] = [
    ("không", "ko"),
    ("được", "dc"),
    ("gì", "j"),
    ("với", "vs"),
    ("người", "ng"),
    ("những", "nhg"),
    ("nhiêu", "nhiu"),
    ("biết", "bít"),
    ("quy", "qui"),
    ("trong", "trog"),
    ("cũng", "cg"),
    ("vẫn", "vn"),
];

impl Typed {
    /// By its name; the first one for any other.
    pub(crate) fn named(name: &str) -> Self {
        use Typed::{AsAsked, Capitals, Short, Telex, Typo, Unaccented};
        match name {
            "unaccented" => Unaccented,
            "capitals" => Capitals,
            "typo" => Typo,
            "telex" => Telex,
            "short" => Short,
            _ => AsAsked,
        }
    }

    /// Its name on the command line.
    pub(crate) fn name(self) -> &'static str {
        NAMES[self as usize]
    }

    /// A question typed so.
    pub(crate) fn text(self, question: &str) -> String {
        match self {
            Self::AsAsked => question.to_owned(),
            Self::Unaccented => legal::unaccent(question),
            Self::Capitals => question.to_uppercase(),
            Self::Typo => slip(question),
            Self::Telex => question.split(' ').map(telex).collect::<Vec<_>>().join(" "),
            Self::Short => question.split(' ').map(short).collect::<Vec<_>>().join(" "),
        }
    }
}

/// One letter of one word of four letters or more is left out, doubled or exchanged with its neighbour.
fn slip(question: &str) -> String {
    let draw = crc32fast::hash(question.as_bytes()) as usize;
    let words: Vec<&str> = question.split(' ').collect();
    let long: Vec<usize> = (0..words.len())
        .filter(|at| words[*at].chars().count() >= 4 && words[*at].chars().all(char::is_alphabetic))
        .collect();
    let Some(chosen) = long.get(draw % long.len().max(1)) else {
        return question.to_owned();
    };
    let mut letters: Vec<char> = words[*chosen].nfc().collect();
    let at = 1 + (draw >> 8) % (letters.len() - 2);
    match (draw >> 20) % 3 {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, letters[at]),
        _ => letters.swap(at, at + 1),
    }
    let slipped: String = letters.into_iter().collect();
    let word = |(at, word): (usize, &&str)| match at == *chosen {
        true => slipped.clone(),
        false => (*word).to_owned(),
    };
    words
        .iter()
        .enumerate()
        .map(word)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The keys by which Telex types a word, the tone last.
fn telex(word: &str) -> String {
    let (mut keys, mut tone, mut rest) = (String::new(), None, String::new());
    for letter in word.nfd() {
        match letter {
            '\u{300}' => tone = Some('f'),
            '\u{301}' => tone = Some('s'),
            '\u{309}' => tone = Some('r'),
            '\u{303}' => tone = Some('x'),
            '\u{323}' => tone = Some('j'),
            '\u{302}' => keys.extend(keys.chars().last()),
            '\u{306}' | '\u{31b}' => keys.push('w'),
            'đ' => keys.push_str("dd"),
            'Đ' => keys.push_str("DD"),
            letter if letter.is_alphanumeric() => keys.push(letter),
            mark => rest.push(mark),
        }
    }
    keys.extend(tone);
    keys + &rest
}

fn short(word: &str) -> String {
    let end = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    let found = SHORT.iter().find(|(long, _)| *long == end);
    found.map_or_else(
        || word.to_owned(),
        |(_, short)| format!("{short}{}", &word[end.len()..]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_in_every_form() {
        let question = "Mức phạt được quy định thế nào?";
        for (typed, expect) in [
            ("as-asked", question),
            ("unaccented", "Muc phat duoc quy dinh the nao?"),
            ("capitals", "MỨC PHẠT ĐƯỢC QUY ĐỊNH THẾ NÀO?"),
            ("telex", "Muwcs phatj dduwowcj quy ddinhj thees naof?"),
            ("short", "Mức phạt dc qui định thế nào?"),
        ] {
            assert_eq!(Typed::named(typed).text(question), expect);
        }
        let slipped = Typed::Typo.text(question);
        let changed = question
            .split(' ')
            .zip(slipped.split(' '))
            .filter(|(a, b)| a != b);
        assert_eq!(changed.count(), 1, "{slipped}");
        assert_eq!(Typed::Typo.text("a b"), "a b");
    }
}
