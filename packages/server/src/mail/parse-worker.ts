import { parentPort, workerData } from 'node:worker_threads';
import { parseMail } from './parse-mail.ts';

// Made by readMail() alone, which gives the mail's bytes. What parseMail() throws ends the thread and is told there.
const raw = workerData as Uint8Array;
parentPort!.postMessage(await parseMail(raw));
