// A person who complains in English through a client of another maker: an owner of an invention, with one shop and one link.

export const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', 'base64');

const BY_PATH = {
  'complainant.foreign': 'no', 'complainant.name': 'Wang Xiaoming', 'complainant.address': '90 Wensan Road, Xihu District, Hangzhou',
  'right.title': 'Vacuum flask', 'right.co_owned': 'no', 'right.filing_date': '2016-10-11', 'right.grant_date': '2018-10-09',
  'right.invalidation_pending': 'no', 'respondents[0].shop_name': 'Good Things Store',
  'respondents[0].name': 'unknown', 'respondents[0].credit_code': 'unknown', 'comparison.file': 'skip', 'source.maker_known': 'no',
  'case.statement': 'Please order the shop to stop selling the infringing flasks.', 'wishes.mediation': 'yes', 'wishes.electronic_service': 'yes',
  outstanding: 'no', review: 'confirm',
};
const BY_KIND = {
  yes_no: 'yes', text: 'Every feature of claim 1 is found in the goods.', number: '1', date: '2026-01-05', region: '330106', phone: '13800138000',
  email: 'wang@example.com', link: 'https://item.taobao.com/item.htm?id=637790875524', patent_number: 'ZL201610951190.4',
  credit_code: '91330108MA27000250', resident_id: '11010519491231002X', file: 'later',
};

/// What is said to a question, as the words on the button where there is one: {press} or {write}.
export function reply({ ask, as, options = [], labels = {} }) {
  const no = ask.endsWith('.more') || ask.startsWith('prior.') || ask.startsWith('scope.');
  const said = BY_PATH[ask] ?? (as === 'choice' ? options[0].value : no ? 'no' : BY_KIND[as]);
  const press = options.find(({ value }) => String(value) === said)?.label ?? labels[said];
  return press ? { press } : { write: said };
}

/// The newest question, and the case once there is one, from the activities of a conversation.
export function standing(activities) {
  const hints = activities.map(({ channelData }) => channelData?.plaint).filter(Boolean);
  const asking = activities.filter(({ channelData }) => channelData?.plaint?.ask).at(-1);
  return { question: asking && { id: asking.id, ...asking.channelData.plaint }, closing: hints.map((hint) => hint.case).filter(Boolean).at(-1) };
}
