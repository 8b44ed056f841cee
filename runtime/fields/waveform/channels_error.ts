import { counted } from "../../../errors/counted.ts";
import { IntegrityError } from "../../../errors/mod.ts";
import type { AfdFile } from "../../container/afd_file.ts";

/** The error for a clip that claims more channels than the directory's maximum. */
export function channelsError(
  { file, field, record, channels }: {
    file: AfdFile;
    field: string;
    record: number;
    channels: number;
  },
): IntegrityError {
  return new IntegrityError(
    `Cannot decode "${field}" of record ${record} in "${file.name}": its metadata claims ` +
      `${counted(channels, "channel")}, more than the directory's maximum`,
    { code: "channels", file: file.name, field, record, found: channels },
  );
}
