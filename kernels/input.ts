/**
 * Reading audio files, in WebAssembly. Separate from `mod.ts`, so that programs that only read
 * datasets don't load it.
 *
 * @module
 */
export {
  type AudioKind,
  type ByteSource,
  identifyInput,
  InputDecoder,
  type InputOptions,
  type MissingAudio,
} from "./input_decoder.ts";
export type { SampleFormat } from "./sample_format.ts";
