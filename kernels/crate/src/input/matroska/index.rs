//! The length of a recording from its index and its times, without reading all of it.
//!
//! Times are rounded to the file's unit, usually a millisecond. That is exact for codecs whose packets
//! are all a multiple of something longer: a time is rounded to that.

use super::blocks::Blocks;
use super::ebml::Element;
use super::ids;
use crate::input::window::Window;
use crate::input::{InputError, Source};

/// More than a cluster per second for days.
const MAX_CUES: usize = 1_000_000;

/// What is known about a segment's index.
#[derive(Clone, Copy, Debug)]
pub struct Index {
    /// Where positions count from.
    pub base: u64,
    /// Nanoseconds in a unit of time.
    pub unit: u64,
    pub cues: Option<u64>,
}

impl Index {
    /// Reads an element before the first cluster, if it says anything about the index.
    pub fn note<S: Source>(
        &mut self,
        window: &mut Window<S>,
        element: &Element,
    ) -> Result<(), InputError> {
        match element.id {
            ids::CUES => self.cues = Some(element.at),
            ids::SEEK_HEAD => each(window, element, |window, seek| {
                let (mut id, mut position) = (0, None);
                if seek.id != ids::SEEK {
                    return Ok(());
                }
                each(window, &seek, |window, field| {
                    match field.id {
                        ids::SEEK_ID => id = field.unsigned(window)?,
                        ids::SEEK_POSITION => position = Some(field.unsigned(window)?),
                        _ => (),
                    }
                    Ok(())
                })?;
                if id == ids::CUES.into() {
                    self.cues = position.map(|position| self.base.saturating_add(position));
                }
                Ok(())
            })?,
            ids::INFO => each(window, element, |window, field| {
                if field.id == ids::TIMESTAMP_SCALE {
                    self.unit = field.unsigned(window)?;
                }
                Ok(())
            })?,
            _ => (),
        }
        Ok(())
    }

    /// Where the last cluster is that the index knows.
    pub fn last_cluster<S: Source>(
        &self,
        window: &mut Window<S>,
    ) -> Result<Option<u64>, InputError> {
        let Some(cues) = self.cues else { return Ok(None) };
        let Some(cues) = Element::read(window, cues)? else { return Ok(None) };
        if cues.id != ids::CUES || cues.end.is_none_or(|end| end > window.size()) {
            return Ok(None);
        }
        let (mut last, mut seen) = (None, 0);
        each(window, &cues, |window, point| {
            seen += 1;
            if point.id != ids::CUE_POINT || seen > MAX_CUES {
                return Ok(());
            }
            each(window, &point, |window, place| {
                if place.id != ids::CUE_TRACK_POSITIONS {
                    return Ok(());
                }
                each(window, &place, |window, field| {
                    if field.id == ids::CUE_CLUSTER_POSITION {
                        last = last.max(Some(field.unsigned(window)?));
                    }
                    Ok(())
                })
            })
        })?;
        let Some(position) = last else { return Ok(None) };
        let at = self.base.saturating_add(position);
        let cluster = Element::read(window, at)?;
        Ok(cluster.filter(|cluster| cluster.id == ids::CLUSTER).map(|cluster| cluster.at))
    }

    /// The frames between the first packet and the first one of the cluster at `last`, which the
    /// packets are left at; `None` where times are too coarse. `grid` is what the frames of every
    /// packet are a multiple of.
    pub fn frames_before<S: Source>(
        &self,
        blocks: &mut Blocks<S>,
        last: u64,
        (grid, sample_rate): (u64, u32),
    ) -> Result<Option<u64>, InputError> {
        // Two times may each be off by half a unit.
        let step = u128::from(grid) * 1_000_000_000 / u128::from(sample_rate.max(1));
        if step <= 2 * u128::from(self.unit) {
            return Ok(None);
        }
        blocks.restart();
        let Some(first) = blocks.next()? else { return Ok(None) };
        blocks.go_to(last);
        let Some(later) = blocks.next()? else { return Ok(None) };
        blocks.go_to(last);
        let Ok(units) = u64::try_from(later.time.saturating_sub(first.time)) else {
            return Ok(None);
        };
        let nanoseconds = u128::from(units) * u128::from(self.unit);
        let steps = (nanoseconds + step / 2) / step;
        Ok(u64::try_from(steps * u128::from(grid)).ok())
    }
}

/// Passes each element inside another to `visit`.
fn each<S: Source>(
    window: &mut Window<S>,
    parent: &Element,
    mut visit: impl FnMut(&mut Window<S>, Element) -> Result<(), InputError>,
) -> Result<(), InputError> {
    let end = parent.known_end()?;
    let mut at = parent.start;
    while let Some(element) = Element::read_within(window, at, end)? {
        at = element.known_end()?;
        visit(window, element)?;
    }
    Ok(())
}
