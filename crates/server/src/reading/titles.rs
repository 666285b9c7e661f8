//! Labels and names as a heading has them: "Điều 5. Thể thức văn bản"; the label of a chapter above its name.

use super::{Block, Piece};

impl Block {
    /// Its label as a heading has it: what people call an article ends with a point before its name, the label of a
    /// chapter stands above its name, and an annex whose name begins with its label ("QUY ĐỊNH về …") says it once.
    pub(crate) fn label_above(&self) -> Option<&str> {
        let heading: String = self.heading.iter().map(|piece| &*piece.text).collect();
        (!self.is_named() && !says_label(&self.label, &heading)).then_some(self.label.as_str())
    }

    /// The label that stands in the line of the name: "Điều 5.".
    pub(crate) fn label_beside(&self) -> Option<String> {
        self.is_named()
            .then(|| label_beside(&self.label, self.heading.iter().any(Piece::says)))
    }

    fn is_named(&self) -> bool {
        self.level == "article"
    }
}

/// "Điều 5." before a name, "Điều 5" where it has none.
fn label_beside(label: &str, named: bool) -> String {
    let label = label.trim_end();
    match named && label.ends_with(char::is_alphanumeric) {
        true => format!("{label}."),
        false => label.to_owned(),
    }
}

/// Whether a name begins with its own label.
fn says_label(label: &str, heading: &str) -> bool {
    let (label, heading) = (label.to_lowercase(), heading.to_lowercase());
    let label = label.trim_end_matches(['.', ' ']);
    heading
        .trim_start()
        .strip_prefix(label)
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// A label and a name in one line of an outline.
pub(crate) fn titled(label: &str, heading: &str) -> String {
    let heading = heading.trim();
    match heading.is_empty() {
        true => label.to_owned(),
        false if says_label(label, heading) => heading.to_owned(),
        false => format!("{} {heading}", label_beside(label, true)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_names_are_set_as_the_law_writes_them() {
        let check = |label: &str, heading: &str, expect: &str| {
            assert_eq!(titled(label, heading), expect);
        };
        check("Điều 5", "Thể thức", "Điều 5. Thể thức");
        check("Điều 5.", "Thể thức", "Điều 5. Thể thức");
        check("Điều 5", "", "Điều 5");
        check("Chương I", "QUY ĐỊNH CHUNG", "Chương I. QUY ĐỊNH CHUNG");
        check("Quy định", "QUY ĐỊNH Về một cửa", "QUY ĐỊNH Về một cửa");
        check("Quy định", "QUY ĐỊNHX", "Quy định. QUY ĐỊNHX");
        check("Phụ lục", "BIỂU MỨC THU", "Phụ lục. BIỂU MỨC THU");
    }
}
