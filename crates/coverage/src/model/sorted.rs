//! Lists that are sorted and hold each key once.

/// Sorts a list and joins what has the same key.
pub(crate) fn normalise<T, K: Ord + ?Sized>(
    items: &mut Vec<T>,
    key: impl Fn(&T) -> &K,
    join: impl Fn(&mut T, T),
) {
    // Reports are in order as a rule.
    if items.is_sorted_by(|one, next| key(one) < key(next)) {
        return;
    }
    items.sort_by(|one, other| key(one).cmp(key(other)));
    let mut joined: Vec<T> = Vec::with_capacity(items.len());
    for item in items.drain(..) {
        match joined.last_mut() {
            Some(last) if key(last) == key(&item) => join(last, item),
            _ => joined.push(item),
        }
    }
    *items = joined;
}

/// Merges one such list into another.
pub(crate) fn merge<T, K: Ord + ?Sized>(
    into: &mut Vec<T>,
    other: Vec<T>,
    key: impl Fn(&T) -> &K,
    join: impl Fn(&mut T, T),
) {
    if into.is_empty() {
        *into = other;
        return;
    }
    if other.is_empty() {
        return;
    }
    into.extend(other);
    // Two sorted runs: what the standard library's stable sort finds and merges in linear time.
    normalise(into, key, join);
}
