import load from "npm:@echogarden/pffft-wasm@0.4.2/simd";

/** The part of the package that is used, for which it has no types of its own. */
interface PffftModule {
  readonly HEAPF32: Float32Array;
  _malloc(byteLength: number): number;
  _free(offset: number): void;
  _pffft_new_setup(points: number, kind: number): number;
  _pffft_destroy_setup(setup: number): void;
  _pffft_transform(setup: number, from: number, to: number, work: number, way: number): void;
  _pffft_transform_ordered: PffftModule["_pffft_transform"];
}

/** pffft's number for real transforms. */
const REAL = 0;
/** pffft's number for a forward transform. */
const FORWARD = 0;

/** pffft, over frames of noise. */
export interface Pffft {
  /** Whether it supports a length: multiples of 32 with no prime factors other than 2, 3 and 5. */
  supports(nFft: number): boolean;
  /** Puts frames into its memory. Its own order of bins is faster than the usual one. */
  plan(
    options: { nFft: number; frames: Float32Array; ordered: boolean },
  ): { run: () => void } & Disposable;
}

/** Loads pffft's module with SIMD. */
export async function pffft(): Promise<Pffft> {
  const module = await (load as unknown as () => Promise<PffftModule>)();
  return {
    supports(nFft) {
      let rest = nFft;
      for (const prime of [2, 3, 5]) while (rest % prime === 0) rest /= prime;
      // It aborts for any other length.
      return nFft % 32 === 0 && rest === 1;
    },
    plan({ nFft, frames, ordered }) {
      const setup = module._pffft_new_setup(nFft, REAL);
      const blocks = [frames.byteLength, frames.byteLength, nFft * 4].map((bytes) =>
        module._malloc(bytes + 64)
      );
      const [source, target, work] = blocks.map((block) => (block + 63) & ~63) as [
        number,
        number,
        number,
      ];
      module.HEAPF32.set(frames, source / 4);
      const transform = ordered ? module._pffft_transform_ordered : module._pffft_transform;
      return {
        run() {
          for (let frame = 0; frame < frames.byteLength; frame += nFft * 4) {
            transform(setup, source + frame, target + frame, work, FORWARD);
          }
        },
        [Symbol.dispose]() {
          for (const block of blocks) module._free(block);
          module._pffft_destroy_setup(setup);
        },
      };
    },
  };
}
