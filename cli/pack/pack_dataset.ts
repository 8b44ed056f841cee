import { AudioInputError } from "../../errors/mod.ts";
import type { CodecModels } from "../../runtime/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import type { AudioCensus } from "../../shards/pack/audio_census.ts";
import { reasonFor } from "../../shards/pack/failure_reason.ts";
import { sizeOf } from "../../shards/pack/input_facts.ts";
import { PackAccount, total } from "../../shards/pack/pack_account.ts";
import type { RecodingCensus } from "../../shards/pack/recoding_census.ts";
import { type PackingRules, RecordPacker } from "../../shards/pack/record_packer.ts";
import { refuseOwnInput } from "../../shards/pack/refuse_own_input.ts";
import { InputFailure } from "../../shards/shared/failure.ts";
import { formatBytes, formatCount, formatNumber } from "../../shards/shared/units.ts";
import type { RecordSource } from "../../shards/sources/record_source.ts";
import { InterruptGuard } from "../shared/interrupt_guard.ts";
import { Progress } from "../shared/progress.ts";
import { ReportFile } from "./report_file.ts";

/** What to pack, and how. */
export interface PackOptions {
  readonly ir: DatasetIr;
  readonly output: string;
  readonly rules: PackingRules;
  readonly overwrite: boolean;
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
  const { ir, output, rules, overwrite, codecModels } = options;
  const start = performance.now();
  let packer: RecordPacker | undefined;
  let report: ReportFile | undefined;
  let source: RecordSource | undefined;
  let progress: Progress | undefined;
  const account = new PackAccount((line) => report?.add(line));
  // Made before the file: a signal right after the file is created must not leave it behind.
  using guard = new InterruptGuard(() => {
    packer?.abort();
    account.fail({ source: output }, { code: "interrupted", message: "it was interrupted" });
    report?.[Symbol.dispose]();
  });
  try {
    packer = new RecordPacker(output, {
      ir,
      rules,
      overwrite,
      codecModels,
      account,
      wantsFacts: options.report !== undefined,
      onSkip: ({ code, message }) => progress?.note(`skipped[${code}]: ${message}`),
      whereIs: (ordinal) => source!.whereIs(ordinal),
    });
    source = options.openSource();
    refuseOwnInput(output, source);
    if (options.report !== undefined) {
      report = new ReportFile(options.report, {
        others: [...source.files, output],
        json: options.json,
      });
    }
    {
      using bar = progress = new Progress(source.total);
      for (const { facts, reason } of source.leftOut) {
        account.leaveOut({ ...facts, bytes: sizeOf(facts.source) }, reason);
      }
      for await (const input of source.records()) {
        await packer.take(input);
        const { byteLength, recordCount } = packer;
        bar.update(
          input.position,
          (seconds) =>
            `${formatCount(recordCount, "record")} | ${formatBytes(byteLength / seconds)}/s`,
        );
        await guard.checkpoint();
      }
      refuseEmpty(account, source, output);
    }
    packer.finish();
    const seconds = (performance.now() - start) / 1000;
    const { recordCount, census, recodings } = packer;
    return { records: recordCount, seconds, account, census, recodings };
  } catch (cause) {
    packer?.abort();
    // An input that failed already has a line.
    if (!(cause instanceof InputFailure)) account.fail({ source: output }, reasonFor(cause));
    throw cause;
  } finally {
    packer?.[Symbol.dispose]();
    report?.[Symbol.dispose]();
  }
}

/** @throws the error for an output without a record. */
export function refuseEmpty(
  account: PackAccount,
  source: Pick<RecordSource, "noInput">,
  output: string,
): void {
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
