import type { ComplexAttributeConverter } from 'lit';
import { warnOnce } from '../base/warn.ts';

/** Reads an attribute that holds JSON. What is wrong is warned about once, and `otherwise` stands. @param wanted as a page writes it, for the warning */
export function jsonAttribute<T>(widget: string, name: string, isRight: (read: unknown) => read is T, wanted: string, otherwise: T): ComplexAttributeConverter<T> {
  return {
    fromAttribute(text) {
      try {
        const read: unknown = JSON.parse(text || JSON.stringify(otherwise));
        if (isRight(read)) return read;
      } catch {
        // Said below: what is not JSON is as wrong as what is JSON of another kind.
      }
      warnOnce(widget, `${name}="${text}" is not ${wanted}; it is ignored`);
      return otherwise;
    },
  };
}
