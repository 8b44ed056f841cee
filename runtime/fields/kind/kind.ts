import type { CodedIntake } from "../../intake/recoding.ts";
import type { CodecModels } from "../../intake/codec_model/check_models.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { ExportingBatch } from "../../batch/batch_exports.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import type { Indices } from "../../container/indices.ts";
import type { AudioOpener } from "../../intake/audio_opener.ts";
import type { FieldSlot, WaitingSlot } from "../../output/field_slot.ts";
import type { StoredAudioTap } from "../../intake/stored_audio_tap.ts";
import type { FieldIr } from "../../../schema/mod.ts";

/** What encoding needs besides the value. */
export interface EncodeContext {
  readonly field: FieldIr;
  readonly openAudio?: AudioOpener | undefined;
  /** What encodes audio for fields of codec tokens. */
  readonly codecModels?: CodecModels | undefined;
  /** Hears what becomes of files that are coded as their field wants it. */
  readonly onCoded?: ((intake: CodedIntake) => void) | undefined;
}

/** One member of a metadata record, by its camelCase name. */
export type MetadataValue = number | bigint | boolean;

/** What `verify` found wrong with one record of a field: a code, or nothing. */
export type RecordFault = string | undefined;

/** A stream that a record holds. */
export interface CodedStream {
  /** What it is coded with. */
  readonly codec: "flac" | "opus";
  /** Valid until the file is closed or read again. */
  readonly bytes: Uint8Array;
}

/** Reads one field of any file, from the IR alone. */
export interface FieldReader {
  /** The field's name in the schema. */
  readonly name: string;
  /** The field kind's name, such as `"waveform"`. */
  readonly kind: string;
  /** The metadata record, by camelCase names. */
  metadata(index: number): Record<string, MetadataValue>;
  /** The decoded value, in memory of its own. */
  decode(index: number): unknown;
  /** Where the payload lies; `undefined` for kinds without one. */
  extent(index: number): { position: number; length: number } | undefined;
  /** Coded audio alone: bytes of the payload that are the index, with the padding before it. */
  indexBytes?(index: number): number;
  /**
   * Coded audio of one stream alone: the stream as it is stored, a complete file of its format;
   * `undefined` for PCM.
   */
  stream?(index: number): CodedStream | undefined;
  /** Samples per channel, bytes of text: what the totals count. */
  length(index: number): number;
  /** Channels of audio; 0 where a kind has no width. */
  width(index: number): number;
  /** Seconds of audio, for the kinds that have any. */
  seconds?(index: number): number;
  /** The shape, dtype and bytes of a batch before anything is read. */
  declareBatch(batchSize: number): { shape: readonly number[]; dtype: string; byteLength: number };
  /**
   * Memory for batches of up to `batchSize` records; `options` are those of the kind's batches, and
   * scalars, text and bytes have none.
   */
  allocateBatch(batchSize: number, options?: object): Disposable | object;
  /**
   * Decodes the records at `indices` into a batch that {@link allocateBatch} of this field made.
   *
   * @throws {UsageError} when there is no such record, or the batch is too small.
   * @throws {IntegrityError} when bytes fail their checksum.
   */
  decodeBatch(indices: Indices, batch: object): void;
  /** {@link decodeBatch} for storages that must wait. */
  decodeBatchAsync(indices: Indices, batch: object): Promise<void>;
  /**
   * Audio, features and tokens: decodes `count` samples or frames from the one at `start` of a record,
   * and as little else as the coding allows, into `out`, for tokens a Uint16Array; padding past the end.
   * Returns how many are the record's own.
   */
  decodeWindow?(
    index: number,
    start: number,
    count: number,
    out: StoredSamples | Uint16Array,
  ): number;
  /** The same kinds: decodes a window of each of several records; the batch's `lengths` tell how much. */
  decodeWindowBatch?(indices: Indices, starts: Indices, count: number, batch: object): void;
  /** {@link decodeWindow} for storages that must wait; it brings the window alone. */
  decodeWindowAsync?(
    index: number,
    start: number,
    count: number,
    out: StoredSamples | Uint16Array,
  ): Promise<number>;
  /** The first step of {@link decodeBatch}, which needs the metadata alone, of kinds that have steps. */
  plan?(indices: Indices, batch: object): void;
  /** The first step of {@link decodeWindowBatch}. */
  planWindows?(indices: Indices, starts: Indices, count: number, batch: object): void;
  /** The second step, of coded audio: finds the units that hold what was planned. */
  locate?(batch: object): void;
  /** The last step: decodes what was planned. */
  decodePlanned?(batch: object): void;
  /**
   * Brings what decoding these records takes, for storages that must wait; they can be decoded until
   * the lease is disposed of.
   */
  prefetch(indices: Indices): Promise<Disposable | undefined>;
  /** Tokens: the frame that begins nearest to `seconds`. */
  frameAt?(seconds: number): number;
  /** {@link decodeWindowBatch} for storages that must wait; kinds have both or neither. */
  decodeWindowBatchAsync?(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: object,
  ): Promise<void>;
  /** Rules of the kind beyond extents and checksums; the file's checksums already held. */
  fault(index: number): RecordFault;
}

/**
 * Encodes a field's values, one record at a time.
 *
 * @param tap sees what an audio field stores; other kinds have nothing to be seen.
 * @throws {ManifestError} when a value isn't of the kind.
 * @throws {AudioInputError} when audio can't be taken in.
 */
export type FieldEncoder = (value: unknown, slot: WaitingSlot, tap?: StoredAudioTap) => void;

/** Encodes a field that is computed from an audio field of the same record. */
export interface ComputedEncoder {
  /** Listens to the audio field while it is encoded: to be called before that. */
  listen(slot: FieldSlot): StoredAudioTap;
  /**
   * Writes what was computed.
   *
   * @throws {ManifestError} when the record gives a value all the same.
   */
  encode(value: unknown, slot: WaitingSlot): void;
}

/** A reader as its kind opens it: its batches say in `exports` what loaders show of them. */
export interface LoadableReader extends FieldReader {
  allocateBatch(batchSize: number, options?: object): ExportingBatch;
}

/** What the runtime knows of a field kind. */
export interface RuntimeKind {
  /** Reads a field reflectively. */
  open(file: AfdFile, fieldIndex: number): LoadableReader;
  /** Plans the encoding of a field's values. */
  encoder(context: EncodeContext): FieldEncoder;
  /** The same for a field with the option `from`, for kinds that have it. */
  computed?(context: EncodeContext): ComputedEncoder;
}
