//! Training an embedding model on a collection of one's own: pairs from its articles, then `models::train`.
//!
//! No judged question is needed. A heading asks for its article, with and without the words in which people ask;
//! a sentence asks for the rest of the passage it was taken from.

use std::{collections::HashMap, path::Path};

use anyhow::{Context, bail};
use extract::{Limits, Reading};
use indicatif::{ProgressBar, ProgressStyle};
use legal::{Header, Level};
use models::{TrainConfig, TrainPair};

/// Syllables of a passage, about as many as the index gives one.
const PASSAGE: usize = 220;
/// A sentence shorter than this asks for nothing.
const LEAST: usize = 6;
/// Words kept of a sentence that asks.
const ASKED: usize = 40;
/// Times that each article is used, each time differently.
const VIEWS: u64 = 4;
/// Pairs in a batch, at least and at most: each pair's wrong answers are the others of its batch, so that more teach
/// more, as long as a batch is a small share of all.
const BATCHES: (usize, usize) = (64, 3_072);
/// One batch is at most this part of the pairs.
const SHARE: usize = 64;
/// Headings that stand in more articles than this ("Phạm vi điều chỉnh") need the act's name to ask for one.
const COMMON: usize = 2;
/// How people ask for what a heading names.
const QUESTIONS: [&str; 8] = [
    "{} được quy định như thế nào?",
    "{} là gì?",
    "{} gồm những gì?",
    "Quy định về {}",
    "{} như thế nào?",
    "{}?",
    "Pháp luật quy định thế nào về {}?",
    "{} được thực hiện ra sao?",
];

/// An article as it is trained on.
pub(crate) struct Article {
    /// "Nghị định số 1/2030/NĐ-CP Về …".
    act: String,
    /// What the act is about; empty if it does not say.
    subject: String,
    /// "Điều 5. Thể thức văn bản", or only its label.
    label: String,
    /// "Thể thức văn bản"; may be empty.
    heading: String,
    /// Its text in passages, at least one.
    passages: Vec<String>,
}

/// Trains on a collection and writes the model's files into a folder, made if absent.
pub(crate) fn run(collection: &Path, out: &Path, seed: u64, epochs: usize) -> anyhow::Result<()> {
    let articles = read(collection)?;
    if articles.is_empty() {
        bail!("{} holds no articles", collection.display());
    }
    let pairs = pairs(&articles, seed);
    let config = TrainConfig {
        dimensions: 256,
        vocabulary: 45_000,
        epochs,
        batch: (pairs.len() / SHARE).clamp(BATCHES.0, BATCHES.1),
        seed,
    };
    let bar = ProgressBar::new(0).with_style(ProgressStyle::with_template(
        "{wide_bar} {pos}/{len} · {msg} · {elapsed} · ETA {eta}",
    )?);
    let files = models::train(&pairs, &config, &mut |progress| {
        bar.set_length(progress.total);
        bar.set_position(progress.done);
        bar.set_message(format!("loss {:.3}", progress.loss));
    });
    bar.finish();
    std::fs::create_dir_all(out).with_context(|| out.display().to_string())?;
    for (name, bytes) in files {
        let path = out.join(name);
        std::fs::write(&path, bytes).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

/// The articles of a file, in its order.
pub(crate) fn read(collection: &Path) -> anyhow::Result<Vec<Article>> {
    let bytes = std::fs::read(collection).with_context(|| collection.display().to_string())?;
    let name = collection.file_name().unwrap_or_default().to_string_lossy();
    let mut articles = Vec::new();
    extract::read(&name, &bytes, &Limits::default(), &mut |reading| {
        articles.extend(articles_of(&reading));
        true
    })
    .with_context(|| collection.display().to_string())?;
    Ok(articles)
}

fn articles_of(reading: &Reading) -> Vec<Article> {
    let act = act_name(&reading.parsed.header);
    let subject = reading.parsed.header.title.clone().unwrap_or_default();
    let articles = reading
        .parsed
        .provisions
        .iter()
        .filter(|one| one.path.level() == Some(Level::Article));
    articles
        .map(|article| {
            let heading = one_line(reading.source.slice(article.heading));
            let label = article.label.trim_end_matches(['.', ' ']);
            let label = if heading.is_empty() {
                label.to_owned()
            } else {
                format!("{label}. {heading}")
            };
            let passages = divide(reading.source.slice(article.body));
            Article {
                act: act.clone(),
                subject: subject.clone(),
                label,
                heading,
                passages,
            }
        })
        .filter(|article| !article.passages.is_empty())
        .collect()
}

fn act_name(header: &Header) -> String {
    let mut words = Vec::new();
    words.extend(header.kind.as_ref().map(legal::Kind::name));
    if let Some(symbol) = &header.symbol {
        words.extend(["số", symbol.printed()]);
    }
    words.extend(header.title.as_deref());
    words.join(" ")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text in passages: whole sentences while they fit.
fn divide(text: &str) -> Vec<String> {
    let mut passages: Vec<String> = Vec::new();
    let mut size = 0;
    for sentence in text.lines().flat_map(|line| line.split_inclusive(". ")) {
        let words: Vec<&str> = sentence.split_whitespace().collect();
        for words in words.chunks(PASSAGE) {
            if size + words.len() > PASSAGE || passages.is_empty() {
                passages.push(String::new());
                size = 0;
            }
            size += words.len();
            if let Some(passage) = passages.last_mut() {
                passage.push_str(&words.join(" "));
                passage.push('\n');
            }
        }
    }
    passages
}

/// Pairs from articles. Neighbours in the list are neighbours in their act, which makes them hard to tell apart;
/// the views of one article lie far from one another.
pub(crate) fn pairs(articles: &[Article], seed: u64) -> Vec<TrainPair> {
    let mut common: HashMap<&str, usize> = HashMap::new();
    for article in articles {
        *common.entry(&article.heading).or_default() += 1;
    }
    let mut pairs = Vec::new();
    for view in 0..VIEWS {
        for (place, article) in articles.iter().enumerate() {
            let mut dice = Dice::new(seed, view, place);
            let body = &article.passages[if view == 0 {
                0
            } else {
                dice.below(article.passages.len())
            }];
            let alone = common
                .get(article.heading.as_str())
                .is_none_or(|count| *count <= COMMON);
            pairs.extend(pair(article, body, view, alone, &mut dice));
        }
    }
    pairs
}

fn pair(
    article: &Article,
    body: &str,
    view: u64,
    alone: bool,
    dice: &mut Dice,
) -> Option<TrainPair> {
    let under = |body: &str| format!("{} › {}\n{body}", article.act, article.label);
    let asks = !article.heading.is_empty();
    if asks && view < 2 {
        let query = question(article, alone, dice);
        return Some(TrainPair {
            query,
            passage: if view == 0 {
                body.to_owned()
            } else {
                under(body)
            },
        });
    }
    let sentences: Vec<&str> = body
        .split_inclusive(['.', ';', '\n'])
        .filter(|sentence| sentence.split_whitespace().count() >= LEAST)
        .collect();
    if sentences.len() < 2 {
        return asks.then(|| TrainPair {
            query: question(article, alone, dice),
            passage: body.to_owned(),
        });
    }
    let sentence = sentences[dice.below(sentences.len())];
    let rest = body.replacen(sentence, " ", 1);
    let query = sentence
        .split_whitespace()
        .take(ASKED)
        .collect::<Vec<_>>()
        .join(" ");
    Some(TrainPair {
        query,
        passage: if dice.below(2) == 0 {
            under(&rest)
        } else {
            rest
        },
    })
}

/// A heading as a question, with what tells the act where the heading alone does not.
fn question(article: &Article, alone: bool, dice: &mut Dice) -> String {
    let mut words = article.heading.clone();
    if !alone || dice.below(10) == 0 {
        let act = if dice.below(2) == 0 && !article.subject.is_empty() {
            &article.subject
        } else {
            &article.act
        };
        words = format!("{words} {act}");
    }
    if dice.below(10) < 6 {
        QUESTIONS[dice.below(QUESTIONS.len())].replace("{}", &words)
    } else {
        words
    }
}

/// Random numbers by seed, view and place, so that a pair does not depend on the articles before it.
struct Dice(u64);

impl Dice {
    fn new(seed: u64, view: u64, place: usize) -> Self {
        let mut dice =
            Self(seed ^ (view << 56) ^ (place as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        dice.below(1);
        dice
    }

    /// In 0..bound (SplitMix64).
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(heading: &str, text: &str) -> Article {
        Article {
            act: "Nghị định số 1/2030/NĐ-CP Về bến phà".to_owned(),
            subject: "Về bến phà".to_owned(),
            label: format!("Điều 1. {heading}"),
            heading: heading.to_owned(),
            passages: divide(text),
        }
    }

    #[test]
    fn every_article_gives_its_views() {
        let articles = [
            article(
                "Mở bến phà",
                "Chủ bến nộp đơn tại Ủy ban nhân dân xã. Xã trả lời trong ba ngày làm việc.",
            ),
            article(
                "",
                "Chủ bến nộp đơn tại Ủy ban nhân dân xã. Xã trả lời trong ba ngày làm việc.",
            ),
            article("Đóng bến phà", "Một câu ngắn."),
        ];
        let pairs = pairs(&articles, 1);
        assert_eq!(pairs.len(), 12);
        assert!(
            pairs
                .iter()
                .all(|pair| !pair.query.is_empty() && !pair.passage.trim().is_empty())
        );
        assert!(pairs[0].query.contains("Mở bến phà") && !pairs[0].passage.contains("Mở bến phà"));
        assert!(
            pairs[3]
                .passage
                .starts_with("Nghị định số 1/2030/NĐ-CP Về bến phà › Điều 1. Mở bến phà\n")
        );
        assert!(
            !pairs[1].passage.contains(&pairs[1].query),
            "a sentence is taken out of what it asks for"
        );
        let again = super::pairs(&articles, 1);
        assert!(
            pairs
                .iter()
                .zip(&again)
                .all(|(a, b)| a.query == b.query && a.passage == b.passage)
        );
    }

    #[test]
    fn passages_hold_everything_once() {
        let check = |text: &str, expect: usize| {
            let passages = divide(text);
            assert_eq!(passages.len(), expect);
            assert_eq!(one_line(&passages.concat()), one_line(text));
        };
        check("", 0);
        check("Một câu.", 1);
        check(&"từ ".repeat(500), 3);
        check(&"Một câu dài mười từ để thử chia đoạn văn. ".repeat(60), 3);
    }
}
