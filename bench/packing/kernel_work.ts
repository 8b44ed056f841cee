import { readFileSync } from "node:fs";
import { PcmConverter, PcmPipeline, type PcmSource, samplesSource } from "../../audio/pcm/mod.ts";
import { FeatureExtractor } from "../../kernels/features.ts";
import { flacScanner } from "../../kernels/flac.ts";
import { InputDecoder } from "../../kernels/input.ts";
import { dspKernels } from "../../kernels/mod.ts";
import { featureCases } from "../feature_cases.ts";

/** What kernels have to do for a file, given its bytes; everything else that packing does is left out. */
export type KernelWork = (file: Uint8Array, path: string) => void;

/** Bytes that a scanner takes at a time. */
const pieceBytes = 65_536;

/** Decodes, with all checks, and leaves the samples where they are. */
export function decode(file: Uint8Array, path: string): void {
  const readAt = (position: number, buffer: Uint8Array) => {
    const piece = file.subarray(position, position + buffer.length);
    buffer.set(piece);
    return piece.length;
  };
  using decoder = new InputDecoder({ size: file.length, readAt }, path);
  while (decoder.next() !== undefined);
}

/** Checks a FLAC stream by decoding it, and finds its frames. */
export function scanFlac(): KernelWork {
  const scanner = flacScanner({ sampleRate: 16_000, channels: 1, bits: 16 });
  return (file) => {
    scanner.begin();
    for (let at = 0; at < file.length; at += pieceBytes) {
      scanner.push(file.subarray(at, at + pieceBytes));
    }
    scanner.finish();
  };
}

/** Whisper's features of ten seconds, as float16. */
export function whisperMel(samples: Int16Array): () => void {
  const kernels = dspKernels();
  const mono = { from: "int16", channels: 1, mono: true, to: "float32" } as const;
  const converter = new PcmConverter(mono);
  const extractor = new FeatureExtractor(featureCases.whisper);
  const bytes = extractor.frames(samples.length) * extractor.bins * 2;
  const stored = kernels.allocate(bytes);
  return () => {
    const floats = converter.convert(samples).slice();
    const { offset, data } = extractor.compute(new Float32Array(floats.buffer));
    kernels.float32ToFloat16(offset, stored, data.length);
  };
}

/** Mixes and resamples decoded audio to 16 kHz, and converts it to int16. */
export function resample(path: string): () => void {
  const { sampleRate, channels, format, samples } = decoded(path);
  const target = {
    sampleRate: 16_000,
    channels: "mono",
    dtype: "int16",
    normalize: false,
    resample: "sinc",
  } as const;
  const pipeline = new PcmPipeline({ sampleRate, channels, format }, target);
  const held = { write: () => {}, drain: () => {} };
  return () => {
    const source: PcmSource = samplesSource({ samples, sampleRate, channels });
    pipeline.run(source, { write: () => {}, file: undefined, held });
  };
}

function decoded(path: string) {
  const file = readFileSync(path);
  const readAt = (position: number, buffer: Uint8Array) => {
    const piece = file.subarray(position, position + buffer.length);
    buffer.set(piece);
    return piece.length;
  };
  using decoder = new InputDecoder({ size: file.length, readAt }, path);
  const pieces: Uint8Array[] = [];
  for (let piece = decoder.next(); piece !== undefined; piece = decoder.next()) {
    pieces.push(piece.slice());
  }
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  const { sampleRate, channels, format } = decoder;
  return { sampleRate, channels, format, samples: new Float32Array(bytes.buffer) };
}
