import { join } from "node:path";
import { openSpeech } from "../../generated/speech.ts";
import { createSpeechWriter } from "../../generated/speech_writer.ts";
import { openDataset } from "../../runtime/mod.ts";
import { finishShards } from "../../runtime/shards/finish/finish_shards.ts";
import { noiseOf, packClips, shuffledBatches } from "../clips.ts";
import { writeManyRecords } from "../many_records.ts";
import { type Row, row } from "../row.ts";
import { median, seconds, sideBySide } from "../side_by_side.ts";

const shardCount = 1000;

/** Clips of 12 kB in 1,000 shards, in random order, against the same clips in one file. */
export function decodeShards(directory: string): Row {
  const each = 20;
  const samples = 6000;
  const count = shardCount * each;
  const { path } = packClips(directory, { name: "one", count, lengthOf: () => samples });
  const folder = join(directory, "sharded");
  Deno.mkdirSync(join(folder, "shards"), { recursive: true });
  const noise = noiseOf(samples + 997);
  const shards = Array.from({ length: shardCount }, (_, shard) => {
    const name = `shards/${shard}.afd`;
    using writer = createSpeechWriter(join(folder, name));
    for (let clip = 0; clip < each; clip++) {
      const start = ((shard * each + clip) * 31) % 997;
      writer.append({
        audio: { samples: noise.subarray(start, start + samples), sampleRate: 16_000 },
      });
    }
    writer.finish();
    return name;
  });
  finishShards(folder, { shards });
  using one = openSpeech(path);
  using many = openSpeech(folder);
  using batch = one.audio.allocateBatch(64);
  using other = many.audio.allocateBatch(64);
  const batches = shuffledBatches(count, 64, 3);
  const { ours, theirs, speed } = sideBySide(
    () => batches.forEach((indices) => many.audio.decodeBatch(indices, other)),
    () => batches.forEach((indices) => one.audio.decodeBatch(indices, batch)),
  );
  const bytes = batches.length * 64 * samples * 2;
  Deno.removeSync(folder, { recursive: true });
  Deno.removeSync(path);
  return row("decodeBatch of 12,000-byte clips in 1,000 shards, random order, against one file", {
    value: bytes / ours / 1e9,
    limit: bytes / theirs / 1e9,
    ratio: speed,
    unit: "GB/s",
    bar: 0.95,
    wanted: "at least",
  });
}

/** Opening 1,000 shards with 10,000,000 records, and reading the first one. */
export function openShards(directory: string): Row[] {
  const folder = join(directory, "many");
  Deno.mkdirSync(join(folder, "shards"), { recursive: true });
  const first = join(folder, "shards", "0.afd");
  writeManyRecords(first, 10_000);
  const shards = Array.from({ length: shardCount }, (_, shard) => `shards/${shard}.afd`);
  // The same bytes under each name: opening doesn't look into them.
  for (const name of shards.slice(1)) Deno.linkSync(first, join(folder, name));
  finishShards(folder, { shards });
  const opened: number[] = [];
  const read: number[] = [];
  for (let round = 0; round < 9; round++) {
    let open = 0;
    read.push(seconds(() => {
      const start = performance.now();
      using dataset = openDataset(folder);
      open = (performance.now() - start) / 1000;
      dataset.toRecord(0);
    }));
    opened.push(open);
  }
  Deno.removeSync(folder, { recursive: true });
  const told = (name: string, times: number[], limit: number) =>
    row(name, {
      value: median(times) * 1000,
      limit,
      unit: "ms",
      bar: 1,
      wanted: "at most",
    });
  return [
    told("opening 1,000 shards with 10,000,000 records", opened, 100),
    told("opening them, and the first record", read, 110),
  ];
}
