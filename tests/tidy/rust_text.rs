//! Rust source read just well enough for rules: comments, strings and tests taken out, names found.

/// The source with comments and the inside of strings and character literals blanked, lines kept.
pub(super) fn without_comments(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = raw_string(rest, &code) {
            length
        } else if c == '"' {
            quoted(rest, '"')
        } else if c == '\'' && is_character(rest) {
            quoted(rest, '\'')
        } else {
            code.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        let blanked = &rest[..length];
        code.push_str(if blanked.starts_with('/') { "" } else { "\"\"" });
        code.extend(blanked.chars().filter(|c| *c == '\n'));
        rest = &rest[length..];
    }
    code
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn raw_string(rest: &str, before: &str) -> Option<usize> {
    if before
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || c == '_')
    {
        return None;
    }
    let start = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = start.len() - start.trim_start_matches('#').len();
    let inside = start[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = inside
        .find(&close)
        .map_or(inside.len(), |at| at + close.len());
    Some(rest.len() - inside.len() + end)
}

fn quoted(rest: &str, close: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == close => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

// 'a' is a character, 'a in &'a str is a lifetime.
fn is_character(rest: &str) -> bool {
    let mut letters = rest.chars().skip(1);
    match (letters.next(), letters.next()) {
        (Some('\\'), _) => true,
        (Some(_), second) => second == Some('\''),
        _ => false,
    }
}

/// Code (as [`without_comments`] gives it) without what stands under `#[cfg(test)]`.
pub(super) fn without_tests(code: &str) -> String {
    let mut working = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        working.push_str(&rest[..at]);
        rest = &rest[at..];
        let (mut depth, mut end) = (0_usize, rest.len());
        for (at, c) in rest.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && (c == ';' || c == '}') {
                end = at + 1;
                break;
            }
        }
        rest = &rest[end..];
    }
    working + rest
}

/// Every identifier and keyword of code, in order.
pub(super) fn identifiers(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| {
            word.chars()
                .next()
                .is_some_and(|c| c.is_alphabetic() || c == '_')
        })
}

/// The names that code declares: types, traits, functions, modules.
pub(super) fn declared(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut before = "";
    for word in identifiers(code) {
        // `type Item = …` inside an implementation is the name that a trait of the library demands.
        let demanded = before == "type" && word == "Item";
        if ["struct", "enum", "trait", "type", "fn", "mod", "union"].contains(&before) && !demanded
        {
            names.push(word.to_owned());
        }
        before = word;
    }
    names
}

/// The words of a name: `readAll`, `ReadAll` and `read_all` are `read`, `all`.
pub(super) fn name_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut start = true;
    for c in name.chars() {
        if c == '_' {
            start = true;
            continue;
        }
        if start || c.is_uppercase() {
            words.push(String::new());
        }
        start = false;
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words
}

#[test]
fn reads_rust() {
    fn check(text: &str, code: &str, names: &[&str]) {
        let found = without_tests(&without_comments(text));
        assert_eq!(found, code, "{text}");
        assert_eq!(declared(&found), names, "{text}");
    }
    check(
        "fn a() { \"fn b \\\" {\" } // fn c",
        "fn a() { \"\" } ",
        &["a"],
    );
    check(
        "struct A<'a>(&'a str, char); const B: char = '{';",
        "struct A<'a>(&'a str, char); const B: char = \"\";",
        &["A"],
    );
    check(
        "let x = r#\"fn \"b\" {\"#; fn y() {}",
        "let x = \"\"; fn y() {}",
        &["y"],
    );
    check("/* fn a /* b */ */ mod c;", " mod c;", &["c"]);
    check(
        "fn a() {}\n#[cfg(test)]\nmod tests { fn b() {} }\nfn c() {}",
        "fn a() {}\n\nfn c() {}",
        &["a", "c"],
    );
    check(
        "type Item = u8; fn next_chunk() {}",
        "type Item = u8; fn next_chunk() {}",
        &["next_chunk"],
    );
    assert_eq!(name_words("ReadAll_x"), ["read", "all", "x"]);
}
