/**
 * The generator: from a schema file to a typed, specialised module. It alone loads ts-morph, so the
 * rest of the library never does.
 *
 * @example Generating a module's text
 * ```ts ignore
 * import { generateModule } from "audiofield/codegen";
 *
 * const { path, text } = await generateModule({
 *   schemaPath: "speech.schema.ts",
 *   outDir: "generated",
 * });
 * await Deno.writeTextFile(path, text);
 * ```
 *
 * @module
 */
export { type DatasetDocs, readDocComments } from "./doc_comments.ts";
export {
  type GeneratedModule,
  generateModule,
  type GenerateOptions,
  moduleText,
  type ModuleTextOptions,
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
export type { ImportedRoom } from "./print/generated_file.ts";
