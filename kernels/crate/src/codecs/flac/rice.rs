//! Residuals as Rice codes (RFC 9639, section 9.2.7): which parameters, and the bits.

use super::bit_writer::BitWriter;

const MAX_PARTITION_ORDER: u32 = 6;
const MAX_PARTITIONS: usize = 1 << MAX_PARTITION_ORDER;

/// The highest parameter; the next one is the escape.
const MAX_PARAMETER: u32 = 30;

/// How a residual is divided, and the parameter of each partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RicePlan {
    partition_order: u32,
    parameters: [u8; MAX_PARTITIONS],
    /// An estimate of the bits needed, from the mean of each partition.
    pub bits: u64,
}

/// Moves the sign to the lowest bit: 0, −1, 1, −2, 2 …
#[inline(always)]
pub fn fold(residual: i32) -> u32 {
    (residual << 1 ^ residual >> 31) as u32
}

impl RicePlan {
    /// Plans folded residuals: those of a block without its first `order` samples.
    pub fn of(folded: &[u32], order: usize, max_partition_order: u32) -> Self {
        let block_size = folded.len() + order;
        let divides = |partition_order: &u32| {
            block_size.is_multiple_of(1 << partition_order) && block_size >> partition_order > order
        };
        let limit = max_partition_order.min(MAX_PARTITION_ORDER);
        let finest = (0..=limit).rev().find(divides).unwrap_or(0);
        let size = block_size >> finest;
        let mut sums = [0_u64; MAX_PARTITIONS];
        let (first, rest) = folded.split_at(size.min(block_size) - order);
        for (sum, part) in sums.iter_mut().zip([first].into_iter().chain(rest.chunks(size.max(1))))
        {
            *sum = part.iter().map(|&value| u64::from(value)).sum();
        }
        let mut best =
            RicePlan { partition_order: 0, parameters: [0; MAX_PARTITIONS], bits: u64::MAX };
        for partition_order in (0..=finest).rev() {
            let plan = Self::divided(&sums, (block_size, order), partition_order);
            if plan.bits < best.bits {
                best = plan;
            }
            for part in 0..1 << partition_order >> 1 {
                sums[part] = sums[2 * part] + sums[2 * part + 1];
            }
        }
        best
    }

    fn divided(sums: &[u64], (block_size, order): (usize, usize), partition_order: u32) -> Self {
        let mut plan = RicePlan { partition_order, parameters: [0; MAX_PARTITIONS], bits: 6 };
        for (part, &sum) in sums[..1 << partition_order].iter().enumerate() {
            let count = (block_size >> partition_order) - if part == 0 { order } else { 0 };
            let (parameter, bits) = best_parameter(sum, count as u64);
            plan.parameters[part] = parameter as u8;
            plan.bits += 4 + bits;
        }
        plan
    }

    /// Writes the residuals that the plan was made for.
    pub fn write(&self, bits: &mut BitWriter<'_>, folded: &[u32], order: usize) {
        let parameters = &self.parameters[..1 << self.partition_order];
        let is_wide = parameters.iter().any(|&parameter| parameter > 14);
        bits.put(u32::from(is_wide), 2);
        bits.put(self.partition_order, 4);
        let size = (folded.len() + order) >> self.partition_order;
        let (first, rest) = folded.split_at(size - order);
        // If the block is a single partition, there are no chunks, whatever their size.
        let parts = [first].into_iter().chain(rest.chunks(size.max(1)));
        for (&parameter, part) in parameters.iter().zip(parts) {
            bits.put(parameter.into(), if is_wide { 5 } else { 4 });
            write_part(bits, part, parameter.into());
        }
    }
}

fn write_part(bits: &mut BitWriter<'_>, part: &[u32], parameter: u32) {
    let one = 1_u32 << parameter;
    for &value in part {
        let quotient = value >> parameter;
        let low = value & (one - 1);
        if quotient < 32 - parameter {
            bits.put(one | low, quotient + 1 + parameter);
        } else {
            bits.put_unary(quotient);
            bits.put(low, parameter);
        }
    }
}

/// The parameter that takes the fewest bits for `count` values with this sum, and how many bits
/// those are. Dropped remainders are assumed to be half their maximum.
fn best_parameter(sum: u64, count: u64) -> (u32, u64) {
    let mean = sum / count.max(1);
    let near = mean.checked_ilog2().unwrap_or(0).min(MAX_PARAMETER);
    let bits = |parameter: u32| {
        let dropped = count * ((1 << parameter) - 1) / 2;
        count * u64::from(parameter + 1) + (sum.saturating_sub(dropped) >> parameter)
    };
    (near.saturating_sub(1)..=(near + 1).min(MAX_PARAMETER))
        .map(|parameter| (parameter, bits(parameter)))
        .min_by_key(|&(_, bits)| bits)
        .unwrap_or((0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_folded() {
        assert_eq!([0, -1, 1, -2, i32::MAX].map(fold), [0, 1, 2, 3, u32::MAX - 1]);
    }

    #[test]
    fn parameters_follow_the_mean() {
        let mut folded = vec![3_u32; 2048];
        folded.extend([3000; 2048]);
        let plan = RicePlan::of(&folded, 0, 5);
        assert_eq!(plan.partition_order, 1);
        assert!(plan.parameters[0] <= 2 && (10..=12).contains(&plan.parameters[1]));
    }

    #[test]
    fn the_estimate_is_near_what_is_written() {
        let mut state = 1_u32;
        let folded: Vec<u32> = (0..4095)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 16) * (state >> 24) / 256
            })
            .collect();
        let plan = RicePlan::of(&folded, 1, 5);
        let mut bytes = Vec::new();
        let mut bits = BitWriter::new(&mut bytes);
        plan.write(&mut bits, &folded, 1);
        bits.finish();
        let written = bytes.len() as f64 * 8.0;
        assert!((written / plan.bits as f64 - 1.0).abs() < 0.02, "{written} {}", plan.bits);
    }

    #[test]
    fn blocks_of_any_size_are_divided_as_far_as_they_go() {
        for (length, order, wanted) in [(0, 1, 0), (15, 1, 3), (24, 8, 1), (1, 0, 0), (4096, 0, 5)]
        {
            let folded: Vec<u32> = (0..length).map(|at| 1 << (at * 20 / length)).collect();
            assert!(RicePlan::of(&folded, order, 5).partition_order <= wanted);
        }
    }
}
