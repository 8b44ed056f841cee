import type { StorageStrategy } from "../../plan/mod.ts";
import type { FieldDefinition } from "../../schema/mod.ts";

/** One way to store ten seconds of 16 kHz speech: a line of the table. */
export interface StorageForm {
  /** The storage planner's name for it. */
  readonly name: StorageStrategy;
  /** What people call it. */
  readonly title: string;
  /** What the original design's "Audio Field Performance Comparison" says about it. */
  readonly claim: {
    readonly bytes: string;
    readonly decode: string;
    /** Clips per second; `undefined` where it doesn't say. */
    readonly clipsPerSecond: string | undefined;
  };
  /** The field that stores it. */
  readonly field: FieldDefinition<unknown, unknown, boolean>;
  /** The field's value for a clip's samples. */
  value(samples: Int16Array<ArrayBuffer>): unknown;
}
