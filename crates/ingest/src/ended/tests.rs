//! Tests of endings.

use legal::{Kind, SourceText};

use super::*;
use crate::passages;

fn document(text: &str) -> NewDocument {
    let source = SourceText::plain(text);
    let parsed = legal::parse(&source);
    let mut passages = passages(&source, &parsed);
    for passage in &mut passages {
        (passage.vector, passage.model) = (vec![1.0, 0.0], "m".to_owned());
    }
    NewDocument {
        id: DocumentId::new(&parsed.header, "none"),
        original: catalogue::Hash::of(text.as_bytes()),
        part: String::new(),
        file_name: format!(
            "{}.txt",
            parsed
                .header
                .symbol
                .as_ref()
                .map(Symbol::slug)
                .unwrap_or_default()
        ),
        media: "text".to_owned(),
        collection: None,
        confidentiality: None,
        source,
        header: parsed.header,
        validity: parsed.validity,
        provisions: parsed.provisions,
        annexes: parsed.annexes,
        relations: parsed.relations,
        issues: parsed.issues,
        flags: String::new(),
        passages,
    }
}

fn circular(number: &str, issued: &str, last: &str) -> String {
    format!(
        "BỘ NỘI VỤ\nSố: {number}\nHà Nội, ngày {issued}\nTHÔNG TƯ\nVề mức trợ cấp mẫu\n\
         Căn cứ Luật Mẫu;\nBộ trưởng Bộ Nội vụ ban hành Thông tư về mức trợ cấp mẫu.\n\
         Điều 1. Mức trợ cấp\nMức trợ cấp là 500.000 đồng.\nĐiều 2. Hiệu lực thi hành\n{last}\n"
    )
}

/// Both orders, and both at once, end the old circular on the first day of the new one, or on the day that it names.
#[test]
fn the_order_of_loading_makes_no_difference() {
    check_ended(
        "Thông tư này thay thế Thông tư số 02/2022/TT-BNV ngày 14 tháng 01 năm 2022 của Bộ trưởng Bộ Nội vụ về mức trợ cấp mẫu.",
        Date::constant(2025, 7, 1),
    );
    check_ended(
        "Thông tư số 02/2022/TT-BNV ngày 14 tháng 01 năm 2022 của Bộ trưởng Bộ Nội vụ về mức trợ cấp mẫu hết hiệu lực kể từ ngày 01 tháng 01 năm 2026.",
        Date::constant(2026, 1, 1),
    );
}

fn check_ended(words: &str, day: Date) {
    let old = circular(
        "02/2022/TT-BNV",
        "14 tháng 01 năm 2022",
        "Thông tư này có hiệu lực thi hành kể từ ngày 01 tháng 3 năm 2022.",
    );
    let new = circular(
        "07/2025/TT-BNV",
        "19 tháng 5 năm 2025",
        &format!(
            "1. Thông tư này có hiệu lực thi hành kể từ ngày 01 tháng 7 năm 2025.\n2. {words}"
        ),
    );
    let loads: [&[&[&str]]; 3] = [&[&[&old], &[&new]], &[&[&new], &[&old]], &[&[&new, &old]]];
    for batches in loads {
        let folder = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::open(folder.path()).unwrap();
        for texts in batches {
            let mut batch: Vec<NewDocument> = texts.iter().map(|text| document(text)).collect();
            for document in &batch {
                catalogue
                    .put_original(document.source.text().as_bytes())
                    .unwrap();
            }
            settle(&catalogue, &mut batch).unwrap();
            catalogue.add(&batch).unwrap();
        }
        let at = catalogue.seq().unwrap();
        let symbol = Symbol::parse("02/2022/TT-BNV").unwrap();
        let held = catalogue.by_symbol(at, &symbol).unwrap();
        assert_eq!(held.len(), 1);
        assert_eq!(held[0].header.kind, Some(Kind::Circular));
        assert_eq!(held[0].validity.until, Some(day), "{batches:?}");
        assert!(held[0].validity.evidence.contains("07/2025/TT-BNV"));
        let ids = catalogue.passages_of(at, held[0].row).unwrap();
        for passage in catalogue.passages(at, &ids).unwrap() {
            assert_eq!(passage.validity.until, Some(day));
        }
    }
}

#[test]
fn an_older_act_ends_nothing_and_a_local_symbol_needs_the_same_issuer() {
    let header = |symbol: &str, issuer: &str, day: Date| Header {
        symbol: Symbol::parse(symbol),
        issuer: Some(issuer.to_owned()),
        issued: Some(day),
        kind: Some(if symbol.contains("NĐ") {
            Kind::Decree
        } else {
            Kind::Circular
        }),
        ..Header::default()
    };
    let in_force = Validity {
        from: Some(Date::constant(2025, 1, 1)),
        ..Validity::default()
    };
    let check = |target: (&str, &str, i16), by: (&str, &str, i16), expect: bool| {
        let headers = [target, by]
            .map(|(symbol, issuer, year)| header(symbol, issuer, Date::constant(year, 1, 1)));
        let ids = [0, 1].map(|n| DocumentId::new(&headers[n], "none"));
        let act = |n: usize| Act {
            id: &ids[n],
            header: &headers[n],
            validity: &in_force,
        };
        let target = Act {
            validity: &Validity::default(),
            ..act(0)
        };
        assert_eq!(
            ends_on(&target, &act(1), None).is_some(),
            expect,
            "{target:?} {by:?}",
            target = headers[0].symbol
        );
    };
    check(
        ("136/2013/NĐ-CP", "Chính phủ", 2013),
        ("02/2021/TT-BNV", "Bộ Nội vụ", 2021),
        false,
    );
    check(
        ("02/2022/TT-BNV", "Bộ Nội vụ", 2022),
        ("07/2025/TT-BNV", "Bộ Nội vụ", 2024),
        true,
    );
    check(
        ("02/2022/TT-BNV", "Bộ Nội vụ", 2022),
        ("07/2021/TT-BNV", "Bộ Nội vụ", 2021),
        false,
    );
    check(
        ("02/2022/QĐ-UBND", "Ủy ban nhân dân xã A", 2022),
        ("7/2024/QĐ-UBND", "Ủy ban nhân dân xã B", 2024),
        false,
    );
    check(
        ("02/2022/QĐ-UBND", "Ủy ban nhân dân xã A", 2022),
        ("7/2024/QĐ-UBND", "Ủy ban nhân dân xã A", 2024),
        true,
    );
}

/// Was: a decree that replaced a phrase in another one was taken for its successor.
#[test]
fn an_act_that_replaces_a_phrase_does_not_end_the_other() {
    let old = circular(
        "02/2022/TT-BNV",
        "14 tháng 01 năm 2022",
        "Thông tư này có hiệu lực thi hành kể từ ngày 01 tháng 3 năm 2022.",
    );
    let new = circular(
        "07/2025/TT-BNV",
        "19 tháng 5 năm 2025",
        "1. Thông tư này có hiệu lực thi hành kể từ ngày 01 tháng 7 năm 2025.\n2. Thay thế cụm từ “mức cũ” bằng cụm từ “mức mới” tại khoản 2 Điều 1 Thông tư số 02/2022/TT-BNV.\n3. Bãi bỏ khoản 3 Điều 1 Thông tư số 02/2022/TT-BNV.",
    );
    let mut batch = vec![document(&old), document(&new)];
    let folder = tempfile::tempdir().unwrap();
    settle(&Catalogue::open(folder.path()).unwrap(), &mut batch).unwrap();
    assert_eq!(batch[0].validity.until, None, "{:?}", batch[1].relations);
}
