//! Symbols misread from pictures: what they may have been.

/// The readings to try, without the text itself.
pub(super) fn mended(text: &str) -> Vec<String> {
    let Some((number, letters)) = text.split_once('/') else {
        return Vec::new();
    };
    let number = digits(number);
    let (year, letters) = match letters.split_once('/') {
        Some((year, letters)) => (format!("/{}", digits(year)), letters),
        None => (String::new(), letters),
    };
    let head = format!("{number}{year}");
    let letters = letters.trim();
    let mut found = vec![format!("{head}/{letters}")];
    if let Some(term) = letters
        .strip_prefix("UBTVQH")
        .map(|term| ("UBTVQH", term))
        .or_else(|| letters.strip_prefix("QH").map(|term| ("QH", term)))
    {
        let (body, term) = term;
        let term = digits(term);
        found.push(format!("{head}/{body}{term}"));
        // "QHI15": the stroke was read twice.
        if let Some(short) = term.strip_prefix('1').filter(|short| short.len() == 2) {
            found.push(format!("{head}/{body}{short}"));
        }
        found.retain(|text| !text.ends_with("111") && !text.ends_with("115"));
    }
    if letters.ends_with("-C") {
        found.push(format!("{head}/{letters}P"));
    }
    found.retain(|mended| mended != text);
    found.dedup();
    found
}

fn digits(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'O' | 'o' => '0',
            'l' | 'I' | '|' => '1',
            _ => c,
        })
        .collect()
}
