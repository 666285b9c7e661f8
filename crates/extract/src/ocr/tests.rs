//! Tests of the recogniser's table.

use std::path::Path;

use super::{Ocr, words};

#[test]
fn reads_the_table_of_words() {
    let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
        1\t1\t0\t0\t0\t0\t0\t0\t100\t100\t-1\t\n\
        5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.06\tĐiều\n\
        5\t1\t1\t1\t1\t2\t45\t20\t8\t12\t31.5\t1.\n\
        5\t1\t1\t1\t2\t1\t10\t40\t8\t12\t95\t \n\
        5\t1\t1\t1\t3\t1\t10\t60\t8\t12\t95\tHai\nrubbish\n";
    let words: Vec<_> = words(table)
        .into_iter()
        .map(|word| (word.text, word.line, word.bounds, word.confidence))
        .collect();
    assert_eq!(
        words,
        [
            ("Điều".to_owned(), 1, [10.0, 20.0, 40.0, 32.0], 96),
            ("1.".to_owned(), 1, [45.0, 20.0, 53.0, 32.0], 31),
            ("Hai".to_owned(), 2, [10.0, 60.0, 18.0, 72.0], 95),
        ]
    );
}

#[test]
fn a_program_that_is_none_is_not_found() {
    assert_eq!(Ocr::new(Path::new("")), None);
    let check = |program: &str| {
        let ocr = Ocr::new(Path::new(program)).expect("it has a name");
        assert!(!ocr.is_installed(), "{program}");
    };
    check("no-such-recogniser");
    check("/nowhere/tesseract");
    check("/bin/true");
}
