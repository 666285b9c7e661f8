//! Personal data in questions to a program that runs: whoever asks sees what was found, a model never does.

use serde_json::Value;
use tests::{Manner, Mode, escaped, get, send};

use super::{HONEST, Hostile, PATIENCE};

/// A question, what of it is personal, and its kind.
const ASKED: [(&str, &str, &str); 6] = [
    (
        "Căn cước số 001085012345 thì đăng ký khai sinh cho con trong bao nhiêu ngày?",
        "001085012345",
        "citizen_number",
    ),
    (
        "Gọi 0912 345 678 để hỏi thời hạn đăng ký khai sinh",
        "0912 345 678",
        "phone",
    ),
    (
        "Thời hạn đăng ký khai sinh, trả lời vào hop.thu.mau@example.vn",
        "hop.thu.mau@example.vn",
        "mail",
    ),
    (
        "Xe biển số 30A-123.45 chở người đi đăng ký khai sinh trong thời hạn nào?",
        "30A-123.45",
        "plate",
    ),
    (
        "Số tài khoản 19012345678901 nộp lệ phí đăng ký khai sinh trong bao nhiêu ngày?",
        "19012345678901",
        "account",
    ),
    (
        "Ông Nguyễn Văn Mẫu sinh ngày 12/03/1985 đăng ký khai sinh cho con trong bao nhiêu ngày?",
        "Nguyễn Văn Mẫu",
        "name",
    ),
];

/// What was found, as the answer tells whoever asked.
fn told(answer: &Value) -> Vec<(&str, &str)> {
    let personal = answer["egress"]["personal"].as_array();
    personal
        .into_iter()
        .flatten()
        .map(|piece| {
            let of = |name: &str| piece[name].as_str().unwrap_or_default();
            (of("kind"), of("text"))
        })
        .collect()
}

#[test]
fn personal_data_are_shown_to_who_asks_and_masked_before_a_model() {
    let hostile = Hostile::over_samples(HONEST, 20);
    for manner in [Manner::Honest, Manner::Obeying] {
        let mode = Mode::Speaks(manner);
        hostile.model.behave(mode);
        for (question, personal, kind) in ASKED {
            let before = hostile.model.asked();
            let answer = hostile.ask(question, mode);
            let told = told(&answer);
            assert!(
                told.contains(&(kind, personal)),
                "{question}: {told:?} {answer:#}"
            );
            assert!(
                hostile.model.asked() > before,
                "{question}: nobody was asked"
            );
            assert!(
                !hostile.model.was_sent(personal),
                "{personal} was sent to a model"
            );
            let page = get(
                &hostile.served.address,
                &format!("/hoi?q={}", escaped(question)),
            );
            let page = page.expect("it answers").body;
            assert!(page.contains(personal), "{question}: {page}");
            assert!(
                !hostile.model.was_sent(personal),
                "{personal} was sent to a model"
            );
        }
    }
    assert!(hostile.model.falls_silent(PATIENCE));
}

#[test]
fn a_policy_that_blocks_asks_no_model_and_answers_with_provisions() {
    let hostile = Hostile::with_settings(HONEST, 20, "[policy]\npersonal = \"block\"\n");
    for (question, personal, kind) in ASKED {
        let answer = hostile.ask(question, HONEST);
        assert!(
            told(&answer).contains(&(kind, personal)),
            "{question}: {answer:#}"
        );
        assert_eq!(answer["refusal"], "personal_kept", "{question}: {answer:#}");
        assert!(answer["model"].is_null(), "{question}: {answer:#}");
        let claims = answer["claims"].as_array().map(Vec::len);
        assert!(claims > Some(0), "{question}: {answer:#}");
    }
    assert_eq!(hostile.model.asked(), 0, "a model was asked");
    // What holds nothing of the kind goes to the model.
    hostile.ask("Thời hạn đăng ký khai sinh là bao nhiêu ngày?", HONEST);
    assert!(hostile.model.asked() > 0, "a model is asked");
    // Nor does a program that asks by itself get round it.
    let asked = hostile.model.asked();
    let body = serde_json::json!({ "question": ASKED[0].0 }).to_string();
    send("POST", &hostile.served.address, "/api/ask", &body).expect("it answers");
    assert_eq!(hostile.model.asked(), asked, "a model was asked");
}
