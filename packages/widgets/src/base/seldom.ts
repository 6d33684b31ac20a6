import type { LiveSource } from './live-controller.ts';

/**
 * A live value that tells of a change only where what is shown of it became another: `shown` says what that is. Read, it is what it is now.
 * @example this.#status.watch(crm, () => seldom(crm!.status, ({ connection }) => connection));
 */
export function seldom<T>(source: LiveSource<T>, shown: (value: T) => string): LiveSource<T> {
  return {
    get snapshot() { return source.snapshot; },
    subscribe(next) {
      let last: string | undefined;
      return source.subscribe((value) => {
        const now = shown(value);
        if (now === last) return;
        last = now;
        next(value);
      });
    },
  };
}
