//! Texts that an act issues together with itself ("Quy chế … ban hành kèm theo Quyết định số …"): how they are called,
//! and where a document holds what a reference means by such a word.

use crate::{Level, Path, parse::Annex};

/// What such a text is called, and how the label of its path writes that.
const CALLED: [(&str, &str); 12] = [
    ("Quy chế", "quy-che"),
    ("Quy định", "quy-dinh"),
    ("Điều lệ", "dieu-le"),
    ("Nội quy", "noi-quy"),
    ("Quy trình", "quy-trinh"),
    ("Quy tắc", "quy-tac"),
    ("Chương trình", "chuong-trinh"),
    ("Kế hoạch", "ke-hoach"),
    ("Đề án", "de-an"),
    ("Phương án", "phuong-an"),
    ("Chiến lược", "chien-luoc"),
    ("Hướng dẫn", "huong-dan"),
];

/// The words that stand between an attached text and its act.
pub(crate) const ISSUED_WITH: &str = "ban hành kèm theo";

/// "Quy chế" of the label "quy-che" (also "quy-che~2"); `None`: an annex that is called so or has a number.
pub(crate) fn word(label: &str) -> Option<&'static str> {
    let label = label.split('~').next()?;
    let found = CALLED.iter().find(|(_, own)| *own == label);
    found.map(|(word, _)| *word)
}

/// The label of a word, however it is written: "quy-che" of "QUY CHẾ".
pub(crate) fn label(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let found = CALLED.iter().find(|(own, _)| own.to_lowercase() == word);
    found.map(|(_, label)| *label)
}

/// The words, in small letters, each with its label.
pub(crate) fn called() -> impl Iterator<Item = (String, &'static str)> {
    CALLED
        .iter()
        .map(|(word, label)| (word.to_lowercase(), *label))
}

/// Under which path a document holds what a reference names as `path`. The only text without a number may be called by
/// any word ("Quy định", or "Phụ lục" as the reference or an older reading has it), and an annex of such a text by its own number.
/// What is held as it was named, and what begins with no annex, stays.
pub fn held_path(annexes: &[Annex], path: &Path) -> Path {
    let Some((first, rest)) = path.steps().split_first() else {
        return path.clone();
    };
    if first.level != Level::Annex {
        return path.clone();
    }
    let top = Path::default().child(Level::Annex, &first.label);
    if annexes.iter().any(|annex| annex.path == top) {
        return path.clone();
    }
    let unnumbered = |label: &str| label.split('~').next() == Some("0") || word(label).is_some();
    let mut fits = annexes.iter().filter(|annex| match annex.path.steps() {
        [own] => unnumbered(&own.label) && unnumbered(&first.label),
        steps => steps.last() == Some(first),
    });
    match (fits.next(), fits.next()) {
        (Some(annex), None) => rest.iter().fold(annex.path.clone(), |path, step| {
            path.child(step.level, &step.label)
        }),
        _ => path.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AnnexKind, Span};

    fn check(held: &[&str], named: &str, expect: &str) {
        let annex = |path: &&str| Annex {
            path: path.parse().expect("a path"),
            label: String::new(),
            heading: Span::default(),
            span: Span::default(),
            kind: AnnexKind::Regulation,
            provisions: Vec::new(),
            validity: None,
        };
        let annexes: Vec<Annex> = held.iter().map(annex).collect();
        let found = held_path(&annexes, &named.parse().expect("a path"));
        assert_eq!(found.to_string(), expect, "{named} of {held:?}");
    }

    #[test]
    fn the_only_attached_text_may_be_called_by_any_word() {
        check(
            &["phu-luc-quy-che"],
            "phu-luc-quy-che/dieu-3",
            "phu-luc-quy-che/dieu-3",
        );
        check(
            &["phu-luc-quy-che"],
            "phu-luc-quy-dinh/dieu-3",
            "phu-luc-quy-che/dieu-3",
        );
        check(
            &["phu-luc-quy-che"],
            "phu-luc-0/dieu-3",
            "phu-luc-quy-che/dieu-3",
        );
        check(&["phu-luc-0"], "phu-luc-quy-che", "phu-luc-0");
        check(
            &["phu-luc-quy-che", "phu-luc-quy-che/phu-luc-ii"],
            "phu-luc-ii/muc-1",
            "phu-luc-quy-che/phu-luc-ii/muc-1",
        );
    }

    #[test]
    fn of_several_texts_none_is_guessed() {
        check(
            &["phu-luc-quy-che", "phu-luc-quy-dinh"],
            "phu-luc-0",
            "phu-luc-0",
        );
        check(&["phu-luc-i", "phu-luc-ii"], "phu-luc-0", "phu-luc-0");
        check(&["phu-luc-i"], "phu-luc-iii", "phu-luc-iii");
        check(&["phu-luc-quy-che"], "dieu-3", "dieu-3");
    }

    #[test]
    fn labels_and_words_lead_to_each_other() {
        for (written, own) in CALLED {
            assert_eq!(word(own), Some(written));
            assert_eq!(label(&written.to_uppercase()), Some(own));
        }
        assert_eq!(
            (word("0"), word("iii"), label("Phụ lục")),
            (None, None, None)
        );
    }
}
