/** One row of the table of spectral parameters. */
export type Parameter = IntegerParameter | NumberParameter | ChoiceParameter | SwitchParameter;

interface Described {
  /** Which kinds have it; left out: all three. Others keep it at its default. */
  readonly kinds?: "mels" | "mfcc";
  /** False: it isn't handed to the kernels, because something else takes care of it. */
  readonly kernels?: false;
  /** Where it lies in the original design's 26 bytes, where it does. */
  readonly base?: Slot;
  /** Where it lies in the 184 bytes; a parameter without it is in the first 26 alone. */
  readonly extended?: Slot;
  /** A short first paragraph, which the tables of the documentation have too; then the details. */
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
  /** Whether `min` itself is too small. */
  readonly above?: boolean;
  readonly or?: "max" | null;
  readonly default: number | null;
}

/** One of some words. */
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
