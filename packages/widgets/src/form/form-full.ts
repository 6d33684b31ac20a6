import type { CSSResult } from 'lit';
import { deedEnglish } from '../messages/en-deed.ts';
import { fieldsEnglish } from '../messages/en-fields.ts';
import { formLateEnglish } from '../messages/en-form-late.ts';
import { vcardEnglish } from '../messages/en-vcard.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { publicFormEnglish } from '../messages/en-public-form.ts';
import { addEnglish } from '../messages/message.ts';
import { avatar } from '../styles/avatar.ts';
import { banner } from '../styles/banner.ts';
import { button } from '../styles/button.ts';
import { choice } from '../styles/choice.ts';
import { declaredFieldStyles } from '../styles/declared-field.ts';
import { field } from '../styles/field.ts';
import { menu } from '../styles/menu.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import type { FormDrawing, FormHost } from './form-host.ts';
import { FormFilling } from './form-filling.ts';
import { formLateStyles } from './form-late.styles.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(moreEnglish);
addEnglish(moreLateEnglish);
addEnglish(deedEnglish);
addEnglish(fieldsEnglish);
addEnglish(formLateEnglish);
addEnglish(vcardEnglish);
addEnglish(publicFormEnglish);

const sheets: readonly CSSResult[] = [tones, pieces, avatar, button, field, banner, choice, menu, declaredFieldStyles, formLateStyles];

export function drawing(host: FormHost): FormDrawing {
  host.element.dress({ sheets });
  return new FormFilling(host);
}
