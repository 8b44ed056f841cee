/**
 * A server that streams the audio of a dataset's records as WAV, for players and pages. Ranges of
 * bytes are answered by decoding just the samples in them.
 *
 *     node server.ts speech.afd 8080
 *
 * `/` lists the records, `/7.wav` is the audio of record 7.
 *
 * @module
 */
import { AudiofieldError, type FieldReader, openDataset } from "audiofield";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import process from "node:process";

/** Bytes of WAV that are decoded at once. */
const pieceBytes = 1 << 16;

/** A header of 44 bytes, and samples of 16 bits. */
const headerBytes = 44;

/** One record's audio, as the WAV file that it would be. */
interface Wav {
  readonly field: FieldReader;
  readonly record: number;
  readonly sampleRate: number;
  readonly channels: number;
  readonly bytes: number;
}

const [path = "speech.afd", port = "8080"] = process.argv.slice(2);
// `using dataset = openDataset(path)` where the host has `using`: Deno, Bun, Node 24 and later.
const dataset = openDataset(path);
const audio = [...dataset.fields.values()].find(({ kind }) =>
  ["waveform", "flac", "opus", "chunkedWaveform"].includes(kind)
);
if (audio === undefined) throw new Error(`${path} has no audio`);

const server = createServer((request, response) => {
  answer(audio, request, response).catch((cause: unknown) => {
    // A damaged record, for example. Once the answer has begun, all that is left is to cut it off.
    if (!(cause instanceof AudiofieldError)) console.error(cause);
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end(cause instanceof Error ? cause.message : String(cause));
  });
});
server.listen(Number(port), "127.0.0.1", () => {
  const address = server.address();
  const used = typeof address === "object" ? address?.port : port;
  console.log(`Serving ${dataset.recordCount} records of ${path} at http://127.0.0.1:${used}/`);
});
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    server.close(() => dataset.close());
    server.closeAllConnections();
  });
}

async function answer(
  field: FieldReader,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  if (pathname === "/") {
    const records = Array.from({ length: dataset.recordCount }, (_, record) => ({
      audio: `/${record}.wav`,
      seconds: field.seconds?.(record),
    }));
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(records));
    return;
  }
  const record = Number(/^\/(\d{1,15})\.wav$/.exec(pathname)?.[1] ?? NaN);
  if (!(record < dataset.recordCount)) {
    response.writeHead(404).end("There is no such record\n");
    return;
  }
  const wav = wavOf(field, record);
  const range = rangeOf(request.headers.range, wav.bytes);
  if (range === "outside") {
    response.writeHead(416, { "Content-Range": `bytes */${wav.bytes}` }).end();
    return;
  }
  const [first, end] = range ?? [0, wav.bytes];
  response.writeHead(range === undefined ? 200 : 206, {
    "Accept-Ranges": "bytes",
    "Content-Type": "audio/wav",
    "Content-Length": end - first,
    ...range === undefined ? {} : { "Content-Range": `bytes ${first}-${end - 1}/${wav.bytes}` },
  });
  if (request.method !== "HEAD") {
    for (let at = first; at < end && !response.destroyed; at += pieceBytes) {
      const piece = bytesOf(wav, at, Math.min(end, at + pieceBytes));
      // Wait for a slow reader, or until it is gone.
      if (!response.write(piece)) await drained(response);
    }
  }
  response.end();
}

function wavOf(field: FieldReader, record: number): Wav {
  const channels = field.width(record);
  const frames = field.length(record);
  const seconds = field.seconds?.(record) ?? 0;
  const sampleRate = seconds > 0 ? Math.round(frames / seconds) : 16_000;
  return { field, record, sampleRate, channels, bytes: headerBytes + frames * channels * 2 };
}

/** The first byte that is asked for, and the one after the last; `undefined` is the whole file. */
function rangeOf(
  header: string | undefined,
  bytes: number,
): readonly [number, number] | "outside" | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined || first + last === "") return undefined;
  const begin = first === "" ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? bytes : Math.min(bytes, Number(last) + 1);
  return begin < end ? [begin, end] : "outside";
}

/** Some bytes of the file: of its header, or of the samples, of which only these are decoded. */
function bytesOf(wav: Wav, first: number, end: number): Uint8Array {
  const bytes = new Uint8Array(end - first);
  if (first < headerBytes) bytes.set(headerOf(wav).subarray(first, Math.min(end, headerBytes)));
  const from = Math.max(first, headerBytes) - headerBytes;
  const to = end - headerBytes;
  if (to > from) {
    const frameBytes = wav.channels * 2;
    const firstFrame = Math.floor(from / frameBytes);
    const samples = samplesOf(wav, firstFrame, Math.ceil(to / frameBytes) - firstFrame);
    const decoded = new Uint8Array(samples.buffer);
    const skipped = from - firstFrame * frameBytes;
    bytes.set(decoded.subarray(skipped, skipped + to - from), bytes.length - (to - from));
  }
  return bytes;
}

/** Samples of 16 bits, interleaved by channel. */
function samplesOf({ field, record, channels }: Wav, start: number, count: number): Int16Array {
  const { dtype } = field.declareBatch(1);
  if (dtype === "int16") {
    const samples = new Int16Array(count * channels);
    field.decodeWindow!(record, start, count, samples);
    return samples;
  }
  const samples = dtype === "int32"
    ? new Int32Array(count * channels)
    : new Float32Array(count * channels);
  field.decodeWindow!(record, start, count, samples);
  const scale = dtype === "int32" ? 2 ** -16 : 2 ** 15;
  return Int16Array.from(samples, (sample) => Math.max(-32_768, Math.min(32_767, sample * scale)));
}

function headerOf({ sampleRate, channels, bytes }: Wav): Uint8Array {
  const header = new Uint8Array(headerBytes);
  const view = new DataView(header.buffer);
  header.set(new TextEncoder().encode("RIFF    WAVEfmt "));
  view.setUint32(4, bytes - 8, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  header.set(new TextEncoder().encode("data"), 36);
  view.setUint32(40, bytes - headerBytes, true);
  return header;
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once("drain", resolve);
    response.once("close", resolve);
  });
}
