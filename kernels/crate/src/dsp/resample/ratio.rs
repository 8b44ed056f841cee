//! Two rates, and the exact arithmetic between them.

use super::ResampleError;

/// The highest rate: four times that of the fastest converters on sale.
pub const MAX_RATE: u32 = 3_072_000;

/// Two rates divided by their greatest common divisor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    pub from: u64,
    pub to: u64,
}

impl Ratio {
    pub fn new(from: u32, to: u32) -> Result<Self, ResampleError> {
        if !(1..=MAX_RATE).contains(&from) || !(1..=MAX_RATE).contains(&to) {
            return Err(ResampleError::Arguments);
        }
        Ok(Ratio::reduced(from.into(), to.into()))
    }

    /// Reduces numbers above 0.
    pub fn reduced(from: u64, to: u64) -> Self {
        let (mut divisor, mut rest) = (from, to);
        while rest != 0 {
            (divisor, rest) = (rest, divisor % rest);
        }
        Ratio { from: from / divisor, to: to / divisor }
    }

    /// `frames · to / from`, rounded down.
    pub fn floor(&self, frames: u64) -> u64 {
        (u128::from(frames) * u128::from(self.to) / u128::from(self.from)) as u64
    }

    /// `frames · to / from`, rounded up.
    pub fn ceil(&self, frames: u64) -> u64 {
        (u128::from(frames) * u128::from(self.to)).div_ceil(u128::from(self.from)) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_reduced_and_checked() {
        assert_eq!(Ratio::new(44_100, 16_000), Ok(Ratio { from: 441, to: 160 }));
        assert_eq!(Ratio::new(16_000, 16_000), Ok(Ratio { from: 1, to: 1 }));
        assert_eq!(Ratio::new(0, 16_000), Err(ResampleError::Arguments));
        assert_eq!(Ratio::new(16_000, MAX_RATE + 1), Err(ResampleError::Arguments));
    }

    #[test]
    fn lengths_are_exact() {
        // In floating point, 3,003 / 48,000 · 16,000 is 1,000.9999….
        let ratio = Ratio::new(48_000, 16_000).unwrap();
        assert_eq!((ratio.floor(3003), ratio.ceil(3003)), (1001, 1001));
        assert_eq!((ratio.floor(3004), ratio.ceil(3004)), (1001, 1002));
        let ratio = Ratio::new(1, MAX_RATE).unwrap();
        assert_eq!(ratio.floor(1 << 40), (1 << 40) * u64::from(MAX_RATE));
    }
}
