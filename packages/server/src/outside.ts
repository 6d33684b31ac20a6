import http from 'node:http';
import https from 'node:https';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';

/** Where somebody asked the server to send something: out of its own network, unless the settings name the host. */
export interface Outside {
  /** Why nothing is sent to this address; undefined where it may be tried. */
  refusal(url: string): string | undefined;
  /**
   * Posts, follows no redirect and reads no answer.
   * @returns the status of the answer
   * @throws OutsideError where there is none
   */
  post(url: string, headers: Readonly<Record<string, string | number>>, body: string | Buffer): Promise<number>;
}

/** Why a request had no answer. `private`: the name leads into a network that is not the internet. */
export class OutsideError extends Error {
  readonly reason: 'private' | 'timeout' | 'unreachable' | 'refused';
  constructor(reason: OutsideError['reason'], cause?: unknown) {
    super(`The receiver was not reached: ${reason}.`, { cause });
    this.reason = reason;
  }
}

/** From the first look at the name to the last byte of the head, in milliseconds. */
const patience = 10_000;
/** So much of an answer's body is waited for, in bytes; nothing of it is kept. */
const longestAnswer = 16 * 1024;
const longestUrl = 2000;

/** @param privateHosts hosts that may be reached though their address is private, and without TLS */
export function outsideWorld(privateHosts: readonly string[]): Outside {
  const near = new Set(privateHosts.map((host) => host.toLowerCase()));
  // The address that is checked is the one that is connected to: what the name leads to a moment later counts for nothing.
  const agents = {
    far: { 'http:': new RequestFilteringHttpAgent(), 'https:': new RequestFilteringHttpsAgent() },
    near: { 'http:': new http.Agent(), 'https:': new https.Agent() },
  };
  const isNear = (url: URL): boolean => near.has(url.hostname.replace(/^\[|\]$/g, ''));
  const refusal = (text: string): string | undefined => {
    const url = URL.canParse(text) && text.length <= longestUrl ? new URL(text) : undefined;
    if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isNear(url))) return 'it must begin with https://';
    return url.username || url.password ? 'it may hold no name and password' : undefined;
  };
  return {
    refusal,
    post: (text, headers, body) => new Promise((done, fail) => {
      if (refusal(text) !== undefined) {
        fail(new OutsideError('refused'));
        return;
      }
      const url = new URL(text);
      const protocol = url.protocol as 'http:' | 'https:'; // refusal() lets no other through
      const { request } = protocol === 'https:' ? https : http;
      const signal = AbortSignal.timeout(patience);
      const sent = request(url, { method: 'POST', agent: agents[isNear(url) ? 'near' : 'far'][protocol], headers: { ...headers, 'content-length': Buffer.byteLength(body), 'user-agent': 'Vinculo' }, signal });
      sent.once('error', (cause) => fail(new OutsideError(reasonOf(cause), cause)));
      sent.once('response', (answer) => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => (bytes += chunk.length) > longestAnswer && answer.destroy());
        answer.on('error', () => undefined); // what its body would have said is of no interest
        done(answer.statusCode ?? 0);
      });
      sent.end(body);
    }),
  };
}

function reasonOf(error: Error): OutsideError['reason'] {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'timeout';
  // The library's refusals carry no code.
  return !('code' in error) && / is not allowed\. Because/.test(error.message) ? 'private' : 'unreachable';
}
