import { FormatError, systemCode } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";
import {
  canonicalJson,
  type DatasetIr,
  type JsonObject,
  type JsonValue,
  parseIr,
} from "../../schema/mod.ts";
import type { PackingRules } from "../pack/record_packer.ts";
import { readRegularFile } from "../shared/read_regular_file.ts";
import { inFolder, planJson } from "./plan_paths.ts";

/** The value of `format` in `plan.json`. */
const planFormat = "audiofield-plan";

const planVersion: readonly [major: number, minor: number] = [1, 0];

/** Where a plan's inputs come from. */
export interface PlannedInput {
  /** What it is. */
  readonly kind: "folder" | "manifest";
  /** The folder or manifest, relative to the dataset's folder where that is possible. */
  readonly path: string;
  /** The folder that files must stay in, in the same way. */
  readonly root?: string | undefined;
}

/** A model that computes a field. */
export interface PlannedModel {
  /** The field. */
  readonly field: string;
  /** Its file, relative to the dataset's folder where that is possible. */
  readonly file: string;
  /** SHA-256 of the file, as 64 hexadecimal digits. */
  readonly sha256: string;
  /** Its sample rate in Hz, if it was given. */
  readonly rate?: string | undefined;
  /** The name of the model's input. */
  readonly inputName: string;
  /** The name of the model's output. */
  readonly outputName: string;
  /** What runs the model: `"web"` or `"node"`. */
  readonly runtime: string;
  /** Its version; another may compute other values. */
  readonly runtimeVersion?: string | undefined;
  /** The family of the processor, in the same way: `"x86_64 v3"`. */
  readonly processor?: string | undefined;
}

/** How large shards become; whichever is reached first. */
export interface ShardSize {
  /** Bytes, as estimated from headers; a shard of a single input may have more. */
  readonly bytes?: number | undefined;
  /** Inputs. */
  readonly records?: number | undefined;
}

/** One shard's part of a plan. */
export interface PlannedShard {
  /** Number of inputs. */
  readonly inputs: number;
  /** Bytes that their records take, estimated from headers. */
  readonly estimate: number;
  /** SHA-256 of the file of its inputs, as 64 hexadecimal digits. */
  readonly sha256: string;
}

/** How a dataset of many files is packed: everything that decides its bytes. */
export interface PackPlan {
  /** The version of the library that made the plan; another may store other bytes. */
  readonly audiofield: string;
  /** The schema. */
  readonly ir: DatasetIr;
  /** Where the inputs come from. */
  readonly input: PlannedInput;
  /** How inputs become records. */
  readonly rules: PackingRules;
  /** The models that compute fields. */
  readonly models: readonly PlannedModel[];
  /** Whether inputs are compared by SHA-256, not just by size and time. */
  readonly hash: boolean;
  /** How large shards become. */
  readonly size: ShardSize;
  /** The number of the first shard. */
  readonly first: number;
  /** The identity of the dataset that the shards are added to, if they are added to one. */
  readonly extends?: string | undefined;
  /** Whether inputs with keys that the dataset has already are left out. */
  readonly skipExisting?: boolean | undefined;
  /** What is removed once the dataset is complete: the files of the dataset that it replaces. */
  readonly replaces: readonly string[];
  /** The shards, in order. */
  readonly shards: readonly PlannedShard[];
  /** SHA-256 of the list of files that are left out. */
  readonly leftOut: string;
}

/** The bytes of `plan.json`. */
export function encodePlan(plan: PackPlan): string {
  const { ir, extends: extended, shards, ...rest } = plan;
  const json = {
    ...rest,
    ...(extended === undefined ? {} : { extends: extended }),
    format: planFormat,
    version: [...planVersion],
    ir,
    shards: {
      inputs: shards.map(({ inputs }) => inputs),
      estimate: shards.map(({ estimate }) => estimate),
      sha256: shards.map(({ sha256 }) => sha256),
    },
  };
  // Members that aren't set are left out.
  return canonicalJson(JSON.parse(JSON.stringify(json)) as JsonValue);
}

/**
 * The plan in a folder; `undefined` if there is none.
 *
 * @throws {FileError} when it can't be read.
 * @throws {FormatError} when it isn't a plan, or is of a version that this library doesn't read.
 */
export function readPlan(folder: string): PackPlan | undefined {
  const path = inFolder(folder, planJson);
  try {
    if (!system().files.statSync(path).isFile()) return undefined;
  } catch (cause) {
    if (["ENOENT", "ENOTDIR"].includes(systemCode(cause))) {
      return undefined;
    }
  }
  return parsePlan(new TextDecoder().decode(readRegularFile(path)), path);
}

/** The plan of a text; `path` is for messages. */
export function parsePlan(text: string, path: string): PackPlan {
  const json = parsed(text, path);
  const version = json["version"];
  if (json["format"] !== planFormat || !Array.isArray(version)) {
    throw malformed(path, `its "format" isn't "${planFormat}"`);
  }
  if (version[0] !== planVersion[0]) {
    throw malformed(path, `its version is ${version.join(".")}, not ${planVersion.join(".")}`);
  }
  const { shards, ir, format: _format, version: _version, ...rest } = json;
  const { inputs, estimate, sha256 } = (shards ?? {}) as Record<string, readonly unknown[]>;
  const isColumn = (column: unknown, type: string): column is readonly unknown[] =>
    Array.isArray(column) && column.length === inputs?.length &&
    column.every((value) => typeof value === type);
  if (!isColumn(inputs, "number") || !isColumn(estimate, "number") || !isColumn(sha256, "string")) {
    throw malformed(path, "its shards aren't three columns of the same length");
  }
  const named = rest as unknown as Omit<PackPlan, "ir" | "shards">;
  const { input, rules, first, models, replaces } = named;
  const isComplete = typeof input?.path === "string" && typeof rules?.onError === "string" &&
    Number.isSafeInteger(first) && Array.isArray(models) && Array.isArray(replaces);
  if (!isComplete) throw malformed(path, "something is missing in it");
  return {
    ...named,
    ir: parseIr(canonicalJson(ir as JsonValue)),
    shards: inputs.map((_, shard) => ({
      inputs: inputs[shard] as number,
      estimate: estimate[shard] as number,
      sha256: sha256[shard] as string,
    })),
  };
}

function parsed(text: string, path: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed(path, "it isn't JSON");
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as JsonObject;
  }
  throw malformed(path, "it isn't a JSON object");
}

function malformed(path: string, reason: string): FormatError {
  return new FormatError(`Cannot use the plan "${path}": ${reason}`, {
    code: "plan",
    file: path,
    hint: "plan again with --overwrite; finished shards with the same records are kept",
  });
}
