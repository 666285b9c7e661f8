//! The pages of a document: the tree walked with guards, inherited attributes, and the page as shown.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

/// An affine map: x' = a x + c y + e, y' = b x + d y + f.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix(pub(super) [f32; 6]);

impl Matrix {
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First `self`, then `next`.
    pub(super) fn then(self, next: Self) -> Self {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, next.0);
        Self([
            a * p + b * r,
            a * q + b * s,
            c * p + d * r,
            c * q + d * s,
            e * p + f * r + t,
            e * q + f * s + u,
        ])
    }

    pub(super) fn apply(self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

/// A page with what it inherits.
pub(super) struct PageObject<'a> {
    pub(super) id: ObjectId,
    pub(super) resources: Option<&'a Dictionary>,
    /// Width and height in points, as shown.
    pub(super) size: (f32, f32),
    /// From the page's own coordinates to points from the top left corner as shown.
    pub(super) shown: Matrix,
}

#[derive(Clone, Copy, Default)]
struct Inherited<'a> {
    resources: Option<&'a Dictionary>,
    media: Option<[f32; 4]>,
    crop: Option<[f32; 4]>,
    rotate: i64,
}

/// The pages in order, at most `limit` and one. Each tree object counts once, however often it is referred to:
/// a small tree whose nodes are shared would otherwise unfold into thousands of millions of pages.
pub(super) fn pages(document: &Document, limit: usize) -> Vec<PageObject<'_>> {
    let mut pages = Vec::new();
    let root = document
        .catalog()
        .and_then(|catalog| catalog.get(b"Pages"))
        .and_then(Object::as_reference);
    let mut seen = HashSet::new();
    let mut open: Vec<(ObjectId, Inherited<'_>)> = root
        .into_iter()
        .map(|id| (id, Inherited::default()))
        .collect();
    while let Some((id, above)) = open.pop() {
        if !seen.insert(id) || pages.len() > limit {
            continue;
        }
        let Ok(dictionary) = document.get_dictionary(id) else {
            continue;
        };
        let inherited = inherit(document, dictionary, above);
        match dictionary
            .get_deref(b"Kids", document)
            .and_then(Object::as_array)
        {
            Ok(kids) => {
                let kids = kids.iter().rev().filter_map(|kid| kid.as_reference().ok());
                open.extend(kids.map(|kid| (kid, inherited)));
            }
            Err(_) => pages.push(page(id, inherited)),
        }
    }
    if pages.is_empty() {
        // A damaged tree: take the page objects as they come.
        let found = document.objects.iter().filter_map(|(id, object)| {
            let dictionary = object.as_dict().ok().filter(|d| d.has_type(b"Page"))?;
            Some(page(
                *id,
                inherit(document, dictionary, Inherited::default()),
            ))
        });
        pages.extend(found.take(limit + 1));
    }
    pages
}

fn inherit<'a>(
    document: &'a Document,
    node: &'a Dictionary,
    above: Inherited<'a>,
) -> Inherited<'a> {
    let rectangle = |key: &[u8]| {
        let numbers = node
            .get_deref(key, document)
            .and_then(Object::as_array)
            .ok()?;
        let number = |n: usize| {
            document
                .dereference(numbers.get(n)?)
                .ok()?
                .1
                .as_float()
                .ok()
        };
        let [a, b, c, d] = [number(0)?, number(1)?, number(2)?, number(3)?];
        let rectangle = [a.min(c), b.min(d), a.max(c), b.max(d)];
        rectangle.iter().all(|n| n.is_finite()).then_some(rectangle)
    };
    Inherited {
        resources: node
            .get_deref(b"Resources", document)
            .and_then(Object::as_dict)
            .ok()
            .or(above.resources),
        media: rectangle(b"MediaBox").or(above.media),
        crop: rectangle(b"CropBox").or(above.crop),
        rotate: node
            .get_deref(b"Rotate", document)
            .and_then(Object::as_i64)
            .unwrap_or(above.rotate),
    }
}

fn page(id: ObjectId, inherited: Inherited<'_>) -> PageObject<'_> {
    let media = inherited
        .media
        .filter(|m| m[2] - m[0] > 1.0 && m[3] - m[1] > 1.0);
    let media = media.unwrap_or([0.0, 0.0, 595.0, 842.0]);
    let [left, bottom, right, top] = match inherited.crop {
        Some(crop) => {
            let both = [
                crop[0].max(media[0]),
                crop[1].max(media[1]),
                crop[2].min(media[2]),
                crop[3].min(media[3]),
            ];
            if both[2] - both[0] > 1.0 && both[3] - both[1] > 1.0 {
                both
            } else {
                media
            }
        }
        None => media,
    };
    let (width, height) = (right - left, top - bottom);
    let (shown, size) = match inherited.rotate.rem_euclid(360) {
        90 => (
            Matrix([0.0, 1.0, 1.0, 0.0, -bottom, -left]),
            (height, width),
        ),
        180 => (
            Matrix([-1.0, 0.0, 0.0, 1.0, right, -bottom]),
            (width, height),
        ),
        270 => (Matrix([0.0, -1.0, -1.0, 0.0, top, right]), (height, width)),
        _ => (Matrix([1.0, 0.0, 0.0, -1.0, -left, top]), (width, height)),
    };
    PageObject {
        id,
        resources: inherited.resources,
        size,
        shown,
    }
}
