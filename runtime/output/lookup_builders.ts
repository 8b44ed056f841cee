import type { LookupForm } from "../../schema/mod.ts";
import { CategoryBuilder } from "./category_builder.ts";
import { KeyBuilder } from "./key_builder.ts";
import type { LookupBuilder } from "./lookup_builder.ts";
import type { OutputFile } from "./output_file.ts";
import type { Spool } from "./spool.ts";
import { storedRuns } from "./stored_runs.ts";

/** The builders of lookup parts, by what the parts hold. */
const builders: Readonly<Record<LookupForm, (column: WrittenColumn) => LookupBuilder>> = {
  categories: ({ output }) => new CategoryBuilder(output.path),
  keys: ({ output, table }) => new KeyBuilder(storedRuns(table, output)),
};

/** Where a field is written to. */
interface WrittenColumn {
  readonly output: OutputFile;
  /** The field's metadata. */
  readonly table: Spool;
}

/** The builder of one field's lookup part. */
export function lookupBuilder(form: LookupForm, column: WrittenColumn): LookupBuilder {
  return builders[form](column);
}
