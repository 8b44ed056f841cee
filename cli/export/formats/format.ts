import {
  type CodecTokens,
  type FieldReader,
  type Spectrogram,
  toStored,
} from "../../../runtime/mod.ts";
import type { FieldRole } from "../../shared/field_role.ts";
import { flacFile } from "./flac.ts";
import { jsonValue } from "./json_value.ts";
import { npyHeader } from "./npy.ts";
import { opusFile } from "./opus.ts";
import { stemChannels, stemFiles } from "./stems.ts";
import { wavHeader, wavPadding } from "./wav.ts";

/** A way to write a field's values: a file for each record, or one for all. */
export interface ExportFormat {
  /** What `--format` calls it, and the files' ending. */
  readonly name: "wav" | "multichannel" | "flac" | "opus" | "npy" | "txt" | "jsonl" | "bin";
  /** The files' ending, where it isn't the name. */
  readonly ending?: string;
  /** Whether all records go to one file. */
  readonly isSingleFile: boolean;
  /** A record's part of the output. */
  encode(field: FieldReader, record: number, tally: ExportTally): readonly Uint8Array[];
  /** The files of a folder that each record becomes, by their names, instead of one file. */
  encodeFolder?(field: FieldReader, record: number, tally: ExportTally): ExportedFolder;
  /** What becomes of what is missing, to be said after how much is. */
  readonly fateOfMissing?: string;
}

/** The pieces of each file of a folder, by the files' names. */
export type ExportedFolder = ReadonlyMap<string, readonly Uint8Array[]>;

/** Counts what records don't have and the files therefore can't hold, such as stems. */
export interface ExportTally {
  missing: number;
}

/** The formats of each kind of field, the default first. */
export function formatsOf(role: FieldRole): readonly ExportFormat[] {
  return formats[role];
}

const encoder = new TextEncoder();

const wav: ExportFormat = {
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

const flac: ExportFormat = {
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

const opus: ExportFormat = {
  name: "opus",
  isSingleFile: false,
  encode(field, record) {
    const stored = field.stream?.(record);
    if (stored?.codec === "opus") return [stored.bytes];
    return opusFile(audioOf(field, record), { field: field.name, record });
  },
};

const npy: ExportFormat = {
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

/** Features as they are stored; what pads them is no part of them. */
const features: ExportFormat = {
  name: "npy",
  isSingleFile: false,
  encode(field, record) {
    const { data, shape } = field.decode(record) as Spectrogram;
    const dtype = field.metadata(record).dtypeCode === 0 ? "float16" : "float32";
    return [npyHeader(dtype === "float16" ? "<f2" : "<f4", shape), toStored(data, dtype)];
  },
};

/** Tokens as uint16, however they are packed. */
const tokens: ExportFormat = {
  name: "npy",
  isSingleFile: false,
  encode(field, record) {
    const { data, shape } = field.decode(record) as CodecTokens;
    return [npyHeader("<u2", shape), new Uint8Array(data.buffer)];
  },
};

const txt: ExportFormat = {
  name: "txt",
  isSingleFile: false,
  encode: (field, record) => [encoder.encode(String(field.decode(record)))],
};

const bin: ExportFormat = {
  name: "bin",
  isSingleFile: false,
  encode(field, record) {
    const value = field.decode(record);
    if (!(value instanceof Uint8Array)) throw new TypeError(`"${field.name}" doesn't hold bytes`);
    return [value];
  },
};

const jsonl: ExportFormat = {
  name: "jsonl",
  isSingleFile: true,
  encode(field, record) {
    const value = jsonValue(field.decode(record));
    return [encoder.encode(`{"record": ${record}, ${JSON.stringify(field.name)}: ${value}}\n`)];
  },
};

const formats: Readonly<Record<FieldRole, readonly ExportFormat[]>> = {
  audio: [wav, flac, opus, npy],
  stems: [stemFiles, stemChannels],
  features: [features],
  tokens: [tokens],
  scalar: [jsonl],
  text: [txt, jsonl],
  bytes: [bin],
};

interface Audio {
  readonly samples: Int16Array | Int32Array | Float32Array;
  readonly sampleRate: number;
  readonly channels: number;
  /** The samples' bytes, as they are stored: little-endian. */
  readonly bytes: Uint8Array;
}

function audioOf(field: FieldReader, record: number): Audio {
  const { samples, sampleRate, channels } = field.decode(record) as Omit<Audio, "bytes">;
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  return { samples, sampleRate, channels, bytes };
}
