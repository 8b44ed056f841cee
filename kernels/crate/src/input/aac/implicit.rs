//! HE-AAC that its header doesn't mention: its packets end with the upper half of the band, in an
//! element that decoders of plain AAC skip.
//!
//! What comes before that element can't be measured without decoding it, so packets are read from
//! their end. By chance, some bits of one packet in seventy look like that; of eight packets in a
//! row, never.

use super::high_efficiency;
use crate::input::InputError;
use crate::input::bits::Bits;

/// Packets that are looked at.
pub const PACKETS: usize = 8;
/// Fewer than these tell nothing.
const LEAST: usize = 3;
/// The upper band doubles the rate; nobody doubles more than this.
const MOST_RATE: u32 = 24_000;

const FILL: u32 = 6;
const END: u32 = 7;
/// Kinds of contents: padding, and spectral band replication with or without a checksum.
const PADDING: [u32; 2] = [0, 1];
const REPLICATION: [u32; 2] = [13, 14];

/// Fails if the first packets of a stream all carry an upper half of the band.
pub fn refuse_implicit(sample_rate: u32, packets: &[Vec<u8>]) -> Result<(), InputError> {
    if sample_rate > MOST_RATE || packets.len() < LEAST {
        return Ok(());
    }
    match packets.iter().all(|packet| ends_with_replication(packet)) {
        true => Err(high_efficiency()),
        false => Ok(()),
    }
}

fn ends_with_replication(packet: &[u8]) -> bool {
    let Some(last) = packet.iter().rposition(|&byte| byte != 0) else { return false };
    // The last element is three set bits, before zeros up to the end of the byte.
    let end = 8 * last + 8 - packet[last].trailing_zeros() as usize;
    match end.checked_sub(3) {
        Some(end) if read(packet, end, 3) == END => element_before(packet, end, 3),
        _ => false,
    }
}

/// Whether an element that ends at bit `end` is the one looked for, or padding after it.
fn element_before(packet: &[u8], end: usize, depth: usize) -> bool {
    let counts = (1..=14).map(|count| (count, 7)).chain((15..=269).map(|count| (count, 15)));
    counts.into_iter().any(|(count, header)| {
        let Some(start) = end.checked_sub(8 * count + header) else { return false };
        let stated = match header {
            7 => read(packet, start + 3, 4) as usize,
            _ if read(packet, start + 3, 4) == 15 => 14 + read(packet, start + 7, 8) as usize,
            _ => return false,
        };
        if read(packet, start, 3) != FILL || stated != count {
            return false;
        }
        let kind = read(packet, start + header, 4);
        REPLICATION.contains(&kind)
            || (depth > 0 && PADDING.contains(&kind) && element_before(packet, start, depth - 1))
    })
}

fn read(packet: &[u8], at: usize, count: u32) -> u32 {
    let mut bits = Bits::new(packet);
    bits.skip(at);
    bits.read(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Some bits, an element of `count` bytes that begin with `kind`, and the end.
    fn packet(noise: &str, elements: &[(usize, u32)]) -> Vec<u8> {
        let mut bits = noise.to_string();
        for &(count, kind) in elements {
            bits += "110";
            bits += &if count < 15 {
                format!("{count:04b}")
            } else {
                format!("1111{:08b}", count - 14)
            };
            bits += &format!("{kind:04b}");
            bits += &"10".repeat(4 * count - 2);
        }
        bits += "111";
        bits += &"0".repeat((8 - bits.len() % 8) % 8);
        let byte =
            |chunk: &[u8]| u8::from_str_radix(std::str::from_utf8(chunk).unwrap(), 2).unwrap();
        bits.as_bytes().chunks(8).map(byte).collect()
    }

    #[test]
    fn an_upper_band_is_found_at_the_end() {
        for elements in
            [&[(5, 13)][..], &[(14, 14)], &[(15, 13)], &[(200, 13)], &[(20, 13), (3, 0)]]
        {
            let found = packet("0100110", elements);
            assert!(ends_with_replication(&found), "{elements:?}");
            let error = refuse_implicit(16_000, &vec![found.clone(); 8]).unwrap_err();
            assert!(error.found.contains("HE-AAC"));
            assert_eq!(refuse_implicit(44_100, &vec![found; 8]), Ok(()));
        }
    }

    #[test]
    fn other_packets_are_left_alone() {
        let padded = packet("0100110", &[(20, 0)]);
        let replicated = packet("0100110", &[(20, 13)]);
        assert!(!ends_with_replication(&padded));
        assert!(!ends_with_replication(&[]) && !ends_with_replication(&[0; 9]));
        let mixed = [vec![replicated.clone(); 7], vec![padded]].concat();
        assert_eq!(refuse_implicit(16_000, &mixed), Ok(()));
        assert_eq!(refuse_implicit(16_000, &[replicated.clone(), replicated]), Ok(()));
    }
}
