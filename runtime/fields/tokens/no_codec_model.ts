import { UsageError } from "../../../errors/mod.ts";

/** The error for a field that has to be computed, and nothing to compute it with. */
export function noCodecModel(field: string): UsageError {
  return new UsageError(`Cannot compute "${field}": no codec model was given for it`, {
    code: "no-codec-model",
    field,
    hint: `pack with --codec-model ${field}=MODEL.onnx, pass codecModels to the writer, or bring ` +
      "tokens as .npy files and take `from` out of the schema",
  });
}
