/** One row of the table of spectral parameters. */
export type Parameter = IntegerParameter | NumberParameter | ChoiceParameter | SwitchParameter;

interface Described {
  /** The kinds that have it, by default all three. Others keep it at its default. */
  readonly kinds?: "mels" | "mfcc";
  /** False: it isn't passed to the kernels, because something else handles it. */
  readonly kernels?: false;
  /** Its place in the original design's 26 bytes, if it has one. */
  readonly base?: Slot;
  /** Its place in the 184 bytes; a parameter without one is only in the first 26. */
  readonly extended?: Slot;
  /** A short first paragraph, which the documentation's tables repeat; then the details. */
  readonly doc: string;
}

/** A place in the configuration bytes, little-endian. */
export type Slot =
  | {
    readonly at: number;
    /** A `"code"` counts the choices from 0; a `"flag"` is 0 for the first, 1 for any other. */
    readonly type: "uint16" | "uint32" | "float32" | "float64" | "code" | "flag";
  }
  | { readonly at: number; readonly bit: number };

/** A whole number from `min` to `max`, or a word. */
export interface IntegerParameter extends Described {
  readonly type: "integer";
  readonly min: number;
  readonly max: number;
  readonly or?: "source";
  readonly default: number;
}

/** A number from `min` to `max`, or a special value. */
export interface NumberParameter extends Described {
  readonly type: "number";
  readonly min: number;
  readonly max: number;
  /** Whether `min` itself is excluded. */
  readonly above?: boolean;
  readonly or?: "max" | null;
  readonly default: number | null;
}

/** One of several words. */
export interface ChoiceParameter extends Described {
  readonly type: "choice";
  readonly choices: readonly string[];
  readonly default: string;
}

/** True or false. */
export interface SwitchParameter extends Described {
  readonly type: "switch";
  readonly default: boolean;
}

/** Rows of the table. */
export type ParameterTable = Readonly<Record<string, Parameter>>;
