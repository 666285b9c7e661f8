//! How an article reads from when: its words as issued, and what acts that are held make of them, one after another.
//!
//! The words of an act are never edited in the catalogue; here the changes that amending acts spell out ("sửa đổi khoản 2
//! Điều 5 như sau: “…”") are worked in one by one, for comparing. What cannot be worked in is told, and never guessed. The
//! result is no consolidated text: that has an office of its own.

use catalogue::{Document, DocumentRow};
use legal::{
    Amendment, AmendmentKind, Date, Level, Path, Provision, SourceText, Span, parse_provisions,
    reflow,
};

use crate::{Error, Library};

/// The words of an article from a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// From when; `None`: nobody knows.
    pub from: Option<Date>,
    /// The act that made it so; `None`: as issued.
    pub by: Option<DocumentRow>,
    /// Where that act says so.
    pub source: Path,
    /// The words, printed lines joined; empty: the article is not there (yet, or any more).
    pub text: String,
}

/// A change that could not be worked in.
#[derive(Clone, Debug, PartialEq)]
pub struct Unworked {
    /// The act that makes it.
    pub by: DocumentRow,
    /// Where it says so.
    pub source: Path,
    /// From when.
    pub from: Option<Date>,
    /// Its words.
    pub words: String,
}

/// How an article reads, from when.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wording {
    /// As issued first, then each change by the day from which it applies.
    pub versions: Vec<Version>,
    /// What the text does not show.
    pub unworked: Vec<Unworked>,
}

impl Wording {
    /// How it reads on a day; `None`: it did not apply yet.
    pub fn on(&self, day: Date) -> Option<&Version> {
        // An act of which nobody knows when it applies changes nothing for sure.
        let began = |version: &&Version| match version.from {
            Some(from) => from <= day,
            None => version.by.is_none(),
        };
        self.versions.iter().rev().find(began)
    }
}

/// The wordings of an article of a document. A document that says nothing else of it has one.
pub fn versions(library: &Library, row: &DocumentRow, article: &Path) -> Result<Wording, Error> {
    let amended = Amended::open(library, row)?;
    Ok(amended.map_or_else(Wording::default, |amended| amended.wording(article)))
}

/// A document and the acts that change it, as far as they are held: read once, asked about several articles.
pub(crate) struct Amended {
    document: Document,
    acts: Vec<Act>,
}

impl Amended {
    /// Opens the document of a row; `None`: it is not held.
    pub(crate) fn open(library: &Library, row: &DocumentRow) -> Result<Option<Self>, Error> {
        let at = library.generation.seq();
        let Some(document) = library.catalogue.document(at, row.row)? else {
            return Ok(None);
        };
        let acts = amending(library, row)?;
        Ok(Some(Self { document, acts }))
    }

    /// The document itself.
    pub(crate) fn document(&self) -> &Document {
        &self.document
    }

    /// How an article reads, from when.
    pub(crate) fn wording(&self, article: &Path) -> Wording {
        let (document, row) = (&self.document, &self.document.row);
        let provision = document.provision(article);
        let own = provision.and_then(|provision| provision.validity.as_ref());
        let mut text = provision.map_or_else(String::new, |provision| {
            flowing(&document.source, provision.span)
        });
        let mut wording = Wording {
            versions: vec![Version {
                from: own.unwrap_or(&row.validity).from,
                by: None,
                source: Path::default(),
                text: text.clone(),
            }],
            unworked: Vec::new(),
        };
        for act in &self.acts {
            let from = act.document.row.validity.from;
            let (mut changed, mut source) = (false, Path::default());
            for amendment in &act.amendments {
                if !reaches(amendment, row, article) {
                    continue;
                }
                match work_in(&text, article, amendment, &act.document.source) {
                    Some(new) if new != text => {
                        (text, changed) = (new, true);
                        source = amendment.source.clone();
                    }
                    Some(_) => {}
                    // What speaks of the whole act says nothing of this article in particular.
                    None if amendment.target.path.steps().is_empty() => {}
                    None => wording.unworked.push(Unworked {
                        by: act.document.row.clone(),
                        source: amendment.source.clone(),
                        from,
                        words: flowing(&act.document.source, amendment.span),
                    }),
                }
            }
            if changed {
                wording.versions.push(Version {
                    from,
                    by: Some(act.document.row.clone()),
                    source,
                    text: text.clone(),
                });
            }
        }
        wording
    }
}

/// An act that changes another, read again for what it says unit by unit.
struct Act {
    document: Document,
    amendments: Vec<Amendment>,
}

/// The acts that are held and change a document, by the day from which they apply; unknown days last.
fn amending(library: &Library, row: &DocumentRow) -> Result<Vec<Act>, Error> {
    let at = library.generation.seq();
    let mut acts: Vec<Act> = Vec::new();
    for mention in library.catalogue.changes_to(at, row)? {
        let other = &mention.document;
        let known = acts.iter().any(|act| act.document.row.row == other.row);
        if known || !library.sight.has(other.row) {
            continue;
        }
        if let Some(document) = library.catalogue.document(at, other.row)? {
            let amendments = legal::parse(&document.source).amendments;
            acts.push(Act {
                document,
                amendments,
            });
        }
    }
    acts.sort_by_key(|act| {
        let row = &act.document.row;
        let from = row.validity.from;
        (from.is_none(), from, row.header.issued)
    });
    Ok(acts)
}

/// Whether a change speaks of an article of this document, of something in it, or of the whole.
fn reaches(amendment: &Amendment, row: &DocumentRow, article: &Path) -> bool {
    let symbols = amendment
        .target
        .symbol
        .as_ref()
        .zip(row.header.symbol.as_ref());
    let same = symbols.is_some_and(|(named, own)| named.folded() == own.folded());
    let unit = amendment.target.path.steps();
    same && (unit.starts_with(article.steps()) || unit.is_empty())
}

/// The words of an article with one change worked in; `None`: it cannot be.
fn work_in(
    text: &str,
    article: &Path,
    amendment: &Amendment,
    source: &SourceText,
) -> Option<String> {
    let words = |span: Option<Span>| {
        let words = flowing(source, span?);
        Some(words).filter(|words| !words.is_empty())
    };
    let unit = &amendment.target.path;
    let whole = unit == article;
    match amendment.kind {
        AmendmentKind::Replace if whole => words(amendment.new),
        AmendmentKind::Insert if whole && text.is_empty() => words(amendment.new),
        AmendmentKind::Repeal if whole => Some(String::new()),
        AmendmentKind::Replace => {
            let place = place(text, article, unit)?;
            Some(spliced(text, place, &words(amendment.new)?))
        }
        AmendmentKind::Repeal => Some(spliced(text, place(text, article, unit)?, "")),
        AmendmentKind::Insert => {
            let after = before_new(text, article, unit)?;
            Some(spliced(text, after..after, &words(amendment.new)?))
        }
        AmendmentKind::ReplacePhrase => phrase(text, article, unit, &words(amendment.old)?, |_| {
            words(amendment.new)
        }),
        AmendmentKind::RepealPhrase => phrase(text, article, unit, &words(amendment.old)?, |_| {
            Some(String::new())
        }),
        AmendmentKind::InsertPhrase => phrase(text, article, unit, &words(amendment.old)?, |old| {
            Some(format!("{old} {}", words(amendment.new)?))
        }),
    }
}

/// Words with their printed lines joined, where lines are those of print.
fn flowing(source: &SourceText, span: Span) -> String {
    let words = source.slice(span);
    match source.is_wrapped() {
        true => reflow(words).trim().to_owned(),
        false => words.trim().to_owned(),
    }
}

/// The clauses and points of an article's words.
fn units(text: &str, article: &Path) -> Vec<Provision> {
    let body = text.find('\n').map_or(text.len(), |end| end + 1);
    let source = SourceText::plain(text);
    parse_provisions(&source, Span::new(body, text.len()), article)
}

/// Where a clause or point stands.
fn place(text: &str, article: &Path, unit: &Path) -> Option<std::ops::Range<usize>> {
    let units = units(text, article);
    let found = units.iter().find(|one| one.path == *unit)?;
    Some(found.span.range())
}

/// Where a new clause or point comes in: behind the last one of its kind that goes before it.
fn before_new(text: &str, article: &Path, unit: &Path) -> Option<usize> {
    let units = units(text, article);
    let parent = unit.parent()?;
    let label = order(unit)?;
    let mut before = units.iter().filter(|one| {
        one.path.parent().as_ref() == Some(&parent)
            && order(&one.path).is_some_and(|known| known < label)
    });
    // The first of its kind, or of an article without clauses: nobody can tell where.
    before.next_back().map(|one| one.span.end as usize)
}

/// What units of one parent are ordered by: 3 before 3a before 4, d before dd (đ) before e.
fn order(unit: &Path) -> Option<(Level, u32, String)> {
    let step = unit.steps().last()?;
    let digits: String = step
        .label
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let rest = step
        .label
        .get(digits.len()..)
        .unwrap_or_default()
        .to_owned();
    Some((step.level, digits.parse().unwrap_or_default(), rest))
}

/// Words changed inside a unit, wherever they stand there; `None`: they do not.
fn phrase(
    text: &str,
    article: &Path,
    unit: &Path,
    old: &str,
    new: impl Fn(&str) -> Option<String>,
) -> Option<String> {
    let within = match unit == article || unit.steps().is_empty() {
        true => 0..text.len(),
        false => place(text, article, unit)?,
    };
    let words = text.get(within.clone())?;
    if !words.contains(old) {
        return None;
    }
    let changed = words.replace(old, &new(old)?);
    Some(format!(
        "{}{changed}{}",
        &text[..within.start],
        &text[within.end..]
    ))
}

/// A text with other words at a place, each unit on lines of its own.
fn spliced(text: &str, place: std::ops::Range<usize>, words: &str) -> String {
    let parts = [&text[..place.start], words, &text[place.end..]];
    let parts = parts
        .map(str::trim)
        .into_iter()
        .filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use legal::Citation;

    use super::*;

    const TEXT: &str = "Điều 5. Thẩm quyền\n1. Chủ tịch chứng thực bản sao.\n2. Phó Chủ tịch chứng thực chữ ký:\na) theo phân công;\nb) theo ủy quyền.\n3. Không phụ thuộc nơi cư trú.";

    fn check(kind: AmendmentKind, unit: &str, old: &str, new: &str, expect: Option<&str>) {
        let words = format!("{old}\n{new}");
        let source = SourceText::plain(&words);
        let span = |from: usize, to: usize| (from < to).then(|| Span::new(from, to));
        let amendment = Amendment {
            kind,
            source: Path::default(),
            target: Citation {
                path: unit.parse().expect("a path"),
                ..Citation::default()
            },
            span: Span::default(),
            new: span(old.len() + 1, words.len()),
            old: span(0, old.len()),
            provisions: Vec::new(),
        };
        let article = "dieu-5".parse().expect("a path");
        let made = work_in(TEXT, &article, &amendment, &source);
        assert_eq!(made.as_deref(), expect, "{kind:?} {unit}");
    }

    #[test]
    fn changes_are_worked_in_where_they_can_be() {
        use AmendmentKind::{Insert, InsertPhrase, Repeal, RepealPhrase, Replace, ReplacePhrase};
        check(Replace, "dieu-5", "", "Điều 5. Khác", Some("Điều 5. Khác"));
        let new = TEXT.replace(
            "1. Chủ tịch chứng thực bản sao.",
            "1. Công chức chứng thực.",
        );
        check(
            Replace,
            "dieu-5/khoan-1",
            "",
            "1. Công chức chứng thực.",
            Some(&new),
        );
        let new = TEXT.replace("a) theo phân công;\n", "");
        check(Repeal, "dieu-5/khoan-2/diem-a", "", "", Some(&new));
        let new = TEXT.replace("\n3. Không", "\n2a. Công chức khác.\n3. Không");
        check(
            Insert,
            "dieu-5/khoan-2a",
            "",
            "2a. Công chức khác.",
            Some(&new),
        );
        let new = TEXT.replace("nơi cư trú", "nơi ở");
        check(
            ReplacePhrase,
            "dieu-5/khoan-3",
            "nơi cư trú",
            "nơi ở",
            Some(&new),
        );
        check(ReplacePhrase, "dieu-5/khoan-1", "nơi cư trú", "nơi ở", None);
        let new = TEXT.replace("bản sao", "bản sao điện tử");
        check(InsertPhrase, "dieu-5", "bản sao", "điện tử", Some(&new));
        let new = TEXT.replace(" bản sao", " ");
        check(RepealPhrase, "dieu-5", "bản sao", "", Some(&new));
        check(Repeal, "dieu-5", "", "", Some(""));
        check(Replace, "dieu-5/khoan-9", "", "9. Mới.", None);
        check(
            Insert,
            "dieu-5/khoan-2/diem-c",
            "",
            "c) mới.",
            Some(&TEXT.replace("ủy quyền.\n", "ủy quyền.\nc) mới.\n")),
        );
    }
}
