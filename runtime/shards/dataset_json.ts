import { counted } from "../../errors/counted.ts";
import { type DatasetIr, fingerprintOf, type JsonObject, readIr } from "../../schema/reading.ts";
import { fileError, FormatError, IntegrityError } from "../../errors/mod.ts";
import { maxJsonDepth, maxRecords } from "../container/limits.ts";
import { preambleBytes, trailerBytes } from "../container/constants.ts";
import { system } from "../../hosts/mod.ts";
import { isInside } from "./shard_name.ts";

/** The file that makes a folder a dataset. */
export const datasetJson = "dataset.json";

/** The index, as `dataset.json`'s neighbour. */
export const indexPath = "index/tables.afd";

/** The value of `format` in `dataset.json`. */
export const datasetFormat = "audiofield-dataset";

/** The version of `dataset.json` that is written; readers accept a higher second number. */
export const datasetVersion: readonly [major: number, minor: number] = [1, 0];

/** Bytes of `dataset.json` that are read: a million shards have less. */
export const maxDatasetJsonBytes: number = 2 ** 28;

/** A shard, as `dataset.json` lists it. */
export interface ListedShard {
  /** Its path in the folder, with forward slashes. */
  readonly file: string;
  /** Number of its records. */
  readonly records: number;
  /** Bytes of the file. */
  readonly bytes: number;
  /** SHA-256 of its tail, as 64 hexadecimal digits. */
  readonly checksum: string;
  /** Where its last payload ends. */
  readonly payloadEnd: number;
}

/** What `dataset.json` says, as far as reading the dataset takes it. */
export interface ShardList {
  /** The schema of all shards. */
  readonly ir: DatasetIr;
  /** SHA-256 of the schema, as 64 hexadecimal digits. */
  readonly fingerprint: string;
  /** Number of records of all shards. */
  readonly records: number;
  /** The shards in their order. */
  readonly shards: readonly ListedShard[];
  /** Everything that the file says. */
  readonly json: JsonObject;
}

/**
 * Reads the `dataset.json` of a folder.
 *
 * @param path where it lies, if it isn't the folder's own any more.
 * @throws {FileError} when it can't be read.
 * @throws {FormatError} when it isn't one, or is of a version that this library doesn't read.
 * @throws {IntegrityError} `"dataset-json"` when it contradicts itself.
 */
export function readDatasetJson(
  folder: string,
  path: string = system().paths.join(folder, datasetJson),
): ShardList {
  return parseDatasetJson(readText(path), path);
}

/** {@link readDatasetJson} of a text; `path` is for messages. */
export function parseDatasetJson(text: string, path: string): ShardList {
  const json = parsed(text, path);
  if (json["format"] !== datasetFormat) {
    throw malformed(path, `its "format" isn't "${datasetFormat}"`);
  }
  const version = json["version"];
  if (!isVersion(version)) {
    throw malformed(path, `its version is ${show(version)}, not two numbers`);
  }
  if (version[0] !== datasetVersion[0]) {
    const found = JSON.stringify(version);
    throw new FormatError(
      `Cannot open "${path}": its version is ${found}, but this library reads version ` +
        datasetVersion.join("."),
      { code: "version", file: path, found, hint: "update audiofield" },
    );
  }
  return checked(json, path);
}

function checked(json: JsonObject, path: string): ShardList {
  const refuse = (what: string) =>
    new IntegrityError(`Cannot open "${path}": ${what}`, {
      code: "dataset-json",
      file: path,
      hint: "it was changed, or not written by a sound writer; copy it again",
    });
  const ir = irOf(json, path);
  const fingerprint = fingerprintOf(ir);
  if (json["fingerprint"] !== fingerprint) {
    throw refuse(
      `its fingerprint is ${show(json["fingerprint"])}, but its schema's is ${fingerprint}`,
    );
  }
  const columns = json["shards"];
  if (!isObject(columns)) throw refuse('it has no "shards"');
  const file = columnOf(columns, "file", isText);
  const records = columnOf(columns, "records", isCount);
  const bytes = columnOf(columns, "bytes", isCount);
  const checksum = columnOf(columns, "checksum", isChecksum);
  const payloadEnd = columnOf(columns, "payloadEnd", isCount);
  for (const [name, column] of Object.entries({ file, records, bytes, checksum, payloadEnd })) {
    if (column === undefined) {
      throw refuse(`its list of shards has no column "${name}" that is valid`);
    }
    if (column.length !== file?.length) {
      throw refuse(
        `its list of shards has ${file?.length} files, but ${
          counted(column.length, "value")
        } of "${name}"`,
      );
    }
  }
  const shards = file!.map((name, at): ListedShard => ({
    file: name,
    records: records![at]!,
    bytes: bytes![at]!,
    checksum: checksum![at]!,
    payloadEnd: payloadEnd![at]!,
  }));
  const names = new Set<string>();
  for (const shard of shards) {
    if (!isInside(shard.file)) {
      throw refuse(`its shard ${show(shard.file)} isn't a path in the folder`);
    }
    if (names.has(shard.file)) throw refuse(`it lists the shard ${show(shard.file)} twice`);
    names.add(shard.file);
    if (shard.payloadEnd < preambleBytes || shard.payloadEnd > shard.bytes - trailerBytes) {
      throw refuse(
        `the payloads of its shard ${show(shard.file)} end at byte ${shard.payloadEnd}, but the ` +
          `shard has ${counted(shard.bytes, "byte")}`,
      );
    }
  }
  const total = shards.reduce((sum, shard) => sum + shard.records, 0);
  if (json["records"] !== total) {
    throw refuse(`it says ${show(json["records"])} records, but its shards have ${total}`);
  }
  if (total > maxRecords) {
    throw refuse(`it has ${counted(total, "record")}, more than ${maxRecords}`);
  }
  return { ir, fingerprint, records: total, shards, json };
}

function readText(path: string): string {
  const fs = system().files;
  try {
    const { size } = fs.statSync(path);
    if (size > maxDatasetJsonBytes) {
      throw malformed(path, `it has ${counted(size, "byte")}, more than ${maxDatasetJsonBytes}`);
    }
    return fs.readFileSync(path, "utf8");
  } catch (cause) {
    throw cause instanceof FormatError ? cause : fileError("open", path, cause);
  }
}

function parsed(text: string, path: string): JsonObject {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw malformed(path, `it isn't JSON: ${reason}`);
  }
  if (!isObject(json) || isTooDeep(json, maxJsonDepth)) {
    throw malformed(path, "it isn't a JSON object");
  }
  return json as JsonObject;
}

function irOf(json: JsonObject, path: string): DatasetIr {
  try {
    return readIr(JSON.stringify(json["ir"]) ?? "");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(`Cannot open "${path}": ${reason}`, {
      code: "schema",
      file: path,
      cause,
    });
  }
}

function malformed(path: string, what: string): FormatError {
  return new FormatError(`Cannot open "${path}": ${what}`, {
    code: "dataset-json",
    file: path,
    hint: "it was cut short or changed; copy it again",
  });
}

function columnOf<Value>(
  columns: object,
  name: string,
  isValid: (value: unknown) => value is Value,
): readonly Value[] | undefined {
  const column = (columns as Record<string, unknown>)[name];
  return Array.isArray(column) && column.every(isValid) ? column : undefined;
}

function isVersion(value: unknown): value is readonly [major: number, minor: number] {
  return Array.isArray(value) && value.length === 2 && value.every(isCount);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.isWellFormed();
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isChecksum(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTooDeep(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => isTooDeep(inner, depth - 1));
}

function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 200) ?? "missing";
}
