import { FormatError } from "../../errors/mod.ts";
import { readAnySchema } from "../../schema/parse_ir.ts";
import { AfdFile } from "../container/afd_file.ts";
import { host, sharesMemory } from "../../hosts/mod.ts";
import type { LoadableField, LoadableFields } from "../loader/readable_dataset.ts";
import type { OpenedDataset } from "../loader/threads/decoding_worker.ts";
import type { OpenMessage } from "../loader/threads/messages.ts";
import {
  SharedMemoryStorage,
  SharedWaitingStorage,
} from "../loader/threads/shared_memory_storage.ts";
import { BorrowedMapping } from "../storage/borrowed_mapping.ts";
import { BorrowedPieces } from "../storage/borrowed_pieces.ts";
import { openWrapped } from "../shards/open_async.ts";
import type { RemoteSource } from "../storage/storage.ts";
import { filesOfFolder, openSource } from "../shards/open_source.ts";
import type { StorageSource } from "../storage/open_storage.ts";
import { DatasetReader } from "./dataset_reader.ts";

/**
 * Opens a dataset in a worker: through the mapping of the loading thread, or on its own, with batches
 * in memory that threads share.
 *
 * @throws {FormatError} `"file-replaced"` when it isn't the file that the loader has open.
 */
export async function openForWorker(message: OpenMessage): Promise<OpenedDataset> {
  readAnySchema();
  const mapping = borrow(message);
  const file = isWaitedFor(message.source)
    ? await openWaitedFor(message.source, message)
    : openAtOnce(message.source, message, mapping);
  try {
    file.takeKept(message.kept);
    if (file.identity !== message.identity) throw replaced(file.name);
    file.shareCompared(message.compared);
    return {
      fields: await fieldsOf(file, message),
      mapping,
      mustWait: file.storage.prefetch !== undefined,
      close: () => file.close(),
    };
  } catch (cause) {
    file.close();
    throw cause;
  }
}

function isWaitedFor(source: OpenMessage["source"]): source is Blob | RemoteSource {
  return source instanceof Blob || (typeof source === "object" && "url" in source);
}

async function openWaitedFor(
  source: Blob | RemoteSource,
  { options: { storage: _storage, ...options } }: OpenMessage,
): Promise<AfdFile> {
  const [from, more] = source instanceof Blob ? [source, {}] : [source.url, source.options];
  return await openWrapped(
    from,
    { ...options, ...more },
    (inner) => sharesMemory() ? new SharedWaitingStorage(inner) : inner,
  );
}

function openAtOnce(
  source: string | Uint8Array,
  { options: { storage, ...options }, identity }: OpenMessage,
  mapping: BorrowedMapping | undefined,
): AfdFile {
  const open = () => {
    const opened = openSource(source as StorageSource, storage, { ...options, identity });
    return sharesMemory() ? new SharedMemoryStorage(opened) : opened;
  };
  return new AfdFile(mapping ?? open(), options);
}

/** The mapping of the loading thread, if it has one and this thread may use it. */
function borrow({ mapping, identity }: OpenMessage): BorrowedMapping | undefined {
  const mapper = mapping === undefined ? undefined : host.mapper();
  if (mapping === undefined || mapper === undefined) return undefined;
  if (!("mapped" in mapping)) return new BorrowedMapping(mapping, mapper);
  return new BorrowedPieces(mapping, mapper, filesOfFolder(mapping.name, identity));
}

/** The fields of the generated module if there is one, otherwise of the schema that the file carries. */
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
  return new FormatError(
    `Cannot load batches of "${file}": it has been replaced since it was opened`,
    {
      code: "file-replaced",
      file,
      hint: "open it again",
    },
  );
}
