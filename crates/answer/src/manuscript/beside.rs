//! The words that a sentence quotes, and the figures that it gives, beside the provisions that it cites.

use std::ops::Range;

use legal::{Path, Span};
use search::Error;

use super::judge::{Draft, Judged};
use super::{Cited, Remark, State, amounts, joined, sentences};
use crate::references::References;

/// Quoted words are those of the law only if so many are quoted; fewer name a thing.
const LEAST_SYLLABLES: usize = 4;
/// Longer sentences hold more than one thought, and figures of several.
const LONGEST: usize = 1_200;

/// Compares a sentence with all that it cites. Nothing is said where part of that is not held or not found: words and
/// figures may stand there.
pub(super) fn compare(
    references: &mut References<'_>,
    draft: &Draft<'_>,
    sentence: &Range<usize>,
    group: &[Cited],
    judged: &mut [Judged],
) -> Result<(), Error> {
    let sure = judged.iter().all(|one| {
        !one.provisions.is_empty()
            && one.remarks.iter().all(|remark| match remark {
                Remark::NotInForce { .. } | Remark::ValidityUnknown => true,
                remark => remark.state() == State::Right,
            })
    });
    let words = &draft.source.text()[sentence.clone()];
    let amends =
        (words.contains("sửa đổi") || words.contains("bổ sung")) && words.contains("như sau");
    if !sure || amends || words.contains("cụm từ") {
        return Ok(());
    }
    quotes(references, words, sentence.start, group, judged)?;
    let own = draft.own.iter().any(|span| touches(*span, sentence));
    if !own && words.chars().count() <= LONGEST {
        amounts::compare(references, words, sentence.start, group, judged)?;
    }
    Ok(())
}

fn touches(span: Span, sentence: &Range<usize>) -> bool {
    (span.start as usize) < sentence.end && sentence.start < span.end as usize
}

fn quotes(
    references: &mut References<'_>,
    words: &str,
    start: usize,
    group: &[Cited],
    judged: &mut [Judged],
) -> Result<(), Error> {
    let ends = amounts::within(words, start, group);
    for quote in sentences::quotes(words) {
        if !is_quotation(words, &quote, &ends) {
            continue;
        }
        let said = &words[quote.clone()];
        // Its citation is the last one before it, else the first behind it.
        let before = ends.iter().rposition(|one| one.end <= quote.start);
        let at = before.unwrap_or_default();
        let mut stands = false;
        let mut elsewhere: Option<Path> = None;
        for one in judged.iter() {
            for evidence in &one.provisions {
                let whole = evidence.path.steps().is_empty();
                let Some(opened) = references.open(evidence.document.row)? else {
                    return Ok(());
                };
                if whole {
                    stands |=
                        opened.locate(bare(said)).is_some() || stands_in(said, &opened.text());
                    continue;
                }
                stands |= stands_in(said, &references.with_lead(evidence)?.text);
                elsewhere = elsewhere.or(opened.locate(bare(said)).and_then(|place| place.path));
            }
        }
        let words = joined(said);
        judged[at].remarks.insert(
            0,
            match stands {
                true => Remark::QuoteStands { words },
                false => Remark::QuoteAbsent { words, elsewhere },
            },
        );
    }
    Ok(())
}

/// Whether words in quotation marks are given as those of what is cited: "Điều 5 quy định: “…”", "“…” (khoản 2 Điều 5)".
/// Names of programmes, short names and single terms are not.
fn is_quotation(words: &str, quote: &Range<usize>, cited: &[Range<usize>]) -> bool {
    const SAYING: [&str; 10] = [
        ":",
        "quy định",
        "quy định rõ",
        "nêu",
        "nêu rõ",
        "ghi rõ",
        "rằng",
        "như sau",
        "nguyên văn",
        "giải thích",
    ];
    let said = &words[quote.clone()];
    if legal::syllables(said).len() < LEAST_SYLLABLES {
        return false;
    }
    let before = words[..quote.start]
        .trim_end_matches(['“', '"', '„', '«'])
        .trim_end();
    let after_citation = cited.iter().any(|one| one.end <= quote.start);
    if after_citation && SAYING.iter().any(|saying| before.ends_with(saying)) {
        return true;
    }
    let after = words[quote.end..].trim_start_matches(['”', '"', '‟', '»', ' ']);
    let next = cited.iter().find(|one| one.start >= quote.end);
    next.is_some_and(|next| {
        let between = words[words.len() - after.len()..].len();
        let between = words
            .get(words.len() - between..next.start)
            .unwrap_or_default();
        matches!(
            between.trim(),
            "(" | "(theo" | "(trích" | "(quy định tại" | "(tại"
        )
    })
}

/// The words without the punctuation that quoting adds at their ends.
fn bare(words: &str) -> &str {
    words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '…'))
}

/// Whether quoted words stand in a text, in their order where the quote leaves some out ("… “).
fn stands_in(quote: &str, text: &str) -> bool {
    let text = legal::fold_quote(text);
    let mut rest = text.text();
    let quote = quote
        .replace("[...]", "…")
        .replace("(...)", "…")
        .replace("...", "…");
    for piece in quote.split('…') {
        let piece = legal::fold_quote(bare(piece));
        let Some(at) = rest.find(piece.text()) else {
            return false;
        };
        rest = &rest[at + piece.text().len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_given_as_those_of_the_law() {
        fn check(sentence: &str, expect: bool) {
            let spans: Vec<Range<usize>> = legal::find_citations(sentence)
                .into_iter()
                .map(|one| one.span.range())
                .collect();
            let quote = sentences::quotes(sentence).remove(0);
            assert_eq!(is_quotation(sentence, &quote, &spans), expect, "{sentence}");
        }
        check("Điều 5 Luật Chợ quy định: “phải nộp phí mỗi tháng”.", true);
        check("Điều 5 Luật Chợ nêu rõ \"phải nộp phí mỗi tháng\".", true);
        check("“Phải nộp phí mỗi tháng” (Điều 5 Luật Chợ).", true);
        check("“Phải nộp phí mỗi tháng” (theo Điều 5 Luật Chợ).", true);
        // Names, short names, single terms, and what the draft itself says.
        check(
            "Thực hiện phong trào “Toàn dân bảo vệ chợ quê” theo Điều 5 Luật Chợ.",
            false,
        );
        check("Điều 5 Luật Chợ (sau đây gọi là “Luật về chợ quê”).", false);
        check("Điều 5 Luật Chợ quy định: “phí”.", false);
        check("Xã quy định: “phải nộp phí mỗi tháng”.", false);
    }

    #[test]
    fn quoted_words_stand_in_a_text() {
        fn check(quote: &str, expect: bool) {
            let text = "1. Hộ kinh doanh nộp phí\nmỗi tháng, chậm nhất ngày 05.";
            assert_eq!(stands_in(quote, text), expect, "{quote}");
        }
        check("hộ kinh doanh nộp phí mỗi tháng;", true);
        check("Hộ kinh doanh … chậm nhất ngày 05", true);
        check("Hộ kinh doanh [...] ngày 05.", true);
        check("ngày 05 … hộ kinh doanh", false);
        check("hộ kinh doanh nộp thuế", false);
    }
}
