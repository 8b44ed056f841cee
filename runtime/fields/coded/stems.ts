import { fieldKind, type ResolvedStems, type Stems, type StemsInput } from "../../../schema/mod.ts";
import { type FieldIr, fixedChannels } from "../../../schema/reading.ts";
import type { StemsBatch, StemsBatchOptions, StemSelection } from "./stems_batch.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import { codedFault } from "./codings/coded_fault.ts";
import { codedMembers } from "./codings/coded_members.ts";
import { codingOf } from "./codings/mod.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { FieldReader, MetadataValue, RecordFault, RuntimeKind } from "../kind/kind.ts";
import { AudioReader } from "../waveform/audio_reader.ts";
import { StemsEncoder } from "./stems_encoder.ts";
import { StemsField } from "./stems_field.ts";

/** The runtime's part of `stems`. */
export const stemsRuntimeKind: RuntimeKind = {
  open: (file, fieldIndex) => new StemsReader(file, fieldIndex),
  encoder({ field, openAudio }) {
    const encoder = new StemsEncoder(resolved(field), openAudio);
    return (value, slot) => encoder.encode(value as StemsInput, slot);
  },
};

function resolved(field: FieldIr | undefined): ResolvedStems {
  return fieldKind("stems")?.resolve(field?.options ?? {}) as ResolvedStems;
}

/** A reader of a field of stems. */
export type StemsFieldReader =
  & FieldReader
  & Pick<StemsField, "names" | "hasStem" | "decodeWindow" | "decodeWindowAsync">;

/** Reads stems reflectively, through the field that generated modules build on. */
class StemsReader
  extends AudioReader<StemsBatch, StemsBatchOptions, StemsField, Stems<StoredSamples>>
  implements StemsFieldReader {
  readonly #file: AfdFile;
  readonly #options: ResolvedStems;

  constructor(file: AfdFile, fieldIndex: number) {
    const options = resolved(file.ir.fields[fieldIndex]);
    const { coding, names } = options;
    const channels = fixedChannels(options);
    super("stems", new StemsField(file, fieldIndex, { coding, channels, names }));
    this.#file = file;
    this.#options = options;
  }

  override metadata(index: number): Record<string, MetadataValue> {
    const { metadata, names } = this.field;
    const there = names.map((name) => [name, this.field.hasStem(index, name)]);
    return { ...codedMembers(metadata, index), ...Object.fromEntries(there) };
  }

  indexBytes(index: number): number {
    return this.field.indexBytes(index);
  }

  override seconds(index: number): number {
    return this.length(index) / this.#options.sampleRate;
  }

  /** The names of the stems, in schema order. */
  get names(): readonly string[] {
    return this.field.names;
  }

  /** Whether record `index` has the stem named `stem`. */
  hasStem(index: number, stem: string): boolean {
    return this.field.hasStem(index, stem);
  }

  override decodeWindow(
    index: number,
    start: number,
    count: number,
    out: StoredSamples,
    selection: StemSelection = {},
  ): number {
    return this.field.decodeWindow(index, start, count, out, selection);
  }

  locate(batch: StemsBatch): void {
    this.field.locate(batch);
  }

  override decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: StoredSamples,
    selection: StemSelection = {},
  ): Promise<number> {
    return this.field.decodeWindowAsync(index, start, count, out, selection);
  }

  override fault(index: number): RecordFault {
    const { metadata, names } = this.field;
    const { coding, sampleRate } = this.#options;
    // There are at most 64 names; bits beyond the last one have no meaning.
    for (let bit = names.length; bit < 64; bit++) {
      if (metadata.hasTrack(index, bit)) return "tracks";
    }
    return codedFault(this.#file, index, {
      metadata,
      coding: codingOf(coding),
      sampleRate,
      channels: fixedChannels(this.#options),
      tracksOf: (record) => names.filter((name) => this.field.hasStem(record, name)).length,
    });
  }
}
