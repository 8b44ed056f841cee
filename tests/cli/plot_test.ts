/** `plot`: every kind that can be drawn, and what its axes say. */
import assert from "node:assert/strict";
import { npyHeader } from "../../cli/export/formats/npy.ts";
import { melTicks } from "../../cli/plot/pictures/mel_axis.ts";
import { spectralPicture } from "../../cli/plot/pictures/spectral_picture.ts";
import { quantityOf } from "../../schema/spectral/quantity.ts";
import { channelTracks, tracksPicture } from "../../cli/plot/pictures/tracks_picture.ts";
import {
  fieldKind,
  type ResolvedSpectral,
  type SpectralKind,
  spectralPreset,
  type SpectralPresetName,
  spectralPresetNames,
} from "../../schema/mod.ts";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

function optionsOf(preset: SpectralPresetName): { kind: SpectralKind; options: ResolvedSpectral } {
  const { kind } = spectralPreset(preset);
  const known = fieldKind(kind)!;
  const options = known.resolve(known.canonicalize({ preset }, "test")) as ResolvedSpectral;
  return { kind, options };
}

/** Tokens of two codebooks. */
function npy(...tokens: number[]): Uint8Array<ArrayBuffer> {
  const header = npyHeader("<u2", [2, tokens.length / 2]);
  return new Uint8Array([...header, ...new Uint8Array(Uint16Array.from(tokens).buffer)]);
}

interface Axis {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

Deno.test("quantityOf() names the quantity and the unit of every preset", () => {
  const names = Object.fromEntries(spectralPresetNames.map((preset) => {
    const { kind, options } = optionsOf(preset);
    return [preset, quantityOf(kind, options)];
  }));
  assert.deepEqual(names, {
    "original": "Natural log of mel power",
    "whisper": "(log10 of mel power + 4) / 4",
    "librosa": "Mel power (linear)",
    "librosa-db": "Mel power (dB re 1)",
    "librosa-mfcc": "Coefficient (no unit)",
    "torchaudio": "Mel power (linear)",
    "torchaudio-db": "Mel power (dB re 1)",
    "torchaudio-mfcc": "Coefficient (no unit)",
    "kaldi-fbank": "Natural log of mel power",
    "kaldi-mfcc": "Coefficient (no unit)",
    "tacotron2": "Natural log of mel magnitude",
    "hifigan": "Natural log of mel magnitude",
    "vits": "Natural log of mel magnitude",
    "nemo": "natural log of mel power, in standard deviations",
  });
});

Deno.test("melTicks() label the axis up to the top filter, without overlapping", () => {
  for (const preset of spectralPresetNames) {
    const { kind, options } = optionsOf(preset);
    if (kind !== "melSpectrogram" || options.sampleRate === "source") continue;
    const ticks = melTicks(options, options.sampleRate);
    const rows = options.nMels + (options.useEnergy ? 1 : 0);
    const top = options.fMax > 0 ? options.fMax : options.sampleRate / 2 + options.fMax;
    assert.equal(ticks.at(-1)!.at, rows - 1, preset);
    const highest = Number(ticks.at(-1)!.label);
    assert.ok(highest > 0.93 * top && highest < top, `${preset}: ${highest} of ${top}`);
    for (let index = 1; index < ticks.length; index++) {
      assert.ok(ticks[index]!.at - ticks[index - 1]!.at >= 0.04 * rows, preset);
    }
  }
});

Deno.test("spectralPicture() draws linear values in dB and says so; a colour bar spans the range", () => {
  const { kind, options } = optionsOf("librosa");
  const data = Float32Array.of(1, 0.1, 0, 0.001);
  const { chart } = spectralPicture({ data, shape: [2, 2] }, { title: "t", kind, options });
  const bar = (chart["yAxis"] as Axis[])[1]!;
  assert.equal(bar.name, "Mel power (dB re the clip's maximum)");
  assert.deepEqual([bar.min, bar.max], [-80, 0]);
  assert.match((chart["title"] as { subtext: string }).subtext, /linear values, drawn in decibels/);
});

Deno.test("tracksPicture() says how the vertical axis is scaled", () => {
  const noteOf = (samples: Int16Array, channels = 1) => {
    const waveform = { samples, sampleRate: 8000, channels };
    const { chart } = tracksPicture(channelTracks(waveform), { title: "t" });
    return (chart["title"] as { subtext: string }).subtext;
  };
  assert.equal(
    noteOf(Int16Array.of(0, 16_384)),
    "Vertical axis scaled to the peak: 0.5 of full scale, −6.0 dBFS",
  );
  assert.match(noteOf(Int16Array.of(0, -32_768), 2), /the peak of all tracks: 1 of full scale, 0/);
  assert.equal(noteOf(Int16Array.of(0, 0)), "Silence: every sample is 0");
  assert.equal(noteOf(new Int16Array(0)), "No samples");
  assert.match(noteOf(new Int16Array(40).fill(9), 20), /; 4 more tracks aren't drawn$/);
});

Deno.test("plot draws audio of several channels, stems, tokens and empty records, and nothing else", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(`
    audio: field.waveform({ mono: false }),
    parts: field.stems({ names: ["voice", "drums"] }),
    codes: field.codecTokens({ nCodebooks: 2, vocabSize: 16 }),
    label: field.uint32(),
  `);
  workspace.write("two.wav", wavOf(noise(400), { channels: 2 }));
  workspace.write("none.wav", wavOf(noise(0)));
  workspace.write("three.npy", npy(0, 1, 2, 15, 14, 13));
  workspace.write("empty.npy", npy());
  const lines = [
    {
      audio: "two.wav",
      parts: { voice: "two.wav" },
      codes: "three.npy",
      label: 1,
    },
    { audio: "none.wav", parts: {}, codes: "empty.npy", label: 2 },
  ];
  workspace.write("m.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
  const packed = await workspace.run(["pack", "speech.schema.ts", "m.jsonl", "out.afd"]);
  assert.equal(packed.code, 0, packed.stderr);
  for (const field of ["audio", "parts", "codes"]) {
    for (const record of ["0", "1"]) {
      const out = `${field}${record}.png`;
      const args = ["plot", "out.afd", "--field", field, "--record", record, "--out", out];
      const { code, stderr } = await workspace.run(args);
      assert.equal(code, 0, stderr);
      assert.ok(Deno.statSync(workspace.path(out)).size > 10_000);
    }
  }
  const args = ["plot", "out.afd", "--field", "label", "--record", "0", "--out", "x.png"];
  const refused = await workspace.run(args);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /"label" of "out\.afd": it is a uint32 field; .*inspect out\.afd/);
});
