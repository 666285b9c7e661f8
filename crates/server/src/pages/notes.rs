//! Flags and issues of a reading in words for people.

use legal::IssueKind;
use serde_json::Value;

use crate::{language::Texts, wire::page_ranges};

/// The flags of a reading, one sentence each, pages of one kind together. Flags without a sentence (furniture left
/// out) are no warning.
pub(super) fn flag_notes(t: Texts, flags: &Value) -> Vec<String> {
    let flags = flags.as_array().map(Vec::as_slice).unwrap_or_default();
    once(flags.iter().filter_map(|flag| flag_note(t, flag, flags)))
}

fn flag_note(t: Texts, flag: &Value, flags: &[Value]) -> Option<String> {
    let kind = flag.get("kind")?.as_str()?;
    let about = if flag.get("page").is_some() {
        let same = flags
            .iter()
            .filter(|other| other.get("kind") == flag.get("kind"));
        let page = |other: &Value| u32::try_from(other.get("page")?.as_u64()?).ok();
        page_ranges(&same.filter_map(page).collect::<Vec<_>>())
    } else {
        let about = ["from", "count", "why", "mark", "lines", "line"];
        let about = about.iter().find_map(|field| flag.get(field));
        let words = |about: &Value| {
            about
                .as_str()
                .map_or_else(|| about.to_string(), str::to_owned)
        };
        about.map(words).unwrap_or_default()
    };
    let note = t.fill(&format!("flag.{kind}"), about);
    Some(note).filter(|note| !note.is_empty())
}

/// An issue as a sentence: what, where in the numbering, on which page.
pub(super) fn issue_note(t: Texts, kind: IssueKind, detail: &str, page: Option<u32>) -> String {
    let detail = match kind {
        IssueKind::Gap | IssueKind::Duplicate | IssueKind::Misprint | IssueKind::Quotes => {
            format!(": {detail}")
        }
        _ => String::new(),
    };
    let page = page.map(|page| format!(" ({})", t.fill("page", page)));
    let what = t.of("issue", &kind);
    format!("{what}{detail}{}.", page.unwrap_or_default())
}

/// Each note once, in order.
pub(super) fn once(notes: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for note in notes {
        if !all.contains(&note) {
            all.push(note);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_in_words() {
        fn check(flag: &str, expect: Option<&str>) {
            let flag: Value = serde_json::from_str(flag).expect("JSON");
            let notes = flag_notes(Texts::default(), &serde_json::json!([flag]));
            assert_eq!(notes.first().map(String::as_str), expect, "{flag}");
        }
        let scanned = "Trang 3 là ảnh, chưa đọc được: nội dung trang này không có trong kho.";
        check(r#"{"kind":"scanned","page":3}"#, Some(scanned));
        check(
            r#"{"kind":"hidden","count":7}"#,
            Some("Đã bỏ 7 ký tự ẩn mà người đọc tệp không nhìn thấy."),
        );
        check(r#"{"kind":"furniture","lines":7}"#, None);
        check(r#"{"kind":"of a newer version"}"#, None);
        check(
            r#"{"kind":"converted","from":"TCVN3","count":9}"#,
            Some("Đã chuyển mã ký tự sang Unicode (TCVN3)."),
        );
        check("3", None);
        let pages = serde_json::json!([{"kind":"recognised","page":1},{"kind":"hidden","count":2},{"kind":"recognised","page":2}]);
        let notes = flag_notes(Texts::default(), &pages);
        assert_eq!(notes.len(), 2, "{notes:?}");
        assert!(notes[0].starts_with("Trang 1–2 "), "{notes:?}");
    }

    #[test]
    fn issues_in_words() {
        let note = |kind, detail, page| issue_note(Texts::default(), kind, detail, page);
        assert_eq!(
            note(IssueKind::Gap, "khoản 2 → khoản 4", Some(45)),
            "Số thứ tự điều, khoản hoặc điểm bị ngắt quãng: khoản 2 → khoản 4 (trang 45)."
        );
        assert_eq!(
            note(IssueKind::NoArticles, "no article was found", None),
            "Không tìm thấy điều nào trong văn bản."
        );
    }

    /// A misprint once stood on the page as its page number alone: there was no text for it.
    #[test]
    fn every_kind_has_a_text() {
        // A kind that is new fails to compile here: add it to the list, and to the translations.
        let known = |kind: IssueKind| match kind {
            IssueKind::NoSymbol
            | IssueKind::NoDate
            | IssueKind::NoEffect
            | IssueKind::EndsOnEvent
            | IssueKind::NoArticles
            | IssueKind::Gap
            | IssueKind::Duplicate
            | IssueKind::Quotes
            | IssueKind::Unplaced
            | IssueKind::Incomplete
            | IssueKind::Misprint
            | IssueKind::Recognised => kind,
        };
        for kind in [
            IssueKind::NoSymbol,
            IssueKind::NoDate,
            IssueKind::NoEffect,
            IssueKind::EndsOnEvent,
            IssueKind::NoArticles,
            IssueKind::Gap,
            IssueKind::Duplicate,
            IssueKind::Quotes,
            IssueKind::Unplaced,
            IssueKind::Incomplete,
            IssueKind::Misprint,
            IssueKind::Recognised,
        ] {
            assert_ne!(Texts::default().of("issue", &known(kind)), "", "{kind:?}");
        }
    }
}
