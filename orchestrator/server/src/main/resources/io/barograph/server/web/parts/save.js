/** Saves what was fetched as a file; a link could not send the token. */
import { announce, h } from '../dom.js';

export function save(blob, name) {
    const address = URL.createObjectURL(blob);
    h('a', { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    announce(`${name} downloaded`);
}
