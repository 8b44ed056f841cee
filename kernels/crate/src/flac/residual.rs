//! What prediction leaves, as Rice codes (RFC 9639, section 9.2.7).

use super::FlacError;
use super::bits::BitReader;

/// Fills `residual` with a block's residual, which leaves out the first `order` samples.
pub fn read_residual(
    bits: &mut BitReader<'_>,
    order: usize,
    residual: &mut [i32],
) -> Result<(), FlacError> {
    let block_size = order + residual.len();
    let parameter_bits = match bits.unsigned(2)? {
        0 => 4,
        1 => 5,
        _ => return Err(FlacError::Forbidden("its residual is coded in a reserved way")),
    };
    let escape = (1 << parameter_bits) - 1;
    let partition_order = bits.unsigned(4)? as u32;
    let partition = block_size >> partition_order;
    if partition << partition_order != block_size || partition < order {
        return Err(FlacError::Forbidden("its residual doesn't divide into partitions"));
    }
    let (first, rest) = residual.split_at_mut(partition - order);
    for part in [first].into_iter().chain(rest.chunks_exact_mut(partition)) {
        match bits.unsigned(parameter_bits)? as u32 {
            parameter if parameter == escape => read_raw(bits, part)?,
            parameter => read_rice(bits, parameter, part)?,
        }
    }
    Ok(())
}

fn read_raw(bits: &mut BitReader<'_>, part: &mut [i32]) -> Result<(), FlacError> {
    let width = bits.unsigned(5)? as u32;
    if width == 0 {
        part.fill(0);
        return Ok(());
    }
    for value in part {
        *value = bits.signed(width)? as i32;
    }
    Ok(())
}

/// The parameter determines how many codes are likely to fit in 64 bits: their total length is
/// checked only once.
fn read_rice(bits: &mut BitReader<'_>, parameter: u32, part: &mut [i32]) -> Result<(), FlacError> {
    match parameter {
        0..9 => read_groups::<4>(bits, parameter, part),
        9..14 => read_groups::<3>(bits, parameter, part),
        14..22 => read_groups::<2>(bits, parameter, part),
        _ => part.iter_mut().try_for_each(|value| read_one(bits, parameter, value)),
    }?;
    bits.check()
}

#[inline(always)]
fn read_groups<const GROUP: usize>(
    bits: &mut BitReader<'_>,
    parameter: u32,
    part: &mut [i32],
) -> Result<(), FlacError> {
    let (groups, rest) = part.as_chunks_mut::<GROUP>();
    for group in groups {
        let mut buffer = bits.peek();
        let mut used = 0;
        for value in group.iter_mut() {
            let quotient = buffer.leading_zeros();
            // The one that ends the zeros, and the remainder after it.
            let low = (buffer << (quotient & 63)) >> (63 - parameter);
            let high = quotient.wrapping_sub(1) << parameter;
            *value = signed(high.wrapping_add(low as u32));
            used += quotient + parameter + 1;
            buffer = buffer << (quotient & 63) << (parameter + 1);
        }
        // An empty buffer has 64 zeros, which make the sum too large.
        if used <= 64 {
            bits.skip(used as usize);
        } else {
            group.iter_mut().try_for_each(|value| read_one(bits, parameter, value))?;
        }
    }
    rest.iter_mut().try_for_each(|value| read_one(bits, parameter, value))
}

/// One code, of any length.
fn read_one(bits: &mut BitReader<'_>, parameter: u32, value: &mut i32) -> Result<(), FlacError> {
    let quotient = bits.unary()?;
    let low = bits.unsigned(parameter)?;
    match u32::try_from(quotient << parameter | low) {
        Ok(folded) if quotient >> 32 == 0 => *value = signed(folded),
        _ => return Err(FlacError::Forbidden("its residual is beyond 32 bits")),
    }
    Ok(())
}

/// Signs are folded: 0, −1, 1, −2, 2 …
#[inline(always)]
fn signed(folded: u32) -> i32 {
    (folded >> 1) as i32 ^ -((folded & 1) as i32)
}
