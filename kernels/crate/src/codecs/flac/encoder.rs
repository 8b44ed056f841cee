//! Encodes samples to a stream, piece by piece.

use super::frame::FrameEncoder;
use super::settings::{BLOCK_SIZE, FlacParameters};
use super::stream_head::{HEAD_BYTES, write_head};
use crate::codecs::{CodecError, Pieces, Producer};
use crate::flac::{Digest, FlacStreamInfo};

/// Makes one stream after another. It holds memory for a block, and for what a call completes.
pub struct FlacEncoder {
    parameters: FlacParameters,
    frames: FrameEncoder,
    digest: Digest,
    pieces: Pieces,
    rounded16: Vec<i16>,
    rounded32: Vec<i32>,
    /// Frames and samples so far.
    number: u64,
    samples: u64,
    max_frame_bytes: usize,
}

impl FlacEncoder {
    /// Creates an encoder for 1 to 8 channels of 8 to 32 bits.
    pub fn new(parameters: FlacParameters) -> Self {
        FlacEncoder {
            parameters,
            frames: FrameEncoder::new(parameters),
            digest: Digest::new(parameters.bits_per_sample),
            pieces: Pieces::default(),
            rounded16: Vec::new(),
            rounded32: Vec::new(),
            number: 0,
            samples: 0,
            max_frame_bytes: 0,
        }
    }

    /// Takes samples of up to 16 bits, left-justified in 16.
    fn push_i16(&mut self, samples: &[i16]) {
        let shift = 16 - u32::from(self.parameters.bits_per_sample);
        let mut rounded = std::mem::take(&mut self.rounded16);
        rounded.clear();
        let limits = (i16::MIN.into(), i16::MAX.into());
        rounded.extend(samples.iter().map(|&sample| round(sample.into(), shift, limits) as i16));
        self.digest.update_i16(&rounded);
        self.fill(rounded.iter().map(|&sample| i32::from(sample) >> shift));
        self.rounded16 = rounded;
    }

    /// Takes samples of more than 16 bits, left-justified in 32.
    fn push_i32(&mut self, samples: &[i32]) {
        let shift = 32 - u32::from(self.parameters.bits_per_sample);
        let mut rounded = std::mem::take(&mut self.rounded32);
        rounded.clear();
        let limits = (i32::MIN.into(), i32::MAX.into());
        rounded.extend(samples.iter().map(|&sample| round(sample.into(), shift, limits) as i32));
        self.digest.update_i32(&rounded);
        self.fill(rounded.iter().map(|&sample| sample >> shift));
        self.rounded32 = rounded;
    }

    /// Distributes samples to the channels, and codes the blocks that this completes.
    fn fill(&mut self, mut samples: impl ExactSizeIterator<Item = i32>) {
        let channels = usize::from(self.parameters.channels);
        while samples.len() >= channels {
            let room = BLOCK_SIZE - self.frames.channels[0].samples.len();
            let frames = room.min(samples.len() / channels);
            if let [channel] = &mut self.frames.channels[..] {
                channel.samples.extend(samples.by_ref().take(frames));
            } else {
                for _ in 0..frames {
                    for (channel, sample) in self.frames.channels.iter_mut().zip(&mut samples) {
                        channel.samples.push(sample);
                    }
                }
            }
            if frames == room {
                self.encode();
            }
        }
    }

    fn encode(&mut self) {
        let samples = self.frames.channels[0].samples.len();
        let before = self.pieces.bytes.len();
        self.frames.encode(self.number, &mut self.pieces.bytes);
        let bytes = self.pieces.bytes.len() - before;
        let head = if self.number == 0 { HEAD_BYTES } else { 0 };
        self.pieces.add_unit(head + bytes, samples as u32);
        self.max_frame_bytes = self.max_frame_bytes.max(bytes);
        self.number += 1;
        self.samples += samples as u64;
    }
}

impl Producer for FlacEncoder {
    fn begin(&mut self) {
        self.pieces.clear();
        self.frames.channels.iter_mut().for_each(|channel| channel.samples.clear());
        self.digest = Digest::new(self.parameters.bits_per_sample);
        (self.number, self.samples, self.max_frame_bytes) = (0, 0, 0);
    }

    fn push(&mut self, input: &[u8]) -> Result<(), CodecError> {
        self.pieces.clear();
        // SAFETY: every pattern is an integer.
        unsafe {
            match self.parameters.bits_per_sample {
                ..=16 => self.push_i16(input.align_to().1),
                _ => self.push_i32(input.align_to().1),
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), CodecError> {
        self.pieces.clear();
        if !self.frames.channels[0].samples.is_empty() {
            self.encode();
        }
        if self.number == 0 {
            self.pieces.add_unit(HEAD_BYTES, 0);
        }
        let FlacParameters { sample_rate, channels, bits_per_sample, .. } = self.parameters;
        let digest = std::mem::replace(&mut self.digest, Digest::new(bits_per_sample));
        self.pieces.head.clear();
        let info = FlacStreamInfo {
            block_size: (BLOCK_SIZE as u16, BLOCK_SIZE as u16),
            max_frame_bytes: self.max_frame_bytes as u32,
            sample_rate,
            channels,
            bits_per_sample,
            total_samples: self.samples,
            md5: digest.finish(),
        };
        write_head(&info, &mut self.pieces.head);
        self.pieces.setup = [bits_per_sample.into(), BLOCK_SIZE as u32, 0, 0];
        Ok(())
    }

    fn pieces(&self) -> &Pieces {
        &self.pieces
    }
}

/// Rounds to the nearest multiple of 2^`shift` within the limits, ties to even.
#[inline(always)]
fn round(sample: i64, shift: u32, (low, high): (i64, i64)) -> i64 {
    if shift == 0 {
        return sample;
    }
    let half = (1 << (shift - 1)) - 1 + (sample >> shift & 1);
    ((sample + half) >> shift << shift).clamp(low, high >> shift << shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_rounded_to_even_and_saturate() {
        let limits = (i16::MIN.into(), i16::MAX.into());
        let rounded = |sample| round(sample, 4, limits);
        assert_eq!([7, 8, 9, 24, 25, -8, -9, -24].map(rounded), [0, 0, 16, 32, 32, 0, -16, -32]);
        assert_eq!([32_767, -32_768].map(rounded), [32_752, -32_768]);
        assert_eq!(round(5, 0, limits), 5);
    }
}
