//! Short answers: what an answer without a model quotes, beside the words that answer.
//!
//! The questions of ALQAC 2022 come with a short answer ("07 năm") and the article that gives it. Counted are those whose
//! answer stands in that article word for word: does the first claim quote it, or any? The questions are halved by
//! their ids: those of the half `tune` may be looked at, `test` is reported.

use std::path::Path;

use serde_json::{Value, json};
use tests::{Program, send, shared};

use crate::{Half, share::Share};

/// Measures and prints. There is no goal: how much can be reached nobody knows.
pub(crate) fn measure(half: Half, show: bool) -> bool {
    let Some(data) = shared().map(|shared| shared.join("alqac2022")) else {
        println!("short answers: skipped, no shared data");
        return true;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let laws = read(&data.join("law.json"));
    let articles = folder.path().join("articles.jsonl");
    std::fs::write(&articles, lines(&laws)).expect("a file can be written");
    let program = Program::on(&folder.path().join("library"));
    program
        .run(&["ingest".as_ref(), articles.as_os_str()])
        .success();
    let served = program.serve(&["--corpus", "none"]);
    let (mut first, mut any, mut characters) = (Share::default(), Share::default(), 0);
    let mut judged = Judged::default();
    for question in read(&data.join("question.json"))
        .as_array()
        .into_iter()
        .flatten()
    {
        let Some(asked) = Asked::of(question, &laws) else {
            continue;
        };
        if half != Half::All && asked.is_tune != (half == Half::Tune) {
            continue;
        }
        let body = json!({ "question": asked.text, "on": "2022-12-01" }).to_string();
        let answer = send("POST", &served.address, "/api/ask", &body).expect("an answer");
        let answer: Value = serde_json::from_str(&answer.body).unwrap_or_default();
        let claims = answer["claims"].as_array().cloned().unwrap_or_default();
        let hits: Vec<bool> = claims.iter().map(|claim| asked.is_in(claim)).collect();
        judged.add(claims.iter().map(|claim| asked.is_of_its_article(claim)));
        let length = |claim: &Value| {
            quotes(claim)
                .map(|quote| quote.chars().count())
                .sum::<usize>()
        };
        characters += claims.first().map_or(0, length);
        first.add(hits.first() == Some(&true));
        any.add(hits.contains(&true));
        if show && hits.first() != Some(&true) {
            println!("{}  [{} | {}]", asked.text, asked.answer, asked.article);
            for claim in &claims {
                let said: Vec<&str> = quotes(claim).collect();
                println!(
                    "    {}: {}",
                    claim["text"].as_str().unwrap_or_default(),
                    said.join(" … ")
                );
            }
        }
    }
    println!("short answer in the first claim   {first}");
    println!("short answer in any claim         {any}");
    judged.print();
    println!(
        "characters of the first claim     {}",
        characters / first.all.max(1)
    );
    true
}

/// Claims that quote the article that was judged to answer.
#[derive(Default)]
struct Judged {
    first: Share,
    any: Share,
    all: Share,
}

impl Judged {
    fn add(&mut self, claims: impl Iterator<Item = bool>) {
        let claims: Vec<bool> = claims.collect();
        self.first.add(claims.first() == Some(&true));
        self.any.add(claims.contains(&true));
        claims.into_iter().for_each(|one| self.all.add(one));
    }

    fn print(&self) {
        println!("first claim of a judged article   {}", self.first);
        println!("any claim of one                  {}", self.any);
        println!("claims of one, of all claims      {}", self.all);
    }
}

/// A question, the words that answer it, and the article that has them.
struct Asked {
    text: String,
    answer: String,
    article: String,
    law: String,
    is_tune: bool,
}

impl Asked {
    /// `None`: the answer does not stand in the article word for word.
    fn of(question: &Value, laws: &Value) -> Option<Self> {
        let [source] = question["relevant_articles"].as_array()?.as_slice() else {
            return None;
        };
        let law = laws
            .as_array()?
            .iter()
            .find(|law| law["id"] == source["law_id"])?;
        let mut articles = law["articles"].as_array()?.iter();
        let article = articles.find(|article| article["id"] == source["article_id"])?;
        let answer = words(question["answer"].as_str()?);
        let number: String = question["id"]
            .as_str()?
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        (!answer.trim().is_empty() && words(article["text"].as_str()?).contains(&answer)).then(
            || Self {
                text: question["text"].as_str().unwrap_or_default().to_owned(),
                answer,
                article: format!("dieu-{}", source["article_id"].as_str().unwrap_or_default()),
                law: source["law_id"].as_str().unwrap_or_default().to_owned(),
                is_tune: number.parse::<u32>().is_ok_and(|number| number % 2 == 0),
            },
        )
    }

    /// The quotes of a claim that stand in the judged article.
    fn own<'a>(&self, claim: &'a Value) -> impl Iterator<Item = &'a Value> {
        let of = |quote: &&Value| {
            let path = quote["path"].as_str().unwrap_or_default();
            let document = quote["document"].as_str().unwrap_or_default();
            path.split('/').next() == Some(&self.article) && document.contains(&self.law)
        };
        claim["quotes"].as_array().into_iter().flatten().filter(of)
    }

    fn is_of_its_article(&self, claim: &Value) -> bool {
        self.own(claim).next().is_some()
    }

    fn is_in(&self, claim: &Value) -> bool {
        let mut own = self.own(claim);
        own.any(|quote| words(quote["text"].as_str().unwrap_or_default()).contains(&self.answer))
    }
}

fn quotes(claim: &Value) -> impl Iterator<Item = &str> {
    let all = claim["quotes"].as_array().into_iter().flatten();
    all.filter_map(|quote| quote["text"].as_str())
}

/// The syllables of a text, with a space round each: words are found whole.
fn words(text: &str) -> String {
    let mut words = String::from(" ");
    for (_, word) in legal::syllables(text) {
        words.push_str(&word);
        words.push(' ');
    }
    words
}

/// The laws in our articles format, as `tests/retrieval/alqac.py` writes them.
fn lines(laws: &Value) -> String {
    let mut out = String::new();
    let mut row = 0;
    for law in laws.as_array().into_iter().flatten() {
        for article in law["articles"].as_array().into_iter().flatten() {
            let text = article["text"].as_str().unwrap_or_default();
            let (heading, rest) = text.split_once("\n\n").unwrap_or((text, ""));
            let text = if rest.trim().is_empty() {
                heading
            } else {
                rest
            };
            let (number, id) = (law["id"].as_str().unwrap_or_default(), &article["id"]);
            let key = format!("{number}#{}", id.as_str().unwrap_or_default()).to_lowercase();
            let line = json!({
                "row": row, "key": key, "num": number, "doctype": "Luật", "kind": "Điều", "art": id,
                "title": heading.trim(), "text": text.trim(), "effective": null,
            });
            out.push_str(&format!("{line}\n"));
            row += 1;
        }
    }
    out
}

fn read(file: &Path) -> Value {
    let text = std::fs::read_to_string(file).expect("the file can be read");
    serde_json::from_str(&text).expect("it is JSON")
}
