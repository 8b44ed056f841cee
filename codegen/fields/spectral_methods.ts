import type { MethodDeclarationStructure, OptionalKind } from "../print/ts_morph.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { numberLiteral, stringLiteral } from "../print/literals.ts";
import type { EmittedField } from "./kind.ts";
import type { SpectralCode } from "./spectral.ts";
import { spectralWindowMethods } from "./spectral_window_methods.ts";
import { writeExtent } from "./spectral_extent.ts";

type Method = OptionalKind<MethodDeclarationStructure>;

/** The methods of a spectral field's class. */
export function spectralMethods(
  field: EmittedField,
  code: SpectralCode,
  file: GeneratedFile,
): Method[] {
  return [
    decode(field, code, file),
    extent(field, code, file),
    ...allocateBatch(field, code, file),
    plan(field, code, file),
    ...decodeBatch(field, code, file),
    ...spectralWindowMethods(field, code, file),
    prefetch(file),
  ];
}

function decode(field: EmittedField, code: SpectralCode, file: GeneratedFile): Method {
  const { bins, options } = code;
  return {
    name: "decode",
    parameters: [{ name: "index", type: "number" }],
    returnType: file.type("Spectrogram"),
    docs: [
      "The features of record `index`, as float32 in memory of their own.\n\n" +
      "@throws {UsageError} when there is no such record.\n" +
      "@throws {IntegrityError} when its bytes fail their checksum.",
    ],
    statements: (writer) => {
      writer.writeLine("const { position } = this.extent(index);");
      writer.writeLine("const frames = this.metadata.timeFrames(index);");
      writer.write(`return ${file.value("readFeatures")}(this.#file, `).inlineBlock(() => {
        writer.writeLine(`field: ${stringLiteral(field.ir.name)},`);
        writer.writeLine("record: index,");
        writer.writeLine("position,");
        writer.writeLine(`bins: ${bins},`);
        writer.writeLine("frames,");
        writer.writeLine(`dtype: "${options.storeDtype}",`);
      }).write(");").newLine();
    },
  };
}

function extent(field: EmittedField, code: SpectralCode, file: GeneratedFile): Method {
  return {
    name: "extent",
    parameters: [{ name: "index", type: "number" }],
    returnType: file.type("ByteRange"),
    docs: [
      "Where the values of record `index` lie in the file.\n\n" +
      "@throws {IntegrityError} when that is outside the payload region.",
    ],
    statements: (writer) => {
      writer.writeLine("const file = this.#file;");
      writeExtent(writer, { field, code, file, table: "this.#table", source: "file" });
      writer.writeLine("return { position, length: byteLength };");
    },
  };
}

function allocateBatch(field: EmittedField, code: SpectralCode, file: GeneratedFile): Method[] {
  const { bins, options, padFrames } = code;
  const stored = options.storeDtype === "float16" ? "Uint16Array" : "Float32Array";
  const batch = file.type("SpectralBatch");
  const batchOptions = file.type("SpectralBatchOptions");
  const batchSize = { name: "batchSize", type: "number" };
  const overloads = options.storeDtype === "float32" ? [] : [{
    parameters: [batchSize, {
      name: "options",
      type: `${batchOptions} & { readonly dtype: "float32" }`,
    }],
    returnType: `${batch}<Float32Array>`,
    docs: ["Memory for batches that are widened to float32 while they are decoded."],
  }, {
    parameters: [batchSize, { name: "options", type: batchOptions, hasQuestionToken: true }],
    returnType: `${batch}<${stored}>`,
    docs: [
      "Memory for batches of up to `batchSize` records. Its shape and bytes are known before " +
      "anything is read. float16 comes as its bits, unless `dtype` asks for float32.",
    ],
  }];
  return [{
    name: "allocateBatch",
    parameters: [batchSize, { name: "options", type: batchOptions, initializer: "{}" }],
    returnType: overloads.length === 0 ? `${batch}<${stored}>` : batch,
    docs: overloads.length > 0 ? [] : [
      "Memory for batches of up to `batchSize` records. Its shape and bytes are known before " +
      "anything is read.",
    ],
    overloads,
    statements: (writer) => {
      writer.writeLine(`const { totals } = this.#file.entry(${field.index});`);
      writer.write(`return new ${file.value("SpectralBatch")}(this.#file, options, `)
        .inlineBlock(() => {
          writer.writeLine(`field: ${stringLiteral(field.ir.name)},`);
          writer.writeLine("capacity: batchSize,");
          writer.writeLine(`bins: ${bins},`);
          writer.writeLine(`storedDtype: "${options.storeDtype}",`);
          writer.writeLine("longest: totals.maxLength,");
          writer.writeLine(`padFrames: ${numberLiteral(padFrames)},`);
        }).write(");").newLine();
    },
  }];
}

function plan(field: EmittedField, code: SpectralCode, file: GeneratedFile): Method {
  const name = stringLiteral(field.ir.name);
  return {
    name: "plan",
    parameters: [
      { name: "indices", type: file.type("Indices") },
      { name: "batch", type: file.type("SpectralBatch") },
    ],
    returnType: "void",
    docs: [
      "The first step of decoding: finds, from the metadata alone, where each record lies and how " +
      "much of it is kept, and sets the batch's shape and lengths.",
    ],
    statements: (writer) => {
      writer.writeLine(
        `${file.value("SpectralBatch")}.check(batch, ${name}, ${code.bins}, ` +
          `"${code.options.storeDtype}");`,
      );
      writer.writeLine("const file = this.#file;");
      writer.writeLine("const table = this.#table;");
      writer.writeLine("batch.begin(indices.length);");
      writer.writeLine(
        "const { indices: records, firsts, lengths, maxFrames, positions, stored } = batch;",
      );
      writer.writeLine("let longest = 0;");
      writer.write("for (let row = 0; row < indices.length; row++)").block(() => {
        writer.writeLine("const index = indices[row]!;");
        writeExtent(writer, { field, code, file, table: "table", source: "file" });
        writer.write("if (frames > maxFrames && !batch.crop)").block(() => {
          writer.writeLine(
            `throw batch.tooLong({ file: file.name, field: ${name}, record: index, frames });`,
          );
        });
        writer.writeLine("const kept = frames < maxFrames ? frames : maxFrames;");
        writer.writeLine("if (kept > longest) longest = kept;");
        writer.writeLine("records[row] = index;");
        writer.writeLine("positions[row] = position;");
        writer.writeLine("stored[row] = frames;");
        writer.writeLine("firsts[row] = 0;");
        writer.writeLine("lengths[row] = kept;");
      });
      writer.writeLine("batch.end(longest);");
    },
  };
}

function decodeBatch(field: EmittedField, code: SpectralCode, file: GeneratedFile): Method[] {
  const name = stringLiteral(field.ir.name);
  const parameters = [
    { name: "indices", type: file.type("Indices") },
    { name: "batch", type: file.type("SpectralBatch") },
  ];
  return [
    {
      name: "decodePlanned",
      parameters: parameters.slice(1),
      returnType: "void",
      docs: [
        "The last step of decoding: copies the planned records to their rows, widened and " +
        "transposed as the batch wants them, and pads them. The storage must be able to give their " +
        "bytes without waiting.",
      ],
      statements: [`batch.fill(this.#file, ${name});`],
    },
    {
      name: "decodeBatch",
      parameters,
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
      parameters,
      returnType: "Promise<void>",
      docs: ["{@link decodeBatch} for storages that must wait."],
      statements: [
        "await this.#table.prefetch(indices);",
        "this.plan(indices, batch);",
        `using _lease = await this.#file.prefetch(batch.extents(${code.valueBytes}, ${code.tailBytes}));`,
        "this.decodePlanned(batch);",
      ],
    },
  ];
}

function prefetch(file: GeneratedFile): Method {
  return {
    name: "prefetch",
    isAsync: true,
    parameters: [{ name: "indices", type: file.type("Indices") }],
    returnType: "Promise<Disposable | undefined>",
    docs: [
      "Brings whole records, for storages that must wait; they can be decoded until the lease is " +
      "disposed of.",
    ],
    statements: (writer) => {
      writer.writeLine("await this.#table.prefetch(indices);");
      writer.write("return await this.#file.prefetch(").newLine();
      writer.write("Array.from({ length: indices.length }, ")
        .write("(_, row) => this.extent(indices[row]!)));").newLine();
    },
  };
}
