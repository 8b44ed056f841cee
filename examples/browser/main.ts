/**
 * A page that opens a dataset by its URL or as a dropped file, lists its records, and plays and draws
 * one. Over HTTP it fetches what it shows, and nothing else.
 *
 * @module
 */
import {
  AudiofieldError,
  type Clip,
  type DatasetReader,
  type FieldReader,
  openDatasetAsync,
} from "audiofield";

const pageSize = 20;
const audioKinds = ["waveform", "flac", "opus", "chunkedWaveform"];

const form = element("form", HTMLFormElement);
const status = element("#status", HTMLElement);
const canvas = element("canvas", HTMLCanvasElement);
const head = element("thead", HTMLElement);
const body = element("tbody", HTMLElement);
const play = element("#play", HTMLButtonElement);
const previous = element("#previous", HTMLButtonElement);
const next = element("#next", HTMLButtonElement);

let dataset: DatasetReader | undefined;
let firstShown = 0;
let clip: Clip | undefined;
let context: AudioContext | undefined;
/** Counts what the user asked for, so that an answer that comes too late is left out. */
let asked = 0;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const url = new FormData(form).get("url");
  if (typeof url === "string" && url !== "") attempt(() => open(url));
});
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("over");
});
document.addEventListener("dragleave", () => document.body.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("over");
  const file = event.dataTransfer?.files[0];
  if (file !== undefined) attempt(() => open(file));
});
previous.addEventListener("click", () => attempt(() => list(firstShown - pageSize)));
next.addEventListener("click", () => attempt(() => list(firstShown + pageSize)));
play.addEventListener("click", () => attempt(playClip));

// A link such as index.html?url=speech.afd opens the dataset at once.
const linked = new URLSearchParams(location.search).get("url");
if (linked !== null) {
  element("input", HTMLInputElement).value = linked;
  attempt(() => open(linked));
}

async function open(source: string | File): Promise<void> {
  const mine = ++asked;
  say(`Opening ${typeof source === "string" ? source : source.name} …`);
  const opened = await openDatasetAsync(source);
  if (mine !== asked) return opened.close();
  dataset?.close();
  dataset = opened;
  await list(0);
  say(`${opened.recordCount.toLocaleString("en")} records of ${opened.ir.name}; choose one.`);
}

/** Shows the texts, numbers and categories of a page of records; their audio isn't fetched. */
async function list(first: number): Promise<void> {
  if (dataset === undefined) return;
  const mine = ++asked;
  const shown = [...dataset.fields.values()].filter(isListed);
  const last = Math.min(first + pageSize, dataset.recordCount);
  const indices = Array.from({ length: last - first }, (_, place) => first + place);
  const columns = await Promise.all(
    shown.map((field) => withRecords(field, indices, (index) => String(field.decode(index)))),
  );
  if (mine !== asked) return;
  firstShown = first;
  head.replaceChildren(row("th", ["record", ...shown.map(({ name }) => name)]));
  body.replaceChildren(...indices.map((index, place) => {
    const line = row("td", [String(index), ...columns.map((column) => column[place] ?? "")]);
    line.addEventListener("click", () => attempt(() => choose(index, line)));
    return line;
  }));
  previous.disabled = first === 0;
  next.disabled = last === dataset.recordCount;
}

/** Fetches, decodes and draws a record. */
async function choose(index: number, line: HTMLElement): Promise<void> {
  if (dataset === undefined) return;
  const field = [...dataset.fields.values()].find(({ kind }) => audioKinds.includes(kind));
  if (field === undefined) return say("This dataset has no audio.");
  const mine = ++asked;
  // WebAssembly that decodes the audio is loaded now, if it needs any.
  const record = await dataset.toRecordAsync(index);
  if (mine !== asked) return;
  clip = record[field.name] as Clip;
  for (const other of body.children) other.removeAttribute("aria-selected");
  line.setAttribute("aria-selected", "true");
  play.disabled = false;
  draw(clip);
  const { samples, sampleRate, channels } = clip;
  const seconds = (samples.length / channels / sampleRate).toFixed(2);
  say(`Record ${index}: ${seconds} s at ${sampleRate.toLocaleString("en")} Hz`);
}

/** Fetches what records need, and decodes while it is there. */
async function withRecords<Value>(
  field: FieldReader,
  indices: readonly number[],
  decode: (index: number) => Value,
): Promise<Value[]> {
  const lease = await field.prefetch(indices);
  try {
    return indices.map(decode);
  } finally {
    lease?.[Symbol.dispose]();
  }
}

/** Draws the extremes of the first channel, column by column. */
function draw(clip: Clip): void {
  const { channels } = clip;
  const samples = clip.toFloat32();
  const brush = canvas.getContext("2d")!;
  const { width, height } = canvas;
  const frames = samples.length / channels;
  const scale = height / 2;
  brush.clearRect(0, 0, width, height);
  brush.fillStyle = "#2456d6";
  for (let x = 0; x < width; x++) {
    let [least, most] = [0, 0];
    const end = Math.floor((x + 1) * frames / width);
    for (let frame = Math.floor(x * frames / width); frame < end; frame++) {
      const sample = samples[frame * channels]!;
      least = Math.min(least, sample);
      most = Math.max(most, sample);
    }
    brush.fillRect(x, height / 2 - most * scale, 1, Math.max(1, (most - least) * scale));
  }
}

async function playClip(): Promise<void> {
  if (clip === undefined) return;
  context ??= new AudioContext();
  await context.resume();
  const player = new AudioBufferSourceNode(context, { buffer: clip.toAudioBuffer(context) });
  player.connect(context.destination);
  player.start();
}

/** Whether a field's values fit in a table. */
function isListed({ kind }: FieldReader): boolean {
  return ["text", "category", "bool", "float32", "float64"].includes(kind) || /^u?int/.test(kind);
}

function row(tag: "td" | "th", texts: readonly string[]): HTMLTableRowElement {
  const line = document.createElement("tr");
  for (const text of texts) {
    // Whatever a dataset holds is text, never HTML.
    line.append(Object.assign(document.createElement(tag), { textContent: text }));
  }
  return line;
}

function say(text: string): void {
  delete status.dataset["failed"];
  status.textContent = text;
}

/** Does what the user asked for, and says why it failed. */
function attempt(step: () => Promise<void>): void {
  step().catch((cause: unknown) => {
    if (!(cause instanceof AudiofieldError)) console.error(cause);
    status.dataset["failed"] = "";
    status.textContent = cause instanceof Error ? cause.message : String(cause);
  });
}

function element<Kind extends Element>(selector: string, kind: new () => Kind): Kind {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`The page has no ${selector}`);
  return found;
}
