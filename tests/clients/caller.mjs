// A caller who answers in Chinese as people do: an owner and a person, with one respondent, on a line without speech
// recognition, so that words are recorded.
import { randomBytes } from 'node:crypto';

// A second of silence as telephones record it: 8,000 samples of 8 bits.
const WAV = (() => {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0); head.writeUInt32LE(36 + 8000, 4); head.write('WAVEfmt ', 8); head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20); head.writeUInt16LE(1, 22); head.writeUInt32LE(8000, 24); head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32); head.writeUInt16LE(8, 34); head.write('data', 36); head.writeUInt32LE(8000, 40);
  return Buffer.concat([head, Buffer.alloc(8000, 0x80)]);
})();

/// What the provider has under a name, or an address that ends in it. Each has bytes of its own: equal files would be one.
export const recording = (name) => Buffer.concat([WAV, Buffer.from(name.split('/').at(-1))]);

const KEYS = {
  'intake.locale': '1', 'intake.consent': '1', 'case.wish': '1', 'case.matter': '1', 'intake.consent_sensitive': '1', 'case.urgent': '1', 'party.role': '1', 'complainant.kind': '1',
  'complainant.foreign': '2', 'complainant.id_number': '11010519491231002*', 'complainant.phone': '13800138000#',
  'right.patent_number': '2016109511904#', 'right.proof_kind': '1', 'right.filing_date': '20161011',
  'right.grant_date': '20181009', 'respondents[0].platform': '1', 'source.maker_known': '2',
  'wishes.mediation': '1', 'wishes.electronic_service': '1', 'declaration.no_litigation': '1', 'declaration.truth': '1', review: '1',
};
const keys_for = (at) => KEYS[at] ?? (at.endsWith('.confirm') ? '1' : '2');

/// Answers the present question; what is spoken lies at `media` under `name`.
export function answer_as_usual(phone, media, name = `RE${randomBytes(15).toString('hex')}`) {
  const { kind, at } = phone.now;
  if (kind !== 'record') return phone.press(keys_for(at));
  // Who runs the shop is to be found out: 9 puts it off.
  if (at === 'respondents[0].name') return phone.record('', '', '9');
  return phone.record(name, media + name);
}

/// The number that was read out at the end: "IP, 2 0 2 6, 3 3 0 1, 0 0, …"; nothing when none was.
export function case_number_of(phone) {
  const digits = /IP, ([\d ,]+)/.exec(phone.heard.join(' '))?.[1].replace(/\D/g, '').slice(0, 17);
  return digits?.length === 17 ? `IP-${digits.slice(0, 4)}-${digits.slice(4, 10)}-${digits.slice(10)}` : undefined;
}
