import { StructureKind } from "../print/ts_morph.ts";
import { stringLiteral } from "../print/literals.ts";
import type { FieldEmitter } from "./kind.ts";

/** `text` and `bytes`: nothing of their reading depends on the schema, so the runtime does it. */
export function byteRunEmitter(kind: "text" | "bytes"): FieldEmitter {
  const [fieldClass, checked, type] = kind === "text"
    ? ["TextField", "checkedText", "string"]
    : ["BytesField", "checkedBytes", "Uint8Array"];
  return {
    emit({ ir, names }, file) {
      const slot = file.writer.type("FieldSlot");
      file.writer.statements.push({
        kind: StructureKind.Function,
        name: names.write,
        parameters: [{ name: "value", type }, { name: "slot", type: slot }],
        returnType: "void",
        statements: [
          `${file.writer.value("writeByteRun")}(${file.writer.value(checked)}(value, slot), slot);`,
        ],
      });
      const { default: fallback } = ir.options;
      return {
        inputType: type,
        outputType: type,
        fieldClass: file.value(fieldClass),
        ...(typeof fallback === "string" ? { fallback: stringLiteral(fallback) } : {}),
        encode: names.write,
      };
    },
  };
}
