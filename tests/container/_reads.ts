import assert from "node:assert/strict";
import { AudiofieldError } from "../../errors/mod.ts";
import { openDataset, type OpenOptions } from "../../runtime/mod.ts";
import type { StorageSource } from "../../runtime/storage/open_storage.ts";

/** The code of the error that opening a file throws; it must be one of ours. */
export function openCode(source: StorageSource, options: OpenOptions = {}): string | undefined {
  return typedCode(() => openDataset(source, options)[Symbol.dispose]());
}

/**
 * Opens a file and reads all of it in every possible way.
 *
 * @returns the codes of the errors that this throws; each must be one of ours.
 */
export function readCodes(source: StorageSource, options: OpenOptions = {}): string[] {
  const codes: (string | undefined)[] = [];
  codes.push(typedCode(() => {
    using dataset = openDataset(source, options);
    for (const reader of dataset.fields.values()) {
      codes.push(typedCode(() => reader.declareBatch(2)));
      for (let record = 0; record < Math.min(dataset.recordCount, 50); record++) {
        codes.push(typedCode(() => reader.metadata(record)));
        codes.push(typedCode(() => reader.extent(record)));
        codes.push(typedCode(() => reader.decode(record)));
        codes.push(typedCode(() => {
          const isAudio = reader.kind === "waveform";
          const batch = reader.allocateBatch(
            1,
            isAudio ? { maxSamples: 100, onLonger: "crop" } : {},
          );
          reader.decodeBatch([record], batch);
        }));
      }
    }
  }));
  return codes.filter((code) => code !== undefined);
}

/** The code of the error that `run` throws, if any; any other kind of error fails the test. */
export function typedCode(run: () => void): string | undefined {
  try {
    run();
    return undefined;
  } catch (cause) {
    assert.ok(cause instanceof AudiofieldError, `not one of our errors: ${cause}`);
    assert.match(cause.code, /^[a-z0-9-]+$/);
    return cause.code;
  }
}
