/**
 * What runs in a loader's workers: opens the file by itself, and decodes batches into shared memory.
 *
 * @module
 */
import process from "node:process";
import { setImmediate } from "node:timers";
import { parentPort } from "node:worker_threads";
import { FormatError } from "../../errors/mod.ts";
import { AfdFile } from "../container/afd_file.ts";
import { DatasetReader } from "./dataset_reader.ts";
import { LentStorage } from "../storage/lent.ts";
import { memoryMapper } from "../hosts/libc.ts";
import { openStorage, type StorageSource } from "../storage/open_storage.ts";
import { errorParts } from "../loader/ring/worker_errors.ts";
import type { LoadableField, LoadableFields } from "../loader/ring/loadable.ts";
import { SharedBatches } from "../loader/ring/shared_batches.ts";
import { ShownPart } from "../loader/ring/shown_part.ts";
import { giveBack, type SkippedRecord, type Slot, SlotDecoder } from "../loader/ring/slot.ts";
import type {
  FromWorker,
  OpenMessage,
  PlacesMessage,
  ResizeMessage,
  ToWorker,
} from "../loader/ring/worker_messages.ts";

const channel = parentPort!;
let file: AfdFile | undefined;
let lent: LentStorage | undefined;
let fields: LoadableFields = {};
let decoder: SlotDecoder | undefined;
let slots: Slot[] = [];
/** What the thread that loads sees of each slot. */
let shown: ShownPart[][] = [];
let closing: Int32Array = new Int32Array(1);

let hasFailed = false;

/** Settles once the file is open: batches that are asked for meanwhile have to wait. */
let ready: Promise<void> = Promise.resolve();

/** Goes on laying out slots, once it is known where their memory is. */
let placed: (places: readonly number[]) => void = () => {};

channel.on("message", (message: ToWorker) => {
  // What comes after it waits for it.
  if (message.type === "places") return placed(message.places);
  ready = ready.then(() => hear(message)).catch((cause) => {
    hasFailed = true;
    say({ type: "failed", error: errorParts(cause) });
  });
});

function hear(message: Exclude<ToWorker, PlacesMessage>): Promise<void> | void {
  if (message.type === "close") return close();
  // Who was told of it only asks for the end.
  if (hasFailed) return;
  if (message.type === "open") return open(message);
  if (message.type === "resize") return layOut(message);
  return inTurn(() => decode(message.slot, message.count));
}

/**
 * Does what takes memory in a turn of its own. Where that runs out in the midst of a message or a
 * promise, Deno (2.9) stops the thread and tells nobody; of timers and immediates it tells.
 */
function inTurn<Result>(work: () => Result): Promise<Result> {
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

/** Says that nothing is touched any more, so that what was lent can be used for something else. */
function close(): void {
  file?.close();
  Atomics.store(closing, 0, 2);
  process.exit();
}

async function open(message: OpenMessage): Promise<void> {
  const { source, options } = message;
  const { storage, ...rest } = options;
  closing = message.closing;
  lent = lentStorage(message);
  file = new AfdFile(
    lent ?? new SharedBatches(openStorage(source as StorageSource, storage)),
    rest,
  );
  if (file.trailer.tailChecksum !== message.checksum) throw replaced(file.name);
  file.shareCompared(message.compared);
  fields = await fieldsOf(file, message);
  await layOut(message);
}

/** The mapping of the thread that asks, where it has one and this thread may use it. */
function lentStorage({ lent }: OpenMessage): LentStorage | undefined {
  const mapper = lent === undefined ? undefined : memoryMapper();
  return mapper && new LentStorage(lent!, mapper);
}

/** Makes the slots' batches, in place of those that there are. */
async function layOut(message: OpenMessage | ResizeMessage): Promise<void> {
  slots.forEach(giveBack);
  slots = [];
  const made = decoder = new SlotDecoder(message.plan, fields);
  if (lent !== undefined) lent.place(await placesFor(lent, made));
  slots = await inTurn(() => message.slots.map((slot) => ({ ...slot, batches: made.allocate() })));
  shown = slots.map(({ batches }) => batches.map((batch) => new ShownPart(batch, lent)));
  say({ type: "ready", slots: shown.map((parts) => parts.map(({ shared }) => shared)) });
}

/** Asks where the batches of the slots are to lie. */
async function placesFor(
  storage: LentStorage,
  decoder: SlotDecoder,
): Promise<readonly number[]> {
  const sizes = await inTurn(() =>
    storage.measure(() => giveBack({ batches: decoder.allocate() }))
  );
  const { promise, resolve } = Promise.withResolvers<readonly number[]>();
  placed = resolve;
  say({ type: "room", sizes });
  return await promise;
}

/** The fields by the generated module, where there is one, else by the schema that the file carries. */
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
  const parts = shown[place]!.map((part) => part.update(kept));
  say({
    type: "done",
    slot: place,
    count: kept,
    ...(skipped.length > 0 ? { skipped } : {}),
    ...(parts.some((part) => part !== undefined) ? { parts } : {}),
  });
}
