import { openAfd } from "../../runtime/shards/open_file.ts";
import { extendDataset } from "../../shards/extend/extend_dataset.ts";
import { formatCount } from "../../shards/shared/units.ts";
import { printCopy, printCopyJson, refuseInputs } from "../copy/copy_records.ts";
import { chooseDataset } from "../pack/choose_dataset.ts";
import { openCodecModels } from "../pack/codec_models.ts";
import { type CodecArguments, codecFlags } from "../pack/packing_options.ts";
import type { CopyShardSize } from "../../shards/copy/folder_copier.ts";
import type { ShardSizeArguments } from "../shared/shard_size.ts";
import { InterruptGuard } from "../shared/interrupt_guard.ts";
import { Progress } from "../shared/progress.ts";

/** The options as given on the command line. */
export interface ExtendArguments extends CodecArguments, ShardSizeArguments {
  readonly schema: string;
  readonly dataset: string | undefined;
  readonly overwrite: boolean;
  /** How large shards are; nothing for a single file. */
  readonly shardSize: CopyShardSize | undefined;
  readonly json: boolean;
}

/** Writes a dataset with further fields, says what was added, and returns the exit code. */
export async function extendFile(
  path: string,
  output: string,
  args: ExtendArguments,
): Promise<number> {
  const begun = performance.now();
  const { schema, dataset, overwrite, json } = args;
  refuseInputs(output, [path, schema]);
  const { ir } = await chooseDataset(schema, dataset);
  await using codecs = await openCodecModels(ir, codecFlags(args));
  using source = openAfd(path);
  const writers: { abort(): void }[] = [];
  using guard = new InterruptGuard(() => writers.forEach((writer) => writer.abort()));
  using progress = new Progress(source.recordCount);
  const isSized = args.shardBytes !== undefined || args.shardRecords !== undefined;
  const { shardSize } = args;
  await extendDataset(output, source, {
    ir,
    overwrite,
    // Unless somebody wants another size, shards stay what they are.
    shardSize: shardSize !== undefined && !isSized && source.shards.length > 0 ? "same" : shardSize,
    codecModels: codecs.byField,
    onWriter: (writer) => writers.push(writer),
    onRecord: (done) =>
      progress.update(done, (seconds) => {
        const rate = (done / seconds).toFixed(0);
        return `${formatCount(done, "record")} | ${rate}/s`;
      }),
    checkpoint: () => guard.checkpoint(),
  });
  using written = openAfd(output);
  const { recordCount: records, byteLength: bytes } = written;
  const result = { records, bytes, seconds: (performance.now() - begun) / 1000 };
  const target = { path: output };
  const known = new Set(source.ir.fields.map(({ name }) => name));
  const fields = ir.fields.map(({ name }) => name).filter((name) => !known.has(name));
  if (json) printCopyJson({ dataset: ir.name, input: path, fields }, { result, target });
  else {
    const added = fields.length === 0 ? "no new field" : fields.join(", ");
    printCopy(`Extended ${formatCount(records, "record")} of ${ir.name} by ${added}`, {
      result,
      target,
    });
  }
  return 0;
}
