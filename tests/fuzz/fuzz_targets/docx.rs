//! Any bytes as a DOCX: a ZIP archive with XML in it.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::only_our_panics_count(), |bytes: &[u8]| {
    fuzz::read("x.docx", bytes);
});
