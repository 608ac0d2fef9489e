/** Builds elements. Text is always text: nothing here reads HTML. */

/**
 * An element. `on…` attributes are handlers, `class` and ARIA go in as they are, true is an empty attribute, null and
 * false are left out; children are nodes or text, null is left out.
 */
export function h(tag, attributes = {}, ...children) {
    return fill(document.createElement(tag), attributes, children);
}

const SVG = 'http://www.w3.org/2000/svg';

/** The same for SVG. */
export function s(tag, attributes = {}, ...children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || value === false) {
            continue;
        }
        if (name.startsWith('on')) {
            element.addEventListener(name.slice(2), value);
        } else {
            element.setAttribute(name, value === true ? '' : String(value));
        }
    }
    element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
    return element;
}

/** Sets an element's text if it differs, so that screen readers hear changes alone. */
export function say(element, text) {
    if (element.textContent !== text) {
        element.textContent = text;
    }
}

/** Tells a screen reader something that is not under its cursor. */
export function announce(text) {
    document.getElementById('announcer').textContent = text;
}

/** Lets what the user does go first: a long work does this between its parts. */
export function breath() {
    return new Promise(resolve => setTimeout(resolve));
}

/** Calls `work` once before the next picture, however often it is asked for; in a hidden tab once a second. */
export function perFrame(work) {
    let waiting = false;
    return () => {
        if (waiting) {
            return;
        }
        waiting = true;
        const run = () => {
            waiting = false;
            work();
        };
        if (document.hidden) {
            setTimeout(run, 1000);
        } else {
            requestAnimationFrame(run);
        }
    };
}
