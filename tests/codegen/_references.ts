/** The expected contents of batches of any kind, worked out from whole records. */
import type { DatasetReader } from "../../runtime/mod.ts";
import {
  type CodecTokens,
  type FieldIr,
  fieldKind,
  fixedChannels,
  type Pitch,
  type ResolvedCodecTokens,
  type ResolvedSpectral,
  type ResolvedWaveform,
  spectralBins,
  type SpectralKind,
  spectralKinds,
  type Spectrogram,
  type Waveform,
} from "../../schema/mod.ts";
import { isClip } from "./_agree_values.ts";
import { type Contents, copies } from "./_batch_contents.ts";
import type { Samples } from "./_generated.ts";
import { referenceAudio } from "./_reference_audio.ts";
import { referenceFeatures } from "./_reference_features.ts";
import { referencePitch } from "./_reference_pitch.ts";
import type { Asked } from "./_reference_rows.ts";
import { referenceTokens } from "./_reference_tokens.ts";

/** The gain of row `row` of a converted batch. */
export function gainOf(row: number): number {
  return Math.fround(1.1 - 0.3 * row);
}

/** The batches of a file. Each is worked out once, because many are compared with it. */
export class References {
  readonly #reader: DatasetReader;
  readonly #read: readonly Readonly<Record<string, unknown>>[];
  readonly #known = new Map<string, Contents | undefined>();

  /** Takes the records with their known values. */
  constructor(reader: DatasetReader, read: readonly Readonly<Record<string, unknown>>[]) {
    this.#reader = reader;
    this.#read = read;
  }

  /** A batch of a field; nothing if a record is too long for it. */
  of(field: FieldIr, options: object, asked: Asked): Contents | undefined {
    const key = JSON.stringify([field.name, options, asked]);
    if (!this.#known.has(key)) this.#known.set(key, this.#workOut(field, options, asked));
    return this.#known.get(key);
  }

  #workOut(field: FieldIr, options: object, asked: Asked): Contents | undefined {
    const { name, kind } = field;
    const all = this.#read.map((record) => record[name]);
    const stored = fieldKind(kind)!.resolve(field.options);
    if (kind === "codecTokens") {
      const { nCodebooks } = stored as ResolvedCodecTokens;
      return referenceTokens(all as CodecTokens[], asked, { ...options, nCodebooks });
    }
    if (kind === "pitch") return referencePitch(all as Pitch[], asked, options);
    if ((spectralKinds as readonly string[]).includes(kind)) {
      return referenceFeatures(all as Spectrogram[], asked, {
        ...options,
        bins: spectralBins(kind as SpectralKind, stored as ResolvedSpectral),
        stored: stored as ResolvedSpectral,
        paddings: this.#paddings(name, stored as ResolvedSpectral),
      });
    }
    if (isClip(field)) {
      const fixed = fixedChannels(stored as ResolvedWaveform);
      return referenceAudio(all as Waveform<Samples>[], asked, { ...options, fixed, gainOf });
    }
    const values = asked.indices.map((index) => all[index]);
    const plain = kind === "bool" ? values.map(Number) : copies(values);
    return { shape: [values.length], values: plain };
  }

  /** What comes after the features of each record, or 0 where nothing does. */
  #paddings(name: string, { padSeconds, storeDtype }: ResolvedSpectral): number[] {
    return this.#read.map((_, index) => {
      if (padSeconds === null) return 0;
      const { position, length } = this.#reader.field(name).extent(index)!;
      const width = storeDtype === "float16" ? 2 : 4;
      const { buffer } = this.#reader.file.view(position + length - width, width).slice();
      return (width === 2 ? new Float16Array(buffer) : new Float32Array(buffer))[0]!;
    });
  }
}
