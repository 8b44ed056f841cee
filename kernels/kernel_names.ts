/** A WebAssembly module of the kernels. */
export type KernelName =
  /** Converting, mixing, padding, resampling, spectral features, pitch. */
  | "dsp"
  /** Decoding the FLAC and Opus streams of `.afd` files. */
  | "decoders"
  /** Encoding FLAC and Opus, and checking streams that are passed through. */
  | "encoders"
  /** Reading other people's audio files. */
  | "input";

/** All of them. */
export const kernelNames: readonly KernelName[] = ["dsp", "decoders", "encoders", "input"];
