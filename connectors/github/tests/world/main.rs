//! The connector against worlds made by hand and against fixtures. Nothing here needs a network.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail by panics"
)]

mod auth;
mod fixtures;
mod lists;
mod oauth_apps;
mod organization;
mod refusals;
mod repositories;
mod support;
