//! What `pipeline!` expands to lives in an older edition, and where the dependency has another name.
