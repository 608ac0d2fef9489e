/** Whether the server answers, as the page's head says it. */
import { say } from './dom.js';

const AWAY = 'reconnecting…';
const lost = new Map();

function show() {
    const element = document.getElementById('connection');
    const words = [...lost.values()];
    say(element, words.includes(AWAY) ? AWAY : words[0] ?? '');
    element.classList.toggle('lost', lost.size > 0);
}

/** Something gets no answer; it says when it gets one again. */
export function lose(what, words = AWAY) {
    lost.set(what, words);
    show();
}

export function regain(what) {
    if (lost.delete(what)) {
        show();
    }
}

/** Resolves after `milliseconds`, or at once when `signal` aborts. */
export function pause(milliseconds, signal) {
    return new Promise(resolve => {
        const timer = setTimeout(resolve, milliseconds);
        signal?.addEventListener('abort', () => {
            clearTimeout(timer);
            resolve();
        }, { once: true });
    });
}

/** Milliseconds before try number `tries` (from 1): 0.5 s, doubled up to 8 s, with some jitter. */
export function backOff(tries) {
    return Math.min(8000, 250 * 2 ** Math.min(tries, 6)) * (0.75 + Math.random() / 2);
}
