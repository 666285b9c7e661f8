//! A file of 1,600 pages, made here: what reading it takes.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};
use tests::Program;

use crate::reader::{Read, articles};

const PAGES: usize = 1_600;
const LINES: usize = 35;
const CLAUSES: usize = 12;
/// As many as fill the pages, head and all.
const ARTICLES: usize = (PAGES * LINES - 5) / (1 + 2 * CLAUSES);

/// Reads it and says what was found, in how long, with how much memory.
pub(crate) fn measure(program: &Program) -> Value {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let file = scratch.path().join("luat-mau-1600-trang.pdf");
    write(&file).expect("a temporary file can be written");
    let read = Read::of(program, &file);
    let document = read.document.as_ref();
    json!({
        "pages": read.pages(), "articles": document.map_or(0, |document| articles(document).count()),
        "of_articles": ARTICLES, "seconds": read.run.seconds, "mebibytes": read.run.mebibytes,
        "said": read.run.stderr,
    })
}

/// A sample law in a font whose codes are Unicode.
fn write(place: &Path) -> io::Result<()> {
    let mut file = Objects {
        bytes: b"%PDF-1.7\n".to_vec(),
        starts: Vec::new(),
    };
    let kids: String = (0..PAGES)
        .map(|page| format!("{} 0 R ", 6 + 2 * page))
        .collect();
    file.object("<< /Type /Catalog /Pages 2 0 R >>");
    file.object(&format!("<< /Type /Pages /Count {PAGES} /Kids [{kids}] >>"));
    file.object(
        "<< /Type /Font /Subtype /Type0 /BaseFont /Mau /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
    );
    file.object(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Mau /DW 500 \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    );
    file.stream(&to_unicode());
    let lines = lines();
    let mut pages = lines.chunks(LINES);
    for page in 0..PAGES {
        file.object(&format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents {} 0 R >>",
            7 + 2 * page
        ));
        file.stream(&content(pages.next().unwrap_or_default()));
    }
    std::fs::File::create(place)?.write_all(&file.finish())
}

/// The codes of a page's high bytes, each range within one of them as the standard asks.
fn to_unicode() -> String {
    let mut map =
        "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 31 beginbfrange\n"
            .to_owned();
    for high in 0..31 {
        let _ = writeln!(map, "<{high:02X}00> <{high:02X}FF> <{high:02X}00>");
    }
    map + "endbfrange endcmap"
}

/// The lines of the whole law, with as many articles as fill the pages.
fn lines() -> Vec<String> {
    let head = [
        "VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ",
        "QUỐC HỘI",
        "Luật số: 900/2025/QHMAU",
        "LUẬT",
        "MẪU",
    ];
    let mut lines: Vec<String> = head.map(str::to_owned).to_vec();
    for article in 1..=ARTICLES {
        lines.push(format!("Điều {article}. Quy định mẫu thứ {article}"));
        for clause in 1..=CLAUSES {
            lines.push(format!("{clause}. Cơ quan mẫu số {article} thực hiện việc thứ {clause} trong thời hạn {clause} ngày làm việc"));
            lines.push("kể từ ngày nhận đủ hồ sơ hợp lệ theo quy định của Luật này và pháp luật có liên quan.".to_owned());
        }
    }
    lines
}

fn content(lines: &[String]) -> String {
    let mut text = String::new();
    for (line, words) in lines.iter().enumerate() {
        let codes: String = words
            .encode_utf16()
            .map(|unit| format!("{unit:04X}"))
            .collect();
        let _ = writeln!(
            text,
            "BT /F 11 Tf 70 {} Td <{codes}> Tj ET",
            780 - 20 * line
        );
    }
    text
}

/// The objects of a PDF, numbered from 1 as they come.
struct Objects {
    bytes: Vec<u8>,
    starts: Vec<usize>,
}

impl Objects {
    fn object(&mut self, body: &str) {
        self.starts.push(self.bytes.len());
        let head = format!("{} 0 obj\n", self.starts.len());
        self.bytes
            .extend([head.as_str(), body, "\nendobj\n"].concat().as_bytes());
    }

    fn stream(&mut self, text: &str) {
        self.object(&format!(
            "<< /Length {} >>\nstream\n{text}\nendstream",
            text.len()
        ));
    }

    fn finish(mut self) -> Vec<u8> {
        let (table, count) = (self.bytes.len(), self.starts.len() + 1);
        let mut end = format!("xref\n0 {count}\n0000000000 65535 f \n");
        for start in &self.starts {
            let _ = writeln!(end, "{start:010} 00000 n ");
        }
        let _ = write!(
            end,
            "trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
        );
        self.bytes.extend(end.as_bytes());
        self.bytes
    }
}
