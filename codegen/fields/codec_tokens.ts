import {
  fieldKind,
  frameRateFraction,
  type JsonValue,
  type ResolvedCodecTokens,
  tokenBits,
} from "../../schema/mod.ts";
import { code } from "../print/code.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { docComment, jsonLiteral, numberLiteral, stringLiteral } from "../print/literals.ts";
import type { EmittedField, FieldEmitter } from "./kind.ts";
import { emitStructMetadata, structCode } from "./struct_metadata.ts";

/** A token field's constants, as the emitted code needs them. */
interface CodecTokensCode {
  readonly options: ResolvedCodecTokens;
  /** Bits per stored token. */
  readonly bits: number;
}

const memberDocs: Readonly<Record<string, string>> = {
  data_ptr: "Byte offset of the tokens in the file.",
  num_frames: "Number of frames.",
  n_codebooks: "Number of codebooks: tokens per frame.",
};

/** Emits token fields. */
export const codecTokensEmitter: FieldEmitter = {
  emit(field, file) {
    const { layout, resolve } = fieldKind("codecTokens")!;
    const options = resolve(field.ir.options) as ResolvedCodecTokens;
    emitStructMetadata(field, { layout, docs: memberDocs, file });
    emitField(field, { options, bits: tokenBits(options) }, file);
    const { from } = options;
    const encoder = file.writer.value(
      from === undefined ? "CodecTokensEncoder" : "ComputedTokensEncoder",
    );
    const ir = jsonLiteral(field.ir as unknown as JsonValue);
    const tools = from === undefined ? "{ ...options, openAudio }" : "options";
    return {
      inputType: from === undefined ? file.writer.type("CodecTokensInput") : "never",
      outputType: file.type("CodecTokens"),
      fieldClass: field.names.field,
      encoder: { type: encoder, initializer: `new ${encoder}(${ir}, ${tools})` },
      encode: `(value, slot) => this.#${field.ir.name}.encode(value, slot)`,
      ...(from === undefined ? {} : { from }),
    };
  },
};

/** The field's class, in which the loops that plan batches depend on the schema. */
function emitField(field: EmittedField, tokens: CodecTokensCode, file: GeneratedFile): void {
  const { index, names } = field;
  const { CodecTokensField } = file.values("CodecTokensField");
  const { AfdFile, Indices, TokenBatch } = file.types("AfdFile", "Indices", "TokenBatch");
  const name = stringLiteral(field.ir.name);
  const place = placeCode(field, tokens, file);
  file.print`
    ${docComment(docOf(field, tokens))}
    export class ${names.field} extends ${CodecTokensField} {
      /** Accessors of the metadata records. */
      readonly metadata: ${names.metadata};

      /** Made by the open file. */
      constructor(file: ${AfdFile}) {
        super(file, ${index});
        this.metadata = new ${names.metadata}(this.table);
      }

      /** Finds whole records and how many frames of each are kept; returns the largest number. */
      protected override planRows(indices: ${Indices}, batch: ${TokenBatch}): number {
        const { file, table } = this;
        const { plan, starts, stored } = batch;
        const { crop, indices: records, lengths, maxLength, positions } = plan;
        let longest = 0;
        for (let row = 0; row < indices.length; row++) {
          const index = indices[row]!;
          ${place}
          if (frames > maxLength && !crop) {
            throw plan.tooLong({ file: file.name, field: ${name}, record: index, length: frames });
          }
          const kept = frames < maxLength ? frames : maxLength;
          if (kept > longest) longest = kept;
          records[row] = index;
          positions[row] = position;
          stored[row] = frames;
          starts[row] = 0;
          lengths[row] = kept;
        }
        return longest;
      }

      /** Finds a window of each record and how many of its frames are the record's own. */
      protected override planWindowRows(
        indices: ${Indices},
        starts: ${Indices},
        count: number,
        batch: ${TokenBatch},
      ): void {
        const { file, table } = this;
        const { plan, starts: firsts, stored } = batch;
        const { indices: records, lengths, positions } = plan;
        for (let row = 0; row < indices.length; row++) {
          const index = indices[row]!;
          ${place}
          const start = starts[row]!;
          const first = start < frames ? start : frames;
          const left = frames - first;
          records[row] = index;
          positions[row] = position;
          stored[row] = frames;
          firsts[row] = first;
          lengths[row] = left < count ? left : count;
        }
      }
    }
  `;
}

/** The lines that find record `index`, with the only bounds check. */
function placeCode(field: EmittedField, tokens: CodecTokensCode, file: GeneratedFile): string {
  const struct = structCode(fieldKind("codecTokens")!.layout, file);
  return code`
    const { words } = table.page(index);
    const word = ${struct.word};
    const position = ${struct.member("data_ptr")};
    const frames = ${struct.member("num_frames")};
    const length = ${payloadBytes(tokens)};
    if (!file.holds(position, length)) {
      throw file.extentError({ field: ${
    stringLiteral(field.ir.name)
  }, record: index, position, length });
    }
  `;
}

/** Bytes that `frames` frames take: each codebook starts at a whole byte. */
function payloadBytes({ bits, options: { nCodebooks } }: CodecTokensCode): string {
  return bits % 8 === 0
    ? `frames * ${numberLiteral(nCodebooks * bits / 8)}`
    : `Math.ceil(frames * ${bits} / 8) * ${nCodebooks}`;
}

function docOf({ doc }: EmittedField, { bits, options }: CodecTokensCode): string {
  const { nCodebooks, vocabSize, frameRate } = options;
  const [numerator, denominator] = frameRateFraction(frameRate);
  const rate = Number((numerator / denominator).toFixed(3)).toLocaleString("en");
  return `${doc}\n\nKind \`codecTokens\`: ${nCodebooks} codebooks of ` +
    `${vocabSize.toLocaleString("en")} entries, stored in ${bits} bits each, ${rate} frames per ` +
    `second, batches of shape (batch, ${nCodebooks}, frames).`;
}
