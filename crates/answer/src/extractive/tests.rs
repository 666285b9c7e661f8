//! Extractive answers of invented law.

use super::*;
use crate::samples::evidence;

const MARKET: &str = "Điều 9. Cấp giấy bán hàng\n1. Người bán hàng nộp hồ sơ tại Ủy ban nhân dân cấp xã. Hồ sơ gồm:\na) Tờ khai theo mẫu ban hành kèm theo Nghị định này;\nb) Bản sao giấy tờ về chỗ ngồi bán hàng tại chợ.\n2. Trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ, Ủy ban nhân dân cấp xã cấp giấy.\n3. Người bán rong không phải có giấy bán hàng, trừ trường hợp bán thực phẩm chín.";

#[track_caller]
fn check(question: &str, evidence: &[Evidence], expect: &[&[&str]]) {
    let found = drafts(question, evidence, 0);
    let found: Vec<Vec<&str>> = found
        .iter()
        .map(|draft| {
            draft
                .quotes
                .iter()
                .map(|(_, quote)| quote.as_str())
                .collect()
        })
        .collect();
    assert_eq!(found, expect, "{question}");
}

const DEADLINE: &str =
    "2. Trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ, Ủy ban nhân dân cấp xã cấp giấy.";
const EXCEPTION: &str =
    "3. Người bán rong không phải có giấy bán hàng, trừ trường hợp bán thực phẩm chín.";
const PAPERS: &str = "Hồ sơ gồm:\na) Tờ khai theo mẫu ban hành kèm theo Nghị định này;\nb) Bản sao giấy tờ về chỗ ngồi bán hàng tại chợ.";

#[test]
fn what_was_asked_for_is_quoted_with_its_exception() {
    let one = [evidence("dieu-9", MARKET)];
    check(
        "cấp giấy bán hàng mất bao lâu",
        &one,
        &[&[DEADLINE], &[EXCEPTION]],
    );
    check(
        "Hồ sơ cấp giấy bán hàng gồm những gì?",
        &one,
        &[&[PAPERS], &[EXCEPTION]],
    );
}

/// "Hồ sơ gồm:" was quoted without the papers.
#[test]
fn a_lead_in_takes_its_list_along() {
    let text = "Giấy tờ phải nộp khi đăng ký họp chợ phiên gồm:\na) Tờ khai;\nb) Ảnh;\nc) Lệ phí.";
    check(
        "giấy tờ đăng ký họp chợ phiên",
        &[evidence("dieu-1", text)],
        &[&[text]],
    );
}

/// A point was quoted without the words that forbid it.
#[test]
fn a_point_keeps_its_lead_in() {
    let lead = "Nghiêm cấm người bán hàng có những hành vi sau đây:";
    let long = "a) Để hàng ngoài chỗ ngồi đã được cấp, kể cả khi chỗ bên cạnh không có ai bán, hoặc nhờ người khác để hộ hàng vào ban đêm mà không báo cho ban quản lý;\nb) Nói thách quá ba lần giá;\n";
    let point = "c) Đun nấu bằng bếp than trong nhà lồng chợ khi không có người trông coi.";
    let text = format!("{lead}\n{long}{point}");
    check(
        "đun nấu bằng bếp than trong nhà lồng chợ",
        &[evidence("dieu-2", &text)],
        &[&[lead, point]],
    );
}

#[test]
fn what_gives_what_was_asked_for_leads() {
    let general = evidence(
        "dieu-1",
        "Điều 1. Người bán hàng tại chợ được cấp giấy bán hàng theo Nghị định này.",
    );
    let mut deadline = evidence(
        "dieu-2",
        "Điều 2. Thời hạn cấp giấy bán hàng là 05 ngày làm việc.",
    );
    deadline.score.total = 0.8;
    let both = [general.clone(), deadline.clone()];
    let found = drafts("thời hạn cấp giấy bán hàng là bao lâu", &both, 0);
    assert_eq!(found[0].quotes[0].0, 2);
    // Not where it is far less likely to be what is meant.
    deadline.score.total = 0.1;
    let found = drafts(
        "thời hạn cấp giấy bán hàng là bao lâu",
        &[general, deadline],
        0,
    );
    assert_eq!(found[0].quotes[0].0, 1);
}

/// A sentence that spoke of the term stood in the place of the one that says what it is.
#[test]
fn a_definition_answers_what_something_is() {
    let text = "Điều 3. Giải thích từ ngữ\n1. Chợ quy định tại Nghị định này là chợ phiên, chợ đêm và chợ đầu mối.\n2. Chợ phiên là chợ họp vào những ngày nhất định.";
    check(
        "Chợ phiên là gì?",
        &[evidence("dieu-3", text)],
        &[&["2. Chợ phiên là chợ họp vào những ngày nhất định."]],
    );
}

/// Of five papers one was quoted, as if it were all.
#[test]
fn a_list_that_is_asked_for_is_whole() {
    let list =
        "1. Hồ sơ gồm:\na) Đơn đề nghị cấp giấy bán hàng tại chợ phiên;\nb) Ảnh;\nc) Biên lai.";
    let text = format!("{list}\n2. Ban quản lý chợ trả lời.");
    check(
        "Hồ sơ đề nghị cấp giấy bán hàng tại chợ phiên gồm những gì?",
        &[evidence("dieu-3", &text)],
        &[&[list]],
    );
}

/// The first clause, which says what is punished, was quoted where a later one says how this case is.
#[test]
fn a_clause_says_what_the_first_one_says_where_it_goes_back_to_it() {
    let text = "1. Người nào lấn chiếm lối đi chung của chợ phiên để bày hàng, dựng quầy, thì bị phạt tiền 100.000 đồng.\n2. Phạm tội thuộc một trong các trường hợp sau đây, thì bị phạt tiền 900.000 đồng:\na) Có tổ chức;\nb) Làm người đi chợ bị thương phải vào trạm xá.\n3. Người vi phạm phải dọn dẹp.";
    let found = drafts(
        "Lấn chiếm lối đi chung của chợ phiên để bày hàng làm người đi chợ bị thương thì bị phạt bao nhiêu tiền?",
        &[evidence("dieu-7", text)],
        0,
    );
    let first: Vec<&str> = found[0]
        .quotes
        .iter()
        .map(|(_, quote)| quote.as_str())
        .collect();
    assert!(first.concat().contains("900.000 đồng"), "{first:?}");
    assert!(first.concat().contains("bị thương"), "{first:?}");
}

/// Who asks what an article provides got one sentence of it.
#[test]
fn an_article_that_is_asked_for_is_quoted_from_its_beginning() {
    let text = "1. Chợ phiên họp vào sáng chủ nhật.\n2. Chợ phiên không họp vào ngày tết.\n3. Ban quản lý báo trước ngày họp bù.";
    let mut one = evidence("dieu-8", text);
    one.breadcrumb = "Luật Chợ quê năm 2024 › Điều 8. Ngày họp chợ phiên".to_owned();
    check(
        "Ngày họp chợ phiên được quy định như thế nào?",
        &[one],
        &[&[text]],
    );
}

/// Of one article one place was quoted, where two answer.
#[test]
fn two_places_of_the_best_article_are_quoted() {
    let one = "1. Người bán rau ở chợ phiên nộp phí 5.000 đồng mỗi buổi.";
    let other = "2. Người bán vải ở chợ phiên nộp phí 9.000 đồng mỗi buổi.";
    let text = format!("{one}\n{other}\n3. Ban quản lý chợ ghi sổ.");
    check(
        "người bán hàng ở chợ phiên nộp phí bao nhiêu tiền mỗi buổi",
        &[evidence("dieu-4", &text)],
        &[&[one], &[other]],
    );
}

/// A point whose lead-in stood in another passage was quoted without it, or not at all.
#[test]
fn a_point_is_quoted_with_what_leads_it_in_from_another_passage() {
    let lead = "Nghiêm cấm người bán hàng có những hành vi sau đây:";
    let first = evidence("dieu-2", &format!("{lead}\na) Nói thách quá ba lần giá;"));
    let point = "b) Đun nấu bằng bếp than trong nhà lồng chợ khi không có người trông coi;";
    let mut other = evidence("dieu-2", &format!("{point}\nc) Đốt rác."));
    other.led = vec![search::Led {
        passage: first.passage,
        words: lead.to_owned(),
    }];
    let question = "đun nấu bằng bếp than trong nhà lồng chợ";
    let found = drafts(question, &[other.clone(), first], 0);
    let expect = vec![(2, lead.to_owned()), (1, point.to_owned())];
    assert_eq!(found[0].quotes, expect);
    // What is not at hand cannot be quoted.
    let found = drafts(question, &[other], 0);
    assert_eq!(found[0].quotes, [(1, point.to_owned())]);
}

/// What stands behind a semicolon was quoted without the words that say whose rule it is.
#[test]
fn a_part_of_a_sentence_is_quoted_from_its_beginning() {
    let text = "1. Ban quản lý chợ phiên ghi sổ mỗi buổi họp; kiểm tra bếp than trong nhà lồng chợ.\n2. Phí nộp một lần; trường hợp bán rong thì không phải nộp phí.";
    check(
        "kiểm tra bếp than trong nhà lồng chợ",
        &[evidence("dieu-4", text)],
        &[
            &[
                "1. Ban quản lý chợ phiên ghi sổ mỗi buổi họp; kiểm tra bếp than trong nhà lồng chợ.",
            ],
        ],
    );
    check(
        "bán rong có phải nộp phí không",
        &[evidence("dieu-4", text)],
        &[&["trường hợp bán rong thì không phải nộp phí."]],
    );
}

/// "… gồm các tài liệu sau: …; d)": a label stood alone at the end of what was quoted.
#[test]
fn a_list_ends_with_no_bare_label() {
    let list = "Hồ sơ cấp giấy bán hàng gồm:\na) Tờ khai;\nb) Ảnh;";
    let text = format!("{list}\nc)");
    check(
        "Hồ sơ cấp giấy bán hàng gồm những gì?",
        &[evidence("dieu-3", &text)],
        &[&[list]],
    );
}
