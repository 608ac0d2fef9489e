/** The colours of the style sheet, for canvases. */

const probe = document.createElement('span');
let known = new Map();

window.addEventListener('recoloured', () => {
    known = new Map();
});

/** What the custom property `--name` is at the moment. */
export function colour(name) {
    if (!known.has(name)) {
        if (!probe.isConnected) {
            probe.hidden = true;
            document.body.append(probe);
        }
        probe.style.color = `var(--${name})`;
        known.set(name, getComputedStyle(probe).color);
    }
    return known.get(name);
}

export function font(size, weight = 400) {
    return `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
}
