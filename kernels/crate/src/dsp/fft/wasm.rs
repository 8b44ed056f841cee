//! Plans by number, transforms by offsets. The typed binding in `kernels/` documents and checks the rest.

use core::arch::wasm32::memory_size;
use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use super::batch::{Layout, complex, complex_work_len, real_forward, real_inverse, real_work_len};
use super::rows::RowLanes;
use super::{Complex, ComplexFft, F32x4, F64x2, Lanes, RealFft};
use crate::memory::Region;

thread_local! {
    /// The plans; a plan's number is its index here plus one.
    static PLANS: RefCell<Vec<Option<Shared>>> = const { RefCell::new(Vec::new()) };
}

/// A plan, and how many users it has.
struct Shared {
    plan: Plan,
    length: u32,
    holders: u32,
}

enum Plan {
    Real32(RealFft<f32>, Vec<Complex<F32x4>>),
    Real64(RealFft<f64>, Vec<Complex<F64x2>>),
    Complex32(ComplexFft<f32>, Vec<Complex<F32x4>>),
    Complex64(ComplexFft<f64>, Vec<Complex<F64x2>>),
}

/// Kinds of plans, as the binding numbers them.
const REAL: u32 = 0;
const REAL_64: u32 = 1;
const COMPLEX: u32 = 2;

impl Plan {
    fn new(kind: u32, length: u32) -> Option<Self> {
        let length = length as usize;
        Some(match kind {
            REAL => {
                let plan = RealFft::new(length).ok()?;
                let work = work(real_work_len(&plan))?;
                Plan::Real32(plan, work)
            }
            REAL_64 => {
                let plan = RealFft::new(length).ok()?;
                let work = work(real_work_len(&plan))?;
                Plan::Real64(plan, work)
            }
            COMPLEX => {
                let plan = ComplexFft::new(length).ok()?;
                let work = work(complex_work_len(&plan))?;
                Plan::Complex32(plan, work)
            }
            _ => {
                let plan = ComplexFft::new(length).ok()?;
                let work = work(complex_work_len(&plan))?;
                Plan::Complex64(plan, work)
            }
        })
    }

    fn kind(&self) -> u32 {
        match self {
            Plan::Real32(..) => REAL,
            Plan::Real64(..) => REAL_64,
            Plan::Complex32(..) => COMPLEX,
            Plan::Complex64(..) => COMPLEX + 1,
        }
    }
}

fn work<V: Lanes>(length: usize) -> Option<Vec<Complex<V>>> {
    let mut work = Vec::new();
    work.try_reserve_exact(length).ok()?;
    work.resize(length, Complex::zero());
    Some(work)
}

/// Plans transforms, or shares an existing plan; returns the plan's number, or 0 where the length
/// or the memory doesn't allow it.
#[wasm_bindgen(js_name = openFft)]
pub fn open_fft(kind: u32, length: u32) -> u32 {
    PLANS.with_borrow_mut(|plans| {
        let same = |shared: &Shared| shared.length == length && shared.plan.kind() == kind;
        if let Some(at) = plans.iter().position(|plan| plan.as_ref().is_some_and(same)) {
            if let Some(shared) = &mut plans[at] {
                shared.holders += 1;
            }
            return at as u32 + 1;
        }
        let Some(plan) = Plan::new(kind, length) else { return 0 };
        let shared = Some(Shared { plan, length, holders: 1 });
        let at = plans.iter().position(Option::is_none).unwrap_or(plans.len());
        if at == plans.len() {
            plans.push(shared);
        } else {
            plans[at] = shared;
        }
        at as u32 + 1
    })
}

/// Releases a plan; the last user's release frees it.
#[wasm_bindgen(js_name = closeFft)]
pub fn close_fft(plan: u32) {
    PLANS.with_borrow_mut(|plans| {
        let Some(place) = plans.get_mut((plan as usize).wrapping_sub(1)) else { return };
        if let Some(shared) = place {
            shared.holders -= 1;
            if shared.holders == 0 {
                *place = None;
            }
        }
    });
}

/// Transforms `rows` rows, `src_stride` numbers apart, to consecutive rows; returns whether the
/// arguments made sense.
#[wasm_bindgen(js_name = runFft)]
pub fn run_fft(plan: u32, inverse: bool, src: u32, src_stride: u32, rows: u32, dst: u32) -> bool {
    PLANS.with_borrow_mut(|plans| {
        let place = plans.get_mut((plan as usize).wrapping_sub(1));
        let Some(Some(shared)) = place else { return false };
        let rows = Rows { src, src_stride, rows, dst };
        match &mut shared.plan {
            Plan::Real32(plan, work) => rows.real(plan, inverse, work),
            Plan::Real64(plan, work) => rows.real(plan, inverse, work),
            Plan::Complex32(plan, work) => rows.complex(plan, inverse, work),
            Plan::Complex64(plan, work) => rows.complex(plan, inverse, work),
        }
    })
}

struct Rows {
    src: u32,
    src_stride: u32,
    rows: u32,
    dst: u32,
}

impl Rows {
    fn real<V: RowLanes>(
        &self,
        plan: &RealFft<V::Scalar>,
        inverse: bool,
        work: &mut [Complex<V>],
    ) -> bool {
        let (signal, spectrum) = (plan.len(), 2 * plan.bins());
        let (from, to) = if inverse { (spectrum, signal) } else { (signal, spectrum) };
        let Some((from, to)) = self.layouts(from, to) else { return false };
        // SAFETY: the layouts have been checked.
        unsafe {
            if inverse {
                real_inverse(plan, from, to, work);
            } else {
                real_forward(plan, from, to, work);
            }
        }
        true
    }

    fn complex<V: RowLanes>(
        &self,
        plan: &ComplexFft<V::Scalar>,
        inverse: bool,
        work: &mut [Complex<V>],
    ) -> bool {
        let Some((from, to)) = self.layouts(2 * plan.len(), 2 * plan.len()) else { return false };
        // SAFETY: the layouts have been checked.
        unsafe { complex(plan, inverse, from, to, work) };
        true
    }

    /// Rows of `from` and of `to` numbers, if they are in memory, aligned, and don't overlap.
    fn layouts<S>(&self, from: usize, to: usize) -> Option<(Layout<S>, Layout<S>)> {
        let memory = memory_size(0) as u64 * 65_536;
        let rows = u64::from(self.rows);
        let apart = rows.saturating_sub(1) * u64::from(self.src_stride);
        let read = if rows == 0 { 0 } else { apart.checked_add(from as u64)? };
        let read = Region::of(self.src, read, size_of::<S>(), memory)?;
        let written = Region::of(self.dst, rows.checked_mul(to as u64)?, size_of::<S>(), memory)?;
        let layout = |region: Region, stride: usize| Layout {
            first: region.offset as *mut S,
            stride,
            count: self.rows as usize,
        };
        (!read.overlaps(&written))
            .then(|| (layout(read, self.src_stride as usize), layout(written, to)))
    }
}
