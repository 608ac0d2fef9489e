/** Follows the events of a sweep by fetch, because an EventSource cannot send a token. */
import { checked, send, Unreachable, url } from './api.js';
import { backOff, lose, pause, regain } from './connection.js';

const SILENCE_MILLIS = 40_000; // the server says something every 15 s

/**
 * Calls `onEvents` with each batch of events after `after` until the sweep has ended or `signal` aborts, over however many
 * connections that takes; no event comes twice.
 */
export async function follow(sweep, after, onEvents, signal) {
    const me = {};
    let last = after;
    let tries = 0;
    const take = events => {
        const fresh = events.filter(event => event.sequence > last);
        tries = 0;
        if (fresh.length > 0) {
            last = fresh[fresh.length - 1].sequence;
            onEvents(fresh);
        }
    };
    try {
        while (!signal.aborted) {
            try {
                if (await connection(sweep, last, take, () => regain(me), signal)) {
                    return;
                }
            } catch (failure) {
                if (signal.aborted || !(failure instanceof Unreachable)) {
                    throw failure;
                }
            }
            tries++;
            lose(me);
            await pause(backOff(tries), signal);
        }
    } finally {
        regain(me);
    }
}

/** One connection; true if the sweep has ended. */
async function connection(sweep, last, take, opened, signal) {
    const silence = new AbortController();
    const abort = () => silence.abort();
    signal.addEventListener('abort', abort);
    let timer = setTimeout(abort, SILENCE_MILLIS);
    try {
        const response = await checked(await send(url('sweeps', sweep, 'events'), {
            headers: { Accept: 'text/event-stream', 'Last-Event-ID': String(last) },
            signal: silence.signal,
        }));
        opened();
        if (response.status === 204) {
            return true;
        }
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        let rest = '';
        for (;;) {
            const { done, value } = await reader.read();
            if (done) {
                return false;
            }
            clearTimeout(timer);
            timer = setTimeout(abort, SILENCE_MILLIS);
            const frames = (rest + value).split('\n\n');
            rest = frames.pop();
            const events = frames.map(parse).filter(event => event !== null);
            take(events);
            if (events.some(event => event.change.type === 'ended')) {
                return true;
            }
        }
    } catch (failure) {
        if (signal.aborted || (failure.status && !(failure instanceof Unreachable))) {
            throw failure;
        }
        throw new Unreachable('The stream of events broke.');
    } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
    }
}

/** The event of a frame, or null if the frame has none. */
function parse(frame) {
    const data = frame.split('\n').filter(line => line.startsWith('data:')).map(line => line.slice(5).trimStart());
    return data.length === 0 ? null : JSON.parse(data.join('\n'));
}
