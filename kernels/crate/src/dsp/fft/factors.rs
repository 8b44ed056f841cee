//! How a length is taken apart, and where its bins end up.

/// The largest prime that gets a pass of its own; lengths with a larger one are convolved.
pub const LARGEST_PRIME: usize = 31;

/// The radices of the passes, in their order; `None` if a prime is too large.
pub fn radices(length: usize) -> Option<Vec<usize>> {
    if length == 0 {
        return None;
    }
    let mut radices = Vec::new();
    let mut rest = length >> length.trailing_zeros();
    for prime in (3..=LARGEST_PRIME).step_by(2) {
        while rest.is_multiple_of(prime) {
            radices.push(prime);
            rest /= prime;
        }
    }
    // Four points fit an engine's registers, eight don't: they are worth it for the three twos that are
    // left of an odd number of them, last, where nothing is turned.
    let twos = length.trailing_zeros() as usize;
    let (fours, last) = match twos {
        1 => (0, Some(2)),
        _ if twos.is_multiple_of(2) => (twos / 2, None),
        _ => ((twos - 3) / 2, Some(8)),
    };
    radices.extend(std::iter::repeat_n(4, fours));
    radices.extend(last);
    (rest == 1).then_some(radices)
}

/// Bin `k` of a transform of which the first pass has radix `r` is bin `k / r` of its block `k % r`.
pub fn positions(length: usize, radices: &[usize]) -> Vec<u32> {
    (0..length)
        .map(|bin| {
            let (mut bin, mut block, mut position) = (bin, length, 0);
            for &radix in radices {
                block /= radix;
                position += bin % radix * block;
                bin /= radix;
            }
            position as u32
        })
        .collect()
}
