/** A person or an organisation as address books exchange them (vCard), in the words of our records. Texts are as given; a list may be empty. */
export interface Vcard {
  readonly kind: 'person' | 'organisation';
  readonly name: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly salutation?: string;
  readonly company?: string;
  readonly department?: string;
  readonly jobTitle?: string;
  readonly phones: readonly VcardItem[];
  readonly emails: readonly VcardItem[];
  readonly addresses: readonly VcardAddress[];
  readonly socials: readonly { readonly network: string; readonly handle: string }[];
  readonly website?: string;
  /** `1980-01-31`. */
  readonly birthday?: string;
  /** BCP 47. */
  readonly locale?: string;
  readonly tags: readonly string[];
  readonly note?: string;
}

export interface VcardItem {
  readonly value: string;
  /** `mobile`, `work`, `home`, or whatever the address book calls it. */
  readonly label?: string;
  readonly primary?: boolean;
}

export interface VcardAddress {
  readonly label?: string;
  readonly primary?: boolean;
  readonly street?: string;
  readonly city?: string;
  readonly region?: string;
  readonly postcode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
}
