import type { MethodDeclarationStructure, OptionalKind } from "../print/ts_morph.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { stringLiteral } from "../print/literals.ts";
import type { EmittedField } from "./kind.ts";
import type { WaveformCode } from "./waveform.ts";
import { frameBytes, writeExtent } from "./waveform_extent.ts";

type Method = OptionalKind<MethodDeclarationStructure>;

/** The methods that deal in batches: allocate, plan, decode. */
export function waveformBatchMethods(
  field: EmittedField,
  code: WaveformCode,
  file: GeneratedFile,
): Method[] {
  return [
    allocateBatch(field, code, file),
    plan(field, code, file),
    decodePlanned(field, code, file),
    ...decodeBatch(code, file),
  ];
}

function allocateBatch(field: EmittedField, code: WaveformCode, file: GeneratedFile): Method {
  const { dtype } = code.options;
  const converted = file.value("ConvertedBatch");
  const [plain, conversion] = [
    file.type("WaveformBatchOptions"),
    file.type("ConvertedBatchOptions"),
  ];
  const batchSize = { name: "batchSize", type: "number" };
  return {
    name: "allocateBatch",
    parameters: [
      batchSize,
      { name: "options", type: `${plain} | ${conversion}`, initializer: "{}" },
    ],
    returnType: code.batchType,
    overloads: [
      {
        parameters: [
          batchSize,
          { name: "options", type: `${conversion} & { readonly layout: "mono" }` },
        ],
        returnType: `${converted}<[records: number, samples: number]>`,
        docs: ["Memory for batches that are converted and mixed while they are decoded."],
      },
      {
        parameters: [batchSize, { name: "options", type: conversion }],
        returnType: converted,
        docs: ["Memory for batches that are converted to float32 while they are decoded."],
      },
      {
        parameters: [batchSize, { name: "options", type: plain, hasQuestionToken: true }],
        returnType: code.storedBatchType,
        docs: [
          "Memory for batches of up to `batchSize` clips, by default of up to the longest clip's " +
          "samples. Its shape and bytes are known before anything is read.",
        ],
      },
    ],
    statements: (writer) => {
      writer.writeLine(`const { totals } = this.#file.entry(${field.index});`);
      writer.write("const facts =").space().inlineBlock(() => {
        writer.writeLine(`field: ${stringLiteral(field.ir.name)},`);
        writer.writeLine("capacity: batchSize,");
        writer.writeLine(`dtype: "${dtype}" as const,`);
        writer.writeLine("longest: totals.maxLength,");
        writer.writeLine(`channels: ${code.channels ?? "totals.maxWidth"},`);
        writer.writeLine(`isFixed: ${code.channels !== undefined},`);
      }).write(";").newLine();
      writer.write('if ("dtype" in options && options.dtype !== undefined)').block(() => {
        writer.writeLine(
          `return new ${converted}<${file.type("AudioShape")}>(this.#file, options, facts);`,
        );
      });
      writer.writeLine(
        `return new ${file.value("WaveformBatch")}<${code.arrayType}>(this.#file, options, facts);`,
      );
    },
  };
}

function plan(field: EmittedField, code: WaveformCode, file: GeneratedFile): Method {
  const isFixed = code.channels !== undefined;
  const name = stringLiteral(field.ir.name);
  return {
    name: "plan",
    parameters: [
      { name: "indices", type: file.type("Indices") },
      { name: "batch", type: code.batchType },
    ],
    returnType: "void",
    docs: [
      "The first step of decoding: finds, from the metadata alone, where each clip lies and how " +
      "much of it is kept, and sets the batch's shape and lengths.",
    ],
    statements: (writer) => {
      writer.writeLine(
        `${file.value("WaveformBatch")}.check(batch, ${name}, "${code.options.dtype}");`,
      );
      writer.writeLine("const file = this.#file;");
      writer.writeLine("const table = this.#table;");
      writer.writeLine("batch.begin(indices.length);");
      if (!isFixed) writer.writeLine("const { channels: widths } = batch;");
      writer.writeLine(
        "const { crop, indices: records, lengths, maxLength, positions } = batch.plan;",
      );
      writer.writeLine("let longest = 0;");
      writer.write("for (let row = 0; row < indices.length; row++)").block(() => {
        writer.writeLine("const index = indices[row]!;");
        writeExtent(writer, { field, code, file, table: "table", source: "file" });
        writer.write("if (samples > maxLength && !crop)").block(() => {
          writer.writeLine(
            `throw batch.plan.tooLong({ file: file.name, field: ${name}, record: index, length: samples });`,
          );
        });
        if (!isFixed) {
          writer.write("if (channels > batch.widest)").block(() => {
            writer.writeLine(
              `throw ${
                file.value("channelsError")
              }({ file, field: ${name}, record: index, channels });`,
            );
          });
          writer.writeLine("widths[row] = channels;");
        }
        writer.writeLine("const kept = samples < maxLength ? samples : maxLength;");
        writer.writeLine("if (kept > longest) longest = kept;");
        writer.writeLine("records[row] = index;");
        writer.writeLine("positions[row] = position;");
        writer.writeLine("lengths[row] = kept;");
      });
      writer.writeLine("batch.end(longest);");
    },
  };
}

function decodePlanned(field: EmittedField, code: WaveformCode, file: GeneratedFile): Method {
  const isFixed = code.channels !== undefined;
  const { sampleBytes } = code;
  return {
    name: "decodePlanned",
    parameters: [{ name: "batch", type: code.batchType }],
    returnType: "void",
    docs: [
      "The last step of decoding: copies the planned clips to their rows, zeros behind them. The " +
      "storage must be able to give their bytes without waiting.",
    ],
    statements: (writer) => {
      writer.writeLine("const file = this.#file;");
      writer.write(`if (batch instanceof ${file.value("ConvertedBatch")})`).block(() => {
        writer.writeLine(`batch.fill(file, ${stringLiteral(field.ir.name)});`);
        writer.writeLine("return;");
      });
      writer.writeLine(`const { block, ${isFixed ? "" : "channels, "}shape } = batch;`);
      writer.writeLine("const { indices, lengths, positions } = batch.plan;");
      writer.writeLine("const { bytes } = block;");
      if (isFixed) {
        writer.writeLine(`const rowBytes = shape[1] * ${frameBytes(code)};`);
      } else {
        writer.writeLine(`const rowFrameBytes = shape[2] * ${sampleBytes};`);
        writer.writeLine("const rowBytes = shape[1] * rowFrameBytes;");
      }
      writer.writeLine("let row = 0;");
      writer.write("try").block(() => {
        writer.write("for (; row < shape[0]; row++)").block(() => {
          writer.writeLine("const offset = row * rowBytes;");
          if (isFixed) {
            writer.writeLine(`const byteLength = lengths[row]! * ${frameBytes(code)};`);
            writer.writeLine("file.copy(positions[row]!, byteLength, block, offset);");
            writer.writeLine("bytes.fill(0, offset + byteLength, offset + rowBytes);");
            return;
          }
          writer.writeLine("const frames = lengths[row]!;");
          writer.writeLine("const position = positions[row]!;");
          writer.writeLine(`const frameBytes = channels[row]! * ${sampleBytes};`);
          writer.write("if (frameBytes === rowFrameBytes)").block(() => {
            writer.writeLine("file.copy(position, frames * frameBytes, block, offset);");
          }).write("else").block(() => {
            writer.write(`${file.value("spreadChannels")}(file, `)
              .write("{ position, frames, frameBytes, block, offset, rowFrameBytes });").newLine();
          });
          writer.writeLine("bytes.fill(0, offset + frames * rowFrameBytes, offset + rowBytes);");
        });
      }).write("catch (cause)").block(() => {
        const place = `{ field: ${stringLiteral(field.ir.name)}, record: indices[row]! }`;
        writer.writeLine(`throw ${file.value("readError")}(cause, ${place});`);
      });
    },
  };
}

function decodeBatch(
  { batchType, channels, sampleBytes }: WaveformCode,
  file: GeneratedFile,
): Method[] {
  const parameters = [
    { name: "indices", type: file.type("Indices") },
    { name: "batch", type: batchType },
  ];
  return [
    {
      name: "decodeBatch",
      parameters,
      returnType: "void",
      docs: [
        "Decodes the clips at `indices` into `batch.data`, and sets `batch.shape` and " +
        "`batch.lengths`. Makes no garbage from a mapped file.\n\n" +
        "@throws {UsageError} when there is no such record, or a clip is longer than the batch " +
        "holds.\n@throws {IntegrityError} when a clip's bytes fail their checksum.",
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
        ...(channels === undefined ? [] : [`batch.channels.fill(${channels});`]),
        `using _lease = await this.#file.prefetch(batch.extents(${sampleBytes}));`,
        "this.decodePlanned(batch);",
      ],
    },
  ];
}
