import { SchemaError } from "../errors/mod.ts";
import { audioRate, isAudioKind } from "./declared.ts";
import { fieldKind } from "./fields/mod.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { FieldDefinitions } from "./infer.ts";
import type { DatasetIr, FieldIr } from "./ir.ts";
import type { FieldLookup } from "./language/kind.ts";
import { checkCollisions, checkDatasetName, checkFieldName } from "./names.ts";
import { isPlainObject } from "./language/values.ts";

// Registered, so that a schema importing another copy of the library is recognised all the same.
const brand: unique symbol = Symbol.for("audiofield.dataset");

/** A validated, frozen dataset description. */
export interface Dataset<F extends FieldDefinitions = FieldDefinitions> {
  /** In PascalCase; the names of generated classes begin with it. */
  readonly name: string;
  /** The definitions as written, for type inference. */
  readonly fields: F;
  /** The description as plain JSON, defaults left out. */
  readonly ir: DatasetIr;
  /** SHA-256 of the IR's canonical JSON, as 64 hexadecimal digits. */
  readonly fingerprint: string;
}

/**
 * Describes a dataset: its name in PascalCase and its fields, in the order they are stored.
 *
 * @throws {SchemaError} naming the path of what is wrong, such as `Speech.audio.sampleRate`.
 *
 * @example
 * ```ts
 * import { defineDataset, field } from "./mod.ts";
 *
 * const Speech = defineDataset("Speech", {
 *   audio: field.waveform({ sampleRate: 16_000 }),
 *   speaker: field.uint32({ default: 0 }),
 *   transcript: field.text(),
 * });
 * if (Speech.ir.fields.length !== 3) throw new Error();
 * ```
 */
export function defineDataset<const F extends FieldDefinitions>(
  name: string,
  fields: F,
): Dataset<F> {
  checkDatasetName(name);
  const ir = freezeDeep({ name, fields: fieldIrs(name, fields) });
  const dataset = {
    name,
    fields: Object.freeze({ ...fields }),
    ir,
    fingerprint: fingerprintOf(ir),
  };
  Object.defineProperty(dataset, brand, { value: true });
  return Object.freeze(dataset);
}

/** Whether `value` came from `defineDataset`, of this or another copy of the library. */
export function isDataset(value: unknown): value is Dataset {
  return typeof value === "object" && value !== null && brand in value;
}

function fieldIrs(dataset: string, fields: unknown): FieldIr[] {
  if (!isPlainObject(fields)) {
    throw new SchemaError(`${dataset}: expected an object of fields`, { code: "invalid-fields" });
  }
  const names = Object.keys(fields);
  if (names.length === 0) {
    throw new SchemaError(`${dataset}: a dataset needs at least one field`, {
      code: "invalid-fields",
    });
  }
  for (const name of names) checkFieldName(name, dataset);
  checkCollisions(names, dataset);
  const irOf = (name: string): FieldIr =>
    fieldIr(name, { dataset, definition: fields[name], fields: lookup });
  const lookup: FieldLookup = {
    names,
    audioRate: (name) => isAudio(fields[name]) ? audioRate(irOf(name)) : undefined,
  };
  return names.map(irOf);
}

/** Told by the kind alone, so that fields that name each other don't go round in circles. */
function isAudio(definition: unknown): boolean {
  return isPlainObject(definition) && typeof definition["kind"] === "string" &&
    isAudioKind(definition["kind"]);
}

function fieldIr(
  name: string,
  { dataset, definition, fields }: {
    dataset: string;
    definition: unknown;
    fields: FieldLookup;
  },
): FieldIr {
  const path = `${dataset}.${name}`;
  const kind = isPlainObject(definition) && typeof definition["kind"] === "string"
    ? fieldKind(definition["kind"])
    : undefined;
  if (kind === undefined || !isPlainObject(definition)) {
    throw new SchemaError(`${path}: expected a field`, {
      code: "invalid-field",
      field: path,
      hint: "make it with field.waveform(), field.text() or another of the builders",
    });
  }
  const options = kind.canonicalize(definition["options"], path, fields);
  return { name, kind: kind.kind, type: kind.typeId, options };
}

function freezeDeep<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === "object" && part !== null) freezeDeep(part);
  }
  return Object.freeze(value);
}
