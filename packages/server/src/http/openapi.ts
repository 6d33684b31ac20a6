import * as z from 'zod/mini';
import { answers } from './answers.ts';
import { publicAnswers, publicBodies } from '../public/shapes.ts';
import { deviceAnswers, deviceBodies } from '../notices/devices.ts';
import { webhookAnswers, webhookBodies } from '../webhooks/webhook-shapes.ts';
import { bodies } from './bodies.ts';

type Schema = Readonly<Record<string, unknown>>;

interface Operation {
  readonly method: 'get' | 'post';
  /** As OpenAPI writes it: `/v1/blobs/{id}`. */
  readonly path: string;
  readonly summary: string;
  /** JSON, a file, or a mail as it came. */
  readonly body?: z.ZodMiniType | 'file' | 'mail';
  /** JSON, a file, a stream of events, or a page for people. */
  readonly answer: z.ZodMiniType | 'file' | 'events' | 'page';
  /** Statuses it may answer with besides 200. */
  readonly refuses: readonly number[];
  readonly open?: true;
  /** Wants a proof of work. */
  readonly proof?: true;
  /** Wants the token of a link in a mail. */
  readonly link?: true;
}

const usual = [400, 401, 403, 404, 413, 415, 422, 429, 503];
/** Of public pages. */
const ofPages = [400, 401, 403, 413, 415, 422, 429, 503];

/** Every route of the server but those for development, and those of signing in by a provider, where browsers are sent. */
const operations: readonly Operation[] = [
  { method: 'get', path: '/v1/describe', summary: 'What this sign-in may see and do', answer: answers.describe, refuses: [401, 403, 429, 503] },
  { method: 'post', path: '/v1/pull', summary: 'What changed in a table since a cursor', body: bodies.pull, answer: answers.pull, refuses: usual },
  { method: 'post', path: '/v1/push', summary: 'Stores changes', body: bodies.push, answer: answers.push, refuses: usual },
  { method: 'post', path: '/v1/get', summary: 'Rows by id', body: bodies.get, answer: answers.get, refuses: usual },
  { method: 'post', path: '/v1/query', summary: 'A window of the rows that a filter matches', body: bodies.query, answer: answers.query, refuses: usual },
  { method: 'post', path: '/v1/aggregate', summary: 'Figures over the rows that a filter matches', body: bodies.aggregate, answer: answers.aggregate, refuses: usual },
  { method: 'post', path: '/v1/run', summary: 'Runs a command as one transaction', body: bodies.run, answer: answers.run, refuses: usual },
  { method: 'post', path: '/v1/presence', summary: 'Says where a page of a member of staff is, and who else is at the records it asks for', body: bodies.presence, answer: answers.presence, refuses: usual },
  { method: 'post', path: '/v1/sessions/revoke', summary: 'Ends sign-ins before their tokens end; admins alone', body: bodies.revoke, answer: answers.done, refuses: [400, 401, 403, 413, 415, 422, 503] },
  { method: 'get', path: '/v1/live', summary: 'Hints of what changed, for as long as the token lives', answer: 'events', refuses: [401, 403, 503] },
  { method: 'post', path: '/v1/blobs', summary: 'Stores a file', body: 'file', answer: answers.blob, refuses: [401, 403, 413, 422, 429, 503] },
  { method: 'get', path: '/v1/blobs/{id}', summary: 'A file, to be saved', answer: 'file', refuses: [401, 403, 404, 429, 503] },
  { method: 'get', path: '/v1/site-keys', summary: 'The keys of public pages; admins alone', answer: publicAnswers.keys, refuses: [401, 403, 503] },
  { method: 'post', path: '/v1/site-keys', summary: 'Makes a key for pages of some origins; admins alone', body: publicBodies.createKey, answer: publicAnswers.key, refuses: usual },
  { method: 'post', path: '/v1/site-keys/withdraw', summary: 'Withdraws a key; admins alone', body: publicBodies.withdrawKey, answer: publicAnswers.withdrawn, refuses: usual },
  { method: 'get', path: '/v1/devices', summary: 'The key that browsers of staff subscribe with; null where there is no Web Push', answer: deviceAnswers.key, refuses: [401, 403, 503] },
  { method: 'post', path: '/v1/devices', summary: 'Has a browser woken for a member of staff', body: deviceBodies.add, answer: answers.done, refuses: usual },
  { method: 'post', path: '/v1/devices/remove', summary: 'Has a browser woken no more', body: deviceBodies.remove, answer: answers.done, refuses: usual },
  { method: 'get', path: '/v1/webhooks', summary: 'Who is told of changes outside; admins alone', answer: webhookAnswers.list, refuses: [401, 403, 503] },
  { method: 'post', path: '/v1/webhooks', summary: 'Makes a webhook, and shows its secret once; admins alone', body: webhookBodies.make, answer: webhookAnswers.made, refuses: usual },
  { method: 'post', path: '/v1/webhooks/change', summary: 'Changes a webhook, stops it or lets it go on; admins alone', body: webhookBodies.change, answer: webhookAnswers.one, refuses: usual },
  { method: 'post', path: '/v1/webhooks/remove', summary: 'Removes a webhook; admins alone', body: webhookBodies.named, answer: answers.done, refuses: usual },
  { method: 'post', path: '/v1/webhooks/rotate', summary: 'Gives a webhook a new secret; for a day the old one signs as well; admins alone', body: webhookBodies.named, answer: webhookAnswers.secret, refuses: usual },
  { method: 'post', path: '/v1/webhooks/deliveries', summary: 'What became of the latest events of a webhook; admins alone', body: webhookBodies.named, answer: webhookAnswers.deliveries, refuses: usual },
  { method: 'post', path: '/v1/webhooks/redeliver', summary: 'Sends events of a webhook again; admins alone', body: webhookBodies.again, answer: webhookAnswers.again, refuses: usual },
  { method: 'post', path: '/v1/guest', summary: 'Gives a customer what they opened as a guest', body: publicBodies.upgrade, answer: publicAnswers.upgraded, refuses: usual },
  { method: 'post', path: '/public/challenge', summary: 'A proof of work to solve, by a site key', body: publicBodies.challenge, answer: publicAnswers.challenge, refuses: ofPages, open: true },
  { method: 'post', path: '/public/guest', summary: 'A token for a guest, by a site key', body: publicBodies.guest, answer: publicAnswers.guest, refuses: ofPages, open: true },
  { method: 'post', path: '/public/tickets', summary: 'Stores a ticket of a form', body: publicBodies.ticket, answer: publicAnswers.ticket, refuses: ofPages, open: true, proof: true },
  { method: 'post', path: '/public/leads', summary: 'Stores a lead of a form', body: publicBodies.lead, answer: publicAnswers.lead, refuses: ofPages, open: true, proof: true },
  { method: 'post', path: '/mail/incoming', summary: 'Takes a mail in, from a mail server with the secret; only where VINCULO_MAIL_WEBHOOK_SECRET is set', body: 'mail', answer: answers.received, refuses: [401, 413, 429, 503], open: true },
  ...(['confirm', 'unsubscribe', 'consent'] as const).flatMap((what): Operation[] => {
    const shared = { path: `/mail/${what}`, answer: 'page', refuses: [503], open: true, link: true } as const;
    const does = { confirm: 'confirms the address that a mail went to', unsubscribe: 'ends automatic mail to the address that a mail went to', consent: 'gives the consent that a form asked for' }[what];
    return [{ ...shared, method: 'get', summary: `A page with the button that ${does}; only where mail has links` }, { ...shared, method: 'post', summary: `What the button does: ${does}` }];
  }),
  { method: 'get', path: '/health', summary: 'The process answers', answer: answers.health, refuses: [], open: true },
  { method: 'get', path: '/ready', summary: 'The process and its database can take requests', answer: answers.ready, refuses: [], open: true },
  { method: 'get', path: '/openapi.json', summary: 'This document', answer: z.looseObject({ openapi: z.string() }), refuses: [], open: true },
];

/** What JSON Schema cannot say (a filter, the name of a command) is left open. */
function schemaOf(shape: z.ZodMiniType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { target: 'draft-2020-12', unrepresentable: 'any', io });
  return schema;
}

const json = (schema: Schema): Schema => ({ 'application/json': { schema } });

function contentOf(answer: Operation['answer']): Schema {
  if (answer === 'file') return { '*/*': { schema: { type: 'string', format: 'binary' } } };
  if (answer === 'page') return { 'text/html': { schema: { type: 'string' } } };
  if (answer === 'events') return { 'text/event-stream': { schema: { type: 'string' } } };
  return json(schemaOf(answer, 'output'));
}

function described({ path, summary, body, answer, refuses, open, proof, link }: Operation): Schema {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const named = body === 'file' ? [{ name: 'x-vinculo-name', in: 'header', required: true, description: 'The file’s name, percent-encoded', schema: { type: 'string' } }] : [];
  if (proof) named.push({ name: 'x-vinculo-proof', in: 'header', required: true, description: 'Base64 of the JSON { challenge, solution }', schema: { type: 'string' } });
  if (body === 'mail') {
    const header = (name: string, required: boolean, description: string): (typeof named)[number] => ({ name, in: 'header', required, description, schema: { type: 'string' } });
    named.push(header('x-vinculo-mail-secret', true, 'VINCULO_MAIL_WEBHOOK_SECRET'), header('x-vinculo-envelope-to', false, 'Whom the mail was sent to, with commas between'), header('x-vinculo-envelope-from', false, 'Its return path; <> where nobody is to answer'));
  }
  if (path.startsWith('/v1/')) named.push({ name: 'protocol', in: 'query', required: false, description: 'The version of the protocol that the client speaks', schema: { type: 'integer' } });
  if (link) named.push({ name: 't', in: 'query', required: true, description: 'The token of the link', schema: { type: 'string' } });
  return {
    summary,
    ...(open ? { security: [] } : {}),
    ...(parameters.length + named.length > 0 ? { parameters: [...parameters, ...named] } : {}),
    ...(body === undefined ? {} : { requestBody: { required: true, content: body === 'file' || body === 'mail' ? { [body === 'mail' ? 'message/rfc822' : '*/*']: { schema: { type: 'string', format: 'binary' } } } : json(schemaOf(body, 'input')) } }),
    responses: {
      200: { description: 'Done', content: contentOf(answer) },
      ...(link ? { 404: { description: 'The link is not one of ours', content: contentOf(answer) } } : {}),
      ...(path === '/ready' ? { 503: { description: 'Not now', content: contentOf(answer) } } : {}),
      ...Object.fromEntries([...refuses, ...(path.startsWith('/v1/') ? [422, 426] : [])].map((status) => [status, { $ref: '#/components/responses/error' }])),
    },
  };
}

/** The protocol as OpenAPI 3.1. */
export function openApi(): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const operation of operations) (paths[operation.path] ??= {})[operation.method] = described(operation);
  return {
    openapi: '3.1.0',
    info: { title: 'Vinculo', version: '1', description: 'The protocol of Vinculo’s reference server. docs/protocol.md tells what the routes mean.' },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      responses: { error: { description: 'Not done, and why', content: json(schemaOf(answers.error, 'output')) } },
    },
  };
}
