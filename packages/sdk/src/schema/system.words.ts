import type { systemFields } from './entity.ts';
import type { FieldWords } from './words.ts';

export const systemWords: FieldWords<typeof systemFields> = {
  id: '编号', version: '版本', createdAt: '创建时间', updatedAt: '更新时间', createdBy: '创建人', updatedBy: '更新人',
};
