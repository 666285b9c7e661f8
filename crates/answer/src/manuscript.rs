//! A person's draft laid beside the law: every citation in it looked up as of a day, the words it quotes and the figures
//! that lean on it compared. Pure of files, HTTP and the clock; nothing of the draft is kept.
//!
//! A false alarm costs more than a miss: what can be read in another way is called unclear, and sentences that cite
//! nothing, or the draft itself, are counted and not judged.

use legal::{Date, Parsed, Reference, Register, SourceText, Span, Unresolved};
use search::{Error, Evidence, Library};

use crate::references::References;

mod amounts;
mod beside;
mod head;
mod judge;
mod remark;
mod sentences;

pub use remark::{Remark, State};

/// More of a sentence is not shown.
const LONGEST_SENTENCE: usize = 600;
/// Most citations of one draft that are looked at.
const MOST: usize = 5_000;

/// What was found in a draft.
#[derive(Clone, Debug, Default)]
pub struct Review {
    /// What its citations led to, in the order of the draft; the same citation with the same outcome stands once.
    pub findings: Vec<Finding>,
    /// Sentences, and parts of sentences closed by a semicolon.
    pub sentences: usize,
    /// Those of them that cite a document other than the draft: only these are judged.
    pub cited: usize,
    /// References to the draft itself ("Điều 5 Quyết định này"), which are not looked up.
    pub own: usize,
    /// Citations beyond the most that are looked at.
    pub beyond: usize,
}

/// A citation of a draft and what is to be said of it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Where it stands; at least one place.
    pub places: Vec<Spot>,
    /// The words of the citation.
    pub words: String,
    /// The sentence in which it stands first.
    pub sentence: String,
    /// Whether it is one of the draft's legal bases ("Căn cứ …;").
    pub basis: bool,
    /// How it stands.
    pub state: State,
    /// What was seen, the worst first.
    pub remarks: Vec<Remark>,
    /// The provisions or documents to which it led.
    pub provisions: Vec<Evidence>,
}

/// A place in a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The bytes of the reading text.
    pub span: Span,
    /// Line of the reading text, from 1: a paragraph in formats that flow.
    pub line: usize,
    /// Page, where the format has pages.
    pub page: Option<u32>,
}

impl Review {
    /// How many places have a finding of this state.
    pub fn count(&self, state: State) -> usize {
        let of_state = self.findings.iter().filter(|one| one.state == state);
        of_state.map(|one| one.places.len()).sum()
    }
}

/// A citation as it stands in the draft: units of one list or range share their words.
struct Cited {
    span: Span,
    citations: Vec<legal::Citation>,
}

/// Lays a draft beside the law as of a day.
pub fn review(
    library: &Library,
    source: &SourceText,
    parsed: &Parsed,
    on: Date,
) -> Result<Review, Error> {
    let text = source.text();
    let sentences = sentences::sentences(text, source.is_wrapped());
    let lines: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let all = legal::references(source, parsed, &Register::default());
    let mut review = Review {
        sentences: sentences.len(),
        ..Review::default()
    };
    let (mut outward, mut own): (Vec<Cited>, Vec<Span>) = (Vec::new(), Vec::new());
    for one in all {
        let spoken_of = matches!(
            one.target,
            Err(Unresolved::Template | Unresolved::QuotedWording | Unresolved::OpenReference)
        );
        let itself = matches!(&one.target, Ok(target) if target.document.is_none());
        // The draft's own title may be the name of a law.
        let titled = parsed.header.span.contains(one.span) && one.citation.symbol.is_none();
        if spoken_of || titled {
            continue;
        }
        if itself || !one.citation.names_document() {
            own.push(one.span);
            continue;
        }
        match outward.last_mut() {
            Some(last) if one.span.start < last.span.end => {
                last.span.end = last.span.end.max(one.span.end);
                last.citations.push(one.citation);
            }
            Some(last) if goes_on(text, last, &one) => {
                last.span.end = one.span.end;
                last.citations.push(one.citation);
            }
            _ => outward.push(Cited {
                span: one.span,
                citations: vec![one.citation],
            }),
        }
    }
    review.own = own.len();
    review.beyond = outward.len().saturating_sub(MOST);
    outward.truncate(MOST);
    let mut references = References::new(library, on);
    let draft = judge::Draft {
        source,
        parsed,
        own: &own,
    };
    let mut at = 0;
    while at < outward.len() {
        let start = outward[at].span.start as usize;
        let sentence = sentences.partition_point(|one| one.end <= start);
        let sentence = sentences
            .get(sentence)
            .cloned()
            .unwrap_or(start..text.len());
        let within = outward[at..].iter();
        let end = within
            .take_while(|one| (one.span.start as usize) < sentence.end)
            .count();
        let group = &outward[at..at + end.max(1)];
        review.cited += 1;
        let judged = judge::sentence(&mut references, &draft, &sentence, group)?;
        for (cited, judged) in group.iter().zip(judged) {
            let spot = Spot {
                span: cited.span,
                line: 1 + lines.partition_point(|end| *end < cited.span.start as usize),
                page: source.page_at(cited.span.start),
            };
            keep(&mut review.findings, judged, spot, source, &sentence);
        }
        at += group.len();
    }
    Ok(review)
}

/// Whether a citation is the next unit of a list whose document stands at its end: "điểm a, b và khoản 3 Điều 5 Luật …".
fn goes_on(text: &str, last: &Cited, next: &Reference) -> bool {
    let between = text.get(last.span.end as usize..next.span.start as usize);
    let joined =
        between.is_some_and(|words| matches!(words.trim(), "," | "và" | ", và" | "hoặc" | ";"));
    let (Some(before), after) = (last.citations.last(), &next.citation) else {
        return false;
    };
    let of_one = before.symbol == after.symbol
        && before.partial == after.partial
        && before.name == after.name
        && before.date == after.date;
    let words = text.get(last.span.range()).unwrap_or_default();
    let names_it = legal::find_citations(words)
        .iter()
        .any(|one| one.citation.names_document());
    joined && of_one && !names_it
}

/// Adds a finding, or the place to the one that says the same of the same words.
fn keep(
    findings: &mut Vec<Finding>,
    judged: judge::Judged,
    spot: Spot,
    source: &SourceText,
    sentence: &std::ops::Range<usize>,
) {
    let words = joined(source.slice(spot.span));
    let same = findings.iter_mut().find(|known| {
        known.words == words && known.basis == judged.basis && known.remarks == judged.remarks
    });
    if let Some(known) = same {
        known.places.push(spot);
        return;
    }
    let sentence = joined(&source.text()[sentence.clone()]);
    findings.push(Finding {
        places: vec![spot],
        words,
        sentence: cut(sentence),
        basis: judged.basis,
        state: judged
            .remarks
            .iter()
            .map(Remark::state)
            .max()
            .unwrap_or(State::Right),
        remarks: judged.remarks,
        provisions: judged.provisions,
    });
}

/// Printed lines and runs of spaces as single spaces.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(sentence: String) -> String {
    match sentence.char_indices().nth(LONGEST_SENTENCE) {
        Some((at, _)) => format!("{}…", &sentence[..at]),
        None => sentence,
    }
}
