//! Fusion of the four lists.
