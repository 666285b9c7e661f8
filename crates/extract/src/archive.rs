//! ZIP archives of documents: each member is a document of its own, read as if it stood alone.
//!
//! Nothing is written anywhere, so the paths of members are names and no danger. An archive in an archive is not
//! opened. All members are read before the first is handed over, because one with a secrecy mark keeps the whole
//! archive out.

use std::io::{Cursor, Read as _};

use zip::{ZipArchive, result::ZipError};

use crate::{Eyes, Flag, Limits, Media, Reading, Rejected, sniff};

/// Most members of an archive.
const MEMBERS: usize = 2_000;

/// Reads every member that can be read and hands it to `sink`; what could not be is a flag of the first.
pub(crate) fn read(
    bytes: &[u8],
    limits: &Limits,
    mut eyes: Option<&mut Eyes<'_>>,
    sink: &mut dyn FnMut(Reading) -> bool,
) -> Result<(), Rejected> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| Rejected::Damaged {
        detail: format!("zip: {error}"),
    })?;
    if archive.len() > MEMBERS {
        return Err(Rejected::Limit {
            detail: format!("more than {MEMBERS} members"),
        });
    }
    let mut packed = 0_u64;
    for n in 0..archive.len() {
        let entry = archive.by_index_raw(n);
        packed = packed.saturating_add(entry.map_or(0, |entry| entry.compressed_size()));
    }
    // Members that lie over one another unpack a small file to any size.
    if packed > bytes.len() as u64 {
        return Err(Rejected::Limit {
            detail: "members that lie over one another".to_owned(),
        });
    }
    let mut left = limits.total_bytes / 4;
    let mut readings = Vec::new();
    let mut skipped: Vec<(Flag, Rejected)> = Vec::new();
    for n in 0..archive.len() {
        let name = archive.by_index_raw(n).ok().and_then(|entry| {
            let name = entry.name().ok()?.into_owned();
            (!entry.is_dir()).then_some(name)
        });
        let Some(name) = name.filter(|name| !is_litter(name)) else {
            continue;
        };
        match member(
            &mut archive,
            n,
            &name,
            limits,
            eyes.as_deref_mut(),
            &mut left,
        ) {
            Ok(reading) => readings.push(reading),
            // One secret page, or one bomb, and nothing of the archive is taken.
            Err(rejected @ (Rejected::Secret { .. } | Rejected::Limit { .. })) => {
                return Err(rejected);
            }
            Err(rejected) => {
                let flag = Flag::Record {
                    line: n as u64 + 1,
                    why: format!("{name}: {rejected}"),
                };
                skipped.push((flag, rejected));
            }
        }
    }
    let Some(first) = readings.first_mut() else {
        // An archive of one thing fails for the reason of that thing.
        let reason = skipped.pop().map(|(_, rejected)| rejected);
        return Err(reason
            .filter(|_| skipped.is_empty())
            .unwrap_or(Rejected::Format {
                found: "ZIP archive without a document in it".to_owned(),
            }));
    };
    first
        .flags
        .extend(skipped.into_iter().map(|(flag, _)| flag));
    for reading in readings {
        if !sink(reading) {
            break;
        }
    }
    Ok(())
}

/// What programs leave in archives beside the files.
fn is_litter(name: &str) -> bool {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.starts_with("__MACOSX/")
        || last.starts_with('.')
        || last == "Thumbs.db"
        || last == "desktop.ini"
}

/// The bytes of one member, unpacked: what [`Reading::part`] of an archive names.
pub fn member_bytes(archive: &[u8], name: &str, limits: &Limits) -> Result<Vec<u8>, Rejected> {
    let damaged = |error: ZipError| Rejected::Damaged {
        detail: format!("zip: {error}"),
    };
    let mut archive = ZipArchive::new(Cursor::new(archive)).map_err(damaged)?;
    for n in 0..archive.len().min(MEMBERS) {
        let entry = archive.by_index_raw(n);
        if entry.is_ok_and(|entry| entry.name().is_ok_and(|found| found == name)) {
            return unpack(&mut archive, n, name, limits.part_bytes);
        }
    }
    Err(damaged(ZipError::FileNotFound))
}

/// Unpacks a member to at most so many bytes.
fn unpack(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    n: usize,
    name: &str,
    most: u64,
) -> Result<Vec<u8>, Rejected> {
    let entry = archive.by_index(n).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Rejected::Password
        }
        other => Rejected::Damaged {
            detail: format!("zip: {other}"),
        },
    })?;
    // What an entry says of its size is not believed.
    let mut bytes = Vec::new();
    let read = entry.take(most + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > most {
        return Err(Rejected::Limit {
            detail: format!("{name} unpacks to over {most} bytes"),
        });
    }
    read.map_err(|error| Rejected::Damaged {
        detail: error.to_string(),
    })?;
    Ok(bytes)
}

fn member(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    n: usize,
    name: &str,
    limits: &Limits,
    eyes: Option<&mut Eyes<'_>>,
    left: &mut u64,
) -> Result<Reading, Rejected> {
    let bytes = unpack(archive, n, name, limits.part_bytes.min(*left))?;
    *left -= bytes.len() as u64;
    let media = sniff(name, &bytes)?;
    if matches!(media, Media::Zip | Media::Articles) {
        return Err(Rejected::Format {
            found: "archive or collection in an archive".to_owned(),
        });
    }
    let mut reading = crate::read_document(media, &bytes, limits, eyes)?;
    name.clone_into(&mut reading.part);
    Ok(reading)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::{ZipWriter, write::SimpleFileOptions};

    use crate::{Flag, Limits, Media, Reading, Rejected};

    fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .expect("an entry");
            writer.write_all(bytes).expect("its bytes");
        }
        writer.finish().expect("an archive").into_inner()
    }

    fn read(bytes: &[u8], limits: &Limits) -> (Result<Media, Rejected>, Vec<Reading>) {
        let mut readings = Vec::new();
        let end = crate::read("a.zip", bytes, limits, &mut |reading| {
            readings.push(reading);
            true
        });
        (end, readings)
    }

    const LAW: &[u8] = "Điều 1. Mẫu\nĐiều 2. Mẫu\n".as_bytes();

    #[test]
    fn members_are_documents_with_their_path() {
        let bytes = zipped(&[
            ("hồ sơ/một.txt", LAW),
            ("__MACOSX/._một.txt", b"\0\0"),
            ("../hai.html", "<p>Điều 1. Hai</p>".as_bytes()),
            ("ảnh.png", b"\x89PNG\r\n\x1a\n\0\0"),
            ("trong.zip", &zipped(&[("ba.txt", LAW)])),
        ]);
        let (end, readings) = read(&bytes, &Limits::default());
        assert_eq!(end, Ok(Media::Zip));
        let parts: Vec<&str> = readings
            .iter()
            .map(|reading| reading.part.as_str())
            .collect();
        assert_eq!(parts, ["hồ sơ/một.txt", "../hai.html"]);
        let skipped = readings[0]
            .flags
            .iter()
            .filter(|flag| matches!(flag, Flag::Record { .. }));
        assert_eq!(skipped.count(), 2);
    }

    #[test]
    fn one_secret_or_one_bomb_keeps_everything_out() {
        let secret = "BỘ MẪU\nTỐI MẬT\nĐiều 1. Mẫu\n".as_bytes();
        let (end, readings) = read(
            &zipped(&[("a.txt", LAW), ("b.txt", secret)]),
            &Limits::default(),
        );
        assert!(matches!(end, Err(Rejected::Secret { .. })) && readings.is_empty());
        let limits = Limits {
            part_bytes: 10_000,
            ..Limits::default()
        };
        let bomb = vec![b'a'; 100_000];
        let (end, readings) = read(&zipped(&[("a.txt", LAW), ("b.txt", &bomb)]), &limits);
        assert!(matches!(end, Err(Rejected::Limit { .. })) && readings.is_empty());
    }
}
