import { ModelError } from "../errors/mod.ts";
import type { CodecModel } from "../runtime/mod.ts";

/** Hops in the two runs: neither of a length that a graph might be fixed to. */
const probedHops = { partial: 23, whole: 7 };

/**
 * Runs a model twice to see how many frames it makes: of 7 hops, and of 23 hops and a sample. What
 * the runs give is checked on the way.
 *
 * @param run runs the model over samples as they are.
 * @returns whether samples past the last whole hop are left out, as DAC does, or become a frame, as
 * EnCodec does.
 * @throws {ModelError} `"model-frames"` when it makes another number than the hop says.
 */
export async function probeFrames(
  model: CodecModel,
  run: (samples: Float32Array) => Promise<{ frames: number }>,
): Promise<boolean> {
  const { hopLength, channels } = model;
  const partial = probedHops.partial * hopLength + 1;
  const { frames } = await run(noise(partial * channels));
  if (frames !== probedHops.partial && frames !== probedHops.partial + 1) {
    throw framesError(model, { samples: partial, frames, hops: probedHops.partial });
  }
  const whole = probedHops.whole * hopLength;
  const second = await run(noise(whole * channels));
  if (second.frames !== probedHops.whole) {
    throw framesError(model, { samples: whole, frames: second.frames, hops: probedHops.whole });
  }
  return frames === probedHops.partial;
}

/** The same quiet noise each time: tokens of silence may be in range where others aren't. */
function noise(length: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 0.2 * (state / 2 ** 32 - 0.5);
  });
}

function framesError(
  { name, hopLength }: CodecModel,
  { samples, frames, hops }: { samples: number; frames: number; hops: number },
): ModelError {
  return new ModelError(
    `Cannot use "${name}": it makes ${frames} frames of ${samples} samples, where a hop of ` +
      `${hopLength} samples makes ${hops}`,
    {
      code: "model-frames",
      file: name,
      found: frames,
      wanted: hops,
      hint: "check that the model and the field's frame rate belong together",
    },
  );
}
