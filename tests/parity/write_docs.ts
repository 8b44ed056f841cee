/**
 * Writes `docs/parity.md`: every golden case, its worst error and what is allowed. `deno task
 * parity` runs it, and fails if a case exceeds its tolerance.
 */
import { denoCommand } from "../_deno.ts";
import { isWithin, type Parity } from "./_compare.ts";
import { differingHalves } from "./_half.ts";
import { casesOf, fieldGroups, kernelGroups, runAsField, runAsKernel } from "./_run.ts";

const head = `# Parity

Features must equal what a model was trained with. This page lists the worst error
of every golden case. \`deno task parity\` writes it; \`tests/parity/parity_test.ts\` runs the same cases.

A case is the output of a library on a small clip, made once with pinned versions: scipy 1.17.1,
librosa 0.11.0, torch and torchaudio 2.11.0, openai-whisper 20250625, transformers 5.23,
kaldi-native-fbank 1.23.0, NeMo 3.0.0. The allowed error is four times the library's own float32 error
against a float64 restatement, plus a small floor; "loud" counts values within 60 dB of the loudest,
because quiet cells next to loud tones carry the noise of float32 in every library.

The public writer packs each field case into a dataset with one field (the preset, plus the case's
parameters), stored in float32, and the values are read back. Kernel cases call the functions of
\`kernels/\`.

`;

function table(title: string, rows: readonly Parity[]): string {
  const lines = rows.map(({ id, error, tolerance, loudError, loudTolerance }) =>
    `| \`${id}\` | ${show(error)} | ${show(tolerance)} | ${show(loudError)} | ${
      show(loudTolerance)
    } |`
  );
  return [
    `## ${title}`,
    "",
    "| case | worst error | allowed | worst where loud | allowed |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
    "",
    "",
  ].join("\n");
}

function show(value: number | undefined): string {
  if (value === undefined) return "–";
  return value === 0 ? "0" : value.toExponential(1);
}

const fields = casesOf(fieldGroups).map(runAsField);
const kernels = casesOf(kernelGroups).map(runAsKernel);
const halves = differingHalves();
const rest = `## Exact

- float16: ${halves.different} of ${halves.values} values differ from NumPy's, including subnormals,
  ties, infinities and NaN; \`tests/kernels/float16_test.ts\` checks all 65,536 in both directions.
- \`seed_p13_short\`, a clip of 900 samples, isn't compared: scipy shrinks its window there, and we pad
  the clip to one window (5 frames).
- The original design's own bytes: \`tests/fields/spectral/spectral_seed_test.ts\`.
`;
const text = head + table("Fields", fields) + table("Kernels", kernels) + rest;
const path = new URL("../../docs/parity.md", import.meta.url);
Deno.writeTextFileSync(path, text);
await denoCommand(["fmt", path.pathname]).output();
const failed = [...fields, ...kernels].filter((parity) => !isWithin(parity));
console.log(
  `${fields.length + kernels.length} cases, ${failed.length} beyond their tolerance, ` +
    `${halves.different} float16 values differ: docs/parity.md`,
);
if (failed.length > 0 || halves.different > 0) Deno.exit(1);
