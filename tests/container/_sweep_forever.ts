/** A thread that sweeps a folder over and over, as each new thread that writes there does once. */
import { parentPort, workerData } from "node:worker_threads";
import { sweepPartials } from "../../runtime/output/sweep_partials.ts";

const folder = workerData as string;
parentPort!.postMessage("begun");
// Every spelling of the folder is swept once.
for (let times = 0; times < 1500; times++) sweepPartials(`${folder}${"/.".repeat(times)}`);
parentPort!.postMessage("ended");
