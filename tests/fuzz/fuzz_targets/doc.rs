//! Any bytes as a Word 97 document.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::only_our_panics_count(), |bytes: &[u8]| {
    fuzz::read("x.doc", bytes);
});
