import { FormatError } from "../errors/mod.ts";
import { fieldKind } from "./fields/mod.ts";
import type { DatasetIr, FieldIr } from "./ir.ts";
import { datasetIr } from "./dataset_ir.ts";
import { irJson } from "./fingerprint.ts";
import type { FieldDefinition } from "./infer.ts";
import type { JsonObject } from "./language/json.ts";

/**
 * Reads the IR that a file carries, and checks it by defining the dataset again: the result must
 * have the same canonical text.
 *
 * @throws {FormatError} when it isn't an IR, or not one that this version could have written.
 */
export function parseIr(text: string): DatasetIr {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw broken("it isn't JSON", cause);
  }
  if (!isRecord(value) || typeof value["name"] !== "string" || !Array.isArray(value["fields"])) {
    throw broken("it has no name or no list of fields");
  }
  const fields = Object.fromEntries(value["fields"].map(definitionOf));
  let ir: DatasetIr;
  try {
    ir = datasetIr(value["name"], fields, "read");
  } catch (cause) {
    throw broken(cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (irJson(ir) !== text) throw broken("it isn't in canonical form");
  return ir;
}

function definitionOf(entry: unknown): [string, FieldDefinition] {
  if (!isRecord(entry) || typeof entry["name"] !== "string" || typeof entry["kind"] !== "string") {
    throw broken("a field has no name or no kind");
  }
  if (fieldKind(entry["kind"])?.typeId !== entry["type"]) {
    throw new FormatError(
      `Cannot read the schema: field ${JSON.stringify(entry["name"])} is of kind ` +
        `${JSON.stringify(entry["kind"])} (type ${entry["type"]}), which this version doesn't know`,
      {
        code: "unknown-kind",
        field: entry["name"],
        found: entry["kind"],
        hint: "update audiofield",
      },
    );
  }
  if (!isRecord(entry["options"])) throw broken("a field has no options");
  return [entry["name"], {
    kind: entry["kind"],
    options: readDefaults(entry as unknown as FieldIr),
  }];
}

/** 64-bit defaults are decimal text in the IR and BigInts in the schema language. */
function readDefaults({ kind, options }: FieldIr): JsonObject | { default: bigint } {
  const is64Bit = kind === "uint64" || kind === "int64";
  if (!is64Bit || typeof options["default"] !== "string") return options;
  return /^-?\d{1,20}$/.test(options["default"])
    ? { ...options, default: BigInt(options["default"]) }
    : options;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function broken(reason: string, cause?: unknown): FormatError {
  return new FormatError(`Cannot read the schema: ${reason}`, { code: "schema", cause });
}
