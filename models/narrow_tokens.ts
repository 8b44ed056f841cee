import { ModelError } from "../errors/mod.ts";
import { tokenRangeError } from "../runtime/intake/codec_model/check_tokens.ts";
import type { CodecModel } from "../runtime/intake/codec_model/codec_model.ts";
import type { OnnxSession } from "./check_graph.ts";

/** One of a run's outputs, if it has one of that name. */
type Output = Awaited<ReturnType<OnnxSession["run"]>>[string] | undefined;

/**
 * A run's output, int64 (1, nCodebooks, frames), as uint16 (nCodebooks, frames).
 *
 * @throws {ModelError} `"model-output"` for another dtype or shape, `"token-range"` for a token
 * that isn't below `vocabSize`.
 */
export function narrowTokens(
  output: Output,
  model: Pick<CodecModel, "name" | "nCodebooks" | "vocabSize">,
): { tokens: Uint16Array<ArrayBuffer>; frames: number } {
  const { name, nCodebooks, vocabSize } = model;
  const { dims = [], type = "nothing", data } = output ?? {};
  const [batch, codebooks, frames = 0] = dims;
  const isShaped = dims.length === 3 && batch === 1 && codebooks === nCodebooks;
  if (!(data instanceof BigInt64Array) || !isShaped) {
    throw new ModelError(
      `Cannot use the output of "${name}": it is ${type} (${dims.join(", ")}), not int64 ` +
        `(1, ${nCodebooks}, frames)`,
      {
        code: "model-output",
        file: name,
        found: `${type} (${dims.join(", ")})`,
        wanted: `int64 (1, ${nCodebooks}, frames)`,
      },
    );
  }
  // As pairs of words: a BigInt for each token would cost more than the comparison.
  const words = new Uint32Array(data.buffer, data.byteOffset, data.length * 2);
  const tokens = new Uint16Array(data.length);
  for (let at = 0; at < tokens.length; at++) {
    const low = words[2 * at] ?? 0;
    if (low >= vocabSize || words[2 * at + 1] !== 0) {
      throw tokenRangeError(model, { at, frames, token: data[at] ?? 0n });
    }
    tokens[at] = low;
  }
  return { tokens, frames };
}
