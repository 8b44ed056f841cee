/**
 * How well `shuffle.locality` shuffles, compared with a full shuffle and none. On a million records
 * in runs of one speaker: how many speakers a batch of 64 has, how often two neighbours in the file
 * are in the same batch, and at how many places in the file a thousand batches read, if the records
 * of a window are read together.
 *
 * @module
 */
import { KeyedPermutation } from "../runtime/loader/order/keyed_permutation.ts";
import { LocalOrder } from "../runtime/loader/order/local_order.ts";
import { FileOrder, type RecordOrder } from "../runtime/loader/order/record_order.ts";

const records = 1_000_000;
const batchSize = 64;
const perSpeaker = 1000;

interface Quality {
  /** Different speakers per batch, on average. */
  readonly speakers: number;
  /** Share of records whose neighbour in the file is in the same batch, in percent. */
  readonly neighbours: number;
}

function qualityOf(order: RecordOrder): Quality {
  const batches = Math.floor(records / batchSize);
  let speakers = 0;
  let neighbours = 0;
  for (let b = 0; b < batches; b++) {
    const batch = Array.from({ length: batchSize }, (_, row) => order.at(b * batchSize + row));
    speakers += new Set(batch.map((record) => Math.floor(record / perSpeaker))).size;
    const taken = new Set(batch);
    neighbours += batch.filter((record) => taken.has(record + 1)).length;
  }
  return {
    speakers: speakers / batches,
    neighbours: neighbours / (batches * batchSize) * 100,
  };
}

if (import.meta.main) {
  const orders: [string, RecordOrder, number][] = [
    ["none", new FileOrder(records), 1],
    ["full", new KeyedPermutation(records, [1]), batchSize * 1000],
  ];
  for (const [block, window] of [[256, 4], [256, 16], [256, 64], [256, 256], [64, 64], [16, 256]]) {
    const order = new LocalOrder(records, { block: block!, window: window!, key: [1] });
    orders.push([`block ${block}, window ${window}`, order, batchSize * 1000 / block!]);
  }
  console.log(
    "| shuffle | speakers in a batch | neighbours in the same batch | places per 1,000 batches |",
  );
  console.log("| --- | --- | --- | --- |");
  for (const [name, order, places] of orders) {
    const { speakers, neighbours } = qualityOf(order);
    console.log(
      `| ${name} | ${speakers.toFixed(1)} | ${neighbours.toFixed(3)} % | ${
        Math.round(places).toLocaleString("en-US")
      } |`,
    );
  }
}
