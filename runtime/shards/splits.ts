import { counted } from "../../errors/counted.ts";
import { IntegrityError } from "../../errors/mod.ts";
import { type JsonObject, type JsonValue, sha256Hex } from "../../schema/reading.ts";
import { datasetJson } from "./dataset_json.ts";
import { isInside } from "./shard_name.ts";
import { folderPlace, type ShardPlace } from "./shard_place.ts";

/** More ranges than this are kept in a file of their own. */
export const mostRanges = 1000;

/** A split as `dataset.json` describes it. */
export type SplitEntry =
  | { readonly records: number; readonly ranges: readonly (readonly [number, number])[] }
  | { readonly records: number; readonly file: string; readonly sha256: string };

/** A split's entry, and the bytes of its file where its records don't fit into `dataset.json`. */
export interface EncodedSplit {
  readonly entry: SplitEntry;
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

/**
 * The form in which a split is kept.
 *
 * @param records ascending.
 */
export function encodeSplit(name: string, records: Uint32Array): EncodedSplit {
  const ranges: [number, number][] = [];
  for (const record of records) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === record) last[1]++;
    else if (ranges.push([record, record + 1]) > mostRanges) break;
  }
  if (ranges.length <= mostRanges) return { entry: { records: records.length, ranges } };
  const bytes = new Uint8Array(records.length * 4);
  const view = new DataView(bytes.buffer);
  records.forEach((record, at) => view.setUint32(at * 4, record, true));
  const sha256 = sha256Hex(bytes);
  const file = `splits/${name}-${sha256.slice(0, 8)}.u32`;
  return { entry: { records: records.length, file, sha256 }, bytes };
}

/** The names of the splits that a `dataset.json` has. */
export function splitNames({ splits }: JsonObject): string[] {
  return isObject(splits) ? Object.keys(splits) : [];
}

/** The file that has the records of a split, if `dataset.json` itself doesn't. */
export function splitFile({ splits }: JsonObject, name: string): string | undefined {
  const entry = isObject(splits) ? splits[name] : undefined;
  const file = isObject(entry) ? entry["file"] : undefined;
  return typeof file === "string" ? file : undefined;
}

/**
 * The records of a split, ascending.
 *
 * @param json the `dataset.json` of the folder.
 * @param place where the dataset's files are; the folder if omitted.
 * @returns nothing if the dataset has no split of that name.
 * @throws {FileError} when the split's file can't be read.
 * @throws {IntegrityError} `"split"` when it isn't what `dataset.json` says, or isn't ascending.
 */
export function readSplit(
  folder: string,
  json: JsonObject,
  name: string,
  place: ShardPlace = folderPlace(folder),
): Uint32Array<ArrayBuffer> | undefined {
  const splits = json["splits"];
  const entry = isObject(splits) && Object.hasOwn(splits, name) ? splits[name] : undefined;
  if (entry === undefined) return undefined;
  const recordCount = Number(json["records"]);
  const refuse = (what: string) =>
    new IntegrityError(`Cannot read the split "${name}" of "${folder}": ${what}`, {
      code: "split",
      file: place.pathOf(datasetJson),
      hint: "dataset.json or the split's file was changed; split the dataset again",
    });
  if (!isObject(entry) || !isCount(entry["records"]) || entry["records"] > recordCount) {
    throw refuse("its number of records isn't one of the dataset");
  }
  const { records, ranges, file, sha256 } = entry;
  const found = Array.isArray(ranges)
    ? fromRanges(ranges, { records, recordCount })
    : typeof file === "string" && isInside(file)
    ? fromFile(place, file, { records, sha256 })
    : undefined;
  if (found === undefined) throw refuse("its records aren't as many as it says, or not ascending");
  for (let at = 1; at < found.length; at++) {
    if (found[at]! <= found[at - 1]!) throw refuse("its records aren't ascending");
  }
  if (found.length > 0 && found.at(-1)! >= recordCount) {
    throw refuse(
      `it has record ${found.at(-1)}, but the dataset has ${counted(recordCount, "record")}`,
    );
  }
  return found;
}

function fromRanges(
  ranges: readonly JsonValue[],
  { records, recordCount }: { records: number; recordCount: number },
): Uint32Array<ArrayBuffer> | undefined {
  const all = new Uint32Array(records);
  let at = 0;
  for (const range of ranges) {
    if (!Array.isArray(range) || range.length !== 2) return undefined;
    const [first, end] = range;
    if (!isCount(first) || !isCount(end) || end > recordCount || end - first > records - at) {
      return undefined;
    }
    for (let record = first; record < end; record++) all[at++] = record;
  }
  return at === records ? all : undefined;
}

function fromFile(
  place: ShardPlace,
  file: string,
  { records, sha256 }: { records: number; sha256: JsonValue | undefined },
): Uint32Array<ArrayBuffer> | undefined {
  const bytes = place.read(place.pathOf(file), records * 4);
  if (bytes === undefined) return undefined;
  if (sha256Hex(bytes) !== sha256) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: records }, (_, at) => view.getUint32(at * 4, true));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: JsonValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
