import { counted } from "../errors/counted.ts";
import { ModelError } from "../errors/mod.ts";
import type { CodecModel } from "../runtime/intake/codec_model/codec_model.ts";

/** Hops in the two runs: numbers that a graph is unlikely to be fixed to. */
const probedHops = { partial: 23, whole: 7 };

/**
 * Runs a model twice to see how many frames it makes: from 23 hops and a sample, and from 7 hops.
 * The outputs are checked along the way.
 *
 * @param run runs the model over samples, without padding them.
 * @returns `true` if the model drops samples past the last whole hop, as DAC does; `false` if it
 * makes a frame of them, as EnCodec does.
 * @throws {ModelError} `"model-frames"` when the number of frames doesn't match the hop.
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
    `Cannot use "${name}": it makes ${counted(frames, "frame")} from ${
      counted(samples, "sample")
    }, but a hop of ` +
      `${counted(hopLength, "sample")} makes ${hops}`,
    {
      code: "model-frames",
      file: name,
      found: frames,
      wanted: hops,
      hint: "check that the model matches the field's frame rate",
    },
  );
}
