import type { MutantSuiteName } from './suites.ts';

/** A fault that could have been made. */
export interface Mutant {
  /** What goes wrong, after “it …”. */
  readonly fault: string;
  /** Relative to packages/sdk/src. */
  readonly file: string;
  /** Must stand there exactly once. */
  readonly text: string;
  readonly instead: string;
  /** The suites that must see it, each by itself. */
  readonly caughtBy: readonly MutantSuiteName[];
}

export const mutants: readonly Mutant[] = [
  // What is sent, and what becomes of it
  { fault: 'takes a removal that did not go through for done', file: 'sync/pusher.ts', text: 'return this.#failed(sending, error);', instead: "outcomes = sending.map((e) => (e.change.op === 'remove' ? { status: 'ok', row: null } : { status: 'retry', message: '' }));", caughtBy: ['simulation'] },
  { fault: 'drops what a page without a disk edits', file: 'sync/pusher.ts', text: "    const size = push === 'single' ? 1 : this.#pace.size;\n", instead: "    if (this.#context.mode === 'memory') this.#outbox.drop(this.#outbox.entries.filter((e) => e.state === 'waiting' && e.change.op === 'update').map((e) => keyOf(e.change)));\n    const size = push === 'single' ? 1 : this.#pace.size;\n", caughtBy: ['simulation'] },
  { fault: 'calls edits refused that it never sent', file: 'sync/pusher.ts', text: '    if (sending.length === 0) return true;\n', instead: "    if (sending.length === 0) return true;\n    if (sending.some((e) => e.change.op === 'update')) {\n      await this.#events.changed(sending.map((e) => ({ ...e, state: 'refused', reason: { code: 'no', message: 'No.', problems: [] } })));\n      return true;\n    }\n", caughtBy: ['simulation'] },
  { fault: 'takes nothing back', file: 'client/pending.ts', text: 'return this.#takeBack(this);', instead: 'return undefined;', caughtBy: ['undo', 'simulation'] },
  { fault: 'takes what was refused for lost when it was sent again', file: 'client/pending.ts', text: 'this.#error !== undefined && this.#row === undefined', instead: 'this.#error !== undefined', caughtBy: ['undo'] },
  { fault: 'sends the name of a record that never came to be', file: 'sync/named-records.ts', text: 'if (!patch.some(names) && !base.some(names)) return change;', instead: 'if (id) return change;', caughtBy: ['undo'] },
  { fault: 'drops an acknowledgement', file: 'sync/writing.ts', text: '    this.#outbox.settle(keys);\n', instead: '', caughtBy: ['client', 'simulation'] },
  { fault: 'sends what a subscriber writes before what it was told of', file: 'sync/writing.ts', text: '    this.#toAppend.push(authors);\n    this.#outbox.put(entries);\n', instead: '    this.#outbox.put(entries);\n    this.#toAppend.push(authors);\n', caughtBy: ['client'] },
  { fault: 'lays a later change of a record under an earlier one', file: 'store/table.ts', text: 'overlay(this.entity, slot.visible, only)', instead: 'overlay(this.entity, slot.confirmed, only)', caughtBy: ['simulation'] },
  { fault: 'lets a batch not see what it wrote', file: 'client/collection.ts', text: 'return over.length > 0 ? overlay(', instead: 'return over.length > 1 ? overlay(', caughtBy: ['client'] },
  { fault: 'sends a change of a row that nobody read without what stood there', file: 'sync/pusher.ts', text: 'await withRowsRead(this.#context, this.#outbox, this.#reading, this.#events, chosen)', instead: 'await Promise.resolve(chosen)', caughtBy: ['undo'] },
  { fault: 'takes a create back by nothing', file: 'client/writer.ts', text: "return write({ op: 'remove', table, id, patch: {}, base: {} });", instead: "return write({ op: 'update', table, id, patch: {}, base: {} });", caughtBy: ['undo'] },
  { fault: 'leaves what stands on a refused change on it', file: 'sync/pusher.ts', text: 'if (over.length > 0) done.push(this.#events.changed(over));', instead: '', caughtBy: ['undo'] },
  { fault: 'uses a counter again', file: 'client/writer.ts', text: '++counter', instead: '(counter = (counter % 2) + 1)', caughtBy: ['client', 'conformance', 'simulation'] },
  { fault: 'forgets the alias of a minted id', file: 'sync/writing.ts', text: 'if (id !== previousId) this.#context.store.alias(table, previousId, id);', instead: '', caughtBy: ['client'] },
  { fault: 'leaves the old id in what waits', file: 'sync/named-records.ts', text: 'const patch = rename(change.patch);', instead: 'const { patch } = change;', caughtBy: ['client', 'outbox', 'conformance'] },
  { fault: 'sends a parked change by itself', file: 'sync/send-order.ts', text: "n > 0 && state === 'waiting'", instead: "n > 0 && (state === 'waiting' || state === 'unknown')", caughtBy: ['conformance'] },
  { fault: 'sends a change before the create that it names', file: 'sync/send-order.ts', text: ' && namedRecords(change).every(there)', instead: '', caughtBy: ['client'] },
  { fault: 'sends a change before the file that it names', file: 'sync/send-order.ts', text: ' && unsentBlobsIn(change).length === 0', instead: '', caughtBy: ['uploads', 'simulation'] },
  { fault: 'forgets what a file is called by now', file: 'sync/uploads.ts', text: '    this.#context.store.alias(blobTable, from, to);\n', instead: '', caughtBy: ['uploads'] },
  { fault: 'deletes a file that a change names again', file: 'sync/uploads.ts', text: '!this.#named.has(id) && !this.#fresh.has(id)', instead: '!this.#fresh.has(id)', caughtBy: ['uploads'] },
  { fault: 'parks a change without its group, for its file', file: 'sync/uploads.ts', text: 'new Set(naming.flatMap((e) => this.#outbox.together(e)))', instead: 'new Set(naming)', caughtBy: ['uploads'] },
  { fault: 'leaves the bytes of a file that was sent', file: 'sync/uploads.ts', text: '    await cache().blobs.sent({ table: blobTable, from: id, to }).catch(storageFailed);\n', instead: '', caughtBy: ['uploads'] },
  { fault: 'sends two changes of one record at a time', file: 'sync/send-order.ts', text: 'return under.get(record) !== false && ', instead: 'return ', caughtBy: ['outbox'] },
  { fault: 'keeps a refused change over the record', file: 'sync/outbox.ts', text: "state !== 'refused' && state !== 'conflict'", instead: "state !== 'conflict'", caughtBy: ['client', 'simulation'] },
  { fault: 'rolls back a neighbour', file: 'sync/outbox.ts', text: 'if (e) this.#store.overlay(e, id, this.over(table, id));', instead: 'if (e) for (const other of new Set([...this.#store.table(e).overlaid, id])) this.#store.overlay(e, other, other === id ? this.over(table, id) : []);', caughtBy: ['client', 'simulation'] },
  { fault: 'covers what others wrote without asking', file: 'sync/bring-up.ts', text: '  if (conflicts.length > 0) return', instead: '  if (conflicts.length > 9) return', caughtBy: ['conformance'] },
  { fault: 'drops the later of two edits of a record that travel together', file: 'sync/bring-up.ts', text: '      ready.push(...next);', instead: '      ready.push(...next.filter((e) => !expected.has(recordOf(e.change))));', caughtBy: ['outbox'] },
  { fault: 'merges a later edit of a record by what stood before the earlier one', file: 'sync/bring-up.ts', text: 'const before = after.get(record) ?? expected.get(record);', instead: 'const before = after.get(record);', caughtBy: ['outbox'] },
  { fault: 'sends what stands on a change that was taken back as it was', file: 'sync/taking-back.ts', text: '      this.#outbox.put(rebased);\n', instead: '', caughtBy: ['outbox'] },
  // What is read
  { fault: 'shows a row that went out of sight', file: 'sync/take-page.ts', text: 'const removed = [...deleted, ...movedOut];', instead: 'const removed = [...deleted];', caughtBy: ['conformance', 'simulation'] },
  { fault: 'keeps on disk a row that left the part that is held', file: 'sync/scopes.ts', text: 'const beside = scope ? write.rows.filter((row) => !scope.holds(row)) : [];', instead: 'const beside = scope ? write.rows.filter(() => false) : [];', caughtBy: ['simulation'] },
  { fault: 'shows a row that left the part that is held', file: 'sync/table-pull.ts', text: 'removed, ...left.filter((id) => !holding.isBeside(id))]', instead: 'removed]', caughtBy: ['simulation'] },
  { fault: 'leaves out a row that came into the part that is held', file: 'sync/page-in-scope.ts', text: 'last.filter((row) => holds(row) || (!whole && isHere(row.id)))', instead: 'last.filter((row) => (whole && holds(row)) || isHere(row.id))', caughtBy: ['simulation'] },
  { fault: 'takes in a page older than what it knows', file: 'store/table.ts', text: 'else if (slot.at <= asked(row.id)) news.push(row);', instead: 'else if (slot.at >= 0) news.push(row);', caughtBy: ['client'] },
  { fault: 'brings back a row whose removal was read', file: 'store/store.ts', text: 'gone.filter((id) => table.touchedAt(id) <= asked(id))', instead: 'gone.filter(() => true)', caughtBy: ['client'] },
  // What is shown
  { fault: 'shows only the last of several own changes', file: 'store/overlay.ts', text: 'for (const change of changes) {', instead: 'for (const change of changes.slice(-1)) {', caughtBy: ['model', 'simulation'] },
  { fault: 'keeps a removed row in a window', file: 'store/sorted-node.ts', text: '        this.list.remove(before);', instead: '        if (after) this.list.remove(before);', caughtBy: ['model', 'client'] },
  { fault: 'puts the halves of a full piece the wrong way round', file: 'store/sorted-list.ts', text: 'this.#pieces.splice(p + 1, 0, rest);', instead: 'this.#pieces.splice(p, 0, rest);', caughtBy: ['lists'] },
  { fault: 'loses an item where a piece is full', file: 'store/sorted-list.ts', text: 'const rest = piece.splice(piece.length >>> 1);', instead: 'const rest = piece.splice(piece.length >>> 1).slice(1);', caughtBy: ['lists'] },
  { fault: 'changes a list that was given out', file: 'store/sorted-list.ts', text: 'if (this.#stamps[p] !== this.#stamp) {', instead: 'if (this.#stamps[p] === undefined) {', caughtBy: ['lists'] },
  { fault: 'forgets own changes in the total of a window that the backend answered', file: 'store/remote-query.ts', text: '      if (total !== undefined) total += Number(is) - Number(counted);\n', instead: '', caughtBy: ['answers'] },
  { fault: 'says complete of a window that own changes left a row short', file: 'store/remote-query.ts', text: 'if (last && this.#counted.size > 0 && ', instead: 'if (last && this.#counted.size > 99 && ', caughtBy: ['answers'] },
  { fault: 'counts an own change twice in what the backend counted', file: 'store/remote-aggregate.ts', text: 'Number(theirs) - Number(gone) + Number(come)', instead: 'Number(theirs) + Number(come)', caughtBy: ['answers'] },
  { fault: 'lets related rows of an answer that was told change', file: 'store/related-rows.ts', text: '      past?.keep(entity, deltas);\n', instead: '', caughtBy: ['answers'] },
  { fault: 'counts a changed row twice in a sum', file: 'store/figure.ts', text: '      figure.remove(before);\n', instead: '', caughtBy: ['model'] },
  { fault: 'leaves a row in the group that it left', file: 'store/group-node.ts', text: '      this.#remove(before);\n      this.#add(after);', instead: '      this.#add(after);', caughtBy: ['model'] },
  // Wipes and revoked access
  { fault: 'takes a wiped disk for an empty table', file: 'sync/holding.ts', text: '      if (bare) held.clear();\n', instead: '      if (bare) cursor = from;\n', caughtBy: ['simulation'] },
  { fault: 'leaves a tab that shows rows though access was revoked', file: 'sync/engine.ts', text: "    if (told) this.#connection.failed(new AuthError('Access was revoked.', undefined, 'revoked'));\n", instead: '', caughtBy: ['simulation'] },
  { fault: 'says that a wiped disk holds all rows', file: 'sync/table-pull.ts', text: 'if (this.#bare && table.whole && this.#keepsBeside) fillDisk(this.#context, this);', instead: '', caughtBy: ['simulation'] },
  { fault: 'leaves out what a page that does not lead made before a wipe', file: 'sync/refill.ts', text: '  if (!isSure) outbox.put(', instead: '  if (!isSure) return void (outbox.database = database);\n  if (!isSure) outbox.put(', caughtBy: ['simulation'] },
  { fault: 'takes for taken back what stood in a wiped database', file: 'sync/tab-news.ts', text: 'message.database !== context.cache().database && ', instead: 'message.database === null && ', caughtBy: ['simulation'] },
  { fault: 'forgets that a wiped disk lacks a table in parts', file: 'sync/table-pull.ts', text: 'this.#bare = anew;', instead: 'this.#bare = false;', caughtBy: ['simulation'] },
  { fault: 'says nothing of parts that are here again', file: 'sync/holding.ts', text: 'if (isNews && !this.everything)', instead: 'if (isNews && this.everything)', caughtBy: ['simulation'] },
  { fault: 'leaves out a row that came again in a part which nobody looks at', file: 'sync/needed-rows.ts', text: 'this.#ids.has(id) || this.#table.touchedAt(id) > 0 || ', instead: 'this.#ids.has(id) || ', caughtBy: ['simulation'] },
  { fault: 'leaves on disk what the page that leads let go of before its removal was read', file: 'sync/take-page.ts', text: 'removed.filter((id) => !table.confirmed(id))', instead: 'removed.filter((id) => table.touchedAt(id) === 0)', caughtBy: ['simulation'] },
  { fault: 'asks once only for rows that a whole new reading and an answer say otherwise', file: 'sync/table-pull.ts', text: "if (!(await lookUp(this.#context, this, [...this.#unsure]))) resume", instead: "const unsure = [...this.#unsure];\n    this.#unsure.clear();\n    if (!(await lookUp(this.#context, this, unsure))) resume", caughtBy: ['simulation'] },
  { fault: 'takes a record for there that was kept before its table was first read', file: 'sync/take-page.ts', text: 'deleted: [...page.deleted, ...ids] };', instead: 'deleted: page.deleted };', caughtBy: ['client'] },
  { fault: 'leaves out a row that a whole new reading brought again, in a part that is looked at later', file: 'sync/holding.ts', text: '...held, ...gone])]', instead: '...held])]', caughtBy: ['simulation'] },
  { fault: 'does not send what the row that it knows says too', file: 'sync/bring-up.ts', text: 'filter((f) => !(f in patch) && sameValue(', instead: 'filter((f) => f === \'\' && sameValue(', caughtBy: ['simulation'] },
  { fault: 'believes a page that led before what became of a change, over what was pulled since', file: 'sync/writing.ts', text: 'if (leads) void this.#newest.reread(e, id);', instead: 'if (leads && (isLate || !written)) void this.#newest.reread(e, id);', caughtBy: ['simulation'] },
  { fault: 'takes rows of a page that led before over what was pulled since', file: 'sync/tab-news.ts', text: 'writing.hearRows(message.write)', instead: 'message.write', caughtBy: ['simulation'] },
  { fault: 'takes for fresh what was told before this page took the lead', file: 'sync/local-reading.ts', text: 'if (early || !table.fresh)', instead: 'if (!table.fresh)', caughtBy: ['simulation'] },
  { fault: 'puts the last page of a whole new reading in the place of the old rows without those before it', file: 'sync/take-page.ts', text: 'written: (await before) && reading.on === on && (await writeRows(context, write))', instead: 'written: await writeRows(context, write)', caughtBy: ['simulation'] },
  { fault: 'tells of a change that is over', file: 'sync/writing.ts', text: 'e.n > 0 && this.#outbox.find(keyOf(e.change))', instead: 'e.n > 0', caughtBy: ['simulation'] },
  { fault: 'shows a new record that a whole new reading said is gone', file: 'sync/table-pull.ts', text: 'if (gathered || staged) store.confirm(', instead: 'if (gathered && staged) store.confirm(', caughtBy: ['simulation'] },
  { fault: 'takes what an earlier look at the disk did not find for newer than a later one', file: 'sync/holding.ts', text: 'since ?? Math.max(now, this.#lookedAt);', instead: 'since ?? now;', caughtBy: ['simulation'] },
  { fault: 'takes a change for taken back that an emptied database lacks', file: 'sync/writing.ts', text: 'marked && (database === undefined || this.#context.cache().database === database) ?', instead: 'marked ?', caughtBy: ['simulation'] },
  { fault: 'keeps what an answer brought though the reading of another tab lacks it', file: 'sync/table-pull.ts', text: 'const isAhead = holding.isAhead || ', instead: 'const isAhead = holding.isAhead && ', caughtBy: ['simulation'] },
  { fault: 'looks for the disk under a table that memory has whole alone', file: 'sync/table-pull.ts', text: 'if (holding.kept && this.#keepsBeside', instead: 'if (this.table.whole && this.#keepsBeside', caughtBy: ['simulation'] },
  { fault: 'waits for another word of what another tab read anew as a whole', file: 'sync/table-pull.ts', text: 'return void (this.holding.kept && this.#complete());', instead: 'return;', caughtBy: ['simulation'] },
  { fault: 'tells of a change without its place', file: 'sync/writing.ts', text: 'news.filter((e) => e.n > 0)', instead: 'news', caughtBy: ['simulation'] },
  { fault: 'takes a file for lost that another page sent', file: 'sync/uploads.ts', text: 'if (!sent) return await this.#refuse(id, missing);', instead: 'if (!sent || !this.#closed) return await this.#refuse(id, missing);', caughtBy: ['simulation'] },
  { fault: 'lets a row in a part that it left', file: 'sync/needed-rows.ts', text: 'known(row.id) || this.#isInPart(row)', instead: 'this.#isInPart(row)', caughtBy: ['simulation'] },
  { fault: 'keeps what other pages wrote on a wiped disk, and was over, before it was filled again', file: 'sync/shared-disk.ts', text: '    if (heard) await catchUp(this.#parts);\n', instead: '', caughtBy: ['simulation'] },
  { fault: 'sends a change before what it stands on, of which the leading page did not hear', file: 'sync/writing.ts', text: 'under: this.#outbox.under(placed)', instead: 'under: []', caughtBy: ['simulation'] },
  { fault: 'brings a removed record back by the answer to a change that was sent before', file: 'sync/writing.ts', text: '(isOld || this', instead: '(this', caughtBy: ['simulation'] },
  { fault: 'forgets that an own new record went before the answer to its creation came', file: 'sync/needed-rows.ts', text: ' || this.#table.overlaid.has(id)', instead: '', caughtBy: ['simulation'] },
  { fault: 'keeps a change that another page sent while it was being taken back', file: 'sync/taking-back.ts', text: 'this.#context.host.after(longestNews, () => void this.#lookFor(stays));', instead: '', caughtBy: ['simulation'] },
  // What is on disk
  { fault: 'takes for taken back what was sent before', file: 'cache/outbox-store.ts', text: "entries.every((e) => e && e.state !== 'sending')", instead: "entries.every((e) => e?.state !== 'sending')", caughtBy: ['cache'] },
  { fault: 'skips the fence', file: 'cache/database-handle.ts', text: "    if (forLeader && this.#fence !== undefined && state!.fence !== this.#fence) throw storageError('fenced');\n", instead: '', caughtBy: ['cache'] },
  { fault: 'loses a removal while it folds', file: 'cache/fold.ts', text: 'if (before[at]?.key === entry.key) at++;', instead: 'if (before[at]?.key === entry.key && entry.row) at++;', caughtBy: ['cache'] },
  { fault: 'folds an older state over a newer one', file: 'cache/fold.ts', text: 'this.#sources = record.runs.slice(1).toReversed()', instead: 'this.#sources = record.runs.slice(1)', caughtBy: ['cache'] },
  { fault: 'writes a cursor without its rows', file: 'cache/write-queue.ts', text: 'await this.#writer.write(tx, table, writes);', instead: 'await this.#writer.write(tx, table, writes.map((w) => (w.cursor === undefined ? w : { ...w, rows: [] })));', caughtBy: ['cache'] },
  { fault: 'reads the disk before what was to be written', file: 'cache/late-writing.ts', text: '    if (asked) await coming.then((writing) => writing.flush(), nothing);\n', instead: '', caughtBy: ['cache'] },
  { fault: 'loses news that come before what takes them in', file: 'sync/shared-disk.ts', text: '    else this.#unheard = true;\n', instead: '', caughtBy: ['simulation'] },
  { fault: 'raises an entry that was settled', file: 'cache/outbox-store.ts', text: 'const there = entries.filter((_, i) => keys[i] !== undefined);', instead: 'const there = entries;', caughtBy: ['cache'] },
];
