//! One pass over the points of a transform.

use super::butterflies::{Butterfly, Dft2, Dft3, Dft4, Dft5, Dft7, Dft8, Put, dft_prime};
use super::complex::{Complex, root};
use super::lanes::{Lanes, Real};

/// The largest prime that gets its own pass; lengths with a larger one are convolved.
pub const LARGEST_PRIME: usize = 31;

/// Where a pass gets its points from.
pub trait Source<V>: Copy {
    /// The point `index + further`. (The sum of a pointer, an index and a constant is one address;
    /// that of a pointer and a sum isn't, because the sum might wrap.)
    ///
    /// # Safety
    /// The sum is below the plan's length, and there are that many places from `points`.
    unsafe fn get(self, points: *const Complex<V>, index: usize, further: usize) -> Complex<V>;

    /// Whether it is cheaper to get two consecutive points at once.
    const TWO: bool = false;

    /// The points `index + further` and `index + further + 1`.
    ///
    /// # Safety
    /// As for [`Source::get`].
    #[inline(always)]
    unsafe fn get_two(
        self,
        points: *const Complex<V>,
        index: usize,
        further: usize,
    ) -> [Complex<V>; 2] {
        // SAFETY: guaranteed by the caller.
        unsafe { [self.get(points, index, further), self.get(points, index + 1, further)] }
    }
}

/// Reads points from where they are written to.
#[derive(Clone, Copy)]
pub struct InPlace;

impl<V: Lanes> Source<V> for InPlace {
    #[inline(always)]
    unsafe fn get(self, points: *const Complex<V>, index: usize, further: usize) -> Complex<V> {
        // SAFETY: guaranteed by the caller.
        unsafe { *points.add(index).add(further) }
    }
}

impl<V, F: Fn(usize, usize) -> Complex<V> + Copy> Source<V> for F {
    #[inline(always)]
    unsafe fn get(self, _points: *const Complex<V>, index: usize, further: usize) -> Complex<V> {
        self(index, further)
    }
}

/// Writes bins to their places.
struct Keep<V>(*mut Complex<V>);

impl<V: Lanes> Put<V> for Keep<V> {
    #[inline(always)]
    fn one(&mut self, bin: usize, value: Complex<V>) {
        // SAFETY: there is a place for each bin.
        unsafe { *self.0.add(bin) = value };
    }

    #[inline(always)]
    fn two(&mut self, bin: usize, values: [Complex<V>; 2]) {
        self.one(bin, values[0]);
        self.one(bin + 1, values[1]);
    }
}

/// Multiplies bins by twiddles, and writes them `columns` apart.
struct Turn<V: Lanes> {
    target: *mut Complex<V>,
    columns: usize,
    /// One for each bin; the first is 1.
    twiddles: *const Complex<V::Scalar>,
}

impl<V: Lanes> Put<V> for Turn<V> {
    #[inline(always)]
    fn one(&mut self, bin: usize, value: Complex<V>) {
        // SAFETY: there is a twiddle, and a place, for each bin.
        unsafe {
            let twiddle = (*self.twiddles.add(bin)).splat();
            *self.target.add(bin * self.columns) = value.times(twiddle);
        }
    }

    #[inline(always)]
    fn two(&mut self, bin: usize, values: [Complex<V>; 2]) {
        // SAFETY: there is a twiddle, and a place, for each bin.
        unsafe {
            let [first, second] = V::splat_two(self.twiddles.add(bin));
            let value = if bin == 0 { values[0] } else { values[0].times(first) };
            *self.target.add(bin * self.columns) = value;
            *self.target.add((bin + 1) * self.columns) = values[1].times(second);
        }
    }
}

/// The number of columns isn't known at compile time.
const ANY: usize = 0;

/// One step: every block of `radix * columns` points becomes `radix` blocks, each to be transformed
/// separately.
pub struct Pass<S> {
    radix: usize,
    columns: usize,
    blocks: usize,
    /// For each column, the twiddles of its points: `radix` of them, and one more if that is odd,
    /// so that they can be read in pairs.
    twiddles: Vec<Complex<S>>,
    /// The `radix`-th roots of unity, for a radix without its own code.
    roots: Vec<Complex<S>>,
}

impl<S: Real> Pass<S> {
    /// Makes a pass over `blocks` blocks of `block` points.
    pub fn new(radix: usize, block: usize, blocks: usize) -> Self {
        let columns = block / radix;
        let twiddles = (0..columns as u64)
            .flat_map(|column| {
                let padded = radix.next_multiple_of(2) as u64;
                (0..padded).map(move |bin| root(column * bin, block as u64))
            })
            .collect();
        let roots = match radix {
            2 | 3 | 4 | 5 | 7 | 8 => Vec::new(),
            _ => (0..radix as u64).map(|index| root(index, radix as u64)).collect(),
        };
        Pass { radix, columns, blocks, twiddles, roots }
    }

    /// Reads from `source` and writes to `points`, which may be the same.
    ///
    /// # Safety
    /// `points` has the plan's length; nothing beyond it is accessed or requested.
    #[inline(always)]
    pub unsafe fn run<V: Lanes<Scalar = S>, Src: Source<V>>(
        &self,
        points: *mut Complex<V>,
        source: Src,
    ) {
        // SAFETY: guaranteed by the caller.
        unsafe {
            match (self.radix, if Src::TWO { ANY } else { self.columns }) {
                (2, _) => self.turn::<V, Dft2, _, ANY>(points, source),
                (3, _) => self.turn::<V, Dft3<V>, _, ANY>(points, source),
                (4, 1) => self.turn::<V, Dft4, _, 1>(points, source),
                (4, 4) => self.turn::<V, Dft4, _, 4>(points, source),
                (4, 8) => self.turn::<V, Dft4, _, 8>(points, source),
                (4, 16) => self.turn::<V, Dft4, _, 16>(points, source),
                (4, 32) => self.turn::<V, Dft4, _, 32>(points, source),
                (4, 64) => self.turn::<V, Dft4, _, 64>(points, source),
                (4, 128) => self.turn::<V, Dft4, _, 128>(points, source),
                (4, _) => self.turn::<V, Dft4, _, ANY>(points, source),
                (5, _) => self.turn::<V, Dft5<V>, _, ANY>(points, source),
                (7, _) => self.turn::<V, Dft7<V>, _, ANY>(points, source),
                (8, _) => self.turn::<V, Dft8<V>, _, 1>(points, source),
                _ => self.turn_prime(points, source),
            }
        }
    }

    /// Runs a butterfly's pass, over `COLUMNS` columns unless that is [`ANY`]: then all points of a
    /// butterfly are at fixed distances, and no addresses are computed.
    ///
    /// # Safety
    /// As for [`Pass::run`].
    #[inline(never)]
    unsafe fn turn<V: Lanes<Scalar = S>, B: Butterfly<V>, Src: Source<V>, const COLUMNS: usize>(
        &self,
        points: *mut Complex<V>,
        source: Src,
    ) {
        let columns = if COLUMNS == ANY { self.columns } else { COLUMNS };
        let butterfly = B::new();
        // SAFETY: guaranteed by the caller; there are `B::RADIX` twiddles, rounded up to an even
        // number, for each column.
        unsafe {
            if columns == 1 {
                // The last pass has no twiddles.
                for block in 0..self.blocks {
                    let first = block * B::RADIX;
                    let target = points.add(first);
                    butterfly.run(|row| source.get(points, first, row), Keep(target));
                }
                return;
            }
            for block in 0..self.blocks {
                let mut twiddles = self.twiddles.as_ptr();
                let start = block * B::RADIX * columns;
                let mut column = start;
                while column < start + columns {
                    let target = points.add(column);
                    let turned = Turn { target, columns, twiddles };
                    if Src::TWO && columns.is_multiple_of(2) {
                        let twos: [_; 8] = core::array::from_fn(|row| {
                            if row < B::RADIX {
                                source.get_two(points, column, row * columns)
                            } else {
                                [Complex::zero(); 2]
                            }
                        });
                        butterfly.run(|row| twos[row][0], turned);
                        twiddles = twiddles.add(B::RADIX.next_multiple_of(2));
                        let turned = Turn { target: target.add(1), columns, twiddles };
                        butterfly.run(|row| twos[row][1], turned);
                        column += 2;
                    } else {
                        butterfly.run(|row| source.get(points, column, row * columns), turned);
                        column += 1;
                    }
                    twiddles = twiddles.add(B::RADIX.next_multiple_of(2));
                }
            }
        }
    }

    /// Runs the pass of a prime radix.
    ///
    /// # Safety
    /// As for [`Pass::run`].
    #[inline(never)]
    unsafe fn turn_prime<V: Lanes<Scalar = S>>(
        &self,
        points: *mut Complex<V>,
        source: impl Source<V>,
    ) {
        let (radix, columns) = (self.radix, self.columns);
        let mut inputs = [Complex::zero(); LARGEST_PRIME];
        let mut work = [Complex::zero(); LARGEST_PRIME];
        for block in 0..self.blocks {
            let start = block * radix * columns;
            let twiddles = self.twiddles.chunks_exact(radix.next_multiple_of(2));
            for (column, twiddles) in (start..start + columns).zip(twiddles) {
                for (row, input) in inputs[..radix].iter_mut().enumerate() {
                    *input = unsafe { source.get(points, column, row * columns) };
                }
                dft_prime(&mut inputs[..radix], &mut work, &self.roots);
                // SAFETY: guaranteed by the caller.
                unsafe { *points.add(column) = inputs[0] };
                for row in 1..radix {
                    let turned = inputs[row].times(twiddles[row].splat());
                    // SAFETY: guaranteed by the caller.
                    unsafe { *points.add(column + row * columns) = turned };
                }
            }
        }
    }
}
