import type { MethodDeclarationStructure, OptionalKind } from "../print/ts_morph.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { stringLiteral } from "../print/literals.ts";
import type { EmittedField } from "./kind.ts";
import type { WaveformCode } from "./waveform.ts";
import { waveformBatchMethods } from "./waveform_batch_methods.ts";
import { waveformWindowBatchMethods } from "./waveform_window_batch.ts";
import { frameBytes, writeExtent } from "./waveform_extent.ts";

type Method = OptionalKind<MethodDeclarationStructure>;

/** The methods of a waveform field's class. */
export function waveformMethods(
  field: EmittedField,
  code: WaveformCode,
  file: GeneratedFile,
): Method[] {
  return [
    decode(code),
    extent(field, code, file),
    decodeWindow(field, code, file),
    ...waveformBatchMethods(field, code, file),
    ...waveformWindowBatchMethods(field, code, file),
    ...asynchronous(code, file),
  ];
}

/** The property `channels`, for an object literal. */
function channelsProperty({ channels }: WaveformCode): string {
  return channels === undefined ? "channels" : `channels: ${channels}`;
}

function decode(code: WaveformCode): Method {
  const { arrayType, channels, sampleBytes, waveformType } = code;
  return {
    name: "decode",
    parameters: [{ name: "index", type: "number" }],
    returnType: waveformType,
    docs: [
      "The clip of record `index`, in memory of its own.\n\n" +
      "@throws {UsageError} when there is no such record.\n" +
      "@throws {IntegrityError} when its bytes fail their checksum.",
    ],
    statements: (writer) => {
      writer.writeLine("const { length } = this.extent(index);");
      writer.writeLine(`const samples = new ${arrayType}(length / ${sampleBytes});`);
      if (channels === undefined) {
        writer.writeLine("const channels = this.metadata.channels(index);");
      }
      const count = channels === 1 ? "samples.length" : "this.metadata.numSamples(index)";
      writer.writeLine(`this.decodeWindow(index, 0, ${count}, samples);`);
      const rate = "sampleRate: this.metadata.sampleRate(index)";
      writer.writeLine(`return { samples, ${rate}, ${channelsProperty(code)} };`);
    },
  };
}

function extent(field: EmittedField, code: WaveformCode, file: GeneratedFile): Method {
  return {
    name: "extent",
    parameters: [{ name: "index", type: "number" }],
    returnType: file.type("ByteRange"),
    docs: [
      "Where the samples of record `index` lie in the file.\n\n" +
      "@throws {IntegrityError} when that is outside the payload region.",
    ],
    statements: (writer) => {
      writer.writeLine("const file = this.#file;");
      writeExtent(writer, { field, code, file, table: "this.#table", source: "file" });
      writer.writeLine("return { position, length: byteLength };");
    },
  };
}

function decodeWindow(field: EmittedField, code: WaveformCode, file: GeneratedFile): Method {
  return {
    name: "decodeWindow",
    parameters: windowParameters(code),
    returnType: "number",
    docs: [
      "Copies `count` samples from sample `start` of record `index` to `out`, of shape " +
      `(count, ${code.channels ?? "channels"}), and reads nothing else. What lies past ` +
      "the clip's end becomes zero.\n\n@returns the samples per channel that are the clip's own.\n" +
      "@throws {UsageError} when `out` is too small, or there is no such record.",
    ],
    statements: (writer) => {
      writer.writeLine("const file = this.#file;");
      writeExtent(writer, { field, code, file, table: "this.#table", source: "file" });
      writer.write("try").block(() => {
        const channels = channelsProperty(code);
        writer.write(`return ${file.value("readWindow")}(file, `)
          .write(
            `{ position, samples, ${channels}, start, count, out, dtype: "${code.options.dtype}" });`,
          ).newLine();
      }).write("catch (cause)").block(() => {
        const place = `{ field: ${stringLiteral(field.ir.name)}, record: index }`;
        writer.writeLine(`throw ${file.value("readError")}(cause, ${place});`);
      });
    },
  };
}

function asynchronous(code: WaveformCode, file: GeneratedFile): Method[] {
  const frame = code.channels === undefined
    ? `this.metadata.channels(index) * ${code.sampleBytes}`
    : frameBytes(code);
  return [
    {
      name: "prefetch",
      isAsync: true,
      parameters: [{ name: "indices", type: file.type("Indices") }],
      returnType: "Promise<Disposable | undefined>",
      docs: [
        "Brings whole clips, for storages that must wait; they can be decoded until the lease is " +
        "disposed of.",
      ],
      statements: (writer) => {
        writer.writeLine("await this.#table.prefetch(indices);");
        writer.write("return await this.#file.prefetch(").newLine();
        writer.write("Array.from({ length: indices.length }, ")
          .write("(_, row) => this.extent(indices[row]!)));").newLine();
      },
    },
    {
      name: "decodeWindowAsync",
      isAsync: true,
      parameters: windowParameters(code),
      returnType: "Promise<number>",
      docs: ["{@link decodeWindow} for storages that must wait; it brings the window alone."],
      statements: (writer) => {
        writer.writeLine("await this.#table.prefetch([index]);");
        writer.writeLine("const { position } = this.extent(index);");
        writer.writeLine("const samples = this.metadata.numSamples(index);");
        writer.writeLine(`const frameBytes = ${frame};`);
        writer.write(`const extent = ${file.value("windowExtent")}(`)
          .write("{ position, samples, frameBytes, start, count });").newLine();
        writer.writeLine("using _lease = await this.#file.prefetch([extent]);");
        writer.writeLine("return this.decodeWindow(index, start, count, out);");
      },
    },
  ];
}

function windowParameters({ arrayType }: WaveformCode): { name: string; type: string }[] {
  return [
    { name: "index", type: "number" },
    { name: "start", type: "number" },
    { name: "count", type: "number" },
    { name: "out", type: arrayType },
  ];
}
