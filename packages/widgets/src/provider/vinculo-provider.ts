import { define } from '../base/define.ts';
import { Provider } from './provider.ts';

export { Provider, type ProviderCache, type ProviderReadyEvent, type Words } from './provider.ts';

define('provider', Provider);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-provider': Provider;
  }
}
