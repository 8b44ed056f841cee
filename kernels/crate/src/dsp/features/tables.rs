//! The tables that features are made with, for anyone who wants to look at them.

use super::check::check;
use super::dct::cepstra;
use super::filterbank::filterbank;
use super::parameters::{Kind, Parameters};
use super::parse::{ParameterError, parse, wrong};
use super::window::window;

/// Values of the largest table: 64 MiB in float64.
const MOST_VALUES: usize = 1 << 23;

/// Checks parameters as if for a feature of a kind that has the table.
fn checked(text: &str, kind: Kind) -> Result<Parameters, ParameterError> {
    let parameters = Parameters { kind, ..parse(text)? };
    check(&parameters)?;
    Ok(parameters)
}

/// The window's samples.
pub fn window_of(text: &str) -> Result<Vec<f64>, ParameterError> {
    let parameters = checked(text, Kind::Stft)?;
    Ok(window(parameters.window, parameters.win_length))
}

/// The mel filters: a row for each, with one weight per bin.
pub fn filters_of(text: &str) -> Result<Vec<f64>, ParameterError> {
    let parameters = checked(text, Kind::MelSpectrogram)?;
    let n_bins = parameters.n_bins();
    if parameters.n_mels.saturating_mul(n_bins) > MOST_VALUES {
        return Err(wrong("nMels", "a table of at most 8,388,608 weights"));
    }
    let mut table = vec![0.0; parameters.n_mels * n_bins];
    let bank = filterbank(&parameters);
    for (index, row) in table.chunks_exact_mut(n_bins).enumerate() {
        bank.filter(index).for_each(|(bin, weight)| row[bin] = weight);
    }
    Ok(table)
}

/// The cosine transform's rows, each multiplied by its lifter.
pub fn cepstra_of(text: &str) -> Result<Vec<f64>, ParameterError> {
    let parameters = checked(text, Kind::Mfcc)?;
    if parameters.n_mfcc.saturating_mul(parameters.n_mels) > MOST_VALUES {
        return Err(wrong("nMels", "a table of at most 8,388,608 weights"));
    }
    Ok(cepstra(&parameters))
}
