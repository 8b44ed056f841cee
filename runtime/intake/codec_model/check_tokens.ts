import { ModelError } from "../../../errors/mod.ts";
import type { CodecModel } from "./codec_model.ts";

/**
 * Checks what one run of a model gave; a model that isn't ours to know may give anything.
 *
 * @param samples samples of each channel that went in.
 * @returns the frames.
 * @throws {ModelError} `"model-frames"` for another number of tokens than the model's hop and
 * codebooks make, `"token-range"` for one that its codebooks don't have.
 */
export function checkTokens(model: CodecModel, tokens: Uint16Array, samples: number): number {
  const { name, nCodebooks, vocabSize, hopLength } = model;
  const frames = Math.ceil(samples / hopLength);
  if (tokens.length !== nCodebooks * frames) {
    throw new ModelError(
      `Cannot use what "${name}" gave for ${samples} samples: it is ${tokens.length} tokens, where ` +
        `${nCodebooks} codebooks of ${frames} frames were wanted`,
      { code: "model-frames", file: name, found: tokens.length, wanted: nCodebooks * frames },
    );
  }
  const wrong = tokens.findIndex((token) => token >= vocabSize);
  if (wrong < 0) return frames;
  throw tokenRangeError(model, { at: wrong, frames, token: tokens[wrong] ?? 0 });
}

/** The error for a token outside of its codebook. */
export function tokenRangeError(
  { name, vocabSize }: Pick<CodecModel, "name" | "vocabSize">,
  { at, frames, token }: { at: number; frames: number; token: number | bigint },
): ModelError {
  const codebook = Math.floor(at / frames);
  return new ModelError(
    `Cannot use what "${name}" gave: codebook ${codebook} of frame ${
      at % frames
    } is ${token}, and ` +
      `tokens run from 0 to ${vocabSize - 1}`,
    {
      code: "token-range",
      file: name,
      found: String(token),
      wanted: `0 to ${vocabSize - 1}`,
      hint: "check that the model and the field's vocabSize belong together",
    },
  );
}
