//! Any bytes as an archive of documents.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::only_our_panics_count(), |bytes: &[u8]| {
    fuzz::read("x.zip", bytes);
});
