import { AudioInputError, fileError } from "../../errors/mod.ts";
import type { FieldIr } from "../../schema/mod.ts";
import { join } from "../shared/paths.ts";
import { compareBytes } from "./byte_order.ts";
import type { RecordSource } from "./record_source.ts";
import { stemNames, stemsOfFolder } from "./stems_value.ts";

/**
 * The records of a folder of recordings as MUSDB has them: each folder below it is one, with a file
 * for each stem. In byte order of their names; those that begin with a dot are left out.
 *
 * @throws {FileError} when the folder can't be read.
 */
export function stemsFolderSource(folder: string, field: FieldIr): RecordSource {
  const names = stemNames(field);
  const recordings = foldersIn(folder);
  return {
    total: recordings.length,
    files: [],
    leftOut: [],
    noInput: () =>
      new AudioInputError(`Cannot pack "${folder}": it has no folders of stems`, {
        code: "no-input",
        file: folder,
        wanted: `folders with files such as ${names[0]}.wav`,
      }),
    *records() {
      for (const [index, recording] of recordings.entries()) {
        const path = join(folder, recording);
        yield {
          where: `"${path}"`,
          source: path,
          position: index + 1,
          load: () => ({ [field.name]: stemsOfFolder(path, names) }),
        };
      }
    },
  };
}

function foldersIn(folder: string): string[] {
  try {
    return Array.from(Deno.readDirSync(folder))
      .filter(({ name, isFile }) => !name.startsWith(".") && !isFile)
      .filter(({ name }) => Deno.statSync(join(folder, name)).isDirectory)
      .map(({ name }) => name)
      .sort(compareBytes);
  } catch (cause) {
    throw fileError("read", folder, cause);
  }
}
