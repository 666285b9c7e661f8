//! Boxes around quotes on recognised pages: pages of real gazettes are drawn, put into files that hold nothing but these
//! pictures, and recognised; where their words stand is known from the text of the gazettes, which the program never saw.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use legal::PageKind;
use tests::{Chance, media_files, shared, similarity, skipped};

use crate::Asked;
use crate::boxes::{boxes, draw, inside};
use crate::gazettes::Gazettes;
use crate::printed::{Pages, letters};

/// Pages of one gazette that are drawn: quotes run over from one to the next.
const TOGETHER: usize = 4;
/// As offices scan.
const DOTS: u32 = 300;
/// The same quotes in every run.
const SEED: u64 = 20_261_201;
/// From which likeness on the letters inside are the quote's but for what the recogniser misread.
const LIKE: f64 = 0.9;

/// So many letters at either end must be alike by half.
const END: usize = 6;
const HALF: f64 = 0.5;
/// One end of some letters.
type Ending = fn(&[String]) -> &[String];
const ENDS: [Ending; 2] = [
    |letters| &letters[..letters.len().min(END)],
    |letters| &letters[letters.len().saturating_sub(END)..],
];

const RIGHT: &str = "right";
const MISREAD: &str = "right but for letters that were misread";

pub(crate) fn measure(asked: &Asked) {
    let installed = |name: &str, argument: &str| {
        let version = Command::new(name).arg(argument).output();
        version.is_ok_and(|output| output.status.success())
    };
    if !Pages::are_readable()
        || !installed("tesseract", "--version")
        || !installed("pdftoppm", "-v")
    {
        return skipped("scans", "tesseract, pdftoppm or pdftotext is not installed");
    }
    let Some(folder) = shared().map(|shared| shared.join("gazette-pdf")) else {
        return skipped("scans", "no shared data here");
    };
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let scans = scratch.path().join("scans");
    std::fs::create_dir_all(&scans).expect("a folder can be made");
    let files = media_files(&folder, "pdf");
    let wanted = asked.scans.div_ceil(TOGETHER).clamp(1, files.len().max(1));
    let step = (files.len() / wanted).max(1);
    let mut pages = Pages::default();
    let mut drawn_pages = 0;
    for file in files.iter().step_by(step).take(wanted) {
        drawn_pages += picture_of(file, &scans, scratch.path(), &mut pages);
    }
    // One after the other: the recogniser takes its time.
    let loads = media_files(&scans, "pdf");
    let gazettes = Gazettes::of(&scans, &loads, &scratch.path().join("data"));
    let empty = scratch.path().join("nothing");
    std::fs::create_dir_all(&empty).expect("a folder can be made");
    let served = gazettes
        .program
        .serve(&["--corpus", &empty.to_string_lossy()]);
    let mut chance = Chance::seeded_or("scans", SEED);
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    let (mut drawn, mut tried, mut shown, mut over, mut over_right) = (0, 0, 0, 0, 0);
    while drawn < asked.quotes && tried < asked.quotes * 100 {
        tried += 1;
        let Some(quote) = draw(&gazettes.documents, &mut chance, PageKind::Ocr) else {
            continue;
        };
        let printed = folder.join(&quote.document.row.file_name);
        drawn += 1;
        let found = boxes(&served.address, &quote);
        let inside = inside(&found, &printed, &mut pages);
        let cause = cause(quote.words, &inside, found.is_empty());
        *counts.entry(cause).or_default() += 1;
        if found.len() > 1 {
            over += 1;
            over_right += usize::from([RIGHT, MISREAD].contains(&cause));
        }
        if ![RIGHT, MISREAD].contains(&cause) && shown < asked.worst {
            shown += 1;
            println!(
                "{cause}: {} {}-{} pages {:?}\n  quote  {}\n  inside {inside}",
                quote.document.row.file_name,
                quote.span.start,
                quote.span.end,
                found.iter().map(|(page, _)| page).collect::<Vec<_>>(),
                quote.words.replace('\n', " "),
            );
        }
    }
    let count = |cause: &str| counts.get(cause).copied().unwrap_or(0);
    let share = |count: usize| 100.0 * count as f64 / drawn.max(1) as f64;
    let (right, both) = (count(RIGHT), count(RIGHT) + count(MISREAD));
    println!(
        "{both} of {drawn} quotes on {drawn_pages} recognised pages ({:.1} %): the printed words inside the boxes are the quote; {right} ({:.1} %) letter by letter, the others but for letters that were misread",
        share(both),
        share(right),
    );
    println!("{over_right} of {over} quotes over two or more pages");
    for (cause, count) in counts.iter().filter(|(cause, _)| **cause != RIGHT) {
        println!("{count:6} {cause}");
    }
}

/// How the printed words inside the boxes compare with the quote as it was recognised.
fn cause(quote: &str, inside: &str, none: bool) -> &'static str {
    let (wanted, seen) = (letters(quote), letters(inside));
    if wanted == seen {
        return RIGHT;
    }
    if none {
        return "no box";
    }
    let one = |text: &str| -> Vec<String> { text.chars().map(String::from).collect() };
    let words = |text: &str| {
        text.split_whitespace()
            .filter(|word| !letters(word).is_empty())
            .count()
    };
    let (more, less) = (words(inside), words(quote));
    let (wanted, seen) = (one(&legal::unaccent(&wanted)), one(&legal::unaccent(&seen)));
    let like = similarity(&wanted, &seen);
    // A word left out or too much stands at an end.
    let [first, last] = ENDS.map(|end| similarity(end(&wanted), end(&seen)));
    match like >= LIKE {
        // A misread space parts a word in two or joins two.
        true if more.abs_diff(less) <= 1 + less / 20 && first.min(last) >= HALF => MISREAD,
        _ if more > less => "the boxes hold more",
        _ if more < less => "the boxes leave words out",
        _ => "the boxes hold other words",
    }
}

/// Makes a file of the pictures of a gazette's first pages, with the same name; how many pages it has.
fn picture_of(file: &Path, into: &Path, scratch: &Path, pages: &mut Pages) -> usize {
    let prefix = scratch.join("page");
    let status = Command::new("pdftoppm")
        .args(["-jpeg", "-gray", "-cropbox", "-f", "1"])
        .args(["-l", &TOGETHER.to_string(), "-r", &DOTS.to_string()])
        .arg(file)
        .arg(&prefix)
        .stderr(Stdio::null())
        .status();
    if !status.is_ok_and(|status| status.success()) {
        return 0;
    }
    let pictures: Vec<PathBuf> = media_files(scratch, "jpg");
    let mut drawn = Vec::with_capacity(pictures.len());
    for (number, picture) in (1..).zip(&pictures) {
        let bytes = std::fs::read(picture).expect("a picture can be read");
        std::fs::remove_file(picture).expect("a picture can be removed");
        let page = pages.of(file, number);
        drawn.extend(size(&bytes).map(|size| (bytes, size, [page.width, page.height])));
    }
    let name = file.file_name().expect("a listed file has a name");
    std::fs::write(into.join(name), pdf(&drawn)).expect("a file can be written");
    drawn.len()
}

/// Width, height and how many colours a JPEG has, from its frame header.
fn size(jpeg: &[u8]) -> Option<[u16; 3]> {
    let mut at = 2;
    loop {
        let [0xff, marker, high, low] = *jpeg.get(at..at + 4)? else {
            return None;
        };
        let two = |at: usize| Some(u16::from_be_bytes([*jpeg.get(at)?, *jpeg.get(at + 1)?]));
        if matches!(marker, 0xc0..=0xc2) {
            return Some([two(at + 7)?, two(at + 5)?, u16::from(*jpeg.get(at + 9)?)]);
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
}

/// A PDF whose pages are pictures and nothing else.
fn pdf(pictures: &[(Vec<u8>, [u16; 3], [f32; 2])]) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = Vec::new();
    let kids: Vec<String> = (0..pictures.len())
        .map(|at| format!("{} 0 R", at * 3 + 3))
        .collect();
    objects.push(b"<< /Type /Catalog /Pages 2 0 R >>".to_vec());
    let all = format!(
        "<< /Type /Pages /Kids [{}] /Count {} >>",
        kids.join(" "),
        kids.len()
    );
    objects.push(all.into_bytes());
    for (at, (jpeg, [across, down, colours], [width, height])) in pictures.iter().enumerate() {
        let first = at * 3 + 3;
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents {} 0 R /Resources << /XObject << /P {} 0 R >> >> >>",
            first + 1,
            first + 2
        );
        objects.push(page.into_bytes());
        let drawing = format!("q {width} 0 0 {height} 0 0 cm /P Do Q");
        let drawing = format!(
            "<< /Length {} >>\nstream\n{drawing}\nendstream",
            drawing.len()
        );
        objects.push(drawing.into_bytes());
        let space = match colours {
            1 => "DeviceGray",
            _ => "DeviceRGB",
        };
        let head = format!(
            "<< /Type /XObject /Subtype /Image /Width {across} /Height {down} /ColorSpace /{space} /BitsPerComponent 8 /Filter /DCTDecode /Length {} >>\nstream\n",
            jpeg.len()
        );
        objects.push([head.as_bytes(), jpeg, b"\nendstream"].concat());
    }
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::with_capacity(objects.len());
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let table = file.len();
    let rows: String = places
        .iter()
        .map(|place| format!("{place:010} 00000 n \n"))
        .collect();
    let count = objects.len() + 1;
    let end = format!(
        "xref\n0 {count}\n0000000000 65535 f \n{rows}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    );
    file.extend_from_slice(end.as_bytes());
    file
}
