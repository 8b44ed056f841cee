import Table from "cli-table3";
import { type Row, row, skippedRow } from "../row.ts";
import { type LoaderCase, oursName } from "./cases.ts";
import type { LoaderFigure } from "./compare.ts";

/** All loaders on all data sets, in records per second. */
export function printFigures(figures: readonly LoaderFigure[], cases: readonly LoaderCase[]): void {
  const table = new Table({
    head: ["records/s", ...cases.map(({ name, what }) => `${name}: ${what}`)],
    colAligns: ["left", ...cases.map(() => "right" as const)],
    style: { head: [], border: [] },
  });
  for (const loader of new Set(figures.map((figure) => figure.loader))) {
    const cells = cases.map(({ name }) => {
      const figure = figures.find((one) => one.loader === loader && one.case === name);
      if (figure === undefined) return "–";
      if (figure.rate === null) return "failed";
      const mark = figure.check === "whole" ? "" : "*";
      return Number(figure.rate.toPrecision(3)).toLocaleString("en") + mark;
    });
    table.push([loader, ...cells]);
  }
  console.log(table.toString());
  console.log(
    "* the epoch's checksum wasn't compared: the epoch was cut off, or the coding is lossy",
  );
  for (const { loader, case: name, check, rate } of figures) {
    if (rate === null) console.log(`${loader}, ${name}: ${check}`);
  }
}

/** The bars, and whether they are met. */
export function barRows(figures: readonly LoaderFigure[], cases: readonly LoaderCase[]): Row[] {
  return cases.flatMap(({ name, what, bars }) => {
    const of = (loader: string) =>
      figures.find((figure) => figure.case === name && figure.loader === loader);
    return bars.map(({ loader = oursName, peer, ratio }) => {
      const title = `${name}: ${what}, ${loader}, against ${peer}`;
      const ours = of(loader);
      const theirs = of(peer);
      if (!ours?.rate || !theirs?.rate) {
        return skippedRow(title, theirs?.check ?? "not measured");
      }
      return row(title, {
        value: ours.rate,
        limit: theirs.rate,
        ratio: theirs.oursToIt! / ours.oursToIt!,
        unit: "records/s",
        bar: ratio,
        wanted: "at least",
      });
    });
  });
}
