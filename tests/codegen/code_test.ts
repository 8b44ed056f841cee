/** Templates of source text: the output reads as it was written. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { code } from "../../codegen/print/code.ts";

/** Lines with two spaces per level of indentation. */
const lines = fc.array(
  fc.tuple(fc.nat(3), fc.stringMatching(/^[a-z(){};]{1,8}$/)).map(([level, text]) =>
    "  ".repeat(level) + text
  ),
  { minLength: 1, maxLength: 6 },
).map((all) => [all[0]!.trimStart(), ...all.slice(1)]);

Deno.test("a template's own indentation is removed, and that of its lines is kept", () => {
  const text = code`
    if (a) {
      b();

      c();
    }
  `;
  assert.equal(text, "if (a) {\n  b();\n\n  c();\n}");
  assert.equal(code`return 1;`, "return 1;");
});

Deno.test("a hole's lines are indented like the line it is in", () => {
  fc.assert(fc.property(lines, lines, (outer, inner) => {
    const text = code`
      {
        ${outer.join("\n")}
          ${inner}
      }
    `;
    const wanted = [
      "{",
      ...outer.map((line) => `  ${line}`),
      ...inner.map((line) => `    ${line}`),
      "}",
    ];
    assert.equal(text, wanted.join("\n"));
  }));
});

Deno.test("holes within a line, numbers, and templates in templates", () => {
  const body = code`
    a(${1}, ${"b"});
    c();
  `;
  assert.equal(code`for (;;) { ${body} }`, "for (;;) { a(1, b);\nc(); }");
  assert.equal(
    code`
      x
        ${body}
    `,
    "x\n  a(1, b);\n  c();",
  );
});

Deno.test("a line of empty holes isn't printed; other lines stay", () => {
  for (const empty of ["", undefined, false, []] as const) {
    const text = code`
      a
      ${empty}

      b ${empty}c
      ${empty}${empty}
      d
    `;
    assert.equal(text, "a\n\nb c\nd");
  }
  assert.equal(code`${[undefined, "a", [false, "b"], "0", 0]}`, "a\nb\n0\n0");
});

Deno.test("a hole's contents aren't read as a template", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    if (text.trim() === "" || text.includes("\n")) return;
    assert.equal(code`a${text}$&\`\${b}`, `a${text}$&\`\${b}`);
  }));
});
