//! Flags and issues of a reading in words for people.

use serde_json::Value;

use crate::language::Texts;

/// The flags of a reading, one sentence each. Flags without a sentence (furniture left out) are no warning.
pub(super) fn flag_notes(t: Texts, flags: &Value) -> Vec<String> {
    let flags = flags.as_array().map(Vec::as_slice).unwrap_or_default();
    flags.iter().filter_map(|flag| flag_note(t, flag)).collect()
}

fn flag_note(t: Texts, flag: &Value) -> Option<String> {
    let kind = flag.get("kind")?.as_str()?;
    let about = ["page", "count", "why", "mark", "lines", "line"];
    let about = about.iter().find_map(|field| flag.get(field));
    let about = about.map(|about| {
        about
            .as_str()
            .map_or_else(|| about.to_string(), str::to_owned)
    });
    let note = t.fill(&format!("flag.{kind}"), about.unwrap_or_default());
    Some(note).filter(|note| !note.is_empty())
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
            let flag = serde_json::from_str(flag).expect("JSON");
            assert_eq!(
                flag_note(Texts::default(), &flag).as_deref(),
                expect,
                "{flag}"
            );
        }
        let scanned = "Trang 3 là ảnh, chưa đọc được: nội dung trang này không có trong kho.";
        check(r#"{"kind":"scanned","page":3}"#, Some(scanned));
        check(
            r#"{"kind":"hidden","count":7}"#,
            Some("Đã bỏ 7 ký tự ẩn mà người đọc tệp không nhìn thấy."),
        );
        check(r#"{"kind":"furniture","lines":7}"#, None);
        check(r#"{"kind":"of a newer version"}"#, None);
        check("3", None);
    }
}
