//! People: who may come in, and what they are to the office.

mod role;

pub use role::Role;
