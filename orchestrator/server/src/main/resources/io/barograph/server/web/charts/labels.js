/** Places labels beside points so that none covers another or a point. */

export function labels(area) {
    const taken = [];
    const free = box =>
        box.x >= area.x && box.y >= area.y && box.x + box.w <= area.x + area.w && box.y + box.h <= area.y + area.h
        && taken.every(other => box.x + box.w <= other.x || other.x + other.w <= box.x
            || box.y + box.h <= other.y || other.y + other.h <= box.y);
    return {
        keepFree: (x, y, w, h) => taken.push({ x, y, w, h }),
        /** The upper left corner for a label of that size beside a point, or null if there is no room. */
        place(x, y, radius, w, h) {
            const gap = radius + h * 0.3;
            const places = [
                [x - w / 2, y - gap - h], [x - w - gap * 0.6, y - gap * 0.5 - h], [x - w / 2, y + gap],
                [x + gap * 0.7, y + gap * 0.5], [x - w - gap, y - h / 2], [x + gap, y - h / 2],
            ];
            for (const [left, top] of places) {
                const box = { x: left, y: top, w, h };
                if (free(box)) {
                    taken.push(box);
                    return box;
                }
            }
            return null;
        },
    };
}
