//! What `pipeline!` expands to lives in code of any style: the tests of this package are the places.
