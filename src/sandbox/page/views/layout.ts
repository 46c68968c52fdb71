import { readFileSync } from 'node:fs';
import { html, raw } from 'hono/html';
import type { Said } from '../cookies.ts';
import type { Html } from './words.ts';

const style = raw(readFileSync(new URL('./page.css', import.meta.url), 'utf8'));
const script = raw(readFileSync(new URL('./page.client.js', import.meta.url), 'utf8'));

const saidView = ({ kind, text }: Said): Html =>
  html`<p class="${kind}" role="${kind === 'refused' ? 'alert' : 'status'}">${text} <a href="">Dismiss</a></p>`;

export const layout = (page: {
  title: string;
  body: Html;
  nonce: string;
  said: Said | null;
}): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · Throughline sandbox</title>
<link rel="icon" href="data:,">
<style nonce="${page.nonce}">${style}</style>
</head>
<body>
<main>${page.body}</main>
<div id="said">${page.said ? saidView(page.said) : ''}</div>
<script type="module" nonce="${page.nonce}">${script}</script>
</body>
</html>`;
