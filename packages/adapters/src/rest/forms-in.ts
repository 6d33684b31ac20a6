import type { Change } from '@vinculo/sdk/schema';

/** What a public page may send, as its site key names it. */
export type Form = 'ticket' | 'lead';

/** A guest's changes form by form: each is proved and judged for itself, so that one that is refused holds up no other. In their order. */
export function formsIn(changes: readonly Change[]): readonly { readonly form: Form; readonly changes: readonly Change[] }[] {
  const forms: { form: Form; changes: Change[] }[] = [];
  for (const change of changes) {
    const last = forms.at(-1);
    if (last && change.group !== undefined && last.changes[0]!.group === change.group) last.changes.push(change);
    else forms.push({ form: 'ticket', changes: [change] });
  }
  return forms.map((each) => (each.changes.some(({ table }) => table === 'lead') ? { ...each, form: 'lead' } : each));
}
