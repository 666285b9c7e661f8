//! Giving a collection to groups: what that would do, and doing it as it was looked at.

use std::collections::BTreeSet;

use catalogue::{Collection, Confidentiality, Facet, Group, Shared, Sharing};
use jiff::Timestamp;

use super::Desk;
use crate::failure::Failure;

/// What giving a collection would do.
pub(crate) struct Opening {
    /// The collection.
    pub(crate) collection: Collection,
    /// Who sees it, and who would.
    pub(crate) sharing: Sharing,
    /// How many documents stand in it.
    pub(crate) documents: usize,
    /// How many of them have each level, the most open first; those that have none have the one of the policy.
    pub(crate) levels: Vec<(Confidentiality, usize)>,
}

/// What somebody agreed to: so many documents for so many more people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Agreed {
    pub(crate) documents: usize,
    pub(crate) people: usize,
}

impl Opening {
    /// Whether it was agreed to; what opens nothing needs nobody's agreement.
    fn is_agreed(&self, agreed: Option<Agreed>) -> bool {
        let enough = |agreed: Agreed| {
            self.documents <= agreed.documents && self.sharing.gaining.len() <= agreed.people
        };
        !self.sharing.opens() || agreed.is_some_and(enough)
    }
}

impl Desk {
    /// What giving a collection to exactly these groups would do. Only counts are told of what is in it: whoever keeps
    /// groups need not see that.
    pub(crate) async fn opening(
        &self,
        collection: Collection,
        groups: BTreeSet<Group>,
    ) -> Result<Opening, Failure> {
        let named = collection.clone();
        let sharing = self
            .people(move |people| people.sharing(&named, &groups))
            .await?;
        let (mut documents, mut levels) = (0, Vec::new());
        if let Some(library) = self.shelf.library() {
            let (named, unstated) = (collection.clone(), self.setup.policy.unstated());
            let counted = self.viewing.run(move || {
                let at = library.generation.seq();
                let held = library.catalogue.holdings(at)?;
                let rows = held.documents([(Facet::Collection, vec![named.as_str()])]);
                let all = library.catalogue.levels(at)?;
                let of = |wanted: Confidentiality| {
                    let has = |one: &&(_, Option<Confidentiality>)| {
                        one.1.unwrap_or(unstated) == wanted && rows.contains(&one.0)
                    };
                    (wanted, all.iter().filter(has).count())
                };
                let levels = Confidentiality::ALL.map(of).into_iter();
                let levels: Vec<_> = levels.filter(|(_, count)| *count > 0).collect();
                Ok((rows.len(), levels))
            });
            (documents, levels) = counted.await?;
        }
        Ok(Opening {
            collection,
            sharing,
            documents,
            levels,
        })
    }

    /// Gives it; what opens it further than was agreed is told instead, and nothing is done.
    pub(crate) async fn give(
        &self,
        collection: Collection,
        groups: BTreeSet<Group>,
        agreed: Option<Agreed>,
    ) -> Result<Option<Opening>, Failure> {
        // Between the look and the decision somebody may have loaded more, or joined a group.
        let opening = self.opening(collection.clone(), groups.clone()).await?;
        if !opening.is_agreed(agreed) {
            return Ok(Some(opening));
        }
        let act = self.visitor().act();
        self.people(move |people| people.give(&act, &collection, &groups))
            .await?;
        Ok(None)
    }

    /// What was given of late, the latest first: as long as that is kept, it can be given as it was before.
    pub(crate) async fn given_lately(&self, now: Timestamp) -> Result<Vec<Shared>, Failure> {
        let since = now.checked_sub(Shared::KEPT).unwrap_or(now);
        self.people(move |people| people.shared(since)).await
    }
}
