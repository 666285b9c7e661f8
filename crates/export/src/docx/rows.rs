//! What was summed up as a table: duty, who, by when, and on what it rests, with a footnote for each quote.

use super::{
    body::Body,
    fixed::WIDTH,
    xml::{Look, paragraph, run, table},
};
use crate::{Row, words::raised};

/// Of duty, who and by when; the bases have the rest.
const COLUMNS: [u16; 3] = [3_000, 2_100, 1_600];
/// Where the law does not say it.
const NOT_SAID: &str = "không ghi";

impl Body {
    /// Nothing where there is no row.
    pub(super) fn rows(&mut self, rows: &[Row]) {
        if rows.is_empty() {
            return;
        }
        let plain = Look::size(13);
        let named = [
            "Việc phải làm",
            "Cơ quan, người thực hiện",
            "Thời hạn",
            "Căn cứ",
        ];
        let named = named.map(|name| paragraph("Middle", &run(name, plain.bold())));
        let mut all = vec![named];
        for row in rows {
            let cell = |words: &str| {
                let words = if words.trim().is_empty() {
                    NOT_SAID
                } else {
                    words
                };
                paragraph("Close", &run(words, plain))
            };
            let mut bases = String::new();
            for (at, place) in row.places.iter().enumerate() {
                let mut runs = run(&raised(place), plain);
                if let Some(words) = row.footnotes.get(at) {
                    runs.push_str(&self.noted(words));
                }
                bases.push_str(&paragraph("Close", &runs));
            }
            if row.partly {
                let partly = run("[đối chiếu một phần]", plain.bold().italic());
                bases.push_str(&paragraph("Close", &partly));
            }
            // A cell without a paragraph is none.
            if bases.is_empty() {
                bases = cell("");
            }
            all.push([cell(&row.duty), cell(&row.who), cell(&row.deadline), bases]);
        }
        let [duty, who, deadline] = COLUMNS;
        let last = WIDTH - duty - who - deadline;
        self.paragraphs
            .push_str(&table([duty, who, deadline, last], &all));
        self.put("Close", "");
    }
}
