import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";
import { UsageError } from "../../errors/mod.ts";
import type { CopyShardSize } from "../../shards/copy/folder_copier.ts";
import { isFolder } from "./files.ts";

/** Bytes of a shard if nothing else is asked for. */
const defaultBytes = 512_000_000;

/** Bytes of each unit, decimal and binary. */
const units: Readonly<Record<string, number>> = {
  "": 1,
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** The flags that say how large shards are. */
export const shardSizeOptions = {
  shardBytes: optional(option("--shard-bytes", string({ metavar: "SIZE" }), {
    description:
      message`Write a folder of shards of about this size, such as 512MB (the default for folders) or 1GiB.`,
  })),
  shardRecords: optional(option("--shard-records", string({ metavar: "N" }), {
    description: message`Write a folder of shards with this many records.`,
  })),
};

/** Those flags, as given on the command line. */
export interface ShardSizeArguments {
  readonly shardBytes?: string | undefined;
  readonly shardRecords?: string | undefined;
}

/**
 * How large the shards of an output are; nothing if it is a single file: unless its path ends with a
 * slash or is a folder, or a size is given.
 *
 * @throws {UsageError} `"arguments"` when a size isn't one, or both are given.
 */
export function shardSizeFor(
  output: string,
  { shardBytes, shardRecords }: ShardSizeArguments,
): CopyShardSize | undefined {
  if (shardBytes !== undefined && shardRecords !== undefined) {
    throw new UsageError(
      "Cannot use --shard-bytes with --shard-records: both say how large shards are",
      {
        code: "arguments",
        hint: "leave one of them out",
      },
    );
  }
  if (shardBytes !== undefined) return { bytes: bytesOf(shardBytes) };
  if (shardRecords !== undefined) return { records: recordsOf(shardRecords) };
  return /[/\\]$/.test(output) || isFolder(output) ? { bytes: defaultBytes } : undefined;
}

/**
 * A number of bytes with a unit: `512MB`, `1.5GiB`.
 *
 * @throws {UsageError} `"arguments"` when it isn't one.
 */
export function bytesOf(text: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?) ?([A-Za-z]*)$/.exec(text) ?? [];
  const bytes = Math.floor(Number(number) * (units[unit] ?? NaN));
  if (number !== "" && bytes >= 1 && Number.isSafeInteger(bytes)) return bytes;
  throw new UsageError(`Cannot read --shard-bytes ${text}: expected a size such as 512MB or 1GiB`, {
    code: "arguments",
    found: text,
    hint: `units are ${Object.keys(units).filter(Boolean).join(", ")}`,
  });
}

function recordsOf(text: string): number {
  const records = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (records >= 1) return records;
  throw new UsageError(`Cannot read --shard-records ${text}: expected a number of at least 1`, {
    code: "arguments",
    found: text,
  });
}
