import type { Config } from 'dompurify';
import { safeUrl } from '../base/safe-url.ts';
import { warnOnce } from '../base/warn.ts';

export { before as Before } from './before.ts';

interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML(text: string): string; createScriptURL(text: string): string }): Config['TRUSTED_TYPES_POLICY'];
}

let purifier: Promise<(html: string, images: boolean) => DocumentFragment> | undefined;

async function load(): Promise<(html: string, images: boolean) => DocumentFragment> {
  const { default: purify } = await import('dompurify');
  // Not in TypeScript's DOM library. DOMPurify is the only user of the policy: it parses, then cleans.
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  const policy = factory?.createPolicy('vinculo', { createHTML: (text) => text, createScriptURL: () => '' });
  return (html, images) => {
    const fragment = purify.sanitize(html, {
      RETURN_DOM_FRAGMENT: true,
      USE_PROFILES: { html: true },
      FORBID_TAGS: ['style', 'form', 'input', 'button', 'select', 'textarea', 'dialog', 'audio', 'video', 'source', 'picture', 'marquee', 'blink', ...(images ? [] : ['img'])],
      FORBID_ATTR: ['style', 'id', 'name', 'class', 'srcset', 'background', 'popover'],
      ALLOW_DATA_ATTR: false,
      ...(policy ? { TRUSTED_TYPES_POLICY: policy } : {}),
    });
    for (const link of fragment.querySelectorAll('a[href]')) {
      const url = safeUrl(link.getAttribute('href'));
      if (!url) { link.removeAttribute('href'); continue; }
      link.setAttribute('target', '_blank');
      link.setAttribute('rel', 'noopener noreferrer nofollow');
    }
    for (const image of fragment.querySelectorAll('img')) {
      if (!safeUrl(image.getAttribute('src'))) image.remove();
    }
    return fragment;
  };
}

/**
 * Foreign HTML (a mail, a note) as safe nodes: no scripts, styles, forms or handlers, links only to safe addresses, and no images
 * unless `images` is true, since loading one tells its sender that the mail was read. Loads DOMPurify at first use.
 * Where the cleaner cannot be loaded or the page's Trusted Types refuse the policy `vinculo`, the text comes back as written, as plain text.
 */
export async function richText(html: string, { images = false }: { images?: boolean } = {}): Promise<DocumentFragment> {
  try {
    return (await (purifier ??= load()))(html, images);
  } catch (error) {
    purifier = undefined;
    warnOnce('rich text', `shown as plain text: ${String(error)}`);
    const plain = document.createDocumentFragment();
    plain.append(html);
    return plain;
  }
}
