use proptest::prelude::*;

use super::*;

/// Paths and words of the provisions inside an article.
fn inside(text: &str) -> Vec<String> {
    let source = SourceText::plain(text);
    let parent = Path::default().child(Level::Article, "5");
    let found = parse_provisions(&source, Span::new(0, text.len()), &parent);
    found
        .iter()
        .map(|p| format!("{} {}", p.path, source.slice(p.body).replace('\n', "|")))
        .collect()
}

fn check(text: &str, expect: &[&str]) {
    assert_eq!(inside(text), expect, "{text:?}");
}

#[test]
fn reads_clauses_and_points() {
    check(
        "1. Một:\na) Điểm a;\nb) Điểm b.\nĐoạn cuối của khoản.\n2. Hai.",
        &[
            "dieu-5/khoan-1 Một:|a) Điểm a;|b) Điểm b.|Đoạn cuối của khoản.",
            "dieu-5/khoan-1/diem-a Điểm a;",
            "dieu-5/khoan-1/diem-b Điểm b.",
            "dieu-5/khoan-2 Hai.",
        ],
    );
    check(
        "Gồm:\na) A;\nb) B;\nc) C;\nd) D;\nđ) Đ;\nđ2) Đ2;\ne) E.",
        &[
            "dieu-5/diem-a A;",
            "dieu-5/diem-b B;",
            "dieu-5/diem-c C;",
            "dieu-5/diem-d D;",
            "dieu-5/diem-dd Đ;",
            "dieu-5/diem-dd2 Đ2;",
            "dieu-5/diem-e E.",
        ],
    );
    check(
        "1. A\n1a. B\n2.Quỹ\n104.042\n7. Không",
        &[
            "dieu-5/khoan-1 A",
            "dieu-5/khoan-1a B",
            "dieu-5/khoan-2 Quỹ|104.042|7. Không",
        ],
    );
    check(
        "1. Thuế:\na) Gồm:\na.1) X;\na.2) Y.\nb) Z.",
        &[
            "dieu-5/khoan-1 Thuế:|a) Gồm:|a.1) X;|a.2) Y.|b) Z.",
            "dieu-5/khoan-1/diem-a Gồm:|a.1) X;|a.2) Y.",
            "dieu-5/khoan-1/diem-a/tiet-a.1 X;",
            "dieu-5/khoan-1/diem-a/tiet-a.2 Y.",
            "dieu-5/khoan-1/diem-b Z.",
        ],
    );
    check("Không có khoản nào.", &[]);
}

#[test]
fn quoted_amending_text_is_no_clause_of_the_article() {
    check(
        "1. Sửa đổi khoản 2 như sau:\n“2. Nội dung mới:\na) A;\n3. Nữa.”.\n2. Bãi bỏ khoản 4.",
        &[
            "dieu-5/khoan-1 Sửa đổi khoản 2 như sau:|“2. Nội dung mới:|a) A;|3. Nữa.”.",
            "dieu-5/khoan-2 Bãi bỏ khoản 4.",
        ],
    );
}

fn sound(provisions: &[Provision], text: &str) -> Result<(), TestCaseError> {
    let mut paths = std::collections::HashSet::new();
    for (n, one) in provisions.iter().enumerate() {
        for span in [one.span, one.body, one.heading] {
            prop_assert!(text.get(span.range()).is_some());
        }
        prop_assert!(
            one.span.contains(one.body) && one.span.contains(one.heading),
            "{:?}",
            one
        );
        prop_assert!(paths.insert(one.path.clone()), "{}", one.path);
        for other in &provisions[n + 1..] {
            let apart = one.span.end <= other.span.start;
            prop_assert!(
                apart || one.span.contains(other.span),
                "{:?} {:?}",
                one,
                other
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn provisions_are_nested_ordered_and_unique(
        lines in proptest::collection::vec("(Điều [1-4]\\. |[1-4]\\. |[a-eđ][12]?\\) |a\\.[12]\\) |“|1\\.[12]\\. |)([A-Za-zđ ;.:”]{0,12})", 0..25),
    ) {
        let text = lines.join("\n");
        let source = SourceText::plain(text.clone());
        sound(&parse_provisions(&source, Span::new(0, text.len()), &Path::default()), &text)?;
        let wrapped = SourceText::new(text.clone(), Vec::new(), Vec::new(), true);
        sound(&parse_provisions(&wrapped, Span::new(0, text.len()), &Path::default()), &text)?;
    }
}
