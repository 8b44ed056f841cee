/** Files with the example schema, written by its generated module. */
import assert from "node:assert/strict";
import { AudiofieldError } from "../../errors/mod.ts";
import { createSpeechWriter, type SpeechInput } from "../../generated/speech_writer.ts";

/** A temporary folder. */
export class Folder implements Disposable {
  readonly path: string = Deno.makeTempDirSync({ prefix: "audiofield-runtime-" });

  file(name: string): string {
    return `${this.path}/${name}`;
  }

  names(): string[] {
    return [...Deno.readDirSync(this.path)].map(({ name }) => name).sort();
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** A clip of `samples` samples; each clip has different values. */
export function clip(samples: number, first = 1): SpeechInput {
  return {
    audio: {
      samples: Int16Array.from({ length: samples }, (_, index) => first + index),
      sampleRate: 16_000,
    },
    transcript: `from ${first}`,
    speaker: first,
  };
}

/** Writes clips of these lengths and returns the path. */
export function speechFile(folder: Folder, lengths: readonly number[]): string {
  const path = folder.file("speech.afd");
  using writer = createSpeechWriter(path, { overwrite: true });
  lengths.forEach((length, index) => writer.append(clip(length, index * 1_000 + 1)));
  return path;
}

/** The error that `run` throws; it must be one of ours. */
export function errorOf(run: () => unknown): AudiofieldError {
  try {
    run();
  } catch (cause) {
    assert.ok(cause instanceof AudiofieldError, `not one of our errors: ${cause}`);
    return cause;
  }
  throw new assert.AssertionError({ message: "nothing was thrown" });
}
