//! Where frames are, how many there are, and which values lie beyond the clip's ends.

use super::parameters::{Framing, PadMode, Parameters};

/// What is beyond the ends of a clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    Zeros,
    /// Mirrored around the first and the last sample.
    Reflect,
    /// Mirrored so that the first and the last sample are repeated, as often as needed.
    Mirror,
}

impl Edge {
    /// Which sample of a clip of `length` samples stands at `position`; `None` for a zero.
    pub fn source(self, position: i64, length: i64) -> Option<i64> {
        if (0..length).contains(&position) {
            return Some(position);
        }
        let source = match self {
            Edge::Zeros => return None,
            Edge::Reflect if position < 0 => -position,
            Edge::Reflect => 2 * (length - 1) - position,
            Edge::Mirror if length == 0 => return None,
            Edge::Mirror => {
                let within = position.rem_euclid(2 * length);
                within.min(2 * length - 1 - within)
            }
        };
        (0..length).contains(&source).then_some(source)
    }
}

/// The positions of frames in a clip: frame t reads `span` samples from `t * hop - lead`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frames {
    pub hop: usize,
    /// Samples that a frame reads.
    pub span: usize,
    /// Points of the transform before the window.
    pub window_offset: usize,
    /// How far before the clip the first frame begins; negative if after its start.
    pub lead: i64,
    pub edge: Edge,
    /// A shorter clip is extended with zeros to this length, so that its edges can be made.
    pub least_samples: usize,
    count: Count,
    drop_last: bool,
    mask_partial: bool,
    pad_to: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Count {
    /// Whole windows of `window` samples within the padded clip.
    Whole { window: usize, pad: usize },
    /// scipy's: the same, but the end is padded to a whole hop.
    Extended { window: usize },
    /// One per hop, rounded.
    Centred,
}

impl Frames {
    /// The frames that these parameters describe. The zeros around the window within the
    /// transform's points don't count as read.
    pub fn new(parameters: &Parameters) -> Self {
        let p = parameters;
        let common = |lead, edge, least_samples, count| Frames {
            hop: p.hop_length,
            span: p.win_length,
            window_offset: 0,
            lead,
            edge,
            least_samples,
            count,
            drop_last: false,
            mask_partial: p.mask_partial_frame,
            pad_to: p.pad_to,
        };
        match p.framing {
            Framing::Scipy => {
                let count = Count::Extended { window: p.win_length };
                common((p.win_length / 2) as i64, Edge::Zeros, p.win_length, count)
            }
            Framing::Stft => {
                let pad = if p.center { p.n_fft / 2 } else { p.pad_samples };
                let window_offset = (p.n_fft - p.win_length) / 2;
                let (edge, least_samples) = match p.pad_mode {
                    PadMode::Constant => (Edge::Zeros, 0),
                    PadMode::Reflect => (Edge::Reflect, pad + 1),
                };
                let lead = pad as i64 - window_offset as i64;
                let count = Count::Whole { window: p.n_fft, pad };
                Frames {
                    window_offset,
                    drop_last: p.drop_last_frame,
                    ..common(lead, edge, least_samples, count)
                }
            }
            Framing::Kaldi if p.snip_edges => {
                common(0, Edge::Zeros, 0, Count::Whole { window: p.win_length, pad: 0 })
            }
            Framing::Kaldi => {
                let lead = (p.win_length / 2) as i64 - (p.hop_length / 2) as i64;
                common(lead, Edge::Mirror, 0, Count::Centred)
            }
        }
    }

    /// Frames of a clip of `samples` samples that hold anything but padding; the others are zeros.
    pub fn valid(&self, samples: u64) -> u64 {
        let all = self.unpadded(samples);
        if self.mask_partial { all.min(samples / self.hop as u64) } else { all }
    }

    /// Frames of a clip of `samples` samples.
    pub fn count(&self, samples: u64) -> u64 {
        let count = self.unpadded(samples);
        if self.pad_to > 1 { count.next_multiple_of(self.pad_to as u64) } else { count }
    }

    fn unpadded(&self, samples: u64) -> u64 {
        if samples == 0 {
            return 0;
        }
        let hop = self.hop as u64;
        let whole = |padded: u64, window: usize| match padded.checked_sub(window as u64) {
            Some(room) => room / hop + 1,
            None => 0,
        };
        let count = match self.count {
            Count::Whole { window, pad } => whole(samples + 2 * pad as u64, window),
            Count::Extended { window } => {
                let padded = samples.max(window as u64) + 2 * (window / 2) as u64;
                (padded - window as u64).div_ceil(hop) + 1
            }
            Count::Centred => (samples + hop / 2) / hop,
        };
        count.saturating_sub(u64::from(self.drop_last))
    }

    /// Where frame `index` begins, counted from the clip's first sample.
    pub fn start(&self, index: u64) -> i64 {
        index as i64 * self.hop as i64 - self.lead
    }

    /// The most samples beyond the end of the clip that frames may read.
    pub fn tail_limit(&self) -> usize {
        self.span + self.hop + self.lead.max(0) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::tests::original;
    use super::*;

    #[test]
    fn edges_mirror_as_their_libraries_do() {
        let of = |edge: Edge, positions: std::ops::Range<i64>| -> Vec<Option<i64>> {
            positions.map(|position| edge.source(position, 3)).collect()
        };
        assert_eq!(of(Edge::Zeros, -1..4), [None, Some(0), Some(1), Some(2), None]);
        assert_eq!(of(Edge::Reflect, -2..0), [Some(2), Some(1)]);
        assert_eq!(of(Edge::Reflect, 3..5), [Some(1), Some(0)]);
        assert_eq!(of(Edge::Reflect, 5..6), [None]);
        let twice = [2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0].map(Some);
        assert_eq!(of(Edge::Mirror, -4..7), twice);
        assert_eq!(Edge::Mirror.source(-1, 0), None);
    }

    #[test]
    fn more_samples_never_make_fewer_frames() {
        for framing in [Framing::Scipy, Framing::Stft, Framing::Kaldi] {
            for (center, snip_edges, drop_last_frame) in
                [(true, true, false), (false, false, true), (true, false, true)]
            {
                let frames = Frames::new(&Parameters {
                    framing,
                    center,
                    snip_edges,
                    drop_last_frame,
                    mask_partial_frame: true,
                    n_fft: 31,
                    win_length: 20,
                    hop_length: 7,
                    pad_samples: 5,
                    pad_to: 4,
                    ..original()
                });
                for samples in 0..200 {
                    assert!(frames.count(samples) <= frames.count(samples + 1));
                    assert!(frames.valid(samples) <= frames.valid(samples + 1));
                    assert!(frames.valid(samples) <= frames.count(samples));
                    assert_eq!(frames.count(samples) % 4, 0);
                }
            }
        }
    }
}
