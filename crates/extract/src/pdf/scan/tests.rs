//! Tests of scans: how they are told.

use legal::PageKind;

use super::{super::tests::pdf, Recognised, covered, without_specks};
use crate::Limits;

const WHOLE: &str = "q 600 0 0 800 0 0 cm /I1 Do Q";

/// A line of text; 500 units a letter.
fn line(x: u32, y: u32, text: &str) -> String {
    format!("BT /F1 12 Tf {x} {y} Td ({text}) Tj ET ")
}

#[track_caller]
fn check(content: &str, expect: PageKind) {
    let bytes = pdf(&[content], |_| {});
    let (source, _) = crate::pdf::read(&bytes, &Limits::default()).expect("a page");
    assert_eq!(source.pages()[0].kind, expect, "{content}");
}

#[test]
fn pages_are_told_by_what_covers_them() {
    let lines = |count: u32| -> String {
        (0..count)
            .map(|n| line(50, 700 - 20 * n, &"chu viet ".repeat(9)))
            .collect()
    };
    check(WHOLE, PageKind::Image);
    // A number typed over the picture.
    check(
        &format!("{WHOLE} {}", line(50, 700, "12/QD-UBND")),
        PageKind::Image,
    );
    // A page of text on a coloured ground, and one with a figure.
    check(&format!("{WHOLE} {}", lines(30)), PageKind::Text);
    check(
        &format!("q 300 0 0 200 100 100 cm /I1 Do Q {}", lines(5)),
        PageKind::Text,
    );
    check(
        "q 300 0 0 100 100 100 cm /I1 Do Q BT /F1 12 Tf 50 700 Td (Hinh 1. So do to chuc cua Uy ban nhan dan xa) Tj ET",
        PageKind::Text,
    );
    // The half-empty last page of a scan, with the number of the page.
    check(
        &format!("q 450 0 0 360 70 400 cm /I1 Do Q {}", line(500, 780, "87")),
        PageKind::Image,
    );
    // A picture cut into strips, with white margins.
    let strips: String = (0..8)
        .map(|n| format!("q 500 0 0 80 50 {} cm /I1 Do Q ", 60 + 80 * n))
        .collect();
    check(&strips, PageKind::Image);
}

#[test]
fn a_signed_scan_is_a_scan() {
    let stamp = [
        "Signature Not Verified",
        "Email: thu@mau.vn",
        "Digitally signed by UY BAN NHAN DAN XA DONG MAU, TINH SONG MAU, VIET NAM",
        "Digitally signed by UY BAN NHAN DAN XA DONG MAU, TINH SONG MAU, VIET NAM",
    ];
    let lines: String = (700..)
        .step_by(14)
        .zip(stamp)
        .map(|(y, text)| line(300, 1400 - y, text))
        .collect();
    check(&format!("{WHOLE} {lines}"), PageKind::Image);
}

#[test]
fn pictures_over_one_another_count_once() {
    let half = [0.0, 0.0, 600.0, 400.0];
    let share = covered(&[half, half, [0.0, 200.0, 600.0, 400.0]], (600.0, 800.0));
    assert!((share - 0.5).abs() < 0.02, "{share}");
}

#[test]
fn a_rule_before_the_day_of_issue_is_no_word() {
    fn check(line: &str, expect: &str) {
        let word = |text: &str| Recognised {
            text: text.to_owned(),
            line: 0,
            bounds: [0.0; 4],
            confidence: 30,
        };
        let words: Vec<Recognised> = line.split(' ').map(word).collect();
        let kept: Vec<&str> = without_specks(&words)
            .iter()
            .map(|word| &*word.text)
            .collect();
        assert_eq!(kept.join(" "), expect, "{line}");
    }
    check("_ Xã Mẫu, ngày 21 |", "Xã Mẫu, ngày 21");
    check("- một gạch đầu dòng", "- một gạch đầu dòng");
    check("a | b", "a | b");
    check("_ |", "");
}
