/** What reading and `verify` find in categories that aren't as the format has them. */
import assert from "node:assert/strict";
import { type CategoryFieldReader, openDataset } from "../../../runtime/mod.ts";
import { verifyFile } from "../../../runtime/verify/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { openCode, readCodes } from "../../container/_reads.ts";
import { type Tampered, tampered } from "../../container/_tamper.ts";
import { packed } from "../../container/_varied.ts";
import { thrown } from "../_kinds.ts";

const { ir } = defineDataset("A", {
  note: field.text(),
  speaker: field.category(),
  label: field.category(),
});
const speakers = ["bo", "ann", "bo", "cé", "ann"];
const sound = packed(
  ir,
  speakers.map((speaker, record) => ({ note: "", speaker, label: `label ${record}`.repeat(5) })),
);
const { lookups, checksumOffset } = openDataset(sound).file.directory;
/** The speakers' part: 4 offsets, 3 numbers, and the strings "bo", "ann" and "cé". */
const [{ position: at }, { position: labels }] = [lookups[0]!, lookups[1]!];
const [offsets, sorted, text] = [at, at + 16, at + 28];

interface Attack {
  readonly what: string;
  readonly change: (file: Tampered) => void;
  /** What `verify` finds. */
  readonly found: readonly string[];
  /** What reading all strings says. */
  readonly said?: RegExp;
}

const table = ["- speaker category-table"];
const attacks: readonly Attack[] = [
  {
    what: "a number beyond the count",
    change: (file) => file.setU32(file.recordAt(1, 3), 3),
    found: ["3 speaker category-number"],
  },
  {
    what: "a number of 2^32 − 1",
    change: (file) => file.setU32(file.recordAt(1, 0), 2 ** 32 - 1),
    found: ["0 speaker category-number"],
  },
  {
    what: "numbers that weren't given in the order of records",
    change: (file) => {
      for (const [record, number] of [1, 0, 1, 2, 0].entries()) {
        file.setU32(file.recordAt(1, record), number);
      }
    },
    found: ["- speaker category-order"],
  },
  {
    what: "a category that no record has",
    change: (file) => file.setU32(file.recordAt(1, 3), 0),
    found: ["- speaker category-order"],
  },
  {
    what: "an unsorted table",
    change: (file) => {
      file.setU32(sorted, 0);
      file.setU32(sorted + 4, 1);
    },
    found: table,
    said: /its strings aren't sorted at place 1/,
  },
  {
    what: "a number in the order twice",
    change: (file) => file.setU32(sorted + 4, 1),
    found: table,
    said: /string 1 repeats string 1/,
  },
  {
    what: "a number in the order that there isn't",
    change: (file) => file.setU32(sorted + 8, 3),
    found: table,
    said: /its order names string 3 of 3/,
  },
  {
    what: "a repeated string",
    change: (file) => {
      // "bo", "an" and "ncé" become "bo", "bo" and "ncé".
      file.bytes.set(new TextEncoder().encode("bo".repeat(2)), text);
      file.setU32(offsets + 8, 4);
      for (const [place, number] of [0, 1, 2].entries()) file.setU32(sorted + place * 4, number);
    },
    found: table,
    said: /string 1 repeats string 0/,
  },
  {
    what: "strings that begin after the first byte",
    change: (file) => file.setU32(offsets, 1),
    found: table,
    said: /its first string begins at byte 1 instead of 0/,
  },
  {
    what: "a string that ends before it begins",
    change: (file) => file.setU32(offsets + 8, 1),
    found: table,
    said: /string 1 ends at byte 1 of 8/,
  },
  {
    what: "a string that ends outside the part",
    change: (file) => file.setU32(offsets + 8, 2 ** 32 - 1),
    found: table,
    said: /string 1 ends at byte 4294967295 of 8/,
  },
  {
    what: "bytes after the last string",
    change: (file) => file.setU32(offsets + 12, 7),
    found: table,
    said: /its last string ends at byte 7 of 8/,
  },
  {
    what: "a string that isn't UTF-8",
    change: (file) => file.bytes[text + 3] = 0xff,
    found: table,
    said: /string 1 isn't UTF-8/,
  },
  {
    what: "a string that begins within a character",
    change: (file) => file.setU32(offsets + 8, 7),
    found: table,
    said: /string 2 isn't UTF-8/,
  },
  {
    what: "bytes between the parts",
    change: (file) => file.bytes[at + lookups[0]!.byteLength] = 1,
    found: ["- - padding"],
  },
  {
    what: "reserved bytes of the part's entry",
    change: (file) => file.bytes[file.lookupAt(1) + 31] = 1,
    found: ["- - reserved"],
  },
  {
    what: "a lower minor version",
    change: (file) => file.bytes[10] = 2,
    found: ["- - version"],
  },
  {
    what: "reserved bytes of the header after the count",
    change: (file) => file.bytes[file.directoryAt + 88] = 1,
    found: ["- - reserved"],
  },
];

for (const { what, change, found, said } of attacks) {
  Deno.test(`verifyFile() and readers find ${what}`, () => {
    const bytes = tampered(sound, change);
    assert.deepEqual(
      verifyFile(bytes).damaged.map(({ record, field, code }) =>
        `${record ?? "-"} ${field ?? "-"} ${code}`
      ),
      found,
    );
    using dataset = openDataset(bytes);
    const reader = dataset.field("speaker") as CategoryFieldReader;
    if (said === undefined) return assert.equal(reader.categories.length, 3);
    for (
      const read of [
        () => reader.categories,
        () => reader.decode(0),
        () => reader.numberOf("bo"),
        () => dataset.toRecord(0),
      ]
    ) {
      const error = thrown(read);
      assert.equal(error.code, "category-table");
      assert.match(error.message, /^Cannot read the categories of "speaker" in "\(memory\)": /);
      assert.match(error.message, said);
    }
    // Numbers are sound, and other fields.
    assert.equal(reader.metadata(3).number, 2);
    assert.equal(dataset.field("label").decode(4), "label 4".repeat(5));
  });
}

Deno.test("the file to begin with is sound", () => {
  assert.deepEqual(verifyFile(sound).damaged, []);
  assert.equal(
    new TextDecoder().decode(sound.subarray(text, text + 8)),
    ["bo", "ann", "cé"].join(""),
  );
});

Deno.test("a record of no category is an error that names it, in whatever way it is read", () => {
  const bytes = tampered(sound, (file) => file.setU32(file.recordAt(1, 3), 9));
  using dataset = openDataset(bytes);
  const reader = dataset.field("speaker");
  const batch = reader.allocateBatch(5);
  for (
    const read of [
      () => reader.decode(3),
      () => reader.metadata(3),
      () => reader.decodeBatch([0, 1, 2, 3], batch),
    ]
  ) {
    const error = thrown(read);
    assert.deepEqual([error.name, error.code], ["IntegrityError", "category-number"]);
    assert.deepEqual([error.field, error.record, error.found], ["speaker", 3, 9]);
    assert.match(error.message, /of record 3 in "\(memory\)": it has category 9, but there are 3/);
  }
  reader.decodeBatch([4, 0], batch);
  assert.deepEqual((batch as { values: string[] }).values, ["ann", "bo"]);
});

Deno.test("a part that isn't where the directory says, or too small, isn't opened", () => {
  const lies: Readonly<Record<string, (file: Tampered) => void>> = {
    "no part": (file) => file.setU32(file.directoryAt + 84, 0),
    "a part too many": (file) => file.setU32(file.directoryAt + 84, 3),
    "2^32 − 1 parts": (file) => file.setU32(file.directoryAt + 84, 2 ** 32 - 1),
    "another field's part": (file) => file.setU32(file.lookupAt(0), 0),
    "parts in another order": (file) => {
      file.setU32(file.lookupAt(0), 2);
      file.setU32(file.lookupAt(1), 1);
    },
    "a part at 2^63": (file) => file.setU64(file.lookupAt(0) + 8, 2n ** 63n),
    "a part in the tables": (file) => file.setU64(file.lookupAt(0) + 8, at - 64),
    "a part in the part before": (file) => file.setU64(file.lookupAt(1) + 8, at),
    "a part in the checksums": (file) => file.setU64(file.lookupAt(1) + 8, checksumOffset),
    "an unaligned part": (file) => file.setU64(file.lookupAt(1) + 8, labels + 4),
    "a part of 2^63 bytes": (file) => file.setU64(file.lookupAt(1) + 16, 2n ** 63n),
    "a part of 0 bytes": (file) => file.setU64(file.lookupAt(0) + 16, 0),
    "2^32 − 1 categories": (file) => file.setU32(file.lookupAt(0) + 4, 2 ** 32 - 1),
    "more categories than bytes": (file) => file.setU32(file.lookupAt(0) + 4, 5),
  };
  for (const [what, lie] of Object.entries(lies)) {
    const bytes = tampered(sound, lie);
    assert.equal(openCode(bytes), "directory", what);
    assert.deepEqual(verifyFile(bytes).damaged.map(({ code }) => code), ["directory"], what);
  }
});

Deno.test("verifyFile() finds a part that lies further on than it should", () => {
  const bytes = tampered(sound, (file) => {
    file.setU64(file.lookupAt(1) + 8, labels + 64);
    file.setU64(file.lookupAt(1) + 16, lookups[1]!.byteLength - 64);
  });
  const codes = verifyFile(bytes).damaged.map(({ field, code }) => `${field} ${code}`);
  assert.deepEqual(codes, ["label lookup-offset", "label category-table"]);
});

for (const flipped of [at, at + 20, text + 1]) {
  Deno.test(`a flipped bit at byte ${flipped} is the field's damage`, () => {
    const bytes = sound.slice();
    bytes[flipped]! ^= 1;
    const report = verifyFile(bytes);
    assert.equal(report.ok, false);
    using dataset = openDataset(bytes);
    assert.equal(thrown(() => dataset.field("speaker").decode(0)).code, "checksum");
  });
}

Deno.test("a flipped bit in any byte is found, and unchecked gives our errors or other strings", () => {
  for (let bit = 0; bit < sound.length * 8; bit += 5) {
    const bytes = sound.slice();
    bytes[bit >>> 3]! ^= 1 << (bit & 7);
    assert.equal(verifyFile(bytes).ok, false, `byte ${bit >>> 3}`);
    readCodes(bytes, { checksums: "never" });
  }
});

Deno.test("a file that is cut off at any byte isn't opened", () => {
  for (let length = 0; length < sound.length; length++) {
    assert.notEqual(openCode(sound.slice(0, length)), undefined, `cut off at ${length}`);
  }
});
