import { IntegrityError, UsageError } from "../../errors/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { checkJson } from "./check_json.ts";
import type { Directory } from "./directory.ts";

/** What a model that computed a field's values was. */
export interface ModelProvenance {
  /** SHA-256 of the model's file, as 64 hexadecimal digits. */
  readonly sha256: string;
  /** Frames of samples a second that it was given. */
  readonly sampleRate: number;
  /** Channels that it was given. */
  readonly channels: number;
  /** Samples that a frame of tokens stands for. */
  readonly hopLength: number;
}

/** Where a field's values come from. */
export interface FieldProvenance {
  /** The model that encoded the audio. */
  readonly codecModel: ModelProvenance;
}

/**
 * Where fields' values come from, by the fields' names. It stands beside the schema, and isn't part of
 * the fingerprint: files of two models of one codec are of the same schema.
 */
export type Provenance = Readonly<Record<string, FieldProvenance>>;

/**
 * The provenance text's bytes, in their one spelling: fields in schema order, the keys of each in the
 * order of this page's interfaces.
 *
 * @throws {UsageError} when it names a field that the dataset doesn't have.
 */
export function encodeProvenance(
  provenance: Provenance,
  { name, fields }: DatasetIr,
): Uint8Array<ArrayBuffer> {
  const known = new Set(fields.map((field) => field.name));
  const unknown = Object.keys(provenance).find((field) => !known.has(field));
  if (unknown !== undefined) {
    throw new UsageError(`Cannot write the provenance of "${unknown}": ${name} has no such field`, {
      code: "no-such-field",
      field: unknown,
      found: unknown,
      wanted: [...known].join(", "),
    });
  }
  const ordered = fields.flatMap((field) => {
    const origin = provenance[field.name];
    if (origin === undefined) return [];
    const { sha256, sampleRate, channels, hopLength } = origin.codecModel;
    return [[field.name, { codecModel: { sha256, sampleRate, channels, hopLength } }]];
  });
  return new TextEncoder().encode(JSON.stringify(Object.fromEntries(ordered)));
}

/**
 * The provenance that a file's tail holds; its checksum held already.
 *
 * @throws {IntegrityError} `"provenance"` when it doesn't lie in the tail, or isn't what this page says.
 */
export function readProvenance(
  tail: Uint8Array,
  { name, ir, directory }: { name: string; ir: DatasetIr; directory: Directory },
): Provenance {
  const { provenanceOffset, provenanceLength, irOffset } = directory;
  if (provenanceLength === 0) return {};
  const start = provenanceOffset - irOffset;
  const refuse = (reason: string) =>
    new IntegrityError(`Cannot open "${name}": what it says of its fields' origin ${reason}`, {
      code: "provenance",
      file: name,
      hint: "it wasn't written by a sound writer",
    });
  if (start < directory.irLength || start + provenanceLength > tail.length) {
    throw refuse("lies outside its tail");
  }
  const text = tail.subarray(start, start + provenanceLength);
  checkJson(text, { what: "provenance text", file: name, code: "provenance" });
  let value: unknown;
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    value = JSON.parse(decoder.decode(text));
  } catch {
    throw refuse("isn't JSON");
  }
  if (!isObject(value)) throw refuse("isn't an object");
  const names = new Set(ir.fields.map((field) => field.name));
  const entries = Object.entries(value).map(([field, origin]) => {
    if (!names.has(field)) throw refuse(`names "${field}", which is no field`);
    const model = isObject(origin) ? modelOf(origin["codecModel"]) : undefined;
    if (model === undefined) throw refuse(`names no model for "${field}"`);
    return [field, { codecModel: model }] as const;
  });
  return Object.fromEntries(entries);
}

function modelOf(value: unknown): ModelProvenance | undefined {
  if (!isObject(value)) return undefined;
  const { sha256, sampleRate, channels, hopLength } = value;
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  if (!isCount(sampleRate) || !isCount(channels) || !isCount(hopLength)) return undefined;
  return { sha256, sampleRate, channels, hopLength };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
