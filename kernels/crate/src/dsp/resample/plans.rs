//! Plans, shared by equal parameters and kept after their last user is gone: a folder of clips asks
//! for the same few again and again.

use std::cell::RefCell;
use std::rc::Rc;

use super::blocks::Wanted;
use super::cascade::Steps;
use super::overlap::OverlapPlan;
use super::phases::{Phases, SHORT_LEAD};
use super::torchaudio::{Parameters, Torchaudio};
use super::{Ratio, ResampleError};

/// How many plans of each kind are kept.
const KEPT: usize = 16;

/// The plans that were asked for most recently, the latest one last.
struct Recent<K, P>(Vec<(K, Rc<P>)>);

impl<K: PartialEq, P> Recent<K, P> {
    fn get(
        &mut self,
        key: K,
        make: impl FnOnce() -> Result<P, ResampleError>,
    ) -> Result<Rc<P>, ResampleError> {
        let entry = match self.0.iter().position(|(known, _)| *known == key) {
            Some(index) => self.0.remove(index),
            None => (key, Rc::new(make()?)),
        };
        let plan = Rc::clone(&entry.1);
        if self.0.len() == KEPT {
            self.0.remove(0);
        }
        self.0.push(entry);
        Ok(plan)
    }
}

/// If rates are at least this far apart, they are raised frame by frame.
const FAR: u64 = 64;

/// How sinc resamples a ratio.
pub enum Sinc {
    Overlap(Rc<OverlapPlan>),
    Cascade { first: Rc<OverlapPlan>, second: Ratio },
    Gather,
    Scatter,
}

#[derive(Default)]
struct Plans {
    sinc: Recent<Ratio, Sinc>,
    torchaudio: Recent<(Ratio, Parameters), Torchaudio>,
    sharp: Option<Rc<Phases>>,
    short: Option<Rc<Phases>>,
}

impl<K, P> Default for Recent<K, P> {
    fn default() -> Self {
        Recent(Vec::new())
    }
}

thread_local! {
    static PLANS: RefCell<Plans> = RefCell::default();
}

pub fn sinc(ratio: Ratio) -> Result<Rc<Sinc>, ResampleError> {
    PLANS.with_borrow_mut(|plans| plans.sinc.get(ratio, || plan_sinc(ratio)))
}

fn plan_sinc(ratio: Ratio) -> Result<Sinc, ResampleError> {
    let low = (ratio.to as f64 / ratio.from as f64).min(1.0);
    if let Some(plan) = OverlapPlan::new(Wanted { ratio, low, before: 0 })? {
        return Ok(Sinc::Overlap(Rc::new(plan)));
    }
    // Blocks of frames would no longer fit in memory.
    if ratio.to / ratio.from >= FAR {
        return Ok(Sinc::Gather);
    }
    let Steps { first, second } = Steps::new(ratio, SHORT_LEAD);
    Ok(match OverlapPlan::new(first)? {
        Some(first) => Sinc::Cascade { first: Rc::new(first), second },
        None => Sinc::Scatter,
    })
}

pub fn torchaudio(ratio: Ratio, parameters: Parameters) -> Result<Rc<Torchaudio>, ResampleError> {
    PLANS.with_borrow_mut(|plans| {
        plans.torchaudio.get((ratio, parameters), || Torchaudio::new(ratio, parameters))
    })
}

/// One table for all ratios.
pub fn sharp() -> Rc<Phases> {
    PLANS.with_borrow_mut(|plans| {
        Rc::clone(plans.sharp.get_or_insert_with(|| Rc::new(Phases::sharp())))
    })
}

/// One table for all ratios.
pub fn short() -> Rc<Phases> {
    PLANS.with_borrow_mut(|plans| {
        Rc::clone(plans.short.get_or_insert_with(|| Rc::new(Phases::short())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_parameters_share_a_plan_that_outlives_its_users() {
        let mut made = 0;
        let mut recent = Recent::default();
        let mut ask = |key: usize| {
            let make = || {
                made += 1;
                Ok(made)
            };
            *recent.get(key, make).unwrap()
        };
        assert_eq!((ask(7), ask(8), ask(7)), (1, 2, 1));
        // 7 was asked for after 8, so 8 has to go first.
        for key in 100..100 + KEPT - 1 {
            ask(key);
        }
        let count = ask(7);
        assert_eq!(count, 1);
        assert_eq!(ask(8), KEPT + 2);
    }
}
