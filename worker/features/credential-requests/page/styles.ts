/** Styles of the end users' page. Sizes in rem, so that a reader's own font size holds; old browsers get plain colours. */
export const STYLES = `
:root{--text:#1b1f24;--soft:#57606a;--page:#f3f4f6;--card:#fff;--line:#d0d7de;--field:#6e7781;--bad:#b3261e;--bad-page:#fdecea;--good:#116329;--good-page:#e7f6ec;--link:#0b5c8a;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--text:#e8eaed;--soft:#b1bac4;--page:#14181c;--card:#1f242a;--line:#3d444d;--field:#8b949e;--bad:#ffb4ab;--bad-page:#3b1b19;--good:#8fdba3;--good-page:#15301e;--link:#8ab4f8}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:#f3f4f6;background:var(--page);color:#1b1f24;color:var(--text);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere;word-wrap:break-word}
.page{max-width:36rem;margin:0 auto;padding:1rem 1rem 2rem}
.brand{display:flex;align-items:center;min-height:2.5rem;margin:0 0 1rem;font-weight:600}
.brand img{display:block;height:2.5rem;width:auto;max-width:15rem;object-fit:contain}
.card{background:#fff;background:var(--card);border:1px solid #d0d7de;border-color:var(--line);border-top:4px solid var(--accent);border-radius:.5rem;padding:1.25rem}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.25}
h2{margin:1.75rem 0 .5rem;font-size:1.125rem;line-height:1.35}
p{margin:0 0 .75rem}
ul,ol{margin:0 0 .75rem;padding:0 0 0 1.25rem}
li{margin:0 0 .375rem}
a{color:#0b5c8a;color:var(--link)}
.value{font-weight:600}
.from{margin:0 0 .75rem;padding:.125rem 0 .125rem .875rem;border-left:3px solid #d0d7de;border-color:var(--line);white-space:pre-line}
.soft{color:#57606a;color:var(--soft);font-size:.9375rem}
.alert,.note{border:1px solid;border-left-width:.375rem;border-radius:.375rem;padding:.75rem 1rem;margin:0 0 1.25rem}
.alert{color:#1b1f24;color:var(--text);border-color:#b3261e;border-color:var(--bad);background:#fdecea;background:var(--bad-page)}
.note{border-color:#116329;border-color:var(--good);background:#e7f6ec;background:var(--good-page)}
.alert h2,.note h2{margin:0 0 .25rem}
.alert p:last-child,.note p:last-child{margin-bottom:0}
fieldset{border:0;margin:0;padding:0;min-width:0}
.side+.side{border-top:1px solid #d0d7de;border-color:var(--line);margin-top:1.5rem;padding-top:.25rem}
.side h2{margin:1rem 0 .25rem}
.field{margin:1rem 0 0}
label{display:block;font-weight:600}
.hint,.wrong{display:block;margin:0 0 .25rem}
.hint{color:#57606a;color:var(--soft);font-size:.9375rem}
.wrong{color:#b3261e;color:var(--bad);font-weight:600}
input{display:block;width:100%;min-height:3rem;padding:.5rem .75rem;font:inherit;font-size:1rem;color:inherit;background:#fff;background:var(--card);border:1px solid #6e7781;border-color:var(--field);border-radius:.375rem}
input[aria-invalid=true]{border-color:#b3261e;border-color:var(--bad);border-width:2px}
button,.button{display:inline-block;min-height:3rem;padding:.625rem 1.25rem;font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer;color:inherit;background:none;border:1px solid #6e7781;border-color:var(--field);border-radius:.375rem}
.main{width:100%;margin:1.5rem 0 .5rem;color:#fff;color:var(--on-accent);background:#0b6e6e;background:var(--accent)}
.plain{min-height:2.75rem;padding:.5rem 0;border:0;font-weight:400;color:#0b5c8a;color:var(--link);text-decoration:underline}
[hidden]{display:none!important}
a:focus,button:focus,input:focus,.alert:focus,h1:focus{outline:3px solid #0b5c8a;outline-color:var(--link);outline-offset:2px}
.alert:focus:not(:focus-visible),h1:focus:not(:focus-visible){outline:0}
[aria-disabled=true]{opacity:.75;cursor:progress}
.share{font-size:1.25rem;font-weight:600;margin:1rem 0 .5rem}
progress{display:block;width:100%;height:1rem;margin:0 0 .75rem;border:0;border-radius:.5rem;overflow:hidden;background:#d0d7de;background:var(--line);color:#0b6e6e;color:var(--bar);accent-color:var(--bar);-webkit-appearance:none;appearance:none}
progress::-webkit-progress-bar{background:var(--line)}
progress::-webkit-progress-value{background:var(--bar)}
progress::-moz-progress-bar{background:var(--bar)}
.banner{margin:0;padding:.75rem 1rem;text-align:center;color:#1b1f24;background:#ffe08a;border-bottom:1px solid #8a6d00}
footer{padding:1.25rem .25rem 0}
.languages{display:flex;flex-wrap:wrap;gap:0 1.25rem;list-style:none;margin:0;padding:0}
.languages li{margin:0}
.languages a{display:inline-block;padding:.625rem 0;min-height:2.75rem}
.languages [aria-current]{color:inherit;font-weight:600;text-decoration:none}
@media (min-width:40rem){.page{padding-top:2.5rem}.card{padding:2rem}.main{width:auto}}
@media (forced-colors:active){.card,.alert,.note,button,.button,input{border-color:CanvasText}}
@media print{.languages,button{display:none}}
`;
