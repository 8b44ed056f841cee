import { fieldMeaning } from "../../schema/mod.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { stringLiteral } from "../print/literals.ts";
import type { FieldEmitter, FieldParts } from "./kind.ts";

/** `text` and `bytes`: reading them doesn't depend on the schema, so the runtime does it. */
export function byteRunEmitter(kind: "text" | "bytes"): FieldEmitter {
  const [fieldClass, checkedName, type] = kind === "text"
    ? ["TextField", "checkedText", "string"]
    : ["BytesField", "checkedBytes", "Uint8Array"];
  return {
    emit({ ir, names }, file) {
      if (fieldMeaning(ir) === "key") return keyParts(file);
      const { FieldSlot } = file.writer.types("FieldSlot");
      const { writeByteRun } = file.writer.values("writeByteRun");
      const checked = file.writer.value(checkedName);
      file.writer.print`
        function ${names.write}(value: ${type}, slot: ${FieldSlot}): void {
          ${writeByteRun}(${checked}(value, slot), slot);
        }
      `;
      const { default: fallback } = ir.options;
      return {
        inputType: type,
        outputType: type,
        fieldClass: file.value(fieldClass),
        isLibraryClass: true,
        ...(typeof fallback === "string" ? { fallback: stringLiteral(fallback) } : {}),
        encode: names.write,
      };
    },
  };
}

/** A text that names records: checked, and indexed, while it is written. */
function keyParts(file: GeneratedFile): FieldParts {
  return {
    inputType: "string",
    outputType: "string",
    fieldClass: file.value("TextField"),
    isLibraryClass: true,
    encode: file.writer.value("writeKey"),
  };
}
