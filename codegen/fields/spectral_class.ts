import { fieldKind } from "../../schema/mod.ts";
import { code } from "../print/code.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { docComment, numberLiteral, stringLiteral } from "../print/literals.ts";
import type { EmittedField } from "./kind.ts";
import type { SpectralCode } from "./spectral.ts";
import { structCode } from "./struct_metadata.ts";

/** Prints a spectral field's class: the loops over a batch's records, with the schema's constants. */
export function printSpectralField(
  field: EmittedField,
  spectral: SpectralCode,
  file: GeneratedFile,
): void {
  const { doc, index, ir, names } = field;
  const { bins, options, padFrames, tailBytes } = spectral;
  const { SpectralField } = file.values("SpectralField");
  const { AfdFile, Indices, SpectralBatch } = file.types("AfdFile", "Indices", "SpectralBatch");
  const locate = locateLines(field, spectral, file);
  file.print`
    ${docComment(`${doc}\n\n${factsOf(field, spectral)}`)}
    export class ${names.field} extends ${SpectralField}<${spectral.storedArray}> {
      /** Accessors of the metadata records. */
      readonly metadata: ${names.metadata};

      /** Made by the open file. */
      constructor(file: ${AfdFile}) {
        super(file, ${index}, {
          name: ${stringLiteral(ir.name)},
          bins: ${bins},
          dtype: "${options.storeDtype}",
          tailBytes: ${tailBytes},
          padFrames: ${numberLiteral(padFrames)},
        });
        this.metadata = new ${names.metadata}(this.table);
      }

      /** Finds where each record is and how much of it is kept, from the metadata alone. */
      override plan(indices: ${Indices}, batch: ${SpectralBatch}): void {
        this.check(batch);
        const { file, table } = this;
        batch.begin(indices.length);
        const { firsts, plan, stored } = batch;
        const { crop, indices: records, lengths, maxLength, positions } = plan;
        let longest = 0;
        for (let row = 0; row < indices.length; row++) {
          ${locate}
          if (frames > maxLength && !crop) throw this.tooLong(batch, index, frames);
          const kept = frames < maxLength ? frames : maxLength;
          if (kept > longest) longest = kept;
          records[row] = index;
          positions[row] = position;
          stored[row] = frames;
          firsts[row] = 0;
          lengths[row] = kept;
        }
        batch.end(longest);
      }

      /** Finds where each window is and how much of it is the record's own. */
      override planWindows(
        indices: ${Indices},
        starts: ${Indices},
        count: number,
        batch: ${SpectralBatch},
      ): void {
        this.check(batch);
        const { file, table } = this;
        batch.beginWindows(indices, starts, count);
        const { firsts, plan, stored } = batch;
        const { indices: records, lengths, positions } = plan;
        for (let row = 0; row < indices.length; row++) {
          ${locate}
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

/** The lines that find a row's record, with the only bounds check. */
function locateLines(field: EmittedField, spectral: SpectralCode, file: GeneratedFile): string {
  const struct = structCode(fieldKind(field.ir.kind)!.layout, file);
  const { bins, tailBytes, valueBytes } = spectral;
  const tail = tailBytes === 0 ? "" : ` + ${tailBytes}`;
  return code`
    const index = indices[row]!;
    const { words } = table.page(index);
    const word = ${struct.word};
    const position = ${struct.member("data_ptr")};
    const frames = ${struct.member("time_frames")};
    const byteLength = frames * ${numberLiteral(bins * valueBytes)}${tail};
    if (!file.holds(position, byteLength)) throw this.outside(index, position, byteLength);
  `;
}

/** What a reader of the class wants to know about the field. */
function factsOf({ ir }: EmittedField, { bins, options, padFrames }: SpectralCode): string {
  const rate = options.sampleRate === "source"
    ? "at each clip's own rate"
    : `at ${options.sampleRate.toLocaleString("en")} Hz`;
  return `Kind \`${ir.kind}\`: ${bins} bins in ${options.storeDtype}, a frame every ` +
    `${options.hopLength} samples ${rate}, batches of shape (batch, ${bins}, ` +
    `${padFrames > 0 ? padFrames.toLocaleString("en") : "frames"}).`;
}
