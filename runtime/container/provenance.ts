import { IntegrityError, UsageError } from "../../errors/mod.ts";
import { decodable } from "../../hosts/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { checkJson } from "./check_json.ts";
import type { Directory } from "./directory.ts";

/** The model that computed a field's values. */
export interface ModelProvenance {
  /** SHA-256 of the model's file, as 64 hexadecimal digits. */
  readonly sha256: string;
  /** Sample rate of the audio that it was given, in hertz. */
  readonly sampleRate: number;
  /** Number of channels of that audio. */
  readonly channels: number;
  /** Samples per channel that each frame of tokens stands for. */
  readonly hopLength: number;
}

/** Where a field's values come from. */
export interface FieldProvenance {
  /** The model that encoded the audio. */
  readonly codecModel: ModelProvenance;
}

/**
 * Where the values of fields come from, by field name. It is stored next to the schema and isn't
 * part of the fingerprint: files made with two models of one codec have the same schema.
 */
export type Provenance = Readonly<Record<string, FieldProvenance>>;

/**
 * The bytes of the provenance text in its canonical form: fields in schema order, and the keys of
 * each in the order of the interfaces above.
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
 * Reads the provenance from a file's tail, whose checksum has been checked.
 *
 * @throws {IntegrityError} `"provenance"` when it lies outside the tail, or is malformed.
 */
export function readProvenance(
  tail: Uint8Array,
  { name, ir, directory }: { name: string; ir: DatasetIr; directory: Directory },
): Provenance {
  const { provenanceOffset, provenanceLength, irOffset } = directory;
  if (provenanceLength === 0) return {};
  const start = provenanceOffset - irOffset;
  const refuse = (reason: string) =>
    new IntegrityError(`Cannot open "${name}": its provenance ${reason}`, {
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
    value = JSON.parse(decoder.decode(decodable(text)));
  } catch {
    throw refuse("isn't JSON");
  }
  if (!isObject(value)) throw refuse("isn't an object");
  const names = new Set(ir.fields.map((field) => field.name));
  const entries = Object.entries(value).map(([field, origin]) => {
    if (!names.has(field)) throw refuse(`names "${field}", which isn't one of its fields`);
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
