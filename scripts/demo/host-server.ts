import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { csp } from './csp.ts';

/** Whom a host page's backend signs in. */
export type SignedIn = 'staff' | 'customer' | 'guest';

export interface HostPage {
  /** Folder under examples/. */
  readonly name: string;
  readonly port: number;
  /** Address of the CRM's API. */
  readonly endpoint: string;
  readonly bundle: string;
  /** Who may come; the first is who one is at first. */
  readonly roles: readonly SignedIn[];
  /** Told where the page will stand, before it is served. */
  prepare?(origin: string): Promise<void>;
  /** What stands in the page's {{names}}. */
  fill(role: SignedIn, words: Readonly<Record<string, string>>, lang: string): Readonly<Record<string, string>>;
  /** For whoever is signed in. Guests have none: they come by the page's site key. */
  token(): Promise<string>;
}

export interface RunningHost {
  readonly address: string;
  /** Violations of the page's policy that browsers reported. */
  readonly reports: readonly string[];
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.map': 'application/json' };
const languages = ['en', 'zh-Hans'] as const;

/** Serves one host page as its company would: own origin, strict policy, a session that answers short-lived tokens. */
export async function serveHost(page: HostPage): Promise<RunningHost> {
  const reports: string[] = [];
  await page.prepare?.(`http://127.0.0.1:${page.port}`);
  const server = createServer((request, response) => {
    answer(page, request, response, reports).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end('The page failed.');
      console.error(error);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(page.port, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${page.port}/`,
    reports,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

async function answer(page: HostPage, request: IncomingMessage, response: ServerResponse, reports: string[]): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://host.invalid');
  const role = roleOf(page, request);
  if (url.pathname === '/') return sendPage(page, role, url, request, response);
  if (url.pathname === '/session') {
    if (role === 'guest') return void response.writeHead(401).end();
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify({ token: await page.token() }));
    return;
  }
  if (url.pathname === '/sign' && request.method === 'POST') {
    const as = new URLSearchParams(await bodyOf(request)).get('as');
    response.writeHead(303, { location: './', 'set-cookie': `as=${as === 'guest' || as === 'customer' ? as : page.roles[0]}; Path=/; HttpOnly; SameSite=Strict` }).end();
    return;
  }
  if (url.pathname === '/csp-report') {
    reports.push(await bodyOf(request));
    response.writeHead(204).end();
    return;
  }
  const file = url.pathname.startsWith('/vinculo/') ? join(page.bundle, normalize(url.pathname.slice('/vinculo'.length))) : join('examples', page.name, normalize(url.pathname));
  const type = types[extname(file)];
  if (!type || url.pathname.includes('..') || !existsSync(file)) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not here.');
    return;
  }
  response.writeHead(200, { 'content-type': type, 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' });
  createReadStream(file).pipe(response);
}

function roleOf(page: HostPage, request: IncomingMessage): SignedIn {
  const as = cookie(request, 'as');
  return page.roles.find((role) => role === as) ?? page.roles[0]!;
}

function cookie(request: IncomingMessage, name: string): string | undefined {
  return new RegExp(`(?:^|;\\s*)${name}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1];
}

function sendPage(page: HostPage, role: SignedIn, url: URL, request: IncomingMessage, response: ServerResponse): void {
  const asked = url.searchParams.get('lang') ?? (request.headers['accept-language'] ?? 'en').split(',')[0]!;
  const lang = asked.startsWith('zh') ? 'zh-Hans' : 'en';
  const words = (JSON.parse(readFileSync(join('examples', page.name, 'words.json'), 'utf8')) as Record<string, Record<string, string>>)[lang]!;
  const nonce = randomBytes(16).toString('base64');
  const values: Record<string, string> = { nonce, lang, otherLang: languages.find((l) => l !== lang)!, endpoint: page.endpoint, ...page.fill(role, words, lang) };
  for (const [key, word] of Object.entries(words)) values[`t.${key}`] = word;
  const html = readFileSync(join('examples', page.name, 'index.html'), 'utf8').replaceAll(/\{\{([\w.]+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`examples/${page.name}/index.html asks for {{${name}}}, which nobody fills in.`);
    return escape(value);
  });
  response.writeHead(200, { 'content-type': types['.html']!, 'content-security-policy': csp({ nonce, endpoint: page.endpoint }), 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' }).end(html);
}

/** Attributes come as `name="value"` with values that are ids; everything else is text. */
function escape(value: string): string {
  if (/^([\w-]+="[\w:./-]*"\s?)+$/.test(value)) return value;
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) {
    text += String(part);
    if (text.length > 100_000) break;
  }
  return text;
}
