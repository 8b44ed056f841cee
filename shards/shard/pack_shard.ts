import { FileError, fileError, UsageError } from "../../errors/mod.ts";
import type { CodecModels } from "../../runtime/mod.ts";
import { shardName } from "../../runtime/shards/shard_name.ts";
import { type PlannedFile, refuseChanged } from "../plan/file_facts.ts";
import { type PackPlan, readPlan } from "../plan/pack_plan.ts";
import { type PlannedRecord, readInputs } from "../plan/planned_input.ts";
import { inFolder, outcomeFile, plannedSourcesFile, reportFile } from "../plan/plan_paths.ts";
import { writeWhole } from "../plan/write_plan.ts";
import { join } from "../shared/paths.ts";
import type { InputRecord } from "../sources/record_source.ts";
import type { Reason } from "../sources/values/reason.ts";
import { inputFacts } from "../pack/input_facts.ts";
import { PackAccount } from "../pack/pack_account.ts";
import { inputsOfPlan, type PlannedSource } from "./planned_source.ts";
import { RecordPacker } from "../pack/record_packer.ts";
import {
  encodeOutcome,
  hasShard,
  isPublished,
  readOutcome,
  type ShardOutcome,
} from "./shard_outcome.ts";
import { sourceLine } from "./source_lines.ts";

/** How to pack a shard. */
export interface PackShardOptions {
  /** Where the inputs are, if not where they were when they were planned. */
  readonly input?: string | undefined;
  /** The models that the plan names, by field. Default: none. */
  readonly codecModels?: CodecModels | undefined;
  /** Told about inputs that are skipped. */
  readonly onSkip?: ((reason: Reason) => void) | undefined;
  /** Called before each input, with what messages call it. */
  readonly onBegin?: ((where: string) => void) | undefined;
  /** Called after each input. */
  readonly onInput?: ((progress: ShardProgress) => void | Promise<void>) | undefined;
  /** Gives up: nothing is published then. */
  readonly signal?: AbortSignal | undefined;
}

/** How far a shard is. */
export interface ShardProgress {
  /** Inputs that are done. */
  readonly inputs: number;
  /** Records that were packed. */
  readonly records: number;
  /** Bytes written. */
  readonly bytes: number;
  /** Seconds of audio. */
  readonly seconds: number;
}

/** A shard that was packed. */
export interface PackedShard {
  /** What became of its inputs. */
  readonly outcome: ShardOutcome;
  /** Whether it had been packed before. */
  readonly wasThere: boolean;
}

/**
 * Packs one shard of the plan in a folder, whole or not at all. The same plan gives the same bytes,
 * whoever packs it; several processes may pack the same shard at once. Where a shard is there already,
 * nothing is done.
 *
 * @param shard its number: the plan's first one and those after it.
 * @throws {UsageError} `"no-plan"` or `"no-such-shard"`.
 * @throws {InputFailure} when an input can't be packed, and the plan doesn't skip such inputs.
 * @throws {FileError} when the shard can't be written.
 */
export async function packShard(
  folder: string,
  shard: number,
  options: PackShardOptions = {},
): Promise<PackedShard> {
  const plan = requirePlan(folder);
  const planned = plan.shards[shard - plan.first];
  if (planned === undefined) throw noSuchShard(folder, shard, plan);
  const done = readOutcome(folder, shard, planned.sha256);
  if (done !== undefined && isPublished(folder, done)) return { outcome: done, wasThere: true };
  const source = inputsOfPlan(folder, plan, options.input);
  const records = readInputs(folder, plan, shard);
  return await new ShardPacking({ folder, shard, plan, source, options }).run(records);
}

/**
 * The plan in a folder.
 *
 * @throws {UsageError} `"no-plan"` when there is none.
 */
export function requirePlan(folder: string): PackPlan {
  const plan = readPlan(folder);
  if (plan !== undefined) return plan;
  throw new UsageError(`Cannot pack shards of "${folder}": it has no plan`, {
    code: "no-plan",
    file: folder,
    hint: "make one with `audiofield shard plan SCHEMA INPUT OUTPUT`",
  });
}

interface ShardContext {
  readonly folder: string;
  readonly shard: number;
  readonly plan: PackPlan;
  readonly source: PlannedSource;
  readonly options: PackShardOptions;
}

/** Packs the inputs of one shard. */
class ShardPacking {
  readonly #context: ShardContext;
  readonly #sources: string[] = [];
  readonly #report: string[] = [];
  readonly #account: PackAccount;
  #where = "";
  #file: string | null = null;

  constructor(context: ShardContext) {
    this.#context = context;
    this.#account = new PackAccount((line) => {
      this.#report.push(`${JSON.stringify({ ...line, where: this.#where })}\n`);
    });
  }

  async run(records: readonly PlannedRecord[]): Promise<PackedShard> {
    const { folder, shard, plan, options } = this.#context;
    makeFolder(join(folder, "shards"));
    const whereIs = (ordinal: number) =>
      this.#inputOf(records.find((record) => record.ordinal === ordinal)!).where;
    const files = new Map(records.map(({ ordinal, files }) => [ordinal, files]));
    using packer: RecordPacker = new RecordPacker(join(folder, "shards", `${shard}.afd`), {
      ir: plan.ir,
      rules: plan.rules,
      codecModels: options.codecModels ?? {},
      account: this.#account,
      wantsFacts: true,
      nameOf: (checksum) => this.#publish(packer, checksum),
      onSkip: (reason) => options.onSkip?.(reason),
      whereIs,
      onKept: (input, values) =>
        this.#sources.push(sourceLine(values, files.get(input.ordinal) ?? [])),
    });
    for (const [at, record] of records.entries()) {
      options.signal?.throwIfAborted();
      await this.#take(packer, record);
      const { recordCount, byteLength, seconds } = packer;
      await options.onInput?.({ inputs: at + 1, records: recordCount, bytes: byteLength, seconds });
    }
    options.signal?.throwIfAborted();
    if (packer.recordCount === 0) this.#writeOutcome(packer, "");
    else this.#finish(packer);
    const outcome = readOutcome(folder, shard, plan.shards[shard - plan.first]!.sha256)!;
    return { outcome, wasThere: false };
  }

  async #take(packer: RecordPacker, record: PlannedRecord): Promise<void> {
    const { plan, source, options } = this.#context;
    const input = this.#inputOf(record);
    this.#where = input.where;
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
      const { file, checksum, bytes } = this.#outcome!;
      if (!isTaken || file === null) throw cause;
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
    const { folder, shard, plan } = this.#context;
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
    if (this.#file !== null) {
      writeWhole(inFolder(folder, plannedSourcesFile(shard)), this.#sources.join(""));
    }
    writeWhole(inFolder(folder, reportFile(shard)), this.#report.join(""));
    writeWhole(inFolder(folder, outcomeFile(shard)), encodeOutcome(outcome));
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
    load(note, onFile) {
      for (const file of files) refuseChanged(join(folder, file.path), file);
      return input.load(note, onFile);
    },
  };
}

function makeFolder(path: string): void {
  try {
    Deno.mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw fileError("write", path, cause);
  }
}

function noSuchShard(folder: string, shard: number, { first, shards }: PackPlan): UsageError {
  return new UsageError(`Cannot pack shard ${shard} of "${folder}": the plan has no such shard`, {
    code: "no-such-shard",
    file: folder,
    found: shard,
    wanted: `${first} to ${first + shards.length - 1}`,
  });
}
