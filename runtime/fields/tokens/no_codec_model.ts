import { UsageError } from "../../../errors/mod.ts";

/** The error for a field that must be computed, but has nothing to compute it with. */
export function noCodecModel(field: string): UsageError {
  return new UsageError(`Cannot compute "${field}": no codec model was given for it`, {
    code: "no-codec-model",
    field,
    hint: `pack with --codec-model ${field}=MODEL.onnx, pass codecModels to the writer, or give ` +
      "tokens as .npy files and remove `from` from the schema",
  });
}
