//! The quality report of one reading: what a person must know before relying on it, and where to look.
//!
//! Everything in it follows from the reading itself, so it can be made again at any time and is never stored.

mod evidence;
mod referenced;
mod spelling;

use legal::{FurnitureKind, IssueKind, Level, PageKind, Parsed, Provision};
use serde::{Deserialize, Serialize};

use crate::{Flag, Reading};

pub use self::{evidence::Proposed, referenced::Referenced, spelling::Spelling};

/// What was read, how surely, and what is doubtful.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Pages of the file; 0 where the format has none.
    pub pages: u32,
    /// Characters of the reading text, white space aside.
    pub characters: u32,
    /// Pages with at least one letter or digit.
    pub pages_with_text: u32,
    /// Pages whose words were recognised from a picture.
    pub ocr_pages: u32,
    /// Pages that are pictures and of which nothing was read.
    pub image_pages: u32,
    /// Whether the words are spelled as Vietnamese is.
    pub spelling: Spelling,
    /// Characters without a Unicode value.
    pub unmapped: u32,
    /// Characters drawn on the pages but not read.
    pub lost: u32,
    /// Characters left out because no reader of the file can see them.
    pub hidden: u32,
    /// What was put into Unicode, from what.
    pub conversions: Vec<Conversion>,
    /// What says that the text is not complete.
    pub incomplete: Vec<String>,
    /// Lines of page furniture by kind.
    pub furniture: Furnished,
    /// Tables.
    pub tables: u32,
    /// Footnotes.
    pub footnotes: u32,
    /// Changes made in other documents.
    pub amendments: u32,
    /// Entries in the log of a consolidated text.
    pub changes: u32,
    /// Where numbers do not go on: "Điều 7 → Điều 9".
    pub gaps: Vec<String>,
    /// Quotations that are opened and never closed.
    pub unbalanced_quotes: u32,
    /// Where its citations lead.
    pub references: Referenced,
    /// What the head and the final provisions say, with the words that say it.
    pub metadata: Vec<Proposed>,
}

/// Characters of one old or damaged encoding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conversion {
    /// From what: "TCVN3", "NFD".
    pub from: String,
    /// How many characters.
    pub count: u32,
}

/// Lines of page furniture by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Furnished {
    /// Running heads and feet.
    pub running_heads: u32,
    /// Page numbers.
    pub page_numbers: u32,
    /// Lines of signature stamps.
    pub stamps: u32,
    /// Lines of a portal around the document.
    pub portal: u32,
}

/// The report of a reading.
pub fn report(reading: &Reading) -> Report {
    let (source, parsed) = (&reading.source, &reading.parsed);
    let layout = source.layout();
    let mut report = Report {
        pages: count(source.pages().len()),
        characters: count(source.text().chars().filter(|c| !c.is_whitespace()).count()),
        spelling: spelling::of(source.text()),
        tables: count(layout.tables.len()),
        footnotes: count(layout.footnotes.len()),
        amendments: count(parsed.amendments.len()),
        changes: count(parsed.changes.len()),
        gaps: gaps(parsed),
        references: referenced::of(source, parsed),
        metadata: evidence::proposed(reading),
        ..Report::default()
    };
    for page in source.pages() {
        let has_text = source.slice(page.span).chars().any(char::is_alphanumeric);
        report.pages_with_text += u32::from(has_text);
        report.ocr_pages += u32::from(page.kind == PageKind::Ocr);
        report.image_pages += u32::from(page.kind == PageKind::Image);
    }
    for line in &layout.furniture {
        *report.furniture.of(line.kind) += 1;
    }
    let quotes = |issue: &&legal::Issue| issue.kind == IssueKind::Quotes;
    report.unbalanced_quotes = count(parsed.issues.iter().filter(quotes).count());
    reading.flags.iter().for_each(|flag| report.take(flag));
    report
}

impl Report {
    fn take(&mut self, flag: &Flag) {
        match flag {
            Flag::Unmapped { count, .. } => self.unmapped += count,
            Flag::Lost { drawn, read, .. } => self.lost += drawn.saturating_sub(*read),
            Flag::Hidden { count } => self.hidden += count,
            Flag::Incomplete { why } => self.incomplete.push(why.clone()),
            Flag::Converted { from, count } => self.convert(from, *count),
            // Told by the pages, by the layout, or of the file and not of this document.
            Flag::Scanned { .. }
            | Flag::Unseen
            | Flag::Recognised { .. }
            | Flag::Restricted { .. }
            | Flag::Formula { .. }
            | Flag::Furniture { .. }
            | Flag::Record { .. } => {}
        }
    }

    fn convert(&mut self, from: &str, count: u32) {
        match self.conversions.iter_mut().find(|held| held.from == from) {
            Some(held) => held.count += count,
            None => self.conversions.push(Conversion {
                from: from.to_owned(),
                count,
            }),
        }
    }
}

impl Furnished {
    fn of(&mut self, kind: FurnitureKind) -> &mut u32 {
        match kind {
            FurnitureKind::RunningHead => &mut self.running_heads,
            FurnitureKind::PageNumber => &mut self.page_numbers,
            FurnitureKind::Stamp => &mut self.stamps,
            FurnitureKind::Portal => &mut self.portal,
        }
    }
}

/// Each gap as the unit before it and the unit behind it.
fn gaps(parsed: &Parsed) -> Vec<String> {
    let annexed = parsed.annexes.iter().map(|annex| &annex.provisions);
    let lists = std::iter::once(&parsed.provisions).chain(annexed);
    let gap = |issue: &&legal::Issue| issue.kind == IssueKind::Gap;
    let told = parsed.issues.iter().filter(gap).map(|issue| {
        let found = lists.clone().find_map(|list| {
            let at = list
                .iter()
                .position(|own| own.span.start == issue.span.start)?;
            Some((&list[at], before(list, at)))
        });
        match found {
            Some((own, Some(before))) => format!("{} → {}", name(before), name(own)),
            Some((own, None)) => format!("→ {}", name(own)),
            None => issue.detail.clone(),
        }
    });
    told.collect()
}

/// The unit of the same level that stands before a provision: articles run through the whole act.
fn before(list: &[Provision], at: usize) -> Option<&Provision> {
    let own = &list[at].path;
    let siblings = list[..at]
        .iter()
        .rev()
        .filter(|other| other.path.level() == own.level());
    let mut siblings =
        siblings.filter(|other| own.article().is_none() || other.path.parent() == own.parent());
    siblings.next()
}

/// "Điều 7", and with its article what stands inside one: "khoản 3 Điều 7".
fn name(provision: &Provision) -> String {
    if provision.path.level() <= Some(Level::Article) {
        provision.label.trim_end_matches(['.', ':']).to_owned()
    } else {
        provision.path.within()
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
