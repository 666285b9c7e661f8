//! An invented collection in our articles format: acts on topics, articles with clauses, words as frequent as words
//! are (Zipf). Its syllables are spelled as Vietnamese ones, so that the embedding model knows most of them; it says
//! nothing.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::json;
use tests::Chance;

const ONSETS: [&str; 24] = [
    "b", "c", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "r", "s", "t", "th",
    "tr", "v", "x", "", "gi", "p",
];
const RHYMES: [&str; 64] = [
    "a", "á", "à", "ả", "ạ", "ai", "ài", "ải", "ại", "am", "an", "án", "àn", "ản", "ang", "áng",
    "ành", "ao", "áo", "ập", "ất", "ật", "âu", "ấy", "ên", "ện", "ếp", "iếu", "iệc", "iên", "iền",
    "iện", "inh", "ính", "ình", "ịnh", "ó", "òa", "oan", "oản", "oạch", "ô", "ố", "ồ", "ổ", "ộ",
    "ốc", "ội", "ông", "ộng", "ơ", "ở", "ời", "ợp", "u", "ủ", "ụ", "ung", "ục", "ước", "ương",
    "ường", "ưởng", "ữ",
];
/// Different words; about half a million articles use no more.
const WORDS: usize = 30_000;
const TOPICS: usize = 1_500;
/// Words of its own that a topic has.
const TOPIC_WORDS: usize = 250;
/// Articles of an act.
const ARTICLES: u64 = 14;
/// Articles of a file: what a reader may hold in memory.
const FILE: usize = 20_000;
/// Passages that an article becomes, as measured on the result.
const PASSAGES_OF_ARTICLE: f64 = 1.73;

/// Writes a collection of about so many passages; gives its files.
pub(crate) fn write(chance: &mut Chance, passages: usize, folder: &Path) -> Vec<PathBuf> {
    std::fs::create_dir_all(folder).expect("a folder can be made");
    let articles = (passages as f64 / PASSAGES_OF_ARTICLE) as usize;
    let language = Language::new(chance);
    let (mut files, mut text) = (Vec::new(), String::new());
    let (mut done, mut act, mut in_file) = (0, 0, 0);
    while done < articles {
        let count = (1 + chance.below(2 * ARTICLES - 1) as usize).min(articles - done);
        write_act(&language, chance, act, count, &mut text);
        (act, done, in_file) = (act + 1, done + count, in_file + count);
        if in_file >= FILE || done == articles {
            let file = folder.join(format!("part-{:03}.jsonl", files.len()));
            std::fs::write(&file, &text).expect("a file can be written");
            files.push(file);
            text.clear();
            in_file = 0;
        }
    }
    files
}

/// One act, told from those of `write` by its number.
pub(crate) fn one_act(seed: u64) -> String {
    let mut chance = Chance::of(seed);
    let language = Language::new(&mut chance);
    let mut text = String::new();
    write_act(&language, &mut chance, 9_000_000 + seed, 12, &mut text);
    text
}

fn write_act(
    language: &Language,
    chance: &mut Chance,
    act: u64,
    articles: usize,
    text: &mut String,
) {
    let (number, year) = (act / 24 + 1, 2002 + act % 24);
    let topic = chance.below(TOPICS as u64) as usize;
    let symbol = format!("{number}/{year}/TT-BMAU");
    let subject = language.text(chance, topic, 9);
    let note = format!(
        "(Điều 1 Thông tư số {symbol} Quy định về {subject} ngày 05/06/{year}, có hiệu lực thi hành kể từ ngày 01/08/{year})"
    );
    for article in 1..=articles {
        let record = json!({
            "num": symbol, "doctype": "Thông tư", "kind": "Điều", "art": article.to_string(),
            "title": capital(&language.text(chance, topic, 4 + chance_of(article))),
            "text": language.article(chance, topic),
            "effective": format!("01/08/{year}"), "source_note": note,
        });
        let _ = writeln!(text, "{record}");
    }
}

/// Headings of four to nine words.
fn chance_of(article: usize) -> usize {
    article * 7 % 6
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Words by their rank, the ranks' frequencies added up, and the words of each topic.
struct Language {
    words: Vec<String>,
    all: Vec<f64>,
    of_topic: Vec<f64>,
    topics: Vec<Vec<u16>>,
}

impl Language {
    fn new(chance: &mut Chance) -> Self {
        let syllable = |chance: &mut Chance| {
            let onset = ONSETS[chance.below(ONSETS.len() as u64) as usize];
            format!(
                "{onset}{}",
                RHYMES[chance.below(RHYMES.len() as u64) as usize]
            )
        };
        // Most words have two syllables; the most frequent have one.
        let words = (0..WORDS).map(|rank| {
            let first = syllable(chance);
            if rank < 40 || chance.below(5) == 0 {
                first
            } else {
                format!("{first} {}", syllable(chance))
            }
        });
        let words = words.collect();
        let topics = (0..TOPICS).map(|_| {
            let own = (0..TOPIC_WORDS).map(|_| (40 + chance.below(WORDS as u64 - 40)) as u16);
            own.collect()
        });
        Self {
            words,
            topics: topics.collect(),
            all: added_up(WORDS),
            of_topic: added_up(TOPIC_WORDS),
        }
    }

    /// So many words on a topic.
    fn text(&self, chance: &mut Chance, topic: usize, words: usize) -> String {
        let mut text = String::with_capacity(words * 10);
        for _ in 0..words {
            if !text.is_empty() {
                text.push(' ');
            }
            let rank = if chance.below(100) < 55 {
                drawn(&self.all, chance)
            } else {
                usize::from(self.topics[topic][drawn(&self.of_topic, chance)])
            };
            text.push_str(&self.words[rank]);
        }
        text
    }

    /// The clauses of an article: half of them short, few long.
    fn article(&self, chance: &mut Chance, topic: usize) -> String {
        let mut text = String::new();
        let size = [20, 40, 60, 80, 110, 150, 220, 420_usize][chance.below(8) as usize];
        let (mut left, mut clause) = (size + chance.below(size as u64) as usize / 2, 1);
        while left > 0 {
            let words = (12 + chance.below(40) as usize).min(left);
            if size > 60 {
                let _ = write!(text, "{clause}. ");
            }
            text.push_str(&capital(&self.text(chance, topic, words)));
            text.push_str(".\n");
            (left, clause) = (left - words, clause + 1);
        }
        text
    }
}

/// The frequencies of Zipf's law, added up to 1.
fn added_up(ranks: usize) -> Vec<f64> {
    let mut sum = 0.0;
    let mut sums: Vec<f64> = (0..ranks)
        .map(|rank| {
            sum += 1.0 / (rank as f64 + 2.7);
            sum
        })
        .collect();
    sums.iter_mut().for_each(|one| *one /= sum);
    sums
}

fn drawn(sums: &[f64], chance: &mut Chance) -> usize {
    let share = chance.below(1 << 53) as f64 / (1_u64 << 53) as f64;
    sums.partition_point(|sum| *sum <= share)
        .min(sums.len() - 1)
}
