//! Canonical bytes, digests, container, signatures and their verification.
