import type { Hint, LiveState } from '@vinculo/sdk/adapter';
import { fits } from '@vinculo/sdk/checks';
import { answers } from './answers.ts';
import type { Transport } from './transport.ts';

const firstPause = 500;
const longestPause = 6_000;
/** What failed late is tried again within so many milliseconds, not by all clients at once. */
const spread = 250;
/** The server says something every 20 seconds; silent for longer, the connection is dead. */
const longestSilence = 50_000;

/**
 * Reads the stream of hints and connects anew when it ends, with a growing, scattered pause. (EventSource sends no headers, so it cannot carry the token.)
 * Returns what ends it.
 */
export function liveHints(transport: Transport, hint: (hint: Hint) => void, state: (state: LiveState) => void): () => void {
  const ended = new AbortController();
  void keepReading(transport, hint, state, ended.signal);
  return () => ended.abort();
}

async function keepReading(transport: Transport, hint: (hint: Hint) => void, state: (state: LiveState) => void, ended: AbortSignal): Promise<void> {
  let failures = 0;
  while (!ended.aborted) {
    let connected = false;
    const began = performance.now();
    try {
      await readStream(transport, hint, () => {
        connected = true;
        failures = 0;
        state('connected');
      }, ended);
    } catch {
      // Why it broke shows in the next ordinary request, which has someone to tell. Here the answer is always to try again.
    }
    if (ended.aborted) return;
    if (connected) state('disconnected');
    const pause = Math.min(longestPause, firstPause * 2 ** failures++);
    // A try that took long to fail was a pause in itself: the line is often well when that shows.
    const passed = connected ? 0 : performance.now() - began;
    await wait(Math.max(spread * Math.random(), pause / 2 + Math.random() * (pause / 2) - passed), ended);
  }
}

async function readStream(transport: Transport, hint: (hint: Hint) => void, opened: () => void, ended: AbortSignal): Promise<void> {
  const silent = new AbortController();
  const signal = AbortSignal.any([ended, silent.signal]);
  let timer = setTimeout(() => silent.abort(), longestSilence);
  try {
    const response = await transport.send('v1/live', 'Waiting for changes', { method: 'get', timeout: false, signal, headers: { accept: 'text/event-stream' } });
    if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) throw new TypeError('This is no stream of events.');
    opened();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), longestSilence);
      const events = (rest + value).split('\n\n');
      rest = events.pop()!;
      for (const event of events) tell(event, hint);
    }
  } finally {
    clearTimeout(timer);
    silent.abort(); // lets go of the connection also where the stream was refused half-way
  }
}

function tell(event: string, hint: (hint: Hint) => void): void {
  const lines = event.split('\n');
  if (!lines.includes('event: hint')) return;
  const data = lines.filter((l) => l.startsWith('data:')).map((l) => l.slice(5).trimStart()).join('\n');
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    json = {};
  }
  // A hint that cannot be read still says that something changed.
  hint(fits(answers.hint, json) ? json : {});
}

/** Leaves nothing on `ended`, which lives as long as the stream is wanted: an afternoon without a server is thousands of pauses. */
function wait(ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const over = (): void => {
      clearTimeout(timer);
      ended.removeEventListener('abort', over);
      done();
    };
    const timer = setTimeout(over, ms);
    ended.addEventListener('abort', over);
  });
}
