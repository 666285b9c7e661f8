//! Flow: what is a table, where cells and notes stand.

use super::Flow;

fn table(flow: &mut Flow, rows: &[&[&str]]) {
    flow.open_table();
    for row in rows {
        for cell in *row {
            flow.paragraph(cell);
            flow.close_cell(1);
        }
        flow.close_row();
    }
    flow.close_table();
}

#[test]
fn joins_cells_but_not_layout_tables() {
    let mut flow = Flow::default();
    table(&mut flow, &[&["BỘ MẪU\nSố: 1", "CỘNG HÒA XÃ HỘI\nĐộc lập"]]);
    flow.paragraph(" Điều 1.  Mẫu ");
    table(&mut flow, &[&["STT", "", "Tên"], &["1", "a", "b c"]]);
    flow.close_table();
    let (source, flags) = flow.finish();
    let expect =
        "BỘ MẪU\nSố: 1\nCỘNG HÒA XÃ HỘI\nĐộc lập\nĐiều 1. Mẫu\nSTT |  | Tên\n1 | a | b c\n";
    assert_eq!(source.text(), expect);
    assert!(flags.is_empty());
    let cells = |n: usize| -> Vec<&str> {
        let rows = &source.layout().tables[n].rows;
        rows.iter()
            .flatten()
            .map(|cell| source.slice(*cell))
            .collect()
    };
    assert_eq!(source.layout().tables.len(), 1);
    assert_eq!(cells(0), ["STT", "", "Tên", "1", "a", "b c"]);
    assert_eq!(
        source.slice(source.layout().tables[0].span),
        "STT |  | Tên\n1 | a | b c"
    );
}

#[test]
fn a_frame_round_a_text_is_no_table() {
    let mut flow = Flow::default();
    table(
        &mut flow,
        &[&["Điều 1. Mẫu\n1. a\n2. b\n3. c\n4. d"], &["Điều 2. Mẫu"]],
    );
    table(
        &mut flow,
        &[&["Điều 1. Mẫu\n1. a\n2. b\n3. c\n4. d", "Article 1\n1. a"]],
    );
    let (source, _) = flow.finish();
    assert!(source.layout().tables.is_empty());
    assert!(!source.text().contains('|'));
}

#[test]
fn wide_cells_keep_the_columns() {
    let mut flow = Flow::default();
    flow.open_table();
    flow.paragraph("Tổng");
    flow.close_cell(2);
    flow.paragraph("7");
    flow.close_cell(1);
    flow.close_row();
    flow.close_table();
    let (source, _) = flow.finish();
    assert_eq!(source.text(), "Tổng | 7\n");
    assert_eq!(source.layout().tables[0].rows[0].len(), 3);
}

#[test]
fn notes_stand_behind_the_text_and_know_their_place() {
    let mut flow = Flow::default();
    let (note, mark) = flow.note("1").expect("few notes");
    flow.paragraph(&format!("Điều 5.{mark} Mẫu"));
    flow.write_to(Some(note));
    flow.paragraph("Điều này được sửa đổi.");
    flow.write_to(None);
    flow.paragraph("Điều 6.\u{200b} Hết");
    let (source, flags) = flow.finish();
    assert_eq!(
        source.text(),
        "Điều 5. Mẫu\nĐiều 6. Hết\nĐiều này được sửa đổi.\n"
    );
    let note = &source.layout().footnotes[0];
    assert_eq!(source.slice(note.span), "Điều này được sửa đổi.");
    assert_eq!(note.anchor, Some("Điều 5.".len() as u32));
    assert_eq!(flags, [crate::Flag::Hidden { count: 1 }]);
}

#[test]
fn notes_written_out_at_the_end_stand_apart_with_their_marks() {
    let mut flow = Flow::default();
    for line in [
        "Điều 1.[1] Mẫu",
        "1. Chữ mẫu [2] nữa.",
        "[1] Tên điều này được sửa đổi.",
        "[2] Khoản này được bổ sung.",
        "“Điều 2. Hiệu lực”",
    ] {
        flow.paragraph(line);
    }
    let (source, _) = flow.finish();
    assert_eq!(
        &source.text()[..source.main_end()],
        "Điều 1. Mẫu\n1. Chữ mẫu nữa.\n"
    );
    let notes = source.layout().footnotes.iter();
    let notes: Vec<(&str, Option<u32>, &str)> = notes
        .map(|note| (note.label.as_str(), note.anchor, source.slice(note.span)))
        .collect();
    assert_eq!(
        notes,
        [
            ("1", Some(10), "Tên điều này được sửa đổi."),
            ("2", Some(31), "Khoản này được bổ sung.\n“Điều 2. Hiệu lực”"),
        ]
    );
}

#[test]
fn a_line_in_the_margin_is_a_page_number_or_a_running_head() {
    use legal::FurnitureKind::{PageNumber, RunningHead};
    let mut flow = Flow::default();
    flow.paragraph("chữ");
    ["- 12 -", "Mẫu số 3"]
        .iter()
        .for_each(|line| flow.margin(line));
    let (source, _) = flow.finish();
    let kinds = source.layout().furniture.iter().map(|line| line.kind);
    assert_eq!(kinds.collect::<Vec<_>>(), [PageNumber, RunningHead]);
}
