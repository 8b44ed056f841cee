//! Hashes of tables and features, computed for this machine; a test compares them with those of
//! WebAssembly. Reads sets of parameters, as lines `name=value` with an empty line after each set, and
//! the number of clips as its argument. Prints, for each set, the hashes of its window, filters, cosine
//! transform and features; `-` for tables that it doesn't have.

use std::io::Read;
use std::rc::Rc;

use audiofield_kernels::dsp::features::extractor::Extractor;
use audiofield_kernels::dsp::features::parse::parse;
use audiofield_kernels::dsp::features::plan::Plan;
use audiofield_kernels::dsp::features::tables::{cepstra_of, filters_of, window_of};

/// FNV-1a over 32-bit words.
struct Hash(u32);

impl Hash {
    fn add(&mut self, word: u32) {
        self.0 = (self.0 ^ word).wrapping_mul(16_777_619);
    }

    fn text(&self) -> String {
        format!("{:08x}", self.0)
    }
}

fn hash_of(table: &[f64]) -> String {
    let mut hash = Hash(2_166_136_261);
    for value in table {
        hash.add(value.to_bits() as u32);
        hash.add((value.to_bits() >> 32) as u32);
    }
    hash.text()
}

/// A clip of noise, the same in every language.
fn clip(number: u32) -> Vec<f32> {
    let mut state = number;
    (0..400 + number * 37 % 6000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as f32 / 65_536.0 - 0.5
        })
        .collect()
}

fn features(text: &str, clips: u32) -> String {
    let Ok(plan) = parse(text).and_then(|parameters| Plan::new(&parameters)) else {
        return "-".into();
    };
    let mut extractor = Extractor::new(Rc::new(plan));
    let mut hash = Hash(2_166_136_261);
    for number in 0..clips {
        let samples = clip(number);
        extractor.reset(Some(samples.len() as u64), u64::MAX);
        extractor.push(&samples);
        extractor.finish();
        if extractor.plan().clip.is_some() {
            extractor.finalize_tile();
        }
        let (tile, bins) = (extractor.tile(), extractor.plan().bins());
        for row in 0..bins {
            for value in &tile.values[row * tile.stride..][..tile.frames] {
                hash.add(value.to_bits());
            }
        }
    }
    hash.text()
}

fn main() {
    let clips = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(10);
    let mut all = String::new();
    std::io::stdin().read_to_string(&mut all).expect("parameters on standard input");
    for text in all.split("\n\n").filter(|text| !text.trim().is_empty()) {
        let tables = [window_of(text), filters_of(text), cepstra_of(text)]
            .map(|table| table.map_or("-".into(), |table| hash_of(&table)));
        println!("{} {}", tables.join(" "), features(text, clips));
    }
}
