import { dspKernels } from "./dsp_kernels.ts";
import * as dsp from "./wasm/dsp.js";

/**
 * The natural logarithm, float64. Unlike `Math.log`, which every engine computes in its own way, it has
 * the same bits on every host.
 */
export function naturalLogarithm(value: number): number {
  dspKernels();
  return dsp.naturalLogarithm(value);
}

/** The logarithm to base 10, float64, with the same bits on every host. */
export function commonLogarithm(value: number): number {
  dspKernels();
  return dsp.commonLogarithm(value);
}
