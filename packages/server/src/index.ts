export { type DatabaseOptions, type Server, type ServerOptions, createServer } from './server.ts';
export { SettingsError } from './settings-error.ts';
export { type DevClaims, issueDevToken } from './identity/dev-identity.ts';
export type { Identity, Role, TokenKey, TokenRules } from './identity/identity.ts';
export { type Log, jsonLog } from './log.ts';
export type { MailOptions } from './mail/mail-settings.ts';
