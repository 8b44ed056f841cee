//! Converts between interleaved frames and a row for each channel.

/// Copies a channel of interleaved `frames` to the start of `row`.
pub fn take_channel(frames: &[f32], channels: usize, channel: usize, row: &mut [f32]) {
    if channels == 1 {
        row[..frames.len()].copy_from_slice(frames);
        return;
    }
    for (slot, frame) in row.iter_mut().zip(frames.chunks_exact(channels)) {
        *slot = frame[channel];
    }
}

/// Copies `row` to a channel of interleaved `frames`.
pub fn put_channel(row: &[f32], frames: &mut [f32], channels: usize, channel: usize) {
    if channels == 1 {
        frames[..row.len()].copy_from_slice(row);
        return;
    }
    for (frame, &sample) in frames.chunks_exact_mut(channels).zip(row) {
        frame[channel] = sample;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_come_apart_and_together() {
        for channels in [1, 2, 3] {
            let frames: Vec<f32> = (0..channels * 5).map(|k| k as f32).collect();
            let mut again = vec![0.0; frames.len()];
            for channel in 0..channels {
                let mut row = [0.0; 5];
                take_channel(&frames, channels, channel, &mut row);
                assert_eq!(row[2], (2 * channels + channel) as f32);
                put_channel(&row, &mut again, channels, channel);
            }
            assert_eq!(again, frames);
        }
    }
}
