//! What is said of a figure by the words beside it: "không quá 30 ngày", "từ 5 triệu đồng trở lên".

use std::ops::Range;

use super::Reader;

/// On which side of a figure the thing lies that is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// Nothing is said.
    Exactly,
    /// "trong thời hạn 30 ngày"
    Within,
    /// "từ 30 ngày", "ít nhất 30 ngày", "30 ngày trở lên"
    AtLeast,
    /// "không quá 30 ngày", "đến 30 ngày"
    AtMost,
    /// "trên 30 ngày", "sau ngày 30"
    Over,
    /// "dưới 30 ngày", "trước ngày 30"
    Under,
    /// Two that do not go together: "dưới 18 tuổi trở lên"
    Torn,
    /// A figure that is known without any words beside it: it agrees with all.
    Any,
}

/// Words before a figure. The longest that fit decide: "không quá" is more than "quá".
const BEFORE: [(&str, Bound); 67] = [
    ("không quá", Bound::AtMost),
    ("không được quá", Bound::AtMost),
    ("không vượt quá", Bound::AtMost),
    ("không được vượt quá", Bound::AtMost),
    ("nhưng không quá", Bound::AtMost),
    ("tối đa", Bound::AtMost),
    ("tối đa là", Bound::AtMost),
    ("tối đa không quá", Bound::AtMost),
    ("tối đa đến", Bound::AtMost),
    ("cao nhất", Bound::AtMost),
    ("nhiều nhất", Bound::AtMost),
    ("lâu nhất", Bound::AtMost),
    ("chậm nhất", Bound::AtMost),
    ("muộn nhất", Bound::AtMost),
    ("không muộn hơn", Bound::AtMost),
    ("không chậm hơn", Bound::AtMost),
    ("không nhiều hơn", Bound::AtMost),
    ("không lớn hơn", Bound::AtMost),
    ("không cao hơn", Bound::AtMost),
    ("không trên", Bound::AtMost),
    ("nhỏ hơn hoặc bằng", Bound::AtMost),
    ("đến", Bound::AtMost),
    ("đến hết", Bound::AtMost),
    ("cho đến", Bound::AtMost),
    ("cho đến hết", Bound::AtMost),
    ("tới", Bound::AtMost),
    ("ít nhất", Bound::AtLeast),
    ("tối thiểu", Bound::AtLeast),
    ("tối thiểu là", Bound::AtLeast),
    ("thấp nhất", Bound::AtLeast),
    ("sớm nhất", Bound::AtLeast),
    ("không dưới", Bound::AtLeast),
    ("không được dưới", Bound::AtLeast),
    ("không ít hơn", Bound::AtLeast),
    ("không thấp hơn", Bound::AtLeast),
    ("không nhỏ hơn", Bound::AtLeast),
    ("không sớm hơn", Bound::AtLeast),
    ("lớn hơn hoặc bằng", Bound::AtLeast),
    ("từ", Bound::AtLeast),
    ("kể từ", Bound::AtLeast),
    ("tính từ", Bound::AtLeast),
    ("từ đủ", Bound::AtLeast),
    ("đủ", Bound::AtLeast),
    ("trên", Bound::Over),
    ("từ trên", Bound::Over),
    ("hơn", Bound::Over),
    ("quá", Bound::Over),
    ("vượt", Bound::Over),
    ("vượt quá", Bound::Over),
    ("lớn hơn", Bound::Over),
    ("cao hơn", Bound::Over),
    ("nhiều hơn", Bound::Over),
    ("sau", Bound::Over),
    ("dưới", Bound::Under),
    ("đến dưới", Bound::Under),
    ("đến trước", Bound::Under),
    ("chưa đến", Bound::Under),
    ("chưa tới", Bound::Under),
    ("chưa đủ", Bound::Under),
    ("nhỏ hơn", Bound::Under),
    ("thấp hơn", Bound::Under),
    ("ít hơn", Bound::Under),
    ("trước", Bound::Under),
    ("trong", Bound::Within),
    ("trong vòng", Bound::Within),
    ("trong thời hạn", Bound::Within),
    ("trong thời gian", Bound::Within),
];

/// Words behind a figure. They go before those that stand before it: "từ 18 tuổi trở lên".
const BEHIND: [(&str, Bound); 5] = [
    ("trở lên", Bound::AtLeast),
    ("trở đi", Bound::AtLeast),
    ("trở xuống", Bound::AtMost),
    ("trở về trước", Bound::AtMost),
    ("đổ lại", Bound::AtMost),
];

/// Words that may stand between: "chậm nhất là 15 ngày", "không quá thời hạn 15 ngày".
const BETWEEN: [&str; 4] = ["là", "mức", "bằng", "ngày"];

/// Most words of a bound.
const LONGEST: usize = 4;

impl Bound {
    /// Whether a figure that the law speaks of in this way may be spoken of in that: within a time is at most it.
    pub(super) fn supports(self, claimed: Self, day: bool) -> bool {
        match (self, claimed) {
            (Self::Any, _) | (_, Self::Any) => true,
            (Self::Exactly, Self::Within) | (Self::Within, Self::Exactly | Self::AtMost) => true,
            (Self::AtMost, Self::Within) => true,
            // "có hiệu lực từ ngày 01/7/2025" may be said without "từ".
            (Self::AtLeast, Self::Exactly) => day,
            _ => self == claimed,
        }
    }
}

impl Reader<'_> {
    /// The bound of the figure in the words `from..to`, and these words with those of the bound.
    pub(super) fn bound(&self, from: usize, to: usize) -> (Bound, Range<usize>) {
        if let Some((bound, words)) = self.behind(to) {
            let before = self.before(from);
            let start = before.map_or(from, |(_, start)| start);
            let torn = before.is_some_and(|(other, _)| {
                other != bound && !matches!(other, Bound::Within | Bound::Exactly)
            });
            let bound = if torn { Bound::Torn } else { bound };
            return (bound, start..to + words);
        }
        match self.before(from) {
            Some((bound, start)) => (bound, start..to),
            None if self.is_second(from) => (Bound::AtMost, from - 1..to),
            None => (Bound::Exactly, from..to),
        }
    }

    /// The sign of a range stands before it, and a figure before that.
    fn is_second(&self, from: usize) -> bool {
        let end = self.found.last().map(|figure| figure.range.end);
        from > 1 && self.word(from - 1) == "-" && end == Some(self.words[from - 2].range.end)
    }

    fn before(&self, from: usize) -> Option<(Bound, usize)> {
        let mut end = from;
        while end > 0 && BETWEEN.contains(&self.word(end - 1)) {
            end -= 1;
        }
        let fits = |name: &str| {
            let words = name.split(' ').count();
            let start = end.checked_sub(words)?;
            let same = name.split(' ').enumerate();
            let same = same
                .into_iter()
                .all(|(n, word)| self.word(start + n) == word);
            same.then_some(start)
        };
        debug_assert!(
            BEFORE
                .iter()
                .all(|(name, _)| name.split(' ').count() <= LONGEST)
        );
        let found = BEFORE
            .iter()
            .filter_map(|(name, bound)| Some((*bound, fits(name)?)));
        found.min_by_key(|(_, start)| *start)
    }

    fn behind(&self, to: usize) -> Option<(Bound, usize)> {
        let fits = |name: &str| {
            let mut same = name.split(' ').enumerate();
            same.all(|(n, word)| self.word(to + n) == word)
        };
        let found = BEHIND.iter().find(|(name, _)| fits(name));
        found.map(|(name, bound)| (*bound, name.split(' ').count()))
    }
}
