import type { Parameter } from "../../schema/spectral/parameters/parameter.ts";
import { parameterEntries } from "../../schema/spectral/parameters/table.ts";
import { valuesOf } from "./doc_text.ts";

/** The maximum width of a line, in columns. */
const columns = 100;

const made =
  "// Made from the table of spectral parameters (schema/spectral/parameters/table.ts) by\n" +
  "// `deno task gen:parameters`.\n";

/** The text of `schema/spectral/parameters/parameters.ts`. */
export function schemaTypes(): string {
  const members = parameterEntries.map(([name, parameter]) => {
    const shown = name === "winLength" ? "nFft" : shownDefault(parameter);
    const facts = [
      ...(/^(integer|number)$/.test(parameter.type) ? [`Values: ${valuesOf(parameter)}.`] : []),
      ...(parameter.kinds === undefined ? [] : [
        parameter.kinds === "mfcc" ? "Only for `mfcc`." : "Not for `spectrogram`.",
      ]),
      `Default: ${shown}.`,
    ];
    const doc = `${parameter.doc}\n\n${facts.join(" ")}`;
    const type = name === "storeDtype" ? "SpectralDtype" : typeOf(parameter);
    return `${comment(doc, "  ")}  readonly ${name}: ${type};\n`;
  });
  const dtype = parameterEntries.find(([name]) => name === "storeDtype")![1];
  return `${made}
/** A type that features are stored in. */
export type SpectralDtype = ${typeOf(dtype)};

/**
 * Every parameter of a spectral field, none left out: plain JSON, and all a feature depends on.
 * The members are in the order of the steps: frame, window, transform, filter, take the logarithm,
 * and for \`mfcc\` the cosine transform. The defaults are those of the preset \`original\`.
 *
 * Frames hold samples x, counted from 0; n is the number of samples in the clip.
 */
export interface SpectralParameters {
${members.join("")}}

/** Parameters of mel filters and of the energy next to them: not for \`spectrogram\`. */
export type MelParameter = ${namesOf("mels")};

/** Parameters of the cosine transform: only for \`mfcc\`. */
export type CepstralParameter = ${namesOf("mfcc")};
`;
}

/** The text of `kernels/feature_parameters.ts`. */
export function kernelTypes(): string {
  const members = parameterEntries.filter(([, { kernels }]) => kernels !== false)
    .map(([name, parameter]) => {
      const type = name === "sampleRate" ? "number" : typeOf(parameter);
      const doc = name === "sampleRate" ? "Samples per second." : parameter.doc;
      return `${comment(doc, "  ")}  readonly ${name}: ${type};\n`;
    });
  return `${made}
/**
 * Every parameter of a spectral feature: nothing is left to a preset or a default. Plain JSON, so
 * that equal parameters can be recognised.
 *
 * The members are in the order of the steps: the samples, frames, window and transform, filters,
 * logarithm, cosine transform, and what is done to the clip as a whole. Frames hold samples x,
 * counted from 0; n is the number of samples in the clip.
 */
export interface FeatureParameters {
  /**
   * What the rows are. \`"stft"\`: the complex spectrum, nFft / 2 + 1 rows of real parts, then as many
   * of imaginary parts. \`"spectrogram"\`: nFft / 2 + 1 bins. \`"melSpectrogram"\`: nMels filters. \`"mfcc"\`:
   * nMfcc coefficients.
   */
  readonly kind: "stft" | "spectrogram" | "melSpectrogram" | "mfcc";

${members.join("")}}
`;
}

function typeOf(parameter: Parameter): string {
  if (parameter.type === "switch") return "boolean";
  if (parameter.type === "choice") return parameter.choices.map(quoted).join(" | ");
  return parameter.or === undefined ? "number" : `number | ${quoted(parameter.or)}`;
}

function quoted(value: string | null): string {
  return JSON.stringify(value);
}

function shownDefault({ default: value }: Parameter): string {
  if (typeof value === "string") return `\`${quoted(value)}\``;
  return typeof value === "number" && value >= 1 ? value.toLocaleString("en-US") : String(value);
}

function namesOf(kinds: "mels" | "mfcc"): string {
  return parameterEntries.filter(([, parameter]) => parameter.kinds === kinds)
    .map(([name]) => quoted(name)).join(" | ");
}

/** A doc comment whose paragraphs and list items fill their lines. */
function comment(doc: string, indent: string): string {
  const margin = `${indent} * `;
  const lines = doc.split("\n\n").flatMap((paragraph, index) => [
    ...(index === 0 ? [] : [""]),
    ...paragraph.split(/\n(?=- )/).flatMap((item) => filled(item, columns - margin.length)),
  ]);
  const single = `${indent}/** ${lines[0]} */`;
  if (lines.length === 1 && single.length <= columns) return `${single}\n`;
  const text = lines.map((line) => `${margin}${line}`.trimEnd());
  return [`${indent}/**`, ...text, `${indent} */`, ""].join("\n");
}

function filled(item: string, width: number): string[] {
  const hanging = item.startsWith("- ") ? "  " : "";
  const lines: string[] = [];
  for (const word of item.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(hanging + word);
  }
  return lines;
}
