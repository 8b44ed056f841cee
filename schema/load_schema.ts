import { errorParts, rebuiltError, SchemaError } from "../errors/mod.ts";
import { type Dataset, isDataset } from "./define_dataset.ts";

/**
 * Evaluates a schema file and returns the datasets it exports, in order of their export names.
 *
 * @param url the file's `file:` URL.
 * @param path the file as the user named it, for messages.
 * @throws {SchemaError} when the file can't be loaded, throws, or exports no dataset.
 */
export async function loadSchema(url: URL, path: string): Promise<Dataset[]> {
  const exported = await evaluate(url, path);
  const datasets = [...new Set(Object.values(exported).filter(isDataset))];
  if (datasets.length === 0) {
    throw new SchemaError(`Cannot use "${path}" as a schema: it exports no dataset`, {
      code: "no-dataset",
      file: path,
      found: Object.keys(exported).join(", ") || "no exports",
      hint: "export what defineDataset() returns",
    });
  }
  const names = new Set<string>();
  for (const { name } of datasets) {
    if (names.has(name)) {
      throw new SchemaError(`Cannot use "${path}" as a schema: two datasets are called "${name}"`, {
        code: "name-collision",
        file: path,
        found: name,
      });
    }
    names.add(name);
  }
  return datasets;
}

async function evaluate(url: URL, path: string): Promise<Record<string, unknown>> {
  try {
    return await import(url.href);
  } catch (cause) {
    if (cause instanceof SchemaError) throw cause;
    // The schema may import another copy of the library, which has classes of its own.
    if (cause instanceof Error && cause.name === "SchemaError") {
      throw rebuiltError(errorParts(cause)) ?? cause;
    }
    if (hasTypesThatRun(cause)) {
      const what = cause.message.replace(/ is not supported in strip-only mode$/, "");
      throw new SchemaError(
        `Cannot load the schema "${path}": it has a ${what}, which Node doesn't run`,
        {
          code: "schema-failed",
          file: path,
          hint:
            "Node only leaves types out; write an object or a class in plain JavaScript instead, " +
            "or use Deno or Bun",
          cause,
        },
      );
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SchemaError(`Cannot load the schema "${path}": ${reason}`, {
      code: "schema-failed",
      file: path,
      cause,
    });
  }
}

/** Whether Node refused TypeScript that isn't JavaScript with types, such as an `enum`. */
function hasTypesThatRun(cause: unknown): cause is Error {
  return cause instanceof Error && "code" in cause &&
    cause.code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX";
}
