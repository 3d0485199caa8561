//! The flow on one screen: collect, evaluate, assess, seal.
