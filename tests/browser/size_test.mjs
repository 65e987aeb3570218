// The chat window is loaded by other people's pages, often over a telephone's connection: it stays small.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { joined_widget } from './support.mjs';

const folder = new URL('../../adapters/webchat/page/', import.meta.url);
const page = (name) => readFileSync(new URL(name, folder));
const TRANSFERRED_BYTES_MAX = 15000;

test('the chat window is under 15 kB when compressed', () => {
  const size = gzipSync(joined_widget()).length;
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
  const scripts = readdirSync(folder, { recursive: true }).map(String).filter((name) => name.endsWith('.js'));
  assert.ok(scripts.length > 2);
  for (const name of scripts) {
    assert.doesNotMatch(page(name).toString(), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/, name);
  }
});
