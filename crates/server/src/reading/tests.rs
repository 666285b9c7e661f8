//! Tests of the layout, on a sample without legal force.

use catalogue::DocumentRow;
use legal::{DocumentId, Header, Provision, Validity};

use super::*;

const TEXT: &str = "ỦY BAN MẪU\nĐiều 1. Phạm vi\n1. Văn bản này quy định\nviệc mẫu; gồm:\na) Đơn;\nb) Tờ khai.\nNơi nhận: lưu.";

fn span(words: &str) -> Span {
    let start = TEXT.find(words).expect("words of the sample");
    Span::new(start, start + words.len())
}

fn sample() -> Document {
    let provision = |path: &str, label: &str, heading: Span, all: &str, body: &str| Provision {
        path: path.parse().expect("a path"),
        label: label.to_owned(),
        heading,
        span: span(all),
        body: span(body),
        validity: None,
    };
    let none = Span::default();
    let clause = "1. Văn bản này quy định\nviệc mẫu; gồm:\na) Đơn;\nb) Tờ khai.";
    let article = &TEXT[span("Điều 1").start as usize..span(clause).end as usize];
    let provisions = vec![
        provision("dieu-1", "Điều 1.", span("Phạm vi"), article, clause),
        provision(
            "dieu-1/khoan-1",
            "1.",
            none,
            clause,
            clause.trim_start_matches("1. "),
        ),
        provision("dieu-1/khoan-1/diem-a", "a)", none, "a) Đơn;", "Đơn;"),
        provision(
            "dieu-1/khoan-1/diem-b",
            "b)",
            none,
            "b) Tờ khai.",
            "Tờ khai.",
        ),
    ];
    let row = DocumentRow {
        row: 1,
        id: DocumentId::from_stored("vn/mau"),
        slug: "mau".to_owned(),
        header: Header::default(),
        validity: Validity::default(),
        original: catalogue::Hash::of(b"mau"),
        part: String::new(),
        file_name: "mau.txt".to_owned(),
        media: "text".to_owned(),
        collection: None,
        confidentiality: None,
        pages: 0,
        articles: 1,
        flags: "[]".to_owned(),
    };
    let source = SourceText::new(TEXT.to_owned(), Vec::new(), Vec::new(), true);
    Document {
        row,
        source,
        provisions,
        annexes: Vec::new(),
        relations: Vec::new(),
        issues: Vec::new(),
    }
}

fn path(text: &str) -> Path {
    text.parse().expect("a path")
}

fn words(line: &Line) -> String {
    line.iter()
        .map(|piece| {
            if piece.marked {
                format!("[{}]", piece.text)
            } else {
                piece.text.clone()
            }
        })
        .collect()
}

fn shown(block: &Block) -> String {
    let lines: Vec<String> = block
        .lines
        .iter()
        .map(|line| words(line).trim().to_owned())
        .collect();
    format!(
        "{} {}|{}|{}",
        block.level,
        block.label,
        words(&block.heading),
        lines.join("/")
    )
}

#[test]
fn a_document_comes_out_whole_and_in_order() {
    fn check(at: &str, mark: Option<Span>, expect: &[&str]) {
        let blocks = blocks(&sample(), &path(at), &Path::default(), mark);
        assert_eq!(blocks.iter().map(shown).collect::<Vec<_>>(), expect, "{at}");
    }
    check(
        "",
        None,
        &[
            "loose ||ỦY BAN MẪU",
            "article Điều 1.|Phạm vi|",
            "clause 1.||Văn bản này quy định việc mẫu; gồm:",
            "point a)||Đơn;",
            "point b)||Tờ khai.",
            "loose ||Nơi nhận: lưu.",
        ],
    );
    check(
        "dieu-1/khoan-1",
        Some(span("mẫu; gồm:\na) Đơn")),
        &[
            "clause 1.||Văn bản này quy định việc [mẫu; gồm: ]",
            "point a)||[Đơn];",
            "point b)||Tờ khai.",
        ],
    );
    check("dieu-9", None, &[]);
}

#[test]
fn only_the_first_marked_piece_is_scrolled_to() {
    let blocks = blocks(
        &sample(),
        &Path::default(),
        &path("dieu-1/khoan-1"),
        Some(span("mẫu; gồm:\na) Đơn")),
    );
    let pieces: Vec<&Piece> = blocks
        .iter()
        .flat_map(|block| &block.lines)
        .flatten()
        .collect();
    assert_eq!(pieces.iter().filter(|piece| piece.marked).count(), 2);
    assert_eq!(pieces.iter().filter(|piece| piece.first).count(), 1);
    let wanted: Vec<&str> = blocks
        .iter()
        .filter(|block| block.wanted)
        .map(|block| block.level)
        .collect();
    assert_eq!(wanted, ["clause", "point", "point"]);
}

#[test]
fn quotes_are_found_by_their_words() {
    fn check(quote: Option<&str>, hint: Option<Span>, expect: Option<Span>) {
        let document = sample();
        let all = Span::new(0, TEXT.len());
        assert_eq!(
            find_quote(&document.source, all, quote, hint),
            expect,
            "{quote:?} {hint:?}"
        );
    }
    check(None, Some(span("Đơn")), Some(span("Đơn")));
    check(None, Some(Span::new(1, 9_999)), None);
    check(None, Some(Span::new(2, 3)), None);
    check(Some("không có"), Some(span("Đơn")), None);
    check(None, None, None);
    if fold_works() {
        check(
            Some("QUY ĐỊNH việc"),
            Some(span("Đơn")),
            Some(span("quy định\nviệc")),
        );
        check(Some("tờ khai"), None, Some(span("Tờ khai")));
    }
}

/// Whether quotes fold at all in this build.
fn fold_works() -> bool {
    legal::fold_quote("A").text() == "a"
}
