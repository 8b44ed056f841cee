import { UsageError } from "../../errors/mod.ts";
import type { OnnxCodec, OnnxRuntimeName } from "../../models/mod.ts";
import { onnxPackages } from "../../models/onnx_runtime.ts";
import {
  type DatasetIr,
  type FieldIr,
  fieldKind,
  frameRateFraction,
  type ResolvedCodecTokens,
} from "../../schema/mod.ts";
import { fetchPackages } from "../shared/fetch_packages.ts";

/** What the command line says about codec models. */
export interface CodecModelFlags {
  /** `--codec-model`, each `FIELD=FILE` or `FILE`. */
  readonly models: readonly string[];
  /** `--codec-rate`, each `FIELD=HZ` or `HZ`. */
  readonly rates: readonly string[];
  readonly inputName: string;
  readonly outputName: string;
  readonly runtime: OnnxRuntimeName;
}

/** Open models, by the fields that they compute. */
export interface OpenCodecModels extends AsyncDisposable {
  readonly byField: Readonly<Record<string, OnnxCodec>>;
}

/**
 * Opens the models named on a command line, each for the codec that its field's options describe.
 * Without any, ONNX Runtime isn't loaded.
 *
 * @throws {UsageError} when a flag fits no field of tokens or several, or the sample rate isn't
 * known.
 * @throws {ModelError} when a model isn't what its field wants.
 * @throws {PackageError} when ONNX Runtime can't be fetched.
 */
export async function openCodecModels(
  ir: DatasetIr,
  { models, rates, inputName, outputName, runtime }: CodecModelFlags,
): Promise<OpenCodecModels> {
  const files = modelFiles(ir, models);
  const given = byField(ir, rates, "--codec-rate");
  const needless = [...given.keys()].find((field) => !files.has(field));
  if (needless !== undefined) {
    throw new UsageError(`Cannot use --codec-rate for "${needless}": it has no --codec-model`, {
      code: "codec-flags",
      field: needless,
    });
  }
  if (files.size > 0) {
    await fetchPackages([onnxPackages[runtime]], {
      purpose: "run codec models",
      megabytes: runtime === "web" ? 150 : 300,
    });
  }
  const stack = new AsyncDisposableStack();
  try {
    const open: Record<string, OnnxCodec> = {};
    for (const [name, file] of files) {
      const { codecRate, openOnnxCodec } = await import("../../models/mod.ts");
      const { nCodebooks, vocabSize, frameRate } = tokenOptions(fieldOf(ir, name)!);
      const fraction = frameRateFraction(frameRate);
      const rate = codecRate(fraction, sampleRateOf(given.get(name)));
      if (rate === undefined) throw unknownRate(name, fraction, given.get(name));
      // The number of threads may change the last bits of what a model computes.
      const run = { inputName, outputName, runtime, threads: 1 };
      const options = { ...rate, nCodebooks, vocabSize, ...run };
      open[name] = stack.use(await openOnnxCodec(file, options));
    }
    const owned = stack.move();
    return { byField: open, [Symbol.asyncDispose]: () => owned.disposeAsync() };
  } catch (cause) {
    await stack.disposeAsync();
    throw cause;
  }
}

/**
 * The models' files by the fields that they compute.
 *
 * @throws {UsageError} when a flag fits no field of tokens or several.
 */
export function modelFiles(ir: DatasetIr, models: readonly string[]): ReadonlyMap<string, string> {
  return byField(ir, models, "--codec-model");
}

/** The sample rates that were given, by field. */
export function modelRates(ir: DatasetIr, rates: readonly string[]): ReadonlyMap<string, string> {
  return byField(ir, rates, "--codec-rate");
}

/** The values of a flag by field; a value without a field is for the only field of tokens. */
function byField(
  ir: DatasetIr,
  values: readonly string[],
  flag: string,
): ReadonlyMap<string, string> {
  const fields = ir.fields.filter(({ kind }) => kind === "codecTokens");
  const names = fields.map(({ name }) => name).join(", ");
  const refuse = (reason: string, hint: string) =>
    new UsageError(`Cannot use ${flag}: ${reason}`, { code: "codec-flags", hint });
  const found = new Map<string, string>();
  for (const value of values) {
    if (fields.length === 0) {
      const hint = "add a field.codecTokens to the schema, or leave the flag out";
      throw refuse(`${ir.name} has no field of codec tokens`, hint);
    }
    const [, prefix = "", rest = ""] = /^([A-Za-z]\w*)=(.*)$/s.exec(value) ?? [];
    const named = fields.find(({ name }) => name === prefix);
    if (named === undefined && prefix !== "") {
      throw refuse(
        `${ir.name} has no field of codec tokens called "${prefix}"`,
        `its fields of codec tokens are ${names}; for a file of that name, write ./${prefix}=…`,
      );
    }
    const field = named ?? fields[0]!;
    if (named === undefined && fields.length > 1) {
      throw refuse(`"${value}" could be for any of ${names}`, `write ${field.name}=${value}`);
    }
    if (found.has(field.name)) {
      throw refuse(`it is given twice for "${field.name}"`, "keep one of them");
    }
    found.set(field.name, named === undefined ? value : rest);
  }
  return found;
}

function fieldOf(ir: DatasetIr, name: string): FieldIr | undefined {
  return ir.fields.find((field) => field.name === name);
}

function tokenOptions({ kind, options }: FieldIr): ResolvedCodecTokens {
  return fieldKind(kind)?.resolve(options) as ResolvedCodecTokens;
}

function sampleRateOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const rate = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (rate > 0) return rate;
  throw new UsageError(`Cannot use --codec-rate ${text}: it isn't a sample rate`, {
    code: "codec-flags",
    found: text,
    wanted: "samples per second, such as 24000",
  });
}

function unknownRate(
  field: string,
  [numerator, denominator]: readonly [number, number],
  given: string | undefined,
): UsageError {
  const frames = denominator === 1 ? `${numerator}` : `${numerator}/${denominator}`;
  const message = given === undefined
    ? `Cannot determine the sample rate of the model for "${field}" from ${frames} frames per second`
    : `Cannot make ${frames} frames per second for "${field}" from ${given} samples per second: ` +
      "a frame would not be a whole number of samples";
  return new UsageError(message, {
    code: "codec-rate",
    field,
    hint: `pass --codec-rate ${field}=HZ, or write frameRate as [sampleRate, hop] in the schema`,
  });
}
