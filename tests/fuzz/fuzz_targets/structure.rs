//! Any text with any layout as an act.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let source = fuzz::source(bytes);
    fuzz::sound(&source, &legal::parse(&source));
});
