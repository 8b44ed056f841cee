/**
 * Reading audio files, in WebAssembly. Apart from `mod.ts`, so that whoever only reads datasets doesn't
 * load it.
 *
 * @module
 */
export { type ByteSource, InputDecoder } from "./input_decoder.ts";
export type { SampleFormat } from "./sample_format.ts";
