import type { AudioInput } from "../../schema/mod.ts";
import { fileOf, nameOf, openAudioInput } from "../fields/audio_input.ts";
import type { EncodeContext } from "../fields/kind.ts";
import type { FieldSlot } from "../writer/field_slot.ts";
import { noCodecModel, type TokenWriter } from "./computed_tokens.ts";
import { encodePieces } from "./encode_pieces.ts";
import { modelPieces } from "./model_audio.ts";

/**
 * Has a record wait for the tokens of audio that it gives for a field of tokens.
 *
 * @throws {UsageError} `"no-codec-model"` when the writer has no model for the field.
 * @throws {ManifestError} when it isn't audio.
 * @throws {AudioInputError} when it can't be read.
 */
export function encodeGivenAudio(
  input: AudioInput,
  { context, slot, write }: {
    context: EncodeContext;
    slot: FieldSlot;
    write: TokenWriter;
  },
): void {
  const { codec, openAudio } = context;
  if (codec === undefined) throw noCodecModel(`given as audio (${nameOf(input)})`, slot);
  const { model, defer } = codec;
  const source = openAudioInput(input, { slot, openAudio });
  defer(slot, async () => {
    using opened = source;
    write(await encodePieces(model, modelPieces(opened, model, fileOf(input))), slot);
  });
}
