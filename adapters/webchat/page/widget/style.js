// The look: calm and official, white and deep blue with a little red. Sides are logical, for scripts from the right.
const CSS = `
:host{all:initial;--blue:#0b4a8f;--deep:#07366b;--red:#b4232a;--ink:#1b2430;--soft:#55606e;--line:#d3dbe5;--edge:#8593a3;--pale:#f3f6fa;
--tint:#e8f0f9;font:16px/1.6 system-ui,sans-serif;color:var(--ink)}
:host([mode=page]){display:block;height:100%}
[hidden],:host([hidden]){display:none!important}
*{box-sizing:border-box}
button,input,select,textarea{font:inherit;color:inherit}
button,.pick{cursor:pointer}
:focus-visible,.pick:focus-within{outline:3px solid #f2b01e;outline-offset:2px;box-shadow:0 0 0 2px var(--deep)}
svg{width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round;flex:none}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.launch,.float{position:fixed;bottom:24px;inset-inline-end:24px;z-index:2147483000;box-shadow:0 8px 32px #07366b59}
.launch{display:flex;gap:8px;padding:12px 20px;border:0;border-radius:28px;background:var(--blue);color:#fff;font-weight:600}
.launch.new::after{content:"●";color:#ffb3b3}
.panel{display:flex;flex-direction:column;position:relative;background:var(--pale);overflow:hidden;height:100%}
.float{position:fixed;width:420px;height:min(720px,100dvh - 48px);border-radius:12px}
header{display:flex;align-items:center;gap:4px;padding:8px;padding-inline-start:16px;
background:var(--deep);color:#fff;border-bottom:3px solid var(--red)}
h2{flex:1;margin:0;padding:0 6px;font-size:1.06em;line-height:1.3}
header button{background:none;border:0;border-radius:8px;min-width:44px;height:44px;padding:0 8px;display:grid;place-items:center}
header button:hover,.tongue:hover,.launch:hover{background:#1d5fa8}
.tongue{min-height:44px;max-width:8.5em;padding:0 6px;border:0;border-radius:8px;background:var(--deep);color:#fff;cursor:pointer}
progress{display:block;width:100%;height:6px;accent-color:#2e8b57}
.banner{background:#fff4d6;padding:6px 16px;font-size:.88em}
.banner:empty,.err:empty{display:none}
.menu{position:absolute;top:60px;inset-inline-end:8px;z-index:2;padding:6px;background:#fff;border:1px solid var(--line);
border-radius:8px;box-shadow:0 8px 32px #07366b40;max-height:calc(100% - 70px);overflow:auto}
.menu button{width:100%;text-align:start;padding:9px 16px;border:0;background:none;border-radius:8px}
button.b:hover,.menu button:hover,.over{background:var(--tint)}
.scroll{flex:1;container-type:size;overflow-y:auto;overscroll-behavior:contain;padding:12px 16px 20px;min-height:0;position:relative}
textarea:focus-visible{outline:2px solid var(--blue);outline-offset:0;box-shadow:none}
.scroll:focus-visible{outline-offset:-3px;box-shadow:none}
.inner{max-width:760px;margin:auto}
.notice,.notice label,.row,.pair,.files li,.state{display:flex;gap:4px 8px;align-items:center}
.notice,.row,.state{flex-wrap:wrap}
.state{justify-content:end}
.notice{justify-content:space-between;border-bottom:1px solid var(--line);margin-bottom:12px}
.notice,.hint,.state,.note,.typing,small,dt,.k,.grow span,.err{font-size:.88em;color:var(--soft)}
[type=checkbox]{width:18px;height:18px;accent-color:var(--blue)}
.link{background:none;border:0;padding:4px 2px;min-height:32px;color:var(--blue);text-decoration:underline;text-underline-offset:3px}
ul,ol{list-style:none;margin:0;padding:0}
ol>li{display:flex;flex-direction:column;align-items:flex-start;margin-bottom:10px}
.bubble{max-width:92%;padding:8px 14px;border-radius:14px;border-start-start-radius:4px;background:#fff;border:1px solid var(--line);
white-space:pre-line;overflow-wrap:anywhere}
.me{align-items:flex-end}
.me .bubble{background:var(--blue);color:#fff;border-radius:14px;border-start-end-radius:4px}
.me.waiting .bubble{background:var(--soft)}
.me.failed .bubble{background:var(--red)}
.me.sent:has(~.me) .state{display:none}
.note{align-self:center}
.answer:focus-visible{outline:0;box-shadow:none}
.answer[inert]{opacity:.5}
.stay{position:sticky;bottom:-20px;margin-bottom:-20px;padding:8px 0 20px;background:var(--pale);border-top:1px solid var(--line);max-height:60cqh;overflow-y:auto}
.stay:empty{display:none}
.asked{margin:0;color:var(--deep);font-size:.94em;font-weight:600;line-height:1.4;overflow:hidden;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2}
.asked::before{content:"↓ ";content:"↓ "/""}
.row:empty{display:none}
.hint{margin:0 0 8px;white-space:pre-line;border-inline-start:3px solid var(--edge);padding-inline-start:10px}
.row{margin:8px 0;gap:8px}
.list{flex-direction:column;align-items:stretch;max-width:560px}
.list .b{text-align:start}
.b,select,[type=date],[type=text],textarea{min-height:44px;border:1px solid var(--edge);border-radius:8px;background:#fff;
padding:8px 14px;max-width:100%;line-height:1.5;scroll-margin:12px}
.b{border-color:var(--blue);color:var(--blue)}
.main,button.main:hover,.composer button:last-child{background:var(--blue);color:#fff}
button.main:hover{background:var(--deep)}
.plain{border-color:var(--edge);color:var(--soft);border-radius:22px}
button:disabled,select:disabled{opacity:.5;cursor:default}
.card{overflow-wrap:anywhere}
.grow{flex:1 1 140px}
.grow>*{display:block;width:100%}
.card .row{align-items:end}
.drop .row{align-items:center}
.card{background:#fff;border:1px solid var(--line);border-radius:8px;padding:12px 16px;margin:6px 0;width:100%;max-width:560px}
h3,dl,dd,.pair p{margin:0}
h3{font-size:1em;color:var(--deep)}
.err{color:var(--red)}
.pair+h3{padding-top:16px}
.drop{border:2px dashed var(--edge)}
.files li,.pair{border-top:1px solid var(--line);padding:4px 0}
.files span,.pair div{flex:1;overflow-wrap:anywhere;min-width:0}
.files img{width:40px;height:40px;object-fit:cover}
.files progress{width:80px}
.me small{color:inherit}
.me .files li{border:0}
.pair svg{width:16px;height:16px;margin-inline-end:4px}
dd{padding-bottom:6px}
.big{font:700 1.4em ui-monospace,Consolas,monospace;color:var(--deep)}
.receipt{border-top:4px solid var(--red)}
.composer{display:flex;align-items:end;gap:6px;margin:0;padding:8px;min-width:0;background:#fff;border:0;border-top:1px solid var(--line)}
textarea{flex:1;resize:none;max-height:168px;min-width:0}
:host([dir=rtl]) .composer button:last-child svg{transform:scaleX(-1)}
::placeholder{color:var(--soft);opacity:1}
.composer button{border:0;border-radius:8px;height:44px;padding:10px;background:none;color:var(--blue)}
@media(max-width:520px){header{padding-block:2px}.menu{top:48px}:host([mode=page]) h2{opacity:0;height:0;overflow:hidden}.float{inset:0;width:100%;height:var(--seen,100dvh);border-radius:0}.scroll{padding:12px}}
@media(pointer:coarse){.hither{display:none}}
@media(prefers-reduced-motion:no-preference){.scroll{scroll-behavior:smooth}}
@media print{.panel{display:block;position:static;height:auto}header button,.notice,.answer,.composer,.launch,progress,.state,.card .row,
.printing li:not(.printing){display:none!important}}`;

// Keeps the rest of the page off the paper while a receipt is printed.
const PRINT_CSS = '@media print{body *{visibility:hidden}plaint-chat{visibility:visible!important;position:absolute!important;inset:0 0 auto!important}}';
