/** Which page an address after the # names. */

/** The parts of the address and its parameters. */
export function place() {
    const [path, query] = location.hash.replace(/^#\/?/, '').split('?', 2);
    return { parts: path.split('/').filter(part => part !== '').map(decoded), query: new URLSearchParams(query) };
}

/** As it is if it is not encoded as addresses are. */
function decoded(part) {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}

/** The address of a page. */
export function to(...parts) {
    return '#/' + parts.map(encodeURIComponent).join('/');
}

/** Goes to a page as a click on its link does. */
export function go(...parts) {
    location.hash = to(...parts);
}

/** Changes the parameters of this page's address without leaving the page. */
export function keep(query) {
    const text = new URLSearchParams(query).toString();
    history.replaceState(null, '', location.hash.split('?')[0] + (text === '' ? '' : '?' + text));
}
