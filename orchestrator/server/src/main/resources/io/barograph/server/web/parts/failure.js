/** An error in words. */
import { h } from '../dom.js';

export function failureBox(failure) {
    const title = failure.problem?.title ?? 'Something went wrong';
    return h('div', { class: 'box bad', role: 'alert' }, h('strong', {}, title), h('p', {}, failure.message));
}
