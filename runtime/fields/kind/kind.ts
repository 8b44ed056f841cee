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

/** What encoding needs in addition to the value. */
export interface EncodeContext {
  readonly field: FieldIr;
  readonly openAudio?: AudioOpener | undefined;
  /** The models that encode audio for fields of codec tokens. */
  readonly codecModels?: CodecModels | undefined;
  /** Told what happens to files that are already in their field's codec. */
  readonly onCoded?: ((intake: CodedIntake) => void) | undefined;
}

/** The value of one member of a metadata record. */
export type MetadataValue = number | bigint | boolean;

/** What `verify` found wrong with one record of a field: a code, or `undefined`. */
export type RecordFault = string | undefined;

/** A stream that a record holds. */
export interface CodedStream {
  /** Its codec. */
  readonly codec: "flac" | "opus";
  /** Valid until the file is closed or read again. */
  readonly bytes: Uint8Array;
}

/** Reads one field of any file, with nothing but the IR. */
export interface FieldReader {
  /** The field's name in the schema. */
  readonly name: string;
  /** The field kind's name, such as `"waveform"`. */
  readonly kind: string;
  /** The metadata record, with camelCase names. */
  metadata(index: number): Record<string, MetadataValue>;
  /** The decoded value, in memory of its own. */
  decode(index: number): unknown;
  /** {@link decode} for asynchronous storage. */
  decodeAsync(index: number): Promise<unknown>;
  /** Where the payload lies; `undefined` for kinds without one. */
  extent(index: number): { position: number; length: number } | undefined;
  /**
   * Only for coded audio: bytes of the payload that the index takes, including the padding before
   * it.
   */
  indexBytes?(index: number): number;
  /**
   * Only for coded audio with one stream: the stream as stored, a complete file of its format;
   * `undefined` for PCM.
   */
  stream?(index: number): CodedStream | undefined;
  /** Samples per channel, or bytes of text: what the totals count. */
  length(index: number): number;
  /** Channels of audio; 0 for kinds without a width. */
  width(index: number): number;
  /** Seconds of audio, for the kinds that have any. */
  seconds?(index: number): number;
  /** The shape, dtype and bytes of a batch before anything is read. */
  declareBatch(batchSize: number): { shape: readonly number[]; dtype: string; byteLength: number };
  /**
   * Memory for batches of up to `batchSize` records; `options` are those of the kind's batches;
   * scalars, text and bytes have none.
   */
  allocateBatch(batchSize: number, options?: object): Disposable | object;
  /**
   * Decodes the records at `indices` into a batch that this field's {@link allocateBatch} returned.
   *
   * @throws {UsageError} when there is no such record, or the batch is too small.
   * @throws {IntegrityError} when bytes fail their checksum.
   */
  decodeBatch(indices: Indices, batch: object): void;
  /** {@link decodeBatch} for asynchronous storage. */
  decodeBatchAsync(indices: Indices, batch: object): Promise<void>;
  /**
   * For audio, features and tokens: decodes `count` samples or frames of a record, from `start` on,
   * into `out` (for tokens, a Uint16Array), with padding past the record's end. It decodes as
   * little else as the coding allows. Returns how many of them belong to the record.
   */
  decodeWindow?(
    index: number,
    start: number,
    count: number,
    out: StoredSamples | Uint16Array,
  ): number;
  /**
   * For the same kinds: decodes one window each of several records; the batch's `lengths` say how
   * much of each belongs to its record.
   */
  decodeWindowBatch?(indices: Indices, starts: Indices, count: number, batch: object): void;
  /** {@link decodeWindow} for asynchronous storage; it loads only the window. */
  decodeWindowAsync?(
    index: number,
    start: number,
    count: number,
    out: StoredSamples | Uint16Array,
  ): Promise<number>;
  /**
   * The first step of {@link decodeBatch}, for kinds that decode in steps; it needs only the
   * metadata.
   */
  plan?(indices: Indices, batch: object): void;
  /** The first step of {@link decodeWindowBatch}. */
  planWindows?(indices: Indices, starts: Indices, count: number, batch: object): void;
  /** The second step, for coded audio: finds the units that hold what was planned. */
  locate?(batch: object): void;
  /** The last step: decodes what was planned. */
  decodePlanned?(batch: object): void;
  /**
   * Loads what is needed to decode these records, for asynchronous storage; they can be decoded
   * until the lease is disposed of.
   */
  prefetch(indices: Indices): Promise<Disposable | undefined>;
  /** For tokens: the frame whose start is nearest to `seconds`. */
  frameAt?(seconds: number): number;
  /** {@link decodeWindowBatch} for asynchronous storage; kinds have both or neither. */
  decodeWindowBatchAsync?(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: object,
  ): Promise<void>;
  /**
   * Checks the kind's rules beyond extents and checksums; the file's checksums have already passed.
   */
  fault(index: number): RecordFault;
  /**
   * Fields that have a lookup part: its rules; its checksums already held.
   *
   * @param areRecordsSound whether nothing was wrong with the field's metadata.
   */
  lookupFault?(areRecordsSound: boolean): RecordFault;
  /**
   * Fields whose batches export members of the kind `"lazy"`: makes one of a batch that a worker
   * decoded, from its other members.
   */
  lazyMember?(member: string, batch: object): unknown;
}

/**
 * Encodes a field's values, one record at a time.
 *
 * @param tap sees what an audio field stores; other kinds ignore it.
 * @throws {ManifestError} when a value isn't one that the kind takes.
 * @throws {AudioInputError} when audio can't be read or stored.
 */
export type FieldEncoder = (value: unknown, slot: WaitingSlot, tap?: StoredAudioTap) => void;

/** Encodes a field that is computed from an audio field of the same record. */
export interface ComputedEncoder {
  /** Listens to the audio field while it is encoded; call it before that. */
  listen(slot: FieldSlot): StoredAudioTap;
  /**
   * Writes what was computed.
   *
   * @throws {ManifestError} when the record gives a value anyway.
   */
  encode(value: unknown, slot: WaitingSlot): void;
}

/** The reader that a kind opens: its batches list in `exports` the members that loaders show. */
export interface LoadableReader extends FieldReader {
  allocateBatch(batchSize: number, options?: object): ExportingBatch;
}

/** What the runtime knows about a field kind. */
export interface RuntimeKind {
  /** Reads a field reflectively. */
  open(file: AfdFile, fieldIndex: number): LoadableReader;
  /** Makes the encoder of a field's values. */
  encoder(context: EncodeContext): FieldEncoder;
  /** The same for a field with the option `from`, for kinds that have it. */
  computed?(context: EncodeContext): ComputedEncoder;
}
