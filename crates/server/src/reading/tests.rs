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

fn blocks(document: &Document, shown: &Path, wanted: &Path, quote: Option<Span>) -> Vec<Block> {
    let marks = Marks {
        quote,
        ..Marks::default()
    };
    lay(document, shown, wanted, marks).blocks
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

/// The lines of a block, cells of tables among them.
fn lines(block: &Block) -> Vec<&Line> {
    let mut lines = Vec::new();
    for part in &block.parts {
        match part {
            Part::Words(line) => lines.push(line),
            Part::Table(rows) => lines.extend(rows.iter().flatten()),
        }
    }
    lines
}

fn shown(block: &Block) -> String {
    let lines: Vec<String> = block
        .parts
        .iter()
        .map(|part| match part {
            Part::Words(line) => words(line).trim().to_owned(),
            Part::Table(rows) => {
                let row = |row: &Vec<Line>| row.iter().map(words).collect::<Vec<_>>().join("|");
                format!("[{}]", rows.iter().map(row).collect::<Vec<_>>().join("/"))
            }
        })
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
fn a_table_is_laid_out_as_a_table() {
    let text = "Điều 1. Mức thu\nTheo bảng:\nSTT | Việc | Mức\n1 | Chứng thực |\nKhông áp dụng.";
    let at = |words: &str| {
        let start = text.find(words).expect("words of the sample");
        Span::new(start, start + words.len())
    };
    let empty = at("Chứng thực |").end as usize;
    let table = legal::Table {
        span: at("STT | Việc | Mức\n1 | Chứng thực |"),
        rows: vec![
            vec![
                at("STT"),
                at("Việc"),
                Span::new(at("| Mức").start as usize + 2, at("| Mức").end as usize),
            ],
            vec![
                Span::new(
                    at("\n1 |").start as usize + 1,
                    at("\n1 |").start as usize + 2,
                ),
                at("Chứng thực"),
                Span::new(empty, empty),
            ],
        ],
    };
    let mut document = sample();
    let layout = legal::Layout {
        tables: vec![table],
        ..legal::Layout::default()
    };
    document.source =
        SourceText::new(text.to_owned(), Vec::new(), Vec::new(), false).with_layout(layout);
    document.provisions.truncate(1);
    document.provisions[0].heading = at("Mức thu");
    document.provisions[0].span = Span::new(0, text.len());
    document.provisions[0].body = Span::new(at("Theo").start as usize, text.len());
    let marks = Marks {
        quote: Some(at("Chứng thực")),
        ..Marks::default()
    };
    let laid = lay(&document, &Path::default(), &Path::default(), marks);
    let expect = "article Điều 1.|Mức thu|Theo bảng:/[STT|Việc|Mức/1|[Chứng thực]|]/Không áp dụng.";
    assert_eq!(shown(&laid.blocks[0]), expect);
}

#[test]
fn only_the_first_marked_piece_is_scrolled_to() {
    let blocks = blocks(
        &sample(),
        &Path::default(),
        &path("dieu-1/khoan-1"),
        Some(span("mẫu; gồm:\na) Đơn")),
    );
    let pieces: Vec<&Piece> = blocks.iter().flat_map(lines).flatten().collect();
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

/// Words with all that is told apart: `[quote]`, `<link>`, `{1:hit}`, `^1` for a footnote's mark.
fn told(line: &Line) -> String {
    let piece = |piece: &Piece| {
        let mut text = piece.text.clone();
        if let Some(number) = piece.note {
            return format!("^{number}");
        }
        if let Some((number, _)) = piece.hit {
            text = format!("{{{number}:{text}}}");
        }
        if piece.marked {
            text = format!("[{text}]");
        }
        if piece.link.is_some() {
            text = format!("<{text}>");
        }
        text
    };
    line.iter().map(piece).collect()
}

#[test]
fn what_is_told_apart_may_overlap_and_no_word_is_lost() {
    let document = sample();
    let link = |words: &str| Link {
        span: span(words),
        href: "/vb/khac".to_owned(),
    };
    let links = [link("quy định\nviệc")];
    let hits = find(&document.source, "việc mẫu");
    let marks = Marks {
        quote: Some(span("này quy định")),
        links: &links,
        hits: &hits,
    };
    let laid = lay(&document, &path("dieu-1"), &path("dieu-1"), marks);
    let line = lines(&laid.blocks[1])[0];
    assert_eq!(
        told(line).trim(),
        "Văn bản [này ]<[quy định]>< ><{1:việc}>{1: mẫu}; gồm:"
    );
}

#[test]
fn footnotes_stand_where_their_marks_stood_and_behind_the_text() {
    let mut document = sample();
    let text = format!("{TEXT}\nSửa theo văn bản khác.\nBỏ.");
    let note = |label: &str, after: Option<&str>, words: &str| legal::Footnote {
        label: label.to_owned(),
        anchor: after.map(|words| span(words).end),
        span: {
            let start = text.find(words).expect("words of the note");
            Span::new(start, start + words.len())
        },
        page: 0,
    };
    let layout = legal::Layout {
        footnotes: vec![
            note("1", Some("Đơn;"), "Sửa theo văn bản khác."),
            note("*", None, "Bỏ."),
        ],
        ..legal::Layout::default()
    };
    document.source =
        SourceText::new(text.clone(), Vec::new(), Vec::new(), true).with_layout(layout);
    let whole = lay(
        &document,
        &Path::default(),
        &Path::default(),
        Marks::default(),
    );
    let lines: Vec<String> = whole
        .blocks
        .iter()
        .flat_map(|block| lines(block).into_iter().map(told))
        .collect();
    assert!(lines.contains(&"Đơn;^1".to_owned()), "{lines:?}");
    assert!(
        !lines.iter().any(|line| line.contains("Sửa theo")),
        "{lines:?}"
    );
    let notes: Vec<(usize, &str, String, bool)> = whole
        .notes
        .iter()
        .map(|note| {
            (
                note.number,
                note.label.as_str(),
                told(&note.lines[0]),
                note.marked,
            )
        })
        .collect();
    let expect = [
        (1, "1", "Sửa theo văn bản khác.".to_owned(), true),
        (2, "*", "Bỏ.".to_owned(), false),
    ];
    assert_eq!(notes, expect);
    let point = path("dieu-1/khoan-1/diem-b");
    let part = lay(&document, &point, &point, Marks::default());
    assert!(part.notes.is_empty(), "{:?}", part.notes);
    let point = path("dieu-1/khoan-1/diem-a");
    let part = lay(&document, &point, &point, Marks::default());
    assert_eq!(part.notes.len(), 1);
}

#[test]
fn printed_lines_are_joined_into_paragraphs() {
    fn check(text: &str, expect: &str) {
        let source = SourceText::new(text.to_owned(), Vec::new(), Vec::new(), true);
        assert_eq!(paragraphs(&source, Span::new(0, text.len())), expect);
    }
    check(
        "Điều 1. Phạm vi\n1. Văn bản này\nquy định;\ngồm:\na) Đơn;",
        "Điều 1. Phạm vi\n1. Văn bản này quy định; gồm:\na) Đơn;",
    );
    check("mức là\n20.000 đồng", "mức là 20.000 đồng");
    let flowing = SourceText::plain("Một\nHai");
    assert_eq!(paragraphs(&flowing, Span::new(0, 9)), "Một\nHai");
}

#[test]
fn lines_of_a_head_that_go_on_are_joined() {
    let text = "BỘ MẪU\nQuy định về việc\nlập phiếu mẫu\nCăn cứ Luật Mẫu;\nlưu: VT\nĐiều 1. Hết";
    let mut document = sample();
    document.source = SourceText::new(text.to_owned(), Vec::new(), Vec::new(), true);
    document.provisions.clear();
    let laid = lay(
        &document,
        &Path::default(),
        &Path::default(),
        Marks::default(),
    );
    let expect =
        "loose ||BỘ MẪU/Quy định về việc lập phiếu mẫu/Căn cứ Luật Mẫu;/lưu: VT/Điều 1. Hết";
    assert_eq!(shown(&laid.blocks[0]), expect);
}

#[test]
fn a_row_that_is_counted_names_no_columns() {
    let cell = |text: &str| {
        vec![Piece {
            text: text.to_owned(),
            ..Piece::default()
        }]
    };
    let check = |first: [&str; 2], names: bool| {
        let rows = [first.map(cell).to_vec(), vec![cell("2"), cell("Khai tử")]];
        assert_eq!(Part::names_columns(&rows, &0), names, "{first:?}");
        assert!(!Part::names_columns(&rows, &1));
    };
    check(["STT", "Việc"], true);
    check(["1.", "Khai sinh"], false);
    check(["STT", " "], false);
}
