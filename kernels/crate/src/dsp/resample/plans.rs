//! Plans, shared by equal parameters and kept when the last user has gone: a folder of clips asks for
//! the same few over and over.

use std::cell::RefCell;
use std::rc::Rc;

use super::blocks::Blocks;
use super::overlap::OverlapPlan;
use super::phases::Phases;
use super::torchaudio::{Parameters, Torchaudio};
use super::{Ratio, ResampleError};

/// Plans of each kind that are kept.
const KEPT: usize = 16;

/// The plans asked for last, the latest at the end.
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

#[derive(Default)]
struct Plans {
    overlap: Recent<Blocks, OverlapPlan>,
    torchaudio: Recent<(Ratio, Parameters), Torchaudio>,
    phases: Option<Rc<Phases>>,
}

impl<K, P> Default for Recent<K, P> {
    fn default() -> Self {
        Recent(Vec::new())
    }
}

thread_local! {
    static PLANS: RefCell<Plans> = RefCell::default();
}

pub fn overlap(blocks: Blocks) -> Result<Rc<OverlapPlan>, ResampleError> {
    PLANS.with_borrow_mut(|plans| plans.overlap.get(blocks, || OverlapPlan::new(blocks)))
}

pub fn torchaudio(ratio: Ratio, parameters: Parameters) -> Result<Rc<Torchaudio>, ResampleError> {
    PLANS.with_borrow_mut(|plans| {
        plans.torchaudio.get((ratio, parameters), || Torchaudio::new(ratio, parameters))
    })
}

/// One for all ratios.
pub fn phases() -> Rc<Phases> {
    PLANS.with_borrow_mut(|plans| {
        Rc::clone(plans.phases.get_or_insert_with(|| Rc::new(Phases::new())))
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
        // 7 was asked for after 8, which has to go first.
        for key in 100..100 + KEPT - 1 {
            ask(key);
        }
        let count = ask(7);
        assert_eq!(count, 1);
        assert_eq!(ask(8), KEPT + 2);
    }
}
