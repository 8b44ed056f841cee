import { UsageError } from "../../errors/mod.ts";
import { schemaSource, type StoragePlan, type StoredForm } from "../../plan/mod.ts";
import { isStandardStream } from "../../shards/shared/standard_stream.ts";
import { openOutput, type Output } from "../shared/output_stream.ts";
import { basename } from "../../shards/shared/paths.ts";
import { note } from "../shared/terminal.ts";
import type { Measured } from "./measure_folder.ts";

const ending = ".schema.ts";

/** @throws {UsageError} when `gen` and `pack` wouldn't accept a file of that name as a schema. */
export function checkSchemaPath(path: string): void {
  if (isStandardStream(path) || (path.endsWith(ending) && basename(path) !== ending)) return;
  throw new UsageError(`Cannot write the schema "${path}": schema files end in ${ending}`, {
    code: "schema-name",
    file: path,
    wanted: `a name ending in ${ending}`,
    hint: `call it speech${ending}, for example`,
  });
}

/**
 * Writes a schema that stores what a plan chose, and says how to pack with it.
 *
 * @throws {FileError} when the file exists already, or can't be written.
 */
export function writeSchema(
  path: string,
  { plan, measured, overwrite, quiet, output }: {
    plan: StoragePlan;
    measured: Measured | undefined;
    overwrite: boolean;
    quiet: boolean;
    /** Where the schema goes, if that is open already. */
    output: Output | undefined;
  },
): void {
  const chosen = plan.strategies.find(({ name }) => name === plan.strategy);
  if (chosen === undefined) return;
  const dataset = datasetName(path);
  const source = schemaSource(chosen.form, {
    dataset,
    texts: textsOf(measured),
    reason: plan.reason,
  });
  using file = output ?? openOutput(path, { replace: overwrite });
  file.write(new TextEncoder().encode(source));
  file.commit();
  if (quiet) return;
  note("");
  note(`Wrote ${dataset} to "${path}"; pack with`);
  const dataFile = `${basename(path).slice(0, -ending.length)}.afd`;
  const folder = measured?.folder ?? "FOLDER";
  note(
    `  audiofield pack ${[path, folder, dataFile].map(quoted).join(" ")}${
      modelOption(chosen.form)
    }`,
  );
}

/** `speech-clips.schema.ts` defines `SpeechClips`; on standard output, it is `Speech`. */
function datasetName(path: string): string {
  if (isStandardStream(path)) return "Speech";
  const words = basename(path).slice(0, -ending.length).split(/[^A-Za-z0-9]+/);
  const name = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
  return (/^[A-Z]/.test(name) ? name : `Dataset${name}`).slice(0, 64);
}

function textsOf(measured: Measured | undefined): "all" | "some" | "none" {
  if (measured === undefined || measured.texts === 0) return "none";
  return measured.texts === measured.clips ? "all" : "some";
}

function modelOption({ kind }: StoredForm): string {
  return kind === "codecTokens" ? " --codec-model encodec.onnx" : "";
}

/** A path, quoted for a shell where needed. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
