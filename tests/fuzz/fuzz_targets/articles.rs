//! Any bytes as a collection of articles, JSON Lines.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::only_our_panics_count(), |bytes: &[u8]| {
    fuzz::read("x.jsonl", bytes);
});
