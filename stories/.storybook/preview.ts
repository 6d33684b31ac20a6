import type { Preview } from '@storybook/web-components-vite';
import '@vinculo/widgets/themes/bootstrap.css';
import '@vinculo/widgets/themes/fiori.css';

/** What the toolbar can say instead of a story: empty is the story's own. */
const choice = (title: string, items: Readonly<Record<string, string>>): NonNullable<Preview['globalTypes']>[string] => ({
  toolbar: { title, items: [{ value: '', title: `${title}: the story's own` }, ...Object.entries(items).map(([value, name]) => ({ value, title: name }))], dynamicTitle: true },
});

const preview: Preview = {
  parameters: {
    // A story that breaks an accessibility rule is a failed test.
    a11y: { test: 'error' },
    controls: { expanded: true },
  },
  globalTypes: {
    language: choice('Language', { en: 'English', 'zh-CN': '简体中文', 'zh-TW': '繁體中文', ar: 'العربية', de: 'Deutsch', ja: '日本語', fr: 'Français', es: 'Español' }),
    scheme: choice('Scheme', { light: 'light', dark: 'dark' }),
    theme: choice('Theme', { fiori: 'SAP Fiori', bootstrap: 'Bootstrap 3' }),
    width: choice('Width', { 320: '320 px' }),
  },
  initialGlobals: { language: '', scheme: '', theme: '', width: '' },
  decorators: [
    (story, { args, globals: { language, scheme, theme, width } }) =>
      story({
        args: {
          ...args,
          ...(language ? { lang: language, dir: language === 'ar' ? 'rtl' : 'ltr' } : {}),
          ...(scheme ? { scheme } : {}),
          ...(theme ? { theme } : {}),
          ...(width ? { width: Number(width) } : {}),
        },
      }),
  ],
};

export default preview;
