import type { MethodDeclarationStructure, OptionalKind } from "../print/ts_morph.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { stringLiteral } from "../print/literals.ts";
import type { EmittedField } from "./kind.ts";
import type { WaveformCode } from "./waveform.ts";
import { frameBytes, writeExtent } from "./waveform_extent.ts";

type Method = OptionalKind<MethodDeclarationStructure>;

/** The methods that decode a window of each of several clips, such as random crops. */
export function waveformWindowBatchMethods(
  field: EmittedField,
  code: WaveformCode,
  file: GeneratedFile,
): Method[] {
  const parameters = [
    { name: "indices", type: file.type("Indices") },
    { name: "starts", type: file.type("Indices") },
    { name: "count", type: "number" },
    { name: "batch", type: code.batchType },
  ];
  return [
    planWindows({ field, code, parameters }, file),
    {
      name: "decodeWindowBatch",
      parameters,
      returnType: "void",
      docs: [
        "Decodes `count` samples of each clip, the first one from sample `starts[0]` of record " +
        "`indices[0]`, and reads nothing else. `batch.shape` becomes " +
        "(indices, count, channels); what lies past a clip's end becomes zero, and " +
        "`batch.lengths` says how much doesn't. Makes no garbage from a mapped file.\n\n" +
        "@throws {UsageError} when there is no such record, a start isn't an integer from 0, or " +
        "the batch doesn't hold that many samples.\n" +
        "@throws {IntegrityError} when a clip's bytes fail their checksum.",
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
        ...(code.channels === undefined ? [] : [`batch.channels.fill(${code.channels});`]),
        `using _lease = await this.#file.prefetch(batch.extents(${code.sampleBytes}));`,
        "this.decodePlanned(batch);",
      ],
    },
  ];
}

function planWindows(
  { field, code, parameters }: {
    field: EmittedField;
    code: WaveformCode;
    parameters: { name: string; type: string }[];
  },
  file: GeneratedFile,
): Method {
  const isFixed = code.channels !== undefined;
  return {
    name: "planWindows",
    parameters,
    returnType: "void",
    docs: [
      "The first step of {@link decodeWindowBatch}: finds, from the metadata alone, where each " +
      "window lies and how much of it is the clip's own.",
    ],
    statements: (writer) => {
      const name = stringLiteral(field.ir.name);
      writer.writeLine(
        `${file.value("WaveformBatch")}.check(batch, ${name}, "${code.options.dtype}");`,
      );
      writer.writeLine("const file = this.#file;");
      writer.writeLine("const table = this.#table;");
      writer.writeLine("batch.beginWindows(indices, starts, count);");
      if (!isFixed) writer.writeLine("const { channels: widths } = batch;");
      writer.writeLine("const { indices: records, lengths, positions } = batch.plan;");
      writer.write("for (let row = 0; row < indices.length; row++)").block(() => {
        writer.writeLine("const index = indices[row]!;");
        writeExtent(writer, { field, code, file, table: "table", source: "file" });
        if (!isFixed) {
          writer.write("if (channels > batch.widest)").block(() => {
            writer.write(`throw ${file.value("channelsError")}`)
              .write(`({ file, field: ${name}, record: index, channels });`).newLine();
          });
          writer.writeLine("widths[row] = channels;");
        }
        writer.writeLine("const start = starts[row]!;");
        writer.writeLine("const first = start < samples ? start : samples;");
        writer.writeLine("const left = samples - first;");
        writer.writeLine("records[row] = index;");
        writer.writeLine(`positions[row] = position + first * ${frameBytes(code)};`);
        writer.writeLine("lengths[row] = left < count ? left : count;");
      });
    },
  };
}
