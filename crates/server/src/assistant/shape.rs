//! What the tools give: the few fields that a model needs to answer with its basis, and no scores.

use std::collections::HashMap;

use legal::{Date, Path, Status};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{address, language::Texts, wire};

/// Longest text of one passage, in characters: an article is rarely longer, an annex may be a book.
const LONGEST: usize = 12_000;

/// A provision with its words.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Passage {
    /// Its document as people name it: "Nghị định số 30/2020/NĐ-CP".
    document: String,
    /// The document's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// The document, for the tool `show`.
    slug: String,
    /// The provision, for the tool `show`: `dieu-5/khoan-2`; empty for words outside provisions.
    path: String,
    /// As officials cite it: "khoản 2 Điều 5".
    citation: String,
    /// Its state on the day: `in_force`, `not_yet`, `expired`, `suspended`, `unknown`.
    #[schema(value_type = String)]
    status: Status,
    /// What stands above it.
    above: String,
    /// Its words.
    text: String,
    /// Whether the text goes on: the page has all of it.
    cut: bool,
    /// First page, where the format has pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    /// Whether that page was recognised from a picture: its figures are not verified.
    recognised: bool,
    /// Its page, for the person.
    url: String,
}

/// A reference that leads to nothing that may be shown.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Missing {
    /// As understood.
    pub(super) citation: String,
    /// What has the nearest numbers or names.
    pub(super) nearest: Vec<String>,
}

/// What `search` found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Found {
    /// The day whose law was asked for.
    #[schema(value_type = String, format = Date)]
    pub(super) on: Date,
    /// The query as it was meant, where it was typed with slips.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) read_as: Option<String>,
    /// In force, or not known not to be; best first.
    pub(super) provisions: Vec<Passage>,
    /// Not in force on the day.
    pub(super) not_in_force: Vec<Passage>,
    /// References of the query that lead to nothing.
    pub(super) missing: Vec<Missing>,
    /// That a person must check, and what is left out.
    pub(super) notice: String,
}

/// What `show` shows.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Shown {
    /// The day for which states are given.
    #[schema(value_type = String, format = Date)]
    pub(super) on: Date,
    /// Several where several acts have that number.
    pub(super) provisions: Vec<Passage>,
    /// Of a whole document: its articles.
    pub(super) articles: Vec<String>,
    /// References that lead to nothing.
    pub(super) missing: Vec<Missing>,
    /// That a person must check, and what is left out.
    pub(super) notice: String,
}

/// Words of the law that a sentence rests on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Basis {
    /// The words, verbatim.
    text: String,
    /// "khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP".
    citation: String,
    /// The provision's state on the day.
    #[schema(value_type = String)]
    status: Status,
    /// The page with these words marked, for the person.
    url: String,
}

/// A sentence with its basis.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Sentence {
    /// The sentence.
    text: String,
    /// `checked` (every check held), `partly`, `unchecked`.
    #[schema(value_type = String)]
    verdict: answer::Verdict,
    /// At least one.
    basis: Vec<Basis>,
}

/// What `ask` answered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Answered {
    /// The day whose law was asked for.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// Why there is no (full) answer, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<String>,
    /// What was found may have to do with the question, and is not sure to answer it.
    doubtful: bool,
    /// What was proved.
    sentences: Vec<Sentence>,
    /// Provisions that were found.
    provisions: Vec<Passage>,
    /// Found, but not in force on the day.
    not_in_force: Vec<Passage>,
    /// The id under which the answer can be read again.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    /// That a person must check, and what is left out.
    notice: String,
}

impl Passage {
    /// Of evidence on a day; addresses begin with `home`.
    pub(super) fn new(one: &wire::Evidence, on: Date, home: &str) -> Self {
        let cut = one.text.chars().count() > LONGEST;
        let path: Path = one.path.parse().unwrap_or_default();
        Self {
            document: one.document.name.clone(),
            title: one.document.title.clone(),
            slug: one.document.slug.clone(),
            citation: one.citation.clone(),
            status: one.status,
            above: one.breadcrumb.clone(),
            text: match cut {
                true => one.text.chars().take(LONGEST).collect(),
                false => one.text.clone(),
            },
            cut,
            page: one.page,
            recognised: one.recognised,
            url: format!(
                "{home}{}",
                address::provision_on(&one.document.slug, &path, on)
            ),
            path: one.path.clone(),
        }
    }

    /// Of several.
    pub(super) fn all(evidence: &[wire::Evidence], on: Date, home: &str) -> Vec<Self> {
        let evidence = evidence.iter();
        evidence.map(|one| Self::new(one, on, home)).collect()
    }

    /// As text: where it stands, whether it holds, its address, its words.
    pub(super) fn write(&self, t: Texts, number: usize) -> String {
        let status = t.of("status", &self.status);
        let place = [self.citation.as_str(), self.document.as_str()].join(" ");
        let title = self.title.as_deref().unwrap_or_default();
        let more = if self.cut { " […]" } else { "" };
        let recognised = match self.recognised {
            true => format!(" ({})", t.get("recognised")),
            false => String::new(),
        };
        format!(
            "[{number}] {} – {title}\n{status}{recognised}. {}\n{}{more}\n",
            place.trim(),
            self.url,
            self.text.trim()
        )
    }
}

impl Missing {
    /// What references led to where that is nothing.
    pub(super) fn all(cited: &[wire::Cited]) -> Vec<Self> {
        let missing = cited.iter().filter_map(|cited| match cited {
            wire::Cited::Found { .. } => None,
            wire::Cited::NoProvision {
                citation,
                document,
                nearest,
            } => Some(Self {
                citation: citation.clone(),
                nearest: nearest
                    .iter()
                    .map(|near| format!("{} {}", near.citation, document.name))
                    .collect(),
            }),
            wire::Cited::NoDocument { citation, nearest } => Some(Self {
                citation: citation.clone(),
                nearest: nearest.iter().map(|near| near.name.clone()).collect(),
            }),
        });
        missing.collect()
    }
}

impl Found {
    /// Of results.
    pub(super) fn new(results: &wire::SearchResults, home: &str, notice: String) -> Self {
        let on = results.on;
        let likely = &results.results[..results.likely.min(results.results.len())];
        Self {
            on,
            read_as: results.read_as.clone(),
            provisions: Passage::all(likely, on, home),
            not_in_force: Passage::all(&results.not_in_force, on, home),
            missing: Missing::all(&results.cited),
            notice,
        }
    }
}

impl Answered {
    /// Of an answer; of what was found, what it quotes and the few best.
    pub(super) fn new(answer: &wire::Answer, t: Texts, home: &str, notice: String) -> Self {
        const BEST: usize = 5;
        let quoted: HashMap<usize, ()> = answer
            .claims
            .iter()
            .flat_map(|claim| &claim.quotes)
            .map(|quote| (quote.evidence, ()))
            .collect();
        let shown = (1..).zip(&answer.evidence);
        let shown = shown.filter(|(number, _)| *number <= BEST || quoted.contains_key(number));
        let basis = |quote: &wire::Quote| Basis {
            text: quote.text.clone(),
            citation: format!("{} {}", quote.citation, quote.document)
                .trim()
                .to_owned(),
            status: quote.status,
            url: format!("{home}{}", quote.url),
        };
        let sentence = |claim: &wire::Claim| Sentence {
            text: claim.text.clone(),
            verdict: claim.verdict,
            basis: claim.quotes.iter().map(basis).collect(),
        };
        Self {
            on: answer.on,
            refusal: answer
                .refusal
                .map(|refusal| t.of("refusal", &refusal).to_owned()),
            doubtful: answer.doubtful,
            sentences: answer.claims.iter().map(sentence).collect(),
            provisions: shown
                .map(|(_, one)| Passage::new(one, answer.on, home))
                .collect(),
            not_in_force: Passage::all(&answer.not_in_force, answer.on, home),
            record: answer.record.clone(),
            notice,
        }
    }

    /// As text.
    pub(super) fn write(&self, t: Texts) -> String {
        let mut lines: Vec<String> = self.refusal.iter().cloned().collect();
        if self.doubtful {
            lines.push(t.get("answer.doubtful").to_owned());
        }
        for sentence in &self.sentences {
            let verdict = t.of("verdict", &sentence.verdict);
            lines.push(format!("{} ({verdict})", sentence.text));
            for basis in &sentence.basis {
                let status = t.of("status", &basis.status);
                lines.push(format!(
                    "  “{}” – {}, {status}. {}",
                    basis.text, basis.citation, basis.url
                ));
            }
        }
        lines.push(String::new());
        let provisions = (1..).zip(&self.provisions);
        lines.extend(provisions.map(|(number, one)| one.write(t, number)));
        lines.extend(
            self.record
                .iter()
                .map(|id| format!("{} {id}", t.get("record.id"))),
        );
        lines.push(self.notice.clone());
        lines.join("\n")
    }
}
