/// The card that a person keeps: what was handed in, where it lies, and the code that opens it.
function receipt_card(chat, { number, receipt = '', lead, missing = [], linked = [] }) {
  const name = (thing) => thing?.label || thing?.name || thing?.number || thing;
  const rows = Object.entries({ number, receipt: in_fours(receipt), lead: name(lead), due: missing.map(name),
    linked: linked.map((one) => `${one.number} ${name(one.lead) || ''}`) })
    .filter(([, value]) => value?.length);
  const text = () => [...rows.map(([key, value]) => `${chat.t(key)}: ${[value].flat().join('; ')}`), chat.t('secret')].join('\r\n');
  const copy = chat.button('copy', () => navigator.clipboard.writeText(text()).then(() => { copy.textContent = chat.t('copied'); }));
  const card = h('div.card.receipt', {}, number && h('h3', { 'data-t': 'done' }),
    h('dl', {}, ...rows.flatMap(([key, value]) => [h('dt', { 'data-t': key }), h(key === 'receipt' ? 'dd.big' : 'dd', {}, ...[value].flat().map((line) => h('div', {}, line)))])),
    h('p.hint', { 'data-t': 'secret' }),
    h('div.row', {}, navigator.clipboard && copy, chat.button('print', () => print(chat, card.parentNode)),
      chat.button('file', () => download('plaint-receipt.txt', text()))));
  return card;
}

function print(chat, item) {
  const before = document.adoptedStyleSheets;
  document.adoptedStyleSheets = [...before, sheet(PRINT_CSS)];
  item.className = chat.list.className = 'printing';
  addEventListener('afterprint', () => {
    document.adoptedStyleSheets = before;
    item.className = chat.list.className = '';
  }, { once: true });
  window.print();
}
