//! From references in words to the provisions that they name, each looked up once.

use std::{collections::HashMap, rc::Rc};

use legal::{Citation, Date};
use search::{Cited, Error, Evidence, Library, Opened};

/// What references led to so far, on one day.
pub(crate) struct References<'a> {
    pub(crate) library: &'a Library,
    pub(crate) on: Date,
    cited: HashMap<String, Rc<Cited>>,
    opened: HashMap<i64, Option<Rc<Opened>>>,
}

impl<'a> References<'a> {
    pub(crate) fn new(library: &'a Library, on: Date) -> Self {
        Self {
            library,
            on,
            cited: HashMap::new(),
            opened: HashMap::new(),
        }
    }

    /// Where a citation leads.
    pub(crate) fn look_up(&mut self, citation: &Citation) -> Result<Rc<Cited>, Error> {
        let key = citation.print();
        if let Some(known) = self.cited.get(&key) {
            return Ok(Rc::clone(known));
        }
        let found = Rc::new(search::show(self.library, citation, self.on)?);
        self.cited.insert(key, Rc::clone(&found));
        Ok(found)
    }

    /// A document by its row, opened.
    pub(crate) fn open(&mut self, row: i64) -> Result<Option<Rc<Opened>>, Error> {
        if let Some(known) = self.opened.get(&row) {
            return Ok(known.clone());
        }
        let opened = Opened::new(self.library, row)?.map(Rc::new);
        self.opened.insert(row, opened.clone());
        Ok(opened)
    }

    /// A provision with what is read before it and belongs to its meaning: sentences on "điểm a khoản 2 Điều 5" speak of
    /// the fine that khoản 2 names before its points.
    pub(crate) fn with_lead(&mut self, evidence: &Evidence) -> Result<Evidence, Error> {
        let mut whole = evidence.clone();
        if let Some(opened) = self.open(evidence.document.row)? {
            let above = opened.above(&evidence.path);
            if !above.is_empty() {
                whole.text = format!("{above}\n{}", evidence.text);
            }
        }
        Ok(whole)
    }
}

/// How many different acts some evidence is of. One act may be held twice, as issued and from a collection: then number
/// and day are the same; and two local bodies may give one number on one day.
pub(crate) fn acts(evidence: &[Evidence]) -> usize {
    let mut different: Vec<&Evidence> = Vec::new();
    for one in evidence {
        if !different.iter().any(|known| is_same_act(known, one)) {
            different.push(one);
        }
    }
    different.len()
}

fn is_same_act(one: &Evidence, other: &Evidence) -> bool {
    let (one, other) = (&one.document.header, &other.document.header);
    let same_day = match (one.issued, other.issued) {
        (Some(day), Some(other)) => day == other,
        _ => true,
    };
    let issuer = |header: &legal::Header| {
        let issuer = header.issuer.as_deref().unwrap_or_default();
        legal::fold_quote(&legal::unaccent(issuer))
            .text()
            .to_owned()
    };
    let (one, other) = (issuer(one), issuer(other));
    same_day && (one.contains(&other) || other.contains(&one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::evidence;

    #[test]
    fn one_act_may_be_held_twice() {
        fn check(one: (Option<i8>, &str), other: (Option<i8>, &str), expect: usize) {
            let of = |(day, issuer): (Option<i8>, &str)| {
                let mut of = evidence("dieu-1", "Nội dung.");
                of.document.header.issued = day.map(|day| Date::constant(2024, 2, day));
                of.document.header.issuer = Some(issuer.to_owned()).filter(|one| !one.is_empty());
                of
            };
            assert_eq!(acts(&[of(one), of(other)]), expect, "{one:?} {other:?}");
        }
        check((Some(9), "Chính phủ"), (Some(9), "CHÍNH PHỦ"), 1);
        check((Some(9), "Chính phủ"), (None, ""), 1);
        check((Some(9), ""), (Some(8), ""), 2);
        check((Some(9), "Tỉnh Sông Mẫu"), (Some(9), "Xã Đồng Mẫu"), 2);
    }
}
