import { createSpeechWriter } from "../../generated/speech_writer.ts";
import type { Workspace } from "./_workspace.ts";

/** Writes `speech.afd`: forty clips of 1,000 samples. */
export function packed(workspace: Workspace): void {
  using writer = createSpeechWriter(workspace.path("speech.afd"));
  for (let speaker = 0; speaker < 40; speaker++) {
    writer.append({ audio: { samples: new Int16Array(1_000), sampleRate: 16_000 }, speaker });
  }
  writer.finish();
}
