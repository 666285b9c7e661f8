//! The look before a collection is opened to more people.

use super::COLLECTION;
use super::look::Look;

/// A collection that is closed, then opened: what that would do is shown first; afterwards it can be put back.
pub(super) fn look_at_opening(look: &mut Look<'_>, home: &str, language: &str) {
    let browser = look.browser();
    let give = |ticked: &str| {
        browser.open(&format!("{home}/nhom"));
        browser.run(&format!(
            "const form = [...document.querySelectorAll('form[action=\"/nhom/bo-suu-tap\"]')].find((one) => one.elements.collection?.value === '{COLLECTION}');
             for (const group of form.querySelectorAll('input[name=group]')) group.checked = group.value.includes('{ticked}');
             form.querySelector('button[type=submit]').click();"
        ));
    };
    give(&format!("({language})"));
    browser.wait("#lately");
    give("none of them");
    browser.wait("#opening");
    look.here("opening", &[]);
    let browser = look.browser();
    browser.click("#agree");
    browser.click("#decide button");
    browser.wait("#lately");
    look.here("opened", &[]);
}
