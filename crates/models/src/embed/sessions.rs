//! Sessions of one model, lent to one thread at a time and made when first needed.

use std::{
    ops::{Deref, DerefMut},
    sync::{Condvar, Mutex, PoisonError},
};

use fastembed::TextEmbedding;

use crate::Error;

type Make = Box<dyn Fn() -> Result<TextEmbedding, Error> + Send + Sync>;

struct State {
    free: Vec<TextEmbedding>,
    made: usize,
}

/// The sessions of a model.
pub(crate) struct Sessions {
    state: Mutex<State>,
    freed: Condvar,
    /// Absent where the first session is the only one: it would keep the files of a model in memory.
    make: Option<Make>,
    /// Most that exist at a time.
    pub(crate) most: usize,
}

/// A session on loan; given back when dropped.
pub(crate) struct Lent<'a> {
    sessions: &'a Sessions,
    session: Option<TextEmbedding>,
}

impl Sessions {
    /// Makes the first session, so that a model that cannot be loaded is known at once.
    pub(crate) fn new(most: usize, make: Make) -> Result<Self, Error> {
        let first = make()?;
        let state = Mutex::new(State {
            free: vec![first],
            made: 1,
        });
        Ok(Self {
            state,
            freed: Condvar::new(),
            make: (most > 1).then_some(make),
            most: most.max(1),
        })
    }

    /// Waits for a free session, or makes one more while that is allowed.
    pub(crate) fn lend(&self) -> Result<Lent<'_>, Error> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(session) = state.free.pop() {
                return Ok(Lent {
                    sessions: self,
                    session: Some(session),
                });
            }
            if state.made < self.most
                && let Some(make) = &self.make
            {
                state.made += 1;
                drop(state);
                let made = make();
                if made.is_err() {
                    self.state
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .made -= 1;
                    self.freed.notify_one();
                }
                return Ok(Lent {
                    sessions: self,
                    session: Some(made?),
                });
            }
            state = self
                .freed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Deref for Lent<'_> {
    type Target = TextEmbedding;

    fn deref(&self) -> &TextEmbedding {
        self.session.as_ref().expect("held until dropped")
    }
}

impl DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut TextEmbedding {
        self.session.as_mut().expect("held until dropped")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut state = self
            .sessions
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        state.free.extend(self.session.take());
        self.sessions.freed.notify_one();
    }
}
