/**
 * Reading audio files, in WebAssembly. Apart from `mod.ts`, so that whoever only reads datasets doesn't
 * load it.
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
