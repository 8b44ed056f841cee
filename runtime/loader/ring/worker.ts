/**
 * What runs in a loader's workers: opens the file by itself, and decodes batches into shared memory.
 *
 * @module
 */
import process from "node:process";
import { setImmediate } from "node:timers";
import { parentPort } from "node:worker_threads";
import { FormatError } from "../../../errors/mod.ts";
import { AfdFile } from "../../container/afd_file.ts";
import { DatasetReader } from "../../dataset_reader.ts";
import { openStorage, type StorageSource } from "../../storage/open_storage.ts";
import { errorParts } from "./worker_errors.ts";
import type { LoadableField, LoadableFields } from "./loadable.ts";
import { SharedBatches } from "./shared_batches.ts";
import { giveBack, type SkippedRecord, type Slot, SlotDecoder } from "./slot.ts";
import type {
  FieldPart,
  FromWorker,
  OpenMessage,
  ResizeMessage,
  ToWorker,
} from "./worker_messages.ts";

const channel = parentPort!;
let file: AfdFile | undefined;
let fields: LoadableFields = {};
let decoder: SlotDecoder | undefined;
let slots: Slot[] = [];
let closing: Int32Array = new Int32Array(1);

let hasFailed = false;

/** Settles once the file is open: batches that are asked for meanwhile have to wait. */
let ready: Promise<void> = Promise.resolve();

channel.on("message", (message: ToWorker) => {
  ready = ready.then(() => hear(message)).catch((cause) => {
    hasFailed = true;
    say({ type: "failed", error: errorParts(cause) });
  });
});

function hear(message: ToWorker): Promise<void> | void {
  if (message.type === "close") return close();
  // Who was told of it only asks for the end.
  if (hasFailed) return;
  if (message.type === "open") return open(message);
  return inTurn(() =>
    message.type === "resize" ? layOut(message) : decode(message.slot, message.count)
  );
}

/**
 * Does what takes memory in a turn of its own. Where that runs out in the midst of a message or a
 * promise, Deno (2.9) stops the thread and tells nobody; of timers and immediates it tells.
 */
function inTurn(work: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(work());
      } catch (cause) {
        reject(cause);
      }
    });
  });
}

function say(message: FromWorker): void {
  channel.postMessage(message);
}

/** A thread that is merely terminated would leave its mapping of the file behind. */
function close(): void {
  file?.close();
  process.exit();
}

async function open(message: OpenMessage): Promise<void> {
  const { source, options } = message;
  const { storage, ...rest } = options;
  closing = message.closing;
  const opened = openStorage(source as StorageSource, storage);
  file = new AfdFile(new SharedBatches(opened), rest);
  if (file.trailer.tailChecksum !== message.checksum) throw replaced(file.name);
  file.shareCompared(message.compared);
  fields = await fieldsOf(file, message);
  await inTurn(() => layOut(message));
}

/** Makes the slots' batches, in place of those that there are. */
function layOut(message: OpenMessage | ResizeMessage): void {
  slots.forEach(giveBack);
  slots = [];
  decoder = new SlotDecoder(message.plan, { fields, file: file!.name });
  slots = message.slots.map((slot) => ({ ...slot, batches: decoder!.allocate() }));
  say({
    type: "ready",
    slots: slots.map(({ batches }) => batches.map((batch) => sharedValues(batch))),
  });
}

/** The fields by the generated module, where there is one: it is what is fast. */
async function fieldsOf(file: AfdFile, { module, plan }: OpenMessage): Promise<LoadableFields> {
  const names = plan.fields.map(({ name }) => name);
  if (module === undefined) {
    const reader = new DatasetReader(file);
    return Object.fromEntries(names.map((name) => [name, reader.field(name) as LoadableField]));
  }
  const generated = await import(module.url);
  const dataset = new generated[module.dataset](file) as LoadableFields;
  return Object.fromEntries(names.map((name) => [name, dataset[name]!]));
}

function replaced(file: string): FormatError {
  return new FormatError(`Cannot load batches of "${file}": it was replaced since it was opened`, {
    code: "file-replaced",
    file,
    hint: "open it again",
  });
}

function decode(place: number, count: number): void {
  if (Atomics.load(closing, 0) !== 0) return;
  const slot = slots[place]!;
  const skipped: SkippedRecord[] = [];
  const kept = decoder!.decode(slot, count, skipped);
  const parts = slot.batches.map((batch) => partOf(batch, kept));
  say({ type: "done", slot: place, count: kept, skipped, parts });
}

/** What a field's batch has, whatever its kind. */
interface AnyBatch {
  readonly data?: SmallArray;
  readonly shape: readonly number[];
  readonly lengths?: Uint32Array;
  readonly values?: readonly unknown[];
  readonly present?: Uint8Array;
}

type SmallArray = ArrayBufferView & { slice(start: number, end: number): ArrayBufferView };

function sharedValues(batch: object): ArrayBufferView | undefined {
  const { data } = batch as AnyBatch;
  return data !== undefined && isShared(data) ? data : undefined;
}

function partOf(batch: object, count: number): FieldPart {
  const { data, shape, lengths, values, present } = batch as AnyBatch;
  return {
    shape: [...shape],
    ...(lengths === undefined ? {} : { lengths: lengths.slice(0, count) }),
    ...(values === undefined ? {} : { values: values.slice(0, count) }),
    ...(present === undefined ? {} : { present: present.slice(0, count * shape[1]!) }),
    ...(data === undefined || isShared(data) ? {} : { data: data.slice(0, count) }),
  };
}

function isShared({ buffer }: ArrayBufferView): boolean {
  return buffer instanceof SharedArrayBuffer;
}
