//! The runs that a list shows. A run is a file that is never changed: each is read once.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::Run;

/// Most runs that are listed, and kept in memory.
const LISTED: usize = 100;

/// A run that was read: when it was over, and itself while it is among the latest.
#[derive(Debug)]
struct Line {
    at: String,
    run: Option<Arc<Run>>,
}

/// What is known of the runs that were read before, by name.
#[derive(Debug, Default)]
pub(super) struct Seen(BTreeMap<String, Line>);

impl Seen {
    /// The latest of the runs that have these names, the very latest first; `read` is asked for those that are not known.
    pub(super) fn latest(
        &mut self,
        names: BTreeSet<String>,
        read: impl Fn(&str) -> Option<Run>,
    ) -> Vec<Arc<Run>> {
        self.0.retain(|name, _| names.contains(name));
        for name in names {
            if !self.0.contains_key(&name)
                && let Some(run) = read(&name).filter(|run| run.name == name)
            {
                let (at, run) = (run.at.clone(), Some(Arc::new(run)));
                self.0.insert(name, Line { at, run });
            }
        }
        let mut lines: Vec<(&String, &mut Line)> = self.0.iter_mut().collect();
        lines.sort_by(|one, other| (&other.1.at, other.0).cmp(&(&one.1.at, one.0)));
        let mut latest = Vec::with_capacity(lines.len().min(LISTED));
        for (name, line) in lines {
            if latest.len() >= LISTED {
                line.run = None;
                continue;
            }
            // One that had left the list comes back where later ones were taken away.
            if line.run.is_none() {
                line.run = read(name).map(Arc::new);
            }
            latest.extend(line.run.clone());
        }
        latest
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use legal::Date;

    use super::*;

    fn run(name: &str) -> Run {
        Run {
            name: name.to_owned(),
            at: format!("2026-11-30T10:00:00Z {name}"),
            who: "an".to_owned(),
            day: Date::constant(2026, 11, 30),
            batch: None,
            turned_down: false,
            generation: 1,
            version: "0".to_owned(),
            embedder: String::new(),
            reranker: None,
            against: None,
            margin: 2.0,
            questions: Vec::new(),
        }
    }

    #[test]
    fn each_run_is_read_once_and_the_latest_are_listed() {
        let read = RefCell::new(Vec::new());
        let mut seen = Seen::default();
        let mut check = |held: &[usize], first: usize, listed: usize, newly: usize| {
            read.borrow_mut().clear();
            let names = held.iter().map(|number| format!("{number:04}")).collect();
            let latest = seen.latest(names, |name| {
                read.borrow_mut().push(name.to_owned());
                Some(run(name))
            });
            assert_eq!(latest.len(), listed);
            assert_eq!(latest[0].name, format!("{first:04}"));
            assert_eq!(read.borrow().len(), newly, "{held:?}");
        };
        let all: Vec<usize> = (0..LISTED + 20).collect();
        check(&all[..3], 2, 3, 3);
        check(&all[..3], 2, 3, 0);
        check(&all, LISTED + 19, LISTED, LISTED + 17);
        check(&all, LISTED + 19, LISTED, 0);
        // The latest two are gone: the two after the hundredth are read again.
        check(&all[..LISTED + 18], LISTED + 17, LISTED, 2);
        check(&all[..1], 0, 1, 1);
    }

    #[test]
    fn what_is_no_run_of_that_name_is_left_out() {
        let names = || ["a", "b", "c"].map(str::to_owned).into_iter().collect();
        let read = |name: &str| match name {
            "a" => None,
            "b" => Some(run("other")),
            name => Some(run(name)),
        };
        let latest = Seen::default().latest(names(), read);
        assert_eq!(latest.len(), 1);
        assert_eq!(latest[0].name, "c");
    }
}
