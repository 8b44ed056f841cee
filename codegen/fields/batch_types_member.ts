import type { OptionalKind, PropertyDeclarationStructure } from "../print/ts_morph.ts";
import type { GeneratedFile } from "../print/generated_file.ts";

/** The member that says which batches a field makes of which options; it is there for types alone. */
export function batchTypesMember(
  types: string,
  file: GeneratedFile,
): OptionalKind<PropertyDeclarationStructure> {
  return {
    name: `[${file.value("batchTypes")}]`,
    type: types,
    hasDeclareKeyword: true,
    isReadonly: true,
    docs: ["Which batches it makes of which options."],
  };
}
