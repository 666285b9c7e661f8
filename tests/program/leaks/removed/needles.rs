//! Words that stand in one document alone, and where they, or a form of them, are found again: in what was answered,
//! printed and logged, and in every byte of a folder, also packed ones and those that a database let go of.

use std::io::Read as _;
use std::path::Path;

/// Words to look for, in every form in which they could be left.
pub(super) struct Needles(Vec<(String, Vec<Vec<u8>>)>);

impl Needles {
    pub(super) fn new(words: &[&str]) -> Self {
        let forms = |word: &str| {
            let lower = word.to_lowercase();
            let bare = legal::unaccent(&lower);
            let mut texts = vec![word.to_owned(), lower.clone(), word.to_uppercase()];
            texts.extend([bare.to_uppercase(), legal::unaccent(word), bare]);
            texts.extend([percent(word), percent(&lower)]);
            let utf_16 = |text: &String, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
                text.encode_utf16().flat_map(order).collect()
            };
            let wide: Vec<Vec<u8>> = texts
                .iter()
                .flat_map(|text| {
                    [
                        utf_16(text, u16::to_le_bytes),
                        utf_16(text, u16::to_be_bytes),
                    ]
                })
                .collect();
            let mut all: Vec<Vec<u8>> = texts.into_iter().map(String::into_bytes).collect();
            all.extend(wide);
            all.sort();
            all.dedup();
            all
        };
        let words = words.iter().map(|word| ((*word).to_owned(), forms(word)));
        Self(words.collect())
    }

    /// The first word that stands in these bytes in some form.
    pub(super) fn found(&self, bytes: &[u8]) -> Option<&str> {
        let stands = |form: &Vec<u8>| position(bytes, form).is_some();
        let mut words = self.0.iter();
        let word = words.find(|(_, forms)| forms.iter().any(stands));
        word.map(|(word, _)| word.as_str())
    }

    /// The same in an archive (DOCX) and in what it holds.
    pub(super) fn found_packed(&self, bytes: &[u8]) -> Option<&str> {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
        (0..archive.len()).find_map(|number| {
            let mut file = archive.by_index(number).ok()?;
            let mut inner = Vec::new();
            file.read_to_end(&mut inner).ok()?;
            self.found(&inner)
        })
    }

    /// Files of a folder in which a word stands, as bytes or in a value that the catalogue packed.
    pub(super) fn in_folder(&self, folder: &Path) -> Vec<String> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                found.extend(self.in_folder(&path));
                continue;
            }
            let Ok(bytes) = std::fs::read(&path) else {
                continue;
            };
            let database = path.to_string_lossy().contains(".sqlite");
            let word = self
                .found(&bytes)
                .or_else(|| database.then(|| self.found_in_values(&bytes)).flatten())
                .or_else(|| self.found_packed(&bytes));
            found.extend(word.map(|word| format!("{}: {word}", path.display())));
        }
        found
    }

    /// The same in values as the catalogue packs them, wherever in a file one lies: checksum, length, deflated bytes.
    fn found_in_values(&self, bytes: &[u8]) -> Option<&str> {
        const MOST: usize = 1 << 20;
        (0..bytes.len().saturating_sub(9)).find_map(|at| {
            let number = |at: usize| {
                let four = bytes[at..at + 4].try_into().expect("four bytes");
                u32::from_le_bytes(four)
            };
            let (sum, length) = (number(at), number(at + 4) as usize);
            if !(2..MOST).contains(&length) {
                return None;
            }
            let mut plain = Vec::new();
            let packed = flate2::read::DeflateDecoder::new(&bytes[at + 8..]);
            let read = packed.take(length as u64).read_to_end(&mut plain);
            let whole = read.is_ok() && plain.len() == length && crc32fast::hash(&plain) == sum;
            whole.then(|| self.found(&plain)).flatten()
        })
    }
}

fn position(bytes: &[u8], form: &[u8]) -> Option<usize> {
    let first = *form.first()?;
    let last = bytes.len().checked_sub(form.len())?;
    let mut at = 0;
    while at <= last {
        let next = bytes[at..=last].iter().position(|byte| *byte == first)?;
        at += next;
        if &bytes[at..at + form.len()] == form {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// As an address carries it.
pub(super) fn percent(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}
