import { AfdFile } from "../../runtime/container/afd_file.ts";
import type { RecordCopier } from "../../shards/copy/record_copier.ts";
import { inFolder } from "../../shards/plan/plan_paths.ts";
import type { ShardOutcome } from "../../shards/shard/shard_outcome.ts";
import { removeFile } from "../shared/files.ts";

/** Copies parts to the output in their order, while others are still packed, and removes them. */
export class PartCopies implements AsyncDisposable {
  readonly #folder: string;
  readonly #begin: (like: AfdFile) => RecordCopier;
  readonly #packed: (ShardOutcome | undefined)[] = [];
  #next = 0;
  #copier: RecordCopier | undefined;
  /** The first part: the others are compared with it. */
  #like: AfdFile | undefined;
  #copying: Promise<void> = Promise.resolve();
  #failure: { readonly cause: unknown } | undefined;

  /**
   * @param folder where the parts are.
   * @param begin begins the output, with the schema and the models of the first part.
   */
  constructor(folder: string, begin: (like: AfdFile) => RecordCopier) {
    this.#folder = folder;
    this.#begin = begin;
  }

  /** A part is packed. Parts are numbered from 0, and may come in any order. */
  add(part: number, outcome: ShardOutcome): void {
    this.#packed[part] = outcome;
    this.#copying = this.#copying.then(() => this.#copyNext()).catch((cause) => {
      this.#failure ??= { cause };
    });
  }

  /** What became of each part, in order, once all are packed. */
  get outcomes(): readonly ShardOutcome[] {
    return this.#packed.map((outcome) => outcome!);
  }

  /**
   * Completes the output once all parts are copied.
   *
   * @returns its number of records.
   * @throws what copying a part threw.
   */
  async finish(): Promise<number> {
    await this.#copying;
    if (this.#failure !== undefined) throw this.#failure.cause;
    this.#copier!.finish();
    return this.#copier!.recordCount;
  }

  /** Copies nothing more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#failure ??= { cause: undefined };
    await this.#copying;
    this.#like?.close();
  }

  async #copyNext(): Promise<void> {
    for (;;) {
      const outcome = this.#packed[this.#next];
      if (outcome === undefined || this.#failure !== undefined) return;
      this.#next++;
      if (outcome.file !== null) await this.#copy(inFolder(this.#folder, outcome.file));
    }
  }

  async #copy(path: string): Promise<void> {
    const part = new AfdFile(path);
    const isFirst = this.#like === undefined;
    try {
      const copier = this.#copier ??= this.#begin(this.#like ??= part);
      for (const _done of copier.copy(part)) {
        // Workers that are done are given their next part, and signals take effect.
        await new Promise((resume) => setTimeout(resume));
        if (this.#failure !== undefined) return;
      }
    } finally {
      if (!isFirst) part.close();
    }
    if (!isFirst) removeFile(path);
  }
}
