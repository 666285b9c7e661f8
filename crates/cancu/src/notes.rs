//! What to know before relying on a reading, in words: flags of the file, doubts of its structure.

use extract::Flag;
use ingest::FileReport;

use crate::messages::{Language, fill};

/// At most a few lines of one file.
pub(crate) fn notes(language: Language, report: &FileReport) -> Vec<String> {
    const MOST: usize = 6;
    let beside = [
        ("loaded_replaced", &report.replaced),
        ("loaded_same_number", &report.same_number),
    ];
    let beside = beside.into_iter().filter(|(_, names)| !names.is_empty());
    let mut notes: Vec<String> = beside
        .map(|(key, names)| fill(language, key, &[("names", &names.join("; "))]))
        .collect();
    notes.extend(flag_notes(language, &report.flags));
    let issues = report.issues.iter();
    notes.extend(issues.map(|issue| issue_note(language, issue)));
    notes.dedup();
    let left = notes.len().saturating_sub(MOST);
    notes.truncate(MOST);
    if left > 0 {
        notes.push(format!("… +{left}"));
    }
    notes
}

/// The flags in words, pages of one kind together; furniture that was left out is no doubt and says nothing.
pub(crate) fn flag_notes(language: Language, flags: &[Flag]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    for flag in flags {
        let (key, detail) = match flag {
            Flag::Scanned { .. } => ("flag_scanned", None),
            Flag::Recognised { .. } => ("flag_recognised", None),
            Flag::Unseen => ("flag_unseen", Some(String::new())),
            Flag::Lost { .. } => ("flag_lost", None),
            Flag::Unmapped { .. } => ("flag_unmapped", None),
            Flag::Formula { .. } => ("flag_formula", None),
            Flag::Converted { from, count } => {
                ("flag_converted", Some(format!("{from} ({count})")))
            }
            Flag::Hidden { count } => ("flag_hidden", Some(count.to_string())),
            Flag::Incomplete { why } => ("flag_incomplete", Some(why.clone())),
            Flag::Restricted { mark } => ("flag_restricted", Some(mark.clone())),
            Flag::Record { line, why } => ("flag_record", Some(format!("{line}: {why}"))),
            Flag::Furniture { .. } => continue,
        };
        let detail = match detail {
            Some(detail) => detail,
            None if told.contains(&key) => continue,
            None => {
                told.push(key);
                of_pages(flags, flag)
            }
        };
        notes.push(fill(language, key, &[("detail", &detail)]));
    }
    notes
}

/// The pages of all flags of this one's kind, with what was counted there: "1–3, 7 (82–92 %)".
fn of_pages(flags: &[Flag], of: &Flag) -> String {
    let same = |flag: &&Flag| std::mem::discriminant(*flag) == std::mem::discriminant(of);
    let (mut pages, mut sure) = (Vec::new(), Vec::new());
    for flag in flags.iter().filter(same) {
        match flag {
            Flag::Scanned { page }
            | Flag::Lost { page, .. }
            | Flag::Unmapped { page, .. }
            | Flag::Formula { page, .. } => pages.push(*page),
            Flag::Recognised {
                page, confidence, ..
            } => {
                pages.push(*page);
                sure.push(*confidence);
            }
            _ => {}
        }
    }
    let pages = server::wire::page_ranges(&pages);
    match (sure.iter().min(), sure.iter().max()) {
        (Some(0), _) | (None, _) | (_, None) => pages,
        (Some(least), Some(most)) if least == most => format!("{pages} ({most} %)"),
        (Some(least), Some(most)) => format!("{pages} ({least}–{most} %)"),
    }
}

/// One issue in words.
pub(crate) fn issue_note(language: Language, issue: &legal::Issue) -> String {
    use legal::IssueKind;
    let key = match issue.kind {
        IssueKind::NoSymbol => "issue_no_symbol",
        IssueKind::NoDate => "issue_no_date",
        IssueKind::NoEffect => "issue_no_effect",
        IssueKind::EndsOnEvent => "issue_ends_on_event",
        IssueKind::NoArticles => "issue_no_articles",
        IssueKind::Gap => "issue_gap",
        IssueKind::Duplicate => "issue_duplicate",
        IssueKind::Quotes => "issue_quotes",
        IssueKind::Recognised => "issue_recognised",
        IssueKind::Unplaced => "issue_unplaced",
        IssueKind::Incomplete => "issue_incomplete",
        IssueKind::Misprint => "issue_misprint",
    };
    fill(language, key, &[("detail", &issue.detail)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_one_kind_are_told_together() {
        let recognised = |page, confidence| Flag::Recognised {
            page,
            words: 9,
            confidence,
        };
        let flags = [
            recognised(1, 92),
            Flag::Hidden { count: 3 },
            recognised(2, 82),
            recognised(4, 90),
        ];
        assert_eq!(
            flag_notes(Language::English, &flags),
            [
                "page(s) 1–2, 4 (82–92 %): scanned, the words were recognised by machine, numbers and symbols are unverified",
                "3 hidden characters that a reader cannot see were left out",
            ]
        );
        assert_eq!(
            flag_notes(Language::English, &[Flag::Furniture { lines: 3 }]),
            [""; 0]
        );
    }
}
