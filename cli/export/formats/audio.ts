import type { FieldReader } from "../../../runtime/mod.ts";
import { flacFile } from "./flac.ts";
import type { ExportFormat } from "./format.ts";
import { npyHeader } from "./npy.ts";
import { opusFile } from "./opus.ts";
import { wavHeader, wavPadding } from "../../../audio/pcm/wav_header.ts";

/** WAV in the stored sample type. */
export const wav: ExportFormat = {
  name: "wav",
  isSingleFile: false,
  encode(field, record) {
    const { samples, sampleRate, channels, bytes } = audioOf(field, record);
    const format = {
      sampleRate,
      channels,
      frames: samples.length / channels,
      sampleBytes: samples.BYTES_PER_ELEMENT,
      isFloat: samples instanceof Float32Array,
    };
    return [wavHeader(format), bytes, new Uint8Array(wavPadding(format))];
  },
};

/** The stored FLAC stream, or one encoded from the samples. */
export const flac: ExportFormat = {
  name: "flac",
  isSingleFile: false,
  encode(field, record) {
    const stored = field.stream?.(record);
    if (stored?.codec === "flac") return [stored.bytes];
    const { samples, sampleRate, channels } = audioOf(field, record);
    const bits = samples.BYTES_PER_ELEMENT * 8;
    return flacFile({ samples, sampleRate, channels, bits }, { field: field.name, record });
  },
};

/** The stored Ogg Opus stream, or one encoded from the samples. */
export const opus: ExportFormat = {
  name: "opus",
  isSingleFile: false,
  encode(field, record) {
    const stored = field.stream?.(record);
    if (stored?.codec === "opus") return [stored.bytes];
    return opusFile(audioOf(field, record), { field: field.name, record });
  },
};

/** Samples of shape (samples, channels). */
export const npy: ExportFormat = {
  name: "npy",
  isSingleFile: false,
  encode(field, record) {
    const { samples, channels, bytes } = audioOf(field, record);
    const dtype = samples instanceof Int16Array
      ? "<i2"
      : samples instanceof Int32Array
      ? "<i4"
      : "<f4";
    return [npyHeader(dtype, [samples.length / channels, channels]), bytes];
  },
};

interface Audio {
  readonly samples: Int16Array | Int32Array | Float32Array;
  readonly sampleRate: number;
  readonly channels: number;
  /** The samples' bytes as stored: little-endian. */
  readonly bytes: Uint8Array;
}

function audioOf(field: FieldReader, record: number): Audio {
  const { samples, sampleRate, channels } = field.decode(record) as Omit<Audio, "bytes">;
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  return { samples, sampleRate, channels, bytes };
}
