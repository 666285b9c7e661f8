//! Citations: how texts and people name a provision, and what they mean.

use serde::{Deserialize, Serialize};

use self::{
    read::Reader,
    tokens::{Gap, Tokens},
};
use crate::{Date, Kind, Level, Path, Span, Symbol};

mod attached;
mod chain;
mod document;
mod forms;
mod issuer;
mod labels;
mod names;
mod print;
mod ranges;
mod read;
mod tokens;
mod typed;
mod unit;
mod units;

/// A reference to a document, a provision, or both, as far as the words say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The provision; the root where the whole document is meant. "Chương II" and "Phụ lục I" are paths too.
    pub path: Path,
    /// The document's symbol, if named. "NĐ 15/2024" has number and year only: see `partial`.
    pub symbol: Option<Symbol>,
    /// Number and year where the letters are missing: "15/2024"; the number alone where that is all that was typed.
    pub partial: Option<String>,
    /// The kind of document named: Nghị định, Luật.
    pub kind: Option<Kind>,
    /// The name of a law cited by name, without its kind: "Đất đai".
    pub name: Option<String>,
    /// A year that goes with a name: "Luật Đất đai năm 2024".
    pub year: Option<i16>,
    /// The day of issue, if named.
    pub date: Option<Date>,
    /// The body that issued it, if somebody typed it: "Bộ Xây dựng", "UBND tỉnh". Running text is not read for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// "Nghị định này", "Điều này": the citing document itself.
    pub own: bool,
    /// "khoản này", "Chương này": the unit of this level in which the words stand; `path` goes on below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub this: Option<Level>,
    /// What is smaller than any provision: "đoạn mở đầu", "câu thứ hai", "gạch đầu dòng thứ nhất".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The number of a form: "08.NT" of "Mẫu số 08.NT Phụ lục I".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// By what the words say that it was amended: "… đã được sửa đổi, bổ sung theo Luật số 32/2013/QH13".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amended_by: Vec<Citation>,
}

impl Citation {
    /// Whether the words name a document other than the citing one.
    pub fn names_document(&self) -> bool {
        !self.own
            && (self.symbol.is_some()
                || self.partial.is_some()
                || self.name.is_some()
                || self.kind == Some(Kind::Constitution))
    }
}

/// A citation and where its words stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundCitation {
    /// The words, in the text searched.
    pub span: Span,
    /// What they mean.
    pub citation: Citation,
    /// The ends of the range that this citation comes from: "từ Điều 5 đến Điều 8". A range that can be counted
    /// gives one citation for each unit, any other one for each end; all have the span of the range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<(Path, Path)>,
}

/// What somebody typed, as far as it names documents and provisions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The references, in their order.
    pub citations: Vec<Citation>,
    /// Whether the text is nothing but references, and the words that ask for them.
    pub whole: bool,
}

/// Longest text that is read as a reference, in bytes.
const LONGEST: usize = 600;
/// Most references of one list that somebody typed.
const MOST_TYPED: usize = 20;

/// Reads what a person typed as a reference: "khoản 2 Điều 5 Nghị định 30/2020/NĐ-CP", "k2 Đ7 15/2024/ND-CP",
/// "Điều 7 khoản 2 NĐ 15/2024", "dieu 5 luat dat dai 2024", "nđ145". `None` unless the whole text is one reference.
pub fn parse_citation(text: &str) -> Option<Citation> {
    let mut read = read_typed(text)?;
    (read.len() == 1).then(|| read.remove(0))
}

/// The references in what a person typed: one, several ("điều 5-7 luật đất đai"), or those that stand in a question.
pub fn typed_citations(text: &str) -> Typed {
    let asked = crate::normalise(text);
    if let Some(citations) = read_typed(typed::unframed(&asked)) {
        return Typed {
            citations,
            whole: true,
        };
    }
    let found = match asked.len() <= LONGEST {
        true => find_citations(&typed::numbers_mended(&asked)),
        false => find_citations(&asked),
    };
    Typed {
        citations: found.into_iter().map(|found| found.citation).collect(),
        whole: false,
    }
}

/// A text that is nothing but references: as it stands, or as it is meant.
fn read_typed(text: &str) -> Option<Vec<Citation>> {
    if text.len() > LONGEST {
        return None;
    }
    let text = crate::normalise(text);
    whole(&text).or_else(|| whole(&typed::mended(&text)))
}

fn whole(text: &str) -> Option<Vec<Citation>> {
    let tokens = Tokens::new(text);
    let reader = Reader {
        tokens: &tokens,
        typed: true,
        plain: false,
    };
    let mut at = 0;
    while tokens.is_any(at, &["theo", "tại", "xem", "của"]) {
        at += 1;
    }
    let mut all = Vec::new();
    while all.len() < MOST_TYPED {
        let (end, found) = reader.citation(at)?;
        all.extend(found.into_iter().map(|found| found.citation));
        if end == tokens.len() {
            let rest = text[tokens.end_of(end)..].chars();
            return rest.clone().all(|c| !c.is_alphanumeric()).then_some(all);
        }
        at = end + usize::from(tokens.is_any(end, &["và", "hoặc", "với"]));
        if at == end && !matches!(tokens.gap(end), Gap::Comma | Gap::Semicolon) {
            return None;
        }
    }
    None
}

/// Every citation in running text, coordination distributed ("điểm a, b khoản 1 và khoản 3 Điều 5" is three).
/// A typed question is searched with this too. Spans are in reading order; they are disjoint but for the units of
/// one range, which share the words of the range.
pub fn find_citations(text: &str) -> Vec<FoundCitation> {
    let tokens = Tokens::new(text);
    let reader = Reader {
        tokens: &tokens,
        typed: false,
        plain: false,
    };
    let mut all: Vec<FoundCitation> = Vec::new();
    let mut kept = Kept::default();
    let mut at = 0;
    while at < tokens.len() {
        let read = tokens
            .may_start(at)
            .then(|| reader.citation(at))
            .flatten()
            .filter(|(end, _)| *end > at);
        match read {
            Some((end, mut found)) => {
                let goes_on = tokens.gap(at) == Gap::Semicolon && at == kept.end;
                kept.share(goes_on && !begins_line(&tokens, at, &found), &mut found);
                kept.end = end;
                all.append(&mut found);
                at = end;
            }
            None => at += 1,
        }
    }
    share_ranges(&mut all);
    all
}

/// "từ khoản 1 đến khoản 3 điểm a", "khoản 2 Điều 7b đến Điều 9": the range is counted before its ends are read whole,
/// so its units get one span and one range here.
fn share_ranges(all: &mut [FoundCitation]) {
    let mut at = 0;
    while at < all.len() {
        let mut end = all[at].span.end;
        let mut after = at + 1;
        while after < all.len() && all[after].span.start < end {
            end = end.max(all[after].span.end);
            after += 1;
        }
        let group = &mut all[at..after];
        let differ = group.iter().any(|one| one.span != group[0].span);
        if differ && group.iter().any(|one| one.range.is_some()) {
            let span = Span {
                end,
                ..group[0].span
            };
            let first = match &group[0].range {
                Some((first, _)) => first.clone(),
                None => group[0].citation.path.clone(),
            };
            let last = group[group.len() - 1].citation.path.clone();
            for one in group {
                one.span = span;
                one.range = Some((first.clone(), last.clone()));
            }
        }
        at = after;
    }
}

/// Whether a single unit stands at the start of a line, where it may be the label of an article.
fn begins_line(tokens: &Tokens<'_>, at: usize, found: &[FoundCitation]) -> bool {
    let single = found.len() == 1 && found[0].citation.path.steps().len() == 1;
    let start = tokens.get(at).map_or(0, |token| token.start);
    single && tokens.text[tokens.end_of(at)..start].contains('\n')
}

/// The document that goes on behind a semicolon: "Mẫu số 07 Phụ lục II Nghị định này; Mẫu số 08 Phụ lục I".
#[derive(Default)]
struct Kept {
    document: Citation,
    /// The token behind the last citation.
    end: usize,
}

impl Kept {
    /// Gives whole units without a document that of the citations before them in the list.
    fn share(&mut self, goes_on: bool, found: &mut [FoundCitation]) {
        if !goes_on {
            self.document = Citation::default();
        }
        for one in found {
            let citation = &mut one.citation;
            let other = citation.kind.is_some() || citation.names_document();
            if citation.this.is_none() && (other || citation.own) {
                self.document = Citation {
                    path: Path::default(),
                    detail: None,
                    form: None,
                    amended_by: Vec::new(),
                    ..citation.clone()
                };
                continue;
            }
            let outermost = citation.path.steps().first().map(|step| step.level);
            let whole = outermost.is_some_and(|level| level <= Level::Article);
            let listed = whole || citation.form.is_some();
            if citation.this.is_none() && listed {
                *citation = Citation {
                    path: std::mem::take(&mut citation.path),
                    detail: citation.detail.take(),
                    form: citation.form.take(),
                    amended_by: std::mem::take(&mut citation.amended_by),
                    ..self.document.clone()
                };
            }
        }
    }
}

#[cfg(test)]
mod tests;
