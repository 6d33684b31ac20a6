import type { StorybookConfig } from '@storybook/web-components-vite';

const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../src/*.stories.ts'],
  addons: ['@storybook/addon-a11y', '@storybook/addon-vitest'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  viteFinal: (vite) => ({
    ...vite,
    // Packages resolve to their sources, so stories need no build.
    resolve: { ...vite.resolve, conditions: ['source', 'es2015', 'module', 'browser', 'development|production'] },
  }),
};

export default config;
