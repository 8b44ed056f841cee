import { AudioFiles } from "../../audio/mod.ts";
import { AudioInputError, FileError, ManifestError } from "../../errors/mod.ts";
import {
  type CodecModels,
  createDatasetWriter,
  type OnClipping,
  type ReflectiveWriter,
} from "../../runtime/mod.ts";
import { type DatasetIr, fieldThatMeans } from "../../schema/mod.ts";
import { InputFailure } from "../../shards/shared/failure.ts";
import { InterruptGuard } from "../shared/interrupt_guard.ts";
import { Progress } from "../shared/progress.ts";
import { formatBytes, formatCount, formatNumber } from "../../shards/shared/units.ts";
import { AudioCensus } from "../../shards/pack/audio_census.ts";
import { AudioLength } from "../../shards/pack/audio_length.ts";
import { reasonFor } from "../../shards/pack/failure_reason.ts";
import { inputFacts, sizeOf } from "../../shards/pack/input_facts.ts";
import { duplicateKey } from "../../shards/sources/input_key.ts";
import { MissingFile } from "../../shards/sources/values/missing_files.ts";
import { type InputFacts, PackAccount, total } from "../../shards/pack/pack_account.ts";
import { RecodingCensus } from "../../shards/pack/recoding_census.ts";
import { RecordOrigins } from "../../shards/pack/record_origins.ts";
import type { InputRecord, RecordSource } from "../../shards/sources/record_source.ts";
import { refuseOwnInput } from "../../shards/pack/refuse_own_input.ts";
import { ReportFile } from "./report_file.ts";
import { requireText } from "../../shards/pack/require_text.ts";
import { scaledRecord } from "../../shards/pack/scale.ts";
import { refuseShort, TooShort } from "../../shards/pack/too_short.ts";

/** What to pack, and how. */
export interface PackOptions {
  readonly ir: DatasetIr;
  readonly output: string;
  readonly onError: "fail" | "skip";
  /** What to do with clips that are beyond full scale. */
  readonly onClipping: OnClipping;
  /** What the samples of audio files are multiplied by, unless a file has its own scale. */
  readonly scale: number | undefined;
  /** Whether files that are cut off are packed as far as they go. */
  readonly acceptTruncated: boolean;
  readonly overwrite: boolean;
  /** Whether a record without text is an error, whatever the field's default. */
  readonly requireText: boolean;
  /** Records with less audio are left out. */
  readonly minSeconds: number;
  /**
   * Where a report goes, if one is wanted, and whether standard output is taken by a JSON document.
   */
  readonly report: string | undefined;
  readonly json: boolean;
  /** The models that encode audio for fields of codec tokens, by field name. */
  readonly codecModels: CodecModels;
  /** Begins to read the input; called once the output is known to be writable. */
  openSource(): RecordSource;
}

/** What {@link packDataset} did. */
export interface PackResult {
  readonly records: number;
  readonly seconds: number;
  /** What happened to each input. */
  readonly account: PackAccount;
  /** The kinds of audio that were packed. */
  readonly census: AudioCensus;
  /** What happened to audio that was already encoded. */
  readonly recodings: RecodingCensus;
}

/**
 * Packs all records of a source. However this ends, the output is either complete or missing; a
 * report says what happened to the inputs up to that point.
 *
 * @throws the error of an input that failed, unless such inputs are skipped.
 */
export async function packDataset(options: PackOptions): Promise<PackResult> {
  const { ir, output, overwrite, codecModels, onClipping } = options;
  const start = performance.now();
  let writer: ReflectiveWriter | undefined;
  let report: ReportFile | undefined;
  const account = new PackAccount((line) => report?.add(line));
  // Made before the file: a signal right after the file is created must not leave it behind.
  using guard = new InterruptGuard(() => {
    writer?.abort();
    account.fail({ source: output }, { code: "interrupted", message: "it was interrupted" });
    report?.[Symbol.dispose]();
  });
  using files = new AudioFiles({ acceptTruncated: options.acceptTruncated });
  const census = new AudioCensus();
  const recodings = new RecodingCensus();
  const length = new AudioLength(ir);
  try {
    writer = createDatasetWriter(output, {
      ir,
      overwrite,
      codecModels,
      onClipping,
      onCoded: (intake) => recodings.note(intake),
      onNote: (note) => account.note(note),
      onEncoded(record) {
        length.measure(record);
        refuseShort(length.seconds, options.minSeconds);
      },
      openAudio: (input) => length.hear(census.open(files.open(input), input)),
    });
    const source = options.openSource();
    refuseOwnInput(output, source);
    if (options.report !== undefined) {
      report = new ReportFile(options.report, {
        others: [...source.files, output],
        json: options.json,
      });
    }
    const censuses = [census, recodings];
    await new Packing(writer, { ...options, source, guard, censuses, account, length }).run();
    writer.finish();
    const seconds = (performance.now() - start) / 1000;
    return { records: writer.recordCount, seconds, account, census, recodings };
  } catch (cause) {
    writer?.abort();
    // An input that failed already has a line.
    if (!(cause instanceof InputFailure)) account.fail({ source: output }, reasonFor(cause));
    throw cause;
  } finally {
    report?.[Symbol.dispose]();
  }
}

interface PackingContext extends PackOptions {
  readonly source: RecordSource;
  readonly guard: InterruptGuard;
  readonly censuses: readonly { keep(): void; drop(): void }[];
  readonly account: PackAccount;
  readonly length: AudioLength;
}

/** Packs the inputs of a source, one by one. */
class Packing {
  readonly #writer: ReflectiveWriter;
  readonly #context: PackingContext;
  /** The inputs of records, if errors may have to name them again. */
  readonly #origins: RecordOrigins | undefined;

  constructor(writer: ReflectiveWriter, context: PackingContext) {
    this.#writer = writer;
    this.#context = context;
    const hasKeys = fieldThatMeans(context.ir, "key") !== undefined;
    this.#origins = hasKeys ? new RecordOrigins() : undefined;
  }

  async run(): Promise<void> {
    const { source, account, guard } = this.#context;
    using progress = new Progress(source.total);
    for (const { facts, reason } of source.leftOut) {
      account.leaveOut({ ...facts, bytes: sizeOf(facts.source) }, reason);
    }
    for await (const input of source.records()) {
      await this.#take(input, progress);
      progress.update(input.position, (seconds) => {
        const rate = formatBytes(this.#writer.byteLength / seconds);
        return `${formatCount(this.#writer.recordCount, "record")} | ${rate}/s`;
      });
      await guard.checkpoint();
    }
    this.#refuseEmpty();
  }

  async #take(input: InputRecord, progress: Progress): Promise<void> {
    const { account, censuses, ir, length, scale } = this.#context;
    let record: Record<string, unknown> | MissingFile | undefined;
    let number: number | undefined;
    length.begin();
    try {
      record = input.load((note) => account.note(note));
      if (!(record instanceof MissingFile)) {
        if (scale !== undefined) record = scaledRecord(record, ir, scale);
        if (this.#context.requireText) requireText(record, { ir, input });
        number = await this.#writer.appendAsync(record);
      }
    } catch (cause) {
      censuses.forEach((census) => census.drop());
      const facts = this.#facts(input, record ?? cause);
      if (!(cause instanceof TooShort)) {
        return this.#refuse(this.#naming(cause, record), { input, facts, progress });
      }
      return account.leaveOut({ ...facts, seconds: cause.seconds }, cause.reason);
    }
    const facts = this.#facts(input, record);
    if (number === undefined) return this.#refuse(record, { input, facts, progress });
    this.#origins?.add(input.ordinal);
    censuses.forEach((census) => census.keep());
    account.keep({ ...facts, seconds: length.seconds, record: number }, input.where);
  }

  /**
   * What is known about an input, from its values or from why it has none. Only a report shows it.
   */
  #facts(input: InputRecord, valuesOrCause: unknown): InputFacts {
    const { report, ir } = this.#context;
    return report === undefined ? { source: input.source } : inputFacts(input, valuesOrCause, ir);
  }

  /** Turns an error about two records into one about their inputs. */
  #naming(cause: unknown, values: unknown): unknown {
    const isDuplicate = cause instanceof ManifestError && cause.code === "duplicate-key";
    if (!isDuplicate || this.#origins === undefined) return cause;
    const { ir, source } = this.#context;
    const owner = source.whereIs(this.#origins.of(Number(cause.found)));
    return duplicateKey(cause, { values, owner, ir });
  }

  #refuse(
    cause: unknown,
    { input, facts, progress }: { input: InputRecord; facts: InputFacts; progress: Progress },
  ): void {
    const { account, output, onError } = this.#context;
    if (cause instanceof FileError && cause.file === output) throw cause;
    const isMissing = cause instanceof MissingFile;
    const reason = isMissing ? cause.reasonAt(input.where) : reasonFor(cause, input.where);
    if (onError === "fail" || !(isMissing || isInputsFault(cause))) {
      account.fail(facts, reason);
      throw new InputFailure(input.where, isMissing ? cause.toError() : cause);
    }
    account.skip(facts, reason);
    progress.note(`skipped[${reason.code}]: ${reason.message}`);
  }

  #refuseEmpty(): void {
    const { account, source, output } = this.#context;
    if (account.packed > 0) return;
    const skipped = total(account.skipped);
    const short = account.leftOut.get("too-short") ?? 0;
    if (skipped + short === 0) throw source.noInput();
    const fate = short === 0
      ? "skipped"
      : skipped === 0
      ? "left out as too short"
      : "skipped, or left out as too short";
    throw new AudioInputError(
      `Cannot pack "${output}": every input was ${fate} (${formatNumber(skipped + short)} in all)`,
      { code: "all-skipped", file: output, found: 0 },
    );
  }
}

/** Whether going on with the next input makes sense. */
function isInputsFault(error: unknown): error is AudioInputError | ManifestError | FileError {
  return error instanceof AudioInputError || error instanceof ManifestError ||
    (error instanceof FileError && !exhausted.has(error.code));
}

/** Problems that the next input would have as well. */
const exhausted: ReadonlySet<string> = new Set(["no-space", "too-many-open-files"]);
