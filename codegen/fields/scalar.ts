import { integerRange, type ScalarType } from "../../schema/mod.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { bigintLiteral, docComment, numberLiteral } from "../print/literals.ts";
import type { EmittedField, FieldEmitter, FieldParts } from "./kind.ts";

/** What differs between the scalar kinds, as source text. */
interface ScalarCode {
  readonly arrayType: string;
  readonly valueType: "number" | "bigint" | "boolean";
  readonly setter: string;
  /** The runtime's check, and its arguments after the value. */
  readonly check: readonly [name: string, ...bounds: string[]];
}

/** Emits one scalar kind: the value is the metadata record, so decoding is one array access. */
export function scalarEmitter(kind: ScalarType | "bool"): FieldEmitter {
  const code = scalarCode(kind);
  return {
    emit(field, file): FieldParts {
      emitMetadata(field, code, file);
      emitField(field, code, file);
      emitWrite(field, code, file);
      const inputType = code.valueType === "bigint" ? "bigint | number" : code.valueType;
      const fallback = fallbackOf(field, code);
      return {
        inputType,
        outputType: code.valueType,
        fieldClass: field.names.field,
        ...(fallback === undefined ? {} : { fallback }),
        encode: field.names.write,
      };
    },
  };
}

function scalarCode(kind: ScalarType | "bool"): ScalarCode {
  if (kind === "bool") {
    return {
      arrayType: "Uint8Array",
      valueType: "boolean",
      setter: "setUint8",
      check: ["checkedBool"],
    };
  }
  const is64Bit = kind === "uint64" || kind === "int64";
  const name = kind.replace(/^u?int/, (word) => word === "uint" ? "Uint" : "Int")
    .replace(/^float/, "Float");
  const stem = is64Bit ? `Big${name}` : name;
  const range = integerRange[kind];
  const literal = is64Bit
    ? (n: bigint) => bigintLiteral(`${n}`)
    : (n: bigint) => numberLiteral(Number(n));
  return {
    arrayType: `${stem}Array`,
    valueType: is64Bit ? "bigint" : "number",
    setter: `set${stem}`,
    check: range === undefined
      ? [`checked${name}`]
      : [is64Bit ? "checkedBigInt" : "checkedInteger", ...range.map(literal)],
  };
}

function emitMetadata({ ir, names }: EmittedField, code: ScalarCode, file: GeneratedFile): void {
  const { Table } = file.types("Table");
  const { pageMask } = file.values("pageMask");
  const read = `this.#table.page(index)[index & ${pageMask}]!`;
  file.print`
    /** Metadata of \`${ir.name}\`: the values themselves. */
    export class ${names.metadata} {
      readonly #table: ${Table}<${code.arrayType}>;

      /** Made by the field. */
      constructor(table: ${Table}<${code.arrayType}>) {
        this.#table = table;
      }

      /** The value of record \`index\`. */
      value(index: number): ${code.valueType} {
        return ${code.valueType === "boolean" ? `${read} !== 0` : read};
      }
    }
  `;
}

/** The field's class, in which the type of the values depends on the schema. */
function emitField(field: EmittedField, code: ScalarCode, file: GeneratedFile): void {
  const { names, index, doc, ir } = field;
  const { arrayType, valueType } = code;
  const { ScalarField, pageMask } = file.values("ScalarField", "pageMask");
  const { AfdFile, Indices, ScalarBatch } = file.types("AfdFile", "Indices", "ScalarBatch");
  const ofBool = valueType === "boolean" ? " 1 is true, 0 is false." : "";
  const values = `${arrayType}<ArrayBuffer>`;
  file.print`
    ${docComment(`${doc}\n\nKind \`${ir.kind}\`: one value per record, batches of shape (batch).`)}
    export class ${names.field} extends ${ScalarField}<${values}> {
      /** Accessors of the metadata records. */
      readonly metadata: ${names.metadata};

      /** Made by the open file. */
      constructor(file: ${AfdFile}) {
        super(file, ${index}, ${arrayType});
        this.metadata = new ${names.metadata}(this.table);
      }

      /** The value of record \`index\`. */
      override decode(index: number): ${valueType} {
        return this.metadata.value(index);
      }

      /** Fills \`batch.data\` with the values of the records at \`indices\`.${ofBool} */
      override decodeBatch(indices: ${Indices}, batch: ${ScalarBatch}<${values}>): void {
        const data = this.begin(indices, batch);
        const { table } = this;
        for (let row = 0; row < indices.length; row++) {
          const index = indices[row]!;
          data[row] = table.page(index)[index & ${pageMask}]!;
        }
      }
    }
  `;
}

function emitWrite({ names }: EmittedField, code: ScalarCode, file: GeneratedFile): void {
  const [check, ...bounds] = code.check;
  const checked = `${file.writer.value(check)}(${["value", ...bounds, "slot"].join(", ")})`;
  const littleEndian = code.setter.endsWith("8") ? "" : ", true";
  const type = code.valueType === "bigint" ? "bigint | number" : code.valueType;
  const { FieldSlot } = file.writer.types("FieldSlot");
  file.writer.print`
    function ${names.write}(value: ${type}, slot: ${FieldSlot}): void {
      slot.metadata.${code.setter}(0, ${checked}${littleEndian});
    }
  `;
}

function fallbackOf({ ir }: EmittedField, { valueType }: ScalarCode): string | undefined {
  const value = ir.options["default"];
  if (value === undefined) return undefined;
  return valueType === "bigint" ? bigintLiteral(String(value)) : literalOf(value);
}

function literalOf(value: unknown): string {
  return typeof value === "number" ? numberLiteral(value) : String(value);
}
