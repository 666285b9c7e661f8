//! Tests of what is drawn: recognising the sample scan and stamps of secrecy, where Tesseract is installed.

use std::{
    io::{Cursor, Write as _},
    path::Path,
};

use legal::{IssueKind, PageKind};

use drawing::{Drawing, png, render};
use extract::{Draw, Eyes, Flag, Limits, Media, Ocr, Picture, Reading, Rejected, read_with};
use zip::{ZipWriter, write::SimpleFileOptions};

fn installed(test: &str) -> Option<Ocr> {
    let found = Ocr::new(Path::new("tesseract")).filter(Ocr::is_installed);
    if found.is_none() {
        skipped(test);
    }
    found
}

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn skipped(test: &str) {
    eprintln!(
        "skipped: {test}: no tesseract with Vietnamese (apt: tesseract-ocr tesseract-ocr-vie)"
    );
}

#[expect(clippy::print_stderr, reason = "a measure is printed")]
fn measured(what: &str, right: usize, all: usize) {
    eprintln!("measured: {what}: {right} of {all} syllables");
}

/// A file of the samples, and the words from which it was made.
fn sample(name: &str, source: &str) -> (Vec<u8>, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let bytes = std::fs::read(root.join("corpus").join(name)).expect("a sample");
    let text = std::fs::read_to_string(root.join("tests/corpus").join(source)).expect("its source");
    (bytes, text)
}

/// What came of reading a file with eyes: the documents, and the steps that were told.
struct Looked {
    read: Result<Media, Rejected>,
    readings: Vec<Reading>,
    steps: Vec<(u32, u32)>,
}

fn look(bytes: &[u8], ocr: &Ocr) -> Looked {
    let (mut readings, mut steps) = (Vec::new(), Vec::new());
    let open = |bytes: &[u8]| -> Option<Draw> {
        let drawing = Drawing::open(bytes).expect("a file that can be drawn");
        Some(Box::new(move |page, scale| drawing.page(page, scale).ok()))
    };
    let mut eyes = Eyes {
        open: &open,
        ocr,
        step: &mut |done, to_do| steps.push((done, to_do)),
    };
    let read = read_with(
        "quet.pdf",
        bytes,
        &Limits::default(),
        Some(&mut eyes),
        &mut |reading| {
            readings.push(reading);
            true
        },
    );
    Looked {
        read,
        readings,
        steps,
    }
}

/// How many syllables of `said` stand in `read` in the same order: the longest common subsequence.
fn common(said: &[&str], read: &[&str]) -> usize {
    let mut best = vec![0; read.len() + 1];
    for a in said {
        let mut before = 0;
        for (at, b) in read.iter().enumerate() {
            let above = best[at + 1];
            best[at + 1] = if a == b {
                before + 1
            } else {
                above.max(best[at])
            };
            before = above;
        }
    }
    best[read.len()]
}

#[test]
fn a_failing_recogniser_leaves_a_page_that_is_reported() {
    let (bytes, _) = sample(
        "thong-bao-911-2025-ban-quet.pdf",
        "thong-bao-911-2025-ban-quet.txt",
    );
    let broken = Ocr {
        program: "/bin/false".into(),
        page_seconds: 1,
        at_once: 1,
    };
    let Looked { read, readings, .. } = look(&bytes, &broken);
    assert_eq!(read, Ok(Media::Pdf));
    assert_eq!(readings[0].flags, [Flag::Scanned { page: 1 }]);
    assert_eq!(readings[0].source.text(), "");
}

/// The sample is drawn at 150 dots an inch, turned by 0.6°, dusted and squeezed as JPEG.
#[test]
fn recognises_the_sample_scan() {
    let Some(ocr) = installed("recognises_the_sample_scan") else {
        return;
    };
    let (bytes, said) = sample(
        "thong-bao-911-2025-ban-quet.pdf",
        "thong-bao-911-2025-ban-quet.txt",
    );
    let Looked {
        read,
        readings,
        steps,
    } = look(&bytes, &ocr);
    assert_eq!((read, steps), (Ok(Media::Pdf), vec![(1, 1)]));
    let Reading {
        source,
        parsed,
        flags,
        ..
    } = &readings[0];
    assert_eq!(source.pages()[0].kind, PageKind::Ocr);
    assert!(
        matches!(flags[..], [Flag::Recognised { page: 1, words, confidence }] if words > 80 && confidence > 60),
        "{flags:?}"
    );
    assert!(source.words().iter().all(|word| word.confidence.is_some()));
    let unverified = |issue: &legal::Issue| issue.kind == IssueKind::Recognised;
    assert!(parsed.issues.iter().any(unverified), "{:?}", parsed.issues);
    let body = said.split("\n\n").nth(1).expect("a body");
    let said: Vec<&str> = body
        .split_whitespace()
        .filter(|word| *word != ">")
        .collect();
    let read: Vec<&str> = source.text().split_whitespace().collect();
    let right = common(&said, &read);
    measured("sample scan", right, said.len());
    assert!(right * 100 >= said.len() * 95, "{}", source.text());
}

/// A file of one page of 600 by 800 points, whose resources and further objects (from number 5) are given as PDF.
fn pdf(content: &str, resources: &str, further: &[Vec<u8>]) -> Vec<u8> {
    let stream = format!(
        "<< /Length {} >> stream\n{content}\nendstream",
        content.len()
    );
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << {resources} >> >>"
    );
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        page.into_bytes(),
        stream.into_bytes(),
    ];
    objects.extend_from_slice(further);
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut table = String::new();
    for (number, object) in (1..).zip(&objects) {
        table += &format!("{:010} 00000 n \n", bytes.len());
        bytes.extend(format!("{number} 0 obj\n").into_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let (start, count) = (bytes.len(), objects.len() + 1);
    let end = format!(
        "xref\n0 {count}\n0000000000 65535 f \n{table}trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    bytes.extend(end.into_bytes());
    bytes
}

/// The picture of a page as a PDF of one page.
fn scanned(picture: &Picture) -> Vec<u8> {
    let (width, height, length) = (picture.width(), picture.height(), picture.pixels().len());
    let mut image = format!(
        "<< /Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 /Width {width} /Height {height} /Length {length} >> stream\n"
    )
    .into_bytes();
    image.extend(picture.pixels());
    image.extend(b"\nendstream");
    pdf(
        "q 600 0 0 800 0 0 cm /I1 Do Q",
        "/XObject << /I1 5 0 R >>",
        &[image],
    )
}

/// A head with a framed red stamp of the given words.
fn with_stamp(words: &str) -> Vec<u8> {
    let content = format!(
        "BT /F1 12 Tf 60 740 Td (UY BAN NHAN DAN XA DONG MAU) Tj ET
         BT /F1 12 Tf 330 740 Td (CONG HOA XA HOI CHU NGHIA VIET NAM) Tj ET
         1 0 0 RG 1 0 0 rg 2 w 70 640 150 40 re S BT /F1 28 Tf 85 650 Td ({words}) Tj ET
         0 g BT /F1 12 Tf 60 500 Td (Kinh gui: cac phong thuoc Uy ban nhan dan xa) Tj ET"
    );
    let font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >> >>";
    let drawn = pdf(&content, font, &[]);
    scanned(&render(&drawn, 1, 2.0).expect("a picture"))
}

#[test]
fn a_red_stamp_on_a_scan_is_refused_before_anything_is_handed_over() {
    let Some(ocr) = installed("a_red_stamp_on_a_scan_is_refused") else {
        return;
    };
    let looked = look(&with_stamp("TOI MAT"), &ocr);
    let secret = Rejected::Secret {
        mark: "TỐI MẬT".to_owned(),
    };
    assert_eq!(looked.read, Err(secret));
    assert!(looked.readings.is_empty() && looked.steps.is_empty());
    // A mark of urgency is none of secrecy.
    let looked = look(&with_stamp("KHAN"), &ocr);
    assert_eq!((looked.read, looked.steps), (Ok(Media::Pdf), vec![(1, 1)]));
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let entry = writer.start_file(*name, SimpleFileOptions::default());
        entry.expect("an entry");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

#[test]
fn scans_in_an_archive_are_recognised_and_a_stamp_on_one_keeps_it_out() {
    let Some(ocr) = installed("scans_in_an_archive_are_recognised") else {
        return;
    };
    let (scan, _) = sample(
        "thong-bao-911-2025-ban-quet.pdf",
        "thong-bao-911-2025-ban-quet.txt",
    );
    let text = "Điều 1. Mẫu".as_bytes();
    let Looked { read, readings, .. } = look(&zipped(&[("a.txt", text), ("b.pdf", &scan)]), &ocr);
    assert_eq!(read, Ok(Media::Zip));
    assert!(matches!(
        readings[1].flags[..],
        [Flag::Recognised { page: 1, .. }]
    ));
    let looked = look(
        &zipped(&[("a.txt", text), ("b.pdf", &with_stamp("MAT"))]),
        &ocr,
    );
    assert!(matches!(looked.read, Err(Rejected::Secret { .. })) && looked.readings.is_empty());
}

#[test]
fn draws_a_page_as_large_as_asked_for_and_no_larger_than_fits() {
    let bytes = pdf("1 0 0 rg 0 0 600 800 re f", "", &[]);
    let picture = render(&bytes, 1, 0.5).expect("a picture");
    assert_eq!((picture.width(), picture.height()), (300, 400));
    assert_eq!(picture.pixels()[..3], [255, 0, 0]);
    assert!(png(&picture).is_ok_and(|png| png.starts_with(b"\x89PNG")));
    let large = render(&bytes, 1, 1_000.0).expect("a picture");
    assert!(u64::from(large.width()) * u64::from(large.height()) < 17_000_000);
    assert!(render(&bytes, 2, 1.0).is_err());
    assert!(render(&bytes, 0, 1.0).is_err());
    assert!(render(b"%PDF-1.4 rubbish", 1, 1.0).is_err());
}
