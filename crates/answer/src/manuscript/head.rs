//! Whether what a citation says of a document (kind, name, day) is what the document's head says.

use legal::{Citation, Kind};
use search::Evidence;

use super::{Remark, joined};

/// What stands behind a citation: "… của Chính phủ về công tác văn thư".
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tail {
    /// "Chính phủ".
    pub(super) issuer: Option<String>,
    /// "về công tác văn thư".
    pub(super) title: Option<String>,
    /// Whether it says that the act was amended since: then it may have units that it did not have when it was issued.
    pub(super) amended: bool,
}

/// Words that begin the title of an act behind its number; in running text only the first is sure to.
const JOINING: [&str; 7] = [
    "về ",
    "quy định ",
    "hướng dẫn ",
    "ban hành ",
    "sửa đổi",
    "bãi bỏ ",
    "phê duyệt ",
];
/// By what a sentence says that an act was amended.
const AMENDED: [&str; 3] = ["được sửa đổi", "được bổ sung", "sửa đổi, bổ sung bởi"];
/// The longest name of an issuer, in bytes.
const LONGEST_ISSUER: usize = 160;
/// Fewer words than these are no title.
const LEAST_WORDS: usize = 3;
/// So many of the first words are compared: behind them the sentence may go on with something else.
const COMPARED: usize = 10;

/// Reads what stands behind a citation, up to the end of its sentence. In a legal basis all of it is the act's name; in
/// running text only "của … về …" is, up to a comma.
pub(super) fn tail(after: &str, basis: bool) -> Tail {
    let end = after.find([';', '.', '(', ':', '“']).unwrap_or(after.len());
    let whole = joined(after);
    let amended = AMENDED.iter().any(|words| whole.contains(words));
    let after = joined(&after[..end]);
    let after = after.trim_start_matches([' ', ',']);
    let joins = if basis { &JOINING[..] } else { &JOINING[..1] };
    let Some(rest) = after.strip_prefix("của ") else {
        return Tail {
            issuer: None,
            title: basis.then(|| titled(after, joins)).flatten(),
            amended,
        };
    };
    let at = joins
        .iter()
        .filter_map(|join| rest.find(&format!(" {join}")))
        .chain(rest.find(','))
        .min()
        .unwrap_or(rest.len());
    let issuer = rest[..at].trim();
    let title = rest[at..].trim_start_matches([' ', ',']);
    let ends = if basis { None } else { title.find(',') };
    Tail {
        issuer: (!issuer.is_empty() && issuer.len() <= LONGEST_ISSUER).then(|| issuer.to_owned()),
        title: titled(&title[..ends.unwrap_or(title.len())], joins),
        amended,
    }
}

fn titled(words: &str, joins: &[&str]) -> Option<String> {
    let joins = joins.iter().any(|join| words.starts_with(join));
    joins.then(|| words.to_owned())
}

/// What a citation says of a document that its head does not say.
pub(super) fn remarks(citation: &Citation, tail: &Tail, of: &Evidence) -> Vec<Remark> {
    let header = &of.document.header;
    let document = of.document.name();
    let mut found = Vec::new();
    if let (Some(said), Some(own)) = (&citation.kind, &header.kind)
        && Kind::NAMED.contains(said)
        && Kind::NAMED.contains(own)
        && !search::is_called(own, said)
        && citation.symbol.is_some()
    {
        found.push(Remark::OtherKind {
            document: document.clone(),
        });
    }
    if let (Some(said), Some(issued)) = (citation.date, header.issued)
        && said != issued
    {
        found.push(Remark::OtherDay {
            document: document.clone(),
            issued,
        });
    }
    let title = header.title.as_deref().unwrap_or_default();
    let named = citation
        .name
        .as_deref()
        .filter(|_| citation.symbol.is_some());
    if !title.is_empty()
        && named
            .or(tail.title.as_deref())
            .is_some_and(|said| !is_named(title, said))
    {
        found.push(Remark::OtherName {
            document,
            title: title.to_owned(),
        });
    }
    found
}

/// Whether words can be meant as this title: half of the first ones stand in it. The number behind "Luật sửa đổi một số
/// điều của Luật Thuế …" may be that of the law that is amended.
fn is_named(title: &str, said: &str) -> bool {
    let amended = said.to_lowercase().starts_with("sửa đổi");
    let inner = said
        .rsplit_once("của Luật ")
        .or(said.rsplit_once("của Bộ luật "));
    if let Some((_, inner)) = inner.filter(|_| amended)
        && is_named(title, inner)
    {
        return true;
    }
    let words = |text: &str| -> Vec<String> {
        let words = legal::syllables(text).into_iter();
        words.map(|(_, word)| legal::unaccent(&word)).collect()
    };
    let (title, mut said) = (words(title), words(said));
    said.truncate(COMPARED);
    if said.len() < LEAST_WORDS && title.len() >= LEAST_WORDS {
        // "Luật Đất đai": a name this short stands in the title whole.
        return said.iter().all(|word| title.contains(word));
    }
    let known = said.iter().filter(|word| title.contains(word)).count();
    title.len() < LEAST_WORDS || 2 * known >= said.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_a_citation() {
        fn check(after: &str, basis: bool, issuer: Option<&str>, title: Option<&str>) {
            let (issuer, title) = (issuer.map(str::to_owned), title.map(str::to_owned));
            let found = tail(after, basis);
            assert_eq!((found.issuer, found.title), (issuer, title), "{after}");
        }
        check(
            " của Chính phủ về công tác văn thư;",
            true,
            Some("Chính phủ"),
            Some("về công tác văn thư"),
        );
        check(
            ", của Bộ Mẫu hướng dẫn hộ tịch.",
            true,
            Some("Bộ Mẫu"),
            Some("hướng dẫn hộ tịch"),
        );
        check(
            " của Bộ Mẫu hướng dẫn hộ tịch.",
            false,
            Some("Bộ Mẫu hướng dẫn hộ tịch"),
            None,
        );
        check(" quy định người dân phải nộp.", false, None, None);
        check(" quy định về chợ;", true, None, Some("quy định về chợ"));
        // Seen in a gazette: a printed line ends before the word that joins.
        check(
            " của Chính phủ quy định\nvề chính sách\ntạo việc làm và Quỹ về việc làm, có hiệu lực từ ngày 08 tháng 11",
            false,
            Some("Chính phủ quy định"),
            Some("về chính sách tạo việc làm và Quỹ về việc làm"),
        );
        check("; Luật khác", true, None, None);
        check("", true, None, None);
    }

    #[test]
    fn names_are_compared_by_their_words() {
        fn check(title: &str, said: &str, expect: bool) {
            assert_eq!(is_named(title, said), expect, "{title} / {said}");
        }
        check("Về công tác văn thư", "về công tác văn thư", true);
        check(
            "Về công tác văn thư",
            "về xử phạt vi phạm hành chính",
            false,
        );
        check("Đất đai", "Đất đai", true);
        // Seen in a law: the number is that of the law that is amended.
        check(
            "Thuế thu nhập doanh nghiệp",
            "sửa đổi, bổ sung một số điều của Luật thuế thu nhập doanh nghiệp",
            true,
        );
        check("Luật Đất đai", "Nhà ở", false);
        check(
            "Quy định chi tiết một số điều của Luật Chợ",
            "quy định chi tiết một số điều của Luật Chợ về sạp hàng và phí",
            true,
        );
    }
}
