//! Pictures of pages as issued: drawn once, kept while they are looked at.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use catalogue::Hash;

/// Most bytes that are kept: some eighty pages of text, or ten coloured scans.
const KEPT: usize = 24 << 20;

/// How fine a page is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// For reading beside an answer.
    Normal,
    /// Twice as fine, for a close look at a stamp or a small print.
    Large,
}

impl Size {
    /// Pixels a point (1/72 inch).
    pub(crate) fn scale(self) -> f32 {
        match self {
            Self::Normal => 1.5,
            Self::Large => 3.0,
        }
    }
}

/// Which picture: of which file, document in it (empty: the file itself), page (from 1) and size.
type Key = (Hash, String, u32, Size);

/// The pictures looked at last, the newest in front.
#[derive(Debug, Default)]
pub(crate) struct Pictures(Mutex<VecDeque<(Key, Arc<Vec<u8>>)>>);

impl Pictures {
    /// A picture that is kept.
    pub(crate) fn get(&self, key: &Key) -> Option<Arc<Vec<u8>>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(held, _)| held == key)?;
        let found = kept.remove(at)?;
        let picture = Arc::clone(&found.1);
        kept.push_front(found);
        Some(picture)
    }

    /// Keeps a picture; those looked at least recently go.
    pub(crate) fn keep(&self, key: Key, picture: &Arc<Vec<u8>>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(held, _)| *held != key);
        kept.push_front((key, Arc::clone(picture)));
        let mut bytes = 0;
        kept.retain(|(_, picture)| {
            bytes += picture.len();
            bytes <= KEPT
        });
    }

    /// Forgets the pages of a file: what was removed is gone from here too.
    pub(crate) fn forget(&self, file: &Hash) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|((held, ..), _)| held != file);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_at_last_is_kept() {
        let pictures = Pictures::default();
        let key = |page| (Hash::of(b"a file"), String::new(), page, Size::Normal);
        let third = Arc::new(vec![0; KEPT / 3]);
        for page in 1..=3 {
            pictures.keep(key(page), &third);
        }
        assert!(pictures.get(&key(1)).is_some());
        pictures.keep(key(4), &third);
        let held = |page| pictures.get(&key(page)).is_some();
        assert_eq!([1, 2, 3, 4].map(held), [true, false, true, true]);
        // One that is larger than all that may be kept is shown and not kept.
        pictures.keep(key(5), &Arc::new(vec![0; KEPT + 1]));
        assert_eq!([1, 3, 4, 5].map(held), [false; 4]);
        pictures.keep(key(1), &third);
        pictures.forget(&Hash::of(b"another"));
        assert!(held(1));
        pictures.forget(&Hash::of(b"a file"));
        assert!(!held(1));
    }
}
