import {
  type MethodDeclarationStructure,
  type OptionalKind,
  StructureKind,
} from "../print/ts_morph.ts";
import { integerRange, scalarBytes, type ScalarType } from "../../schema/mod.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { bigintLiteral, docText, numberLiteral, stringLiteral } from "../print/literals.ts";
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
  const table = `${file.type("Table")}<${code.arrayType}>`;
  const read = `this.#table.page(index)[index & ${file.value("pageMask")}]!`;
  file.statements.push({
    kind: StructureKind.Class,
    name: names.metadata,
    isExported: true,
    docs: [`Metadata of \`${ir.name}\`: the values themselves.`],
    properties: [{ name: "#table", type: table, isReadonly: true }],
    ctors: [{
      docs: ["Made by the field."],
      parameters: [{ name: "table", type: table }],
      statements: ["this.#table = table;"],
    }],
    methods: [{
      name: "value",
      parameters: [{ name: "index", type: "number" }],
      returnType: code.valueType,
      docs: ["The value of record `index`."],
      statements: [`return ${code.valueType === "boolean" ? `${read} !== 0` : read};`],
    }],
  });
}

function emitField(field: EmittedField, code: ScalarCode, file: GeneratedFile): void {
  const { names, index, doc, ir } = field;
  const { arrayType, valueType } = code;
  const table = `${file.value("Table")}<${arrayType}>`;
  file.statements.push({
    kind: StructureKind.Class,
    name: names.field,
    isExported: true,
    docs: [
      docText(`${doc}\n\nKind \`${ir.kind}\`: one value per record, batches of shape (batch).`),
    ],
    properties: [
      {
        name: "metadata",
        type: names.metadata,
        isReadonly: true,
        docs: ["Accessors of the metadata records."],
      },
      { name: "#table", type: table, isReadonly: true },
    ],
    ctors: [{
      docs: ["Made by the open file."],
      parameters: [{ name: "file", type: file.type("AfdFile") }],
      statements: (writer) => {
        const width = arrayType === "Uint8Array" || arrayType === "Int8Array"
          ? ""
          : ` / ${scalarBytes[ir.kind as ScalarType]}`;
        writer.write(`this.#table = new ${file.value("Table")}(file, ${index}, (bytes) => `)
          .write(`new ${arrayType}(bytes.buffer, bytes.byteOffset, bytes.byteLength${width}));`)
          .newLine();
        writer.writeLine(`this.metadata = new ${names.metadata}(this.#table);`);
      },
    }],
    methods: [
      {
        name: "decode",
        parameters: [{ name: "index", type: "number" }],
        returnType: valueType,
        docs: ["The value of record `index`."],
        statements: ["return this.metadata.value(index);"],
      },
      ...batchMethods(field, code, file),
    ],
  });
}

function batchMethods(
  field: EmittedField,
  { arrayType, valueType }: ScalarCode,
  file: GeneratedFile,
): OptionalKind<MethodDeclarationStructure>[] {
  const batch = `${file.value("ScalarBatch")}<${arrayType}<ArrayBuffer>>`;
  const indices = file.type("Indices");
  const parameters = [{ name: "indices", type: indices }, { name: "batch", type: batch }];
  const ofBool = valueType === "boolean" ? " 1 is true, 0 is false." : "";
  return [
    {
      name: "allocateBatch",
      parameters: [
        { name: "batchSize", type: "number" },
        { name: "options", type: file.type("NoBatchOptions"), initializer: "{}" },
      ],
      returnType: batch,
      docs: ["Memory for batches of up to `batchSize` records; there are no options."],
      statements: [
        `const given = { field: ${stringLiteral(field.ir.name)}, options };`,
        `return new ${file.value("ScalarBatch")}(${arrayType}, batchSize, given);`,
      ],
    },
    {
      name: "decodeBatch",
      parameters,
      returnType: "void",
      docs: [`Fills \`batch.data\` with the values of the records at \`indices\`.${ofBool}`],
      statements: (writer) => {
        writer.writeLine(
          `${file.value("ScalarBatch")}.check(batch, ${
            stringLiteral(field.ir.name)
          }, ${arrayType});`,
        );
        writer.writeLine("const table = this.#table;");
        writer.writeLine("batch.begin(indices.length);");
        writer.writeLine("const { data } = batch;");
        writer.write("for (let row = 0; row < indices.length; row++)").block(() => {
          writer.writeLine("const index = indices[row]!;");
          writer.writeLine(`data[row] = table.page(index)[index & ${file.value("pageMask")}]!;`);
        });
      },
    },
    {
      name: "prefetch",
      parameters: [{ name: "indices", type: indices }],
      returnType: "Promise<undefined>",
      docs: ["Brings what decoding these records takes, for storages that must wait."],
      statements: ["return this.#table.prefetch(indices);"],
    },
    {
      name: "decodeBatchAsync",
      isAsync: true,
      parameters,
      returnType: "Promise<void>",
      docs: ["{@link decodeBatch} for storages that must wait."],
      statements: ["await this.prefetch(indices);", "this.decodeBatch(indices, batch);"],
    },
  ];
}

function emitWrite({ names }: EmittedField, code: ScalarCode, file: GeneratedFile): void {
  const [check, ...bounds] = code.check;
  const checked = `${file.writer.value(check)}(${["value", ...bounds, "slot"].join(", ")})`;
  const littleEndian = code.setter.endsWith("8") ? "" : ", true";
  const type = code.valueType === "bigint" ? "bigint | number" : code.valueType;
  file.writer.statements.push({
    kind: StructureKind.Function,
    name: names.write,
    parameters: [{ name: "value", type }, { name: "slot", type: file.writer.type("FieldSlot") }],
    returnType: "void",
    statements: [`slot.metadata.${code.setter}(0, ${checked}${littleEndian});`],
  });
}

function fallbackOf({ ir }: EmittedField, { valueType }: ScalarCode): string | undefined {
  const value = ir.options["default"];
  if (value === undefined) return undefined;
  return valueType === "bigint" ? bigintLiteral(String(value)) : literalOf(value);
}

function literalOf(value: unknown): string {
  return typeof value === "number" ? numberLiteral(value) : String(value);
}
