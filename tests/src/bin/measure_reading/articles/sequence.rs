//! The clause numbers of a text of the reference.

/// The clause numbers at the line starts of a text, each following on the one before. What an amending article quotes has
/// clauses of another act; "2," is a misprint of "2.".
pub(super) fn of(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let (mut last, mut quoted) = (0_u32, false);
    for line in text.lines() {
        let line = line.trim_start();
        let inside = quoted || line.starts_with('“');
        for c in line.chars() {
            quoted = (quoted || c == '“') && c != '”';
        }
        let Some((label, _)) = line.split_once(['.', ',']).filter(|_| !inside) else {
            continue;
        };
        let digits = label.trim_end_matches(|c: char| c.is_lowercase());
        let suffix = label.len() - digits.len();
        let Ok(number) = digits.parse::<u32>() else {
            continue;
        };
        let follows = number == last + 1 || (suffix > 0 && number == last && suffix <= 2);
        if follows {
            last = number;
            found.push(label.to_lowercase());
        }
    }
    found
}
