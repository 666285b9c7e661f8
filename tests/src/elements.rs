//! The elements that pages are made of: whatever else stands in one came from outside.

use std::collections::BTreeSet;

use crate::folders::repository;

/// The frame of a page, of which the other templates make what it holds; and the pages on which we draw (`svg`): boxes on
/// a page as issued, and plots. What officials ask for stands on none of them.
const APART: [&str; 4] = ["base.html", "sheet.html", "review.html", "month.html"];

/// Every element that our templates make inside `main`, by its name. Nothing is listed twice: who adds one to a
/// template allows it.
///
/// # Panics
/// When the templates cannot be read.
pub fn elements() -> BTreeSet<String> {
    let folder = repository().join("web/templates");
    let files = std::fs::read_dir(folder).expect("the templates can be listed");
    let files = files.map(|file| file.expect("the templates can be listed"));
    let mut found = BTreeSet::new();
    let apart = |name: &std::ffi::OsStr| APART.iter().any(|one| name == *one);
    for file in files.filter(|file| !apart(&file.file_name())) {
        let text = std::fs::read_to_string(file.path()).expect("a template can be read");
        let tags = text.split('<').skip(1);
        let names = tags.filter_map(|tag| {
            let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
            let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
            begins.then(|| name.to_owned())
        });
        found.extend(names);
    }
    // These stand in the head.
    for name in ["script", "link", "meta"] {
        found.remove(name);
    }
    found
}

#[cfg(test)]
#[test]
fn what_could_run_or_fetch_is_no_element_of_ours() {
    let ours = elements();
    for name in [
        "script", "style", "iframe", "object", "embed", "svg", "math", "base", "meta", "link",
        "audio", "video", "source", "frame", "applet", "marquee",
    ] {
        assert!(!ours.contains(name), "{name}");
    }
    for name in ["a", "article", "blockquote", "table", "template"] {
        assert!(ours.contains(name), "{name}");
    }
}
