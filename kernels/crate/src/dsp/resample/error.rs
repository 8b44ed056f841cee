//! Why resampling failed, and vectors that return an error instead of ending the program.

/// Why a plan couldn't be made, or a piece couldn't be resampled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResampleError {
    /// A rate, a channel count or a parameter is out of range.
    Arguments,
    /// More memory than is available, or than this method may take.
    OutOfMemory,
}

/// A vector of `length` equal values.
pub fn filled<T: Clone>(length: usize, value: T) -> Result<Vec<T>, ResampleError> {
    let mut vector = Vec::new();
    resize(&mut vector, length, value)?;
    Ok(vector)
}

/// A vector of `length` zeros.
pub fn zeros<T: Clone + Default>(length: usize) -> Result<Vec<T>, ResampleError> {
    filled(length, T::default())
}

/// Shortens a vector, or lengthens it with equal values.
pub fn resize<T: Clone>(vec: &mut Vec<T>, length: usize, value: T) -> Result<(), ResampleError> {
    reserve(vec, length.saturating_sub(vec.len()))?;
    vec.resize(length, value);
    Ok(())
}

/// Makes room for `more` values.
pub fn reserve<T>(vector: &mut Vec<T>, more: usize) -> Result<(), ResampleError> {
    vector.try_reserve(more).map_err(|_| ResampleError::OutOfMemory)
}
