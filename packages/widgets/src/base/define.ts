import { warnOnce } from './warn.ts';

/** Version of this package, told to the page by every element it registers. A test holds it equal to package.json. */
export const version = '0.1.0';

const versionKey = Symbol.for('vinculo.version');
type Versioned = CustomElementConstructor & { [versionKey]?: string };

/**
 * Registers an element as `<prefix>-<name>` and returns the tag in use. Loading the same version a second time does nothing;
 * another version that finds the tag taken warns and registers under `<prefix>-<its version>-<name>` (`vinculo-0-2-0-contact-card`).
 * A host that wants two versions calls this with a prefix of its own.
 * @example define('contact-card', ContactCard, { prefix: 'acme' }); // <acme-contact-card>
 */
export function define(name: string, element: CustomElementConstructor, { prefix = 'vinculo' }: { prefix?: string } = {}): string {
  if (typeof customElements === 'undefined') return `${prefix}-${name}`;
  const tag = `${prefix}-${name}`;
  const holder: Versioned | undefined = customElements.get(tag);
  if (!holder) return register(tag, element);
  if (holder[versionKey] === version) return tag;
  const own = `${prefix}-${version.replace(/[^a-z0-9]+/gi, '-').toLowerCase()}-${name}`;
  warnOnce('define', `<${tag}> is already registered by ${holder[versionKey] ? `version ${holder[versionKey]}` : 'something else'}; version ${version} answers to <${own}>`);
  return customElements.get(own) ? own : register(own, element);
}

function register(tag: string, element: CustomElementConstructor): string {
  // A constructor can hold one tag only, so each further tag gets a class of its own.
  const own: Versioned = customElements.getName?.(element) === null ? element : class extends element {};
  Object.defineProperty(own, versionKey, { value: version, configurable: true });
  customElements.define(tag, own);
  return tag;
}
