/**
 * What generated modules use to read any file, and to read fields of numbers, text and bytes. It is
 * for them alone: names come and go with the generator's version, and `generatedFor` refuses a
 * module that was made for a different version.
 *
 * Each family of fields has a module of its own beside this one, and so do the writers: a generated
 * module loads only what its fields need.
 *
 * @module
 */
export { generatedFor } from "./version.ts";

// The schema.
export { basicFacts as basicKinds, knowSchema } from "../../schema/reading.ts";

// Files.
export { AfdFile, type OpenOptions } from "../../runtime/container/afd_file.ts";
export type { Indices } from "../../runtime/container/indices.ts";
export { type AsyncOpenOptions, openFileAsync } from "../../runtime/shards/open_async.ts";
export type { AsyncSource } from "../../runtime/shards/async_source.ts";
export { openFile } from "../../runtime/shards/open_file.ts";
export type { StorageSource } from "../../runtime/storage/open_storage.ts";
export type { DatasetIr } from "../../schema/mod.ts";

// Tables of files.
export { pageMask, StructPage, Table } from "../../runtime/container/table.ts";
export { allLeases } from "../../runtime/fields/kind/leases.ts";

// Epochs.
export { loadBatches } from "../../runtime/dataset/load_batches.ts";
export type { Loader } from "../../runtime/loader/epochs/loader.ts";
export type { LoaderOptions } from "../../runtime/loader/epochs/loader_options.ts";
export type { FieldOptions } from "../../runtime/loader/batch_types.ts";

// Numbers, text and bytes.
export type { ScalarBatch } from "../../runtime/fields/scalar/scalar_batch.ts";
export { ScalarField } from "../../runtime/fields/scalar/scalar_field.ts";
export { BytesField, TextField } from "../../runtime/fields/text/byte_run_field.ts";
export { KeyedDataset } from "../../runtime/fields/text/keyed_dataset.ts";
