//! Who may come in by a route. A route is made together with its door or not at all: [`Routes`] has no other way to add
//! one, so that one without a declaration does not compile. The doors are a table that tests hold against a reviewed one.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    handler::Handler,
    http::Method,
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::{MethodFilter, on},
};
use catalogue::Role;

use crate::{
    desk::Office,
    failure::Failure,
    traffic,
    visitor::{Shown, Visitor},
};

/// Who may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// Whoever can reach the machine: what says nothing of anybody and of no document.
    Everyone,
    /// Whoever has an account, of whatever role.
    Person,
    /// Whoever can have something of their own: signed in here, or alone at the machine. A program with a token cannot.
    Somebody,
    /// Whoever has one of these roles.
    Roles(&'static [Role]),
    /// Whoever signed in here: a program with a token has no business with somebody's password.
    Own,
    /// Whoever keeps the accounts, and signed in here.
    Keeper,
    /// Whoever checks what others were answered, and signed in here: a program signs nothing off.
    Signer,
}

impl Door {
    /// Lets a visitor in, or says why not.
    fn open(self, visitor: &Visitor) -> Result<(), Failure> {
        match self {
            Self::Everyone => Ok(()),
            _ if visitor.is_stranger() => Err(Failure::SignIn),
            Self::Person => Ok(()),
            Self::Somebody if visitor.is_alone() || visitor.has_session() => Ok(()),
            Self::Somebody => Err(Failure::NotAllowed),
            Self::Own | Self::Keeper | Self::Signer if visitor.is_alone() => {
                Err(Failure::NoAccounts)
            }
            Self::Own | Self::Keeper | Self::Signer if !visitor.has_session() => {
                Err(Failure::NotAllowed)
            }
            Self::Own => Ok(()),
            Self::Keeper => Self::Roles(&[Role::Admin]).open(visitor),
            Self::Signer => Self::Roles(&[Role::Checker]).open(visitor),
            Self::Roles(roles) => match roles.iter().any(|role| visitor.has(*role)) {
                true => Ok(()),
                false => Err(Failure::NotAllowed),
            },
        }
    }
}

/// A route as it was declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Declared {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) door: Door,
}

/// Routes with their doors.
pub(crate) struct Routes {
    office: Arc<Office>,
    router: Router<Arc<Office>>,
    table: Vec<Declared>,
}

impl Routes {
    /// None yet.
    pub(crate) fn new(office: &Arc<Office>) -> Self {
        Self {
            office: Arc::clone(office),
            router: Router::new(),
            table: Vec::new(),
        }
    }

    /// What is read.
    pub(crate) fn get<H, T>(self, path: &'static str, door: Door, handler: H) -> Self
    where
        H: Handler<T, Arc<Office>>,
        T: 'static,
    {
        self.add(MethodFilter::GET, Method::GET, path, door, handler)
    }

    /// What changes something, or is too long for an address.
    pub(crate) fn post<H, T>(self, path: &'static str, door: Door, handler: H) -> Self
    where
        H: Handler<T, Arc<Office>>,
        T: 'static,
    {
        self.add(MethodFilter::POST, Method::POST, path, door, handler)
    }

    /// What takes something away.
    pub(crate) fn delete<H, T>(self, path: &'static str, door: Door, handler: H) -> Self
    where
        H: Handler<T, Arc<Office>>,
        T: 'static,
    {
        self.add(MethodFilter::DELETE, Method::DELETE, path, door, handler)
    }

    fn add<H, T>(
        mut self,
        filter: MethodFilter,
        method: Method,
        path: &'static str,
        door: Door,
        handler: H,
    ) -> Self
    where
        H: Handler<T, Arc<Office>>,
        T: 'static,
    {
        let standing = from_fn_with_state((Arc::clone(&self.office), door), admit);
        self.router = self
            .router
            .route(path, on(filter, handler).route_layer(standing));
        self.table.push(Declared { method, path, door });
        self
    }

    /// All routes of both.
    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self
    }

    /// With layers around the routes so far.
    pub(crate) fn within(
        mut self,
        layered: impl FnOnce(Router<Arc<Office>>) -> Router<Arc<Office>>,
    ) -> Self {
        self.router = layered(self.router);
        self
    }

    /// What answers where no route leads: everybody comes here, and who it is is known for the page that says so.
    pub(crate) fn otherwise<H, T>(mut self, handler: H) -> Self
    where
        H: Handler<T, Arc<Office>>,
        T: 'static,
    {
        let standing = from_fn_with_state((Arc::clone(&self.office), Door::Everyone), admit);
        self.router = self.router.fallback(handler.layer(standing));
        self
    }

    /// What was declared, in the order of declaration.
    #[cfg(test)]
    pub(crate) fn table(&self) -> &[Declared] {
        &self.table
    }

    /// The router over what handlers share.
    pub(crate) fn finish(self) -> Router {
        self.router.with_state(self.office)
    }
}

/// Middleware of every route: finds out who asks, and opens the route's door or not.
async fn admit(
    State((office, door)): State<(Arc<Office>, Door)>,
    mut request: Request,
    next: Next,
) -> Response {
    // Taken out first: a request's body cannot be looked at from two threads.
    let shown = Shown::of(&request);
    let visitor = match Visitor::of(&office, shown).await {
        Ok(visitor) => visitor,
        Err(failure) => return failure.into_response(),
    };
    let opened = door.open(&visitor);
    let opened = opened.and_then(|()| match visitor.person() {
        Some(person) => traffic::admit_person(&office, person.row, &request),
        None => Ok(()),
    });
    let mut response = match opened {
        Ok(()) => {
            request.extensions_mut().insert(visitor.clone());
            next.run(request).await
        }
        Err(failure) => failure.into_response(),
    };
    // For the page that says what went wrong.
    response.extensions_mut().insert(visitor);
    response
}

#[cfg(test)]
mod tests;
