//! Tests of tables and formulas without ruling lines, and of what only looks like them.

use super::{at, check, read, sized};
use crate::Flag;

/// Lines from the top, each of words at places.
fn lines(apart: u32, lines: &[&[(u32, &str)]]) -> String {
    let line = |(n, line): (u32, &&[(u32, &str)])| {
        let y = 700 - apart * n;
        line.iter()
            .map(|(x, text)| at(*x, y, text))
            .collect::<String>()
    };
    (0..).zip(lines).map(line).collect()
}

#[test]
fn cells_below_one_another_are_rows_without_any_line() {
    let table = lines(
        14,
        &[
            &[(50, "Ten bang mau")],
            &[(50, "STT"), (120, "Ten"), (300, "Muc")],
            &[(50, "1"), (120, "Mau mot"), (300, "10")],
            &[(120, "con lai")],
            &[(50, "2"), (120, "Mau hai"), (300, "20")],
            &[(
                50,
                "Dong nay la chu thuong va dai het ca be ngang cua bang tren",
            )],
        ],
    );
    check(
        &table,
        "Ten bang mau\nSTT | Ten | Muc\n1 | Mau mot con lai | 10\n2 | Mau hai | 20\n\
         Dong nay la chu thuong va dai het ca be ngang cua bang tren\n",
    );
    let (source, _) = read(&[&table]).expect("a page");
    assert_eq!(source.layout().tables.len(), 1);
}

#[test]
fn lists_forms_and_text_in_columns_are_no_tables() {
    let list = |labels: [&'static str; 3]| {
        let row = |label| [(50, label), (100, "Mau")];
        let rows = labels.map(row);
        lines(14, &[&rows[0], &rows[1], &rows[2]])
    };
    check(&list(["1.", "2.", "3."]), "1. Mau\n2. Mau\n3. Mau\n");
    check(&list(["a\\)", "b\\)", "c\\)"]), "a) Mau\nb) Mau\nc) Mau\n");
    check(
        &list(["Ten:", "Noi o:", "So:"]),
        "Ten: Mau\nNoi o: Mau\nSo: Mau\n",
    );
    // Wrapped lines side by side begin in the middle of their sentences.
    check(&list(["Chu", "dai", "nua"]), "Chu Mau\ndai Mau\nnua Mau\n");
    let signed = lines(
        14,
        &[
            &[(50, "Noi"), (300, "TM. A")],
            &[(50, "Luu"), (300, "HAI")],
            &[(300, "Ten")],
        ],
    );
    check(&signed, "Noi\nLuu\nTM. A\nHAI\nTen\n");
}

#[test]
fn the_sides_of_a_formula_are_read_each_for_itself() {
    let formula = at(50, 700, "Ty le nguoi")
        + &at(170, 700, "Tong so mau")
        + &at(150, 694, "=")
        + &at(300, 694, "x 100")
        + "170 696 m 260 696 l S "
        + &at(50, 688, "tham gia (%)")
        + &at(170, 688, "Dan so")
        + &at(50, 674, "2. Phan to");
    check(
        &formula,
        "Ty le nguoi tham gia (%) | = Tong so mau | Dan so | x 100\n2. Phan to\n",
    );
    // An equation on one line is a line.
    let line =
        at(50, 700, "Luong = muc x he so") + &at(50, 686, "Muc la so tien trong mot thang do");
    check(
        &line,
        "Luong = muc x he so\nMuc la so tien trong mot thang do\n",
    );
}

#[test]
fn a_picture_with_the_names_below_is_a_scan() {
    let names = ["TM. MAU", "KT. MAU", "PHO MAU", "Ten Nguoi Mau"];
    let names: String = (0..)
        .zip(names)
        .map(|(n, name)| sized(13, 350, 300 - 16 * n, name))
        .collect();
    let page = format!("q 453 0 0 361 70 400 cm /I1 Do Q {names}");
    let (_, flags) = read(&[&page]).expect("a page");
    assert_eq!(flags, [Flag::Scanned { page: 1 }]);
}
