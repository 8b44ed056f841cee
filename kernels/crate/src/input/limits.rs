//! Limits that no header may exceed.

use super::InputError;

/// The most channels: the packed format stores the count in a byte.
const MAX_CHANNELS: u32 = 255;
/// The highest sample rate: four times that of the fastest converters on sale.
const MAX_SAMPLE_RATE: u32 = 3_072_000;

/// Refuses a number of channels that no audio has.
pub fn check_channels(found: u32) -> Result<u32, InputError> {
    check("channels", "channel count", found.into(), MAX_CHANNELS)
}

/// Refuses a sample rate that no audio has; rounds a fractional one, which old Macs used.
pub fn check_sample_rate(found: f64) -> Result<u32, InputError> {
    check("sample-rate", "sample rate", found.round(), MAX_SAMPLE_RATE)
}

fn check(code: &'static str, what: &str, found: f64, maximum: u32) -> Result<u32, InputError> {
    if (1.0..=f64::from(maximum)).contains(&found) {
        return Ok(found as u32);
    }
    Err(InputError::new(code, format!("its header says that the {what} is {found}"))
        .found(found)
        .wanted(format!("1 to {maximum}")))
}
