/** Pointing at the points of a front, by mouse, finger and keys. */
import { announce, h } from '../dom.js';

const REACH = 16;

export function pointer(place, u, models, styles, { describe, open, drawn }) {
    const ring = h('div', { class: 'spot-ring', hidden: true });
    const tip = h('div', { class: 'tip', hidden: true });
    let current = null;
    let ignored = false;
    let places = []; // of the spots, worked out when they are others or lie elsewhere
    let placesOf = [];
    u.over.append(ring, tip);

    const positionOf = spot => [u.valToPos(spot.x, 'x'), Math.min(u.over.clientHeight - 5, u.valToPos(spot.y, 'y'))];
    const inside = ([x, y]) => x >= 0 && y >= 0 && x <= u.over.clientWidth;
    const spots = () => models().flatMap(model => model.spots.filter(drawn));

    function placed() {
        const { x, y } = u.scales;
        const now = [models(), x.min, x.max, y.min, y.max, u.bbox.width, u.bbox.height];
        if (now.some((each, i) => each !== placesOf[i])) {
            placesOf = now;
            places = spots().map(spot => [spot, ...positionOf(spot)]);
        }
        return places;
    }

    function nearest(x, y) {
        let best = null;
        let reach = REACH * REACH;
        for (const [spot, sx, sy] of placed()) {
            const distance = (sx - x) ** 2 + (sy - y) ** 2;
            // The last drawn lies on top.
            if (distance <= reach) {
                best = spot;
                reach = distance;
            }
        }
        return best;
    }

    function show(spot) {
        current = spot;
        ring.hidden = tip.hidden = spot === null;
        u.over.classList.toggle('pointing', spot !== null);
        if (spot === null) {
            return;
        }
        const [x, y] = positionOf(spot);
        ring.style.left = `${x}px`;
        ring.style.top = `${y}px`;
        const [name, ...lines] = describe(spot);
        tip.replaceChildren(h('strong', {}, name), ...lines.map(line => h('span', {}, line)));
        const width = u.over.clientWidth;
        tip.style.left = `${Math.max(0, Math.min(width - tip.offsetWidth, x + 14 + tip.offsetWidth > width ? x - tip.offsetWidth - 14 : x + 14))}px`;
        tip.style.top = `${Math.max(0, Math.min(u.over.clientHeight - tip.offsetHeight, y - tip.offsetHeight / 2))}px`;
    }

    u.over.addEventListener('pointermove', event => {
        if (event.pointerType === 'mouse') {
            show(nearest(...offset(event)));
        }
    });
    u.over.addEventListener('pointerleave', event => {
        if (event.pointerType === 'mouse') {
            show(null);
        }
    });
    u.over.addEventListener('click', event => {
        const spot = nearest(...offset(event));
        const again = event.pointerType !== 'touch' || (spot !== null && same(spot, current));
        if (ignored) {
            ignored = false;
        } else if (spot !== null && again) {
            open(spot);
        } else {
            show(spot); // a finger's first touch tells, its second opens
        }
    });

    function offset(event) {
        const box = u.over.getBoundingClientRect();
        return [event.clientX - box.left, event.clientY - box.top];
    }

    /** The points in the order that keys go through: fronts first, by volume. */
    function order() {
        const key = spot => (spot.trial.onFront ? 0 : 1);
        return spots().filter(spot => inside(positionOf(spot))).sort((a, b) => key(a) - key(b) || a.x - b.x || a.y - b.y);
    }

    const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
    place.addEventListener('keydown', event => {
        if (event.key === 'Enter' && current !== null) {
            open(current);
        } else if (event.key === 'Escape') {
            show(null);
        } else if (event.key in STEPS || event.key === 'Home' || event.key === 'End') {
            const all = order();
            if (all.length === 0) {
                return;
            }
            event.preventDefault();
            const now = all.findIndex(spot => same(spot, current));
            const next = event.key === 'Home' ? 0 : event.key === 'End' ? all.length - 1
                : now < 0 ? 0 : (now + STEPS[event.key] + all.length) % all.length;
            show(all[next]);
            announce(describe(all[next]).join(', '));
        }
    });
    place.addEventListener('blur', () => show(null));

    return {
        hide: () => show(null),
        /** The spots are others now; who points at one goes on doing so. */
        refresh() {
            if (current !== null) {
                show(spots().find(spot => same(spot, current)) ?? null);
            }
        },
        ignoreClick() {
            ignored = true;
            setTimeout(() => { ignored = false; }, 50);
        },
    };
}

function same(a, b) {
    return a !== null && b !== null && a.trial.trial === b.trial.trial && a.series === b.series;
}
