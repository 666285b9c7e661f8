//! What a record says of an answer beside the answer itself: what was asked, with what it was made, and what it rests
//! on, by place and hash and without a word of any document.
//!
//! From this the question can be asked again as it was asked, and years later it can be told whether the answer still
//! rests on the same file, the same words and the same state of the law.

use catalogue::{Facet, Hash};
use legal::{Date, Span, Status};
use search::{Evidence, Library, Query, Scope, Standing};
use serde::{Deserialize, Serialize};

use crate::{Answer, Claim};

mod binding;
mod changes;

pub(crate) use binding::reaching;
pub use binding::{Binding, Bound, Comparison, Stale, StaleBasis, Touch};
pub use changes::{Change, Changed, changes};

/// The format of [`Head`] that this program writes.
const FORMAT: u32 = 1;

/// The head of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The format's number.
    pub format: u32,
    /// The question as typed.
    pub question: String,
    /// The day whose law was asked for.
    pub on: Date,
    /// How many results were asked for.
    pub limit: usize,
    /// Whether slips of the finger were to be left as they were.
    pub as_typed: bool,
    /// What the question was narrowed to: filter (`kind`, `issuer` …) and value as typed.
    pub narrowed: Vec<(String, String)>,
    /// The state of the law that was asked for; empty for the usual one.
    pub standing: String,
    /// The language of the words around the answer: `vi`, `en`, `fr`.
    pub language: String,
    /// With what it was made.
    pub means: Means,
    /// What was found, in the order of the answer.
    pub bases: Vec<Basis>,
    /// What its claims quote.
    pub quotes: Vec<Quoted>,
}

/// With what an answer was made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Means {
    /// The version of the program.
    pub program: String,
    /// The change number of the generation that was searched.
    pub generation: u64,
    /// The embedding model; `None`: meaning was not searched.
    pub embedding: Option<String>,
    /// SHA-256 of the ranking model; `None`: there was none.
    pub ranking: Option<String>,
    /// The reranker; `None`: there was none.
    pub reranker: Option<String>,
    /// The model that wrote; `None`: nothing was written, provisions were quoted.
    pub writer: Option<String>,
    /// The version of the prompt that it was given.
    pub prompt: Option<String>,
}

/// In which group of the answer a passage stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Claims name it by its number.
    Evidence,
    /// Shown apart: not in force on the day.
    NotInForce,
}

/// A passage that an answer was made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Basis {
    /// Where it stood.
    pub group: Group,
    /// Its number there, from 1.
    pub number: usize,
    /// The passage; 0 for a provision that was looked up by its reference.
    pub passage: u64,
    /// Its document's key: `vn/nghi-dinh/chinh-phu/2020-03-05/30-2020-nd-cp`.
    pub document: String,
    /// SHA-256 of the file as issued.
    pub file: String,
    /// Its provision: `dieu-5/khoan-2`.
    pub path: String,
    /// Where it stands in the document's reading text, in bytes.
    pub span: Span,
    /// First page, where the format has pages.
    pub page: Option<u32>,
    /// SHA-256 of its words.
    pub words: String,
    /// Its state on the asked day.
    pub status: Status,
}

/// A quote of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quoted {
    /// The claim's number, from 1.
    pub claim: usize,
    /// The quote's number in it, from 1.
    pub quote: usize,
    /// The number of its evidence, from 1.
    pub evidence: usize,
    /// The smallest provision that holds it.
    pub path: String,
    /// Where it stands in the document's reading text, in bytes.
    pub span: Span,
    /// SHA-256 of its words.
    pub words: String,
}

impl Means {
    /// What a library and a writer are; `ranking` is the SHA-256 of the ranking model.
    pub fn new(library: &Library, answer: &Answer, program: &str, ranking: Option<&str>) -> Self {
        let writer = answer.model.clone();
        Self {
            program: program.to_owned(),
            generation: library.generation.seq(),
            embedding: library
                .embedder
                .as_ref()
                .map(|embedder| embedder.id().to_owned()),
            ranking: library.ranking.as_ref().and(ranking).map(str::to_owned),
            reranker: library
                .reranking
                .as_ref()
                .map(|reranking| reranking.model.name().to_owned()),
            prompt: writer.as_ref().map(|_| crate::PROMPT_VERSION.to_owned()),
            writer,
        }
    }
}

impl Head {
    /// Of an answer to a query, in a language.
    pub fn new(query: &Query, answer: &Answer, means: Means, language: &str) -> Self {
        let narrowed = query.scope.values.iter();
        let groups = [
            (Group::Evidence, &answer.evidence),
            (Group::NotInForce, &answer.not_in_force),
        ];
        let bases = groups.into_iter().flat_map(|(group, found)| {
            let numbered = (1..).zip(found);
            numbered.map(move |(number, evidence)| Basis::new(group, number, evidence))
        });
        let quotes = (1..).zip(&answer.claims);
        Self {
            format: FORMAT,
            question: query.text.clone(),
            on: query.on,
            limit: query.limit,
            as_typed: query.as_typed,
            narrowed: narrowed
                .map(|(facet, value)| (facet.name().to_owned(), value.clone()))
                .collect(),
            standing: query.scope.standing.code().to_owned(),
            language: language.to_owned(),
            means,
            bases: bases.collect(),
            quotes: quotes
                .flat_map(|(n, claim)| Quoted::all(n, claim))
                .collect(),
        }
    }

    /// By what the same question is known again: see [`question_key`].
    pub fn asked(&self) -> String {
        question_key(&self.query())
    }

    /// The query as it was asked. A filter that this program does not know any more is left out.
    pub fn query(&self) -> Query {
        let values = self.narrowed.iter().filter_map(|(name, value)| {
            let facet = Facet::ALL.into_iter().find(|facet| facet.name() == name)?;
            Some((facet, value.clone()))
        });
        Query {
            text: self.question.clone(),
            on: self.on,
            limit: self.limit,
            scope: Scope {
                values: values.collect(),
                standing: Standing::from_code(&self.standing).unwrap_or_default(),
            },
            as_typed: self.as_typed,
        }
    }
}

/// By what the same question is known again: SHA-256 of its words without case, spacing and final signs, with what it was
/// narrowed to. The day is no part of it. Accents are: "thuê" is not "thuế".
pub fn question_key(query: &Query) -> String {
    let words = legal::normalise(&query.text).to_lowercase();
    let words: Vec<&str> = words.split_whitespace().collect();
    let words = words.join(" ");
    let words = words.trim_matches(|c: char| " ?.!…;:,".contains(c));
    let narrowed = query.scope.values.iter();
    let mut narrowed: Vec<(&str, &str)> = narrowed
        .map(|(facet, value)| (facet.name(), value.as_str()))
        .collect();
    narrowed.sort_unstable();
    let all = (words, narrowed, query.scope.standing.code());
    sum(&serde_json::to_string(&all).unwrap_or_default())
}

impl Basis {
    fn new(group: Group, number: usize, evidence: &Evidence) -> Self {
        Self {
            group,
            number,
            passage: evidence.passage,
            document: evidence.document.id.to_string(),
            file: evidence.document.original.as_str().to_owned(),
            path: evidence.path.to_string(),
            span: evidence.span,
            page: evidence.page,
            words: sum(&evidence.text),
            status: evidence.status,
        }
    }
}

impl Quoted {
    fn all(claim: usize, made: &Claim) -> Vec<Self> {
        let quoted = |(number, quote): (usize, &crate::Quote)| Self {
            claim,
            quote: number,
            evidence: quote.evidence(),
            path: quote.path().to_string(),
            span: quote.span(),
            words: sum(quote.text()),
        };
        (1..).zip(made.quotes()).map(quoted).collect()
    }
}

fn sum(words: &str) -> String {
    Hash::of(words.as_bytes()).as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use search::Results;

    use super::*;
    use crate::samples;

    #[test]
    fn the_same_question_is_known_again() {
        fn check(one: &str, other: &str, expect: bool) {
            let of = |text: &str| {
                question_key(&Query {
                    text: text.to_owned(),
                    on: samples::on(),
                    limit: 10,
                    scope: Scope::default(),
                    as_typed: false,
                })
            };
            assert_eq!(of(one) == of(other), expect, "{one} / {other}");
        }
        check("Hạn nộp phí chợ?", "hạn  nộp phí chợ", true);
        check("Hạn nộp phí chợ ?", " Hạn nộp phí chợ.", true);
        check("thuế đất", "thuê đất", false);
        check("phí chợ", "phí chợ đêm", false);
    }

    #[tokio::test]
    async fn a_head_says_where_everything_stands_and_holds_no_word_of_it() {
        let found = [
            samples::evidence("dieu-1", "Người bán hàng nộp phí trong 05 ngày làm việc."),
            samples::evidence("dieu-2/khoan-3", "Chợ mở cửa lúc 05 giờ sáng hằng ngày."),
        ];
        let query = Query {
            text: "Hạn nộp phí chợ?".to_owned(),
            on: samples::on(),
            limit: 7,
            scope: Scope {
                values: vec![(Facet::Kind, "luat".to_owned())],
                standing: Standing::InForce,
            },
            as_typed: true,
        };
        let results = Results {
            hits: found[..1].to_vec(),
            likely: 1,
            not_in_force: found[1..].to_vec(),
            ..Results::default()
        };
        let answer = crate::answer_from(results, Duration::ZERO, None, &query, &mut |_| true).await;
        let quote = &answer.claims[0].quotes()[0];
        let head = Head::new(&query, &answer, Means::default(), "vi");
        let json = serde_json::to_string(&head).expect("a head is JSON");
        assert!(
            !json.contains("05 ngày") && !json.contains("Chợ quê"),
            "{json}"
        );
        assert_eq!(
            serde_json::from_str::<Head>(&json).expect("as written"),
            head
        );
        let groups: Vec<(Group, usize, &str)> = head
            .bases
            .iter()
            .map(|basis| (basis.group, basis.number, basis.path.as_str()))
            .collect();
        let expect = [
            (Group::Evidence, 1, "dieu-1"),
            (Group::NotInForce, 1, "dieu-2/khoan-3"),
        ];
        assert_eq!(groups, expect);
        assert_eq!(head.bases[0].words, sum(&found[0].text));
        let [quoted] = head.quotes.as_slice() else {
            panic!("{:?}", head.quotes);
        };
        assert_eq!((quoted.claim, quoted.quote, quoted.evidence), (1, 1, 1));
        assert_eq!(quoted.words, sum(quote.text()));
        assert_eq!(head.asked(), question_key(&query));
        let again = head.query();
        assert_eq!(
            (&again.text, again.on, again.limit),
            (&query.text, query.on, 7)
        );
        assert_eq!((again.scope, again.as_typed), (query.scope, true));
    }
}
