export { clientContext } from './base/client-context.ts';
export { define, version } from './base/define.ts';
export { setWords, type Noun } from './messages/message.ts';
