import { fieldKinds } from "./fields/mod.ts";
import type { DatasetIr, FieldIr } from "./ir.ts";
import { datasetIr } from "./dataset_ir.ts";
import { irJson } from "./fingerprint.ts";
import type { FieldDefinition } from "./infer.ts";
import { knowKinds } from "./language/known_kinds.ts";
import type { JsonObject } from "./language/json.ts";
import { brokenIr, checkKind, parsedIr, readIrWith } from "./read_ir.ts";

/**
 * Reads the IR that a file carries, and checks it by defining the dataset again: the result must
 * have the same canonical text.
 *
 * @throws {FormatError} when it isn't an IR, or not one that this version could have written.
 */
export function parseIr(text: string): DatasetIr {
  knowKinds(fieldKinds());
  const { name, fields } = parsedIr(text);
  fields.forEach(checkKind);
  let ir: DatasetIr;
  try {
    ir = datasetIr(name, Object.fromEntries(fields.map(definitionOf)), "read");
  } catch (cause) {
    throw brokenIr(cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (irJson(ir) !== text) throw brokenIr("it isn't in canonical form");
  return ir;
}

/**
 * Lets everything that reads files read those of any schema. Loading this module does it already;
 * whoever opens files of any schema calls it, so that no bundler leaves the module out.
 */
export function readAnySchema(): void {
  readIrWith(parseIr);
}

readAnySchema();

function definitionOf(field: FieldIr): [string, FieldDefinition] {
  return [field.name, { kind: field.kind, options: readDefaults(field) }];
}

/** 64-bit defaults are decimal text in the IR and BigInts in the schema language. */
function readDefaults({ kind, options }: FieldIr): JsonObject | { default: bigint } {
  const is64Bit = kind === "uint64" || kind === "int64";
  if (!is64Bit || typeof options["default"] !== "string") return options;
  return /^-?\d{1,20}$/.test(options["default"])
    ? { ...options, default: BigInt(options["default"]) }
    : options;
}
