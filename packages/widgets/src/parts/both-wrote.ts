import type { FieldConflict, Notice, OutboxEntry } from '@vinculo/sdk';
import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { gap } from '../format/cjk.ts';
import type { Viewer } from '../format/date.ts';
import { formatWhen } from '../format/relative.ts';
import type { Localized } from '../messages/message.ts';
import { banner } from './banner.ts';
import type { ConflictChoices } from './conflict-choices.ts';
import { conflictState } from './decision-states.ts';
import { icon } from './icon.ts';

/** How a record that two people wrote is spoken of. */
export interface RecordWords {
  /** What it is called. */
  readonly name: string;
  /** It stands among others: its fields are named with it. */
  readonly isAmong?: boolean;
  label(field: string): string;
  /** A value of one of its fields. */
  value(field: string, value: unknown): string;
}

/** The same of one change, with who wrote the other side. */
export interface ConflictWords extends RecordWords {
  readonly viewer: Viewer;
  readonly who: string | undefined;
}

type Values = Readonly<Record<string, unknown>>;

/** Gets the side that was chosen for all that was asked. */
type Choose = (side: 'mine' | 'theirs') => void;

const wholeOf = (entry: OutboxEntry): Choose => (side) => (side === 'mine' ? entry.retry() : entry.discard());

/**
 * A conflict as one question: both values of these fields. A backend that only compares versions names no field; the question is about the record then.
 * What is chosen holds for the whole change.
 */
export function conflictView(on: Localized, entry: OutboxEntry, fields: readonly FieldConflict[], words: ConflictWords, choose: Choose = wholeOf(entry)): TemplateResult {
  const { viewer, who, name } = words;
  const between = on.t('value.separator');
  const isNamed = fields.length > 0;
  const labels = fields.map(({ field }) => words.label(field)).join(between);
  const values = (side: 'base' | 'mine' | 'theirs'): string => fields.map((each) => `${fields.length > 1 ? `${words.label(each.field)} ` : ''}${words.value(each.field, each[side])}`).join(between);
  const theirTime = entry.theirs?.updatedAt;
  return conflictState(on, {
    name: [...entry.change.key, ...fields.map(({ field }) => field)].join('-'),
    field: !isNamed ? name : words.isAmong ? on.t('change.fieldOf', { field: labels, name }) : labels, ...(isNamed ? { before: values('base') } : {}),
    mine: { value: isNamed ? values('mine') : on.t(entry.change.op === 'remove' ? 'state.deletion' : 'state.keepMine'), time: formatWhen(viewer, entry.change.at) },
    theirs: { value: isNamed ? values('theirs') : on.t('state.takeTheirs'), ...(theirTime ? { time: formatWhen(viewer, theirTime) } : {}), ...(who ? { name: who } : {}) },
    choose,
  });
}

/** A conflict field by field, where each may be decided otherwise; `choose` where no field is named. */
export function conflictByField(on: Localized, entry: OutboxEntry, words: ConflictWords, choices: ConflictChoices, choose: Choose = wholeOf(entry)): unknown {
  if (!entry.fields?.length) return conflictView(on, entry, [], words, choose);
  // With keys: what is marked of one question must not be marked of the next.
  return repeat(choices.open(entry), ({ field }) => field, (each) => conflictView(on, entry, [each], words, (side) => choices.choose(entry, each.field, side)));
}

/** Of `custom` the keys that were covered: each is a field of its own to who reads it. */
function keysOf(covered: FieldConflict): readonly Pick<FieldConflict, 'field' | 'theirs'>[] {
  if (covered.field !== 'custom') return [covered];
  const [mine, theirs] = [covered.mine, covered.theirs] as readonly [Values, Values]; // as FieldConflict says of custom
  return Object.keys(theirs).filter((key) => JSON.stringify(theirs[key]) !== JSON.stringify(mine[key])).map((field) => ({ field, theirs: theirs[field] }));
}

/** An own edit that covered what somebody else had written, and the way back. */
export function coveredNotice(on: Localized, notice: Notice, { name, isAmong, label, value }: RecordWords, fields: readonly FieldConflict[] = notice.fields): TemplateResult {
  const said = fields.flatMap(keysOf).map(({ field, theirs }) => {
    const values = { field: label(field), value: value(field, theirs) };
    return isAmong ? on.t('state.coveredOf', { ...values, name }) : on.t('state.covered', values);
  });
  return banner(said.join(gap(on.locale)), {
    tone: 'info', icon: 'person',
    action: html`<button type="button" part="restore" class="link" @click=${() => notice.restore()}>${on.t('state.putBack')}</button><button type="button" part="dismiss" class="clear" aria-label=${on.t('action.close')} @click=${() => notice.dismiss()}>${icon('x', 'small')}</button>`,
  });
}
