import { type GeneratedModule, generateModules } from "../../codegen/mod.ts";
import { UsageError } from "../../errors/mod.ts";
import { filterWarnings } from "./filter_warnings.ts";
import { loadUserSchema } from "../shared/load_user_schema.ts";
import { requireFile, resolve } from "../../shards/shared/paths.ts";

/**
 * The modules of several schema files, not written yet, so that a schema with a mistake leaves
 * everything unchanged. A file given twice counts once.
 *
 * @throws {FileError} when there is no such schema file.
 * @throws {SchemaError} when a schema can't be used.
 * @throws {UsageError} when two schemas would become one module.
 */
export async function generateAll(
  schemas: readonly string[],
  { out, runtime, batches }: { out: string; runtime: string | undefined; batches: boolean },
): Promise<GeneratedModule[]> {
  const modules: GeneratedModule[] = [];
  const given = new Set<string>();
  const origins = new Map<string, string>();
  for (const schemaPath of schemas) {
    if (given.has(resolve(schemaPath))) continue;
    given.add(resolve(schemaPath));
    requireFile(schemaPath);
    // The generator then finds the module already loaded.
    const datasets = await loadUserSchema(schemaPath);
    const generated = await generateModules(
      { schemaPath, outDir: out, batches, ...(runtime === undefined ? {} : { runtime }) },
    );
    for (const { path } of generated) {
      // Folded, because some file systems ignore case.
      const target = resolve(path).toLowerCase();
      const other = origins.get(target);
      if (other !== undefined) throw sameModule(other, { schemaPath, path });
      origins.set(target, schemaPath);
    }
    const [reader, ...others] = generated;
    modules.push({ ...reader!, warnings: filterWarnings(datasets) }, ...others);
  }
  return modules;
}

function sameModule(
  other: string,
  { schemaPath, path }: { schemaPath: string; path: string },
): UsageError {
  return new UsageError(
    `Cannot generate "${path}" from both "${other}" and "${schemaPath}"`,
    { code: "same-module", file: path, hint: "rename one, or give each its own --out" },
  );
}
