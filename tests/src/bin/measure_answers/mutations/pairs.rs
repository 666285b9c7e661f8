//! True sentences about real provisions, each with the provision that it quotes.

use std::collections::HashMap;
use std::io::Read as _;

use legal::{Date, DocumentId, Header, Kind, Span, Status, Symbol, Validity};
use search::{Evidence, Score};
use serde_json::Value;
use tests::Chance;

use crate::Half;

/// Articles that are drawn.
const ARTICLES: usize = 1_350;
/// Sentences of one article.
const SENTENCES: usize = 3;
/// Words of a sentence.
const WORDS: std::ops::RangeInclusive<usize> = 7..=70;
/// Characters of a provision that is cited as a whole; of a longer one a clause is.
const LONGEST: usize = 3_500;
/// Characters of a quote.
const QUOTE: usize = 300;

/// An article of the collection.
pub(super) struct Article {
    pub(super) key: String,
    number: String,
    kind: String,
    symbol: String,
    title: String,
    text: String,
}

/// A sentence that the law supports.
#[derive(Clone)]
pub(super) struct Pair {
    /// The sentence.
    pub(super) text: String,
    /// What it quotes, of the first evidence.
    pub(super) quote: String,
    /// The provision, then its neighbours.
    pub(super) evidence: Vec<Evidence>,
    /// How it was made of the law's words.
    pub(super) made: &'static str,
}

/// The articles, and whether they are real.
pub(super) fn articles(half: Half) -> (Vec<Article>, bool) {
    let real = tests::shared().map(|folder| folder.join("retrieval/articles.jsonl.gz"));
    let real = real.filter(|file| file.is_file());
    let bytes = match &real {
        Some(file) => {
            let packed = std::fs::File::open(file).expect("the articles can be opened");
            let mut bytes = Vec::new();
            flate2::read::GzDecoder::new(packed)
                .read_to_end(&mut bytes)
                .expect("the articles can be unpacked");
            bytes
        }
        None => {
            std::fs::read(tests::sample("luat-cu-tru-mau.jsonl")).expect("the sample can be read")
        }
    };
    let lines = String::from_utf8_lossy(&bytes);
    let mut articles: Vec<Article> = lines.lines().filter_map(article).collect();
    articles.retain(|article| match half {
        Half::All => true,
        Half::Tune => hash(&article.key).is_multiple_of(2),
        Half::Test => !hash(&article.key).is_multiple_of(2),
    });
    (articles, real.is_some())
}

/// FNV-1a: the same on every machine.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    }) >> 7
}

fn article(line: &str) -> Option<Article> {
    let line: Value = serde_json::from_str(line).ok()?;
    let field = |name: &str| line[name].as_str().map(str::to_owned);
    (line["kind"] == "Điều").then_some(())?;
    Some(Article {
        key: field("key")?,
        number: field("art")?,
        kind: field("doctype")?,
        symbol: field("num")?,
        title: field("title").unwrap_or_default(),
        text: field("text")?,
    })
}

/// A line of a provision, with what it is called and what introduces it.
struct Line<'a> {
    text: &'a str,
    clause: Option<&'a str>,
    lead: Option<&'a str>,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let (mut clause, mut lead, mut found) = (None, None, Vec::new());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (label, rest) = label(line);
        let is_clause = label.is_some_and(|label| label.ends_with('.'));
        if is_clause {
            clause = label.map(|label| label.trim_end_matches('.'));
            lead = None;
        }
        let is_point = label.is_some_and(|label| label.ends_with(')'));
        found.push(Line {
            text: rest,
            clause,
            lead: lead.filter(|_| is_point),
        });
        if rest.ends_with(':') {
            lead = Some(rest.trim_end_matches(':'));
        } else if !is_point {
            lead = None;
        }
    }
    found
}

/// "1.", "a)" and what follows.
fn label(line: &str) -> (Option<&str>, &str) {
    let Some((label, rest)) = line.split_once(' ') else {
        return (None, line);
    };
    let number = label
        .strip_suffix('.')
        .is_some_and(|number| number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit()));
    let point = label
        .strip_suffix(')')
        .is_some_and(|point| point.chars().count() <= 2);
    match number || point {
        true => (Some(label), rest.trim()),
        false => (None, line),
    }
}

/// True pairs: sentences as they stand, parts of them, points with what introduces them, all of these with the name
/// of the provision.
pub(super) fn pairs(articles: &[Article]) -> Vec<Pair> {
    let mut chance = Chance::seeded_or("measure-answers", 20_261_130);
    let places: HashMap<&str, usize> = articles
        .iter()
        .enumerate()
        .map(|(at, article)| (article.key.as_str(), at))
        .collect();
    let mut found = Vec::new();
    for _ in 0..ARTICLES.min(8 * articles.len()) {
        let at = chance.below(articles.len() as u64) as usize;
        let article = &articles[at];
        // The nearest article of the same document, else the next of the file.
        let number: u32 = article.number.parse().unwrap_or_default();
        let beside = |number: u32| {
            let (symbol, _) = article.key.split_once('#')?;
            places.get(format!("{symbol}#{number}").as_str()).copied()
        };
        let other = (1..9)
            .find_map(|step| beside(number + step).or_else(|| beside(number.checked_sub(step)?)))
            .unwrap_or((at + 1) % articles.len());
        let lines = lines(&article.text);
        let mut sentences: Vec<(&Line, &str)> = lines
            .iter()
            .flat_map(|line| sentences(line.text).into_iter().map(move |one| (line, one)))
            .filter(|(_, text)| WORDS.contains(&text.split_whitespace().count()))
            .collect();
        for _ in 0..SENTENCES {
            if sentences.is_empty() {
                break;
            }
            let drawn = chance.below(sentences.len() as u64) as usize;
            let (line, sentence) = sentences.swap_remove(drawn);
            let pair = pair(
                article,
                &lines,
                line,
                sentence,
                &articles[other],
                &mut chance,
            );
            found.extend(pair);
        }
    }
    found
}

/// Sentences and clauses of a line.
fn sentences(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for piece in line.split(';') {
        let mut rest = piece;
        while let Some(at) = rest.find(". ").map(|at| at + 1) {
            found.push(&rest[..at]);
            rest = &rest[at..];
        }
        found.push(rest);
    }
    let trimmed = found
        .into_iter()
        .map(|one| one.trim().trim_end_matches([':', '.']));
    trimmed.filter(|one| !one.is_empty()).collect()
}

fn pair(
    article: &Article,
    lines: &[Line],
    line: &Line,
    sentence: &str,
    other: &Article,
    chance: &mut Chance,
) -> Option<Pair> {
    // Cited by the clause, or by the article where that is short.
    let whole = article.text.chars().count() <= LONGEST;
    let by_clause = line.clause.filter(|_| !whole || chance.below(3) == 0);
    if !whole && by_clause.is_none() {
        return None;
    }
    let (path, text) = match by_clause {
        Some(clause) => (
            format!("dieu-{}/khoan-{clause}", article.number),
            clause_text(&article.text, clause)?,
        ),
        None => (
            format!("dieu-{}", article.number),
            format!(
                "Điều {}. {}\n{}",
                article.number, article.title, article.text
            ),
        ),
    };
    let target = evidence(article, &path, text)?;
    let beside = evidence(
        other,
        &format!("dieu-{}", other.number),
        format!("Điều {}. {}\n{}", other.number, other.title, other.text),
    )?;
    let quote = beginning(sentence, QUOTE).to_owned();
    let name = target.document.name();
    let first = lines.first().is_some_and(|first| std::ptr::eq(first, line));
    let (text, made) = match chance.below(10) {
        0 | 1 => {
            let place = match by_clause {
                Some(clause) => format!("khoản {clause} Điều {}", article.number),
                None => format!("Điều {}", article.number),
            };
            (
                format!("Theo {place} {name}, {}", lowered(sentence)),
                "with its reference",
            )
        }
        2 if line.lead.is_some() && line.text.starts_with(sentence) && !first => {
            let lead = line.lead.unwrap_or_default();
            let lead = sentences(lead).last().copied().unwrap_or_default();
            (
                format!("{lead} {}", lowered(sentence)),
                "point with its lead",
            )
        }
        3 => (part(sentence)?.to_owned(), "part"),
        _ => (sentence.to_owned(), "sentence"),
    };
    if text.chars().count() > 1_400 {
        return None;
    }
    Some(Pair {
        text,
        quote,
        evidence: vec![target, beside],
        made,
    })
}

/// The lines of one clause.
fn clause_text(text: &str, clause: &str) -> Option<String> {
    let begins = |line: &&str| label(line.trim()).0 == Some(&format!("{clause}."));
    let next = |line: &&str| {
        let (label, _) = label(line.trim());
        !label.is_some_and(|label| label.ends_with('.'))
    };
    let mut lines = text.lines().skip_while(|line| !begins(line));
    let first = lines.next()?;
    let rest: Vec<&str> = lines.take_while(next).collect();
    let all = [first].into_iter().chain(rest);
    Some(all.collect::<Vec<_>>().join("\n"))
}

/// Words after which a sentence goes on to take back what it said.
const TURNS: [&str; 12] = [
    "trừ",
    "nếu",
    "khi",
    "trường hợp",
    "nhưng",
    "mà",
    "chỉ",
    "không",
    "trong",
    "với điều kiện",
    "hoặc",
    "và",
];

/// Words with which a sentence goes on after what it says.
const GOES_ON: [&str; 10] = [
    "bảo đảm ",
    "đồng thời ",
    "gửi ",
    "trình ",
    "báo cáo ",
    "thông báo ",
    "làm ",
    "nhằm ",
    "để ",
    "kèm ",
];

/// A sentence to its first comma, where what follows takes nothing back and goes on with no list.
fn part(sentence: &str) -> Option<&str> {
    let at = sentence.find(", ")?;
    let (first, rest) = (&sentence[..at], sentence[at + 2..].to_lowercase());
    let turns = TURNS
        .iter()
        .any(|turn| format!(" {rest} ").contains(&format!(" {turn} ")));
    // Not in the middle of a list, nor of a reference.
    let goes_on = GOES_ON.iter().any(|word| rest.starts_with(word));
    let lower = first.to_lowercase();
    let named = ["điểm ", "khoản ", "điều ", "luật "];
    let turns = turns || !goes_on || named.iter().any(|name| lower.contains(name));
    let opens = [
        "Trường hợp",
        "Nếu",
        "Khi",
        "Đối với",
        "Trong",
        "Căn cứ",
        "Sau",
        "Ngoài",
    ]
    .iter()
    .any(|word| first.starts_with(word));
    (!turns && !opens && first.split(' ').count() >= 6).then_some(first)
}

/// With a small letter in front, as in the middle of a sentence.
fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// At most so many characters, whole words.
fn beginning(text: &str, limit: usize) -> &str {
    match text.char_indices().nth(limit) {
        Some((at, _)) => text[..at].rsplit_once(' ').map_or(text, |(first, _)| first),
        None => text,
    }
}

fn evidence(article: &Article, path: &str, text: String) -> Option<Evidence> {
    let header = Header {
        symbol: Symbol::parse(&article.symbol),
        kind: Some(Kind::from_name(&article.kind)),
        ..Header::default()
    };
    Some(Evidence {
        passage: 1,
        document: catalogue::DocumentRow {
            row: 1,
            id: DocumentId::from_stored(article.key.clone()),
            slug: "van-ban".to_owned(),
            header,
            validity: Validity {
                from: Some(Date::constant(2000, 1, 1)),
                ..Validity::default()
            },
            original: catalogue::Hash::of(b""),
            part: String::new(),
            file_name: String::new(),
            media: "articles".to_owned(),
            collection: None,
            confidentiality: None,
            pages: 0,
            articles: 1,
            flags: String::new(),
        },
        path: path.parse().ok()?,
        article_key: article.key.clone(),
        breadcrumb: article.title.clone(),
        span: Span::new(0, text.len()),
        text,
        page: None,
        status: Status::InForce,
        outside: false,
        score: Score::default(),
        reasons: Vec::new(),
        unfounded: None,
        led: Vec::new(),
        excerpt: None,
        alike: Vec::new(),
    })
}
