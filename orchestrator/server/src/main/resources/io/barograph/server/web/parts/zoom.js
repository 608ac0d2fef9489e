/** Buttons that zoom a chart; dragging over it does so too. */
import { h } from '../dom.js';

export function zoomButtons(chart) {
    return h('div', { class: 'actions small', role: 'group', 'aria-label': 'Zoom' },
        h('button', { type: 'button', 'aria-label': 'Zoom in', onclick: () => chart().zoom(1.5) }, '+'),
        h('button', { type: 'button', 'aria-label': 'Zoom out', onclick: () => chart().zoom(1 / 1.5) }, '−'),
        h('button', { type: 'button', onclick: () => chart().reset() }, 'Show all'));
}
