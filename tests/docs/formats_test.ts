/** Every row of the table of containers and codecs in docs/formats.md has files that are tested. */
import assert from "node:assert/strict";
import { FORMAT_FILES } from "../audio/_formats.ts";
import { projectFolder } from "../_deno.ts";

/** What rows call containers and codecs, and what `probe` calls them. */
const containers: Readonly<Record<string, readonly string[]>> = {
  "WAV, RF64, BW64, Wave64": ["Wave64"],
  "WAV, Wave64": ["WAV"],
  "NIST SPHERE": ["NIST SPHERE"],
  "Sun and NeXT audio (AU, SND)": ["Sun audio"],
  "AIFF, AIFF-C": ["AIFF"],
  CAF: ["CAF"],
  "FLAC, FLAC in Ogg": [],
  "MPEG audio (MP3, MP2, MP1)": ["MPEG audio"],
  Ogg: ["Ogg"],
  "MPEG-4 (M4A, MP4), QuickTime, also in fragments": ["MPEG-4"],
  "Matroska, WebM, also live recordings": ["Matroska", "WebM"],
  ADTS: ["ADTS"],
};

/** Codecs that a row names. PCM is called by what its samples are. */
const codecs = [
  ["IMA ADPCM", "IMA ADPCM"],
  ["Microsoft ADPCM", "Microsoft ADPCM"],
  ["GSM 6.10", "GSM 6.10"],
  ["ALAC", "ALAC"],
  ["AAC", "AAC"],
  ["Opus", "Opus"],
  ["Vorbis", "Vorbis"],
  ["bit integers", "PCM"],
  ["µ-law", "µ-law"],
  ["MP3", "MP3"],
] as const;

/**
 * Without such a file: Opus in Ogg is in `flac_opus_mutations_test.ts`, and no program that made these
 * files writes AAC in CAF.
 */
const elsewhere = ["Ogg, Opus", "CAF, AAC"];

function rows(): readonly (readonly string[])[] {
  const page = Deno.readTextFileSync(`${projectFolder}/docs/formats.md`);
  const [, table = ""] = page.split("| container ");
  const lines = table.split("\n\n")[0]!.split("\n").slice(2);
  return lines.map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

Deno.test("docs/formats.md has a row for each container that is tested, and no other", () => {
  assert.deepEqual(rows().map(([name]) => name).sort(), Object.keys(containers).sort());
  const named = new Set(Object.values(containers).flat());
  const tested = new Set(FORMAT_FILES.map(({ container }) => container));
  assert.deepEqual([...tested].filter((container) => !named.has(container)), []);
});

for (const [row = "", cell = ""] of rows()) {
  Deno.test(`docs/formats.md: there are files of ${row}`, () => {
    const wanted = containers[row] ?? [];
    const files = FORMAT_FILES.filter(({ container }) => wanted.includes(container));
    for (const container of wanted) {
      assert.ok(files.some((file) => file.container === container), container);
    }
    if (wanted.length === 0) return;
    for (const [name, codec] of codecs) {
      if (!cell.includes(name) || elsewhere.includes(`${wanted[0]}, ${name}`)) continue;
      assert.ok(files.some((file) => file.codec === codec), `${row}: ${name}`);
    }
  });
}
