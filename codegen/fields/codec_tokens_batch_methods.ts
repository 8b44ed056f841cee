import type { MethodDeclarationStructure, OptionalKind } from "../print/ts_morph.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { stringLiteral } from "../print/literals.ts";
import type { CodecTokensCode } from "./codec_tokens.ts";
import { writeTokenExtent } from "./codec_tokens_extent.ts";
import type { EmittedField } from "./kind.ts";

type Method = OptionalKind<MethodDeclarationStructure>;

/** The methods that deal in batches: allocate, plan, decode, of whole records and of windows. */
export function codecTokensBatchMethods(
  field: EmittedField,
  code: CodecTokensCode,
  file: GeneratedFile,
): Method[] {
  const batch = { name: "batch", type: file.type("TokenBatch") };
  const indices = { name: "indices", type: file.type("Indices") };
  const windows = [
    indices,
    { name: "starts", type: file.type("Indices") },
    { name: "count", type: "number" },
    batch,
  ];
  const prefetched = [
    "using _lease = await this.#file.prefetch(batch.extents());",
    "this.decodePlanned(batch);",
  ];
  return [
    allocateBatch(field, code, file),
    plan(field, code, file),
    {
      name: "decodePlanned",
      parameters: [batch],
      returnType: "void",
      docs: [
        "The last step of decoding: brings the planned records to their rows, in the batch's order " +
        "and type, and pads them. The storage must be able to give their bytes without waiting.",
      ],
      statements: [`batch.fill(this.#file, ${stringLiteral(field.ir.name)});`],
    },
    {
      name: "decodeBatch",
      parameters: [indices, batch],
      returnType: "void",
      docs: [
        "Decodes the records at `indices` into `batch.data`, and sets `batch.shape` and " +
        "`batch.lengths`. Makes no garbage from a mapped file.\n\n" +
        "@throws {UsageError} when there is no such record, or one is longer than the batch " +
        "holds.\n@throws {IntegrityError} when a record's bytes fail their checksum.",
      ],
      statements: ["this.plan(indices, batch);", "this.decodePlanned(batch);"],
    },
    {
      name: "decodeBatchAsync",
      isAsync: true,
      parameters: [indices, batch],
      returnType: "Promise<void>",
      docs: ["{@link decodeBatch} for storages that must wait."],
      statements: [
        "await this.#table.prefetch(indices);",
        "this.plan(indices, batch);",
        ...prefetched,
      ],
    },
    planWindows(field, code, { file, windows }),
    {
      name: "decodeWindowBatch",
      parameters: windows,
      returnType: "void",
      docs: [
        "Decodes `count` frames of each record, the first one from frame `starts[0]` of record " +
        "`indices[0]`, and reads nothing else. What lies past a record's end is padding, and " +
        "`batch.lengths` says how much isn't. Makes no garbage from a mapped file.\n\n" +
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
      parameters: windows,
      returnType: "Promise<void>",
      docs: ["{@link decodeWindowBatch} for storages that must wait."],
      statements: [
        "await this.#table.prefetch(indices);",
        "this.planWindows(indices, starts, count, batch);",
        ...prefetched,
      ],
    },
  ];
}

function allocateBatch(
  field: EmittedField,
  { bits, options }: CodecTokensCode,
  file: GeneratedFile,
): Method {
  const batch = file.type("TokenBatch");
  const batchOptions = file.type("TokenBatchOptions");
  const batchSize = { name: "batchSize", type: "number" };
  const wide = (dtype: string, array: string) => ({
    parameters: [batchSize, {
      name: "options",
      type: `${batchOptions} & { readonly dtype: "${dtype}" }`,
    }],
    returnType: `${batch}<${array}>`,
    docs: [`Memory for batches that are widened to ${dtype} while they are decoded.`],
  });
  return {
    name: "allocateBatch",
    parameters: [batchSize, { name: "options", type: batchOptions, initializer: "{}" }],
    returnType: batch,
    overloads: [wide("int32", "Int32Array"), wide("int64", "BigInt64Array"), {
      parameters: [batchSize, {
        name: "options",
        type: `${batchOptions} & { readonly dtype?: "uint16" }`,
        hasQuestionToken: true,
      }],
      returnType: `${batch}<Uint16Array>`,
      docs: [
        "Memory for batches of up to `batchSize` records, in the order, type and padding that the " +
        "options say. Its shape and bytes are known before anything is read.",
      ],
    }, {
      parameters: [batchSize, { name: "options", type: batchOptions }],
      returnType: batch,
      docs: ["The same where the type is known only when the program runs."],
    }],
    statements: (writer) => {
      writer.writeLine(`const { totals } = this.#file.entry(${field.index});`);
      writer.write(`return new ${file.value("TokenBatch")}(this.#file, options, `)
        .inlineBlock(() => {
          writer.writeLine(`field: ${stringLiteral(field.ir.name)},`);
          writer.writeLine("capacity: batchSize,");
          writer.writeLine(`nCodebooks: ${options.nCodebooks},`);
          writer.writeLine(`bits: ${bits},`);
          writer.writeLine("longest: totals.maxLength,");
        }).write(");").newLine();
    },
  };
}

function plan(field: EmittedField, code: CodecTokensCode, file: GeneratedFile): Method {
  const name = stringLiteral(field.ir.name);
  return {
    name: "plan",
    parameters: [
      { name: "indices", type: file.type("Indices") },
      { name: "batch", type: file.type("TokenBatch") },
    ],
    returnType: "void",
    docs: [
      "The first step of decoding: finds, from the metadata alone, where each record lies and how " +
      "much of it is kept, and sets the batch's shape and lengths.",
    ],
    statements: (writer) => {
      writer.writeLine(
        `${file.value("TokenBatch")}.check(batch, ${stringLiteral(field.ir.name)}, ` +
          `${code.options.nCodebooks}, ${code.bits});`,
      );
      writer.writeLine("const file = this.#file;");
      writer.writeLine("const table = this.#table;");
      writer.writeLine("batch.begin(indices.length);");
      writer.writeLine(
        "const { indices: records, kept, maxFrames, positions, starts, stored } = batch;",
      );
      writer.writeLine("let longest = 0;");
      writer.write("for (let row = 0; row < indices.length; row++)").block(() => {
        writer.writeLine("const index = indices[row]!;");
        writeTokenExtent(writer, { field, code, file, table: "table", source: "file" });
        writer.write("if (frames > maxFrames && !batch.crop)").block(() => {
          writer.writeLine(
            `throw batch.tooLong({ file: file.name, field: ${name}, record: index, frames });`,
          );
        });
        writer.writeLine("const count = frames < maxFrames ? frames : maxFrames;");
        writer.writeLine("if (count > longest) longest = count;");
        writer.writeLine("records[row] = index;");
        writer.writeLine("positions[row] = position;");
        writer.writeLine("stored[row] = frames;");
        writer.writeLine("starts[row] = 0;");
        writer.writeLine("kept[row] = count;");
      });
      writer.writeLine("batch.end(longest);");
    },
  };
}

function planWindows(
  field: EmittedField,
  code: CodecTokensCode,
  { file, windows }: { file: GeneratedFile; windows: { name: string; type: string }[] },
): Method {
  return {
    name: "planWindows",
    parameters: windows,
    returnType: "void",
    docs: [
      "The first step of {@link decodeWindowBatch}: finds, from the metadata alone, where each " +
      "window lies and how much of it is the record's own.",
    ],
    statements: (writer) => {
      writer.writeLine(
        `${file.value("TokenBatch")}.check(batch, ${stringLiteral(field.ir.name)}, ` +
          `${code.options.nCodebooks}, ${code.bits});`,
      );
      writer.writeLine("const file = this.#file;");
      writer.writeLine("const table = this.#table;");
      writer.writeLine("batch.beginWindows(indices, starts, count);");
      writer.writeLine("const { indices: records, kept, positions, stored } = batch;");
      writer.write("for (let row = 0; row < indices.length; row++)").block(() => {
        writer.writeLine("const index = indices[row]!;");
        writeTokenExtent(writer, { field, code, file, table: "table", source: "file" });
        writer.writeLine("const start = starts[row]!;");
        writer.writeLine("const first = start < frames ? start : frames;");
        writer.writeLine("const left = frames - first;");
        writer.writeLine("records[row] = index;");
        writer.writeLine("positions[row] = position;");
        writer.writeLine("stored[row] = frames;");
        writer.writeLine("batch.starts[row] = first;");
        writer.writeLine("kept[row] = left < count ? left : count;");
      });
      writer.writeLine("batch.endWindows();");
    },
  };
}
