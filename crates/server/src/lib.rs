//! The HTTP face: pages, API, wire types, problem details.

pub mod address;
pub mod wire;
