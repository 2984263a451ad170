// What the device can do for the widget: each function is called by its name from src/platform/device.rs.
// It comes after the first page, in JavaScript, because a browser's storage speaks in events and every
// import of the wasm weighs on the first step (docs/decisions/0008).
export * from './offline.js';
export * from './picture.js';
