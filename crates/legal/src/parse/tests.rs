//! Tests of reading whole documents.

use super::*;
use crate::Level;

mod printed;
mod soundness;
mod work;

/// Paths and words of the provisions inside an article.
fn inside(text: &str) -> Vec<String> {
    let source = SourceText::plain(text);
    let parent = Path::default().child(Level::Article, "5");
    let found = parse_provisions(&source, Span::new(0, text.len()), &parent);
    found
        .iter()
        .map(|p| format!("{} {}", p.path, source.slice(p.body).replace('\n', "|")))
        .collect()
}

fn check(text: &str, expect: &[&str]) {
    assert_eq!(inside(text), expect, "{text:?}");
}

#[test]
fn reads_clauses_and_points() {
    check(
        "1. Một:\na) Điểm a;\nb) Điểm b.\nĐoạn cuối của khoản.\n2. Hai.",
        &[
            "dieu-5/khoan-1 Một:|a) Điểm a;|b) Điểm b.|Đoạn cuối của khoản.",
            "dieu-5/khoan-1/diem-a Điểm a;",
            "dieu-5/khoan-1/diem-b Điểm b.",
            "dieu-5/khoan-2 Hai.",
        ],
    );
    check(
        "Gồm:\na) A;\nb) B;\nc) C;\nd) D;\nđ) Đ;\nđ2) Đ2;\ne) E.",
        &[
            "dieu-5/diem-a A;",
            "dieu-5/diem-b B;",
            "dieu-5/diem-c C;",
            "dieu-5/diem-d D;",
            "dieu-5/diem-dd Đ;",
            "dieu-5/diem-dd2 Đ2;",
            "dieu-5/diem-e E.",
        ],
    );
    check(
        "1. A\n1a. B\n2.Quỹ\n104.042\n7. Không",
        &[
            "dieu-5/khoan-1 A",
            "dieu-5/khoan-1a B",
            "dieu-5/khoan-2 Quỹ|104.042|7. Không",
        ],
    );
    check(
        "1. Thuế:\na) Gồm:\na.1) X;\na.2) Y.\nb) Z.",
        &[
            "dieu-5/khoan-1 Thuế:|a) Gồm:|a.1) X;|a.2) Y.|b) Z.",
            "dieu-5/khoan-1/diem-a Gồm:|a.1) X;|a.2) Y.",
            "dieu-5/khoan-1/diem-a/tiet-a.1 X;",
            "dieu-5/khoan-1/diem-a/tiet-a.2 Y.",
            "dieu-5/khoan-1/diem-b Z.",
        ],
    );
    check("Không có khoản nào.", &[]);
}

#[test]
fn quoted_amending_text_is_no_clause_of_the_article() {
    check(
        "1. Sửa đổi khoản 2 như sau:\n“2. Nội dung mới:\na) A;\n3. Nữa.”.\n2. Bãi bỏ khoản 4.",
        &[
            "dieu-5/khoan-1 Sửa đổi khoản 2 như sau:|“2. Nội dung mới:|a) A;|3. Nữa.”.",
            "dieu-5/khoan-2 Bãi bỏ khoản 4.",
        ],
    );
}

/// A decree with most of what decrees have.
const DECREE: &str = "CHÍNH PHỦ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 900/2031/NĐ-CP\nHà Nội, ngày 05 tháng 3 năm 2031\n\
NGHỊ ĐỊNH\nVề quản lý thuyền thúng ở bến sông và hồ chứa nước, sửa đổi, bổ sung\nmột số điều của Nghị định số 800/2029/NĐ-CP\n\
Căn cứ Luật Giao thông đường thủy nội địa ngày 15 tháng 6 năm 2004;\nCăn cứ Luật số 41/2030/QH16;\nTheo đề nghị của Bộ trưởng Bộ Xây dựng;\n\
Chính phủ ban hành Nghị định về thuyền thúng.\nChương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi điều chỉnh\n\
Nghị định này quy định về thuyền thúng theo quy định tại khoản 1\nĐiều 4 Nghị định này.\nĐiều 2. Giải thích từ ngữ\n1. Thuyền thúng là:\n\
a) Thuyền tròn;\nb) Thuyền đan bằng tre.\nThuyền nhựa không là thuyền thúng.\n2. Bến là nơi\nđậu thuyền.\nChương II\nSỬA ĐỔI\n\
Điều 3. Sửa đổi, bổ sung một số điều của Nghị định số 800/2029/NĐ-CP\n1. Sửa đổi Điều 4 như sau:\n“Điều 4. Bến đò\n1. Bến đò là bến.\nĐiều 5. Thêm”.\n\
2. Bãi bỏ khoản 3 Điều 9.\nĐiều 4. Hiệu lực thi hành\n1. Nghị định này có hiệu lực thi hành từ ngày 01 tháng 5 năm 2031, trừ khoản 2 Điều này.\n\
2. Khoản 2 Điều 2 Nghị định này có hiệu lực từ ngày 01 tháng 01 năm 2032.\n3. Nghị định này thay thế Nghị định số 700/2020/NĐ-CP ngày 01 tháng 02 năm 2020.\n\
TM. CHÍNH PHỦ\nTHỦ TƯỚNG\nNguyễn Văn Mẫu\nPhụ lục I\nQUY CHẾ BẾN\n(Ban hành kèm theo Nghị định số 900/2031/NĐ-CP)\n\
Điều 1. Bến\n1. Bến có biển.\nĐiều 2. Thuyền\nThuyền có số.\nMẪU SỐ 01\n";

#[test]
fn reads_a_whole_decree() {
    let source = SourceText::new(DECREE.to_owned(), Vec::new(), Vec::new(), true);
    let parsed = parse(&source);
    let header = &parsed.header;
    assert_eq!(
        header.symbol.as_ref().map(Symbol::normal),
        Some("900/2031/NĐ-CP")
    );
    assert_eq!(
        (header.kind.clone(), header.issuer.as_deref()),
        (Some(Kind::Decree), Some("Chính phủ"))
    );
    assert_eq!(
        (header.place.as_deref(), header.issued),
        (Some("Hà Nội"), Some(jiff::civil::date(2031, 3, 5)))
    );
    assert_eq!(header.signer.as_deref(), Some("Nguyễn Văn Mẫu"));
    let title = "Về quản lý thuyền thúng ở bến sông và hồ chứa nước, sửa đổi, bổ sung một số điều của Nghị định số 800/2029/NĐ-CP";
    assert_eq!(header.title.as_deref(), Some(title));
    let paths: Vec<String> = parsed
        .provisions
        .iter()
        .map(|p| p.path.to_string())
        .collect();
    assert_eq!(
        paths,
        [
            "chuong-i",
            "dieu-1",
            "dieu-2",
            "dieu-2/khoan-1",
            "dieu-2/khoan-1/diem-a",
            "dieu-2/khoan-1/diem-b",
            "dieu-2/khoan-2",
            "chuong-ii",
            "dieu-3",
            "dieu-3/khoan-1",
            "dieu-3/khoan-2",
            "dieu-4",
            "dieu-4/khoan-1",
            "dieu-4/khoan-2",
            "dieu-4/khoan-3",
        ]
    );
    let at = |path: &str| {
        parsed
            .provisions
            .iter()
            .find(|p| p.path.to_string() == path)
            .expect("listed above")
    };
    assert_eq!(source.slice(at("dieu-1").heading), "Phạm vi điều chỉnh");
    assert_eq!(source.slice(at("chuong-i").heading), "QUY ĐỊNH CHUNG");
    assert_eq!(
        source.slice(at("dieu-2/khoan-2").body),
        "Bến là nơi\nđậu thuyền."
    );
    assert!(
        source
            .slice(at("dieu-2/khoan-1").span)
            .ends_with("không là thuyền thúng.")
    );
    assert_eq!(
        source.slice(at("dieu-2/khoan-1/diem-b").span),
        "b) Thuyền đan bằng tre."
    );
    assert_eq!(parsed.validity.from, Some(jiff::civil::date(2031, 5, 1)));
    assert_eq!(
        at("dieu-2/khoan-2").validity.as_ref().and_then(|v| v.from),
        Some(jiff::civil::date(2032, 1, 1))
    );
    assert_eq!(at("dieu-2/khoan-1").validity, None);
    let annex = &parsed.annexes[0];
    assert_eq!(
        (annex.path.to_string().as_str(), annex.kind),
        ("phu-luc-i", AnnexKind::Regulation)
    );
    assert!(
        annex
            .provisions
            .iter()
            .any(|p| p.path.to_string() == "phu-luc-i/dieu-1/khoan-1")
    );
    let relations: Vec<String> = parsed
        .relations
        .iter()
        .map(|r| {
            format!(
                "{:?} {} {}",
                r.kind,
                r.symbol.as_ref().map_or("-", Symbol::normal),
                r.target.path
            )
        })
        .collect();
    for expected in [
        "Amends 800/2029/NĐ-CP ",
        "BasedOn 41/2030/QH16 ",
        "Replaces 700/2020/NĐ-CP ",
        "Amends 800/2029/NĐ-CP dieu-4",
        "Repeals 800/2029/NĐ-CP dieu-9/khoan-3",
    ] {
        assert!(
            relations.iter().any(|r| r == expected),
            "{expected} in {relations:?}"
        );
    }
}

fn read_plain(text: &str) -> Parsed {
    parse(&SourceText::plain(text))
}

const LETTER: &str = "BỘ SÔNG NƯỚC\nSố: 1234/BSN-BĐ\nV/v hướng dẫn ghi số thuyền\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
Độc lập - Tự do - Hạnh phúc\nHà Nội, ngày 03 tháng 12 năm 2031\nKính gửi: Ủy ban nhân dân tỉnh Bến Cát\n\
Trả lời Công văn số 456/UBND-NC ngày 20 tháng 11 năm 2031, Bộ Sông nước có ý kiến như sau:\n1. Thuyền có số.\n2. Bến có biển.\n\
TL. BỘ TRƯỞNG\nCỤC TRƯỞNG\nLê Văn Thí Dụ\n";

#[test]
fn a_letter_has_the_number_of_its_head_not_one_it_cites() {
    let header = read_plain(LETTER).header;
    assert_eq!(
        header.symbol.as_ref().map(Symbol::normal),
        Some("1234/BSN-BĐ")
    );
    assert_eq!(header.kind, Some(Kind::OfficialLetter));
    assert_eq!(
        header.title.as_deref(),
        Some("Về việc hướng dẫn ghi số thuyền")
    );
    assert_eq!(header.issuer.as_deref(), Some("Bộ Sông nước"));
    assert_eq!(header.issued, Some(jiff::civil::date(2031, 12, 3)));
    assert_eq!(header.place.as_deref(), Some("Hà Nội"));
}

#[test]
fn what_has_a_kind_or_a_year_is_no_letter() {
    let check = |from: &str, to: &str, kind: Option<Kind>| {
        let header = read_plain(&LETTER.replace(from, to)).header;
        assert_eq!(header.kind, kind, "{to}");
    };
    let other = |name: &str| Some(Kind::Other(name.to_owned()));
    check("1234/BSN-BĐ", "1234/TB-BSN", other("Thông báo"));
    check(
        "V/v hướng dẫn ghi số thuyền",
        "THÔNG BÁO",
        other("Thông báo"),
    );
    check("1234/BSN-BĐ", "12/2031/QĐ-BSN", Some(Kind::Decision));
    check("1234/BSN-BĐ", "1234/BXD-KH", Some(Kind::OfficialLetter));
}

#[track_caller]
fn check_effect(sentence: &str, from: Option<(i16, i8, i8)>) {
    let text = format!(
        "HỘI ĐỒNG NHÂN DÂN\nTỈNH BẾN CÁT\nSố: 95/2031/NQ-HĐND\nBến Cát, ngày 11 tháng 7 năm 2031\nNGHỊ QUYẾT\nVề thuyền\n\
         Điều 1. Thuyền\nThuyền có số.\nĐiều 2. Tổ chức thực hiện\n{sentence}\n"
    );
    let from = from.map(|(year, month, day)| jiff::civil::date(year, month, day));
    assert_eq!(read_plain(&text).validity.from, from, "{sentence}");
}

#[test]
fn effect_stands_behind_the_words_on_adoption() {
    check_effect(
        "Nghị quyết này đã được Hội đồng nhân dân tỉnh Bến Cát khóa VII, kỳ họp thứ 9 thông qua ngày 11 tháng 7 năm 2031 và có hiệu lực thi hành từ ngày 01 tháng 8 năm 2031./.",
        Some((2031, 8, 1)),
    );
    check_effect(
        "Nghị quyết này được Hội đồng nhân dân tỉnh thông qua ngày 11 tháng 7 năm 2031 và có hiệu lực từ ngày 21 tháng 7 năm 2031.",
        Some((2031, 7, 21)),
    );
    check_effect(
        "Nghị quyết này có hiệu lực kể từ ngày được Hội đồng nhân dân tỉnh khóa VII, kỳ họp thứ 9 thông qua.",
        Some((2031, 7, 11)),
    );
    check_effect(
        "Nghị quyết này thay thế Nghị quyết số 12/2020/NQ-HĐND và có hiệu lực sau 10 ngày kể từ ngày ký.",
        Some((2031, 7, 21)),
    );
    check_effect("Ủy ban nhân dân tỉnh thi hành Nghị quyết này./.", None);
    check_effect(
        "Việc cấp số trước ngày Nghị quyết này có hiệu lực từ ngày 01 tháng 8 năm 2031 vẫn giữ.",
        None,
    );
}

#[track_caller]
fn check_annex(head: &str, kind: AnnexKind) {
    let text = DECREE
        .split("Phụ lục I\n")
        .next()
        .unwrap_or_default()
        .to_owned()
        + head
        + "\nSố thuyền ở mỗi bến được ghi vào sổ của bến theo thứ tự ngày đến bến của thuyền.\n\
           Số bến ở mỗi sông được ghi vào sổ của tỉnh theo thứ tự từ nguồn đến cửa sông đó.\n";
    let kinds: Vec<AnnexKind> = read_plain(&text).annexes.iter().map(|a| a.kind).collect();
    assert_eq!(kinds, [kind], "{head}");
}

#[test]
fn a_place_called_mau_makes_no_form() {
    let issue = "(Ban hành kèm theo Nghị định số 900/2031/NĐ-CP của tỉnh Sông Mẫu)";
    check_annex(
        &format!("Phụ lục I\nTHUYỀN Ở SÔNG MẪU\n{issue}"),
        AnnexKind::Other,
    );
    check_annex(
        &format!("Phụ lục I\nBẢNG THUYỀN TỈNH\nMẪU\n{issue}"),
        AnnexKind::Table,
    );
    check_annex(
        &format!("Phụ lục I\nMẪU ĐƠN XIN SỐ THUYỀN\n{issue}"),
        AnnexKind::Form,
    );
    check_annex(
        &format!("Phụ lục I. MẪU ĐƠN XIN SỐ THUYỀN\n{issue}"),
        AnnexKind::Form,
    );
    check_annex(
        &format!("Phụ lục I\nHỆ THỐNG BIỂU MẪU\n{issue}"),
        AnnexKind::Form,
    );
    check_annex(
        &format!("Phụ lục I\nMẫu số 01\nĐƠN XIN SỐ THUYỀN\n{issue}"),
        AnnexKind::Form,
    );
}

/// A text whose lines have a height on pages of so many lines.
fn printed(pages: &[&[(&str, f32)]]) -> SourceText {
    let mut text = String::new();
    let (mut words, mut spans) = (Vec::new(), Vec::new());
    for (number, lines) in (1..).zip(pages) {
        let from = text.len();
        for (line, height) in *lines {
            let start = text.len();
            text.push_str(line);
            words.push(crate::Word {
                span: Span::new(start, text.len()),
                page: number,
                bounds: [0.0, 0.0, 100.0, *height],
                ..Default::default()
            });
            text.push('\n');
        }
        spans.push(crate::Page {
            number,
            span: Span::new(from, text.len()),
            ..crate::Page::default()
        });
    }
    SourceText::new(text, spans, words, true)
}

#[test]
fn notes_at_page_ends_say_nothing_of_effect() {
    let source = printed(&[
        &[
            ("VĂN BẢN HỢP NHẤT", 13.0),
            ("NGHỊ ĐỊNH", 13.0),
            ("Về thuyền", 13.0),
            ("Điều 1. Thuyền", 13.0),
            ("Thuyền có số.", 13.0),
            ("Điều 2. Hiệu lực thi hành 1", 13.0),
            (
                "1 Điều 3 Nghị định số 901/2032/NĐ-CP quy định như sau:",
                10.0,
            ),
            (
                "“1. Nghị định này có hiệu lực từ ngày 01 tháng 02 năm 2033.",
                10.0,
            ),
        ],
        &[
            (
                "1. Nghị định này có hiệu lực từ ngày 01 tháng 5 năm 2031.",
                13.0,
            ),
            ("2. Nghị định này có biển.", 13.0),
            ("BỘ SÔNG NƯỚC", 13.0),
            ("Số: 15/VBHN-BSN", 13.0),
            ("XÁC THỰC VĂN BẢN HỢP NHẤT", 13.0),
            ("Hà Nội, ngày 13 tháng 4 năm 2033", 13.0),
            (
                "2. Nghị định này có hiệu lực đến ngày 01 tháng 3 năm 2034.”",
                10.0,
            ),
        ],
    ]);
    let parsed = parse(&source);
    assert_eq!(parsed.header.kind, Some(Kind::Consolidated));
    assert_eq!(parsed.header.issued, Some(jiff::civil::date(2033, 4, 13)));
    assert_eq!(parsed.validity.from, Some(jiff::civil::date(2031, 5, 1)));
    assert_eq!(parsed.validity.until, None);
}

#[test]
fn a_number_goes_on_after_a_hyphen_and_bodies_stand_side_by_side() {
    let text = DECREE
        .replace(
            "CHÍNH PHỦ\nCỘNG",
            "BỘ SÔNG NƯỚC - BỘ BẾN BÃI -\nTHANH TRA ĐÒ\nCỘNG",
        )
        .replace(
            "Số: 900/2031/NĐ-CP\nHà Nội",
            "Số: 900/2031/TTLT-BSN-\nBBB-TTĐ | Hà Nội",
        )
        .replace(
            "Chính phủ ban hành",
            "Bộ Sông nước, Bộ Bến bãi, Thanh tra Đò ban hành",
        );
    let header = read_plain(&text).header;
    assert_eq!(
        header.symbol.as_ref().map(Symbol::normal),
        Some("900/2031/TTLT-BSN-BBB-TTĐ")
    );
    assert_eq!(
        header.issuer.as_deref(),
        Some("Bộ Sông nước, Bộ Bến bãi, Thanh tra Đò")
    );
    assert_eq!(header.place.as_deref(), Some("Hà Nội"));
}

#[test]
fn a_form_behind_an_attached_regulation_stands_apart() {
    let text = DECREE.replace("Phụ lục I\n", "").replace(
        "MẪU SỐ 01\n",
        "Mẫu số 01\nĐƠN XIN SỐ\nĐiều 1. Xin số ........;\n",
    );
    let annexes: Vec<String> = read_plain(&text)
        .annexes
        .iter()
        .map(|annex| format!("{} {:?} {}", annex.path, annex.kind, annex.provisions.len()))
        .collect();
    assert_eq!(
        annexes,
        ["phu-luc-quy-che Regulation 3", "phu-luc-mau-01 Form 0"]
    );
}

#[test]
fn a_name_behind_the_words_on_signing_is_the_signer() {
    let text = DECREE.replace("Nguyễn Văn Mẫu", "Đã ký: Nguyễn Văn Mẫu");
    assert_eq!(
        read_plain(&text).header.signer.as_deref(),
        Some("Nguyễn Văn Mẫu")
    );
}

#[test]
fn a_budget_year_begins_in_january() {
    check_effect(
        "Nghị quyết này có hiệu lực thi hành từ năm ngân sách 2032.",
        Some((2032, 1, 1)),
    );
}

#[test]
fn an_unclosed_quotation_hides_no_effect() {
    let text = "QUỐC HỘI\nLuật số: 70/2031/QH16\nLUẬT\nSỬA ĐỔI LUẬT THUYỀN\nĐiều 1\nSửa đổi Điều 4 như sau:\n\
        “Điều 4. Bến\nBến có biển.\nĐiều 2\nLuật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2032.\n";
    assert_eq!(
        read_plain(text).validity.from,
        Some(jiff::civil::date(2032, 1, 1))
    );
}

#[test]
fn a_title_ends_before_prose_and_at_a_rule() {
    let check = |below: &str| {
        let text =
            format!("QUỐC HỘI\nLUẬT\nVỀ THUYỀN THÚNG\n{below}\nĐiều 1. Thuyền\nThuyền có số.\n");
        let title = read_plain(&text).header.title;
        assert_eq!(title.as_deref(), Some("Về thuyền thúng"), "{below}");
    };
    check(&format!(
        "Để thuyền thúng đi lại trên sông {};",
        "cho yên và cho đúng ".repeat(6)
    ));
    check("______________\nThuyền đi trên sông.");
}
