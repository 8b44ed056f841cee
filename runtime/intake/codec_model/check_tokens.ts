import { counted } from "../../../errors/counted.ts";
import { ModelError } from "../../../errors/mod.ts";
import type { CodecModel } from "./codec_model.ts";

/**
 * Checks the output of one run of a model, because an unknown model may return anything.
 *
 * @param samples samples per channel that went in.
 * @returns the number of frames.
 * @throws {ModelError} `"model-frames"` when the number of tokens doesn't match the model's hop
 *   length and codebooks, `"token-range"` when a token is outside its codebook.
 */
export function checkTokens(model: CodecModel, tokens: Uint16Array, samples: number): number {
  const { name, nCodebooks, vocabSize, hopLength } = model;
  const frames = Math.ceil(samples / hopLength);
  if (tokens.length !== nCodebooks * frames) {
    throw new ModelError(
      `Cannot use the output of "${name}" for ${counted(samples, "sample")}: expected ${
        counted(nCodebooks, "codebook")
      } of ` +
        `${counted(frames, "frame")}, got ${counted(tokens.length, "token")}`,
      { code: "model-frames", file: name, found: tokens.length, wanted: nCodebooks * frames },
    );
  }
  const wrong = tokens.findIndex((token) => token >= vocabSize);
  if (wrong < 0) return frames;
  throw tokenRangeError(model, { at: wrong, frames, token: tokens[wrong] ?? 0 });
}

/** The error for a token outside its codebook. */
export function tokenRangeError(
  { name, vocabSize }: Pick<CodecModel, "name" | "vocabSize">,
  { at, frames, token }: { at: number; frames: number; token: number | bigint },
): ModelError {
  const codebook = Math.floor(at / frames);
  return new ModelError(
    `Cannot use the output of "${name}": codebook ${codebook} of frame ${
      at % frames
    } is ${token}, ` +
      `but tokens range from 0 to ${vocabSize - 1}`,
    {
      code: "token-range",
      file: name,
      found: String(token),
      wanted: `0 to ${vocabSize - 1}`,
      hint: "check that the model and the field's vocabSize belong together",
    },
  );
}
