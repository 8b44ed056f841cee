import { refuseTaken } from "../../runtime/output/output_target.ts";
import { PartialFolder } from "../../runtime/output/partial_folder.ts";
import { system } from "../../hosts/mod.ts";
import { fileError } from "../../errors/mod.ts";
import { RecordCopier } from "../../shards/copy/record_copier.ts";
import { readOutcome } from "../../shards/shard/shard_outcome.ts";
import { reasonFor } from "../../shards/pack/failure_reason.ts";
import { refuseOwnInput } from "../../shards/pack/refuse_own_input.ts";
import { stopWorkers } from "../../shards/pool/pool_gate.ts";
import { writePlan } from "../../shards/plan/write_plan.ts";
import type { ShardSize } from "../../shards/plan/pack_plan.ts";
import { dirname, resolve } from "../../shards/shared/paths.ts";
import { isInputPipe } from "../../shards/shared/standard_stream.ts";
import { withoutTemporary } from "../../shards/shared/temporary_paths.ts";
import type { RecordSource } from "../../shards/sources/record_source.ts";
import { type PackResult, refuseEmpty } from "../pack/pack_dataset.ts";
import { InterruptGuard } from "../shared/interrupt_guard.ts";
import { FolderReport } from "./folder_report.ts";
import { packAll, startPool } from "./pack_all.ts";
import { PartCopies } from "./part_copies.ts";
import type { PackFolderOptions } from "./pack_folder.ts";
import { PackProgress } from "./pack_progress.ts";
import { planOptions } from "./plan_folder.ts";
import { countLeftOut, totalsOf } from "./totals_of.ts";

/** How much one worker packs at a time. */
const partSize: ShardSize = { bytes: 32_000_000, records: 1024 };

/** Fewer inputs, or bytes of a manifest, aren't worth starting workers for. */
const leastInputs = 64;
const leastBytes = 16_384;

/** Whether a source is large enough to be packed in parts, and can be read twice. */
export function isWorthParts(source: RecordSource, input: string, isFolder: boolean): boolean {
  if (isFolder) return source.total >= leastInputs;
  return !isInputPipe(input) && source.total >= leastBytes;
}

/**
 * Packs one file with several workers: each packs parts of the input to files of their own, in a folder
 * next to the output, and the parts are copied to the output in order. The bytes are those that one
 * worker writes.
 *
 * @throws what packing with one worker throws.
 */
export async function packInParts(
  options: Omit<PackFolderOptions, "openSource"> & { readonly source: RecordSource },
): Promise<PackResult> {
  const { output, overwrite, source, input, workers, report: reportPath, json } = options;
  const start = performance.now();
  refuseTaken(system().files, output, overwrite);
  refuseOwnInput(output, source);
  // The guard comes first: a signal right after the folder is made must not leave it behind.
  const made: { folder?: PartialFolder; report?: FolderReport; copier?: RecordCopier } = {};
  using guard = new InterruptGuard(() => {
    made.report?.interrupted();
    stopWorkers();
    made.copier?.abort();
    made.folder?.discard();
  });
  using folder = made.folder = partialFolder(output);
  const work = folder.path;
  const others = [...source.files, output];
  using report = made.report = new FolderReport(work, {
    path: reportPath,
    json,
    others,
    named: output,
  });
  try {
    await using pool = startPool({
      folder: work,
      input,
      workers,
      sync: false,
      hint: "pack with --workers 1 to see what happens",
    });
    const plan = await writePlan(work, {
      sync: false,
      ...planOptions(work, {
        ...options,
        size: partSize,
        onInput: () => guard.checkpoint(),
      }),
    });
    report.begin(plan, input);
    const inputs = plan.shards.reduce((sum, { inputs }) => sum + inputs, 0);
    using progress = new PackProgress("packing", inputs);
    const shards = plan.shards.map((_, at) => plan.first + at);
    await using parts = new PartCopies(work, (file) => {
      return made.copier = new RecordCopier(output, { like: file, overwrite });
    });
    const failures = await packAll(plan, {
      folder: work,
      input,
      workers,
      shards,
      guard,
      progress,
      pool,
      onPacked: (shard) => parts.add(shard, readOutcome(work, shard, plan.shards[shard]!.sha256)!),
    });
    if (failures.length > 0) {
      const failed = failures.map(({ shard, cause }) => ({
        shard,
        cause: withoutTemporary(cause, { work, path: output, isFile: true }),
      }));
      report.failed(failed);
      throw failed[0]!.cause;
    }
    const totals = totalsOf(parts.outcomes, countLeftOut(source.leftOut));
    refuseEmpty(totals.account, source, output);
    const records = await parts.finish();
    report.finish(0);
    const seconds = (performance.now() - start) / 1000;
    return { records, seconds, ...totals };
  } catch (failure) {
    const cause = withoutTemporary(failure, { work, path: output, isFile: true });
    report.ended(reasonFor(cause));
    throw cause;
  } finally {
    made.copier?.abort();
  }
}

function partialFolder(output: string): PartialFolder {
  try {
    return new PartialFolder(dirname(resolve(output)));
  } catch (cause) {
    throw fileError("write", output, cause);
  }
}
