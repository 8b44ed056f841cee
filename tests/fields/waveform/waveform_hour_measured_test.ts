import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { denoCommand } from "../../_deno.ts";
import { openDataset } from "../../../runtime/mod.ts";
import { wavOf } from "../../cli/_wav.ts";

const script = fileURLToPath(new URL("../_pack_hour.ts", import.meta.url));
const rate = 44_100;
const channels = 2;

/** An hour of stereo; its first half is a hole in the file, its second a tone. */
function writeHour(path: string): void {
  const dataBytes = 3_600 * rate * channels * 2;
  const header = wavOf(new Int16Array(0), { sampleRate: rate, channels });
  const view = new DataView(header.buffer);
  view.setUint32(4, 36 + dataBytes, true);
  view.setUint32(40, dataBytes, true);
  Deno.writeFileSync(path, header);
  const tone = Int16Array.from({ length: 2 ** 20 }, (_, index) => 20_000 * Math.sin(index / 40));
  using file = Deno.openSync(path, { write: true });
  file.seekSync(44 + dataBytes / 2, Deno.SeekMode.Start);
  const bytes = new Uint8Array(tone.buffer);
  for (let rest = dataBytes / 2; rest > 0;) rest -= file.writeSync(bytes.subarray(0, rest));
}

Deno.test("waveform packs an hour in less than 100 MB more than at the start", async (t) => {
  const folder = Deno.makeTempDirSync({ prefix: "audiofield_hour_" });
  try {
    writeHour(`${folder}/hour.wav`);
    for (
      const options of [{}, { normalize: true, channels: 2 }, {
        resample: { method: "torchaudio" },
      }]
    ) {
      await t.step(JSON.stringify(options), async () => {
        const output = `${folder}/hour.afd`;
        const { code, stdout, stderr } = await denoCommand([
          ...["run", "-A", script, `${folder}/hour.wav`, output, JSON.stringify(options)],
        ]).output();
        assert.equal(code, 0, new TextDecoder().decode(stderr));
        const growth = Number(new TextDecoder().decode(stdout));
        assert.ok(growth < 100e6, `it grew by ${growth} bytes`);
        using reader = openDataset(output);
        assert.equal(reader.field("audio").length(1), 3_600 * 16_000);
        Deno.removeSync(output);
      });
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
