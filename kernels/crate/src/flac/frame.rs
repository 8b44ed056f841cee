//! Whole frames: subframes, the channels they stand for, and the checksum.

use super::bits::Window;
use super::crc::crc16;
use super::frame_header::{ChannelMode, FrameHeader};
use super::predictor::MAX_ORDER;
use super::subframe::{check_range, read_subframe, read_wide_subframe};
use super::{FlacError, pcm};

/// Decodes one frame after another. Its memory grows to the largest block seen, at most 65,535
/// samples of 8 channels.
#[derive(Default)]
pub struct FrameDecoder {
    /// For each channel, `MAX_ORDER` zeros and the samples.
    channels: Vec<Vec<i32>>,
    history: Vec<i16>,
    /// The difference of 32-bit channels.
    wide: Vec<i64>,
    used: usize,
}

impl FrameDecoder {
    /// Decodes the frame at the beginning of the window's rest; the caller has parsed its header
    /// and found it to fit the stream. Returns the frame's length in bytes.
    ///
    /// After an error there are no samples.
    pub fn decode(
        &mut self,
        window: &Window,
        header: &FrameHeader,
        bits_per_sample: u8,
    ) -> Result<usize, FlacError> {
        self.used = 0;
        let depth = u32::from(bits_per_sample);
        self.reserve(header, depth);
        let mut bits = window.bits(header.byte_length);
        let first_bit = bits.position() - header.byte_length * 8;
        for (index, channel) in self.channels[..header.channels.into()].iter_mut().enumerate() {
            let side = match header.mode {
                ChannelMode::Independent => false,
                ChannelMode::LeftSide | ChannelMode::MidSide => index == 1,
                ChannelMode::SideRight => index == 0,
            };
            if side && depth == 32 {
                let residual = &mut channel[MAX_ORDER..];
                read_wide_subframe(&mut bits, &mut self.wide, residual)?;
            } else {
                read_subframe(&mut bits, depth + u32::from(side), channel, &mut self.history)?;
            }
        }
        bits.align()?;
        let end = (bits.position() - first_bit) / 8;
        let checksum = bits.unsigned(16)?;
        if u64::from(crc16(&window.rest()[..end])) != checksum {
            return Err(FlacError::FrameChecksum);
        }
        self.restore_stereo(header.mode, depth)?;
        self.used = header.channels.into();
        Ok(end + 2)
    }

    fn reserve(&mut self, header: &FrameHeader, depth: u32) {
        let length = MAX_ORDER + header.block_size as usize;
        if self.channels.len() < header.channels.into() {
            self.channels.resize_with(header.channels.into(), Vec::new);
        }
        for channel in &mut self.channels[..header.channels.into()] {
            // Any existing contents are samples to be overwritten, or the zeros.
            channel.resize(length, 0);
        }
        self.history.resize(length, 0);
        if depth == 32 && header.mode != ChannelMode::Independent {
            self.wide.resize(header.block_size as usize, 0);
        }
    }

    fn restore_stereo(&mut self, mode: ChannelMode, depth: u32) -> Result<(), FlacError> {
        let [left, right, ..] = &mut self.channels[..] else { return Ok(()) };
        if mode == ChannelMode::Independent {
            return Ok(());
        }
        let (left, right) = (&mut left[MAX_ORDER..], &mut right[MAX_ORDER..]);
        if depth == 32 {
            return restore_wide_stereo(mode, left, right, &self.wide);
        }
        let pairs = left.iter_mut().zip(right.iter_mut());
        match mode {
            ChannelMode::Independent => (),
            ChannelMode::LeftSide => pairs.for_each(|(left, right)| *right = *left - *right),
            ChannelMode::SideRight => pairs.for_each(|(left, right)| *left += *right),
            ChannelMode::MidSide => pairs.for_each(|(left, right)| {
                let (middle, side) = (*left << 1 | *right & 1, *right);
                // Twice a channel can exceed 32 bits only if the channel exceeds its own.
                *left = middle.wrapping_add(side) >> 1;
                *right = middle.wrapping_sub(side) >> 1;
            }),
        }
        check_range(left, depth)?;
        check_range(right, depth)
    }

    /// The samples of a channel of the last frame.
    pub fn channel(&self, index: usize) -> &[i32] {
        &self.channels[..self.used][index][MAX_ORDER..]
    }

    /// Writes the last frame's samples interleaved, each times 2^`shift`.
    pub fn write_i16(&self, shift: u32, out: &mut [i16]) {
        pcm::interleave(&self.channels[..self.used], out, |sample| (sample << shift) as i16);
    }

    /// Like `write_i16`.
    pub fn write_i32(&self, shift: u32, out: &mut [i32]) {
        pcm::interleave(&self.channels[..self.used], out, |sample| sample << shift);
    }
}

fn restore_wide_stereo(
    mode: ChannelMode,
    left: &mut [i32],
    right: &mut [i32],
    side: &[i64],
) -> Result<(), FlacError> {
    for ((left, right), &side) in left.iter_mut().zip(right).zip(side) {
        let (a, b) = match mode {
            ChannelMode::SideRight => (side + i64::from(*right), i64::from(*right)),
            ChannelMode::MidSide => {
                let middle = i64::from(*left) << 1 | side & 1;
                ((middle + side) >> 1, (middle - side) >> 1)
            }
            _ => (i64::from(*left), i64::from(*left) - side),
        };
        let (Ok(a), Ok(b)) = (i32::try_from(a), i32::try_from(b)) else {
            return Err(FlacError::SampleRange);
        };
        (*left, *right) = (a, b);
    }
    Ok(())
}
