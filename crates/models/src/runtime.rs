//! The runtime behind every model of the process: the pure-Rust one (tract) unless an onnxruntime is configured.
//!
//! Here stands one of the two `unsafe` of the project (the other: `index/src/dot.rs`), and no unsafe block: ort-tract
//! 0.4.1 leaves one function of the interface out that ort calls when it describes a tensor with named dimensions,
//! and the call ends the process.
//! [`no_names`] takes its place. Proof that it is sound: the interface asks only that the call returns a status
//! (null: success) and sets the names of dimensions on its first argument; it touches none of its arguments, and
//! names of dimensions are used for display only.
#![allow(unsafe_code)]

use std::{
    ffi::c_char,
    path::Path,
    sync::{Mutex, PoisonError},
};

/// Whether a runtime was chosen. `ort` can take one for the life of the process.
static CHOSEN: Mutex<bool> = Mutex::new(false);

unsafe extern "system" fn no_names(
    _: *mut ort::sys::OrtTensorTypeAndShapeInfo,
    _: *mut *const c_char,
    _: usize,
) -> ort::sys::OrtStatusPtr {
    ort::sys::OrtStatusPtr::default()
}

/// Chooses the runtime, once; later calls change nothing. The error says why the library could not be loaded.
pub(crate) fn start(onnxruntime: Option<&Path>) -> Result<(), String> {
    let mut chosen = CHOSEN.lock().unwrap_or_else(PoisonError::into_inner);
    if *chosen {
        return Ok(());
    }
    // Texts are spread over threads here. A second fan-out inside the tokenizer could wait for a thread that waits
    // for this very session.
    tokenizers::utils::parallelism::set_parallelism(false);
    match onnxruntime {
        Some(library) => {
            ort::init_from(library)
                .map_err(|error| error.to_string())?
                .commit();
        }
        None => {
            let mut api = ort_tract::api();
            api.SetSymbolicDimensions = no_names;
            // False only if somebody set an interface before us; then that one serves.
            ort::set_api(api);
        }
    }
    *chosen = true;
    Ok(())
}
