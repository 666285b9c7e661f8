//! What the tests of several models share: small ones that they make.

use crate::onnx;

#[allow(
    unreachable_pub,
    reason = "the tests of the whole make the same models"
)]
pub(crate) mod small;
