/** Two fingers zoom and move a chart, two quick taps show all again. One finger scrolls the page as everywhere. */

const QUICK_MILLIS = 300;
const NEAR = 30;
const LEAST = 1 / 64;

/**
 * @param over what is touched
 * @param scales the ranges shown, as `{x, y}`
 * @param show shows other ranges
 * @param reset shows everything; answers false if that is shown already
 */
export function touch(over, { scales, show, reset }) {
    let pinch = null;
    let tap = null;

    function begin(event) {
        if (event.touches.length === 2) {
            event.preventDefault();
            pinch = { ...fingers(event), from: scales(), box: over.getBoundingClientRect() };
            tap = null;
        }
    }

    function move(event) {
        if (event.touches.length !== 2 || pinch === null) {
            return;
        }
        event.preventDefault();
        const now = fingers(event);
        const factor = Math.max(LEAST, now.apart / Math.max(1, pinch.apart));
        const { box, from } = pinch;
        show({
            x: moved(from.x, (pinch.x - box.left) / box.width, (now.x - box.left) / box.width, factor, true),
            y: moved(from.y, 1 - (pinch.y - box.top) / box.height, 1 - (now.y - box.top) / box.height, factor, false),
        });
    }

    function end(event) {
        if (event.touches.length > 0) {
            return;
        }
        if (pinch !== null) {
            pinch = null;
            event.preventDefault(); // the last finger of a pinch is no tap
            return;
        }
        const { clientX: x, clientY: y } = event.changedTouches[0];
        const again = tap !== null && event.timeStamp - tap.at < QUICK_MILLIS && Math.hypot(x - tap.x, y - tap.y) < NEAR;
        if (again && reset()) {
            event.preventDefault();
        }
        tap = again ? null : { at: event.timeStamp, x, y };
    }

    over.addEventListener('touchstart', begin, { passive: false });
    over.addEventListener('touchmove', move, { passive: false });
    over.addEventListener('touchend', end, { passive: false });
    over.addEventListener('touchcancel', () => { pinch = tap = null; });
}

/** The middle of two fingers and how far they are apart. */
function fingers({ touches: [a, b] }) {
    return {
        x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2,
        apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
    };
}

/** A range zoomed by `factor`, such that what was at the part `before` of it is at the part `now`. */
export function moved({ min, max }, before, now, factor, log) {
    const into = log ? Math.log : value => value;
    const back = log ? Math.exp : value => value;
    const span = into(max) - into(min);
    const low = into(min) + before * span - now * span / factor;
    return { min: back(low), max: back(low + span / factor) };
}
