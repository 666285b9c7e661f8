//! From reading text to the structure of an act. Never fails: doubts become issues.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use self::{lines::Lines, outline::Body, place::Places};
use crate::{Citation, Date, Header, Kind, Path, Provision, SourceText, Span, Symbol, Validity};

mod adoption;
mod aliases;
mod amendments;
mod annexes;
mod changes;
mod decimal;
mod doubts;
mod header;
mod inner;
mod kinds;
mod lines;
mod mark;
mod misprint;
mod notes;
mod old_outline;
mod outline;
mod place;
mod quotes;
mod reflow;
mod relations;
mod sequence;
mod signature;
mod transitions;
mod validity;

pub(crate) use mark::{LETTERS, roman_number};
pub use reflow::reflow;

/// What was understood of a text, and what was not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Parsed {
    /// What its head says.
    pub header: Header,
    /// When the act applies, from its own final provisions.
    pub validity: Validity,
    /// Legal bases and enacting words, before the first provision.
    pub preamble: Span,
    /// The provisions of the main body in reading order, each before its children; annexes are not in here.
    pub provisions: Vec<Provision>,
    /// Annexes in order, each before its own; one with an outline (a regulation, a standard, a treaty) has provisions.
    pub annexes: Vec<Annex>,
    /// The signature block (with Nơi nhận), if found.
    pub signature: Option<Span>,
    /// What it does to other documents, by its own words.
    pub relations: Vec<Relation>,
    /// What it changes in other documents, unit by unit, with the new words.
    #[serde(default)]
    pub amendments: Vec<Amendment>,
    /// The log of changes in the footnotes of a consolidated text.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Short names that the text gives to documents and bodies ("sau đây gọi là …").
    #[serde(default)]
    pub aliases: Vec<Alias>,
    /// The provisions that say what happens to matters begun before (điều khoản chuyển tiếp).
    #[serde(default)]
    pub transitions: Vec<Path>,
    /// Doubts, in reading order.
    pub issues: Vec<Issue>,
}

/// What an annex is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnexKind {
    /// A regulation with provisions of its own.
    Regulation,
    /// A list or table.
    Table,
    /// A form to fill in: its "Điều 1" is no law.
    Form,
    /// A technical regulation or standard, numbered 1, 1.1, 1.1.1.
    Standard,
    /// The text of a treaty.
    Treaty,
    /// Anything else.
    #[default]
    Other,
}

/// An annex (phụ lục, mẫu, quy chế ban hành kèm theo).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Annex {
    /// `phu-luc-iii`; unnumbered ones `phu-luc-0`, `phu-luc-0~2`, texts issued with the act `phu-luc-quy-che`; an annex of such a
    /// text stands below it: `phu-luc-quy-che/phu-luc-ii`.
    pub path: Path,
    /// As printed: "Phụ lục III".
    pub label: String,
    /// Its title's words.
    pub heading: Span,
    /// All of it but annexes of its own, which follow in the list.
    pub span: Span,
    /// What it is.
    pub kind: AnnexKind,
    /// Its own provisions; paths start with the annex. Tables and forms have none.
    pub provisions: Vec<Provision>,
    /// When it applies, where the act says so of this annex alone; otherwise the act's own validity holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validity: Option<Validity>,
}

/// What one document does to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// căn cứ
    BasedOn,
    /// sửa đổi, sửa đổi và bổ sung
    Amends,
    /// bổ sung: something is added, nothing changed
    Supplements,
    /// thay thế
    Replaces,
    /// bãi bỏ, hết hiệu lực
    Repeals,
    /// ngưng hiệu lực, đình chỉ
    Suspends,
    /// tiếp tục có hiệu lực (again), khôi phục
    Revives,
    /// hợp nhất
    Consolidates,
    /// quy định chi tiết, hướng dẫn
    Details,
    /// đính chính
    Corrects,
}

/// A relation and the words that state it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// What is done.
    pub kind: RelationKind,
    /// To what; its path names the unit touched, the root the whole document.
    pub target: Citation,
    /// The target's symbol again, where the words give one.
    pub symbol: Option<Symbol>,
    /// The provision that says so; the root for the preamble or the title.
    pub source: Path,
    /// The words.
    pub span: Span,
    /// How sure the reading is.
    #[serde(default)]
    pub confidence: Confidence,
    /// From which day, where the words name one that is not the act's own first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Until which day (exclusive), where the words name one: a suspension "đến hết ngày …".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// How sure a reading is, by the rule that made it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// The words allow another reading: a person must look.
    Low,
    /// Read by a rule that holds in nearly all texts.
    #[default]
    Medium,
    /// The words say it in one of the law's own forms.
    High,
}

/// How an amending act changes a unit of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmendmentKind {
    /// The unit gets new words (sửa đổi, bổ sung … như sau; thay thế).
    Replace,
    /// A new unit comes in (bổ sung … vào sau …).
    Insert,
    /// The unit goes (bãi bỏ).
    Repeal,
    /// Words are replaced inside the unit (thay thế cụm từ … bằng cụm từ …).
    ReplacePhrase,
    /// Words are added inside the unit (bổ sung cụm từ … vào sau cụm từ …).
    InsertPhrase,
    /// Words go (bỏ cụm từ …).
    RepealPhrase,
}

/// One change that an act makes in another document, or in one of its units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Amendment {
    /// What is done.
    pub kind: AmendmentKind,
    /// The provision of this act that says so.
    pub source: Path,
    /// The unit changed, and its document as far as the words say.
    pub target: Citation,
    /// The words of the instruction.
    pub span: Span,
    /// The quoted words: the new text of the unit, or the phrase that comes in. Marks of quotation left out.
    pub new: Option<Span>,
    /// For phrases: the words that go, or behind which the new ones come.
    pub old: Option<Span>,
    /// The provisions inside `new`, with the *target's* labels and paths.
    pub provisions: Vec<Provision>,
}

/// One entry of the log that the footnotes of a consolidated text are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The unit changed; `None`: the footnote names none that was found.
    pub unit: Option<Path>,
    /// What was done to it.
    pub kind: AmendmentKind,
    /// The amending document and its unit.
    pub by: Citation,
    /// From when the change applies.
    pub from: Option<Date>,
    /// The words of the footnote.
    pub span: Span,
}

/// A short name that a text gives: "(sau đây gọi là Luật Bảo hiểm y tế)".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alias {
    /// The short name.
    pub name: String,
    /// The document that it means; `None` for a body, a programme, a term.
    pub target: Option<Citation>,
    /// The words that give it.
    pub span: Span,
}

/// The kinds of doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueKind {
    /// No number and symbol was found.
    NoSymbol,
    /// No day of issue was found, or it is impossible.
    NoDate,
    /// No statement of when the act takes effect was found.
    NoEffect,
    /// The act ends with an event that no calendar tells ("cho đến khi Luật … có hiệu lực"): it has no known end.
    EndsOnEvent,
    /// No article was found.
    NoArticles,
    /// A number of the sequence is missing.
    Gap,
    /// A unit appears twice.
    Duplicate,
    /// Quotation marks of amending text do not balance.
    Quotes,
    /// Words belong to no provision.
    Unplaced,
    /// The text breaks off or begins in the middle: the rest stands in another issue of the gazette.
    Incomplete,
    /// A label was printed or recognised wrongly and read as the numbering wants it.
    Misprint,
    /// The header was recognised from a picture: its number, symbol and date are unverified.
    Recognised,
}

/// A doubt, where it stands, and what about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// The kind.
    pub kind: IssueKind,
    /// The words in doubt.
    pub span: Span,
    /// What about it, for a person, in the words of the text or in signs: "Điều 5 → Điều 7", "“d)” → điểm đ", the
    /// number of a page. Kinds that need no more say it in English; pages say the kind.
    pub detail: String,
}

/// Reads a whole document.
pub fn parse(source: &SourceText) -> Parsed {
    let lines = Lines::new(source, 0..source.main_end());
    let mut parsed = Parsed::default();
    if lines.len() == 0 {
        parsed.issues.push(doubts::doubt(
            IssueKind::NoArticles,
            Span::default(),
            "the text is empty",
        ));
        return parsed;
    }
    let head = header::read(&lines);
    parsed.header = head.header;
    let consolidated = parsed.header.kind == Some(Kind::Consolidated);
    // Where the reader set every note apart, a digit behind a label is no mark of one.
    let set_apart = !source.layout().footnotes.is_empty();
    let all_placed = source
        .layout()
        .footnotes
        .iter()
        .all(|note| note.anchor.is_some());
    let footnotes = consolidated && !(set_apart && all_placed);
    let notes = if consolidated && !set_apart {
        notes::at_page_ends(source, &lines)
    } else {
        vec![false; lines.len()]
    };
    let quotes = quotes::follow(&lines, &notes, consolidated);
    let body = |range: Range<usize>, base: Path| Body {
        lines: &lines,
        quoted: &quotes.inside,
        range,
        base,
        footnotes,
        free: false,
    };
    let first = body(head.after..lines.len(), Path::default())
        .first_article()
        .unwrap_or(head.after);
    let first = if head.is_annex { 0 } else { first };
    let annexes = annexes::find(&lines, &quotes.inside, first);
    let annexes_from = annexes.first().map_or(lines.len(), |start| start.line);
    let signed = signature::start(&lines, &quotes.inside, (first + 1).min(annexes_from))
        .filter(|line| *line < annexes_from);
    let main = body(head.after..signed.unwrap_or(annexes_from), Path::default());
    parsed.provisions = main.read(&mut parsed.issues);
    if let Some(line) = signed {
        let end = signature::end(&lines, line..annexes_from);
        parsed.signature = Some(Span::new(lines.all[line].start, lines.all[end - 1].end));
        let joint = matches!(
            parsed.header.kind,
            Some(Kind::JointCircular | Kind::JointResolution)
        );
        parsed.header.signer = signature::signer(&lines, line..end, joint);
    }
    let preamble_end = parsed
        .provisions
        .first()
        .map_or(signed.unwrap_or(annexes_from), |p| {
            lines.at(p.span.start as usize)
        });
    if head.after < preamble_end {
        parsed.preamble = Span::new(lines.all[head.after].start, lines.all[preamble_end - 1].end);
    }
    // A consolidated text is signed behind its annexes.
    let authenticated = (consolidated && signed.is_none())
        .then(|| signature::authentication(&lines, annexes.last()?.body))
        .flatten();
    if let Some(line) = authenticated {
        let end = signature::end(&lines, line..lines.len());
        parsed.signature = Some(Span::new(lines.all[line].start, lines.all[end - 1].end));
        parsed.header.signer = signature::signer(&lines, line..end, false);
    }
    let annexes_end = authenticated.unwrap_or(lines.len());
    let tables = &source.layout().tables;
    let mut unread = Vec::new();
    parsed.annexes = annexes::read(&lines, tables, &annexes, annexes_end, body, &mut unread);
    parsed.issues.append(&mut unread);
    // Notes say when the amending acts applied, not this one.
    let unread: Vec<bool> = quotes
        .inside
        .iter()
        .zip(&notes)
        .map(|(quoted, note)| *quoted || *note)
        .collect();
    let unclosed = !consolidated && !quotes.unbalanced.is_empty();
    validity::read(source, &lines, &unread, unclosed, &mut parsed);
    parsed.aliases = aliases::read(source);
    parsed.transitions = transitions::read(source, &parsed);
    parsed.relations = relations::read(&lines, &quotes.inside, &parsed);
    if consolidated {
        let logged = notes::of(source, &lines, &notes, &parsed);
        parsed.changes = changes::read(source.text(), &logged, &parsed);
    }
    parsed.amendments = amendments::read(&lines, &quotes.all, &parsed);
    doubts::note(&lines, &mut parsed, &quotes);
    doubts::note_recognised(source, &mut parsed);
    parsed
}

/// Reads the clauses, points and subpoints inside a text known to be one article (or clause) at `parent`:
/// `span` is its body. For collections that are already split into articles.
pub fn parse_provisions(source: &SourceText, span: Span, parent: &Path) -> Vec<Provision> {
    if source.text().get(span.range()).is_none() {
        return Vec::new();
    }
    let lines = Lines::new(source, span.range());
    let quotes = quotes::follow(&lines, &[], false);
    let inside = inner::Inside {
        lines: &lines,
        quoted: &quotes.inside,
        footnotes: false,
        free: false,
    };
    let end = lines.all.last().map_or(span.end as usize, |line| line.end);
    inside.read(
        0..lines.len(),
        end,
        parent,
        &mut Places::default(),
        &mut Vec::new(),
    )
}

#[cfg(test)]
mod tests;
