//! Annotations: what the file lays over its pages, signature stamps above all.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::super::{
    page::{Matrix, PageObject},
    state::rectangle,
};

/// Annotations looked at on a page.
const MOST: usize = 500;
/// Flags of an annotation that is not shown: hidden, no view.
const UNSEEN: i64 = 2 | 32;

/// The shown picture of an annotation.
pub(super) struct Appearance<'a> {
    pub(super) id: ObjectId,
    pub(super) stream: &'a Stream,
    /// From the stream's coordinates to the page's own.
    pub(super) matrix: Matrix,
    /// Whether it stamps a signature.
    pub(super) signature: bool,
}

/// The appearances on a page that print words: form fields, stamps, free text. Comments are not the document's.
pub(super) fn appearances<'a>(
    document: &'a Document,
    page: &PageObject<'_>,
) -> Vec<Appearance<'a>> {
    let annotations = document
        .get_dictionary(page.id)
        .and_then(|page| page.get_deref(b"Annots", document))
        .and_then(Object::as_array);
    let annotations = annotations.into_iter().flatten().take(MOST);
    annotations
        .filter_map(|annotation| {
            let (_, annotation) = document.dereference(annotation).ok()?;
            appearance(document, annotation.as_dict().ok()?)
        })
        .collect()
}

fn appearance<'a>(document: &'a Document, annotation: &'a Dictionary) -> Option<Appearance<'a>> {
    let name = |dictionary: &'a Dictionary, key: &[u8]| {
        let name = dictionary.get_deref(key, document);
        name.and_then(Object::as_name).unwrap_or_default()
    };
    let subtype = name(annotation, b"Subtype");
    let flags = annotation
        .get_deref(b"F", document)
        .and_then(Object::as_i64);
    if !matches!(subtype, b"Widget" | b"Stamp" | b"FreeText")
        || flags.is_ok_and(|flags| flags & UNSEEN != 0)
    {
        return None;
    }
    let parent = annotation
        .get_deref(b"Parent", document)
        .and_then(Object::as_dict);
    let field = match name(annotation, b"FT") {
        b"" => parent.map_or(&b""[..], |parent| name(parent, b"FT")),
        own => own,
    };
    let all = annotation
        .get_deref(b"AP", document)
        .and_then(Object::as_dict)
        .ok()?;
    let (mut id, mut normal) = document.dereference(all.get(b"N").ok()?).ok()?;
    if let Object::Dictionary(states) = normal {
        let state = states.get(name(annotation, b"AS")).ok()?;
        (id, normal) = document.dereference(state).ok()?;
    }
    let stream = normal.as_stream().ok()?;
    let area = numbers(document, annotation, b"Rect")?;
    Some(Appearance {
        id: id?,
        stream,
        matrix: fitted(document, &stream.dict, area),
        signature: subtype == b"Widget" && field == b"Sig",
    })
}

fn numbers<const N: usize>(
    document: &Document,
    dictionary: &Dictionary,
    key: &[u8],
) -> Option<[f32; N]> {
    let array = dictionary
        .get_deref(key, document)
        .and_then(Object::as_array);
    let mut numbers = [0.0; N];
    let array = array.ok().filter(|array| array.len() >= N)?;
    for (place, number) in numbers.iter_mut().zip(array) {
        *place = document.dereference(number).ok()?.1.as_float().ok()?;
    }
    numbers.iter().all(|n| n.is_finite()).then_some(numbers)
}

/// The appearance's box, turned by its own matrix, is stretched over the annotation's rectangle (ISO 32000-1, 12.5.5).
fn fitted(document: &Document, form: &Dictionary, area: [f32; 4]) -> Matrix {
    let own = numbers(document, form, b"Matrix").map_or(Matrix::IDENTITY, Matrix);
    let given = numbers(document, form, b"BBox").unwrap_or(area);
    let [left, bottom, right, top] = rectangle(
        own,
        given[0],
        given[1],
        given[2] - given[0],
        given[3] - given[1],
    );
    let (low, high) = (
        (area[0].min(area[2]), area[1].min(area[3])),
        (area[0].max(area[2]), area[1].max(area[3])),
    );
    let scale = |to: f32, from: f32| if from > 0.01 { to / from } else { 1.0 };
    let (x, y) = (
        scale(high.0 - low.0, right - left),
        scale(high.1 - low.1, top - bottom),
    );
    Matrix([x, 0.0, 0.0, y, low.0 - x * left, low.1 - y * bottom])
}
