//! Definitions. "Khí thiên nhiên nén là gì?" is answered by the sentence that begins with these words and goes on with
//! "là", and by no other, however often it speaks of them.

/// What stands between a term and the question about it, or before it, and is no part of it.
const ROUND: [&str; 21] = [
    "được", "quy", "định", "cụ", "thể", "hiểu", "gọi", "có", "nghĩa", "như", "thế", "nào", "vậy",
    "thì", "khái", "niệm", "trong", "theo", "của", "về", "định",
];
/// A definition names the term and says what it is within so many words.
const NEAR: usize = 16;
/// At least this share of the term's words begins the sentence: "Kế hoạch an ninh cảng" may be asked for by more.
const SHARE: f32 = 0.6;

/// The words of the term whose meaning a question asks for.
pub(super) fn term(question: &str) -> Option<Vec<String>> {
    let words: Vec<String> = legal::syllables(question)
        .into_iter()
        .map(|(_, word)| legal::unaccent(&word))
        .collect();
    let find = |cue: &[&str]| {
        let mut at = words.windows(cue.len());
        at.position(|some| some.iter().zip(cue).all(|(word, cue)| word == cue))
    };
    let after = |cue: &[&str]| find(cue).map(|at| words[at + cue.len()..].to_vec());
    let before = |cue: &[&str]| find(cue).map(|at| words[..at].to_vec());
    let term = after(&["the", "nao", "la"])
        .or_else(|| after(&["duoc", "goi", "la"]))
        .filter(|rest| rest.len() > 1)
        .or_else(|| before(&["la", "gi"]))
        .or_else(|| before(&["la", "ai"]))
        .or_else(|| before(&["bao", "gom"]))
        .or_else(|| before(&["nghia", "la"]))
        .or_else(|| before(&["duoc", "hieu"]))
        .or_else(|| after(&["dinh", "nghia"]).filter(|rest| rest.len() > 1))
        .or_else(|| after(&["khai", "niem"]).filter(|rest| rest.len() > 1))?;
    let round = |word: &String| ROUND.iter().any(|other| legal::unaccent(other) == *word);
    let first = term.iter().position(|word| !round(word))?;
    let last = term.iter().rposition(|word| !round(word))?;
    (last > first).then(|| term[first..=last].to_vec())
}

/// Whether a text begins with the term, whatever label stands before it, and says what it is.
pub(super) fn defines(text: &str, term: &[String]) -> bool {
    let words: Vec<String> = legal::syllables(text)
        .into_iter()
        .map(|(_, word)| legal::unaccent(&word))
        .collect();
    let labels = words
        .iter()
        .take_while(|word| word.chars().count() == 1 || word.chars().all(|c| c.is_ascii_digit()));
    let words = &words[labels.count()..];
    let same = words.iter().zip(term).take_while(|(a, b)| a == b).count();
    if same < 2 || (same as f32) < SHARE * term.len() as f32 {
        return false;
    }
    // "Chợ đêm là …" defines another thing than "chợ phiên": after a shorter name "là" follows at once.
    let near = if same < term.len() { 1 } else { NEAR };
    let rest = &words[same..words.len().min(same + near)];
    rest.iter().any(|word| word == "la" || word == "gom")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_questions() {
        let check = |question: &str, expect: Option<&str>| {
            let found = term(question).map(|words| words.join(" "));
            assert_eq!(found.as_deref(), expect, "{question}");
        };
        check("Chợ phiên là gì?", Some("cho phien"));
        check("cho phien la gi", Some("cho phien"));
        check("Thế nào là chợ phiên?", Some("cho phien"));
        check("Chợ phiên được quy định cụ thể là gì?", Some("cho phien"));
        check("Như thế nào được gọi là chợ phiên", Some("cho phien"));
        check("Chợ phiên được hiểu như thế nào?", Some("cho phien"));
        check("Định nghĩa của chợ phiên", Some("cho phien"));
        check("nêu khái niệm về chợ phiên", Some("cho phien"));
        check("Chợ là gì?", None);
        check("Chợ phiên mở ngày nào?", None);
    }

    /// The sentence about another thing of nearly the same name was taken for the definition.
    #[test]
    fn a_name_of_nearly_the_same_words_is_another_thing() {
        let term = term("Chợ phiên vùng cao biên giới là gì?").expect("a term");
        assert!(!defines("Chợ phiên vùng cao hải đảo là chợ.", &term));
        assert!(defines("Chợ phiên vùng cao là chợ.", &term));
    }

    #[test]
    fn sentences_that_define() {
        let term = term("Chợ phiên là gì?").expect("a term");
        for text in [
            "1. Chợ phiên là chợ họp vào những ngày nhất định.",
            "b) Chợ phiên (sau đây gọi là chợ) gồm chợ huyện và chợ xã.",
        ] {
            assert!(defines(text, &term), "{text}");
        }
        for text in [
            "2. Chợ phiên họp vào sáng thứ bảy.",
            "Ngày họp của chợ phiên là thứ bảy.",
            "Chợ là nơi mua bán.",
        ] {
            assert!(!defines(text, &term), "{text}");
        }
    }
}
