/** PCM samples as a user passes them, interleaved by channel. */
export type PcmArray = Int16Array | Int32Array | Float32Array | Float64Array;

/** An audio file, or a part of one; its start and length are each rounded to the nearest sample. */
export interface AudioSegment {
  /** The file. */
  readonly path: string;
  /** Where the part begins in the file, in seconds. Default 0. */
  readonly startSeconds?: number | undefined;
  /** How long it is, in seconds. Default: to the end of the file. */
  readonly durationSeconds?: number | undefined;
  /** What samples are multiplied by first; above 0, such as 1/32768. Default 1. */
  readonly scale?: number | undefined;
}

/** Audio for a waveform field: samples in memory, or an audio file or a part of one. */
export type AudioInput =
  | string
  | AudioSegment
  | {
    /** Shape (samples, channels), interleaved. */
    readonly samples: PcmArray;
    /** Samples per second. */
    readonly sampleRate: number;
    /** Channels interleaved in `samples`. Default 1. */
    readonly channels?: number;
    /** What samples are multiplied by first; above 0, such as 1/32768. Default 1. */
    readonly scale?: number | undefined;
  };

/** Features in memory, for a field that stores them unchanged. */
export interface SpectralArray {
  /** Shape (bins, frames), row after row. */
  readonly data: Float32Array | Float64Array;
  /** Bins and frames. */
  readonly shape: readonly [bins: number, frames: number];
}

/** What a spectral field without `from` takes: audio, the path of a `.npy` file, or an array. */
export type SpectralInput = AudioInput | SpectralArray;

/** The array types that tokens can be passed in. */
export type TokenArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array;

/** A codec's tokens in memory, for a field that stores them. */
export interface CodecTokensArray {
  /** Shape (nCodebooks, frames), codebook after codebook. */
  readonly data: TokenArray;
  /** Codebooks and frames. */
  readonly shape: readonly [nCodebooks: number, frames: number];
}

/**
 * What a token field without `from` takes: the path of a `.npy` file, or an array; or audio, if the
 * writer has a codec model.
 */
export type CodecTokensInput = AudioInput | CodecTokensArray;

/** Decoded tokens. */
export interface CodecTokens {
  /** Shape (nCodebooks, frames), codebook after codebook. */
  readonly data: Uint16Array;
  /** Codebooks and frames. */
  readonly shape: readonly [nCodebooks: number, frames: number];
}

/** A fundamental frequency for each frame, for a field that stores them unchanged. */
export interface PitchArray {
  /** In Hz, shape (frames); 0 or NaN where a frame is unvoiced. */
  readonly data: Float32Array | Float64Array;
  /** Frames. */
  readonly shape: readonly [frames: number];
}

/** What a pitch field without `from` takes: audio, the path of a `.npy` file, or an array. */
export type PitchInput = AudioInput | PitchArray;

/** A decoded fundamental frequency. */
export interface Pitch {
  /** In Hz, shape (frames); 0 where a frame is unvoiced. */
  readonly data: Float32Array;
  /** 1 where a frame is voiced, 0 where it isn't; shape (frames). */
  readonly voiced: Uint8Array;
  /** Frames. */
  readonly shape: readonly [frames: number];
}

/** Decoded features, widened to float32 where they are stored in float16. */
export interface Spectrogram {
  /** Shape (bins, frames), row after row. */
  readonly data: Float32Array;
  /** Bins and frames. */
  readonly shape: readonly [bins: number, frames: number];
}

/** A decoded clip. */
export interface Waveform<Samples extends PcmArray = PcmArray> {
  /** Shape (samples, channels), interleaved. */
  readonly samples: Samples;
  /** Samples per second. */
  readonly sampleRate: number;
  /** Channels interleaved in `samples`. */
  readonly channels: number;
}

/**
 * Input for a field of stems: one recording whose channels are assigned to the stems in order, or
 * audio for each stem by name. `null` and omitted names are stems that the recording doesn't have.
 */
export type StemsInput<Name extends string = string> =
  | AudioInput
  | { readonly [N in Name]?: AudioInput | null };

/** Decoded stems by name; `null` for those that the recording doesn't have. */
export type Stems<Samples extends PcmArray = PcmArray, Name extends string = string> = {
  readonly [N in Name]: Waveform<Samples> | null;
};

/** The key of {@link FieldDefinition}'s record types: only for the compiler, without a value. */
export declare const fieldTypes: unique symbol;

/** A field as the schema language writes it, made by `field.*`. */
export interface FieldDefinition<Input = unknown, Output = unknown, Optional = boolean> {
  /** The field kind's name, such as `"waveform"`. */
  readonly kind: string;
  /** As passed to the builder; `defineDataset` checks them. */
  readonly options: unknown;
  /** Carries the record types for inference; never present at run time. */
  readonly [fieldTypes]?: {
    readonly input: Input;
    readonly output: Output;
    readonly optional: Optional;
  };
}

/** The fields of a dataset by name. */
export type FieldDefinitions = Readonly<Record<string, FieldDefinition>>;

/** The record types that one field definition carries. */
export type TypesOf<F> = F extends FieldDefinition<infer Input, infer Output, infer Optional>
  ? { input: Input; output: Output; optional: Optional }
  : never;

/** The names of the fields with a default. */
export type DefaultedKeys<F extends FieldDefinitions> = {
  [K in keyof F]: TypesOf<F[K]>["optional"] extends true ? K : never;
}[keyof F];

/**
 * The record that reading returns: every field's decoded value.
 *
 * @example
 * ```ts
 * import { defineDataset, field, type InferRecord } from "./mod.ts";
 *
 * const Speech = defineDataset("Speech", { speaker: field.uint32(), text: field.text() });
 * const record: InferRecord<typeof Speech> = { speaker: 3, text: "hello" };
 * if (record.speaker !== 3) throw new Error();
 * ```
 */
export type InferRecord<D extends { readonly fields: FieldDefinitions }> = {
  [K in keyof D["fields"]]: TypesOf<D["fields"][K]>["output"];
};

/** The record that writing takes: fields with a default are optional. */
export type InferInput<D extends { readonly fields: FieldDefinitions }> =
  & {
    readonly [K in Exclude<keyof D["fields"], DefaultedKeys<D["fields"]>>]: TypesOf<
      D["fields"][K]
    >["input"];
  }
  & {
    readonly [K in DefaultedKeys<D["fields"]>]?: TypesOf<D["fields"][K]>["input"];
  };
