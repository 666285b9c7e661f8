//! A vector segment: passages with their days and quantised vectors, written once to one checksummed file.

use std::path::Path;

use catalogue::{DocumentRowId, PassageId, PassageRow};

use crate::{
    Error,
    live::{Days, days},
    manifest::{FileEntry, write_synced},
};

const MAGIC: &[u8; 8] = b"cancuvec";
/// The format of the file; another one is made again from the catalogue.
const FORMAT: u32 = 1;

/// The rows of a segment, ascending by passage.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rows {
    pub(crate) model: String,
    pub(crate) dims: usize,
    pub(crate) passages: Vec<PassageId>,
    pub(crate) documents: Vec<DocumentRowId>,
    /// Equal for passages of one article: the first of them.
    pub(crate) articles: Vec<u32>,
    pub(crate) days: Vec<Days>,
    /// value = code × scale; 0 where the passage has no vector.
    pub(crate) scales: Vec<f32>,
    pub(crate) codes: Vec<i8>,
}

impl Rows {
    pub(crate) fn new(model: &str, dims: usize) -> Self {
        Self {
            model: model.to_owned(),
            dims,
            ..Self::default()
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.passages.len()
    }

    /// Adds a passage; its vector may be empty. A vector of another width or with a value that is no number is
    /// an error: it would silently spoil every search.
    pub(crate) fn push(
        &mut self,
        passage: &PassageRow,
        article: u32,
        vector: &[f32],
    ) -> Result<(), Error> {
        let wrong = |why: &str| {
            Err(Error::Damaged(format!(
                "the vector of passage {} {why}",
                passage.id
            )))
        };
        if !vector.is_empty() && vector.len() != self.dims {
            return wrong("has another width");
        }
        if !vector.iter().all(|value| value.is_finite()) {
            return wrong("is not finite");
        }
        let (scale, codes) = quantise(vector, self.dims);
        self.passages.push(passage.id);
        self.documents.push(passage.document);
        self.articles.push(article);
        self.days.push(days(&passage.validity));
        self.scales.push(scale);
        self.codes.extend(codes);
        Ok(())
    }

    pub(crate) fn codes_of(&self, row: usize) -> &[i8] {
        &self.codes[row * self.dims..(row + 1) * self.dims]
    }

    /// Appends the rows of another segment for which `keep` holds.
    pub(crate) fn append(&mut self, other: &Self, keep: impl Fn(usize) -> bool) {
        (0..other.len())
            .filter(|row| keep(*row))
            .for_each(|row| self.append_row(other, row));
    }

    fn append_row(&mut self, other: &Self, row: usize) {
        self.passages.push(other.passages[row]);
        self.documents.push(other.documents[row]);
        self.articles.push(other.articles[row]);
        self.days.push(other.days[row]);
        self.scales.push(other.scales[row]);
        self.codes.extend_from_slice(other.codes_of(row));
    }

    /// Puts the rows in the order of their passages.
    pub(crate) fn sort(&mut self) {
        if self.passages.is_sorted() {
            return;
        }
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_unstable_by_key(|row| self.passages[*row]);
        let mut sorted = Self::new(&self.model, self.dims);
        for row in order {
            sorted.append_row(self, row);
        }
        *self = sorted;
    }

    /// Writes `name` into `folder`, synced, and says what the manifest has to know of it.
    pub(crate) fn write(&self, folder: &Path, name: &str) -> Result<FileEntry, Error> {
        let rows = self.len();
        let mut bytes = Vec::with_capacity(64 + self.model.len() + rows * (40 + self.dims));
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&FORMAT.to_le_bytes());
        bytes.extend_from_slice(&(self.dims as u32).to_le_bytes());
        bytes.extend_from_slice(&(rows as u64).to_le_bytes());
        bytes.extend_from_slice(&(self.model.len() as u32).to_le_bytes());
        bytes.extend_from_slice(self.model.as_bytes());
        bytes.extend(self.passages.iter().flat_map(|value| value.to_le_bytes()));
        bytes.extend(self.documents.iter().flat_map(|value| value.to_le_bytes()));
        bytes.extend(self.articles.iter().flat_map(|value| value.to_le_bytes()));
        bytes.extend(
            self.days
                .iter()
                .flatten()
                .flat_map(|value| value.to_le_bytes()),
        );
        bytes.extend(self.scales.iter().flat_map(|value| value.to_le_bytes()));
        bytes.extend(self.codes.iter().map(|code| code.cast_unsigned()));
        let crc = crc32fast::hash(&bytes);
        bytes.extend_from_slice(&crc.to_le_bytes());
        write_synced(&folder.join(name), &bytes)?;
        Ok(FileEntry {
            name: name.to_owned(),
            size: bytes.len() as u64,
            crc32: crc32fast::hash(&bytes),
        })
    }

    /// Reads what the manifest names; any difference is [`Error::Damaged`].
    pub(crate) fn read(folder: &Path, file: &FileEntry) -> Result<Self, Error> {
        let bytes = file.read(folder)?;
        let damaged = || Error::Damaged(file.name.clone());
        let body = bytes
            .len()
            .checked_sub(4)
            .and_then(|end| bytes.get(..end))
            .ok_or_else(damaged)?;
        let mut reader = Reader(body);
        if reader.take(MAGIC.len()).is_none_or(|magic| magic != MAGIC)
            || reader.number::<4>() != Some(FORMAT.to_le_bytes())
        {
            return Err(damaged());
        }
        Self::parse(&mut reader).ok_or_else(damaged)
    }

    fn parse(reader: &mut Reader<'_>) -> Option<Self> {
        let dims = u32::from_le_bytes(reader.number()?) as usize;
        let rows = usize::try_from(u64::from_le_bytes(reader.number()?)).ok()?;
        let length = u32::from_le_bytes(reader.number()?) as usize;
        let model = String::from_utf8(reader.take(length)?.to_vec()).ok()?;
        let passages = reader.column(rows, u64::from_le_bytes)?;
        let documents = reader.column(rows, i64::from_le_bytes)?;
        let articles = reader.column(rows, u32::from_le_bytes)?;
        let days = reader.column(rows.checked_mul(4)?, i32::from_le_bytes)?;
        let days = days.as_chunks::<4>().0.to_vec();
        let scales = reader.column(rows, f32::from_le_bytes)?;
        let codes = reader
            .take(rows.checked_mul(dims)?)?
            .iter()
            .map(|byte| byte.cast_signed())
            .collect();
        reader.0.is_empty().then_some(Self {
            model,
            dims,
            passages,
            documents,
            articles,
            days,
            scales,
            codes,
        })
    }
}

/// Scale and codes of a vector; the codes of an absent one are zeros.
pub(crate) fn quantise(vector: &[f32], dims: usize) -> (f32, Vec<i8>) {
    let largest = vector
        .iter()
        .fold(0.0_f32, |largest, value| largest.max(value.abs()));
    if largest == 0.0 {
        return (0.0, vec![0; dims]);
    }
    let scale = largest / 127.0;
    (
        scale,
        vector
            .iter()
            .map(|value| (value / scale).round().clamp(-127.0, 127.0) as i8)
            .collect(),
    )
}

/// Takes bytes from the front.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn number<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn column<const N: usize, T>(
        &mut self,
        rows: usize,
        read: impl Fn([u8; N]) -> T,
    ) -> Option<Vec<T>> {
        let bytes = self.take(rows.checked_mul(N)?)?;
        Some(
            bytes
                .as_chunks::<N>()
                .0
                .iter()
                .map(|chunk| read(*chunk))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_damage_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let mut rows = Rows::new("small", 3);
        let passage = PassageRow {
            id: 7,
            document: 2,
            path: legal::Path::default(),
            article_key: String::new(),
            breadcrumb: String::new(),
            text: String::new(),
            span: legal::Span::default(),
            page: None,
            validity: legal::Validity::default(),
        };
        rows.push(&passage, 7, &[0.1, -0.7, 0.7]).unwrap();
        rows.push(&passage, 7, &[]).unwrap();
        assert!(rows.push(&passage, 7, &[0.1, 0.2]).is_err());
        assert!(rows.push(&passage, 7, &[0.1, 0.2, f32::NAN]).is_err());
        let file = rows.write(folder.path(), "a.vec").unwrap();
        assert_eq!(Rows::read(folder.path(), &file).unwrap(), rows);
        let place = folder.path().join("a.vec");
        let bytes = std::fs::read(&place).unwrap();
        for n in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[n] ^= 4;
            std::fs::write(&place, &bad).unwrap();
            assert!(
                matches!(Rows::read(folder.path(), &file), Err(Error::Damaged(_))),
                "byte {n}"
            );
            std::fs::write(&place, &bytes[..n]).unwrap();
            assert!(
                matches!(Rows::read(folder.path(), &file), Err(Error::Damaged(_))),
                "cut at {n}"
            );
        }
        std::fs::remove_file(&place).unwrap();
        assert!(matches!(
            Rows::read(folder.path(), &file),
            Err(Error::Damaged(_))
        ));
    }
}
