//! Ordinary legal questions, in which nobody is named: real ones, and invented ones full of figures and symbols.

use std::path::Path;

use serde_json::Value;

/// The lists by name; those of other data only where it is there.
pub(crate) fn all(shared: Option<&Path>) -> Vec<(&'static str, Vec<String>)> {
    let mut lists = vec![("invented questions full of figures", invented())];
    let Some(shared) = shared else {
        tests::skipped("ordinary questions of others", "no shared data");
        return lists;
    };
    let lines = std::fs::read_to_string(shared.join("retrieval/queries_dev.jsonl"));
    let asked = |line: &str| {
        let value: Value = serde_json::from_str(line).ok()?;
        Some(value["text"].as_str()?.to_owned())
    };
    if let Ok(lines) = lines {
        let asked: Vec<String> = lines.lines().filter_map(asked).collect();
        let plain = asked
            .iter()
            .map(|text| legal::unaccent(text).to_lowercase());
        lists.push(("development questions without accents", plain.collect()));
        lists.push(("development questions", asked));
    }
    if let Ok(text) = std::fs::read_to_string(shared.join("alqac2022/question.json"))
        && let Ok(Value::Array(questions)) = serde_json::from_str(&text)
    {
        let texts = questions
            .iter()
            .filter_map(|one| Some(one["text"].as_str()?.to_owned()));
        lists.push(("ALQAC 2022", texts.collect()));
    }
    lists
}

/// Each pattern with each of some fillings, with and without accents.
fn invented() -> Vec<String> {
    const PATTERNS: [&str; 24] = [
        "Khoản 2 Điều {a} Nghị định {b}/2020/NĐ-CP quy định gì?",
        "Nghị định số {b}/2024/NĐ-CP và Thông tư {a}/2023/TT-BTC có còn hiệu lực không?",
        "Phạt {m} đồng về hành vi đổ rác có đúng không?",
        "Vốn đầu tư {m}.000 đồng thì thuộc nhóm nào?",
        "Dự án {m}000 đồng có phải đấu thầu không?",
        "Đất {a}.{b} m2 được tách thửa không?",
        "Từ ngày 01/07/20{y} đến 31/12/20{y} lương cơ sở là bao nhiêu?",
        "Người sinh năm 19{y} nghỉ hưu năm nào?",
        "Sinh ngày 15/{n}/19{y} thì đủ tuổi nghỉ hưu khi nào?",
        "Ông A bán đất cho bà B năm 20{y} có cần công chứng không?",
        "Ông Nguyễn Văn A có {a} m2 đất, chết không để lại di chúc thì chia thế nào?",
        "Trưởng thôn được phụ cấp bao nhiêu theo Nghị định {b}/2023/NĐ-CP?",
        "Thôn, tổ dân phố có từ {a} hộ thì được mấy người hoạt động không chuyên trách?",
        "Mã số thủ tục 1.00{b}{a} và 2.000{b} nộp ở đâu?",
        "Điều {n}, {a}, {b} Luật Đất đai 2024 khác gì Luật Đất đai 2013?",
        "Tiêu chuẩn TCVN {b}{n}:2010 và QCVN {a}:2021/BXD áp dụng ra sao?",
        "Thuế suất {n}% của {m} đồng là bao nhiêu?",
        "Dân số {m} người thì thành lập phường được không?",
        "Tài khoản {a}{n} hạch toán khoản thu phí thế nào?",
        "Mức 1.490.000 đồng nhân hệ số 2,{a} bằng bao nhiêu, nộp bảo hiểm y tế mấy phần?",
        "Công văn {b}{n}/BNV-CQĐP ngày 2{n}/0{n}/20{y} hướng dẫn gì?",
        "Chủ tịch UBND xã được phạt đến 5.000.000 hay 10.000.000 đồng?",
        "Bảo hiểm xã hội một lần đóng {a} tháng từ 20{y} được bao nhiêu?",
        "Thành phố Hồ Chí Minh có đường Nguyễn Văn Linh số {a} thuộc phường nào?",
    ];
    const FILLINGS: [(&str, &str, &str, &str, &str); 9] = [
        ("12", "30", "2.500.000", "25", "3"),
        ("145", "123", "150000000", "60", "5"),
        ("7", "168", "30.000.000", "85", "9"),
        ("216", "99", "1.234.567.890", "19", "4"),
        ("300", "46", "500 000 000", "78", "8"),
        ("1500", "151", "98506193", "90", "2"),
        ("85", "111", "12,5 triệu", "00", "6"),
        ("33", "04", "0,5 tỷ", "13", "7"),
        ("250", "1065", "75.000", "24", "1"),
    ];
    let mut questions = Vec::new();
    for pattern in PATTERNS {
        for (a, b, m, y, n) in FILLINGS {
            let filled = [("{a}", a), ("{b}", b), ("{m}", m), ("{y}", y), ("{n}", n)]
                .iter()
                .fold(pattern.to_owned(), |text, (slot, words)| {
                    text.replace(slot, words)
                });
            questions.push(legal::unaccent(&filled).to_lowercase());
            questions.push(filled);
        }
    }
    questions
}
