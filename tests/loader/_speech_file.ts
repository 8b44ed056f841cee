/** Files of clips that identify their records, to load batches from. */
import { openSpeech, type SpeechDataset } from "../../generated/speech.ts";
import { createSpeechWriter } from "../../generated/speech_writer.ts";
import type { OpenOptions } from "../../runtime/mod.ts";

/** A file in a temporary folder. */
export class SpeechFile implements Disposable {
  readonly folder: string = Deno.makeTempDirSync({ prefix: "audiofield_loader_" });
  readonly path = `${this.folder}/speech.afd`;

  /** Clip `index` has `samplesOf(index)` samples equal to `index`, which is also its speaker. */
  constructor(count: number, samplesOf: (index: number) => number = (index) => 10 + index % 90) {
    using writer = createSpeechWriter(this.path);
    for (let index = 0; index < count; index++) {
      const samples = new Int16Array(samplesOf(index)).fill(index);
      writer.append({
        audio: { samples, sampleRate: 16_000 },
        transcript: `clip ${index}`,
        speaker: index,
      });
    }
    writer.finish();
  }

  open(options?: OpenOptions): SpeechDataset {
    return openSpeech(this.path, options);
  }

  /** Changes a byte in the middle of a clip. */
  damage(record: number): void {
    using speech = this.open();
    const { position, length } = speech.audio.extent(record);
    using file = Deno.openSync(this.path, { read: true, write: true });
    file.seekSync(position + (length >> 1), Deno.SeekMode.Start);
    file.writeSync(Uint8Array.of(0x5a));
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }
}
