//! What is looked at on each page of the tour, and what was found.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tests::Browser;

use super::stops::Stop;

/// An office screen and a telephone.
const SIZES: [(u32, u32); 2] = [(1366, 768), (390, 844)];

/// Requests to another origin, by address.
const ELSEWHERE: &str = "
    return performance.getEntriesByType('resource').map((one) => one.name)
        .filter((name) => !name.startsWith(location.origin + '/') && !name.startsWith('data:'));
";

/// Serious findings, as `rule: what; where`, once they are there.
const FINDINGS: &str = "
    if (!window.axeSays) return null;
    if (window.axeSays.failed) return [window.axeSays.failed];
    return window.axeSays.violations.filter((one) => ['serious', 'critical'].includes(one.impact))
        .map((one) => `${one.id}: ${one.help}; ${one.nodes.slice(0, 3).map((found) => found.target.join(' ') + ' ' + (found.any[0]?.message ?? '')).join(' | ')}`);
";

/// The eyes of the tour: a browser, a language, and what was found so far.
pub(super) struct Look<'a> {
    browser: &'a Browser,
    language: String,
    axe: Option<String>,
    folder: Option<PathBuf>,
    found: Vec<String>,
    pictures: Vec<String>,
    seen: usize,
}

impl<'a> Look<'a> {
    pub(super) fn over(browser: &'a Browser) -> Self {
        let axe = axe();
        if axe.is_none() {
            tests::skipped("axe on every page", "axe-core is not installed");
        }
        Self {
            browser,
            language: String::new(),
            axe,
            folder: std::env::var_os("CANCU_TOUR").map(PathBuf::from),
            found: Vec::new(),
            pictures: Vec::new(),
            seen: 0,
        }
    }

    pub(super) fn browser(&self) -> &'a Browser {
        self.browser
    }

    /// The language that the next pages are shown in.
    pub(super) fn speak(&mut self, home: &str, language: &str) {
        self.browser
            .open(&format!("{home}/huong-dan?lang={language}"));
        language.clone_into(&mut self.language);
        let _ = self.browser.complaints();
    }

    /// Opens a page and looks at it.
    pub(super) fn at(&mut self, home: &str, stop: &Stop) {
        self.browser.resize(SIZES[0].0, SIZES[0].1);
        self.browser.open(&format!("{home}{}", stop.path));
        self.browser.wait("main");
        if let Some(there) = &stop.until {
            self.browser.wait(there);
        }
        let told: Vec<&str> = stop.told.iter().map(String::as_str).collect();
        self.here(&stop.name, &told);
    }

    /// Looks at the page that is open; `told` are the statuses that it answers with on purpose.
    pub(super) fn here(&mut self, name: &str, told: &[&str]) {
        self.seen += 1;
        let said = self.browser.run("return document.documentElement.lang");
        if said != self.language.as_str() {
            self.find(name, &format!("is in {said} and not in {}", self.language));
        }
        for (width, height) in SIZES {
            self.browser.resize(width, height);
            let over = self
                .browser
                .run("return document.documentElement.scrollWidth - window.innerWidth");
            if over.as_f64().is_none_or(|over| over > 0.0) {
                self.find(name, &format!("is {over} px wider than {width}"));
            }
            self.picture(name, width);
            // What axe looks at is the same in every language.
            if self.language == "vi" {
                self.axe(name, width);
            }
        }
        self.browser.resize(SIZES[0].0, SIZES[0].1);
        let elsewhere = self.browser.run(ELSEWHERE);
        for one in elsewhere.as_array().into_iter().flatten() {
            self.find(name, &format!("asks for {one}"));
        }
        for line in self.browser.complaints() {
            // The console notes every status that is no success.
            if !told.iter().any(|code| line.contains(&format!(" {code} "))) {
                self.find(name, &format!("the console: {line}"));
            }
        }
    }

    fn find(&mut self, name: &str, what: &str) {
        let found = format!("{name} ({}): {what}", self.language);
        eprintln!("{found}");
        self.found.push(found);
    }

    fn axe(&mut self, name: &str, width: u32) {
        let Some(axe) = &self.axe else { return };
        if self.browser.run("return typeof window.axe") != "object" {
            self.browser.run(axe);
        }
        self.browser.run(
            "window.axeSays = null; axe.run(document, { resultTypes: ['violations'] }).then((says) => { window.axeSays = says; }, (error) => { window.axeSays = { failed: String(error) }; });",
        );
        self.browser.until(&format!(
            "window.axeFound = (() => {{ {FINDINGS} }})(); return window.axeFound !== null"
        ));
        let findings = self.browser.run("return window.axeFound");
        for finding in findings
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            self.find(name, &format!("axe at {width}: {finding}"));
        }
    }

    fn picture(&mut self, name: &str, width: u32) {
        let Some(folder) = &self.folder else { return };
        let file = format!("{name}-{}-{width}.png", self.language);
        self.browser.whole_picture(&folder.join(&file));
        self.pictures.push(file);
    }

    /// Says all that was found at once.
    ///
    /// # Panics
    /// When anything was.
    pub(super) fn finish(self) {
        if let Some(folder) = &self.folder {
            album(folder, &self.pictures);
        }
        assert!(
            self.found.is_empty(),
            "{} findings on {} pages: {:#?}",
            self.found.len(),
            self.seen,
            self.found
        );
    }
}

/// A page with all pictures, the languages of a page side by side.
fn album(folder: &Path, pictures: &[String]) {
    let mut names: Vec<&str> = Vec::new();
    let name = |file: &str| file.rsplitn(3, '-').nth(2).map(str::len);
    for file in pictures {
        let name = &file[..name(file).unwrap_or(file.len())];
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut html = "<!doctype html><meta charset=\"utf-8\"><title>The tour</title><style>img{width:30%;border:1px solid #888;margin:4px;vertical-align:top}</style>\n".to_owned();
    for name in names {
        html.push_str(&format!("<h2>{name}</h2>\n"));
        for (width, _) in SIZES {
            html.push_str("<p>");
            for language in super::LANGUAGES {
                html.push_str(&format!(
                    "<img loading=\"lazy\" src=\"{name}-{language}-{width}.png\" alt=\"{name} {language} {width}\">"
                ));
            }
            html.push_str("</p>\n");
        }
    }
    std::fs::write(folder.join("index.html"), html).expect("the album can be written");
}

/// The script of axe, where it is installed beside the build.
fn axe() -> Option<String> {
    const PLACE: &str = "axe/node_modules/axe-core/axe.min.js";
    if let Some(named) = std::env::var_os("CANCU_AXE") {
        let named = PathBuf::from(named);
        return Some(std::fs::read_to_string(named).expect("CANCU_AXE names a file"));
    }
    let here = std::env::current_exe().ok()?;
    let mut folders = here.ancestors().map(|folder| folder.join(PLACE));
    std::fs::read_to_string(folders.find(|file| file.is_file())?).ok()
}
