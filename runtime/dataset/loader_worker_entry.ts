/**
 * The module that a loader's workers run: it opens the dataset, and the loader's part of the worker
 * decodes it.
 *
 * @module
 */
import { host } from "../../hosts/mod.ts";
import { DecodingWorker } from "../loader/threads/decoding_worker.ts";
import type { ToWorker } from "../loader/threads/messages.ts";
import { openForWorker } from "./open_for_worker.ts";

const thread = host.threads!.own()!;
const worker = new DecodingWorker({
  post: thread.post,
  inTurn: thread.inTurn,
  open: openForWorker,
  end: thread.end,
});
thread.hear((message) => worker.hear(message as ToWorker));
