import { counted } from "../../../errors/counted.ts";
import { SchemaError, UsageError } from "../../../errors/mod.ts";
import {
  type DatasetIr,
  fieldKind,
  frameRateFraction,
  type ResolvedCodecTokens,
} from "../../../schema/mod.ts";
import type { Provenance } from "../../container/provenance.ts";
import type { CodecModel } from "./codec_model.ts";

/** Codec models by the names of the fields that they compute. */
export type CodecModels = Readonly<Record<string, CodecModel>>;

/**
 * Checks that each model is of the same codec as its field.
 *
 * @throws {UsageError} `"no-such-field"` for a model whose field doesn't exist or doesn't hold
 *   tokens.
 * @throws {SchemaError} `"codec-model"` for a model of a different codec from its field.
 */
export function checkCodecModels(ir: DatasetIr, models: CodecModels): void {
  for (const [name, model] of Object.entries(models)) checkFit(model, name, tokenOptions(ir, name));
}

/**
 * What a file says about the models that computed its fields; `undefined` if there is nothing to
 * say.
 */
export function provenanceOf(models: CodecModels): Provenance | undefined {
  const known = Object.entries(models).flatMap(([field, model]) => {
    const { sha256, sampleRate, channels, hopLength } = model;
    return sha256 === undefined
      ? []
      : [[field, { codecModel: { sha256, sampleRate, channels, hopLength } }] as const];
  });
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

function tokenOptions(ir: DatasetIr, name: string): ResolvedCodecTokens {
  const field = ir.fields.find((field) => field.name === name);
  if (field?.kind === "codecTokens") {
    return fieldKind(field.kind)?.resolve(field.options) as ResolvedCodecTokens;
  }
  const fields = ir.fields.filter(({ kind }) => kind === "codecTokens").map(({ name }) => name);
  throw new UsageError(
    `Cannot use a codec model for "${name}": ${ir.name} has no field of codec tokens with that name`,
    {
      code: "no-such-field",
      field: name,
      found: name,
      hint: fields.length === 0
        ? "it has no field of codec tokens at all; add a field.codecTokens to the schema"
        : `its fields of codec tokens are ${fields.join(", ")}`,
    },
  );
}

function checkFit(model: CodecModel, field: string, options: ResolvedCodecTokens): void {
  const [numerator, denominator] = frameRateFraction(options.frameRate);
  const faults = [
    model.nCodebooks === options.nCodebooks
      ? ""
      : `it has ${counted(model.nCodebooks, "codebook")}, but the field has ${options.nCodebooks}`,
    model.vocabSize <= options.vocabSize
      ? ""
      : `its codebooks have ${model.vocabSize} entries, but the field's have ${options.vocabSize}`,
    model.sampleRate * denominator === model.hopLength * numerator
      ? ""
      : `it makes ${model.sampleRate}/${model.hopLength} frames a second, but the field has ` +
        `${numerator}/${denominator}`,
  ].filter((fault) => fault !== "");
  if (faults.length === 0) return;
  throw new SchemaError(`Cannot use "${model.name}" for "${field}": ${faults.join("; ")}`, {
    code: "codec-model",
    field,
    hint: "use the model that the schema describes, or change the schema to describe this one",
  });
}
