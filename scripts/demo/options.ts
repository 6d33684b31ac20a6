import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** Folder or file of an export to load; generated data where absent. */
  readonly import: string | undefined;
  readonly size: 'small' | 'medium';
  /** Look at the pages in a browser, try an edit on each, and end. */
  readonly check: boolean;
  /** First of four ports in a row; taken ones are skipped. */
  readonly port: number;
  /** Throw away the data of the last start. */
  readonly fresh: boolean;
}

export const usage = `npm run demo [-- OPTIONS]

  --import DIR      load an export (docs/import.md), e.g. ../shared/data/crm-sales
  --size SIZE       generated data: small (1,000 deals, the default) or medium (10,000)
  --fresh           begin with empty data; without it the data of the last start is kept
  --port N          first port to try (7180)
  --check           open the pages in headless Chromium, look at every widget, try an edit, and end`;

/** @throws TypeError with what is wrong and how it should be */
export function readOptions(args: readonly string[]): DemoOptions | 'help' {
  const { values } = parseArgs({
    args: [...args], strict: true, allowPositionals: false,
    options: {
      import: { type: 'string' }, size: { type: 'string', default: 'small' }, check: { type: 'boolean', default: false },
      port: { type: 'string', default: '7180' }, fresh: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.size !== 'small' && values.size !== 'medium') throw new TypeError(`--size is small or medium, not “${values.size}”.`);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_000) throw new TypeError(`--port is a number from 1 to 65000, not “${values.port}”.`);
  return { import: values.import, size: values.size, check: values.check, port, fresh: values.fresh };
}
