/**
 * A vocoder's dataset in the form that workers import; it ends the worker when it gets to a certain
 * record. Its URL has `record`, and `module`, the generated one to build on if there is one.
 */
import process from "node:process";
import { type AfdFile, DatasetReader, type LoadableFields } from "../../runtime/mod.ts";

const asked = new URL(import.meta.url).searchParams;
const fatal = Number(asked.get("record"));
const module = asked.get("module") ?? "";
const generated = module === "" ? undefined : await import(module);

export class DyingDataset {
  constructor(file: AfdFile) {
    const fields: LoadableFields = generated === undefined
      ? Object.fromEntries(new DatasetReader(file).fields) as unknown as LoadableFields
      : new generated.VocoderDataset(file);
    const { audio, mel, codes, speaker } = fields;
    const decode = audio!.decodeWindowBatch!.bind(audio);
    audio!.decodeWindowBatch = (indices, ...rest) => {
      if (Array.from(indices).includes(fatal)) process.exit(7);
      decode(indices, ...rest);
    };
    Object.assign(this, { audio, mel, codes, speaker });
  }
}
