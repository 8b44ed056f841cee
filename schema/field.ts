import type { BoolOptions } from "./fields/bool.ts";
import type { CategoryOptions } from "./fields/category.ts";
import type { ChunkedWaveformOptions } from "./fields/chunked_waveform.ts";
import type { FlacOptions } from "./fields/flac.ts";
import type { OpusOptions } from "./fields/opus.ts";
import type { PitchOptions } from "./fields/pitch.ts";
import type { ScalarOptions } from "./fields/scalar.ts";
import type { StemsOptions } from "./fields/stems.ts";
import type { TextOptions } from "./fields/text.ts";
import type { WaveformOptions } from "./fields/waveform.ts";
import type { FieldMeaning, MeansOption } from "./language/meaning.ts";
import type { WaveformDtype } from "./language/waveform_dtype.ts";
import type {
  AudioInput,
  CodecTokens,
  CodecTokensInput,
  FieldDefinition,
  Pitch,
  PitchInput,
  SpectralInput,
  Spectrogram,
  Stems,
  StemsInput,
  Waveform,
} from "./infer.ts";
import type {
  MelSpectrogramOptions,
  MfccOptions,
  SpectrogramOptions,
} from "./spectral/field_options.ts";
import type { CodecTokensOptions } from "./tokens/parameters.ts";

/** Whether a field's options have a default. */
export type HasDefault<O> = O extends { readonly default: unknown } ? true : false;

/** The array type of each stored dtype. */
export interface SampleArrays {
  /** 16-bit integers. */
  int16: Int16Array;
  /** Floats, nominally from -1 to 1. */
  float32: Float32Array;
  /** 32-bit integers. */
  int32: Int32Array;
}

/** The dtype that waveform options state, or the default. */
export type DtypeOf<O> = O extends { readonly dtype: infer D extends WaveformDtype } ? D : "int16";

/** The bit depths of FLAC samples that fit int16. */
export type ShortBits = 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16;

/** The dtype that FLAC options decode to: int16 for up to 16 bits (the default), int32 for more. */
export type FlacDtypeOf<O> = O extends { readonly bits: infer B extends number }
  ? B extends ShortBits ? "int16" : "int32"
  : "int16";

/** The dtype that a field's `coding` option decodes to. */
export type CodingDtypeOf<O> = O extends { readonly coding: infer C }
  ? C extends "opus" | { readonly codec: "opus" } ? "float32"
  : C extends { readonly codec: "flac" } ? FlacDtypeOf<C>
  : DtypeOf<C>
  : "int16";

/** What an integer or a category can mean: something of which many records have the same. */
export type SharedMeaning = Exclude<FieldMeaning, "key" | "transcript">;

/** Builds a field of one number per record. */
export type ScalarBuilder<Value, Meaning extends FieldMeaning = "label"> = <
  const O extends ScalarOptions<Value> & MeansOption<Meaning> = Record<never, never>,
>(options?: O) => FieldDefinition<Value, Value, HasDefault<O>>;

/** Builds a field of 64-bit integers: written as BigInts or safe integers, read as BigInts. */
export type BigScalarBuilder = <
  const O extends ScalarOptions<bigint | number> & MeansOption<SharedMeaning> = Record<
    never,
    never
  >,
>(options?: O) => FieldDefinition<bigint | number, bigint, HasDefault<O>>;

/**
 * Builds a spectral field. With `from`, it is computed while packing, and records leave it out;
 * otherwise each record supplies audio, or features computed elsewhere.
 */
export type SpectralBuilder<Options> = <
  const O extends Options & MeansOption = Options & MeansOption,
>(options?: O) => O extends { readonly from: string } ? FieldDefinition<never, Spectrogram, true>
  : FieldDefinition<SpectralInput, Spectrogram, false>;

/**
 * Builds a token field. With `from`, it is computed while packing, and records leave it out;
 * otherwise each record supplies tokens, or audio for a codec model.
 */
export type CodecTokensBuilder = <
  const O extends CodecTokensOptions & MeansOption =
    & CodecTokensOptions
    & MeansOption,
>(options?: O) => O extends { readonly from: string } ? FieldDefinition<never, CodecTokens, true>
  : FieldDefinition<CodecTokensInput, CodecTokens, false>;

/**
 * Builds a pitch field. With `from`, it is computed while packing, and records leave it out;
 * otherwise each record supplies audio or frequencies.
 */
export type PitchBuilder = <
  const O extends PitchOptions & MeansOption = PitchOptions & MeansOption,
>(
  options?: O,
) => O extends { readonly from: string } ? FieldDefinition<never, Pitch, true>
  : FieldDefinition<PitchInput, Pitch, false>;

/** The schema language's field builders. */
export interface FieldBuilders {
  /** Integers from 0 to 255. */
  readonly uint8: ScalarBuilder<number, SharedMeaning>;
  /** Integers from -128 to 127. */
  readonly int8: ScalarBuilder<number, SharedMeaning>;
  /** Integers from 0 to 65,535. */
  readonly uint16: ScalarBuilder<number, SharedMeaning>;
  /** Integers from -32,768 to 32,767. */
  readonly int16: ScalarBuilder<number, SharedMeaning>;
  /** Integers from 0 to 4,294,967,295. */
  readonly uint32: ScalarBuilder<number, SharedMeaning>;
  /** Integers from -2,147,483,648 to 2,147,483,647. */
  readonly int32: ScalarBuilder<number, SharedMeaning>;
  /** Integers from 0 to 2^64 - 1, read as BigInts. */
  readonly uint64: BigScalarBuilder;
  /** Integers from -2^63 to 2^63 - 1, read as BigInts. */
  readonly int64: BigScalarBuilder;
  /** Single-precision numbers. */
  readonly float32: ScalarBuilder<number>;
  /** Double-precision numbers. */
  readonly float64: ScalarBuilder<number>;
  /** True or false. */
  readonly bool: <const O extends BoolOptions & MeansOption = Record<never, never>>(
    options?: O,
  ) => FieldDefinition<boolean, boolean, HasDefault<O>>;
  /** Unicode text, stored as UTF-8. */
  readonly text: <const O extends TextOptions & MeansOption<FieldMeaning> = Record<never, never>>(
    options?: O,
  ) => FieldDefinition<string, string, HasDefault<O>>;
  /** Strings that repeat, such as speakers or labels: each is stored once. */
  readonly category: <
    const O extends CategoryOptions & MeansOption<SharedMeaning> = Record<never, never>,
  >(
    options?: O,
  ) => FieldDefinition<string, string, HasDefault<O>>;
  /** Raw bytes. */
  readonly bytes: (
    options?: MeansOption,
  ) => FieldDefinition<Uint8Array, Uint8Array, false>;
  /** Raw PCM; see {@link WaveformOptions} for the options and their defaults. */
  readonly waveform: <
    const O extends WaveformOptions & MeansOption = Record<never, never>,
  >(
    options?: O,
  ) => FieldDefinition<AudioInput, Waveform<SampleArrays[DtypeOf<O>]>, false>;
  /** Losslessly compressed audio: FLAC; see {@link FlacOptions}. */
  readonly flac: <const O extends FlacOptions & MeansOption = Record<never, never>>(
    options?: O,
  ) => FieldDefinition<AudioInput, Waveform<SampleArrays[FlacDtypeOf<O>]>, false>;
  /** Small, lossy audio: Opus; see {@link OpusOptions}. */
  readonly opus: <const O extends OpusOptions & MeansOption = Record<never, never>>(
    options?: O,
  ) => FieldDefinition<AudioInput, Waveform<Float32Array>, false>;
  /** Recordings of any length, in chunks of one length; see {@link ChunkedWaveformOptions}. */
  readonly chunkedWaveform: <
    const O extends ChunkedWaveformOptions & MeansOption = Record<never, never>,
  >(
    options?: O,
  ) => FieldDefinition<AudioInput, Waveform<SampleArrays[CodingDtypeOf<O>]>, false>;
  /** Aligned tracks of one recording, by name; see {@link StemsOptions}. */
  readonly stems: <const O extends StemsOptions & MeansOption>(
    options: O,
  ) => FieldDefinition<
    StemsInput<O["names"][number]>,
    Stems<SampleArrays[CodingDtypeOf<O>], O["names"][number]>,
    false
  >;
  /** The energy in mel bands; see {@link SpectralParameters} for the options and defaults. */
  readonly melSpectrogram: SpectralBuilder<MelSpectrogramOptions>;
  /** A neural codec's tokens; see {@link CodecTokensOptions} for the options and defaults. */
  readonly codecTokens: CodecTokensBuilder;
  /** The magnitude or power of each frequency; see {@link SpectralParameters}. */
  readonly spectrogram: SpectralBuilder<SpectrogramOptions>;
  /** Cepstral coefficients; see {@link SpectralParameters}. */
  readonly mfcc: SpectralBuilder<MfccOptions>;
  /** The fundamental frequency, and which frames are voiced; see {@link PitchParameters}. */
  readonly pitch: PitchBuilder;
}

/**
 * Builds the fields of a dataset; `defineDataset` checks them.
 *
 * @example
 * ```ts
 * import { field } from "./mod.ts";
 *
 * const speaker = field.uint32({ default: 0 });
 * if (speaker.kind !== "uint32") throw new Error();
 * ```
 */
export const field: FieldBuilders = Object.freeze({
  uint8: builder("uint8"),
  int8: builder("int8"),
  uint16: builder("uint16"),
  int16: builder("int16"),
  uint32: builder("uint32"),
  int32: builder("int32"),
  uint64: builder("uint64"),
  int64: builder("int64"),
  float32: builder("float32"),
  float64: builder("float64"),
  bool: builder("bool"),
  text: builder("text"),
  category: builder("category"),
  bytes: builder("bytes"),
  waveform: builder("waveform"),
  flac: builder("flac"),
  opus: builder("opus"),
  chunkedWaveform: builder("chunkedWaveform"),
  stems: builder("stems"),
  melSpectrogram: builder("melSpectrogram"),
  codecTokens: builder("codecTokens"),
  spectrogram: builder("spectrogram"),
  mfcc: builder("mfcc"),
  pitch: builder("pitch"),
});

/** {@link FieldBuilders} has the types; at run time, a definition is its kind and its options. */
function builder(kind: string) {
  return (options?: unknown): never =>
    Object.freeze({ kind, options: options === undefined ? {} : options }) as never;
}
