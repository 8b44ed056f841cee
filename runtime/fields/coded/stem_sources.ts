import type { PcmSource } from "../../../audio/pcm/mod.ts";
import type { AudioInput, StemsInput } from "../../../schema/mod.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import { wrongValue } from "../../intake/checked.ts";
import { DealtRecording } from "./dealt_recording.ts";

/** One stem of a record: its audio, opened when its turn comes. */
export interface StemSource {
  /** Its number among the schema's names. */
  readonly stem: number;
  /** What to call it in messages. */
  readonly input: AudioInput;
  /** Opens it; the caller disposes of it. */
  open(): PcmSource;
}

/** The stems of a record, in the schema's order; disposing of them closes what they share. */
export interface StemSources extends Disposable {
  readonly stems: readonly StemSource[];
}

/**
 * The stems that a record gives: those present in an object of stems, or parts of the channels of
 * one recording.
 *
 * @throws {ManifestError} when the value is neither, or names stems that the schema doesn't have.
 * @throws {AudioInputError} when it is one recording that can't be read or divided.
 */
export function stemSources(
  value: StemsInput,
  { names, slot, open }: {
    names: readonly string[];
    slot: FieldSlot;
    open: (input: AudioInput) => PcmSource;
  },
): StemSources {
  if (isAudio(value)) {
    const recording = new DealtRecording(open(value), {
      stems: names.length,
      input: value,
      outputPath: slot.file,
    });
    return {
      stems: names.map((_, stem) => ({ stem, input: value, open: () => recording.stem(stem) })),
      [Symbol.dispose]: () => recording[Symbol.dispose](),
    };
  }
  const wanted = "stems by name, or audio with the channels of all stems";
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongValue(value, wanted, slot);
  }
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw wrongValue(unknown, `one of the stems ${names.join(", ")}`, slot);
  }
  const stems = names.flatMap((name, stem) => {
    const input = value[name];
    return input === undefined || input === null ? [] : [{ stem, input, open: () => open(input) }];
  });
  return { stems, [Symbol.dispose]: () => {} };
}

function isAudio(value: StemsInput): value is AudioInput {
  return typeof value === "string" ||
    (typeof value === "object" && value !== null && ("path" in value || "samples" in value));
}
