//! Word 97–2003 documents, built here: one page of letter formats, one of paragraph formats, a piece of text.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;

use crate::{Flag, Limits, Media, Rejected, sniff};

const TEXT: usize = 1_024;
const LETTERS: usize = 4;
const PARAGRAPHS: usize = 5;

/// Words in bytes of Windows-1252, and the modifiers of their format.
type Run<'a> = (&'a [u8], &'a [u8]);

fn page(ends: &[usize], formats: &[Vec<u8>], wide: usize) -> Vec<u8> {
    let mut page = vec![0; 512];
    let mut starts = vec![TEXT];
    starts.extend(ends);
    for (n, place) in starts.iter().enumerate() {
        page[4 * n..4 * n + 4].copy_from_slice(&(*place as u32).to_le_bytes());
    }
    let mut free = 510;
    for (n, format) in formats.iter().enumerate() {
        free = (free - format.len()) & !1;
        page[free..free + format.len()].copy_from_slice(format);
        page[4 * starts.len() + wide * n] = (free / 2) as u8;
    }
    page[511] = formats.len() as u8;
    page
}

/// A document of paragraphs: each its runs and the modifiers of its format. Font 0 is .VnTime, 1 .VnTimeH, 2 Arial.
fn document(paragraphs: &[(&[Run<'_>], &[u8])], notes: &[u8], marks: &[u32]) -> Vec<u8> {
    let mut text = Vec::new();
    let (mut ends, mut formats) = (Vec::new(), Vec::new());
    let (mut paragraph_ends, mut paragraph_formats) = (Vec::new(), Vec::new());
    for (runs, format) in paragraphs {
        for (words, modifiers) in *runs {
            text.extend(*words);
            ends.push(TEXT + text.len());
            let mut chpx = vec![modifiers.len() as u8];
            chpx.extend(*modifiers);
            formats.push(chpx);
        }
        paragraph_ends.push(TEXT + text.len());
        let mut papx = vec![0, format.len().div_ceil(2) as u8 + 1, 0, 0];
        papx.extend(*format);
        paragraph_formats.push(papx);
    }
    let main_length = text.len() as u32;
    text.extend(notes);
    ends.push(TEXT + text.len());
    formats.push(vec![0]);

    let mut main = vec![0; TEXT];
    main.extend(&text);
    main.resize(512 * LETTERS, 0);
    main.extend(page(&ends, &formats, 1));
    main.extend(page(&paragraph_ends, &paragraph_formats, 13));

    let mut table = Vec::new();
    let mut put = |main: &mut Vec<u8>, part: usize, content: &[u8]| {
        let at = 154 + 8 * part;
        main[at..at + 4].copy_from_slice(&(table.len() as u32).to_le_bytes());
        main[at + 4..at + 8].copy_from_slice(&(content.len() as u32).to_le_bytes());
        table.extend(content);
    };
    let numbers = |numbers: &[u32]| {
        numbers
            .iter()
            .flat_map(|n| n.to_le_bytes())
            .collect::<Vec<u8>>()
    };
    let mut clx = vec![2];
    clx.extend(numbers(&[16, 0, text.len() as u32]));
    clx.extend([0, 0]);
    clx.extend(numbers(&[(TEXT as u32 * 2) | 0x4000_0000]));
    clx.extend([0, 0]);
    put(&mut main, super::fields::CLX, &clx);
    let mut fonts = vec![3, 0, 0, 0];
    for name in [".VnTime", ".VnTimeH", "Arial"] {
        let mut font = vec![0; 39];
        font.extend(name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes));
        fonts.push(font.len() as u8);
        fonts.extend(font);
    }
    put(&mut main, super::fields::FONTS, &fonts);
    let end = TEXT as u32 + text.len() as u32;
    put(
        &mut main,
        super::fields::LETTER_PAGES,
        &numbers(&[TEXT as u32, end, LETTERS as u32]),
    );
    put(
        &mut main,
        super::fields::PARAGRAPH_PAGES,
        &numbers(&[TEXT as u32, end, PARAGRAPHS as u32]),
    );
    if !marks.is_empty() {
        let mut references = numbers(marks);
        references.extend(numbers(&[main_length]));
        references.extend(vec![1; 2 * marks.len()]);
        put(&mut main, super::fields::FOOTNOTE_MARKS, &references);
        put(
            &mut main,
            super::fields::FOOTNOTES,
            &numbers(&[0, notes.len() as u32, notes.len() as u32 + 1]),
        );
    }
    main[..4].copy_from_slice(&[0xec, 0xa5, 0xc1, 0]);
    main[0x0b] = 2;
    main[76..80].copy_from_slice(&main_length.to_le_bytes());
    main[80..84].copy_from_slice(&(notes.len() as u32).to_le_bytes());

    let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a container");
    for (name, content) in [("/WordDocument", &main), ("/1Table", &table)] {
        let mut stream = container.create_stream(name).expect("a stream");
        stream.write_all(content).expect("its bytes");
    }
    container.flush().expect("a container");
    container.into_inner().into_inner()
}

#[track_caller]
fn check(bytes: &[u8], expect: &str) -> (legal::SourceText, Vec<Flag>) {
    assert_eq!(sniff("a.doc", bytes), Ok(Media::Doc));
    let (source, flags) = super::read(bytes, &Limits::default()).expect("a document");
    assert_eq!(source.text(), expect);
    (source, flags)
}

const OLD: &[u8] = &[0x4f, 0x4a, 0, 0];
const OLD_CAPITALS: &[u8] = &[0x4f, 0x4a, 1, 0];
const ARIAL: &[u8] = &[0x4f, 0x4a, 2, 0];
const HIDDEN: &[u8] = &[0x3c, 0x08, 1];
const DELETED: &[u8] = &[0x00, 0x08, 1];
const CELL: &[u8] = &[0x16, 0x24, 1];
const ROW: &[u8] = &[0x16, 0x24, 1, 0x17, 0x24, 1];

#[test]
fn decodes_each_run_by_its_font() {
    let bytes = document(
        &[
            (&[(b"b\xe9 t\xb5i ch\xddnh\r", OLD_CAPITALS)], &[]),
            (
                &[(b"\xa7i\xd2u 1. Ph\xad\xeang ", OLD), (b"x\x97y\r", ARIAL)],
                &[],
            ),
        ],
        b"",
        &[],
    );
    let (_, flags) = check(&bytes, "BỘ TÀI CHÍNH\nĐiều 1. Phường x—y\n");
    assert!(
        matches!(&flags[..], [Flag::Converted { from, count: 7 }] if from == "TCVN3"),
        "{flags:?}"
    );
}

#[test]
fn drops_deleted_and_hidden_words_and_codes_of_fields() {
    let bytes = document(
        &[(
            &[
                (b"a", ARIAL),
                (b"xx", HIDDEN),
                (b"yy", DELETED),
                (b"\x13 PAGE \x14 b\x15 c\x0bd\x1ee\r", ARIAL),
            ],
            &[],
        )],
        b"",
        &[],
    );
    let (_, flags) = check(&bytes, "a b c\nd-e\n");
    assert_eq!(flags, [Flag::Hidden { count: 2 }]);
}

#[test]
fn reads_tables_and_notes() {
    let bytes = document(
        &[
            (&[(b"Tr\xada\x02\r", OLD)], &[]),
            (&[(b"STT\x07", ARIAL)], CELL),
            (&[(b"T\xaan\x07", OLD)], CELL),
            (&[(b"\x07", ARIAL)], ROW),
            (&[(b"H\xd5t\r", OLD)], &[]),
        ],
        b"\x02 Note\r",
        &[4],
    );
    let (source, _) = check(&bytes, "Trưa\nSTT | Tên\nHết\nNote\n");
    let layout = source.layout();
    assert_eq!(layout.tables[0].rows[0].len(), 2);
    assert_eq!(layout.footnotes[0].anchor, Some("Trưa".len() as u32));
    assert_eq!(layout.footnotes[0].label, "1");
}

#[test]
fn refuses_locked_old_and_empty_documents() {
    let good = document(&[(&[(b"a\r", ARIAL)], &[])], b"", &[]);
    let with = |at: usize, byte: u8| {
        let mut container =
            cfb::CompoundFile::open(Cursor::new(good.clone())).expect("a container");
        let mut stream = container.open_stream("/WordDocument").expect("a stream");
        std::io::Seek::seek(&mut stream, std::io::SeekFrom::Start(at as u64)).expect("a place");
        stream.write_all(&[byte]).expect("a byte");
        drop(stream);
        super::read(&container.into_inner().into_inner(), &Limits::default()).err()
    };
    assert_eq!(with(0x0b, 3), Some(Rejected::Password));
    assert!(matches!(with(2, 0x65), Some(Rejected::Format { .. })));
    assert!(matches!(with(0, 0), Some(Rejected::Damaged { .. })));
    let empty = document(&[(&[(b"\r", ARIAL)], &[])], b"", &[]);
    assert_eq!(
        super::read(&empty, &Limits::default()).err(),
        Some(Rejected::NoText)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn survives_mutations(places in proptest::collection::vec((0_usize..8_000, any::<u8>()), 1..6), cut in 0_usize..4_000) {
        let mut bytes = document(&[(&[(b"Tr\xada\x02\r", OLD)], CELL), (&[(b"b\x07\x07", ARIAL)], ROW)], b"\x02 n\r", &[4]);
        for (at, byte) in places {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        bytes.truncate(bytes.len() - cut % bytes.len());
        drop(super::read(&bytes, &Limits::default()));
    }
}
