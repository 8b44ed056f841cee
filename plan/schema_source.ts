import type { StoredForm } from "./stored_form.ts";

/** What {@link schemaSource} writes beside the audio. */
export interface SchemaOptions {
  /** The dataset's name, in PascalCase. */
  readonly dataset: string;
  /** Whether every clip has a text beside it, some have, or none. */
  readonly texts: "all" | "some" | "none";
  /** Why this is stored, for the dataset's comment; one line. */
  readonly reason: string;
}

/** The text of a schema file to start from, which packs a folder of audio as it is. */
export function schemaSource(form: StoredForm, { dataset, texts, reason }: SchemaOptions): string {
  const { name, comment, value } = fieldSource(form);
  const lines = [
    'import { defineDataset, field } from "audiofield";',
    "",
    `/** ${commentText(reason)}. */`,
    `export const ${dataset} = defineDataset(${JSON.stringify(dataset)}, {`,
    `  /** ${comment} */`,
    `  ${name}: ${value},`,
  ];
  if (texts !== "none") {
    const settings = texts === "some" ? '{ default: "" }' : "";
    lines.push(
      "  /** What is said: the .txt beside each clip. */",
      `  transcript: field.text(${settings}),`,
    );
  }
  return [...lines, "});", ""].join("\n");
}

/** A field, and what it holds. */
interface FieldSource {
  readonly name: string;
  readonly comment: string;
  readonly value: string;
}

function fieldSource(form: StoredForm): FieldSource {
  switch (form.kind) {
    case "melSpectrogram": {
      const { preset, sampleRate } = form.features;
      return {
        name: "mel",
        comment: `Log-mel features, computed from each clip at ${
          sampleRate.toLocaleString("en-US")
        } Hz while packing.`,
        value: `field.melSpectrogram({ preset: "${preset}", sampleRate: ${digits(sampleRate)} })`,
      };
    }
    case "codecTokens": {
      const { nCodebooks, vocabSize, frameRate } = form.tokens;
      return {
        name: "codes",
        comment: "Codec tokens, made from each clip by the model that pack --codec-model names.",
        value:
          `field.codecTokens({ nCodebooks: ${nCodebooks}, vocabSize: ${vocabSize}, frameRate: ${frameRate} })`,
      };
    }
    case "waveform":
    case "flac":
    case "opus": {
      const { kind, sampleRate, channels } = form;
      const rate = `sampleRate: ${digits(sampleRate)}`;
      const layout = channels === 1 ? '"mono"' : channels;
      return {
        name: "audio",
        comment: comments[kind],
        value: `field.${kind}({ ${rate}, channels: ${layout} })`,
      };
    }
  }
}

const comments = {
  waveform: "16-bit PCM.",
  flac: "Every sample as it was, coded as FLAC.",
  opus: "Coded as Opus, with loss.",
} as const;

/** An integer as people write it in code. */
function digits(value: number): string {
  return value.toLocaleString("en-US").replaceAll(",", "_");
}

/** Text that can't end the comment that it stands in. */
function commentText(text: string): string {
  return text.replaceAll("*/", "* /").replace(/\s+/g, " ");
}
