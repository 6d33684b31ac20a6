import { createServer, request as ask } from 'node:http';
import { ownPort } from './crm-server.ts';

/** What stands between a page and the server: it lets calls through, or answers for the server. */
export interface Front {
  readonly url: string;
  /** What calls get from now on; open ones are cut. */
  answer(how: 'as the server' | keyof typeof answers): void;
  close(): Promise<void>;
}

const answers = {
  'a web page': [200, 'text/html', '<!doctype html><title>Welcome</title><p>Sign in'],
  'an error': [500, 'text/plain', 'Internal error'],
  'signed out': [401, 'application/json', '{"error":{"code":"auth","message":"The session has ended."}}'],
} as const;

/** Opens a front before the server at `target`. */
export async function openFront(target: string): Promise<Front> {
  let how: Parameters<Front['answer']>[0] = 'as the server';
  const port = await ownPort();
  const server = createServer((request, response) => {
    // Asking whether a call is allowed goes through always: without that answer a browser tells a page nothing of the next one.
    if (how === 'as the server' || request.method === 'OPTIONS') {
      const { host: _, ...headers } = request.headers;
      const onward = ask(new URL(request.url ?? '/', target), { method: request.method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      response.on('close', () => onward.destroy());
      request.pipe(onward);
      return;
    }
    const [status, type, body] = answers[how];
    response.writeHead(status, { 'content-type': type, 'access-control-allow-origin': request.headers.origin ?? '*' }).end(body);
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail).listen(port, '127.0.0.1', done);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    answer(next) {
      how = next;
      server.closeAllConnections();
    },
    close: () => new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }),
  };
}
