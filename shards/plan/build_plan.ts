import config from "../../deno.json" with { type: "json" };
import { UsageError } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";
import { canonicalJson, type DatasetIr, fieldThatMeans } from "../../schema/mod.ts";
import { reasonFor } from "../pack/failure_reason.ts";
import { sizeOf } from "../pack/input_facts.ts";
import type { PackingRules } from "../pack/record_packer.ts";
import { InputFailure } from "../shared/failure.ts";
import { join, relative } from "../shared/paths.ts";
import { formatCount } from "../shared/units.ts";
import { duplicateKeyOf, inputKey } from "../sources/input_key.ts";
import type { InputOutline, InputRecord, RecordSource } from "../sources/record_source.ts";
import { MissingFile } from "../sources/values/missing_files.ts";
import { estimateBytes } from "./estimate_bytes.ts";
import { fileFacts } from "./file_facts.ts";
import type { PackPlan, PlannedInput, PlannedModel, PlannedShard, ShardSize } from "./pack_plan.ts";
import type { PlanHeader } from "./plan_difference.ts";
import { encodeRecord, type PlannedRecord } from "./planned_input.ts";

/** What to plan. */
export interface PlanOptions {
  readonly ir: DatasetIr;
  readonly source: RecordSource;
  readonly input: PlannedInput;
  /** The folder that the inputs' files are named in: the input, or the manifest's folder. */
  readonly inputFolder: string;
  readonly rules: PackingRules;
  readonly models?: readonly PlannedModel[] | undefined;
  /** Whether files are compared by SHA-256 later, not just by size and time. Default `false`. */
  readonly hash?: boolean | undefined;
  readonly size: ShardSize;
  /** The number of the first shard. Default 0. */
  readonly first?: number | undefined;
  /** The dataset that the shards are added to. */
  readonly extends?: ExtendedDataset | undefined;
  /** What is removed once the dataset is complete. Default: nothing. */
  readonly replaces?: readonly string[] | undefined;
  /** Called after each input with how far into the source it is. */
  readonly onInput?: ((position: number) => void | Promise<void>) | undefined;
}

/** A dataset that records are added to. */
export interface ExtendedDataset {
  /** As 64 hexadecimal digits. */
  readonly identity: string;
  /** Whether it has a record with this key. */
  readonly hasKey: (key: string) => boolean;
  /** Whether inputs with such keys are left out; otherwise they are an error. */
  readonly skipExisting: boolean;
}

/** Takes the parts of a plan as they are made, line by line: none is ever in memory as a whole. */
export interface PlanParts {
  /** The lines of a shard's inputs. */
  inputs(shard: number): PlanPart;
  /** The lines of the files that are left out. */
  leftOut(): PlanPart;
}

/** Takes the lines of a part of a plan. */
export interface PlanPart extends Disposable {
  /** Takes the next line, with its end. */
  add(line: string): void;
  /** There are no more. */
  commit(): void;
}

/** How many keys an error lists. */
const listedKeys = 10;

/**
 * Makes a plan from the inputs' headers, in the order of the inputs.
 *
 * @throws {InputFailure} when an input can't be packed, which is known already, and such inputs aren't
 *   skipped.
 * @throws {UsageError} `"existing-keys"` when the dataset that is extended has records with the keys of
 *   inputs.
 * @throws the source's error when it has no inputs.
 */
export async function buildPlan(options: PlanOptions, parts: PlanParts): Promise<PackPlan> {
  const { source, size, first = 0 } = options;
  const inputs = new PlannedInputs(options);
  const shards: PlannedShard[] = [];
  let part: HashedPart | undefined;
  let estimate = 0;
  const close = () => {
    if (part === undefined) return;
    shards.push({ inputs: part.lines, estimate, sha256: part.commit() });
    part = undefined;
    estimate = 0;
  };
  try {
    for await (const record of source.records()) {
      const planned = inputs.take(record);
      const isFull = part !== undefined && (part.lines >= (size.records ?? Infinity) ||
        estimate + planned.bytes > (size.bytes ?? Infinity));
      if (isFull) close();
      part ??= new HashedPart(parts.inputs(first + shards.length));
      part.add(encodeRecord(planned.record));
      estimate += planned.bytes;
      await options.onInput?.(record.position);
    }
    close();
  } finally {
    part?.[Symbol.dispose]();
  }
  if (shards.length === 0) throw source.noInput();
  inputs.refuseExisting();
  using leftOut = new HashedPart(parts.leftOut());
  for (const { facts, reason } of source.leftOut) {
    const json = {
      source: relative(options.inputFolder, facts.source),
      bytes: sizeOf(facts.source),
      code: reason.code,
      message: reason.message,
    };
    leftOut.add(`${canonicalJson(json)}\n`);
  }
  return {
    ...planHeader(options),
    input: options.input,
    skipExisting: options.extends?.skipExisting,
    replaces: options.replaces ?? [],
    shards,
    leftOut: leftOut.commit(),
  };
}

/** What a plan says before its inputs are looked at. */
export function planHeader(options: PlanOptions): PlanHeader {
  const { ir, rules, models = [], hash = false, size, first = 0 } = options;
  const identity = options.extends?.identity;
  return { audiofield: config.version, ir, rules, models, hash, size, first, extends: identity };
}

/** A part of a plan whose lines are counted and hashed on their way. */
class HashedPart implements Disposable {
  /** How many there were. */
  lines = 0;
  readonly #part: PlanPart;
  readonly #hash = system().sha256();

  constructor(part: PlanPart) {
    this.#part = part;
  }

  add(line: string): void {
    this.lines++;
    this.#hash.update(line);
    this.#part.add(line);
  }

  /** Completes it, and returns its SHA-256. */
  commit(): string {
    this.#part.commit();
    return this.#hash.digest("hex");
  }

  /** Gives it up, unless it is complete. */
  [Symbol.dispose](): void {
    this.#part[Symbol.dispose]();
  }
}

/** The values of an input; nothing if it can't have any: it is loaded again, and fails then. */
function outlineOf(input: InputRecord, onFile: (path: string) => void): InputOutline | undefined {
  try {
    if (input.outline !== undefined) return input.outline();
    const values = input.load(() => {}, onFile);
    return values instanceof MissingFile ? undefined : { values, texts: [] };
  } catch {
    return undefined;
  }
}

/** Looks at inputs one by one, and finds what is wrong with them together. */
class PlannedInputs {
  readonly #options: PlanOptions;
  readonly #hasKeys: boolean;
  /** The input that has each key. */
  readonly #owners = new Map<string, number>();
  readonly #existing: string[] = [];
  #existingCount = 0;

  constructor(options: PlanOptions) {
    this.#options = options;
    this.#hasKeys = fieldThatMeans(options.ir, "key") !== undefined;
  }

  /** What the plan keeps of an input, and the bytes that it will take. */
  take(input: InputRecord): { readonly record: PlannedRecord; readonly bytes: number } {
    const { inputFolder, ir, hash = false } = this.#options;
    const listed = input.files ?? [];
    const paths = new Map(listed.map((name) => [join(inputFolder, name), name]));
    const outline = outlineOf(input, (path) => {
      if (!paths.has(path)) paths.set(path, relative(inputFolder, path));
    });
    const files = [...paths].map(([path, name], at) =>
      fileFacts(path, { name, hash, isExpected: at < listed.length })
    );
    const record = { ordinal: input.ordinal, saved: input.saved, files };
    if (outline === undefined) return { record, bytes: 0 };
    const { values, texts } = outline;
    const fault = this.#hasKeys ? this.#keyFault(input, values) : {};
    if (Object.keys(fault).length > 0) return { record: { ...record, ...fault }, bytes: 0 };
    const sizes = new Map(files.map(({ path, bytes }) => [join(inputFolder, path), bytes]));
    const audio = estimateBytes(values, { ir, bytesOf: (path) => sizes.get(path) });
    const text = texts.reduce((sum, name) => sum + (sizes.get(join(inputFolder, name)) ?? 0), 0);
    return { record, bytes: audio + text };
  }

  /** @throws {UsageError} when inputs have keys that the extended dataset has. */
  refuseExisting(): void {
    if (this.#existingCount === 0) return;
    const shown = this.#existing.map((key) => JSON.stringify(key)).join(", ");
    const more = this.#existingCount - this.#existing.length;
    throw new UsageError(
      `Cannot append: the dataset already has ${
        formatCount(this.#existingCount, "key")
      } of these inputs: ${shown}${more > 0 ? ` and ${more} more` : ""}`,
      {
        code: "existing-keys",
        found: this.#existingCount,
        hint: "pass --skip-existing to leave them out",
      },
    );
  }

  #keyFault(
    input: InputRecord,
    values: Record<string, unknown>,
  ): Pick<PlannedRecord, "refused" | "leftOut"> {
    const { ir, extends: extended, source, rules } = this.#options;
    const key = inputKey(input, values, ir);
    if (key === undefined) return {};
    if (extended?.hasKey(key)) {
      const message = `${input.where}: the dataset already has a record with the key ` +
        JSON.stringify(key);
      if (extended.skipExisting) return { leftOut: { code: "existing-key", message } };
      this.#existingCount++;
      if (this.#existing.length < listedKeys) this.#existing.push(key);
      return {};
    }
    const owner = this.#owners.get(key);
    if (owner === undefined) {
      this.#owners.set(key, input.ordinal);
      return {};
    }
    const cause = duplicateKeyOf(values, { owner: source.whereIs(owner), ir });
    if (rules.onError === "fail") throw new InputFailure(input.where, cause);
    return { refused: reasonFor(cause, input.where) };
  }
}
