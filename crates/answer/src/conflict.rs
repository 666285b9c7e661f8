//! Two provisions of different acts that say the same matter otherwise: other figures, or one forbids what the other
//! does not. Both are shown with what the law says of such cases (Article 58 of Law 64/2025/QH15). Nobody but the
//! person decides: that a special rule goes before a general one is a doctrine, not in that article, and never applied.

use legal::{Date, Level, Rank};
use search::Evidence;

use crate::excerpt::parts;
use crate::figures::{Figure, figures};
use crate::wording::{Wording, content};

/// So many of the best are compared.
const COMPARED: usize = 6;
/// Most conflicts that are shown.
const MOST: usize = 3;
/// Sentences with this share of their pairs of words in common speak of one thing …
const SAME: f32 = 0.5;
/// … if the shorter has so many pairs.
const LEAST: usize = 8;
/// Headings with this share in common name one matter.
const SAME_MATTER: f32 = 0.6;
/// The titles of the acts have at least this share in common.
const RELATED: f32 = 0.2;
/// A heading of fewer telling words ("Thời hạn giải quyết") names none: then the acts must.
const TELLING: usize = 3;

/// In what two provisions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// Amounts, durations, days.
    Figures,
    /// One forbids or frees, the other does not.
    Modality,
}

/// One of the two provisions.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Number of the evidence, from 1.
    pub evidence: usize,
    /// The words that differ from the other's.
    pub text: String,
    /// The rank of its act; `None` where its head does not say, or it is a consolidated text.
    pub rank: Option<Rank>,
    /// When its act was issued.
    pub issued: Option<Date>,
    /// From when its act is in force.
    pub from: Option<Date>,
}

/// What Article 58 says of a conflict, for the person who decides. A side is 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guidance {
    /// This side has words that say which text goes first: read them before anything else.
    Precedence(usize),
    /// This side speaks of treaties: they go before national law, but for the Constitution.
    Treaty(usize),
    /// This side's act has the higher legal force.
    HigherRank(usize),
    /// Both are of one body: this side's act was issued later.
    LaterIssued(usize),
    /// Both bear the number of one act: at most one of them is that act, and no rule tells which.
    SameNumber,
    /// None of the rules tells: both stand.
    Undecided,
}

/// Two provisions that differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// In what.
    pub over: Over,
    /// Both.
    pub sides: [Side; 2],
    /// What the rules of the law say of it, in the order in which they are asked.
    pub guidance: Vec<Guidance>,
}

/// The conflicts among the best evidence, in its order.
pub(crate) fn conflicts(evidence: &[Evidence]) -> Vec<Conflict> {
    let best = &evidence[..evidence.len().min(COMPARED)];
    let mut found = Vec::new();
    for (first, one) in best.iter().enumerate() {
        for (second, other) in best.iter().enumerate().skip(first + 1) {
            if found.len() < MOST && is_one_matter(one, other) {
                found.extend(differ(one, other).map(|(over, a, b)| Conflict {
                    over,
                    sides: [side(first, one, a), side(second, other, b)],
                    guidance: guidance(one, other),
                }));
            }
        }
    }
    found
}

fn side(at: usize, evidence: &Evidence, text: &str) -> Side {
    let document = &evidence.document;
    Side {
        evidence: at + 1,
        text: text.to_owned(),
        rank: Rank::of(&document.header),
        issued: document.header.issued,
        from: document.validity.from,
    }
}

/// Whether two provisions are of different acts, for the same places, on the same matter by their headings.
fn is_one_matter(one: &Evidence, other: &Evidence) -> bool {
    let (a, b) = (&one.document, &other.document);
    if a.row == b.row || legal::territories(&a.header) != legal::territories(&b.header) {
        return false;
    }
    let title = |evidence: &Evidence| evidence.document.header.title.clone().unwrap_or_default();
    let about = Wording::of(&title(one)).share(&Wording::of(&title(other)));
    let titles = || about >= SAME_MATTER;
    let (own, its) = (heading(one), heading(other));
    if own.is_empty() || its.is_empty() {
        return titles();
    }
    let alike = Wording::of(own).share(&Wording::of(its)) >= SAME_MATTER || same(own, its);
    // Acts of other fields have articles of this name too: "Thời hạn giải quyết khiếu nại" of the law on complaints and
    // of that on court procedure are no conflict.
    alike && about >= RELATED && (content(own).len() >= TELLING || titles())
}

fn same(one: &str, other: &str) -> bool {
    legal::fold_quote(one).text() == legal::fold_quote(other).text()
}

/// The heading of the article, without its label.
fn heading(evidence: &Evidence) -> &str {
    if evidence.path.label(Level::Article).is_none() {
        return "";
    }
    let mut steps = evidence.breadcrumb.split(" › ");
    let step = steps.find(|step| step.starts_with("Điều ") || step.starts_with("ĐIỀU "));
    let heading = step.and_then(|step| step.splitn(3, ' ').nth(2));
    heading.unwrap_or_default().trim()
}

/// The first sentences of nearly the same words that differ in a figure or in what they forbid.
fn differ<'a>(one: &'a Evidence, other: &'a Evidence) -> Option<(Over, &'a str, &'a str)> {
    let read = |text: &'a str| -> Vec<(&'a str, Wording)> {
        let parts = parts(text).into_iter().map(|range| &text[range]);
        parts.map(|part| (part, Wording::of(part))).collect()
    };
    let (own, its) = (read(&one.text), read(&other.text));
    own.iter().find_map(|(a, words)| {
        let others = its
            .iter()
            .map(|(b, others)| (words.share(others), b, others));
        let (share, b, others) = others.max_by(|a, b| a.0.total_cmp(&b.0))?;
        if share < SAME || words.len().min(others.len()) < LEAST {
            return None;
        }
        let over = over(a, b)?;
        Some((over, *a, *b))
    })
}

/// In what two sentences of nearly the same words differ.
fn over(one: &str, other: &str) -> Option<Over> {
    let (a, b) = (figures(one), figures(other));
    // A figure that the other has not, where the other has one of the kind that this one has not.
    let lacks = |figure: &&Figure, others: &[Figure]| {
        !others
            .iter()
            .any(|other| other.supports(figure) || figure.supports(other))
    };
    let only_a: Vec<&Figure> = a.iter().filter(|figure| lacks(figure, &b)).collect();
    let only_b: Vec<&Figure> = b.iter().filter(|figure| lacks(figure, &a)).collect();
    let like = |figure: &&&Figure| only_b.iter().any(|other| figure.is_like(other));
    if only_a.iter().any(|figure| like(&figure)) {
        return Some(Over::Figures);
    }
    (forbids(one) != forbids(other)).then_some(Over::Modality)
}

/// Whether a sentence forbids.
fn forbids(sentence: &str) -> bool {
    const CUES: [&str; 4] = ["không được", "cấm", "không có quyền", "chưa được"];
    let words: Vec<String> = legal::syllables(sentence)
        .into_iter()
        .map(|(_, w)| w)
        .collect();
    let row = format!(" {} ", words.join(" "));
    CUES.iter().any(|cue| row.contains(&format!(" {cue} ")))
}

/// The rules of Article 58 in their order. Everything before rank and date is flagged to the person, never applied.
fn guidance(one: &Evidence, other: &Evidence) -> Vec<Guidance> {
    const FIRST: [&str; 6] = [
        "thì áp dụng quy định của",
        "thì thực hiện theo quy định của",
        "trường hợp luật khác có quy định",
        "trường hợp pháp luật khác có quy định",
        "có quy định khác",
        "khác với quy định của",
    ];
    let sides = [one, other];
    let mut found = Vec::new();
    let numbers = sides.map(|side| side.document.header.symbol.as_ref());
    let bodies = sides.map(|side| legal::issuers(&side.document.header));
    let one_body = bodies[0] == bodies[1] || bodies.iter().any(Vec::is_empty);
    if let [Some(a), Some(b)] = numbers
        && a.folded() == b.folded()
        && one_body
    {
        // An imitation is issued later, and may claim any rank.
        return vec![Guidance::SameNumber];
    }
    for (at, side) in sides.iter().enumerate() {
        let text = legal::fold_quote(&side.text);
        let text = text.text().to_lowercase();
        if FIRST.iter().any(|words| text.contains(words)) {
            found.push(Guidance::Precedence(at));
        }
        if text.contains("điều ước quốc tế") {
            found.push(Guidance::Treaty(at));
        }
    }
    let ranks = sides.map(|side| Rank::of(&side.document.header));
    let issued = sides.map(|side| side.document.header.issued);
    if let [Some(a), Some(b)] = ranks
        && a != b
    {
        // The higher, the smaller.
        found.push(Guidance::HigherRank(usize::from(b < a)));
        return found;
    }
    if let [Some(a), Some(b)] = issued
        && a != b
        && !bodies[0].is_empty()
        && bodies[0] == bodies[1]
    {
        found.push(Guidance::LaterIssued(usize::from(b > a)));
        return found;
    }
    found.push(Guidance::Undecided);
    found
}

#[cfg(test)]
mod tests;
