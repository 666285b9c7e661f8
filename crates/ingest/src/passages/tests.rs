//! Tests of passages.

use super::*;

fn made(text: &str) -> Vec<NewPassage> {
    let source = SourceText::plain(text);
    passages(&source, &legal::parse(&source))
}

fn decree(articles: &str) -> String {
    format!(
        "CHÍNH PHỦ\nSố: 12/2024/NĐ-CP\nHà Nội, ngày 05 tháng 02 năm 2024\nNGHỊ ĐỊNH\nVề chợ quê\n\
         Căn cứ Luật Mẫu;\nChính phủ ban hành Nghị định về chợ quê.\nChương I\nQUY ĐỊNH CHUNG\n{articles}"
    )
}

#[test]
fn a_short_article_is_one_passage_with_its_breadcrumb() {
    let made = made(&decree(
        "Điều 1. Phạm vi điều chỉnh\n1. Nghị định này quy định về chợ quê.\n2. Không áp dụng với chợ đêm.\n\
         Điều 2. Hiệu lực thi hành\nNghị định này có hiệu lực từ ngày 01 tháng 4 năm 2024.\n",
    ));
    let shown: Vec<String> = made
        .iter()
        .map(|passage| passage.path.to_string())
        .collect();
    assert_eq!(shown, ["dieu-1", "dieu-2"]);
    let first = &made[0];
    assert_eq!(first.article_key, "12/2024/nđ-cp#1");
    assert!(
        first.breadcrumb.contains("Nghị định số 12/2024/NĐ-CP"),
        "{}",
        first.breadcrumb
    );
    assert!(
        first.breadcrumb.contains("Chương I"),
        "{}",
        first.breadcrumb
    );
    assert!(
        first.breadcrumb.ends_with("Điều 1. Phạm vi điều chỉnh"),
        "{}",
        first.breadcrumb
    );
    assert!(first.text.starts_with("1. Nghị định này") && first.text.ends_with("chợ đêm."));
}

#[test]
fn a_long_article_is_divided_at_its_clauses_and_keeps_every_word() {
    let clause = |n: usize| {
        format!(
            "{n}. {}.\n",
            format!("người bán hàng thứ {n} nộp phí ").repeat(15)
        )
    };
    let clauses: String = (1..=9).map(clause).collect();
    let made = made(&decree(&format!(
        "Điều 1. Phí\nPhí được nộp như sau:\n{clauses}Điều 2. Thu\nXã thu phí.\n"
    )));
    assert!(made.len() > 3, "{}", made.len());
    let article: Vec<&NewPassage> = made
        .iter()
        .filter(|passage| passage.article_key == "12/2024/nđ-cp#1")
        .collect();
    let words = |text: &str| text.split_whitespace().count();
    let all: usize = article.iter().map(|passage| words(&passage.text)).sum();
    assert_eq!(all, words(&clauses) + words("Phí được nộp như sau:"));
    for pair in article.windows(2) {
        assert!(
            pair[0].span.end <= pair[1].span.start,
            "passages do not overlap"
        );
    }
    for passage in &article {
        assert!(words(&passage.text) <= MOST);
        let holds_lead_in =
            passage.text.contains("như sau") || passage.breadcrumb.contains("như sau");
        assert!(
            holds_lead_in,
            "the lead-in goes with each: {}",
            passage.breadcrumb
        );
    }
}

#[test]
fn no_passage_crosses_an_article_and_each_stands_in_the_text() {
    let text = decree(
        &(1..=30)
            .map(|n| format!("Điều {n}. Tên điều {n}\nNội dung của điều {n}.\n"))
            .collect::<String>(),
    );
    let source = SourceText::plain(text);
    let parsed = legal::parse(&source);
    let made = passages(&source, &parsed);
    assert_eq!(made.len(), 30);
    for passage in made {
        let article = parsed
            .provisions
            .iter()
            .find(|unit| unit.path == passage.path)
            .expect("its article");
        assert!(article.span.contains(passage.span));
        assert_eq!(source.slice(passage.span).trim(), passage.text);
    }
}

#[test]
fn a_text_without_articles_and_an_empty_one_are_no_trouble() {
    assert!(made("").is_empty());
    assert!(made("\n \n").is_empty());
    let words = "thông báo nghỉ lễ của xã ".repeat(200);
    let made = made(&words);
    assert!(
        made.len() > 2
            && made
                .iter()
                .all(|passage| passage.text.split_whitespace().count() <= MOST)
    );
}
