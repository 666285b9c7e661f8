//! Forms, pictures and annotations: content inside a page's content.

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::super::{
    lexer::Token,
    page::{Matrix, PageObject},
    state::{State, last_name, rectangle},
};
use super::{DEPTH, PICTURES, Seen, Walk, annotations::appearances};

impl<'a> Walk<'a> {
    pub(super) fn paint(&mut self, resources: Option<&'a Dictionary>, name: &[u8], state: &State) {
        let objects = resources.and_then(|r| r.get_deref(b"XObject", self.document).ok());
        let Some(object) = objects.and_then(|objects| objects.as_dict().ok()?.get(name).ok())
        else {
            return;
        };
        let Ok((Some(id), object)) = self.document.dereference(object) else {
            return;
        };
        let Ok(stream) = object.as_stream() else {
            return;
        };
        let subtype = stream
            .dict
            .get_deref(b"Subtype", self.document)
            .and_then(Object::as_name);
        match subtype {
            Ok(b"Image") => {
                self.picture(state.matrix);
                let clear = [&b"SMask"[..], b"Mask", b"ImageMask"];
                if !clear.iter().any(|key| stream.dict.has(key)) {
                    self.hide_under(state.matrix);
                }
            }
            Ok(b"Form") if self.open_forms.len() < DEPTH && !self.open_forms.contains(&id) => {
                self.enter(id, stream, resources, state.clone());
            }
            _ => {}
        }
    }

    fn enter(
        &mut self,
        id: ObjectId,
        stream: &'a Stream,
        resources: Option<&'a Dictionary>,
        mut state: State,
    ) {
        // Forms that invoke forms twice each would double the work at every level.
        let Ok(bytes) = stream.get_plain_content_with_limit(self.budget) else {
            self.content.cut = true;
            return;
        };
        self.budget -= bytes.len().max(64).min(self.budget);
        let list = |key: &[u8]| {
            let list = stream.dict.get_deref(key, self.document);
            list.and_then(Object::as_array).into_iter().flatten()
        };
        let mut own = Matrix::IDENTITY;
        for (place, number) in own.0.iter_mut().zip(list(b"Matrix")) {
            *place = number.as_float().unwrap_or(*place);
        }
        // A form draws in the state of its caller, inside its own box.
        state.matrix = own.then(state.matrix);
        let sides: Vec<f32> = list(b"BBox")
            .filter_map(|side| side.as_float().ok())
            .collect();
        if let [left, bottom, right, top] = *sides {
            let area = rectangle(state.matrix, left, bottom, right - left, top - bottom);
            state.clip_to(area);
        }
        let own_resources = stream
            .dict
            .get_deref(b"Resources", self.document)
            .and_then(Object::as_dict);
        self.open_forms.push(id);
        self.run(&bytes, own_resources.ok().or(resources), state);
        self.open_forms.pop();
    }

    /// Runs what is laid over the page; the stamps of signatures stay apart from its text.
    pub(super) fn annotations(&mut self, page: &PageObject<'a>) {
        for appearance in appearances(self.document, page) {
            let own = appearance.signature.then(|| {
                let stamps = self.content.stamps.take().unwrap_or_default();
                std::mem::replace(&mut self.content, *stamps)
            });
            let matrix = appearance.matrix.then(page.shown);
            let state = State::new(matrix);
            self.enter(appearance.id, appearance.stream, page.resources, state);
            if let Some(own) = own {
                let stamps = std::mem::replace(&mut self.content, own);
                self.content.stamps = Some(Box::new(stamps));
            }
        }
    }

    /// Whether a graphics state lets what is below shine through.
    pub(super) fn sheer(&self, resources: Option<&Dictionary>, operands: &[Token<'_>]) -> bool {
        let states = resources.and_then(|r| r.get_deref(b"ExtGState", self.document).ok());
        let state = states
            .and_then(|states| states.as_dict().ok())
            .zip(last_name(operands))
            .and_then(|(states, name)| states.get_deref(name, self.document).ok()?.as_dict().ok());
        let Some(state) = state else { return false };
        let opacity = state
            .get_deref(b"ca", self.document)
            .and_then(Object::as_float);
        let blend = state
            .get_deref(b"BM", self.document)
            .and_then(Object::as_name);
        opacity.is_ok_and(|opacity| opacity < 0.9)
            || blend.is_ok_and(|blend| !matches!(blend, b"Normal" | b"Compatible"))
    }

    /// A picture over most of the page hides the text drawn before it: the layer of a recognised scan.
    fn hide_under(&mut self, matrix: Matrix) {
        let [left, top, right, bottom] = rectangle(matrix, 0.0, 0.0, 1.0, 1.0);
        let (width, height) = self.page;
        if (right - left) * (bottom - top) < 0.5 * width * height {
            return;
        }
        for character in &mut self.content.characters {
            let (x, y) = character.from;
            let inside = x > left && x < right && y > top && y < bottom;
            if inside && character.seen == Seen::Yes {
                character.seen = Seen::Invisible;
            }
        }
    }

    pub(super) fn picture(&mut self, matrix: Matrix) {
        let area = rectangle(matrix, 0.0, 0.0, 1.0, 1.0);
        let (width, height) = self.page;
        let area = [
            area[0].max(0.0),
            area[1].max(0.0),
            area[2].min(width),
            area[3].min(height),
        ];
        if area[0] < area[2] && area[1] < area[3] && self.content.pictures.len() < PICTURES {
            self.content.pictures.push(area);
            self.painted.lay(area);
        }
    }
}
