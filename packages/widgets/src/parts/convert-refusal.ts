import type { Entity, FieldProblem, VinculoError } from '@vinculo/sdk';
import { formatLabel } from '../format/label.ts';
import type { DeclaredField } from './declared-field.ts';
import type { StageInputsView } from './stage-inputs.ts';

/** What a refusal is read beside. */
interface Refused {
  readonly entity: Entity | undefined;
  /** What this sign-in may give a deal. */
  readonly fields: readonly DeclaredField[];
  /** The name of the stage that was chosen. */
  readonly stage: string;
}

/** A refused conversion, for people. */
export interface Refusal {
  /** What is amiss and what to do; undefined where the backend alone has words for it. */
  readonly text: string | undefined;
  /** Fields that the stage requires, which can be asked. */
  readonly wanted: readonly string[];
  /** What stands beside the fields. */
  readonly problems: ReadonlyMap<string, string>;
}

/** Reads a refusal by its codes. */
export function readRefusal(view: StageInputsView, error: VinculoError, { entity, fields, stage }: Refused): Refusal {
  const t = view.t.bind(view);
  const none = (text: string | undefined): Refusal => ({ text, wanted: [], problems: new Map() });
  const found = problemsIn(error).map((each) => ({ ...each, field: each.field.replace(/^deal\.(values\.)?/, '').split('.')[0]! })).filter(({ field }) => entity !== undefined && Object.hasOwn(entity.fields, field));
  const names = [...new Set(found.map(({ field }) => field))];
  const mayGive = (name: string): boolean => fields.some((each) => each.name === name);
  const named = (some: readonly string[]): string => new Intl.ListFormat(view.locale, { type: 'conjunction' }).format(some.map((name) => formatLabel(view.locale, entity!.fields[name]!.label)));
  const marked = (text: (field: string) => string): ReadonlyMap<string, string> => new Map(names.filter(mayGive).map((name) => [name, text(named([name]))]));
  switch (error.code) {
    case 'erased': return none(t('board.convertErased'));
    case 'not_found': return none(t('board.convertGone'));
    case 'missing_reference': return { text: t('board.convertGone'), wanted: [], problems: marked((field) => t('card.wrong', { field })) };
    case 'forbidden': return none(names.length > 0 ? t('board.convertNotYours', { fields: named(names) }) : t('board.convertForbidden'));
    case 'validation': return names.length > 0 ? { text: t('board.convertWrong', { fields: named(names) }), wanted: [], problems: marked((field) => t('card.wrong', { field })) } : none(undefined);
    case 'move_refused': {
      const missing = [...new Set(found.flatMap(({ field, reason }) => (reason === 'required_in_stage' ? [field] : [])))];
      const closed = missing.filter((name) => !mayGive(name));
      if (closed.length > 0) return none(t('board.convertNotYours', { fields: named(closed) }));
      if (missing.length > 0) return { text: t('board.convertNeeds', { stage: `\u2068${stage}\u2069`, fields: named(missing) }), wanted: missing, problems: marked((field) => t('field.required', { field })) };
      return none(found.some(({ field }) => field === 'stageId') ? t('board.convertStageGone') : undefined);
    }
    default: return none(undefined);
  }
}

/** A page may hold two copies of the sdk, so that a refusal is told by what it holds. */
function problemsIn(error: VinculoError): readonly FieldProblem[] {
  const { problems } = error as { readonly problems?: unknown };
  return Array.isArray(problems) ? (problems as readonly FieldProblem[]) : [];
}
