import { html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { DuplicatesNotice } from '../deeds/duplicates-notice.ts';
import { LateDeeds } from '../deeds/late-deeds.ts';
import { convertEnglish } from '../messages/en-convert.ts';
import { deedEnglish } from '../messages/en-deed.ts';
import { fieldsEnglish } from '../messages/en-fields.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { recordLateEnglish } from '../messages/en-record-late.ts';
import { addEnglish } from '../messages/message.ts';
import { Announcer } from '../parts/announcer.ts';
import { Clock } from '../parts/clock.ts';
import { recordDecisions } from '../parts/record-decisions.ts';
import { similarBy } from '../parts/similar-records.ts';
import { emptyState, offlineBanner } from '../parts/states.ts';
import { avatar } from '../styles/avatar.ts';
import { banner } from '../styles/banner.ts';
import { button } from '../styles/button.ts';
import { choice } from '../styles/choice.ts';
import { declaredFieldStyles } from '../styles/declared-field.ts';
import { field } from '../styles/field.ts';
import { menu } from '../styles/menu.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import { fieldRows } from './field-rows.ts';
import { RecordController } from './record.controller.ts';
import { RecordEditing } from './record-editing.ts';
import { recordFoot } from './record-foot.ts';
import { recordBar, recordHead } from './record-head.ts';
import { historyView } from './record-history.ts';
import { panelInstead } from './panel-instead.ts';
import { recordLateStyles } from './record-late.styles.ts';
import { recordRelated } from './record-related.ts';
import type { RecordHost } from './record-view.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(moreEnglish);
addEnglish(moreLateEnglish);
addEnglish(fieldsEnglish);
addEnglish(deedEnglish);
addEnglish(convertEnglish);
addEnglish(recordLateEnglish);

const sheets: readonly CSSResult[] = [tones, pieces, avatar, button, field, banner, choice, menu, declaredFieldStyles, recordLateStyles];

/** How the panel is drawn, with what it holds open. */
export interface RecordDrawing {
  /** Asks for what stands beside the record, and draws it. Undefined until the record is there. */
  draw(): TemplateResult | undefined;
  readonly instead: typeof panelInstead;
}

export function drawing(host: RecordHost): RecordDrawing {
  const { element, source } = host;
  element.dress({ sheets });
  const late = (host.late = { control: new RecordController(element, source), announcer: new Announcer(element), clock: new Clock(element) });
  const { control } = late;
  const deeds = new LateDeeds({
    element, emit: host.emit, say: (text) => late.announcer.say(text),
    subject: () => {
      const { subject: { crm }, entity, row, description, status } = source;
      return crm && entity && row ? { crm, entity, row, description, status } : undefined;
    },
  });
  const duplicates = new DuplicatesNotice({ element, say: (text) => late.announcer.say(text), crm: () => source.subject.crm, by: () => similarBy });
  const editing = new RecordEditing(host, late, deeds, duplicates);
  const draw = (): TemplateResult | undefined => {
    deeds.entered(source.trail.askedId);
    editing.entered(source.subject.table, source.subject.id);
    control.watch({ lists: host.options().lists, showsHistory: editing.showsHistory });
    const { deleted } = control;
    if (deleted && !source.row) return emptyState(element, { title: element.t('record.deleted', { name: `\u2068${deleted.name || element.t('fields.unnamed')}\u2069` }), actions: [{ label: element.t('action.undo'), run: () => control.undelete() }] });
    const { entity, row, state } = source;
    if (state !== 'ready' || !entity || !row) return undefined;
    const view = editing.view(entity, row);
    return html`${offlineBanner(view, source.status, view.viewer)}${recordBar(view)}${recordHead(view)}${deeds.notice()}${duplicates.render(view, entity.name, row.id)}${recordDecisions({ ...view, writes: control.writes })}${fieldRows(view)}<slot name="fields"></slot>${recordRelated(view)}${
      view.showsHistory ? historyView(view) : nothing}<slot name="footer"></slot>${recordFoot(view)}${editing.dialogs(view)}${deeds.dialogs()}`;
  };
  return { draw, instead: panelInstead };
}
