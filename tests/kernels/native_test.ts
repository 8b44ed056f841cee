/** WebAssembly and this machine's own code compute the same bits. */
import assert from "node:assert/strict";
import { createFeatures, spectralPresetNames } from "../../doors/features.ts";
import { featureParameters } from "../../features/feature_parameters.ts";
import {
  analysisWindow,
  cepstralTransform,
  FeatureExtractor,
  type FeatureParameters,
  melFilters,
} from "../../kernels/features.ts";
import { cargoWith, obstacle } from "./_cargo.ts";
import type { SpectralKind } from "../../schema/mod.ts";

const clips = 1000;

const kinds: readonly SpectralKind[] = ["melSpectrogram", "mfcc", "spectrogram"];

/** The parameters of every preset, for each kind of feature. */
const cases: readonly FeatureParameters[] = spectralPresetNames.flatMap((preset) =>
  kinds.map((kind) => {
    using features = createFeatures({ preset, kind, sampleRate: 16_000 });
    return featureParameters(kind, features.parameters, 16_000);
  })
);

/** FNV-1a over the 32-bit words of some values. */
function add(hash: number, values: Float32Array | Float64Array): number {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.byteLength / 4);
  for (let at = 0; at < words.length; at++) hash = Math.imul(hash ^ words[at]!, 16_777_619);
  return hash;
}

function text(hash: number): string {
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** A clip of noise, as `kernels/crate/examples/feature_hashes.rs` makes it. */
function clip(number: number): Float32Array {
  let state = number;
  return Float32Array.from({ length: 400 + number * 37 % 6000 }, () => {
    state = Math.imul(state, 1_664_525) + 1_013_904_223 | 0;
    return (state >>> 16) / 65_536 - 0.5;
  });
}

/** The hashes of a set of parameters, as WebAssembly computes them. */
function hashesOf(parameters: FeatureParameters): string {
  const tables = [analysisWindow, melFilters, cepstralTransform].map((make) => {
    try {
      return text(add(2_166_136_261, make(parameters)));
    } catch {
      return "-";
    }
  });
  using extractor = new FeatureExtractor(parameters);
  let hash = 2_166_136_261;
  for (let number = 0; number < clips; number++) {
    const { data, bins, frames, stride } = extractor.compute(clip(number));
    for (let row = 0; row < bins; row++) {
      hash = add(hash, data.subarray(row * stride, row * stride + frames));
    }
  }
  return [...tables, text(hash)].join(" ");
}

const suffix = obstacle([]);

Deno.test({
  name: `windows, filters, transforms and ${clips} records of every preset are equal natively` +
    suffix,
  ignore: suffix !== "",
  fn() {
    const lines = (parameters: FeatureParameters) =>
      Object.entries(parameters).map(([name, value]) => `${name}=${value}\n`).join("");
    const input = cases.map((one) => `${lines(one)}\n`).join("");
    const { status, stdout, stderr } = cargoWith(
      input,
      ...["run", "--quiet", "--locked", "--release", "--example", "feature_hashes"],
      ...["--no-default-features", "--features", "dsp", "--", String(clips)],
    );
    assert.equal(status, 0, stderr);
    const native = stdout.trim().split("\n");
    assert.deepEqual(native, cases.map(hashesOf));
    // Otherwise tables would only be compared in their absence.
    assert.ok(native.filter((line) => line.includes("-")).length < native.length / 2);
  },
});
