import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { wavOf } from "../cli/_wav.ts";

/** A schema with keys, texts and audio. */
export const schemaText = `import { defineDataset, field } from "audiofield";
export const Clips = defineDataset("Clips", {
  audio: field.waveform(),
  text: field.text({ default: "" }),
  id: field.text({ means: "key" }),
});
`;

/** Names that are hard on programs: spaces, quotes, a backslash, an emoji, NFC and NFD. */
const names = ["a b", "it's", 'say "hi"', "a\\b", "😀", "\u00e9", "e\u0301", "-q", "plain"];

/**
 * Writes clips below a folder, in folders of three, every `brokenEvery`-th of them broken in one of
 * several ways, with texts and a hidden companion.
 */
export function writeCorpus(
  folder: string,
  { clips, brokenEvery = Infinity, prefix = "" }: {
    readonly clips: number;
    readonly brokenEvery?: number;
    readonly prefix?: string;
  },
): void {
  for (let at = 0; at < clips; at++) {
    const name = `${prefix}${at}-${names[at % names.length]}`;
    const path = join(folder, `speaker ${Math.floor(at / 3)}`, `${name}.wav`);
    mkdirSync(dirname(path), { recursive: true });
    const whole = wavOf(new Int16Array(50 + 37 * at % 400).map((_, index) => index * (at + 1)));
    writeFileSync(path, (at + 1) % brokenEvery === 0 ? broken(whole, at) : whole);
    if (at % 2 === 0) writeFileSync(path.replace(/wav$/, "txt"), `clip ${at}`);
    if (at === 0) writeFileSync(join(dirname(path), "._hidden.wav"), "");
  }
}

function broken(whole: Uint8Array, at: number): Uint8Array {
  const ways = [whole.subarray(0, 60), new Uint8Array(), new Uint8Array(300).fill(at)];
  return ways[at % ways.length]!;
}

/** The bytes of all files below a folder, by path; incomplete files and locks aside. */
export function bytesBelow(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (place: string) => {
    for (const { name, isDirectory } of Deno.readDirSync(join(folder, place))) {
      const path = join(place, name);
      if (isDirectory) walk(path);
      else found[path] = Deno.readFileSync(join(folder, path)).toBase64();
    }
  };
  walk("");
  return found;
}

/** The files in which two folders differ. */
export function differences(
  found: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): string[] {
  const names = new Set([...Object.keys(found), ...Object.keys(wanted)]);
  return [...names].filter((name) => found[name] !== wanted[name]).sort();
}
