import type { MethodDeclarationStructure, OptionalKind } from "../print/ts_morph.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { stringLiteral } from "../print/literals.ts";
import type { EmittedField } from "./kind.ts";
import type { SpectralCode } from "./spectral.ts";
import { writeExtent } from "./spectral_extent.ts";

type Method = OptionalKind<MethodDeclarationStructure>;

/** The methods that decode windows of frames, of one record or of each of several. */
export function spectralWindowMethods(
  field: EmittedField,
  code: SpectralCode,
  file: GeneratedFile,
): Method[] {
  return [...decodeWindow(field, code, file), ...windowBatches(field, code, file)];
}

function decodeWindow(field: EmittedField, code: SpectralCode, file: GeneratedFile): Method[] {
  const { bins, options, tailBytes } = code;
  const out = options.storeDtype === "float16" ? "Uint16Array | Float32Array" : "Float32Array";
  const parameters = [
    { name: "index", type: "number" },
    { name: "start", type: "number" },
    { name: "count", type: "number" },
    { name: "out", type: out },
  ];
  const isHalf = options.storeDtype === "float16";
  return [
    {
      name: "decodeWindow",
      parameters,
      returnType: "number",
      docs: [
        `Decodes \`count\` frames from frame \`start\` of record \`index\` to \`out\`, of shape ` +
        `(${bins}, count), and reads nothing else${
          isHalf ? ": float32, or float16 as its bits" : ""
        }. What lies past the record's end is padding.\n\n` +
        "@returns the frames that are the record's own.\n" +
        "@throws {UsageError} when `out` is too small, or there is no such record.\n" +
        "@throws {IntegrityError} when bytes fail their checksum.",
      ],
      statements: [
        `return ${file.value("readFeatureWindow")}(this.#file, ` +
        "this.#window(index, start, count), out);",
      ],
    },
    {
      name: "decodeWindowAsync",
      isAsync: true,
      parameters,
      returnType: "Promise<number>",
      docs: ["{@link decodeWindow} for storages that must wait; it brings the window alone."],
      statements: [
        "await this.#table.prefetch([index]);",
        `const extents = ${file.value("featureWindowExtents")}(this.#window(index, start, count));`,
        "using _lease = await this.#file.prefetch(extents);",
        "return this.decodeWindow(index, start, count, out);",
      ],
    },
    {
      name: "#window",
      parameters: parameters.slice(0, 3),
      returnType: file.type("FeatureWindowRequest"),
      statements: (writer) => {
        writer.writeLine("const file = this.#file;");
        writeExtent(writer, { field, code, file, table: "this.#table", source: "file" });
        writer.write("return").space().inlineBlock(() => {
          writer.writeLine(`field: ${stringLiteral(field.ir.name)},`);
          writer.writeLine("record: index,");
          writer.writeLine("position,");
          writer.writeLine(`bins: ${bins},`);
          writer.writeLine("frames,");
          writer.writeLine(`dtype: "${options.storeDtype}",`);
          writer.writeLine(`tailBytes: ${tailBytes},`);
          writer.writeLine("start,");
          writer.writeLine("count,");
        }).write(";").newLine();
      },
    },
  ];
}

function windowBatches(field: EmittedField, code: SpectralCode, file: GeneratedFile): Method[] {
  const parameters = [
    { name: "indices", type: file.type("Indices") },
    { name: "starts", type: file.type("Indices") },
    { name: "count", type: "number" },
    { name: "batch", type: file.type("SpectralBatch") },
  ];
  return [
    planWindows({ field, code, parameters }, file),
    {
      name: "decodeWindowBatch",
      parameters,
      returnType: "void",
      docs: [
        "Decodes `count` frames of each record, the first one from frame `starts[0]` of record " +
        "`indices[0]`, and reads nothing else. `batch.shape` becomes " +
        `(indices, ${code.bins}, count), or (indices, count, ${code.bins}); what lies past a ` +
        "record's end is padding, and `batch.lengths` says how much isn't. Makes no garbage from a " +
        "mapped file.\n\n" +
        "@throws {UsageError} when there is no such record, a start isn't an integer from 0, or " +
        "the batch doesn't hold that many frames.\n" +
        "@throws {IntegrityError} when a record's bytes fail their checksum.",
      ],
      statements: [
        "this.planWindows(indices, starts, count, batch);",
        "this.decodePlanned(batch);",
      ],
    },
    {
      name: "decodeWindowBatchAsync",
      isAsync: true,
      parameters,
      returnType: "Promise<void>",
      docs: ["{@link decodeWindowBatch} for storages that must wait."],
      statements: [
        "await this.#table.prefetch(indices);",
        "this.planWindows(indices, starts, count, batch);",
        `using _lease = await this.#file.prefetch(batch.extents(${code.valueBytes}, ${code.tailBytes}));`,
        "this.decodePlanned(batch);",
      ],
    },
  ];
}

function planWindows(
  { field, code, parameters }: {
    field: EmittedField;
    code: SpectralCode;
    parameters: { name: string; type: string }[];
  },
  file: GeneratedFile,
): Method {
  return {
    name: "planWindows",
    parameters,
    returnType: "void",
    docs: [
      "The first step of {@link decodeWindowBatch}: finds, from the metadata alone, where each " +
      "record lies and how much of its window is the record's own.",
    ],
    statements: (writer) => {
      writer.writeLine(
        `${file.value("SpectralBatch")}.check(batch, ${
          stringLiteral(field.ir.name)
        }, ${code.bins}, ` +
          `"${code.options.storeDtype}");`,
      );
      writer.writeLine("const file = this.#file;");
      writer.writeLine("const table = this.#table;");
      writer.writeLine("batch.beginWindows(indices, starts, count);");
      writer.writeLine("const { indices: records, firsts, lengths, positions, stored } = batch;");
      writer.write("for (let row = 0; row < indices.length; row++)").block(() => {
        writer.writeLine("const index = indices[row]!;");
        writeExtent(writer, { field, code, file, table: "table", source: "file" });
        writer.writeLine("const start = starts[row]!;");
        writer.writeLine("const first = start < frames ? start : frames;");
        writer.writeLine("const left = frames - first;");
        writer.writeLine("records[row] = index;");
        writer.writeLine("positions[row] = position;");
        writer.writeLine("stored[row] = frames;");
        writer.writeLine("firsts[row] = first;");
        writer.writeLine("lengths[row] = left < count ? left : count;");
      });
    },
  };
}
