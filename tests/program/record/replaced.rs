//! Records of documents that a corrected file took the place of, and of provisions that differ.

use std::collections::BTreeSet;

use serde_json::Value;
use tests::{Program, sample};

use super::{super::DAY, fetched, id, quoted};

/// A file that came in another version does not change what was answered, but the record says so.
#[test]
fn a_replaced_document_changes_no_record_and_is_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(&folder.path().join("data"));
    let name = "quyet-dinh-925-2025-dong-mau.txt";
    let file = folder.path().join(name);
    let text = std::fs::read_to_string(sample(name)).expect("a sample is readable");
    let ingest = |text: &str| {
        std::fs::write(&file, text).expect("a file can be written");
        program
            .run(&["ingest".as_ref(), file.as_os_str()])
            .success();
    };
    ingest(&text);
    let question = "Điều 1 Quyết định số 925/2025/QĐ-UBND";
    let answer = program
        .run(&["ask", question, "--on", DAY, "--json"])
        .json();
    let id = id(&answer);
    let kinds = || {
        let record = program.run(&["record", &id, "--json"]).json();
        assert_eq!(record["answer"], answer);
        let changes = record["changes"].as_array().expect("changes").clone();
        let kind = |change: &Value| change["kind"].as_str().unwrap_or_default().to_owned();
        changes.iter().map(kind).collect::<BTreeSet<_>>()
    };
    let named = |kinds: &[&str]| kinds.iter().map(|kind| (*kind).to_owned()).collect();
    assert_eq!(kinds(), named(&[]));
    ingest(&format!("{text}\n"));
    assert_eq!(kinds(), named(&["file"]), "another file of the same words");
    let quote = answer["claims"][0]["quotes"][0]["text"]
        .as_str()
        .expect("a quote");
    let word = quote
        .split_whitespace()
        .max_by_key(|word| word.len())
        .expect("a word");
    ingest(&text.replace(word, "khác"));
    assert_eq!(kinds(), named(&["file", "words"]));
    let said = program
        .run(&["record", &id, "--again", "--lang", "en"])
        .success();
    assert!(said.stdout.contains("No longer: "), "{said:#?}");

    // What the first file said leaves the record with that file, by the sum that stands in the record.
    let record = program.run(&["record", &id, "--json"]).json();
    // Line breaks are written otherwise in JSON.
    let line = quote.lines().last().expect("a line");
    assert!(record.to_string().contains(line));
    let sum = record["head"]["bases"][0]["file"].as_str().expect("a sum");
    program.run(&["remove", sum]).success();
    let record = program.run(&["record", &id, "--json"]).json();
    assert!(!record.to_string().contains(line), "{record:#}");
    let held = program.run(&["list", "--json"]).json();
    assert_eq!(held["total"], 1, "what replaced it stays: {held:#}");
    assert_eq!(program.run(&["remove", &"0".repeat(64)]).code, Some(1));
    program.run(&["check", "--deep"]).success();
}

/// Found while this was written: a removal passed over what a file that was replaced had said under another number.
#[test]
fn a_removal_reaches_the_files_before_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(&folder.path().join("data"));
    let file = folder.path().join("quyet-dinh.txt");
    let text = std::fs::read_to_string(sample("quyet-dinh-925-2025-dong-mau.txt"));
    let text = text.expect("a sample is readable");
    let ingest = |text: &str| {
        std::fs::write(&file, text).expect("a file can be written");
        let ingest = program.run(&["ingest".as_ref(), file.as_os_str()]);
        ingest.success();
    };
    // The day of issue was another one: another key.
    let other = text.replace("ngày 17 tháng 10", "ngày 18 tháng 10");
    assert_ne!(text, other);
    ingest(&other);
    let answer = program.run(&[
        "ask",
        "Điều 1 Quyết định số 925/2025/QĐ-UBND",
        "--on",
        DAY,
        "--json",
    ]);
    let answer = answer.json();
    let (id, words) = (id(&answer), quoted(&answer));
    let words = words.lines().last().expect("a line");
    ingest(&text);
    let held = program.run(&["list", "--json"]).json();
    let (rows, key) = (&held["documents"], &answer["evidence"][0]["document"]["id"]);
    assert_eq!(held["total"], 1, "{held:#}");
    assert_ne!(rows[0]["id"], *key, "another key");
    let record = program.run(&["record", &id, "--json"]).json();
    assert!(
        record.to_string().contains(words),
        "a correction keeps records"
    );
    program
        .run(&["remove", rows[0]["slug"].as_str().expect("an address")])
        .success();
    let record = program.run(&["record", &id, "--json"]).json();
    assert!(!record.to_string().contains(words), "{record:#}");
}

/// What differs in the law goes with the answer into its record, onto its page and on paper.
#[test]
fn provisions_that_differ_are_in_the_record_and_on_paper() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(&folder.path().join("data"));
    let act = |symbol: &str, issued: &str, days: &str| {
        format!(
            "ỦY BAN NHÂN DÂN TỈNH ĐỒNG MẪU\nSố: {symbol}\nĐồng Mẫu, ngày {issued}\nQUYẾT ĐỊNH\nVề việc cấp giấy phép bán hàng rong\n(VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ)\nĐiều 1. Thời hạn cấp giấy phép bán hàng rong\nỦy ban nhân dân cấp xã cấp giấy phép bán hàng rong trong thời hạn {days} ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ.\nĐiều 2. Hiệu lực thi hành\nQuyết định này có hiệu lực thi hành kể từ ngày 01 tháng 6 năm 2025.\n"
        )
    };
    for (name, text) in [
        (
            "mot.txt",
            act("31/2025/QĐ-UBNDMAU", "05 tháng 5 năm 2025", "05"),
        ),
        (
            "hai.txt",
            act("32/2025/QĐ-UBNDMAU", "06 tháng 5 năm 2025", "07"),
        ),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, text).expect("a file can be written");
        program
            .run(&["ingest".as_ref(), file.as_os_str()])
            .success();
    }
    let question = "thời hạn cấp giấy phép bán hàng rong";
    let answer = program
        .run(&["ask", question, "--on", DAY, "--json"])
        .json();
    let sides = answer["conflicts"][0]["sides"].as_array();
    assert_eq!(sides.map(Vec::len), Some(2), "{answer:#}");
    let id = id(&answer);
    let served = program.serve(&[]);
    let page = fetched(&served.address, &format!("/ho-so/{id}?lang=en"));
    let (_, conflict) = page.body.split_once("class=\"conflict\"").expect("a box");
    let (conflict, _) = conflict.split_once("</section>").expect("its end");
    for expect in ["05 ngày làm việc", "07 ngày làm việc", "href=\"/vb/"] {
        assert!(conflict.contains(expect), "{expect}: {conflict}");
    }
    let file = folder.path().join("to-trinh.docx");
    let arguments = ["record", &id, "--form", "to-trinh", "--docx"].map(std::ffi::OsStr::new);
    let arguments: Vec<&std::ffi::OsStr> =
        arguments.into_iter().chain([file.as_os_str()]).collect();
    program.run(&arguments).success();
    let read = program.run(&["read".as_ref(), file.as_os_str(), "--pages".as_ref()]);
    let read = read.success();
    for expect in [
        "TỜ TRÌNH",
        "/TTr-",
        "IV. QUY ĐỊNH CÓ ĐIỂM KHÁC NHAU",
        "32/2025/QĐ-UBNDMAU",
        "Điều 58 Luật số 64/2025/QH15",
        "V. ĐỀ XUẤT",
    ] {
        assert!(read.stdout.contains(expect), "{expect} in {read:#?}");
    }
    for (kind, status) in [("cong-van", 200), ("phieu-trinh", 404)] {
        let path = format!("/ho-so/{id}/docx?loai={kind}");
        assert_eq!(fetched(&served.address, &path).status, status, "{kind}");
    }
    // Words of both stood in the box: it goes with either.
    program.run(&["remove", "31-2025-qd-ubndmau"]).success();
    let after = program.run(&["record", &id, "--json"]).json();
    assert_eq!(
        after["answer"]["conflicts"][0]["removed"], true,
        "{after:#}"
    );
}
