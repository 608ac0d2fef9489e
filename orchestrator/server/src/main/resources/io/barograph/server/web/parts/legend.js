/** What the marks in the chart of a front mean; those alone that it has. */
import { h } from '../dom.js';
import { markPicture } from '../charts/marks.js';

const WORDS = {
    front: 'on the front',
    under: 'on the front, UNDER its budget',
    dominated: 'dominated',
    over: 'OVER its budget',
    least: 'least violating',
    spread: 'spread over seeds',
    band: 'volumes that meet a budget',
    dense: 'dense network',
};

export function legendOf(model) {
    const marks = new Set(model.spots.map(spot => spot.mark));
    const there = {
        ...Object.fromEntries(['front', 'under', 'dominated', 'over'].map(mark => [mark, marks.has(mark)])),
        least: model.least.length > 0,
        spread: model.spreads.length > 0,
        band: model.budgets.length <= 14,
        dense: model.dense !== null,
    };
    return Object.keys(WORDS).filter(name => there[name]).map(name => h('span', { class: 'entry' }, markPicture(name), WORDS[name]));
}
