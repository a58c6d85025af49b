//! Fractional order: texts that sort between any two others, so that a move writes one row.
//!
//! Digits are `0` to `z` in ASCII order (62 of them). A key never ends in the lowest digit, which
//! leaves room before every key. Two devices may make the same key; siblings then sort by id.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Returns a key that sorts after `after` and before `before`; an absent side is open.
///
/// Keys that are out of order, or that another program made of other characters, are treated as
/// open sides, so that a move never fails.
pub(crate) fn between(after: Option<&str>, before: Option<&str>) -> String {
    let low = after.and_then(digits_of).unwrap_or_default();
    let high = before
        .and_then(digits_of)
        .filter(|high| *high > low && !high.is_empty());
    let mut key = Vec::with_capacity(low.len() + 1);
    let mut bounded = high.is_some();
    for place in 0.. {
        let floor = low.get(place).copied().unwrap_or(0);
        let ceiling = match &high {
            Some(high) if bounded => high.get(place).copied().unwrap_or(0),
            Some(_) | None => 62,
        };
        if ceiling > floor + 1 {
            // Appending takes small steps, so that a thousand new siblings do not make long keys.
            let step = if high.is_none() && !low.is_empty() {
                1
            } else {
                (ceiling - floor) / 2
            };
            key.push(floor + step);
            break;
        }
        key.push(floor);
        if floor < ceiling {
            bounded = false;
        }
    }
    key.iter()
        .filter_map(|digit| DIGITS.get(*digit))
        .map(|byte| char::from(*byte))
        .collect()
}

/// Reads a key as digits without trailing zeros; none when it holds anything else.
fn digits_of(key: &str) -> Option<Vec<usize>> {
    let mut digits = key
        .bytes()
        .map(|byte| DIGITS.iter().position(|digit| *digit == byte))
        .collect::<Option<Vec<_>>>()?;
    while digits.last() == Some(&0) {
        digits.pop();
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::between;

    #[test]
    fn a_thousand_appended_keys_stay_short_and_sorted() {
        let mut keys: Vec<String> = Vec::new();
        for _ in 0..1_000 {
            keys.push(between(keys.last().map(String::as_str), None));
        }
        assert!(keys.is_sorted());
        assert!(keys.iter().all(|key| key.len() <= 40), "{:?}", keys.last());
    }

    #[test]
    fn foreign_and_disordered_keys_do_not_stop_a_move() {
        for (after, before) in [(Some("z"), Some("a")), (Some("ü"), None), (None, Some("0"))] {
            assert!(!between(after, before).is_empty());
        }
    }

    proptest! {
        #[test]
        fn a_key_lies_between_its_neighbours(places in prop::collection::vec(0usize..64, 1..80)) {
            let mut keys: Vec<String> = Vec::new();
            for place in places {
                let at = place % (keys.len() + 1);
                let after = at.checked_sub(1).and_then(|i| keys.get(i)).cloned();
                let before = keys.get(at).cloned();
                let key = between(after.as_deref(), before.as_deref());
                prop_assert!(after.is_none_or(|after| after < key));
                prop_assert!(before.is_none_or(|before| key < before));
                keys.insert(at, key);
            }
        }
    }
}
