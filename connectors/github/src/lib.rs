//! GitHub: organisation, repositories and their protection, over the one wire.
