/**
 * The generator: it makes typed, specialised modules from a schema file. Only the generator loads
 * ts-morph; the rest of the library never does.
 *
 * @example Generating a schema's modules
 * ```ts ignore
 * import { generateModules } from "audiofield/codegen";
 *
 * const modules = await generateModules({ schemaPath: "speech.schema.ts", outDir: "generated" });
 * for (const { path, text } of modules) await Deno.writeTextFile(path, text);
 * ```
 *
 * @module
 */
export { type DatasetDocs, readDocComments } from "./doc_comments.ts";
export {
  type GeneratedModule,
  generateModules,
  type GenerateOptions,
  type ModuleTextOptions,
  type ModuleTexts,
  moduleTexts,
  specifiers,
} from "./generate_module.ts";
export type {
  Dataset,
  DatasetIr,
  FieldDefinition,
  FieldDefinitions,
  FieldIr,
  fieldTypes,
  JsonObject,
  JsonValue,
} from "../schema/mod.ts";
export type { Door } from "./print/doors.ts";
