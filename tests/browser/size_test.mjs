// The chat window is loaded by other people's pages, often over a telephone's connection: it stays small.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const page = (name) => readFileSync(new URL(`../../adapters/webchat/page/${name}`, import.meta.url));
const TRANSFERRED_BYTES_MAX = 15000;

test('the chat window is under 15 kB when compressed', () => {
  const size = gzipSync(page('widget.js')).length;
  assert.ok(size < TRANSFERRED_BYTES_MAX, `widget.js takes ${size} bytes`);
});

test('no page carries a script or a style of its own, and none asks another site', () => {
  for (const name of ['index.html', 'embed.html', 'status.html']) {
    const text = page(name).toString();
    assert.doesNotMatch(text, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:/i, name);
    assert.doesNotMatch(text, /(?:src|href)="(?:https?:)?\/\//i, name);
  }
});

test('no script of the pages turns text into markup or code', () => {
  for (const name of ['widget.js', 'page.js', 'status.js']) {
    assert.doesNotMatch(page(name).toString(), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/, name);
  }
});
