//! The connector against worlds made by hand and against fixtures. Nothing here needs a network.

mod auth;
mod fixtures;
mod lists;
mod organization;
mod refusals;
mod repositories;
mod support;
