//! Everyday words and abbreviations, and the words of the law for them: what is searched beside the words asked.
//!
//! A file of lines: `sổ đỏ; bìa đỏ = giấy chứng nhận quyền sử dụng đất` searches the right side too where a question
//! holds one of the left; `UBND == ủy ban nhân dân` works both ways. `#` opens a remark. No word asked is replaced.

use std::collections::HashMap;

/// Weight of the words of the law for everyday words: they mean about the same …
const EVERYDAY: f32 = 0.6;
/// … and of what an abbreviation stands for, or is abbreviated to: they mean the same.
const SAME: f32 = 0.9;
/// Most alternatives of one query: more would only cost time.
const MOST: usize = 12;
/// The table that the program carries.
const OWN: &str = include_str!("../wording.txt");

/// A line that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not of the form “a; b = c” or “a == b”: {text}")]
pub struct BadWording {
    /// Its number from 1.
    pub line: usize,
    /// What stands there.
    pub text: String,
}

/// Tables of wordings, ready to be looked up.
#[derive(Clone, Debug, Default)]
pub struct Wordings {
    accented: Table,
    /// The same without accents, for questions typed so.
    unaccented: Table,
}

type Syllables = Vec<String>;

/// What is asked, by its first syllable: all its syllables, and what to search beside.
type Table = HashMap<String, Vec<(Syllables, Vec<(Syllables, f32)>)>>;

impl Wordings {
    /// The table that the program carries.
    ///
    /// # Panics
    /// Never: a test reads it.
    pub fn own() -> Self {
        Self::default()
            .with(OWN)
            .expect("a test reads our own table")
    }

    /// These and those of a file. A left side that is known already gets the new right side.
    pub fn with(mut self, text: &str) -> Result<Self, BadWording> {
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim().trim_start_matches('\u{feff}');
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let bad = || BadWording {
                line: number,
                text: line.to_owned(),
            };
            let (left, right, both) = match (line.split_once("=="), line.split_once('=')) {
                (Some((left, right)), _) => (left, right, true),
                (None, Some((left, right))) => (left, right, false),
                (None, None) => return Err(bad()),
            };
            let (left, right) = (members(left), members(right));
            if left.is_empty() || right.is_empty() {
                return Err(bad());
            }
            self.add(&left, &right, if both { SAME } else { EVERYDAY });
            if both {
                self.add(&right, &left, SAME);
            }
        }
        Ok(self)
    }

    fn add(&mut self, from: &[Syllables], to: &[Syllables], weight: f32) {
        for asked in from {
            let others = to.iter().filter(|other| *other != asked);
            let others: Vec<(Syllables, f32)> =
                others.map(|other| (other.clone(), weight)).collect();
            let bare: Syllables = asked
                .iter()
                .map(|syllable| legal::unaccent(syllable))
                .collect();
            if !is_vague(asked, &bare) {
                put(&mut self.unaccented, bare, others.clone());
            }
            put(&mut self.accented, asked.clone(), others);
        }
    }

    /// The lines that the program carries.
    pub fn own_lines() -> &'static str {
        OWN
    }

    /// What is searched beside the words of a question, in words: for whoever keeps the table.
    pub fn beside_words(&self, question: &str) -> Vec<String> {
        let found = legal::syllables(question).into_iter();
        let query: Syllables = found.map(|(_, syllable)| syllable).collect();
        let accented = legal::has_accents(question);
        let beside = self.beside(&query, accented).into_iter();
        beside.map(|(words, _)| words.join(" ")).collect()
    }

    /// Whether some wording has this syllable.
    pub(crate) fn knows(&self, syllable: &str) -> bool {
        let tables = [&self.accented, &self.unaccented];
        let mut asked = tables
            .into_iter()
            .flat_map(|table| table.values().flatten());
        asked.any(|(asked, _)| asked.iter().any(|known| known == syllable))
    }

    /// What to search beside the syllables of a query, each once, with its weight; the longest wordings first
    /// where several begin at one place.
    pub(crate) fn beside(&self, query: &[String], accented: bool) -> Vec<(Syllables, f32)> {
        let table = if accented {
            &self.accented
        } else {
            &self.unaccented
        };
        let mut found: Vec<(Syllables, f32)> = Vec::new();
        let mut at = 0;
        while at < query.len() {
            let known = table.get(&query[at]).into_iter().flatten();
            let here = known.filter(|(asked, _)| query[at..].starts_with(asked));
            let Some((asked, others)) = here.max_by_key(|(asked, _)| asked.len()) else {
                at += 1;
                continue;
            };
            for other in others {
                if !found.iter().any(|(known, _)| *known == other.0) {
                    found.push(other.clone());
                }
            }
            at += asked.len();
        }
        found.truncate(MOST);
        found
    }
}

/// Whether a wording says too little once its accents are gone: "bo" may be bò, bố, bỏ or bộ.
fn is_vague(asked: &[String], bare: &[String]) -> bool {
    let vowel = |character| matches!(character, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    matches!((asked, bare), ([asked], [bare]) if asked != bare && bare.contains(vowel))
}

/// Abbreviations come in several lines ("TT == thông tư", "TT == thanh tra"): all are searched. The same line twice,
/// in our table and in an admin's, counts as the later one.
fn put(table: &mut Table, asked: Syllables, others: Vec<(Syllables, f32)>) {
    let Some(first) = asked.first().cloned() else {
        return;
    };
    let known = table.entry(first).or_default();
    match known.iter_mut().find(|(own, _)| *own == asked) {
        Some((_, own)) => {
            own.retain(|(own, _)| !others.iter().any(|(other, _)| other == own));
            own.extend(others);
        }
        None => known.push((asked, others)),
    }
}

fn members(side: &str) -> Vec<Syllables> {
    let syllables = |member: &str| -> Syllables {
        let found = legal::syllables(member).into_iter();
        found.map(|(_, syllable)| syllable).collect()
    };
    side.split(';')
        .map(syllables)
        .filter(|member| !member.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside(table: &Wordings, query: &str) -> Vec<String> {
        let query: Vec<String> = members(query).concat();
        let accented = query.iter().any(|syllable| legal::has_accents(syllable));
        let found = table.beside(&query, accented).into_iter();
        found.map(|(words, _)| words.join(" ")).collect()
    }

    #[test]
    fn the_law_is_searched_beside_what_people_say() {
        let table = Wordings::default()
            .with("# thử\nsổ đỏ; bìa đỏ = giấy chứng nhận\nsang tên sổ đỏ = đăng ký biến động\n\nUBND == ủy ban nhân dân\nTT == thông tư; thanh tra\nbò = gia súc\nNĐ == nghị định\n")
            .unwrap();
        for (query, expect) in [
            ("làm lại sổ đỏ", vec!["giấy chứng nhận"]),
            ("lam lai so do", vec!["giấy chứng nhận"]),
            ("Sang tên sổ đỏ ở đâu", vec!["đăng ký biến động"]),
            ("giấy chứng nhận", vec![]),
            ("UBND xã", vec!["ủy ban nhân dân"]),
            ("Ủy ban nhân dân xã", vec!["ubnd"]),
            ("TT này", vec!["thông tư", "thanh tra"]),
            ("nuôi bò", vec!["gia súc"]),
            ("bo me nuoi con", vec![]),
            ("nd 5", vec!["nghị định"]),
            ("", vec![]),
        ] {
            assert_eq!(beside(&table, query), expect, "{query}");
        }
    }

    #[test]
    fn whoever_keeps_the_table_sees_what_a_question_becomes() {
        let table = Wordings::own().with("thẻ xanh = giấy phép mẫu").unwrap();
        assert_eq!(table.beside_words("Làm thẻ xanh ở đâu?"), ["giấy phép mẫu"]);
        assert_eq!(table.beside_words("lam the xanh"), ["giấy phép mẫu"]);
        assert!(table.beside_words("").is_empty());
    }

    #[test]
    fn a_line_that_is_none_is_told() {
        for (text, line) in [("sổ đỏ", 1), ("# a\n= b", 2), ("a == ;", 1)] {
            let told = Wordings::default().with(text).map(|_| ()).unwrap_err();
            assert_eq!(told.line, line, "{text}");
        }
    }

    #[test]
    fn our_own_table_can_be_read() {
        let own = Wordings::own();
        assert!(
            beside(&own, "mất sổ đỏ").contains(&"giấy chứng nhận quyền sử dụng đất".to_owned())
        );
    }

    proptest::proptest! {
        #[test]
        fn any_file_and_query_are_answered(file in "([a-zđ;=# \n]{0,40})", query in proptest::collection::vec("[a-zđ]{1,4}", 0..20)) {
            if let Ok(table) = Wordings::default().with(&file) {
                proptest::prop_assert!(table.beside(&query, false).len() <= MOST);
            }
        }
    }
}
