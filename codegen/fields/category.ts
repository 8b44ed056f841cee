import { stringLiteral } from "../print/literals.ts";
import type { FieldEmitter } from "./kind.ts";

/** `category`: nothing of its reading depends on the schema, so the runtime does it. */
export const categoryEmitter: FieldEmitter = {
  emit({ ir, names }, file) {
    const { FieldSlot } = file.writer.types("FieldSlot");
    const { checkedCategory, writeCategory } = file.writer.values(
      "checkedCategory",
      "writeCategory",
    );
    file.writer.print`
      function ${names.write}(value: string, slot: ${FieldSlot}): void {
        ${writeCategory}(${checkedCategory}(value, slot), slot);
      }
    `;
    const { default: fallback } = ir.options;
    return {
      inputType: "string",
      outputType: "string",
      fieldClass: file.value("CategoryField"),
      isLibraryClass: true,
      ...(typeof fallback === "string" ? { fallback: stringLiteral(fallback) } : {}),
      encode: names.write,
    };
  },
};
