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
    // Shards of one suite measure the same lines.
    let is_same = |(one, other): (&T, &T)| key(one) == key(other);
    if into.len() == other.len() && into.iter().zip(&other).all(is_same) {
        into.iter_mut().zip(other).for_each(|(one, other)| join(one, other));
        return;
    }
    let mut merged = Vec::with_capacity(into.len().max(other.len()));
    let (mut ones, mut others) = (into.drain(..).peekable(), other.into_iter().peekable());
    while let (Some(one), Some(other)) = (ones.peek(), others.peek()) {
        let order = key(one).cmp(key(other));
        let one = if order.is_le() { ones.next() } else { None };
        let other = if order.is_ge() { others.next() } else { None };
        match (one, other) {
            (Some(mut one), Some(other)) => {
                join(&mut one, other);
                merged.push(one);
            }
            (one, other) => merged.extend(one.or(other)),
        }
    }
    merged.extend(ones);
    merged.extend(others);
    *into = merged;
}
