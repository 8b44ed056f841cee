import { join } from "node:path";
import { createDatasetWriter, defineDataset, field } from "../../mod.ts";
import { noiseOf } from "../clips.ts";

/** Writes what the hosts read: clips of 320,000 bytes (A) and 12,000 bytes (D), and coded clips. */
export function writeData(folder: string): void {
  writeClips(join(folder, "a.afd"), 160_000, 384);
  writeClips(join(folder, "d.afd"), 6_000, 10_000);
  const { ir } = defineDataset("Coded", {
    flac: field.flac({ sampleRate: 16_000 }),
    opus: field.opus({ sampleRate: 16_000 }),
  });
  using writer = createDatasetWriter(join(folder, "coded.afd"), { ir });
  for (let clip = 0; clip < 16; clip++) {
    // A voice-like hum under some noise, so that codecs have something to do.
    const noise = noiseOf(160_000);
    const samples = Int16Array.from(
      noise,
      (value, at) => 6000 * Math.sin(at * 0.05 * (1 + clip / 16)) + value / 40,
    );
    const audio = { samples, sampleRate: 16_000 };
    writer.append({ flac: audio, opus: audio });
  }
}

function writeClips(path: string, samples: number, count: number): void {
  const { ir } = defineDataset("Clips", { audio: field.waveform({ sampleRate: 16_000 }) });
  const noise = noiseOf(samples + 997);
  using writer = createDatasetWriter(path, { ir });
  for (let clip = 0; clip < count; clip++) {
    const start = (clip * 31) % 997;
    writer.append({
      audio: { samples: noise.subarray(start, start + samples), sampleRate: 16_000 },
    });
  }
}
