//! The part on provisions that say one matter otherwise. It decides nothing: both are quoted, then what the law says of
//! such cases, in the order of its rules.

use super::{
    body::Body,
    xml::{Look, run},
};
use crate::{Difference, words::raised};

impl Body {
    /// Nothing where no two provisions differ.
    pub(super) fn differences(&mut self, differences: &[Difference]) {
        if differences.is_empty() {
            return;
        }
        self.part("QUY ĐỊNH CÓ ĐIỂM KHÁC NHAU");
        for difference in differences {
            self.say(&difference.over);
            for side in &difference.sides {
                let mut facts = vec![side.place.clone()];
                facts.extend(side.facts.iter().cloned());
                let mut runs = run(
                    &format!("- {}: ", raised(&facts.join(", "))),
                    Look::size(14),
                );
                let words = format!("“{}”", side.text.trim());
                runs.push_str(&run(&words, Look::size(14).italic()));
                self.put("Body", &runs);
            }
            // Nothing here decides: the rules stand below what they are asked about.
            self.say(
                "Phần mềm không quyết định áp dụng quy định nào. Quy tắc áp dụng văn bản (Điều 58 Luật số \
                 64/2025/QH15) để người có thẩm quyền xem xét:",
            );
            for rule in &difference.guidance {
                self.say(&format!("- {rule}"));
            }
        }
    }
}
