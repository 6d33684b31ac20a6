/** A line that takes nothing for so long is dead, in milliseconds. */
const longestSilence = 60_000;
/** A Response of these is made without content alone (Fetch, null body status). */
const withoutContent: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * fetch() for one request with a file, that tells what share of it was sent. fetch itself tells nothing: a body that can be followed is a stream, and browsers
 * send streams over HTTP/2 alone, or not at all. To the page's own origin an XMLHttpRequest sends cookies, and everywhere the Referer that the page's policy lets
 * it: neither can be left out.
 */
export function fetchTelling(blob: Blob, sent: (share: number) => void): typeof fetch {
  return (input) => new Promise((resolve, reject) => {
    // Whoever calls it hands over a whole request.
    const { method, url, headers, signal } = input as Request;
    const request = new XMLHttpRequest();
    let silent: ReturnType<typeof setTimeout> | undefined;
    const listen = (): void => {
      clearTimeout(silent);
      silent = setTimeout(() => end(new TypeError('The line took nothing of the file for a minute.')), longestSilence);
    };
    const stop = (): void => end(signal.reason);
    const done = (): void => {
      clearTimeout(silent);
      signal.removeEventListener('abort', stop);
    };
    const end = (reason: unknown): void => {
      done();
      request.abort();
      reject(reason);
    };
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    request.open(method, url);
    for (const [name, value] of headers) request.setRequestHeader(name, value);
    request.responseType = 'blob';
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      listen();
      // Total is 0 of an empty file.
      if (total > 0) sent(Math.min(1, loaded / total));
    });
    request.addEventListener('load', () => {
      if (request.status < 200 || request.status > 599) return end(new TypeError(`The answer has the status ${request.status}, which is none.`));
      done();
      const content = withoutContent.has(request.status) ? null : (request.response as Blob);
      resolve(new Response(content, { status: request.status, statusText: request.statusText, headers: headersOf(request) }));
    });
    for (const event of ['error', 'timeout'] as const) request.addEventListener(event, () => end(new TypeError('The request failed on its way.')));
    listen();
    request.send(blob);
  });
}

function headersOf(request: XMLHttpRequest): [string, string][] {
  return request.getAllResponseHeaders().split('\r\n').flatMap((line): [string, string][] => {
    const at = line.indexOf(':');
    return at > 0 ? [[line.slice(0, at), line.slice(at + 1).trim()]] : [];
  });
}
