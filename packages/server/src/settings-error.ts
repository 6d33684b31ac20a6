/** A setting under which the server does not start: what is wrong, and how it should be. */
export class SettingsError extends Error {}
