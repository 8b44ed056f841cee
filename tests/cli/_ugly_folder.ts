import { join } from "node:path";
import { projectFolder } from "../_deno.ts";
import { noise, wavOf } from "./_wav.ts";
import type { Workspace } from "./_workspace.ts";

/** What should happen to a file: `packed` with its notes, or another status with its code. */
export type Fate =
  | readonly ["packed", ...string[]]
  | readonly ["skipped" | "left-out", string];

const clip = wavOf(noise(1600));
const data = (path: string) => Deno.readFileSync(join(projectFolder, "tests/data", path));
const bytes = (...parts: (string | number[] | Uint8Array)[]) =>
  Uint8Array.from(parts.flatMap((part) => [
    ...(typeof part === "string" ? new TextEncoder().encode(part) : part),
  ]));

/** Files by path: their contents, and what should happen to them. */
const files: Readonly<Record<string, readonly [string | Uint8Array, Fate]>> = {
  "a.Wav": [clip, ["packed"]],
  "a.TXT": ["told\n", ["left-out", "side-file"]],
  "b.wav": [clip, ["packed"]],
  "b.txt": ["also told", ["left-out", "side-file"]],
  "c": [clip, ["packed", "no-text"]],
  "d.ogv": [data("formats/vorbis_16k.ogg"), ["packed", "no-text"]],
  "e.3gp": [data("formats/aac_16k.mov"), ["packed", "no-text"]],
  "f.mp3": [data("formats/no_tag_8k.mp3"), ["packed", "no-text"]],
  "f.txt": ["", ["left-out", "side-file"]],
  "g.data": [data("formats/no_tag_8k.mp3"), ["packed", "no-text"]],
  "h.bin": [
    bytes(Array(1000).fill(0), data("formats/no_tag_8k.mp3")),
    ["left-out", "not-audio"],
  ],
  "i.sph": ["NIST_1A\n   1024\nchannel_count -i 1\n", [
    "skipped",
    "AudioInputError/truncated-header",
  ]],
  "j.webm": [
    bytes([0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84], "webm"),
    ["skipped", "AudioInputError/truncated-header"],
  ],
  "k.wv": [bytes("wvpk", [0, 0, 0, 0x22]), ["skipped", "AudioInputError/unsupported-format"]],
  "l.mid": [bytes("MThd", [0, 0, 0, 6]), ["left-out", "not-audio"]],
  "README.md": ["MAC addresses are no sound\n", ["left-out", "not-audio"]],
  "m.json": ["", ["left-out", "not-audio"]],
  "n.wav": ["", ["skipped", "AudioInputError/empty"]],
  "o.wav": ["a text\n", ["skipped", "AudioInputError/not-audio"]],
  "p.wav": [clip.subarray(0, 1000), ["skipped", "AudioInputError/truncated"]],
  "q.wav": [wavOf(noise(0)), ["packed", "no-text", "empty"]],
  "r.wav": [wavOf(noise(1600), { channels: 2 }), ["packed", "no-text"]],
  "s/84-121123.trans.txt": ["84-121123-0000 TOLD\n", ["left-out", "transcript-list"]],
  "s/84-121123-0000.wav": [clip, ["packed", "no-text"]],
  "t.txt": ["of what?", ["left-out", "no-record"]],
  "u.wav": [clip, ["skipped", "FileError/ambiguous-side-file"]],
  "u.txt": ["this", ["left-out", "side-file"]],
  "u.TXT": ["that", ["left-out", "side-file"]],
  "v.wav": [clip, ["skipped", "ManifestError/not-utf-8"]],
  "v.txt": [Uint8Array.of(0xe9), ["left-out", "side-file"]],
  "._a.wav": ["fork", ["left-out", "hidden"]],
  ".DS_Store": ["store", ["left-out", "hidden"]],
  "w.png": [bytes([0x89], "PNG\r\n"), ["left-out", "not-audio"]],
  "x.npy": [bytes([0x93], "NUMPY"), ["left-out", "not-audio"]],
  "y.mp4": [data("formats/refused_aac_51.m4a"), [
    "skipped",
    "AudioInputError/unsupported-codec",
  ]],
  "z.wav/z.wav": [wavOf(noise(1600), { sampleRate: 4_000_000 }), [
    "skipped",
    "AudioInputError/sample-rate",
  ]],
};

/** Anything but ordinary files, and what should happen to them. */
const others: Readonly<Record<string, Fate>> = {
  ".hidden/inside.wav": ["left-out", "hidden"],
  ".hidden/deeper/.one": ["left-out", "hidden"],
  "broken.md": ["left-out", "broken-link"],
  "broken.wav": ["skipped", "FileError/not-found"],
  "circle": ["left-out", "link-circle"],
  "linked.wav": ["packed", "no-text"],
  "pipe": ["left-out", "not-a-file"],
  "pipe.wav": ["skipped", "FileError/not-a-file"],
};

/** Writes a folder with everything that can go wrong, and returns each file's fate. */
export async function writeUglyFolder(
  workspace: Workspace,
  folder: string,
): Promise<Map<string, Fate>> {
  const at = (path: string) => workspace.path(`${folder}/${path}`);
  for (const [path, [content]] of Object.entries(files)) {
    workspace.write(`${folder}/${path}`, content);
  }
  workspace.write(`${folder}/.hidden/inside.wav`, clip);
  workspace.write(`${folder}/.hidden/deeper/.one`, clip);
  Deno.symlinkSync("nowhere", at("broken.md"));
  Deno.symlinkSync("nowhere", at("broken.wav"));
  Deno.symlinkSync(".", at("circle"));
  Deno.symlinkSync("b.wav", at("linked.wav"));
  const pipes = await new Deno.Command("mkfifo", { args: [at("pipe"), at("pipe.wav")] }).output();
  if (!pipes.success) throw new Error("No pipes here");
  return new Map([
    ...Object.entries(files).map(([path, [, fate]]) => [path, fate] as const),
    ...Object.entries(others),
  ].map(([path, fate]) => [`${folder}/${path}`, fate]));
}
