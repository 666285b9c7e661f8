//! Tests of folding text.

use proptest::prelude::*;

use super::*;

fn check(fold: impl Fn(&str) -> String, cases: &[(&str, &str)]) {
    for (input, expect) in cases {
        assert_eq!(fold(input), *expect, "{input:?}");
    }
}

#[test]
fn normalises() {
    check(
        normalise,
        &[
            ("Ðiều 5\u{a0}khoản\u{200b} 2", "Điều 5 khoản 2"),
            ("Nghe\u{302}\u{323} quye\u{302}\u{301}t", "Nghệ quyết"),
            ("ê\u{301}", "ế"),
            ("\u{f0a3} có\r\nkhông", " có\r\nkhông"),
        ],
    );
}

#[test]
fn folds_quotes() {
    check(
        |text| fold_quote(text).text().to_owned(),
        &[
            (
                "  Nghị  định số 30/2020/NĐ -\nCP ",
                "nghị định số 30/2020/nđ-cp",
            ),
            ("“Khó – dễ”", "\"khó-dễ\""),
            ("kinh tế - xã hội", "kinh tế-xã hội"),
            ("A\u{ad}B", "ab"),
            ("", ""),
            (" \u{200b} ", ""),
            ("Điều 1\u{e0069}\u{e0067}.", "điều 1."),
        ],
    );
}

#[test]
fn removes_accents() {
    check(
        unaccent,
        &[
            ("Đường sá", "Duong sa"),
            ("ƯỚC Ợ ẵ đ", "UOC O a d"),
            ("e\u{302}\u{301}", "e"),
            ("한 × ≠", "한 × ≠"),
        ],
    );
    assert!(has_accents("đi") && has_accents("u\u{301}y") && !has_accents("thu tuc 5 × 3 “…”"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_folded_range_maps_to_character_boundaries(text in "[\\PCÀ-ỹ\u{301}\u{323}\u{ad} \n–“İ-]{0,40}", a in 0usize..60, b in 0usize..60) {
        let folded = fold_quote(&text);
        prop_assert_eq!(folded.origin.len(), folded.text.len() + 1);
        let range = folded.original(a.min(b)..a.max(b));
        prop_assert!(text.get(range).is_some());
    }

    #[test]
    fn folding_is_idempotent(text in "[\\PCÀ-ỹ\u{301}\u{323}\u{ad} \n–“İ-]{0,40}") {
        let folded = fold_quote(&text);
        let again = fold_quote(folded.text());
        prop_assert_eq!(again.text(), folded.text());
        let normal = normalise(&text);
        prop_assert_eq!(normalise(&normal), normal);
    }

    #[test]
    fn a_quote_found_maps_back_to_words_that_fold_to_it(
        before in "[a-zÀ-ỹ \n,.–-]{0,20}", quote in "[A-Za-zÀ-ỹ0-9\u{301}\u{ad} \n–“”-]{1,30}", after in "[a-zÀ-ỹ \n,.–-]{0,20}",
    ) {
        let text = format!("{before} {quote} {after}");
        let (outer, inner) = (fold_quote(&text), fold_quote(&quote));
        if let Some(at) = outer.text().find(inner.text()) {
            let range = outer.original(at..at + inner.text().len());
            let slice = fold_quote(&text[range]);
            prop_assert_eq!(slice.text(), inner.text());
        }
    }
}
