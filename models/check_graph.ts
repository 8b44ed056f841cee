import { counted } from "../errors/counted.ts";
import { ModelError } from "../errors/mod.ts";
import type { OnnxRuntime } from "./onnx_runtime.ts";

/** What a model must look like. */
export interface GraphContract {
  /** The model, for messages. */
  readonly name: string;
  /** The input's name. */
  readonly inputName: string;
  /** The output's name. */
  readonly outputName: string;
  /** Channels of the input. */
  readonly channels: number;
  /** Codebooks of the output. */
  readonly nCodebooks: number;
}

/** A loaded model. */
export type OnnxSession = Awaited<ReturnType<OnnxRuntime["InferenceSession"]["create"]>>;

type ValueMetadata = OnnxSession["inputMetadata"][number];

/**
 * Checks what a graph declares before it is run: runtimes load, and often run, graphs with the
 * wrong names, dtypes or shapes. What a graph leaves open shows only when it runs.
 *
 * @throws {ModelError} `"model-input"` or `"model-output"`, with the names and shapes found.
 */
export function checkGraph(session: OnnxSession, contract: GraphContract): void {
  const { name, inputName, outputName, channels, nCodebooks } = contract;
  const refuse = (code: "model-input" | "model-output", reason: string) =>
    new ModelError(`Cannot use "${name}": ${reason}; its signature is ${signatureOf(session)}`, {
      code,
      file: name,
      found: signatureOf(session),
      wanted: `${inputName} float32 (1, ${channels}, samples) → ` +
        `${outputName} int64 (1, ${nCodebooks}, frames)`,
    });
  const [input, ...more] = session.inputMetadata;
  if (input === undefined || more.length > 0) {
    throw refuse(
      "model-input",
      `it has ${counted(session.inputMetadata.length, "input")}, not one`,
    );
  }
  const inputFault = faultOf(input, inputName, "float32", [1, channels]) ??
    (typeof lastOf(input) === "number" ? `its input takes exactly ${lastOf(input)} samples` : "");
  if (inputFault !== "") throw refuse("model-input", inputFault);
  const output = session.outputMetadata.find((output) => output.name === outputName);
  if (output === undefined) {
    throw refuse("model-output", `it has no output called "${outputName}"`);
  }
  const outputFault = faultOf(output, outputName, "int64", [1, nCodebooks]);
  if (outputFault !== undefined) throw refuse("model-output", outputFault);
}

/** A session's inputs and outputs, such as `audio float32 (1, 1, samples) → codes int64 (1, 8, frames)`. */
export function signatureOf({ inputMetadata, outputMetadata }: OnnxSession): string {
  return `${inputMetadata.map(valueText).join(", ")} → ${outputMetadata.map(valueText).join(", ")}`;
}

/** What is wrong with an input or output of rank 3 whose first two dimensions are known. */
function faultOf(
  value: ValueMetadata,
  name: string,
  dtype: string,
  known: readonly number[],
): string | undefined {
  if (value.name !== name) return `its input is called "${value.name}", not "${name}"`;
  if (!value.isTensor) return `"${name}" isn't a tensor`;
  if (value.type !== dtype) return `"${name}" is ${value.type}, not ${dtype}`;
  const { shape } = value;
  // A graph may leave a shape open.
  if (shape.length === 0) return undefined;
  if (shape.length !== 3) return `"${name}" has rank ${shape.length}, not 3`;
  const wrong = known.findIndex((wanted, axis) =>
    typeof shape[axis] === "number" && shape[axis] !== wanted
  );
  if (wrong < 0) return undefined;
  return `dimension ${wrong} of "${name}" is ${shape[wrong]}, not ${known[wrong]}`;
}

function lastOf(value: ValueMetadata): string | number | undefined {
  return value.isTensor ? value.shape.at(-1) : undefined;
}

function valueText(value: ValueMetadata): string {
  if (!value.isTensor) return `${value.name} (not a tensor)`;
  return `${value.name} ${value.type} (${value.shape.join(", ")})`;
}
