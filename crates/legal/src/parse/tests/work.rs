//! Reading takes work in proportion to the length of a text: counted, not timed.

use super::super::{lines::WORK, *};

/// How many lines were looked at and bytes joined while a text was read.
fn work(text: &str) -> usize {
    let source = SourceText::new(text.to_owned(), Vec::new(), Vec::new(), true);
    WORK.set(0);
    let _ = parse(&source);
    WORK.get()
}

/// Four times the text is about four times the work.
fn check(name: &str, text: impl Fn(usize) -> String) {
    const SIZE: usize = 60;
    let (one, four) = (work(&text(SIZE)), work(&text(4 * SIZE)));
    assert!(
        four * 10 <= one.max(1000) * 46,
        "{name}: {one}, then {four}"
    );
}

/// A line of every kind that opens something, and leaves it open: once such lines were looked at again and again.
#[test]
fn hostile_texts_take_linear_work() {
    for line in [
        "Điều 1. ",
        "“",
        "khoản 1, Điều 1, ",
        "Phụ lục I\n",
        "a) \n",
        "1. \n",
        "1.1. A\n",
        "30/2020/NĐ-",
        "Điều 1.\n",
        "a",
        " ",
        "Chương I\n",
        "ngày 1 tháng ",
        "Luật A ",
        "Căn cứ Luật Đất đai;\n",
        "(",
        "điểm a, ",
        "QUY CHẾ\n(Ban hành kèm theo Quyết định\n",
        "Thông tư số 1/2020/TT-BTC hết hiệu lực.\n",
    ] {
        check(line, |size| line.repeat(size * 40));
    }
}

/// A long act: every article has clauses, points, a table-like line and a reference.
#[test]
fn a_long_act_takes_linear_work() {
    let act = |articles: usize| {
        let mut text = "CHÍNH PHỦ\nSố: 900/2031/NĐ-CP\nHà Nội, ngày 05 tháng 3 năm 2031\nNGHỊ ĐỊNH\nVề bến\nCăn cứ Luật Bến;\n".to_owned();
        for n in 1..=articles {
            text += &format!(
                "Điều {n}. Bến số {n}\n1. Bến theo khoản 2 Điều này và Điều {n} Nghị định số 8/2029/NĐ-CP:\na) Có biển;\nb) Có đèn.\n\
                 2. Bãi bỏ khoản {n} Điều 9 Nghị định số 7/2028/NĐ-CP.\n12 | 13 | 14\n"
            );
        }
        text + "Điều 999. Hiệu lực\nNghị định này có hiệu lực từ ngày 01 tháng 5 năm 2031.\n"
    };
    check("a long act", act);
}
