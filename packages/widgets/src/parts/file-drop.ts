import type { ReactiveControllerHost } from 'lit';

/** Who takes the files. */
interface FileTaker {
  readonly mayTake: () => boolean;
  readonly take: (files: readonly File[]) => void;
}

/** Files that are dropped or pasted onto something: put `drag` on its `dragover` and `dragleave`, `drop` on `drop`, `paste` on `paste`. */
export class FileDrop {
  /** Files are being dragged over it. */
  isOver = false;
  readonly #host: ReactiveControllerHost;
  readonly #taker: FileTaker;

  constructor(host: ReactiveControllerHost, taker: FileTaker) {
    this.#host = host;
    this.#taker = taker;
  }

  readonly drag = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files') || !this.#taker.mayTake()) return;
    event.preventDefault();
    const isIn = event.type === 'dragover';
    if (isIn || event.currentTarget === event.target) this.#turn(isIn);
  };

  readonly drop = (event: DragEvent): void => {
    this.#turn(false);
    this.#take(event, event.dataTransfer);
  };

  readonly paste = (event: ClipboardEvent): void => this.#take(event, event.clipboardData);

  #take(event: Event, data: DataTransfer | null): void {
    const files = [...(data?.files ?? [])];
    if (files.length === 0 || !this.#taker.mayTake()) return;
    event.preventDefault();
    this.#taker.take(files);
  }

  #turn(isOver: boolean): void {
    if (isOver === this.isOver) return;
    this.isOver = isOver;
    this.#host.requestUpdate();
  }
}
