//! What bad input gets: a clear sentence that says what to do, a code that is not 0, and nothing lost.

use std::net::TcpListener;
use std::path::Path;

use tests::{Finished, Program, sample};

use super::{DAY, documents, write};

/// Refused: not 0, not a panic, and a sentence for a person on standard error or in the report.
fn refused(finished: &Finished) -> String {
    let said = finished.said();
    assert!(
        finished.code.is_some_and(|code| code != 0),
        "expected a refusal: {finished:#?}"
    );
    assert!(!said.contains("panicked at"), "{finished:#?}");
    assert!(!said.contains("RUST_BACKTRACE"), "{finished:#?}");
    assert!(
        said.trim().chars().count() > 15,
        "a refusal says why: {finished:#?}"
    );
    said
}

fn new() -> (tempfile::TempDir, Program) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(&folder.path().join("data"));
    (folder, program)
}

fn ingest(program: &Program, path: &Path) -> Finished {
    program.run(&["ingest".as_ref(), path.as_os_str()])
}

/// A PDF of some bytes with a right cross-reference table, without any library.
fn pdf(objects: &[&str], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (at, body) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{body}\nendobj\n", at + 1).bytes());
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    for place in &places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = places.len() + 1;
    file.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n")
            .bytes(),
    );
    file
}

#[test]
fn a_folder_with_nothing_in_it() {
    let (folder, program) = new();
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).expect("a folder can be made");
    refused(&ingest(&program, &empty));
}

#[test]
fn a_path_that_is_not_there() {
    let (folder, program) = new();
    let said = refused(&ingest(&program, &folder.path().join("khong-co.pdf")));
    assert!(said.contains("khong-co.pdf"), "{said}");
}

#[test]
fn files_that_cannot_be_read_never_stop_the_others() {
    let (folder, program) = new();
    let files = folder.path().join("files");
    std::fs::create_dir(&files).expect("a folder can be made");
    let no_page = pdf(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [] /Count 0 >>",
        ],
        "",
    );
    let locked = pdf(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [] /Count 0 >>",
            "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O <0101010101010101010101010101010101010101010101010101010101010101> /U <0202020202020202020202020202020202020202020202020202020202020202> >>",
        ],
        "/Encrypt 3 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]",
    );
    write(&files, "khong-trang.pdf", no_page);
    write(&files, "mat-khau.pdf", locked);
    write(&files, "rong.txt", "");
    write(
        &files,
        "cut.pdf",
        &std::fs::read(sample("nghi-dinh-901-2024.pdf")).expect("a sample")[..900],
    );
    write(&files, "hong.docx", b"PK\x03\x04 this is no archive");
    write(&files, "anh.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    std::fs::copy(sample("nghi-dinh-912-2025.html"), files.join("tot.html"))
        .expect("a sample can be copied");
    let report = ingest(&program, &files);
    let said = report.said();
    for name in [
        "khong-trang.pdf",
        "mat-khau.pdf",
        "rong.txt",
        "cut.pdf",
        "hong.docx",
        "anh.png",
    ] {
        assert!(
            said.contains(name),
            "{name} is missing from the report: {said}"
        );
        refused(&program.run(&[
            "read".as_ref(),
            files.join(name).as_os_str(),
            "--json".as_ref(),
        ]));
    }
    assert!(!said.contains("panicked at"), "{said}");
    let held = documents(&program);
    assert_eq!(held.len(), 1, "the good file is loaded: {said}\n{held:#?}");
    program.run(&["check"]).success();
}

#[test]
fn a_file_of_two_gigabytes_is_refused_unread() {
    let (folder, program) = new();
    let path = folder.path().join("lon.txt");
    let file = std::fs::File::create(&path).expect("a file can be made");
    // Sparse: two gigabytes by its size, nothing on the disk.
    if file.set_len(2 << 30).is_err() {
        return tests::skipped(
            "a_file_of_two_gigabytes_is_refused_unread",
            "no sparse files here",
        );
    }
    let report = ingest(&program, &path);
    refused(&report);
    assert!(report.took.as_secs() < 20, "it was read: {report:#?}");
}

/// Looking at a picture took more memory than a file may have, and the file was refused with all that it says in words.
#[test]
fn a_picture_too_dear_to_look_at_does_not_lose_the_file() {
    let (folder, program) = new();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).expect("a folder can be made");
    // The least memory with which the file can be read at all is too little to draw its page.
    let accepted = (64..256).step_by(8).find_map(|megabytes| {
        write(
            &data,
            "cancu.toml",
            format!("[reading]\nmemory_mb = {megabytes}\n"),
        );
        let report = ingest(&program, &sample("thong-bao-911-2025-ban-quet.pdf"));
        (report.code == Some(0)).then(|| report.said())
    });
    let said = accepted.expect("the file is read within 256 MB");
    assert!(
        said.contains("chưa đọc được"),
        "no page is called unread: {said}"
    );
}

/// What was recognised from a picture is marked wherever it is shown, and proves nothing by itself.
#[test]
fn recognised_words_are_never_called_checked() {
    let (_folder, program) = new();
    let report = ingest(&program, &sample("thong-bao-911-2025-ban-quet.pdf"));
    if report.said().contains("chưa cài") {
        return tests::skipped(
            "recognised_words_are_never_called_checked",
            "no Tesseract with Vietnamese",
        );
    }
    let question = "Chủ tịch xã tiếp công dân vào ngày nào";
    let answer = program
        .run(&["ask", question, "--on", "2025-10-01", "--json"])
        .json();
    let list = |key: &str| answer[key].as_array().cloned().unwrap_or_default();
    let (claims, evidence) = (list("claims"), list("evidence"));
    assert!(!evidence.is_empty(), "{answer:#}");
    for found in evidence {
        assert_eq!(found["recognised"], true, "{found:#}");
    }
    for claim in claims {
        assert_eq!(claim["verdict"], "partly", "{claim:#}");
        assert_eq!(claim["quotes"][0]["recognised"], true, "{claim:#}");
    }
}

#[test]
fn a_scanned_page_that_nobody_recognised_is_never_ready() {
    let (folder, program) = new();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).expect("a folder can be made");
    // As on a machine that has no Tesseract.
    write(&data, "cancu.toml", "[reading]\ntesseract = \"\"\n");
    let report = ingest(&program, &sample("thong-bao-911-2025-ban-quet.pdf"));
    let said = report.said();
    assert!(!said.contains("panicked at"), "{said}");
    let held = program.run(&["list", "--json"]);
    let searched = program.run(&["search", "lịch tiếp công dân", "--on", DAY, "--json"]);
    assert!(
        !searched.stdout.contains("tiếp công dân vào ngày 10"),
        "{searched:#?}"
    );
    assert!(
        said.to_lowercase().contains("quét")
            || said.to_lowercase().contains("ảnh")
            || said.contains("không có chữ"),
        "the report names the scan: {said}\n{held:#?}"
    );
}

#[test]
fn the_same_file_twice_in_one_load_is_one_document() {
    let (folder, program) = new();
    for name in ["a.html", "b.html"] {
        std::fs::copy(sample("nghi-dinh-912-2025.html"), folder.path().join(name))
            .expect("a sample can be copied");
    }
    let files = [folder.path().join("a.html"), folder.path().join("b.html")];
    program
        .run(&[
            "ingest".as_ref(),
            files[0].as_os_str(),
            files[1].as_os_str(),
        ])
        .success();
    assert_eq!(documents(&program).len(), 1);
}

#[test]
fn words_that_mean_nothing() {
    let (_folder, program) = new();
    ingest(&program, &sample("nghi-dinh-912-2025.html")).success();
    for arguments in [
        &["show", "Điều 1 Nghị định số 4/2024/NĐ-KHONGCO"][..],
        &["show", "xyz"],
        &[
            "show",
            "Điều 1 Nghị định số 912/2025/NĐ-CPMAU",
            "--on",
            "2025-02-30",
        ],
        &["search", "đất", "--on", "hôm qua"],
        &["ask", "lấn đất phạt bao nhiêu", "--on", "31/02/2025"],
        &["ask", ""],
        &["search", "   "],
        &["remove", "vn/khong/co/gi/het"],
        &["nonsense"],
        &["read", "/khong/co/tep.pdf", "--json"],
    ] {
        refused(&program.run(arguments));
    }
    let long = "đất đai ".repeat(5_000);
    let finished = program.run(&["ask", &long, "--on", DAY]);
    assert!(
        !finished.said().contains("panicked at") && finished.code.is_some(),
        "{finished:#?}"
    );
    let nested = "(".repeat(20_000);
    let finished = program.run(&["search", &nested, "--on", DAY]);
    assert!(
        !finished.said().contains("panicked at") && finished.code.is_some(),
        "{finished:#?}"
    );
}

#[test]
fn a_port_in_use() {
    let (_folder, program) = new();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken
        .local_addr()
        .expect("a bound socket has an address")
        .to_string();
    let said = refused(&program.run(&["serve", "--listen", &address]));
    assert!(said.contains(&address), "{said}");
}

#[test]
fn a_folder_that_cannot_be_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = write(folder.path(), "a-file", "not a folder");
    refused(&ingest(
        &Program::on(&file),
        &sample("nghi-dinh-912-2025.html"),
    ));
    refused(&ingest(
        &Program::on(Path::new("/proc/cancu")),
        &sample("nghi-dinh-912-2025.html"),
    ));
}

#[test]
fn a_full_disk() {
    // /dev/full cannot hold a folder; a tiny tmpfs needs rights that tests seldom have.
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mounted = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=400k", "tmpfs"])
        .arg(folder.path())
        .output()
        .is_ok_and(|output| output.status.success());
    if !mounted {
        return tests::skipped("a_full_disk", "a small disk cannot be mounted here");
    }
    let program = Program::on(folder.path());
    let report = program.run(&["ingest".as_ref(), sample("").as_os_str()]);
    let unmounted = std::process::Command::new("umount")
        .arg("-l")
        .arg(folder.path())
        .output();
    refused(&report);
    assert!(unmounted.is_ok());
}

#[test]
fn a_damaged_index_is_healed_or_named() {
    let (folder, program) = new();
    ingest(&program, &sample("nghi-dinh-912-2025.html")).success();
    let before = documents(&program);
    let mut damaged = 0;
    damage(&folder.path().join("data"), &mut damaged);
    assert!(damaged > 0, "no index file to damage");
    let checked = program.run(&["check", "--deep"]);
    assert!(!checked.said().contains("panicked at"), "{checked:#?}");
    program.run(&["rebuild"]).success();
    program.run(&["check", "--deep"]).success();
    assert_eq!(documents(&program), before, "nothing is lost");
    let found = program
        .run(&["search", "lấn đất chiếm đất", "--on", DAY, "--json"])
        .success();
    assert!(found.stdout.contains("912/2025"), "{found:#?}");
}

/// Turns bytes in every derived file; the catalogue and the originals are the truth and stay.
fn damage(folder: &Path, count: &mut usize) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let truth = name.contains("catalogue")
            || name.contains("sqlite")
            || name.contains("original")
            || name.contains("blob");
        if truth || name.ends_with(".lock") {
            continue;
        }
        if path.is_dir() {
            damage(&path, count);
        } else if let Ok(mut bytes) = std::fs::read(&path)
            && bytes.len() > 40
        {
            let middle = bytes.len() / 2;
            bytes[middle..middle + 16]
                .iter_mut()
                .for_each(|byte| *byte ^= 0x55);
            std::fs::write(&path, bytes).expect("an index file can be written");
            *count += 1;
        }
    }
}
