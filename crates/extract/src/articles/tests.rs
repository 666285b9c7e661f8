//! Tests of articles collections, on invented acts.

use crate::{Flag, Limits, Media, Reading, read};

fn readings(lines: &str) -> Vec<Reading> {
    let mut readings = Vec::new();
    let media = read(
        "a.jsonl",
        lines.as_bytes(),
        &Limits::default(),
        &mut |reading| {
            readings.push(reading);
            true
        },
    );
    assert_eq!(media, Ok(Media::Articles));
    readings
}

fn paths(reading: &Reading) -> Vec<String> {
    let own = reading
        .parsed
        .provisions
        .iter()
        .filter(|provision| provision.path.steps().len() == 1);
    own.map(|provision| provision.path.to_string()).collect()
}

#[test]
fn groups_scattered_records_in_natural_order() {
    let readings = readings(concat!(
        r#"{"num":"1/2031/QĐ-MAU","art":"10","title":"Mười","text":"Văn bản mẫu."}"#,
        "\n",
        r#"{"num":"2/2031/QĐ-MAU","art":"1","title":"","text":"Văn bản khác."}"#,
        "\nno record\n\n",
        r#"{"num":"1/2031/QĐ-MAU","art":"5a","title":"Năm a","text":"x"}"#,
        "\n",
        r#"{"num":"1/2031/QĐ-MAU","art":"5","title":"Năm","text":"y"}"#,
        "\n",
        r#"{"num":"1/2031/QĐ-MAU","art":"5","title":"Năm","text":"y"}"#,
        "\n",
        r#"{"num":"1/2031/QĐ-MAU","art":"5","title":"Năm","text":"khác"}"#,
    ));
    assert_eq!(readings.len(), 2);
    let first = &readings[0];
    assert_eq!(paths(first), ["dieu-5", "dieu-5~2", "dieu-5a", "dieu-10"]);
    assert!(
        first.source.text().starts_with("Điều 5. Năm\ny\n"),
        "{}",
        first.source.text()
    );
    let article = &first.parsed.provisions[0];
    assert_eq!(first.source.slice(article.heading), "Năm");
    assert_eq!(first.source.slice(article.body), "y");
    assert_eq!(first.source.slice(article.span), "Điều 5. Năm\ny");
    assert!(matches!(
        first.flags.as_slice(),
        [Flag::Record { line: 3, .. }]
    ));
    assert!(
        readings[1]
            .source
            .text()
            .starts_with("Điều 1.\nVăn bản khác.")
    );
}

#[test]
fn reads_header_and_validity_from_fields() {
    let note = "(Điều 1 Luật số 9/2031/QH99 Luật Mẫu ngày 16/06/2030 của Quốc hội, có hiệu lực thi hành kể từ ngày 01/01/2031)";
    let gone = "(Điều 2 Luật số 9/2031/QH99, có hiệu lực thi hành kể từ ngày 01/01/2031, bị bãi bỏ bởi Điều 3 Luật số 10/2032/QH99 có hiệu lực thi hành kể từ ngày 01/02/2033)";
    let line = |art: u32, note: &str| {
        format!(
            r#"{{"num":"9/2031/QH99","doctype":"Luật","art":{art},"title":"T","text":"t","effective":"01/01/2031","source_note":"{note}"}}"#
        )
    };
    let readings = readings(&format!(
        "{}\n{}\n{}",
        line(1, note),
        line(2, gone),
        line(3, "")
    ));
    let parsed = &readings[0].parsed;
    assert_eq!(parsed.header.kind, Some(legal::Kind::Law));
    assert_eq!(parsed.header.title.as_deref(), Some("Mẫu"));
    assert_eq!(parsed.header.issuer.as_deref(), Some("Quốc hội"));
    assert_eq!(
        parsed.header.issued,
        Some(legal::Date::constant(2030, 6, 16))
    );
    assert_eq!(
        parsed.validity.from,
        Some(legal::Date::constant(2031, 1, 1))
    );
    assert_eq!(
        parsed.validity.evidence,
        "có hiệu lực thi hành kể từ ngày 01/01/2031"
    );
    let own: Vec<_> = parsed
        .provisions
        .iter()
        .map(|p| p.validity.as_ref().and_then(|v| v.until))
        .collect();
    assert_eq!(own, [None, Some(legal::Date::constant(2033, 2, 1)), None]);
}

#[test]
fn invents_no_number() {
    let readings = readings(concat!(
        r#"{"num":null,"art":null,"title":"A","text":"a","pd_id":"9.1.PL.2","vbpl_item":"7","source_note":"(Điều 2 Pháp lệnh số Không số Về mẫu ngày 01/02/1999 của Hội đồng Mẫu, có hiệu lực thi hành kể từ ngày 01/03/1999)"}"#,
        "\n",
        r#"{"num":null,"art":null,"title":"B","text":"b","pd_id":"9.1.TT.2.4","demuc_name":"Mẫu"}"#,
    ));
    assert_eq!(readings.len(), 2);
    assert!(
        readings
            .iter()
            .all(|reading| reading.parsed.header.symbol.is_none())
    );
    assert_eq!(paths(&readings[0]), ["dieu-2"]);
    assert_eq!(readings[0].parsed.header.title.as_deref(), Some("Về mẫu"));
    assert_eq!(readings[0].parsed.header.kind, Some(legal::Kind::Ordinance));
    assert_eq!(paths(&readings[1]), ["dieu-9.1.tt.2.4"]);
    assert!(
        readings[1]
            .source
            .text()
            .starts_with("Điều 9.1.TT.2.4. B\n")
    );
}
