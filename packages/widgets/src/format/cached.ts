/** Keeps what `make` made for a locale and options: an Intl formatter costs some 50 us to make and under 1 us to use. */
export function cached<Options, Formatter>(make: (locale: string, options: Options) => Formatter): (locale: string, options: Options) => Formatter {
  const made = new Map<string, Formatter>();
  return (locale, options) => {
    const key = `${locale} ${JSON.stringify(options)}`;
    let formatter = made.get(key);
    if (!formatter) made.set(key, (formatter = make(locale, options)));
    return formatter;
  };
}
