//! How many items an edge holds when nobody says.

const BYTES: usize = 64 * 1024;
const FEWEST: usize = 16;
const MOST: usize = 4096;
const MOST_OWNING: usize = 256;

/// The default bound by bytes: 64 KiB worth of items, 16 to 4096 of them, and at most 256 where an item owns memory.
pub(crate) fn default_bound<T>() -> usize {
    let most = if std::mem::needs_drop::<T>() {
        MOST_OWNING
    } else {
        MOST
    };
    (BYTES / size_of::<T>().max(1)).clamp(FEWEST, most)
}

#[cfg(test)]
mod tests {
    use super::default_bound;

    #[test]
    fn the_default_bound_is_by_bytes_within_its_limits() {
        assert_eq!(default_bound::<()>(), 4096);
        assert_eq!(default_bound::<u64>(), 4096);
        assert_eq!(default_bound::<[u64; 8]>(), 1024);
        assert_eq!(default_bound::<String>(), 256);
        assert_eq!(default_bound::<[u8; 1 << 20]>(), 16);
    }
}
