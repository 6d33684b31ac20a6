/** Why an address that somebody typed does not do; `emailDomain`: the part after the @ is missing. @param isAddress the declaration's own word */
export function emailProblem(text: string, isAddress: (text: string) => boolean): 'email' | 'emailDomain' | undefined {
  if (/^[^\s@]+@[^\s@.]*\.?$/.test(text)) return 'emailDomain';
  return isAddress(text) ? undefined : 'email';
}

/** Digits as on a phone, with the signs people write between them and an extension behind. */
export function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return digits >= 5 && digits <= 20 && /^\+?[\d\s().\-/‐–]+((x|ext\.?|#|,|转)\s*\d+)?$/i.test(text);
}
