//! Why resampling failed, and vectors that fail instead of ending the program.

/// Why a plan couldn't be made, or a piece not be resampled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResampleError {
    /// A rate, a channel count or a parameter out of its range.
    Arguments,
    /// More memory than there is, or than this method may take.
    OutOfMemory,
}

/// A vector of so many equal values.
pub fn filled<T: Clone>(length: usize, value: T) -> Result<Vec<T>, ResampleError> {
    let mut vector = Vec::new();
    resize(&mut vector, length, value)?;
    Ok(vector)
}

/// A vector of so many zeros.
pub fn zeros<T: Clone + Default>(length: usize) -> Result<Vec<T>, ResampleError> {
    filled(length, T::default())
}

/// Shortens a vector, or lengthens it with equal values.
pub fn resize<T: Clone>(vec: &mut Vec<T>, length: usize, value: T) -> Result<(), ResampleError> {
    reserve(vec, length.saturating_sub(vec.len()))?;
    vec.resize(length, value);
    Ok(())
}

/// Makes room for so many more values.
pub fn reserve<T>(vector: &mut Vec<T>, more: usize) -> Result<(), ResampleError> {
    vector.try_reserve(more).map_err(|_| ResampleError::OutOfMemory)
}
