import type { LookupForm } from "../../schema/mod.ts";
import { CategoryBuilder } from "./category_builder.ts";
import type { LookupBuilder } from "./lookup_builder.ts";

/** What gathers lookup parts, by what they hold. */
const builders: Readonly<Record<LookupForm, (outputPath: string) => LookupBuilder>> = {
  categories: (outputPath) => new CategoryBuilder(outputPath),
};

/**
 * What gathers the lookup part of one field.
 *
 * @param outputPath the file that is written, for messages.
 */
export function lookupBuilder(form: LookupForm, outputPath: string): LookupBuilder {
  return builders[form](outputPath);
}
