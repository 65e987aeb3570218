// The files of a package by their names in the bag. Packages are not compressed, so nothing has to be unpacked.
import assert from 'node:assert/strict';

const END = 0x06054b50;
const ENTRY = 0x02014b50;

export function files_of(zip) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  assert.equal(zip.readUInt32LE(end), END);
  const files = new Map();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    assert.equal(zip.readUInt32LE(at), ENTRY);
    assert.equal(zip.readUInt16LE(at + 10), 0, 'a file of the package is compressed');
    const size = zip.readUInt32LE(at + 24);
    const [name_bytes, extra_bytes, remark_bytes] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const name = zip.toString('utf8', at + 46, at + 46 + name_bytes);
    const local = zip.readUInt32LE(at + 42);
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    files.set(name.slice(name.indexOf('/') + 1), zip.subarray(begin, begin + size));
    at += 46 + name_bytes + extra_bytes + remark_bytes;
  }
  return files;
}
