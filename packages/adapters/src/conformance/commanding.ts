import { VinculoError } from '@vinculo/sdk';
import { type AnyRow, type CommandName, newId } from '@vinculo/sdk/schema';
import type { Bench } from './bench.ts';
import { type ConformanceCase, type Skip, hook, idempotency, needs } from './case.ts';
import { check, checkSame, rejection } from './check.ts';

export const offers = (command: CommandName): Skip => (c) => (c.commands.includes(command) ? undefined : `no ${command} command`);

/** A lead in a pipeline of its own, with a stage that is won, and a pipeline for deals. */
async function leadInProcess(bench: Bench): Promise<{ readonly lead: AnyRow; readonly won: string; readonly dealPipeline: string; readonly dealStage: string }> {
  const stage = async (pipelineId: string, category: string): Promise<string> =>
    (await bench.stored(bench.change('create', 'stage', newId(), { name: bench.label(category), pipelineId, category }))).id;
  const pipeline = async (table: string): Promise<string> => (await bench.stored(bench.change('create', 'pipeline', newId(), { name: bench.label(table), table }))).id;
  const [leads, deals] = [await pipeline('lead'), await pipeline('deal')];
  const [open, won, dealStage] = [await stage(leads, 'open'), await stage(leads, 'won'), await stage(deals, 'open')];
  const lead = await bench.stored(bench.change('create', 'lead', newId(), { name: bench.label('Li Wei'), company: bench.label('冷链'), pipelineId: leads, stageId: open }));
  return { lead, won, dealPipeline: deals, dealStage };
}

export const commandCases: readonly ConformanceCase[] = [
  {
    name: 'merge makes one record of two, and what named the one that goes names the one that stays',
    skip: needs(offers('merge')),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const [into, from] = [await bench.create('stays'), await bench.create('goes')];
      const child = subject.child ? await bench.stored(bench.change('create', subject.child.table, newId(), subject.child.make(bench.label('follows'), from.id))) : undefined;
      const full = await bench.stored(bench.update(from, { [subject.first.field]: subject.first.values[0] }));
      const output = await adapter.run!('merge', { table: subject.table, intoId: into.id, fromId: full.id }, bench.label('merge'));
      check((output as { id?: string }).id === into.id, 'merge answers the record that stays', output);
      check((await bench.now(from.id)) === undefined, 'the other one is gone');
      checkSame((await bench.now(into.id))?.[subject.first.field], subject.first.values[0], 'an empty field of the one that stays is filled from the one that goes');
      if (child) checkSame((await bench.now(child.id, subject.child!.table))?.[subject.child!.field], into.id, 'what named it names the one that stays');
    },
  },
  {
    name: 'unmerge brings back the record that went, with what named it',
    skip: needs(offers('merge'), offers('unmerge')),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const [into, from] = [await bench.create('stays'), await bench.create('goes')];
      const child = subject.child ? await bench.stored(bench.change('create', subject.child.table, newId(), subject.child.make(bench.label('follows'), from.id))) : undefined;
      const input = { table: subject.table, intoId: into.id, fromId: from.id };
      await adapter.run!('merge', input, bench.label('merge'));
      await adapter.run!('unmerge', input, bench.label('unmerge'));
      checkSame((await bench.now(from.id))?.[subject.title], from[subject.title], 'the record is back, as it was');
      checkSame((await bench.now(into.id))?.[subject.title], into[subject.title], 'the other one is as it was too');
      if (child) checkSame((await bench.now(child.id, subject.child!.table))?.[subject.child!.field], from.id, 'what named it names it again');
    },
  },
  {
    name: 'splitTicket makes a ticket of its own of some messages',
    skip: needs(offers('splitTicket'), hook('leads')),
    async run(bench) {
      const pipelineId = (await bench.stored(bench.change('create', 'pipeline', newId(), { name: bench.label('service'), table: 'ticket' }))).id;
      const stageId = (await bench.stored(bench.change('create', 'stage', newId(), { name: bench.label('new'), pipelineId, category: 'open' }))).id;
      const ticket = await bench.stored(bench.change('create', 'ticket', newId(), { subject: bench.label('two things'), pipelineId, stageId, priority: 'high' }));
      const say = (body: string): Promise<AnyRow> => bench.stored(bench.change('create', 'ticketMessage', newId(), { ticketId: ticket.id, body, at: '2026-11-22T01:18:50.000Z' }));
      const [first, second] = [await say('one'), await say('another')];
      const output = await bench.backend.adapter.run!('splitTicket', { ticketId: ticket.id, messageIds: [second.id], subject: bench.label('another') }, bench.label('split')) as { readonly id: string };
      const made = await bench.now(output.id, 'ticket');
      checkSame([made?.['parentId'], made?.['subject'], made?.['priority']], [ticket.id, bench.label('another'), 'high'], 'the new ticket names the first, and has from it what both are about');
      checkSame([(await bench.now(first.id, 'ticketMessage'))?.['ticketId'], (await bench.now(second.id, 'ticketMessage'))?.['ticketId']], [ticket.id, output.id], 'the message that was named is its own, the other stays');
    },
  },
  {
    name: 'convertLead makes a contact, an account and a deal of a lead',
    skip: needs(offers('convertLead'), hook('leads')),
    async run(bench) {
      const { lead, won, dealPipeline, dealStage } = await leadInProcess(bench);
      const output = await bench.backend.adapter.run!('convertLead', { leadId: lead.id, deal: { name: bench.label('deal'), pipelineId: dealPipeline, stageId: dealStage } }, bench.label('convert')) as { readonly accountId: string; readonly contactId: string; readonly dealId: string };
      checkSame((await bench.now(output.accountId, 'account'))?.['name'], lead['company'], 'the account has the name of the company');
      const contact = await bench.now(output.contactId, 'contact');
      checkSame([contact?.['name'], contact?.['accountId']], [lead['name'], output.accountId], 'the contact has the name of the lead and stands at the account');
      const deal = await bench.now(output.dealId, 'deal');
      checkSame([deal?.['stageId'], deal?.['accountId'], deal?.['leadId']], [dealStage, output.accountId, lead.id], 'the deal is open in its stage and names the lead it came from');
      const after = await bench.now(lead.id, 'lead');
      checkSame([after?.['stageId'], after?.['convertedDealId'], typeof after?.['convertedAt']], [won, output.dealId, 'string'], 'the lead says what became of it');
    },
  },
  {
    name: 'convertLead gives the deal what its stage requires, and no amount where none is given',
    skip: needs(offers('convertLead'), hook('leads')),
    async run(bench) {
      const { adapter } = bench.backend;
      const { lead, dealPipeline } = await leadInProcess(bench);
      await bench.stored(bench.change('update', 'lead', lead.id, { amount: { minor: 90_000, currency: 'EUR' } }, lead));
      const stage = await bench.stored(bench.change('create', 'stage', newId(), { name: bench.label('closing'), pipelineId: dealPipeline, category: 'open', requiredFields: ['expectedClose'] }));
      const convert = (deal: object, label: string): Promise<unknown> => adapter.run!('convertLead', { leadId: lead.id, deal: { name: bench.label('deal'), pipelineId: dealPipeline, stageId: stage.id, ...deal } }, bench.label(label));
      for (const [values, what] of [[undefined, 'without what its stage requires'], [{ expectedClose: 'soon' }, 'with a value that does not fit'], [{ expectedClose: '2027-03-01', leadId: newId() }, 'of another lead']] as const) {
        const error = await rejection(convert(values ? { values } : {}, what), `a deal ${what} rejects`);
        check(error instanceof VinculoError && !error.retryable, `a deal ${what} rejects with an error that is final`, error);
      }
      const { dealId } = await convert({ amount: null, values: { expectedClose: '2027-03-01' } }, 'complete') as { readonly dealId: string };
      const deal = await bench.now(dealId, 'deal');
      checkSame([deal?.['stageId'], deal?.['expectedClose'], deal?.['amount'] ?? null], [stage.id, '2027-03-01', null], 'the deal has what was given, and not the amount of the lead');
    },
  },
  {
    name: 'transfer hands over what one person owns, and nothing else',
    skip: needs(offers('transfer'), hook('users')),
    async run(bench) {
      const { adapter, subject, users } = bench.backend;
      const [from, to] = users!;
      const own = async (what: string, ownerId: string): Promise<AnyRow> => bench.stored(bench.change('create', subject.table, newId(), { ...subject.make(bench.label(what)), ownerId }));
      const [theirs, nobodys] = [await own('handed over', from), await bench.create('of nobody')];
      const output = await adapter.run!('transfer', { fromUserId: from, toUserId: to, tables: [subject.table] }, bench.label('transfer')) as { readonly moved?: Readonly<Record<string, number>> };
      check((output.moved?.[subject.table] ?? 0) >= 1, 'transfer answers how many records changed hands', output);
      checkSame((await bench.now(theirs.id))?.['ownerId'], to, 'the record has its new owner');
      checkSame((await bench.now(nobodys.id))?.['ownerId'] ?? null, null, 'a record of nobody stays one');
    },
  },
  {
    name: 'a preview of transfer counts and changes nothing',
    skip: needs(offers('transfer'), hook('users')),
    async run(bench) {
      const { adapter, subject, users } = bench.backend;
      const [from, to] = users!;
      const theirs = await bench.stored(bench.change('create', subject.table, newId(), { ...subject.make(bench.label('not yet')), ownerId: from }));
      const input = { fromUserId: from, toUserIds: [to], tables: [subject.table], preview: true };
      const output = await adapter.run!('transfer', input, bench.label('preview')) as { readonly people?: Readonly<Record<string, Readonly<Record<string, number>>>> };
      check((output.people?.[to]?.[subject.table] ?? 0) >= 1, 'it answers how many records each person would get', output);
      checkSame(await bench.now(theirs.id), theirs, 'the record is as it was');
    },
  },
  {
    name: 'of two who claim a record at once one has it, until it is returned',
    skip: needs(offers('claim'), offers('returnToPool'), hook('leads'), hook('users')),
    async run(bench) {
      const { adapter, other } = bench.backend;
      const { lead } = await leadInProcess(bench);
      const input = { table: 'lead', id: lead.id };
      const [mine, theirs] = await Promise.allSettled([adapter.run!('claim', input, bench.label('mine')), other.run!('claim', input, bench.label('theirs'))]);
      const [me, them] = [(await adapter.describe()).user.id, (await other.describe()).user.id];
      const owner = (await bench.now(lead.id, 'lead'))?.['ownerId'];
      if (me === them) checkSame([mine.status, theirs.status, owner], ['fulfilled', 'fulfilled', me], 'one person has it, however often they claim it');
      else {
        const [won, lost] = mine.status === 'fulfilled' ? [me, theirs] : [them, mine];
        checkSame(owner, won, 'it belongs to the one who was answered that it does');
        check(lost.status === 'rejected' && lost.reason instanceof VinculoError && lost.reason.code === 'already_claimed', 'the other one is told that it is taken', lost);
      }
      await adapter.run!('returnToPool', { ...input, reason: 'No answer' }, bench.label('back'));
      checkSame((await bench.now(lead.id, 'lead'))?.['ownerId'] ?? null, null, 'what was returned belongs to nobody');
    },
  },
  {
    name: 'of two who claim a ticket at once one has it, and the other is told who',
    skip: needs(offers('claim'), hook('leads'), hook('users')),
    async run(bench) {
      const { adapter, other } = bench.backend;
      const pipelineId = (await bench.stored(bench.change('create', 'pipeline', newId(), { name: bench.label('service'), table: 'ticket' }))).id;
      const stageId = (await bench.stored(bench.change('create', 'stage', newId(), { name: bench.label('new'), pipelineId, category: 'open' }))).id;
      const ticket = await bench.stored(bench.change('create', 'ticket', newId(), { subject: bench.label('waits'), pipelineId, stageId }));
      const claim = (by: typeof adapter, key: string): Promise<unknown> => by.run!('claim', { table: 'ticket', id: ticket.id }, bench.label(key));
      const answers = await Promise.allSettled([claim(adapter, 'mine'), claim(other, 'theirs')]);
      const who = await Promise.all([adapter, other].map(async (each) => (await each.describe()).user.id));
      const won = answers.flatMap(({ status }, i) => (status === 'fulfilled' ? [who[i]] : []));
      checkSame(new Set(won).size, 1, 'one person is answered that it is theirs');
      checkSame((await bench.now(ticket.id, 'ticket'))?.['ownerId'], won[0], 'it is theirs');
      for (const answer of answers) check(answer.status === 'fulfilled' || (answer.reason instanceof VinculoError && answer.reason.code === 'already_claimed'), 'the other one is told that it is taken', answer);
    },
  },
  {
    name: 'a command that comes again under its key is answered as the first time, and not run again',
    skip: needs(offers('merge'), idempotency),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const [into, from] = [await bench.create('stays'), await bench.create('goes')];
      const input = { table: subject.table, intoId: into.id, fromId: from.id };
      const key = bench.label('again');
      const output = await adapter.run!('merge', input, key);
      checkSame(await adapter.run!('merge', input, key), output, 'the same key gives the same answer');
    },
  },
  {
    name: 'a command whose answer was lost is not done twice',
    skip: needs(offers('convertLead'), idempotency, hook('leads'), hook('loseNextAnswer')),
    async run(bench) {
      const { adapter, loseNextAnswer } = bench.backend;
      const { lead } = await leadInProcess(bench);
      const input = { leadId: lead.id, deal: null };
      const key = bench.label('lost');
      loseNextAnswer!();
      const error = await rejection(adapter.run!('convertLead', input, key), 'a command whose answer was lost rejects');
      check(error instanceof VinculoError && error.retryable, 'it rejects with an error that says it may be tried again', error);
      const output = await adapter.run!('convertLead', input, key) as { readonly contactId?: string };
      checkSame((await bench.now(lead.id, 'lead'))?.['convertedContactId'], output.contactId, 'run again under its key, it answers what it did the first time');
    },
  },
  {
    name: 'a command that is refused leaves everything as it was',
    skip: needs(offers('merge')),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const row = await bench.create('alone');
      const error = await rejection(adapter.run!('merge', { table: subject.table, intoId: row.id, fromId: newId() }, bench.label('refused')), 'a merge with nobody rejects');
      check(error instanceof VinculoError && error.code === 'not_found', 'it rejects with a NotFoundError', error);
      checkSame(await bench.now(row.id), row, 'the row is as it was');
    },
  },
  {
    name: 'a command that stops half way takes back what it did',
    skip: needs(offers('convertLead'), hook('leads')),
    async run(bench) {
      const { lead, dealPipeline } = await leadInProcess(bench);
      const contacts = async (): Promise<number> => {
        const { other } = bench.backend;
        return (await other.query?.({ table: 'contact', where: { name: String(lead['name']) } }))?.rows.length ?? 0;
      };
      const error = await rejection(bench.backend.adapter.run!('convertLead', { leadId: lead.id, deal: { name: 'x', pipelineId: dealPipeline, stageId: newId() } }, bench.label('half')), 'a deal in a stage that does not exist rejects');
      check(error instanceof VinculoError && !error.retryable, 'it rejects with an error that is final', error);
      checkSame((await bench.now(lead.id, 'lead'))?.version, lead.version, 'the lead is as it was');
      checkSame(await contacts(), 0, 'no contact was left behind');
    },
  },
  {
    name: 'a command with an input that does not fit is refused before it does anything',
    skip: needs((c) => (c.commands.length > 0 ? undefined : 'no commands')),
    async run({ backend: { adapter } }) {
      for (const command of adapter.capabilities.commands) {
        const error = await rejection(adapter.run!(command, { nonsense: true }, newId()), `${command} without its input rejects`);
        check(error instanceof VinculoError && !error.retryable, 'it rejects with an error that is final', error);
      }
      // The type forbids it; a host's script does not.
      const error = await rejection(adapter.run!('noSuchCommand' as CommandName, {}, newId()), 'a command that is not offered rejects');
      check(error instanceof VinculoError && !error.retryable, 'it rejects with an UnsupportedError, NotFoundError or RefusedError', error);
    },
  },
  {
    name: 'upload() stores a file and answers its id',
    skip: needs((c) => (c.blobs ? undefined : 'no files')),
    async run({ backend: { adapter } }) {
      const send = (name: string): Promise<string> => adapter.upload!(new Blob(['hello'], { type: 'text/plain' }), name);
      const [one, two, empty] = [await send('hello.txt'), await send('合同 (最终) “x”.txt'), await adapter.upload!(new Blob([]), 'empty')];
      for (const id of [one, two, empty]) check(typeof id === 'string' && id !== '', 'upload() answers an id', id);
      check(one !== two, 'two files have two ids', [one, two]);
    },
  },
  {
    name: 'upload() tells shares of the file that rise from 0 to 1 at the most, and ends when it is cut short',
    skip: needs((c) => (c.blobs ? undefined : 'no files')),
    async run({ backend: { adapter } }) {
      const told: number[] = [];
      await adapter.upload!(new Blob([new Uint8Array(300_000)]), 'large', undefined, (share) => void told.push(share));
      check(told.every((share, i) => share >= 0 && share <= 1 && share >= (told[i - 1] ?? 0)), 'what is told is the share that was sent, from 0 to 1, and never less than before', told);
      const reason = new Error('taken out');
      const error = await rejection(adapter.upload!(new Blob(['hello']), 'hello.txt', AbortSignal.abort(reason), () => undefined), 'an upload that was cut short rejects');
      check(error === reason, 'it rejects with the reason of its signal', error);
    },
  },
  {
    name: 'download() answers a file as it was sent',
    skip: needs((c) => (c.blobs ? undefined : 'no files')),
    async run({ backend: { adapter } }) {
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
      const id = await adapter.upload!(new Blob([bytes], { type: 'image/png' }), '图.png');
      const file = await adapter.download!(id);
      checkSame([...new Uint8Array(await file.arrayBuffer())], [...bytes], 'every byte is there');
      checkSame(file.type, 'image/png', 'with its type');
      checkSame((await adapter.download!(await adapter.upload!(new Blob([]), 'empty'))).size, 0, 'an empty file is one too');
      const error = await rejection(adapter.download!(newId()), 'a file that is not there rejects');
      check(error instanceof VinculoError && error.code === 'not_found', 'it rejects with NotFoundError', error);
    },
  },
];
