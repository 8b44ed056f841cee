import { withKernels } from "../../../kernels/with_kernels.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { FieldEntry } from "../../container/directory.ts";
import type { Indices } from "../../container/indices.ts";
import type { AudioCoding, StructLayout, WaveformDtype } from "../../../schema/mod.ts";
import type { ByteRange } from "../../storage/storage.ts";
import { WindowedField } from "../kind/windowed_field.ts";
import { channelsError } from "../waveform/channels_error.ts";
import type { CodedBatch } from "./coded_batch.ts";
import { CodedMetadata } from "./codings/coded_metadata.ts";
import type { Coding } from "./codings/coding.ts";
import { codingOf } from "./codings/mod.ts";
import { readWindows } from "./codings/read_windows.ts";
import { TrackReader } from "./codings/track_reader.ts";
import type { WindowPlan } from "./codings/window_plan.ts";
import type { StemsBatch } from "./stems_batch.ts";

/** What a schema says about a field of coded audio, as far as readers need it. */
export interface CodedFieldOptions {
  /** The coding of its streams. */
  readonly coding: AudioCoding;
  /** The channels of every record, if the schema fixes them. */
  readonly channels: number | undefined;
}

/** `count` samples of a record from `start` on. */
export interface SampleSpan {
  readonly record: number;
  readonly start: number;
  readonly count: number;
}

/** A window that is decoded on its own, and the array that it goes to. */
export interface SingleWindow<Choice> extends SampleSpan {
  readonly out: StoredSamples;
  /** Which of the record's tracks are decoded. */
  readonly choice: Choice | undefined;
  /** Whether other windows may be planned before this one is decoded. */
  readonly isAsync: boolean;
}

/**
 * A field whose records hold one or several streams of coded audio. `Choice` is what single windows
 * are asked for with, after the array that they are decoded to.
 */
export abstract class TrackField<
  Batch extends CodedBatch | StemsBatch,
  Samples extends StoredSamples,
  Choice = never,
> extends WindowedField<Batch> {
  /** Accessors for the metadata records. */
  readonly metadata: CodedMetadata;
  /**
   * The coding of its streams.
   *
   * @ignore
   */
  protected readonly coding: Coding;
  /**
   * Reads its streams.
   *
   * @ignore
   */
  protected readonly reader: TrackReader;
  /**
   * What the directory says about it.
   *
   * @ignore
   */
  protected readonly entry: FieldEntry;
  readonly #channels: number | undefined;

  /**
   * Created when a dataset is opened.
   *
   * @param fieldIndex the field's index in the schema.
   * @param layout the layout of its metadata records.
   */
  constructor(
    file: AfdFile,
    fieldIndex: number,
    { coding, channels, layout }: CodedFieldOptions & { readonly layout: StructLayout },
  ) {
    super(file, fieldIndex);
    const field = file.ir.fields[fieldIndex]!;
    const metadata = new CodedMetadata(file, fieldIndex, layout);
    this.metadata = metadata;
    this.coding = codingOf(coding);
    const tracksOf = (record: number) => this.tracksOf(record);
    this.reader = new TrackReader(file, { field, metadata, coding: this.coding, tracksOf });
    this.entry = file.entry(fieldIndex);
    this.#channels = channels;
  }

  /**
   * How many streams a record has.
   *
   * @ignore
   */
  protected abstract tracksOf(record: number): number;

  /**
   * Refuses anything that isn't a batch of such records.
   *
   * @throws {UsageError} `"wrong-batch"`.
   * @ignore
   */
  protected abstract check(batch: unknown): void;

  /**
   * Plans a record of a batch, and returns how many of its samples are kept.
   *
   * @ignore
   */
  protected abstract planRow(batch: Batch, row: number, span: SampleSpan): number;

  /**
   * Plans a row for each track of a window, checks the array that the window goes to, and fills what
   * isn't decoded with zeros.
   *
   * @ignore
   */
  protected abstract planWindow(window: SingleWindow<Choice>): WindowPlan;

  /**
   * Decodes a window whose units are located, and returns how many samples belong to the record.
   *
   * @ignore
   */
  protected abstract decodeTracks(plan: WindowPlan, window: SingleWindow<Choice>): number;

  /**
   * Where the payload of record `index` lies: its streams, followed by their index.
   *
   * @throws {UsageError} when there is no such record.
   * @throws {IntegrityError} when that is outside the payload region.
   */
  override extent(index: number): ByteRange {
    return this.reader.extent(index);
  }

  /** Bytes of the record's index, including the padding before it; 0 for PCM. */
  indexBytes(index: number): number {
    return this.reader.indexBytes(index);
  }

  /**
   * The first step of decoding: finds, from the metadata alone, where each record or its index lies
   * and how much of it is kept, and sets the batch's shape and lengths.
   */
  override plan(indices: Indices, batch: Batch): void {
    this.check(batch);
    const { plan } = batch;
    const { lengths, maxLength } = plan;
    batch.begin(indices.length);
    let longest = 0;
    for (let row = 0; row < indices.length; row++) {
      const record = indices[row]!;
      const samples = this.metadata.numSamples(record);
      if (samples > maxLength && !plan.crop) {
        throw plan.tooLong({ file: this.file.name, field: this.name, record, length: samples });
      }
      this.#planRow(batch, row, { record, start: 0, count: maxLength });
      longest = Math.max(longest, lengths[row]!);
    }
    batch.end(longest);
  }

  /** The first step of {@link decodeWindowBatch}. */
  override planWindows(indices: Indices, starts: Indices, count: number, batch: Batch): void {
    this.check(batch);
    batch.beginWindows(indices, starts, count);
    for (let row = 0; row < indices.length; row++) {
      this.#planRow(batch, row, { record: indices[row]!, start: starts[row]!, count });
    }
  }

  /** The second step, for codings with an index: finds the units that hold what was planned. */
  locate(batch: Batch): void {
    this.reader.locate(batch.windows);
  }

  /**
   * Decodes `count` samples per channel of record `index`, from sample `start` on, to `out`, of shape
   * (count, channels), or (stems, count, channels). For PCM, it reads exactly these samples; for a
   * codec's stream, it reads part of the index and then the units that hold them, with up to one grid
   * step more on each side. Anything past the end becomes zero, and so do stems that the record
   * doesn't have.
   *
   * @param out an array of the coding's dtype, or float32 for a codec's stream.
   * @param choice of stems: which, and whether their mix is decoded, of shape (count, channels).
   * @returns how many samples per channel belong to the record.
   * @throws {UsageError} when `out` is too small or of the wrong type, or there is no such record.
   * @throws {IntegrityError} when bytes fail a checksum or are invalid.
   */
  decodeWindow(
    index: number,
    start: number,
    count: number,
    out: Samples | Float32Array,
    choice?: Choice,
  ): number {
    const window = { record: index, start, count, out, choice, isAsync: false };
    const plan = this.planWindow(window);
    if (this.reader.needsIndex(plan)) this.reader.locate(plan);
    return this.decodeTracks(plan, window);
  }

  /** {@link decodeWindow} for asynchronous storage; it loads no more than that reads. */
  async decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: Samples | Float32Array,
    choice?: Choice,
  ): Promise<number> {
    await this.prefetchMetadata([index]);
    const window = { record: index, start, count, out, choice, isAsync: true };
    const plan = this.planWindow(window);
    using _lease = await readWindows(this.file, this.reader, plan);
    return await withKernels(() => this.decodeTracks(plan, window));
  }

  /** @ignore */
  protected override prefetchMetadata(indices: Indices): Promise<undefined> {
    return this.metadata.prefetch(indices);
  }

  /** @ignore */
  protected override prefetchPlanned(batch: Batch): Promise<Disposable | undefined> {
    return readWindows(this.file, this.reader, batch.windows);
  }

  /** @ignore */
  protected override prepare(batch: Batch): void {
    this.locate(batch);
  }

  /**
   * What windows can be decoded to.
   *
   * @ignore
   */
  protected get decodedTypes(): { readonly dtype: WaveformDtype; readonly toFloat: boolean } {
    return { dtype: this.coding.dtype, toFloat: this.coding.codec !== undefined };
  }

  /**
   * The channels of a batch's rows.
   *
   * @ignore
   */
  protected get rowChannels(): number {
    return this.#channels ?? this.entry.totals.maxWidth;
  }

  #planRow(batch: Batch, row: number, span: SampleSpan): void {
    const { record } = span;
    const channels = this.metadata.channels(record);
    if (channels > batch.widest) {
      throw channelsError({ file: this.file, field: this.name, record, channels });
    }
    batch.plan.lengths[row] = this.planRow(batch, row, span);
  }
}
