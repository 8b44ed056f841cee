import type { Resampler } from "../../audio/pcm/mod.ts";

/** The whole resampled clip, in one array. */
export function resampleWhole(resampler: Resampler, samples: Float32Array): Float32Array {
  const pieces = [resampler.process(samples).slice()];
  for (let rest = resampler.finish(); rest.length > 0; rest = resampler.finish()) {
    pieces.push(rest.slice());
  }
  resampler.reset();
  const whole = new Float32Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let position = 0;
  for (const piece of pieces) {
    whole.set(piece, position);
    position += piece.length;
  }
  return whole;
}
