import { FormatError } from "../../errors/mod.ts";
import type { FieldKind } from "../kind.ts";
import { structLayout } from "../layout.ts";
import { OptionReader, withoutDefaults } from "../options.ts";

/** The sample types a waveform is stored in; the position is the code in file and metadata. */
export const waveformDtypes = ["int16", "float32", "int32"] as const;

/** A sample type that a waveform is stored in. */
export type WaveformDtype = (typeof waveformDtypes)[number];

/** All parameters of a waveform field. */
export interface WaveformOptions {
  /** Samples per second of the stored audio, 1 to 768,000. Default 16,000. */
  readonly sampleRate: number;
  /** Whether sources of several channels are mixed down to one (their mean). Default `true`. */
  readonly mono: boolean;
  /** The stored sample type. Default `"int16"`. */
  readonly dtype: WaveformDtype;
  /** Whether each clip is scaled to a peak of 1. Not available yet: only `false`. */
  readonly normalize: boolean;
}

const defaults: WaveformOptions = {
  sampleRate: 16_000,
  mono: true,
  dtype: "int16",
  normalize: false,
};

/** Raw PCM: samples interleaved by channel, no container around them. */
export const waveformKind: FieldKind<WaveformOptions> = {
  kind: "waveform",
  typeId: 20,
  layout: structLayout([
    ["data_ptr", "uint64"],
    ["num_samples", "uint32"],
    ["duration_ms", "uint32"],
    ["sample_rate", "uint32"],
    ["channels", "uint8"],
    ["dtype_code", "uint8"],
    ["_pad", "uint16"],
  ]),

  canonicalize(options, path) {
    const reader = new OptionReader(options, { path, known: Object.keys(defaults) });
    const given: WaveformOptions = {
      sampleRate: reader.integer("sampleRate", {
        min: 1,
        max: 768_000,
        fallback: defaults.sampleRate,
      }),
      mono: reader.boolean("mono", defaults.mono),
      dtype: reader.oneOf("dtype", waveformDtypes, defaults.dtype),
      normalize: reader.boolean("normalize", defaults.normalize),
    };
    if (given.normalize) {
      throw reader.unsupported("normalize", "normalising while packing is not available yet");
    }
    return { ...withoutDefaults(given, defaults) };
  },

  resolve(canonical) {
    return { ...defaults, ...canonical };
  },

  toBinary({ sampleRate, mono, dtype, normalize }) {
    const bytes = new Uint8Array(10);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, sampleRate, true);
    view.setUint32(4, mono ? 1 : 0, true);
    view.setUint8(8, waveformDtypes.indexOf(dtype));
    view.setUint8(9, normalize ? 1 : 0);
    return bytes;
  },

  fromBinary(bytes) {
    if (bytes.length < 10) {
      throw new FormatError(
        `Cannot read a waveform's configuration: expected 10 bytes, got ${bytes.length}`,
        { code: "configuration", found: bytes.length, wanted: 10 },
      );
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const dtype = waveformDtypes[view.getUint8(8)];
    if (dtype === undefined) {
      throw new FormatError(
        `Cannot read a waveform's configuration: unknown dtype code ${view.getUint8(8)}`,
        { code: "configuration", found: view.getUint8(8), wanted: "0, 1 or 2" },
      );
    }
    return {
      sampleRate: view.getUint32(0, true),
      mono: view.getUint32(4, true) !== 0,
      dtype,
      normalize: view.getUint8(9) !== 0,
    };
  },
};
