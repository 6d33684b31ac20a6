import type { Preview } from '@storybook/web-components-vite';

const preview: Preview = {
  parameters: {
    // A story that breaks an accessibility rule is a failed test.
    a11y: { test: 'error' },
    controls: { expanded: true },
  },
};

export default preview;
