//! What an article's own words say of a cross-reference that the collection's editors made: a plain search, apart from
//! the reader that is measured.

/// How the words stand to a cross-reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Said {
    /// "Điều N" stands in the words, and the act behind it or, for the own act, no other.
    Article,
    /// The act is named, but not with this article in one sentence.
    ActAlone,
    /// Neither: the editors saw the connection.
    Nothing,
}

/// An act by its number and, for a law, its name with the kind ("luật thanh niên"), in lower case.
pub(crate) struct Act<'a> {
    pub(crate) number: &'a str,
    pub(crate) name: Option<&'a str>,
    /// The citing article's own act.
    pub(crate) own: bool,
}

impl Act<'_> {
    fn is_named(&self, words: &str) -> bool {
        words.contains(self.number) || self.name.is_some_and(|name| words.contains(name))
    }
}

/// What `words`, in lower case, say of an article (its number in lower case) of an act.
pub(crate) fn said(words: &str, article: &str, act: &Act<'_>) -> Said {
    let mut at = 0;
    while let Some(found) = words[at..].find("điều ") {
        at += found + "điều ".len();
        let (holds, behind) = list(&words[at..], article);
        if holds && is_of(behind, act) {
            return Said::Article;
        }
    }
    if act.own || !act.is_named(words) {
        return Said::Nothing;
    }
    Said::ActAlone
}

/// Whether a list of articles ("5, điều 7 và 9", "5 đến điều 9") holds one, and the words behind the list.
fn list<'w>(words: &'w str, article: &str) -> (bool, &'w str) {
    const LINKS: [&str; 6] = ["và", "hoặc", "đến", "điều", "từ", "các"];
    let (mut holds, mut last, mut ranged) = (false, None, false);
    let mut rest = words;
    loop {
        let trimmed = rest.trim_start_matches([' ', ',']);
        let end = trimmed
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(trimmed.len());
        let word = &trimmed[..end];
        let digits = word.trim_end_matches(char::is_alphabetic);
        let number = digits
            .parse::<u32>()
            .ok()
            .filter(|_| word.len() <= digits.len() + 2);
        if let Some(number) = number {
            let wanted = article.parse::<u32>().ok();
            let within = ranged && last < wanted && wanted < Some(number);
            holds |= word == article || within;
            (last, ranged) = (Some(number), false);
        } else if LINKS.contains(&word) {
            ranged |= word == "đến";
        } else {
            return (holds, rest);
        }
        rest = &trimmed[end..];
    }
}

/// Whether the words behind a list of articles go on with the act, within the sentence.
fn is_of(behind: &str, act: &Act<'_>) -> bool {
    const KINDS: [&str; 10] = [
        "luật",
        "bộ luật",
        "pháp lệnh",
        "nghị định",
        "nghị quyết",
        "thông tư",
        "quyết định",
        "quy chế",
        "điều lệ",
        "hiệp định",
    ];
    let end = behind.find(['.', ';', '\n']).unwrap_or(behind.len());
    let sentence = &behind[..end];
    if !act.own {
        return act.is_named(sentence);
    }
    let next = sentence.trim_start();
    let next = next.strip_prefix("của ").unwrap_or(next);
    let other = KINDS.iter().find_map(|kind| next.strip_prefix(kind));
    other.is_none_or(|rest| {
        rest.trim_start().starts_with("này") || rest.starts_with(" liên tịch này")
    })
}
