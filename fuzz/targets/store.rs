//! Calls `store::bundle::fuzzing`, which says what must hold.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| store::bundle::fuzzing::store(bytes));
