import { FileError } from "../../errors/mod.ts";
import { shardName } from "../../runtime/shards/shard_name.ts";
import { inputFacts } from "../pack/input_facts.ts";
import { PackAccount } from "../pack/pack_account.ts";
import { RecordPacker } from "../pack/record_packer.ts";
import { type PlannedFile, refuseChanged } from "../plan/file_facts.ts";
import type { PackPlan } from "../plan/pack_plan.ts";
import { inFolder, outcomeFile } from "../plan/plan_paths.ts";
import { type PlannedRecord, readInputs } from "../plan/planned_input.ts";
import { join } from "../shared/paths.ts";
import { type WholeFile, writeWhole } from "../shared/whole_file.ts";
import type { InputRecord } from "../sources/record_source.ts";
import type { PackedShard, PackShardOptions } from "./pack_shard.ts";
import type { PlannedSource } from "./planned_source.ts";
import { encodeOutcome, hasShard, type ShardOutcome } from "./shard_outcome.ts";
import { sourceLine } from "./source_lines.ts";

/** What is packed, and from what. */
export interface ShardContext {
  readonly folder: string;
  readonly shard: number;
  readonly plan: PackPlan;
  readonly source: PlannedSource;
  readonly options: PackShardOptions;
  /** Where the lines of `sources/` and of the report go. */
  readonly lines: { readonly sources: WholeFile; readonly report: WholeFile };
}

/** Packs the inputs of one shard. What is kept of each of them goes to files at once. */
export class ShardPacking {
  readonly #context: ShardContext;
  readonly #account: PackAccount;
  #where = "";
  /** The files of the input that is being packed. */
  #files: readonly PlannedFile[] = [];
  #file: string | null = null;

  constructor(context: ShardContext) {
    this.#context = context;
    this.#account = new PackAccount((line) => {
      context.lines.report.add(`${JSON.stringify({ ...line, where: this.#where })}\n`);
    });
  }

  async run(): Promise<PackedShard> {
    const { folder, shard, plan, options, lines } = this.#context;
    using packer: RecordPacker = new RecordPacker(join(folder, "shards", `${shard}.afd`), {
      ir: plan.ir,
      rules: plan.rules,
      codecModels: options.codecModels ?? {},
      account: this.#account,
      wantsFacts: true,
      sync: options.sync,
      nameOf: (checksum) => this.#publish(packer, checksum),
      onSkip: (reason) => options.onSkip?.(reason),
      whereIs: (ordinal) => this.#whereIs(ordinal),
      onKept: (_input, values) => lines.sources.add(sourceLine(values, this.#files)),
    });
    let inputs = 0;
    for (const record of readInputs(folder, plan, shard)) {
      options.signal?.throwIfAborted();
      await this.#take(packer, record);
      const { recordCount, byteLength, seconds } = packer;
      await options.onInput?.({
        inputs: ++inputs,
        records: recordCount,
        bytes: byteLength,
        seconds,
      });
    }
    options.signal?.throwIfAborted();
    if (packer.recordCount === 0) this.#writeOutcome(packer, "");
    else this.#finish(packer);
    return { outcome: this.#outcome!, wasThere: false };
  }

  /** An earlier input; only errors ask. */
  #whereIs(ordinal: number): string {
    const { folder, plan, shard } = this.#context;
    for (const record of readInputs(folder, plan, shard)) {
      if (record.ordinal === ordinal) return this.#inputOf(record).where;
    }
    return `input ${ordinal}`;
  }

  async #take(packer: RecordPacker, record: PlannedRecord): Promise<void> {
    const { plan, source, options } = this.#context;
    const input = this.#inputOf(record);
    this.#where = input.where;
    this.#files = record.files;
    options.onBegin?.(input.where);
    const { refused, leftOut } = record;
    if (refused === undefined && leftOut === undefined) {
      return await packer.take(checked(input, record.files, source.folder));
    }
    if (leftOut !== undefined) {
      return this.#account.leaveOut(inputFacts(input, undefined, plan.ir), leftOut);
    }
    const facts = inputFacts(input, this.#valuesOf(input), plan.ir);
    this.#account.skip(facts, refused!);
    options.onSkip?.(refused!);
  }

  /** The values of an input, or why it has none; for the report alone. */
  #valuesOf(input: InputRecord): unknown {
    try {
      return input.load((note) => this.#account.note(note));
    } catch (cause) {
      return cause;
    }
  }

  #inputOf({ saved, ordinal }: PlannedRecord): InputRecord {
    return this.#context.source.read(saved, { ordinal, position: 0 });
  }

  /** Another process may have published the same shard in the meantime. */
  #finish(packer: RecordPacker): void {
    const { folder } = this.#context;
    try {
      packer.finish();
    } catch (cause) {
      const isTaken = cause instanceof FileError && cause.code === "exists";
      const outcome = this.#outcome;
      if (!isTaken || outcome === undefined || outcome.file === null) throw cause;
      const { file, checksum, bytes } = outcome;
      if (!hasShard(inFolder(folder, file), { bytes, checksum })) throw this.#taken(file);
    }
  }

  #outcome: ShardOutcome | undefined;

  /** Everything about the shard is there before the shard is: a shard without it is packed again. */
  #publish(packer: RecordPacker, checksum: string): string {
    const { folder, shard } = this.#context;
    this.#file = shardName(shard, checksum);
    this.#writeOutcome(packer, checksum);
    return inFolder(folder, this.#file);
  }

  #writeOutcome(packer: RecordPacker, checksum: string): void {
    const { folder, shard, plan, lines, options } = this.#context;
    const outcome = this.#outcome = {
      inputs: plan.shards[shard - plan.first]!.sha256,
      file: this.#file,
      bytes: this.#file === null ? 0 : packer.byteLength,
      checksum,
      records: packer.recordCount,
      seconds: packer.seconds,
      counts: this.#account.counts,
      forms: packer.census.forms,
      recodings: packer.recodings.counts,
    };
    if (this.#file !== null) lines.sources.commit();
    lines.report.commit();
    writeWhole(inFolder(folder, outcomeFile(shard)), encodeOutcome(outcome), options);
  }

  #taken(file: string): FileError {
    const path = inFolder(this.#context.folder, file);
    return new FileError(`Cannot write "${path}": another file has that name`, {
      code: "exists",
      file: path,
      hint: "audiofield verify says what is wrong with it; remove it, and pack the shard again",
    });
  }
}

/** An input that is refused if its files were changed since they were planned. */
function checked(
  input: InputRecord,
  files: readonly PlannedFile[],
  folder: string,
): InputRecord {
  return {
    ...input,
    saved: input.saved,
    bytesOf: (path) => files.find((file) => join(folder, file.path) === path)?.bytes,
    load(note, onFile) {
      for (const file of files) refuseChanged(join(folder, file.path), file);
      return input.load(note, onFile);
    },
  };
}
