import { type ResampleMethod, Resampler } from "../../audio/mod.ts";
import { resampleWhole } from "../../bench/resample/whole.ts";

/** Resamples a clip that is passed all at once. */
export function resample(
  samples: Float32Array,
  { from, to, channels = 1, method = "sinc" }: {
    from: number;
    to: number;
    channels?: number;
    method?: ResampleMethod;
  },
): Float32Array {
  using resampler = new Resampler({ from, to, channels, method });
  return resampleWhole(resampler, samples);
}

/** Samples that look like nothing in particular, the same for the same seed. */
export function noise(length: number, seed = 1): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Every method. */
export const METHODS: readonly ResampleMethod[] = ["sinc", "fourier", { method: "torchaudio" }];
