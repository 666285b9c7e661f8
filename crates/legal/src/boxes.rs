//! Where words stand on the pages of the file as issued.

use serde::Serialize;

use crate::{SourceText, Span, Word};

/// A line of words on a page.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PageBox {
    /// Page number, from 1.
    pub page: u32,
    /// `[left, top, right, bottom]` in points (1/72 inch) from the top left corner of the page as shown.
    pub bounds: [f32; 4],
}

/// Words that share this much of the lower one's height stand on one line: footnote marks are raised by less.
const SAME_LINE: f32 = 0.5;
/// Words on one line that stand further apart than this many heights are boxed apart: two columns of a table.
const APART: f32 = 3.0;

impl SourceText {
    /// The boxes around the words of a span, one a printed line, in text order; a word that lies in it in part is
    /// boxed whole. Empty where the format has no positions.
    pub fn boxes(&self, span: Span) -> Vec<PageBox> {
        let mut boxes: Vec<PageBox> = Vec::new();
        for word in self.words_in(span) {
            match boxes.last_mut().filter(|last| follows(last, word)) {
                Some(last) => last.bounds = around(last.bounds, word.bounds),
                None => boxes.push(PageBox {
                    page: word.page,
                    bounds: word.bounds,
                }),
            }
        }
        boxes
    }
}

/// Whether a word goes on in the line of a box.
fn follows(line: &PageBox, word: &Word) -> bool {
    let ([_, top, right, bottom], [left, word_top, _, word_bottom]) = (line.bounds, word.bounds);
    let height = (bottom - top).min(word_bottom - word_top);
    let shared = bottom.min(word_bottom) - top.max(word_top);
    let gap = left - right;
    let beside = gap > -height && gap < APART * height;
    line.page == word.page && shared > SAME_LINE * height && beside
}

fn around(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        a[2].max(b[2]),
        a[3].max(b[3]),
    ]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Page;

    /// Words of 6 points a letter, 12 high, in lines of `per_line` words, `per_page` lines a page.
    fn printed(words: &[&str], per_line: usize, per_page: usize) -> SourceText {
        let (mut text, mut placed) = (String::new(), Vec::new());
        let (mut left, mut page_start, mut pages) = (72.0, 0, Vec::new());
        for (at, word) in words.iter().enumerate() {
            let (line, column) = (at / per_line, at % per_line);
            if column == 0 {
                left = 72.0;
                if at > 0 {
                    text.push('\n');
                }
                if line % per_page == 0 && at > 0 {
                    pages.push(Span::new(page_start, text.len()));
                    page_start = text.len();
                }
            } else {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(word);
            let width = 6.0 * word.chars().count() as f32;
            let top = 72.0 + 16.0 * (line % per_page) as f32;
            placed.push(Word {
                span: Span::new(start, text.len()),
                page: u32::try_from(line / per_page).expect("few pages") + 1,
                bounds: [left, top, left + width, top + 12.0],
                confidence: None,
            });
            left += width + 4.0;
        }
        pages.push(Span::new(page_start, text.len()));
        let pages = pages.into_iter().zip(1..).map(|(span, number)| Page {
            number,
            span,
            ..Page::default()
        });
        SourceText::new(text, pages.collect(), placed, true)
    }

    fn check(source: &SourceText, words: &str, expect: &[(u32, [f32; 4])]) {
        let at = source.text().find(words).expect("the words stand there");
        let boxes = source.boxes(Span::new(at, at + words.len()));
        let found: Vec<(u32, [f32; 4])> = boxes.iter().map(|one| (one.page, one.bounds)).collect();
        assert_eq!(found, expect, "{words:?}");
    }

    #[test]
    fn a_box_a_line_over_lines_and_pages() {
        let words = ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám"];
        let source = printed(&words, 2, 2);
        check(&source, "một hai", &[(1, [72.0, 72.0, 112.0, 84.0])]);
        check(&source, "hai", &[(1, [94.0, 72.0, 112.0, 84.0])]);
        check(
            &source,
            "hai\nba",
            &[
                (1, [94.0, 72.0, 112.0, 84.0]),
                (1, [72.0, 88.0, 84.0, 100.0]),
            ],
        );
        check(
            &source,
            "bốn\nnăm sáu",
            &[
                (1, [88.0, 88.0, 106.0, 100.0]),
                (2, [72.0, 72.0, 112.0, 84.0]),
            ],
        );
        // Part of a word boxes the word.
        check(&source, "ốn", &[(1, [88.0, 88.0, 106.0, 100.0])]);
        assert!(
            SourceText::plain("một hai")
                .boxes(Span::new(0, 7))
                .is_empty()
        );
    }

    #[test]
    fn columns_are_boxed_apart() {
        let word = |start, left: f32| Word {
            span: Span::new(start, start + 3),
            page: 1,
            bounds: [left, 72.0, left + 18.0, 84.0],
            confidence: None,
        };
        let words = vec![word(0, 72.0), word(4, 300.0)];
        let source = SourceText::new("một hai".to_owned(), Vec::new(), words, true);
        assert_eq!(source.boxes(Span::new(0, 7)).len(), 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_word_of_a_span_is_inside_a_box_and_no_other_line_is(
            count in 1usize..40, per_line in 1usize..8, per_page in 1usize..5, from in 0usize..200, length in 0usize..200,
        ) {
            let words = vec!["điều"; count];
            let source = printed(&words, per_line, per_page);
            let from = from.min(source.text().len());
            let span = Span::new(from, (from + length).min(source.text().len()));
            let boxes = source.boxes(span);
            let inside = |word: &Word| boxes.iter().any(|one| {
                one.page == word.page && around(one.bounds, word.bounds) == one.bounds
            });
            for word in source.words() {
                let touched = word.span.start < span.end && span.start < word.span.end;
                prop_assert_eq!(touched, inside(word));
            }
        }
    }
}
