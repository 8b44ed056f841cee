import { type ErrorDetails, ManifestError } from "../../errors/mod.ts";
import { type DatasetIr, sourceOf } from "../../schema/mod.ts";
import { inputsOf } from "./role_inputs.ts";
import { dirname } from "../shared/paths.ts";
import { shownValue } from "../shared/shown_value.ts";
import { inputName, isInputPipe } from "../shared/standard_stream.ts";
import { maxLineBytes } from "../../runtime/lists/byte_lines.ts";
import { type MissingFile, MissingFiles } from "./values/missing_files.ts";
import type { PathRoot } from "./values/path_root.ts";
import { repeatedKey } from "../../runtime/lists/repeated_key.ts";

// Drops a byte order mark, which some editors put before the first line.
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Reads the lines of one manifest, and says what is wrong with them. */
export class ManifestParser {
  readonly #ir: DatasetIr;
  readonly #manifest: string;
  readonly #folder: string;
  readonly #root: PathRoot | undefined;
  readonly #missing = new MissingFiles();
  readonly #names: ReadonlySet<string>;

  /** @param root the folder that paths must stay in, if any. */
  constructor(manifest: string, { ir, root }: { ir: DatasetIr; root: PathRoot | undefined }) {
    this.#ir = ir;
    this.#manifest = manifest;
    // A pipe has no folder of its own.
    this.#folder = isInputPipe(manifest) ? "." : dirname(manifest);
    this.#root = root;
    this.#names = new Set(ir.fields.map((field) => field.name));
  }

  /**
   * The values of one line's record, or the first file named there that is missing.
   *
   * @param bytes the line; `undefined` if it is too long.
   * @param onFile receives the path of each file that the line names.
   * @throws {ManifestError} when the line isn't a JSON object of the dataset's fields.
   * @throws {FileError} when a file that it names can't be read.
   */
  parse(
    bytes: Uint8Array | undefined,
    line: number,
    onFile?: (path: string) => void,
  ): Record<string, unknown> | MissingFile {
    // Forgets what an earlier line left here if it failed for another reason.
    this.#missing.take();
    if (bytes === undefined) {
      throw this.#error(line, `it is longer than ${maxLineBytes / 2 ** 20} MiB`, {
        code: "line-too-long",
        hint: "write one record per line, and put long values into files",
      });
    }
    const text = this.#decode(bytes, line);
    const values = this.#object(text, line);
    this.#refuseKeys(text, values, line);
    const record: Record<string, unknown> = {};
    for (const field of this.#ir.fields) {
      const source = sourceOf(field);
      if (source !== undefined) {
        if (!Object.hasOwn(values, field.name)) continue;
        throw this.#error(line, `"${field.name}" is computed from "${source}"`, {
          code: "computed-field",
          field: field.name,
          hint: "leave it out, or take `from` out of the schema",
        });
      }
      if (Object.hasOwn(values, field.name)) {
        record[field.name] = inputsOf(field.kind).manifestValue(values[field.name], {
          field,
          folder: this.#folder,
          root: this.#root,
          missing: this.#missing,
          onFile,
          wrong: (wanted, found, hint) =>
            this.#error(line, `expected ${wanted} for "${field.name}", got ${found}`, {
              code: "wrong-value",
              field: field.name,
              hint,
            }),
        });
      } else if (field.options["default"] === undefined) {
        throw this.#error(line, `"${field.name}" is missing, and has no default`, {
          code: "missing-key",
          field: field.name,
        });
      }
    }
    return this.#missing.take() ?? record;
  }

  #refuseKeys(text: string, values: Record<string, unknown>, line: number): void {
    const unknown = Object.keys(values).find((key) => !this.#names.has(key));
    if (unknown !== undefined) {
      const reason = `${this.#ir.name} has no field ${shownValue(unknown)}`;
      const hint = `its fields are ${[...this.#names].join(", ")}`;
      throw this.#error(line, reason, { code: "unknown-key", hint });
    }
    const repeated = repeatedKey(text, values);
    if (repeated === undefined) return;
    throw this.#error(line, `it gives ${shownValue(repeated)} twice`, { code: "repeated-key" });
  }

  #decode(bytes: Uint8Array, line: number): string {
    try {
      return decoder.decode(bytes);
    } catch {
      throw this.#error(line, "it isn't UTF-8", { code: "not-utf-8" });
    }
  }

  #object(text: string, line: number): Record<string, unknown> {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw this.#error(line, `it isn't JSON (${reason})`, { code: "not-json" });
    }
    if (isObject(value)) return value;
    throw this.#error(line, "expected a JSON object", { code: "not-an-object" });
  }

  #error(line: number, reason: string, details: ErrorDetails): ManifestError {
    const message = `Line ${line} of ${inputName(this.#manifest)}: ${reason}`;
    return new ManifestError(message, { ...details, file: this.#manifest });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
