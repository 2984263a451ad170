/**
 * Loads the widget and defines `<to-khai>`.
 *
 * @param folder Address of the folder where the files of `to-khai/web` are served, absolute or as the page sees it.
 */
export function load(folder: string | URL): Promise<{ new (): ToKhaiElement }>;

/** The attributes of `<to-khai>`. All but `lang` are read once. */
export interface ToKhaiAttributes {
  /** Id of the province in the catalogue, `dong-thap`; the first one when absent. */
  site?: string;
  /** Code of the commune that receives, 5 digits. */
  office?: string;
  /** National code of the procedure to begin with, `1.001193`. */
  procedure?: string;
  /** `declare` begins with the first question of `procedure`; with what to prepare when absent. */
  begin?: 'declare';
  /** `none` leaves the tab's history alone. */
  history?: 'none';
  /** `shared`: strangers use this device one after the other. */
  device?: 'shared';
  /** The language; Vietnamese when absent. */
  lang?: 'vi' | 'en';
  /** Tries out the law of another day, `2027-03-01`; nothing can be sent then. */
  day?: string;
  /** Full address of the gateway, ending in `/`; the folder of `to-khai.js` when absent. */
  gateway?: string;
  /** Address of the page's file for the service worker; empty for none. */
  worker?: string;
  /** Names the widget's draft when several stand on a page. */
  id?: string;
}

/** The events of `<to-khai>`. They bubble. */
export interface ToKhaiEventMap {
  /** The widget stands. */
  'to-khai:ready': CustomEvent<string>;
  /** A page is shown; the detail is its name. */
  'to-khai:step': CustomEvent<string>;
  /** What was typed is kept; the detail is where: `device` or `tab`. */
  'to-khai:saved': CustomEvent<string>;
  /** The gateway holds a dossier; the detail is its code. */
  'to-khai:submitted': CustomEvent<string>;
  /** A dossier was not received, or the fallback is shown; the detail is why. */
  'to-khai:failed': CustomEvent<string>;
}

/** The element `<to-khai>`. What it is told stands in its attributes; it has no properties of its own. */
export interface ToKhaiElement extends HTMLElement {}

declare global {
  interface HTMLElementTagNameMap {
    'to-khai': ToKhaiElement;
  }
  // They bubble: elements, document and window hear them.
  interface GlobalEventHandlersEventMap extends ToKhaiEventMap {}
}
