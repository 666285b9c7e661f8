//! Any bytes as an RTF document.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::only_our_panics_count(), |bytes: &[u8]| {
    fuzz::read("x.rtf", bytes);
});
