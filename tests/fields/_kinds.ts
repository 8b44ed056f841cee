/** A dataset under test: written and read reflectively and by a module generated from it. */
import { Clip } from "../../runtime/fields/waveform/clip.ts";
import assert from "node:assert/strict";
import { AudiofieldError } from "../../errors/mod.ts";
import {
  createDatasetWriter,
  type DatasetReader,
  openDataset,
  type WriterOptions,
} from "../../runtime/mod.ts";
import { type Dataset, defineDataset, type FieldDefinitions } from "../../schema/mod.ts";
import {
  type GeneratedModule,
  generatedModule,
  type GeneratedWriter,
} from "../codegen/_generated.ts";
import { Workspace } from "../codegen/_workspace.ts";

type Values = Readonly<Record<string, unknown>>;

export class Kinds implements Disposable {
  readonly dataset: Dataset;
  readonly module: GeneratedModule;
  readonly #workspace: Workspace;
  readonly #options: WriterOptions;
  #files = 0;

  private constructor(
    dataset: Dataset,
    module: GeneratedModule,
    { workspace, options }: { workspace: Workspace; options: WriterOptions },
  ) {
    this.dataset = dataset;
    this.module = module;
    this.#workspace = workspace;
    this.#options = options;
  }

  /** A dataset with these fields and its generated module; `options` are for its writers. */
  static async of(fields: FieldDefinitions, options: WriterOptions = {}): Promise<Kinds> {
    const dataset = defineDataset("Kinds", fields);
    const workspace = new Workspace();
    await workspace.generate("kinds.ts", [dataset]);
    const module = generatedModule(await workspace.import("kinds.ts"), "Kinds");
    return new Kinds(dataset, module, { workspace, options });
  }

  /** Writes the records both ways, to the same bytes, and opens them. */
  pack(...records: readonly Values[]): DatasetReader {
    const [one, other] = this.#writers().map(({ path, writer }) => {
      for (const record of records) writer.append(record);
      writer.finish();
      return Deno.readFileSync(path);
    });
    assert.deepEqual(one, other);
    return openDataset(one!);
  }

  /** The first record, which both ways of reading must agree on. */
  roundTrip(record: Values): Values {
    using reader = this.pack(record);
    using generated = this.module.open(`${this.#stem()}.afd`);
    const values = reader.toRecord(0);
    assert.deepEqual(generated.toRecord(0), values);
    // What clips hold, without what can be made of them.
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        value instanceof Clip ? { ...value } : value,
      ]),
    );
  }

  /** The error that both writers throw for a record, after accepting another. */
  refusal(record: Values, accepted: Values): AudiofieldError {
    const [one, other] = this.#writers().map(({ writer }) => {
      using _writer = writer;
      writer.append(accepted);
      return thrown(() => writer.append(record));
    });
    assert.ok(one !== undefined && other !== undefined);
    for (const part of ["name", "message", "code", "field", "record", "found"] as const) {
      assert.equal(one[part], other[part], part);
    }
    return one;
  }

  [Symbol.dispose](): void {
    this.#workspace[Symbol.dispose]();
  }

  #writers(): { path: string; writer: GeneratedWriter }[] {
    this.#files++;
    const [one, other] = [`${this.#stem()}.afd`, `${this.#stem()}.reflective.afd`];
    const { ir } = this.dataset;
    return [
      { path: one, writer: this.module.createWriter(one, this.#options) },
      { path: other, writer: createDatasetWriter(other, { ...this.#options, ir }) },
    ];
  }

  #stem(): string {
    return this.#workspace.path(`file_${this.#files}`);
  }
}

/** One of our errors. */
export function thrown(run: () => unknown): AudiofieldError {
  try {
    run();
  } catch (cause) {
    if (cause instanceof AudiofieldError) return cause;
    throw cause;
  }
  throw new assert.AssertionError({ message: "nothing was thrown" });
}
