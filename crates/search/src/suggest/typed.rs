//! What was typed, as words to complete.

/// A beginning and its words.
pub(super) struct Typed<'t> {
    pub(super) text: &'t str,
    pub(super) words: Vec<Word>,
}

/// A run of letters, or a run of digits.
#[derive(Debug)]
pub(super) struct Word {
    /// The byte where it begins.
    pub(super) start: usize,
    /// In lower case, tone on its usual letter; a number without leading zeros.
    pub(super) accented: String,
    /// Without accents.
    pub(super) bare: String,
    /// Something is typed behind it.
    pub(super) finished: bool,
}

impl<'t> Typed<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut words = Vec::new();
        each_word(text, |start, accented| {
            words.push(Word {
                start,
                bare: legal::unaccent(accented),
                accented: accented.to_owned(),
                finished: true,
            });
        });
        // "Nghị định số 15": the word between kind and number stands in no symbol.
        let count = words.len();
        let number = |word: &Word| word.bare.starts_with(|c: char| c.is_ascii_digit());
        let needless: Vec<bool> = (0..count)
            .map(|at| words[at].bare == "so" && at > 0 && words.get(at + 1).is_none_or(number))
            .collect();
        let mut needless = needless.into_iter();
        words.retain(|_| !needless.next().unwrap_or_default());
        let open = text.ends_with(char::is_alphanumeric);
        if let Some(last) = words.last_mut().filter(|_| open) {
            last.finished = false;
        }
        Self { text, words }
    }
}

/// The words of a text with the byte where each begins: "nđ15/2024" is three. Symbols are words too.
pub(super) fn each_word(text: &str, mut each: impl FnMut(usize, &str)) {
    let mut number = String::new();
    legal::for_each_syllable(text, &mut String::new(), |range, syllable| {
        let mut from = 0;
        for part in parts(syllable) {
            let at = syllable[from..].find(part).map_or(from, |at| from + at);
            from = at + part.len();
            // The bytes of a syllable are those of the text but for the place of its tone.
            let start = (range.start + at).min(range.end);
            let digits = part.starts_with(|c: char| c.is_ascii_digit());
            let plain = part.trim_start_matches('0');
            if !digits {
                each(start, part);
            } else if !plain.is_empty() {
                number.clear();
                number.push_str(plain);
                each(start, &number);
            }
        }
    });
}

/// Runs of letters and runs of digits.
fn parts(syllable: &str) -> impl Iterator<Item = &str> {
    syllable
        .split(|c: char| !c.is_alphanumeric())
        .flat_map(|run| {
            let mut rest = run;
            std::iter::from_fn(move || {
                let digit = rest.chars().next()?.is_ascii_digit();
                let end = rest
                    .find(|c: char| c.is_ascii_digit() != digit)
                    .unwrap_or(rest.len());
                let (part, after) = rest.split_at(end);
                rest = after;
                Some(part)
            })
        })
}

/// The first word behind "khoản 2 điều 7", "k2 đ7"; `None` if no unit stands at the beginning, or nothing behind it.
pub(super) fn heads(typed: &Typed<'_>) -> Option<usize> {
    const UNITS: [&str; 6] = ["diem", "khoan", "dieu", "k", "d", "chuong"];
    let words = &typed.words;
    let is_label =
        |word: &Word| word.bare.bytes().all(|byte| byte.is_ascii_digit()) || word.bare.len() == 1;
    let mut at = 0;
    while words
        .get(at)
        .is_some_and(|word| UNITS.contains(&word.bare.as_str()))
        && words
            .get(at + 1)
            .is_some_and(|label| is_label(label) && label.finished)
    {
        at += 2;
    }
    if at > 0 && words.get(at).is_some_and(|word| word.bare == "cua") {
        at += 1;
    }
    (at > 0 && at < words.len()).then_some(at)
}
