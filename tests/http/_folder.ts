/** Folders of shards, and how a server serves them. */
import { join, relative } from "node:path";
import { defineDataset, field } from "../../schema/mod.ts";
import { type Values, writeSharded } from "../shards/_sharded.ts";
import type { TestServer } from "./_server.ts";

/** Speech with names, for folders of shards. */
export const { ir: spokenIr } = defineDataset("Spoken", {
  key: field.text({ means: "key" }),
  audio: field.waveform({ sampleRate: 16_000, mono: true }),
  speaker: field.category({ means: "speaker" }),
  words: field.text({ default: "" }),
  score: field.float32({ default: 0 }),
});

/** Record `index`: its clip has `samples` samples. */
export function spoken(index: number, samples: number): Values {
  return {
    key: `clip-${String(index).padStart(6, "0")}`,
    audio: {
      samples: Int16Array.from({ length: samples }, (_, at) => (at * 7 + index * 31) % 30_000),
      sampleRate: 16_000,
    },
    speaker: `s${index % 7}`,
    words: `the words of ${index}`.repeat(1 + index % 3),
    score: index / 4,
  };
}

/** Writes `shards` shards of `each` records to a folder. */
export function writeSpoken(
  folder: string,
  { shards, each, samples }: {
    shards: number;
    each: number;
    samples: (index: number) => number;
  },
): void {
  const parts = Array.from(
    { length: shards },
    (_, shard) =>
      Array.from({ length: each }, (_, at) => {
        const index = shard * each + at;
        return spoken(index, samples(index));
      }),
  );
  writeSharded(folder, spokenIr, parts);
}

/** Serves a folder, and returns its URL. */
export function serveFolder(server: TestServer, folder: string, prefix = "/data/"): string {
  const walk = (path: string) => {
    for (const { name, isDirectory } of Deno.readDirSync(path)) {
      const inner = join(path, name);
      if (isDirectory) walk(inner);
      else {
        const place = relative(folder, inner).replaceAll("\\", "/");
        server.serve(prefix + place, Deno.readFileSync(inner), `"${place}"`);
      }
    }
  };
  walk(folder);
  return server.origin + prefix;
}
