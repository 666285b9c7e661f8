//! Any bytes as plain text and as Markdown: encodings above all.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::only_our_panics_count(), |bytes: &[u8]| {
    fuzz::read("x.txt", bytes);
    fuzz::read("x.md", bytes);
});
