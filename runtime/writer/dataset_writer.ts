import type { IntakeNote } from "../../audio/pcm/mod.ts";
import { ManifestError, UsageError } from "../../errors/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { checkOptions, type KnownOptions } from "../../errors/check_options.ts";
import {
  checkCodecModels,
  type CodecModels,
  provenanceOf,
} from "../intake/codec_model/check_models.ts";
import type { Provenance } from "../container/provenance.ts";
import type { AudioOpener } from "../intake/audio_opener.ts";
import { ContainerWriter } from "../output/container_writer.ts";
import { withinField } from "../output/encode_field.ts";
import type { FieldSlot } from "../output/field_slot.ts";
import { type OnClipping, refuseClipped } from "../intake/refuse_clipped.ts";

/** How to write a dataset. */
export interface WriterOptions {
  /**
   * Whether a file of that name is replaced when the new one is complete. `finish` replaces it;
   * disposing of the writer never replaces a file that isn't empty. Default `false`.
   */
  readonly overwrite?: boolean | undefined;
  /**
   * Opens the audio files, and segments of them, that records name. By default, the writers of
   * generated modules use an `AudioFiles` of their own, and close it with the file.
   */
  readonly openAudio?: AudioOpener;
  /**
   * Whether audio files that are cut off are stored as far as they go, and noted as `"truncated"`;
   * otherwise they are errors. An `openAudio` of your own decides for itself. Default `false`.
   */
  readonly acceptTruncated?: boolean | undefined;
  /**
   * The models that encode audio for fields of codec tokens, by field name; `models/` opens them.
   * They take time: append records that need one with {@link DatasetWriter.appendAsync}. The file
   * says which models were used. The caller disposes of them.
   */
  readonly codecModels?: CodecModels | undefined;
  /**
   * Called with what is noticed about a record's values while they are encoded, such as audio that is
   * clipped. It may also have been called for an `append` that fails.
   */
  readonly onNote?: ((note: IntakeNote) => void) | undefined;
  /**
   * What to do with audio that has more than 1 % of its samples beyond full scale where integers are
   * stored, or that peaks above 8 times full scale there or in Opus: refuse the record, or store it
   * clipped and only note it. A resampling filter's overshoot doesn't count. Default `"error"`.
   */
  readonly onClipping?: OnClipping | undefined;
  /**
   * Called with each record when all its fields are encoded, before the record is kept. If it throws,
   * the record is left out and `append` throws the same error.
   */
  readonly onEncoded?: ((record: EncodedRecord) => void) | undefined;
}

/** Options that aren't for users of writers. */
const internal = { ir: undefined, nameOf: undefined, sync: undefined, provenance: undefined };

/** All options of a writer. */
export const writerOptions: KnownOptions<WriterOptions> = {
  overwrite: undefined,
  openAudio: undefined,
  acceptTruncated: undefined,
  codecModels: undefined,
  onNote: undefined,
  onClipping: ["error", "warn"],
  onEncoded: undefined,
};

/** A record that is encoded but not yet kept. */
export interface EncodedRecord {
  /** The field's length: samples per channel for audio, frames for features. */
  lengthOf(fieldIndex: number): number;
}

/**
 * Writes a dataset. The file appears under its name when {@link finish} succeeds, not before.
 *
 * Disposing of a writer finishes a new file, unless the last `append` failed: then an exception has
 * probably ended the block, and what was written is discarded. Disposing never replaces a file that
 * isn't empty; call {@link finish} for that.
 */
export abstract class DatasetWriter<Input> implements Disposable, AsyncDisposable {
  /** The file being written. */
  protected readonly container: ContainerWriter;
  readonly #names: ReadonlySet<string>;
  readonly #owned: Disposable[] = [];
  readonly #onEncoded: WriterOptions["onEncoded"];
  #lastFailed = false;

  /**
   * Use `createDatasetWriter`, or its counterpart in a generated module.
   *
   * @throws {FileError} when the output exists and may not be overwritten, or can't be written.
   * @throws {UsageError} `"invalid-option"` for an option that doesn't exist.
   * @throws {UsageError} `"no-such-field"` for a codec model of a field that doesn't exist.
   * @throws {SchemaError} `"codec-model"` for a model of a different codec from the field's.
   */
  constructor(
    path: string,
    options: WriterOptions & {
      readonly ir: DatasetIr;
      readonly nameOf?: ((checksum: string) => string) | undefined;
      /** Whether finishing waits until the disk has the file. Default `true`. */
      readonly sync?: boolean | undefined;
      /** Where the values of fields come from that no codec model computes now. */
      readonly provenance?: Provenance | undefined;
    },
  ) {
    checkOptions(options, {
      doing: `create "${path}"`,
      known: { ...writerOptions, ...internal },
    });
    const {
      ir,
      overwrite,
      nameOf,
      sync,
      codecModels = {},
      onNote,
      onClipping = "error",
      onEncoded,
    } = options;
    checkCodecModels(ir, codecModels);
    const provenance = allProvenance(options.provenance, provenanceOf(codecModels));
    const noted = (note: IntakeNote) => {
      onNote?.(note);
      if (onClipping !== "warn") refuseClipped(note, this.recordCount);
    };
    this.container = new ContainerWriter(path, {
      ir,
      overwrite,
      provenance,
      onNote: noted,
      nameOf,
      sync,
    });
    this.#onEncoded = onEncoded;
    this.#names = new Set(ir.fields.map((field) => field.name));
  }

  /** Keeps a resource until the writer is closed, disposes of it then, and returns it. */
  protected own<Resource extends Disposable>(resource: Resource): Resource {
    this.#owned.push(resource);
    return resource;
  }

  /** Writes one record's fields to their slots. */
  protected abstract write(record: Input): void;

  /** Number of records appended so far. */
  get recordCount(): number {
    return this.container.recordCount;
  }

  /** Bytes written so far. */
  get byteLength(): number {
    return this.container.byteLength;
  }

  /**
   * Adds a record and returns its index. If it fails, nothing of the record is kept, and the next one
   * can be appended.
   *
   * @throws {AudioInputError} when audio can't be read; `"clipped"` when so much of it is beyond full
   *   scale that its scale must be wrong, see {@link WriterOptions.onClipping}.
   * @throws {ManifestError} when a value isn't what its field wants.
   * @throws {FileError} when an input is missing, or the disk is full.
   */
  append(record: Input): number {
    this.#begin(record);
    const [waiting] = this.container.deferred;
    if (waiting !== undefined) {
      this.#drop();
      throw mustWait(waiting.slot);
    }
    return this.#end();
  }

  /**
   * Adds a record with fields that are computed asynchronously, such as tokens from a codec model, and
   * returns its index. Otherwise the same as {@link append}. The writer takes one record at a time:
   * await the one before.
   *
   * @throws {ModelError} when a model fails, or returns something invalid.
   */
  async appendAsync(record: Input): Promise<number> {
    this.#begin(record);
    try {
      for (const { slot, work } of this.container.deferred) await withinField(slot, work);
    } catch (cause) {
      this.#drop();
      throw cause;
    }
    return this.#end();
  }

  #begin(record: Input): void {
    this.container.beginRecord();
    this.#lastFailed = true;
    try {
      this.#refuseUnknown(record);
      this.write(record);
    } catch (cause) {
      this.#drop();
      throw cause;
    }
  }

  #end(): number {
    try {
      this.#onEncoded?.({ lengthOf: (index) => this.container.slot(index).length });
      this.container.endRecord();
    } catch (cause) {
      this.#drop();
      throw cause;
    }
    this.#lastFailed = false;
    return this.container.recordCount - 1;
  }

  #drop(): void {
    // It may have been aborted while the record was waiting.
    if (!this.container.closed) this.container.dropRecord();
  }

  #refuseUnknown(record: Input): void {
    const { recordCount, ir } = this.container;
    if (typeof record !== "object" || record === null) {
      throw new ManifestError(`Cannot write record ${recordCount}: expected an object of values`, {
        code: "wrong-value",
        record: recordCount,
      });
    }
    const unknown = Object.keys(record).find((name) => !this.#names.has(name));
    if (unknown === undefined) return;
    throw new ManifestError(
      `Cannot write record ${recordCount}: the dataset has no field "${unknown}"`,
      {
        code: "unknown-field",
        field: unknown,
        record: recordCount,
        found: unknown,
        hint: `its fields are ${ir.fields.map((field) => field.name).join(", ")}`,
      },
    );
  }

  /** Completes the file and gives it its name. */
  finish(): void {
    try {
      this.container.finish();
    } finally {
      this.#disposeOwned();
    }
  }

  /** Discards everything written. */
  abort(): void {
    this.container.abort();
    this.#disposeOwned();
  }

  #disposeOwned(): void {
    for (const resource of this.#owned.splice(0)) resource[Symbol.dispose]();
  }

  /**
   * Finishes a new file, or discards it when the last `append` failed.
   *
   * @throws {UsageError} `"not-finished"` when that would replace another file: an exception may have
   *   ended the block, and a good file isn't given up for a part of another.
   */
  [Symbol.dispose](): void {
    if (this.container.closed) return;
    const replaces = this.container.replaces;
    if (!this.#lastFailed && !replaces) return this.finish();
    this.abort();
    if (this.#lastFailed) return;
    throw new UsageError(
      `Cannot replace "${this.container.path}": its writer was disposed of without finish()`,
      {
        code: "not-finished",
        file: this.container.path,
        hint: "the file is unchanged; call finish() at the end of the block",
      },
    );
  }

  /** The same as disposing synchronously, for `await using`; it waits for nothing. */
  [Symbol.asyncDispose](): Promise<void> {
    this[Symbol.dispose]();
    return Promise.resolve();
  }
}

function allProvenance(
  given: Provenance | undefined,
  computed: Provenance | undefined,
): Provenance | undefined {
  const all = { ...given, ...computed };
  return Object.keys(all).length === 0 ? undefined : all;
}

function mustWait({ field, record }: FieldSlot): UsageError {
  return new UsageError(
    `Cannot write "${field}" of record ${record} synchronously: a codec model computes it`,
    { code: "append-async", field, record, hint: "await appendAsync(record) instead" },
  );
}
