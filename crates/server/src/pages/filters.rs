//! The filters of the question form: what can be chosen, what is chosen, and how to let go of it.

use std::fmt::Write as _;

use catalogue::{Facet, Holdings};
use search::Standing;

use super::{Form, Frame};
use crate::{address, desk::Desk, language::Texts};

/// A filter of the form.
pub(crate) struct Filter {
    pub(crate) name: &'static str,
    pub(crate) choices: Vec<Choice>,
    /// Chosen values beside the first, which one list cannot show: the form sends them on.
    pub(crate) further: Vec<String>,
}

impl Filter {
    /// Several can be chosen: these few stand as boxes, the others as lists.
    pub(crate) fn is_boxes(&self) -> bool {
        self.name == Facet::Kind.name()
    }
}

/// A value to choose.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    /// Documents that have it; `None` where that depends on the day.
    pub(crate) documents: Option<usize>,
    pub(crate) chosen: bool,
}

/// A chosen value, with the address of the same page without it.
pub(crate) struct Chip {
    pub(crate) filter: &'static str,
    pub(crate) label: String,
    pub(crate) href: String,
}

/// The name of the filter by state.
pub(crate) const STATUS: &str = "status";

/// The filters in the order in which they are shown.
fn names() -> impl Iterator<Item = &'static str> {
    Facet::ALL.map(Facet::name).into_iter().chain([STATUS])
}

impl Frame {
    /// The question form with its filters; without them while nothing is held.
    pub(crate) async fn form_over(&self, desk: &Desk) -> Form {
        let held = desk
            .read(|held| Ok(held.catalogue.holdings(held.at)?))
            .await;
        let mut form = self.form();
        if let Ok(holdings) = held {
            form.filters = self.filters(&holdings);
        }
        form
    }

    fn filters(&self, holdings: &Holdings) -> Vec<Filter> {
        let facets = Facet::ALL.map(|facet| self.filter(holdings, facet));
        let asked = self.fields.get(STATUS).and_then(Standing::from_code);
        let standing = |standing: Standing| Choice {
            value: standing.code().to_owned(),
            label: self.t.filtered(STATUS, standing.code()),
            documents: None,
            chosen: asked == Some(standing),
        };
        let status = Filter {
            name: STATUS,
            choices: Standing::NAMED.map(standing).into(),
            further: Vec::new(),
        };
        // Where all are alike there is nothing to choose.
        let is_choice =
            |filter: &Filter| filter.choices.len() > 1 || self.fields.all(filter.name).count() > 0;
        let all = facets.into_iter().chain([status]);
        all.filter(is_choice).collect()
    }

    fn filter(&self, holdings: &Holdings, facet: Facet) -> Filter {
        let mut chosen: Vec<String> = Vec::new();
        for typed in self.fields.all(facet.name()) {
            let meant = holdings.meant(facet, typed);
            chosen.extend(meant.into_iter().map(str::to_owned));
        }
        let choice = |(value, documents): (&str, usize)| Choice {
            value: value.to_owned(),
            label: self.t.filtered(facet.name(), value),
            documents: Some(documents),
            chosen: chosen.iter().any(|chosen| chosen == value),
        };
        let mut filter = Filter {
            name: facet.name(),
            choices: holdings.values(facet).map(choice).collect(),
            further: Vec::new(),
        };
        if !filter.is_boxes() {
            let further = filter.choices.iter_mut().filter(|choice| choice.chosen);
            for choice in further.skip(1) {
                choice.chosen = false;
                filter.further.push(choice.value.clone());
            }
        }
        filter
    }

    /// Every chosen value.
    pub(super) fn chips(&self) -> Vec<Chip> {
        let mut chips: Vec<Chip> = Vec::new();
        for name in names() {
            for value in self.fields.all(name) {
                let label = self.t.filtered(name, value);
                if chips
                    .iter()
                    .any(|chip| (chip.filter, &chip.label) == (name, &label))
                {
                    continue;
                }
                let without = |field: &str, other: &str| field == name && other.trim() == value;
                chips.push(Chip {
                    filter: name,
                    label,
                    href: self.address(without),
                });
            }
        }
        chips
    }

    /// The same page without any filter.
    pub(super) fn unfiltered(&self) -> String {
        self.address(|field, _| names().any(|name| name == field))
    }

    /// The same page without some fields, and without those that are blank.
    fn address(&self, without: impl Fn(&str, &str) -> bool) -> String {
        let mut href = self.path.clone();
        let kept = self.fields.iter();
        for (name, value) in kept.filter(|(name, value)| !value.is_empty() && !without(name, value))
        {
            let sign = if href.contains('?') { '&' } else { '?' };
            // Writing to a string cannot fail.
            let _ = write!(
                href,
                "{sign}{}={}",
                address::encode(name),
                address::encode(value)
            );
        }
        href
    }
}

impl Texts {
    /// A filter's value in words: levels, states and "in no collection" have codes.
    pub(crate) fn filtered(self, filter: &str, value: &str) -> String {
        let text = self.get(&format!("filter.{filter}.{value}"));
        if text.is_empty() {
            value.to_owned()
        } else {
            text.to_owned()
        }
    }
}
