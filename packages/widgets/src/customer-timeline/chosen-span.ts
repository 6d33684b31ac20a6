import type { TimelineController } from './customer-timeline.controller.ts';
import type { Span } from './timeline-types.ts';

/** What of its time a timeline shows: the dates a person chose, and where its list begins if not at its beginning. */
export class ChosenSpan {
  readonly #controller: TimelineController;
  #dates: Span = {};
  #anchor: string | undefined;
  /** What the controller was given last: it forgets it with its record. */
  #given: Span | undefined;

  constructor(controller: TimelineController) {
    this.#controller = controller;
  }

  get dates(): Span { return this.#isStale ? {} : this.#dates; }
  /** Instant at which the list begins. */
  get anchor(): string | undefined { return this.#isStale ? undefined : this.#anchor; }

  /** Shows only what happened between two instants. */
  between(dates: Span): void { this.#give(dates, this.anchor); }

  /** Begins the list at an instant, or at its beginning with undefined. */
  beginAt(instant: string | undefined): void { this.#give(this.dates, instant); }

  get #isStale(): boolean { return this.#given !== this.#controller.span; }

  #give(dates: Span, anchor: string | undefined): void {
    this.#dates = dates;
    this.#anchor = anchor;
    const { from, to } = dates;
    const isOldest = this.#controller.request?.order === 'oldest';
    this.#given = anchor === undefined ? { ...dates }
      : isOldest ? { ...(to ? { to } : {}), from: from && from > anchor ? from : anchor }
      : { ...(from ? { from } : {}), to: to && to < anchor ? to : anchor };
    this.#controller.between(this.#given);
  }
}
