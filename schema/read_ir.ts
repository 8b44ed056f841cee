import { FormatError } from "../errors/mod.ts";
import { irJson } from "./fingerprint.ts";
import type { DatasetIr, FieldIr } from "./ir.ts";
import type { KindFacts } from "./language/kind.ts";
import { knowKinds, knownKind } from "./language/known_kinds.ts";

/** The schemas of generated modules by their canonical text, which files carry. */
const schemas = new Map<string, DatasetIr>();
let language: ((text: string) => DatasetIr) | undefined;

/** Makes a generated module's schema known, and the kinds of its fields. */
export function knowSchema(ir: DatasetIr, kinds: readonly KindFacts[]): void {
  knowKinds(kinds);
  schemas.set(irJson(ir), ir);
}

/** Has schemas of every kind read by `parse`. */
export function readIrWith(parse: (text: string) => DatasetIr): void {
  language = parse;
}

/**
 * Reads the IR that a file carries. One that a generated module has was checked when the module was
 * generated; others are checked by the schema language. In a program without it, only the form of a
 * schema is checked: enough to say what distinguishes it from the one that was expected.
 *
 * @throws {FormatError} when it isn't an IR, or not one that this version could have written.
 */
export function readIr(text: string): DatasetIr {
  return schemas.get(text) ?? (language ?? readForm)(text);
}

function readForm(text: string): DatasetIr {
  const ir = parsedIr(text);
  if (irJson(ir) !== text) throw brokenIr("it isn't in canonical form");
  return ir;
}

/**
 * The IR in a text, of which only the form is known.
 *
 * @throws {FormatError} when it isn't JSON, or not of the form of an IR.
 */
export function parsedIr(text: string): DatasetIr {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw brokenIr("it isn't JSON", cause);
  }
  if (!isObject(value) || typeof value["name"] !== "string" || !Array.isArray(value["fields"])) {
    throw brokenIr("it has no name or no list of fields");
  }
  value["fields"].forEach(checkForm);
  return value as unknown as DatasetIr;
}

function checkForm(entry: unknown): asserts entry is FieldIr {
  if (
    !isObject(entry) || typeof entry["name"] !== "string" || typeof entry["kind"] !== "string"
  ) throw brokenIr("a field has no name or no kind");
  if (!isObject(entry["options"])) throw brokenIr("a field has no options");
}

/**
 * Refuses kinds that this version doesn't know.
 *
 * @throws {FormatError} `"unknown-kind"`.
 */
export function checkKind({ name, kind, type }: FieldIr): void {
  if (knownKind(kind)?.typeId === type) return;
  throw new FormatError(
    `Cannot read the schema: field ${JSON.stringify(name)} is of kind ` +
      `${JSON.stringify(kind)} (type ${type}), which this version doesn't know`,
    { code: "unknown-kind", field: name, found: kind, hint: "update audiofield" },
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The error for a schema that can't be read. */
export function brokenIr(reason: string, cause?: unknown): FormatError {
  return new FormatError(`Cannot read the schema: ${reason}`, { code: "schema", cause });
}
