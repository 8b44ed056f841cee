import { AudioFiles } from "../../audio/mod.ts";
import { AudioInputError, FileError, ManifestError } from "../../errors/mod.ts";
import type { CodecModels, OnClipping } from "../../runtime/mod.ts";
// Not through the room's door: workers load nothing that they don't need.
import {
  createDatasetWriter,
  type ReflectiveWriter,
} from "../../runtime/writer/reflective_writer.ts";
import { type DatasetIr, fieldThatMeans } from "../../schema/mod.ts";
import { InputFailure } from "../shared/failure.ts";
import { duplicateKeyOf, inputKey } from "../sources/input_key.ts";
import type { InputRecord } from "../sources/record_source.ts";
import { MissingFile } from "../sources/values/missing_files.ts";
import type { Reason } from "../sources/values/reason.ts";
import { AudioCensus } from "./audio_census.ts";
import { AudioLength } from "./audio_length.ts";
import { reasonFor } from "./failure_reason.ts";
import { inputFacts } from "./input_facts.ts";
import type { InputFacts, PackAccount } from "./pack_account.ts";
import { type ForeignDecoder, foreignDecoder } from "./foreign_decoder.ts";
import { RecodingCensus } from "./recoding_census.ts";
import { RecordOrigins } from "./record_origins.ts";
import { requireText } from "./require_text.ts";
import { scaledRecord } from "./scale.ts";
import { refuseShort, TooShort } from "./too_short.ts";

/** How inputs become records; all of it changes what is stored. */
export interface PackingRules {
  /** What to do with an input that can't be packed: stop, or list it and continue. */
  readonly onError: "fail" | "skip";
  /** What to do with clips that are beyond full scale. */
  readonly onClipping: OnClipping;
  /** What the samples of audio files are multiplied by, unless a file has its own scale. */
  readonly scale?: number | undefined;
  /** Whether files that are cut off are packed as far as they go. */
  readonly acceptTruncated: boolean;
  /** Which audio track of files that have several, counting from 1; the first by default. */
  readonly track?: number | undefined;
  /** The program that decodes audio of kinds that aren't read here, if any may, and its version. */
  readonly decodeWith?: ForeignDecoder | undefined;
  /** The encoding of texts without a byte order mark; UTF-8 by default. */
  readonly textEncoding?: string | undefined;
  /** Whether a record without text is an error, whatever the field's default. */
  readonly requireText: boolean;
  /** Records with less audio are left out. */
  readonly minSeconds: number;
}

/** What a {@link RecordPacker} packs, and how. */
export interface RecordPackerOptions {
  readonly ir: DatasetIr;
  readonly rules: PackingRules;
  /** Whether an existing file is replaced. */
  readonly overwrite?: boolean | undefined;
  /** The file's path from its checksum, if it depends on that. */
  readonly nameOf?: ((checksum: string) => string) | undefined;
  /** Whether finishing waits until the disk has the file. Default `true`. */
  readonly sync?: boolean | undefined;
  /** The models that encode audio for fields of codec tokens, by field name. */
  readonly codecModels: CodecModels;
  /** Counts what happens to each input. */
  readonly account: PackAccount;
  /** Whether somebody wants to know each input's file, key and size. */
  readonly wantsFacts: boolean;
  /** Told about inputs that were skipped. */
  readonly onSkip: (reason: Reason) => void;
  /** An earlier input for messages, by its ordinal. */
  readonly whereIs: (ordinal: number) => string;
  /** Told about each record that was kept, with its values. */
  readonly onKept?: (input: InputRecord, values: Readonly<Record<string, unknown>>) => void;
}

/** Packs inputs into a file, one by one, and accounts for each. */
export class RecordPacker implements Disposable {
  /** The kinds of audio that were packed. */
  readonly census: AudioCensus = new AudioCensus();
  /** What happened to audio that was already encoded. */
  readonly recodings: RecodingCensus = new RecodingCensus();
  /** Seconds of audio that were packed. */
  seconds = 0;
  readonly #output: string;
  readonly #options: RecordPackerOptions;
  readonly #files: AudioFiles;
  readonly #length: AudioLength;
  readonly #writer: ReflectiveWriter;
  /** The inputs of records, if errors may have to name them again. */
  readonly #origins: RecordOrigins | undefined;
  /**
   * The keys of inputs that weren't packed. They have their keys all the same: otherwise a plan, which
   * knows nothing of what an input holds, would come to other results than packing.
   */
  readonly #lostKeys = new Map<string, number>();

  /** @throws {FileError} when the output exists and may not be overwritten, or can't be written. */
  constructor(output: string, options: RecordPackerOptions) {
    const { ir, rules, account, overwrite, nameOf, sync, codecModels } = options;
    this.#output = output;
    this.#options = options;
    this.#files = new AudioFiles({
      acceptTruncated: rules.acceptTruncated,
      track: rules.track,
      decodeWith: foreignDecoder(rules.decodeWith),
      onDecodedWith: ({ file, by }) => account.note({ code: "decoded-with", file, by }),
    });
    const length = this.#length = new AudioLength(ir);
    this.#origins = fieldThatMeans(ir, "key") === undefined ? undefined : new RecordOrigins();
    const { census, recodings } = this;
    try {
      this.#writer = createDatasetWriter(output, {
        ir,
        overwrite,
        nameOf,
        sync,
        codecModels,
        onClipping: rules.onClipping,
        onCoded: (intake) => recodings.note(intake),
        onNote: (note) => account.note(note),
        onEncoded(record) {
          length.measure(record);
          refuseShort(length.seconds, rules.minSeconds);
        },
        openAudio: (input) => length.hear(census.open(this.#files.open(input), input)),
      });
    } catch (cause) {
      this.#files[Symbol.dispose]();
      throw cause;
    }
  }

  /** Number of records so far. */
  get recordCount(): number {
    return this.#writer.recordCount;
  }

  /** Bytes written so far. */
  get byteLength(): number {
    return this.#writer.byteLength;
  }

  /**
   * Packs an input, skips it, or leaves it out.
   *
   * @throws {InputFailure} when it can't be packed and such inputs aren't skipped.
   * @throws {FileError} when the output can't be written.
   */
  async take(input: InputRecord): Promise<void> {
    const { account, ir, rules } = this.#options;
    let record: Record<string, unknown> | MissingFile | undefined;
    let number: number | undefined;
    this.#length.begin();
    try {
      record = input.load((note) => account.note(note));
      if (!(record instanceof MissingFile)) {
        if (rules.scale !== undefined) record = scaledRecord(record, ir, rules.scale);
        if (rules.requireText) requireText(record, { ir, input });
        this.#refuseLost(input, record);
        number = await this.#writer.appendAsync(record);
      }
    } catch (cause) {
      this.census.drop();
      this.recodings.drop();
      const facts = this.#facts(input, record ?? cause);
      this.#lose(input, record);
      if (!(cause instanceof TooShort)) {
        return this.#refuse(this.#naming(cause, record), input, facts);
      }
      return account.leaveOut({ ...facts, seconds: cause.seconds }, cause.reason);
    }
    const facts = this.#facts(input, record);
    if (record instanceof MissingFile || number === undefined) {
      return this.#refuse(record, input, facts);
    }
    this.#origins?.add(input.ordinal);
    this.census.keep();
    this.recodings.keep();
    const { seconds } = this.#length;
    this.seconds += seconds ?? 0;
    account.keep({ ...facts, seconds, record: number }, input.where);
    this.#options.onKept?.(input, record);
  }

  /** Completes the file and gives it its name. */
  finish(): void {
    this.#writer.finish();
  }

  /** Discards what was written; does nothing after {@link finish}. */
  abort(): void {
    this.#writer.abort();
  }

  /** Closes audio files, and discards the output unless it was finished. */
  [Symbol.dispose](): void {
    this.abort();
    this.#files[Symbol.dispose]();
  }

  /** What is known about an input, from its values or from why it has none. */
  #facts(input: InputRecord, valuesOrCause: unknown): InputFacts {
    const { wantsFacts, ir } = this.#options;
    return wantsFacts ? inputFacts(input, valuesOrCause, ir) : { source: input.source };
  }

  /** Turns an error about two records into one about their inputs. */
  #naming(cause: unknown, values: unknown): unknown {
    const isDuplicate = cause instanceof ManifestError && cause.code === "duplicate-key";
    const record = isDuplicate ? Number(cause.found) : NaN;
    if (!isDuplicate || this.#origins === undefined || !Number.isInteger(record)) return cause;
    const { ir, whereIs } = this.#options;
    const owner = whereIs(this.#origins.of(record));
    return duplicateKeyOf(values, { owner, ir, cause });
  }

  /** Keeps the key of an input that isn't packed. */
  #lose(input: InputRecord, values: unknown): void {
    const { ir } = this.#options;
    if (this.#origins === undefined || values instanceof MissingFile) return;
    const key = inputKey(values === undefined ? {} : input, values, ir);
    if (key !== undefined && !this.#lostKeys.has(key)) this.#lostKeys.set(key, input.ordinal);
  }

  #refuseLost(input: InputRecord, values: Record<string, unknown>): void {
    if (this.#lostKeys.size === 0) return;
    const { ir, whereIs } = this.#options;
    const owner = this.#lostKeys.get(inputKey(input, values, ir) ?? "");
    if (owner !== undefined) throw duplicateKeyOf(values, { owner: whereIs(owner), ir });
  }

  #refuse(cause: unknown, input: InputRecord, facts: InputFacts): void {
    const { account, rules, onSkip } = this.#options;
    if (cause instanceof FileError && cause.file === this.#output) throw cause;
    const isMissing = cause instanceof MissingFile;
    const reason = isMissing ? cause.reasonAt(input.where) : reasonFor(cause, input.where);
    if (rules.onError === "fail" || !(isMissing || isInputsFault(cause))) {
      account.fail(facts, reason);
      throw new InputFailure(input.where, isMissing ? cause.toError() : cause);
    }
    account.skip(facts, reason);
    onSkip(reason);
  }
}

/** Whether going on with the next input makes sense. */
function isInputsFault(error: unknown): error is AudioInputError | ManifestError | FileError {
  return error instanceof AudioInputError || error instanceof ManifestError ||
    (error instanceof FileError && !exhausted.has(error.code));
}

/** Problems that the next input would have as well. */
const exhausted: ReadonlySet<string> = new Set(["no-space", "too-many-open-files"]);
