/** A sweep as it is now and as it goes on. */
import { api, patiently } from './api.js';
import { follow } from './events.js';
import { perFrame } from './dom.js';
import { pause } from './connection.js';

const RECENT = 300; // events that the log begins with
const FRONT_MILLIS = 1000;

/**
 * Calls `on.view` once, `on.front` with every new report and `on.events` with batches of events, one a frame, the first of
 * them events that happened before. Ends when the sweep has ended and all is told.
 */
export async function liveSweep(sweep, on, signal) {
    const view = await patiently(() => api.sweep(sweep, signal), signal);
    on.view(view);
    const front = frontOf(sweep, on.front, signal);
    await front.fetch();
    let heard = [];
    const tell = perFrame(() => {
        const batch = heard;
        heard = [];
        if (!signal.aborted) {
            on.events(batch);
        }
    });
    await follow(sweep, Math.max(0, view.sequence - RECENT), events => {
        heard.push(...events);
        tell();
        // An epoch changes nothing in the report.
        if (events.some(event => event.change.type !== 'epochEnded' && event.sequence > view.sequence)) {
            front.wish();
        }
    }, signal);
    if (!signal.aborted) {
        await front.fetch();
    }
}

/** Fetches the front when it may have changed: at most once a second, and never more than a quarter of the time. */
function frontOf(sweep, onFront, signal) {
    let tag = null;
    let wished = false;
    let busy = false;

    async function fetch() {
        const answer = await patiently(() => api.front(sweep, tag, signal), signal);
        if (answer !== null && !signal.aborted) {
            tag = answer.tag;
            await onFront(answer.report);
        }
    }

    async function loop() {
        busy = true;
        try {
            while (wished && !signal.aborted) {
                wished = false;
                const from = performance.now();
                await fetch();
                await pause(Math.max(FRONT_MILLIS, 3 * (performance.now() - from)), signal);
            }
        } catch (failure) {
            if (!signal.aborted) {
                console.warn('The front cannot be read:', failure.message);
            }
        } finally {
            busy = false;
        }
    }

    return {
        fetch,
        wish() {
            wished = true;
            if (!busy) {
                void loop();
            }
        },
    };
}
