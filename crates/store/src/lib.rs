//! Where recordings and bundles live.
