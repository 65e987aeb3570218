// The pieces that everything is built of. Text enters the page through textContent alone.
const ICONS = {
  chat: 'M4 5h16v11H9l-5 4z', close: 'M6 6l12 12M18 6L6 18', menu: 'M5 7h14M5 12h14M5 17h14',
  send: 'M4 12h15M13 6l6 6-6 6', attach: 'M8 12.5l6-6a3 3 0 0 1 4.5 4.5l-8 8a5 5 0 0 1-7-7l7.5-7.5',
  shield: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM8.5 12l2.5 2.5 4.5-5', edit: 'M4 20l1-4L16 5l3 3L8 19z',
};

const sheet = (css) => { const made = new CSSStyleSheet(); made.replaceSync(css); return made; };

/// Builds an element. data-t, data-label and data-hint name texts that fill() puts in, now and after a change of language.
function h(tag, props, ...children) {
  const [name, ...classes] = tag.split('.');
  const made = document.createElement(name);
  made.className = classes.join(' ');
  for (const [key, value] of Object.entries(props || {})) {
    if (typeof value === 'function') made.addEventListener(key, value);
    else if (value != null && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child));
  return made;
}

function icon(name) {
  const [svg, path] = ['svg', 'path'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag));
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', true);
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

// randomUUID exists in secure contexts only, and an intranet page may be plain http.
const random_id = () => crypto.randomUUID?.() || crypto.getRandomValues(new Uint32Array(4)).join('-');
const in_fours = (code) => code.replace(/\D/g, '').replace(/(\d{4})(?=\d)/g, '$1 ');
// An identity number that has arrived is not left standing on the screen: its date of birth is hidden, as in mask_resident_id()
// of dialogs/kinds, by which the answers of the server are written.
const discreet = (text = '') => text.replace(/\b(\d{6})(?:19|20)\d\d[01]\d[0-3]\d(\d{3}[\dX])\b/gi, (number, region, rest) => `${region}********${rest.toUpperCase()}`);

function download(name, text) {
  const href = URL.createObjectURL(new Blob(['\ufeff', text]));
  h('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}
