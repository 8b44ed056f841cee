import { clipParameters } from "./clips.ts";
import { filterParameters } from "./filters.ts";
import { frameParameters } from "./frames.ts";
import { logarithmParameters } from "./logarithms.ts";
import type { Parameter } from "./parameter.ts";
import type { SpectralParameters } from "./parameters.ts";
import { sampleParameters } from "./samples.ts";

/** The name of a spectral parameter. */
export type ParameterName = keyof SpectralParameters;

/**
 * Every spectral parameter, in the order of the steps: its values, its default, and its place in
 * the configuration bytes. Checks, defaults, bytes and types are derived from this table;
 * `deno task gen:parameters` writes the types.
 */
export const parameterTable: Readonly<Record<ParameterName, Parameter>> = {
  ...sampleParameters,
  ...frameParameters,
  ...filterParameters,
  ...logarithmParameters,
  ...clipParameters,
};

/** Every parameter with its row of the table. */
export const parameterEntries = Object.entries(parameterTable) as readonly (
  readonly [ParameterName, Parameter]
)[];

/** The parameters that the kernels take; something else handles the others. */
export const kernelParameterNames: readonly (keyof SpectralParameters)[] = parameterEntries
  .filter(([, { kernels }]) => kernels !== false)
  .map(([name]) => name);

/** The parameters of the preset `original`: the defaults of every spectral field. */
export const spectralDefaults: SpectralParameters = Object.fromEntries(
  parameterEntries.map(([name, parameter]) => [name, parameter.default]),
) as unknown as SpectralParameters;
