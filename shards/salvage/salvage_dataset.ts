import { AudiofieldError, IntegrityError } from "../../errors/mod.ts";
import { type DatasetIr, fieldThatMeans } from "../../schema/mod.ts";
import type { AfdFile } from "../../runtime/container/afd_file.ts";
import { runtimeKind } from "../../runtime/fields/mod.ts";
import type { Damage } from "../../runtime/verify/findings.ts";
import { CarriedSources } from "../copy/carried_sources.ts";
import { type CopyOutput, type CopyTarget, openOutput } from "../copy/copy_output.ts";
import { type IntactRecords, intactRecords } from "./intact_records.ts";
import { type DamagedFile, openDamaged } from "./open_damaged.ts";
import { type SalvagePart, salvageSource } from "./salvage_parts.ts";

/** A record that couldn't be salvaged: a line of a report. */
export interface LostLine {
  /** Its number in the dataset. */
  readonly record: number;
  /** Its key, if that is intact. */
  readonly key?: string | undefined;
  /** In a dataset of many files, the file that it is in, as a path in the folder. */
  readonly file?: string | undefined;
  /** What is wrong: with a field, or, if `field` is `null`, with the file. */
  readonly damage: readonly { readonly field: string | null; readonly code: string }[];
}

/** How to salvage a dataset. */
export interface SalvageOptions {
  /** The dataset's schema: for a file whose end is gone. */
  readonly ir?: DatasetIr | undefined;
  /** Called with the dataset's identity, if it is known, before anything else. */
  readonly onIdentity?: (identity: string) => void;
  /** Called with each record that is lost, in order. */
  readonly onLost?: (line: LostLine) => void;
  /** Called with each file that isn't what it should be, and why. */
  readonly onFile?: (path: string, reason: { code: string; message: string }) => void;
  /** Called with the bytes checked so far. */
  readonly onBytes?: (done: number) => void;
  /** Called when the output has been opened: to give it up if the user interrupts. */
  readonly onOutput?: (output: { abort(): void }) => void;
  /** Awaited between steps. */
  readonly checkpoint?: () => Promise<void>;
}

/** What was salvaged. */
export interface Salvaged {
  /** Records in the new dataset. */
  readonly kept: number;
  /** Records that were lost. */
  readonly lost: number;
  /** Damage that cost no record, such as to the index of keys. */
  readonly repaired: readonly Damage[];
}

/**
 * Copies every intact record of a damaged file or folder to a new one. A record is intact if all its
 * metadata and payloads lie in blocks that pass their checksum, and keep the rules of their kinds.
 *
 * @throws {FileError} when the input can't be read, or the output can't be written.
 * @throws {FormatError} `"tables-unknown"` when the end of a file is gone, and nothing says where its
 *   tables lie.
 * @throws {IntegrityError} `"all-lost"` when no record is intact.
 */
export async function salvageDataset(
  path: string,
  target: CopyTarget,
  options: SalvageOptions = {},
): Promise<Salvaged> {
  const { parts, identity } = salvageSource(path, options.ir);
  if (identity !== undefined) options.onIdentity?.(identity);
  const salvage = new Salvage(target, options);
  try {
    for (const part of parts) await salvage.take(part);
    return salvage.finish(path);
  } finally {
    salvage.abort();
  }
}

/** Copies the intact records of one file after another. */
class Salvage {
  readonly #target: CopyTarget;
  readonly #options: SalvageOptions;
  readonly #repaired: Damage[] = [];
  #output: CopyOutput | undefined;
  #like: AfdFile | undefined;
  #lost = 0;
  #bytes = 0;

  constructor(target: CopyTarget, options: SalvageOptions) {
    this.#target = target;
    this.#options = options;
  }

  async take(part: SalvagePart): Promise<void> {
    const { onIdentity, onFile, onBytes } = this.#options;
    const opened = this.#open(part);
    if (opened === undefined) return;
    const { file, tail } = opened;
    // It stays open as long as the output's schema and models are compared with it.
    if (this.#like === undefined) this.#like = file;
    try {
      if (tail !== undefined) onFile?.(part.path, tail);
      else if (part.file === undefined) onIdentity?.(file.identity);
      const intact = intactRecords(file, (done) => onBytes?.(this.#bytes + done));
      this.#bytes += file.byteLength;
      for (const damage of intact.other) {
        this.#repaired.push(part.file === undefined ? damage : { ...damage, file: part.file });
      }
      this.#report(part, file, intact);
      await this.#copy(file, intact, sourcesOf(part));
    } finally {
      if (this.#like !== file) file.close();
    }
  }

  finish(path: string): Salvaged {
    const kept = this.#output?.recordCount ?? 0;
    if (this.#output === undefined || (kept === 0 && this.#lost > 0)) {
      throw new IntegrityError(`Cannot salvage "${path}": none of its records is intact`, {
        code: "all-lost",
        file: path,
        found: 0,
        hint: "--report says what is wrong with each of them",
      });
    }
    this.#output.finish();
    return { kept, lost: this.#lost, repaired: this.#repaired };
  }

  /** Gives up what isn't finished. */
  abort(): void {
    this.#output?.abort();
    this.#like?.close();
  }

  /** The file of a part; nothing if it is missing, another one, or beyond help. */
  #open(part: SalvagePart): DamagedFile | undefined {
    const { path, file, hints, checksum } = part;
    try {
      const opened = openDamaged(path, hints);
      if (opened.tail !== undefined || checksum === undefined) return opened;
      if (opened.file.checksum === checksum) return opened;
      opened.file.close();
      this.#loseAll(part, "shard", "it isn't the file that dataset.json lists");
    } catch (cause) {
      if (file === undefined || !(cause instanceof AudiofieldError)) throw cause;
      this.#loseAll(part, cause.code, cause.message);
    }
    return undefined;
  }

  #loseAll({ path, file, firstRecord, records = 0 }: SalvagePart, code: string, why: string): void {
    const { onFile, onLost } = this.#options;
    onFile?.(path, { code, message: why });
    this.#lost += records;
    for (let at = 0; at < records; at++) {
      onLost?.({ record: firstRecord + at, file, damage: [{ field: null, code }] });
    }
  }

  #report({ file: name, firstRecord }: SalvagePart, file: AfdFile, { lost }: IntactRecords): void {
    this.#lost += lost.length;
    const field = fieldThatMeans(file.ir, "key");
    const index = field === undefined ? -1 : file.ir.fields.indexOf(field);
    const keys = field && runtimeKind(field.kind).open(file, index);
    for (const { record, damage } of lost) {
      const isKnown = keys !== undefined && !damage.some((one) => one.field === field!.name);
      const key = isKnown ? String(keys.decode(record)) : undefined;
      this.#options.onLost?.({ record: firstRecord + record, key, file: name, damage });
    }
  }

  async #copy(
    file: AfdFile,
    { ranges, textOf }: IntactRecords,
    sources: CarriedSources | undefined,
  ): Promise<void> {
    const { onOutput, checkpoint } = this.#options;
    if (this.#output === undefined) {
      this.#output = openOutput(this.#target, { like: this.#like! });
      onOutput?.(this.#output);
    }
    for (const _done of this.#output.copy(file, ranges, { textOf, sources })) {
      await checkpoint?.();
    }
  }
}

/** The lines of `sources/` that belong to a file of a folder. */
function sourcesOf(part: SalvagePart): CarriedSources | undefined {
  const { path, folder, records } = part;
  if (folder === undefined || records === undefined) return undefined;
  return new CarriedSources(folder, [{ path, firstRecord: 0, records }]);
}
