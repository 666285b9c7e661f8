//! Elements of which a reader of the page sees nothing.

use scraper::node::Element;

/// Style rules that hide, without spaces and in lower case.
const HIDING: [&str; 12] = [
    "display:none",
    "visibility:hidden",
    "visibility:collapse",
    "opacity:0;",
    "font-size:0;",
    "font-size:0p",
    "font-size:1p",
    "color:#fff;",
    "color:#ffffff;",
    "color:white;",
    "text-indent:-9",
    "left:-9",
];

/// Whether an element is hidden by an attribute or by its own style.
pub(super) fn is_hidden(element: &Element) -> bool {
    if element.attr("hidden").is_some() {
        return true;
    }
    let white = |color: &str| {
        let color = color.trim().to_lowercase();
        matches!(color.trim_start_matches('#'), "fff" | "ffffff" | "white")
    };
    if element.name() == "font" && element.attr("color").is_some_and(white) {
        return true;
    }
    let Some(style) = element.attr("style") else {
        return false;
    };
    let style = style
        .to_lowercase()
        .replace([' ', '\n', '\t'], "")
        .replace("!important", "");
    let closed = format!(";{};", style.trim_end_matches(';'));
    // "background-color:white" hides nothing, and white on a background of its own is meant to be read.
    let background = closed.contains("background");
    HIDING.iter().any(|hiding| {
        let colour = hiding.starts_with("color");
        !(colour && background) && closed.contains(&format!(";{hiding}"))
    })
}
