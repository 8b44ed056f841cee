import {
  type AudioCoding,
  type AudioTarget,
  codingDtype,
  fieldKind,
  fixedChannels,
  type JsonValue,
  type ResolvedChunkedWaveform,
  type ResolvedFlac,
  type ResolvedOpus,
  type ResolvedStems,
} from "../../schema/mod.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import type { FieldNames } from "../print/identifiers.ts";
import { docComment, jsonLiteral, stringLiteral } from "../print/literals.ts";
import type { EmittedField, FieldEmitter, FieldParts } from "./kind.ts";

/** How the kinds of coded audio differ in generated code. */
interface CodedEmission {
  /** The runtime's class that the field's class extends, without its type arguments. */
  readonly base: "CodedField" | "ChunkedField" | "StemsField";
  /** The type arguments after that of the samples. */
  readonly typeArguments: readonly string[];
  readonly coding: AudioCoding;
  /** What the base class is passed in addition to the coding and the channels. */
  readonly constants: Readonly<Record<string, JsonValue>>;
  /** The shape of a batch. */
  readonly shape: string;
  /** What else to say about the field. */
  readonly facts: string;
}

const arrayTypes = { int16: "Int16Array", int32: "Int32Array", float32: "Float32Array" } as const;

/** Emits the kinds of coded audio: the hot part is the codec, so the runtime does the reading. */
export function codedEmitter(kind: string): FieldEmitter {
  return {
    emit(field, file) {
      const options = fieldKind(kind)!.resolve(field.ir.options) as AudioTarget;
      const emission = emissionOf(kind, options, field.names);
      emitField(field, { options, emission }, file);
      return partsOf(field, { options, emission }, file);
    },
  };
}

function emissionOf(kind: string, options: AudioTarget, { part }: FieldNames): CodedEmission {
  const channels = fixedChannels(options) ?? "channels";
  switch (kind) {
    case "flac": {
      const { bits, compressionLevel } = options as ResolvedFlac;
      return {
        base: "CodedField",
        typeArguments: [],
        coding: { codec: "flac", bits, compressionLevel },
        constants: {},
        shape: `(batch, samples, ${channels})`,
        facts: "Each payload is a native FLAC stream.",
      };
    }
    case "opus": {
      const { bitrate, application, frameDuration, vbr, preRollMs, resetSeconds } =
        options as ResolvedOpus;
      return {
        base: "CodedField",
        typeArguments: [],
        coding: {
          codec: "opus",
          bitrate,
          application,
          frameDuration,
          vbr,
          preRollMs,
          resetSeconds,
        },
        constants: {},
        shape: `(batch, samples, ${channels})`,
        facts: "Each payload is an Ogg Opus stream.",
      };
    }
    case "chunkedWaveform": {
      const { coding, sampleRate, chunkSeconds, hopSeconds } = options as ResolvedChunkedWaveform;
      return {
        base: "ChunkedField",
        typeArguments: [],
        coding,
        constants: { sampleRate, chunkSeconds, hopSeconds },
        shape: `(chunks, ${Math.round(chunkSeconds * sampleRate)}, ${channels})`,
        facts: `Chunks of ${chunkSeconds} s, one every ${hopSeconds} s.`,
      };
    }
    default: {
      const { coding, names } = options as ResolvedStems;
      return {
        base: "StemsField",
        typeArguments: [part],
        coding,
        constants: { names },
        shape: `(batch, ${names.length}, samples, ${channels})`,
        facts: `Stems: ${names.join(", ")}.`,
      };
    }
  }
}

function emitField(
  { doc, index, ir, names }: EmittedField,
  { options, emission }: { options: AudioTarget; emission: CodedEmission },
  file: GeneratedFile,
): void {
  const { base, coding, constants, facts, shape, typeArguments } = emission;
  const dtype = codingDtype(coding);
  const channels = fixedChannels(options);
  const rate = options.sampleRate.toLocaleString("en");
  const stored = `${
    coding.codec === "pcm" ? "" : `${coding.codec}, `
  }decoded to ${dtype} at ${rate} Hz`;
  const told = {
    coding: coding as unknown as JsonValue,
    ...(channels === undefined ? {} : { channels }),
    ...constants,
  };
  const literal = jsonLiteral(told);
  const argument = channels === undefined
    ? `${literal.slice(0, -2)}, channels: undefined }`
    : literal;
  const types = [arrayTypes[dtype], ...typeArguments].join(", ");
  if (base === "StemsField") {
    const stems = (constants["names"] as readonly string[]).map(stringLiteral).join(" | ");
    file.print`
      ${docComment(`The stems of \`${ir.name}\`.`)}
      export type ${names.part} = ${stems};
    `;
  }
  const { AfdFile } = file.types("AfdFile");
  const said = `Kind \`${ir.kind}\`: ${stored}, batches of shape ${shape}. ${facts}`;
  file.print`
    ${docComment(`${doc}\n\n${said}`)}
    export class ${names.field} extends ${file.value(base)}<${types}> {
      /** Made by the open file. */
      constructor(file: ${AfdFile}) {
        super(file, ${index}, ${argument});
      }
    }
  `;
}

function partsOf(
  { ir, names }: EmittedField,
  { options, emission }: { options: AudioTarget; emission: CodedEmission },
  file: GeneratedFile,
): FieldParts {
  const isStems = emission.base === "StemsField";
  const encoder = file.writer.value(isStems ? "StemsEncoder" : "CodedEncoder");
  const { sampleRate, channels, normalize, resample } = options;
  const target = {
    sampleRate,
    channels,
    normalize,
    resample: resample as unknown as JsonValue,
    coding: emission.coding as unknown as JsonValue,
    ...(isStems ? { names: emission.constants["names"]! } : {}),
  };
  const samples = arrayTypes[codingDtype(emission.coding)];
  const types = emission.typeArguments.join(", ");
  return {
    inputType: isStems
      ? `${file.writer.type("StemsInput")}<${file.writer.local(names.part, { isTypeOnly: true })}>`
      : file.writer.type("AudioInput"),
    outputType: isStems
      ? `${file.type("Stems")}<${samples}, ${types}>`
      : `${file.type("Waveform")}<${samples}>`,
    fieldClass: names.field,
    encoder: {
      type: encoder,
      initializer: `new ${encoder}(${jsonLiteral(target)}, openAudio)`,
    },
    encode: `(value, slot) => this.#${ir.name}.encode(value, slot)`,
    ...(isStems ? {} : {
      encodeTapped: (tap: string) =>
        `(value, slot) => this.#${ir.name}.encode(value, slot, ${tap})`,
    }),
  };
}
