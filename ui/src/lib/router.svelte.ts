import { formatRoute, parseRoute, type Route } from './routes';

/** The current address, in the fragment of the page's URL, with a history of its own. */
export class Router {
  #route = $state.raw<Route>({ name: 'list', list: 'all' });
  #index = $state(0);
  #last = $state(0);

  /** The page was opened without an address of its own. */
  readonly startedWithout: boolean;

  constructor(fallback: Route) {
    const asked = parseRoute(location.hash.slice(1));
    this.startedWithout = asked === null;
    this.#route = asked ?? fallback;
    history.replaceState({ index: 0 }, '', `#${formatRoute(this.#route)}`);
  }

  get route(): Route {
    return this.#route;
  }
  get canGoBack(): boolean {
    return this.#index > 0;
  }
  get canGoForward(): boolean {
    return this.#index < this.#last;
  }

  /** Follows the browser's own back and forward until the returned function is called. */
  listen(): () => void {
    const follow = () => {
      const state: unknown = history.state;
      if (typeof state === 'object' && state !== null && 'index' in state) {
        if (typeof state.index === 'number') this.#index = state.index;
      }
      const route = parseRoute(location.hash.slice(1));
      if (route) this.#route = route;
    };
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }

  go(route: Route): void {
    if (formatRoute(route) === formatRoute(this.#route)) {
      this.#route = route;
      return;
    }
    this.#route = route;
    this.#index += 1;
    this.#last = this.#index;
    history.pushState({ index: this.#index }, '', `#${formatRoute(route)}`);
  }

  /** Changes the address without a step to go back to. */
  replace(route: Route): void {
    this.#route = route;
    history.replaceState({ index: this.#index }, '', `#${formatRoute(route)}`);
  }

  back(): void {
    if (this.canGoBack) history.back();
  }

  forward(): void {
    if (this.canGoForward) history.forward();
  }
}
