// The style sheet of the HTML report: light and dark by what the reader's system asks
// for, readable without colour, prints on paper.
#pragma once
#include <string_view>

namespace loadtriage::report {

inline constexpr std::string_view kStyleSheet = R"css(
:root { color-scheme: light dark; --ink: #1c2024; --soft: #59636e; --paper: #ffffff; --panel: #f4f6f8;
  --line: #d5dae0; --bad: #b3261e; --warn: #8a5a00; --good: #1a6e35; --odd: #7a2ea0; --sent: #9bb7d4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e7ea; --soft: #9aa4af; --paper: #14171a; --panel: #1d2126; --line: #363d45;
    --bad: #ff8a80; --warn: #f0b54a; --good: #6fd08c; --odd: #d49af0; --sent: #48617c; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: .25rem 0; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { font-size: 1.05rem; margin: 0 0 .25rem; }
h4 { font-size: .9rem; margin: 1rem 0 .25rem; color: var(--soft); }
p, ul, ol, dl { margin: .4rem 0; }
ul, ol { padding-left: 1.4rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .875em; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: .3rem; padding: .7rem; overflow-x: auto;
  overflow-wrap: normal; }
.soft, .place { color: var(--soft); font-size: .9rem; }
.verdict { display: inline-block; font-weight: 700; letter-spacing: .04em; }
.failed-run, .primary .role { color: var(--bad); }
.degraded-run, .secondary .role, .tertiary .role, .further .role, .latent .role { color: var(--warn); }
.passed-run { color: var(--good); }
.invalid-run { color: var(--odd); }
article { border: 1px solid var(--line); border-left-width: .3rem; border-radius: .3rem; padding: .9rem 1.1rem;
  margin: 1rem 0; }
article.primary { border-left-color: var(--bad); }
article.secondary, article.tertiary, article.further { border-left-color: var(--warn); }
article.latent { border-left-style: dashed; }
.role { font-size: .8rem; font-weight: 700; letter-spacing: .05em; margin-right: .4rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; margin: .5rem 0; font-size: .92rem; }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 600; }
.right { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
dl.numbers { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .6rem 1.2rem; }
dl.numbers dt { color: var(--soft); font-size: .85rem; }
dl.numbers dd { margin: 0; font-weight: 600; }
details { margin: .6rem 0; }
summary { cursor: pointer; color: var(--soft); }
svg.timeline { width: 100%; height: auto; margin: .5rem 0; }
svg.timeline text { fill: var(--soft); font: 12px system-ui, sans-serif; }
svg.calls { width: 100%; height: auto; margin: .5rem 0; }
svg.calls text { fill: var(--soft); font: 11px system-ui, sans-serif; }
svg.calls text.name { fill: var(--ink); font: 600 13px system-ui, sans-serif; }
svg.calls rect { fill: var(--panel); stroke: var(--line); }
svg.calls .cause rect { stroke: var(--bad); stroke-width: 2.5; }
svg.calls .call path { fill: none; stroke: var(--soft); }
svg.calls .call path.head { fill: var(--soft); stroke: none; }
svg.calls .broke path { stroke: var(--bad); stroke-width: 2; }
svg.calls .broke path.head { fill: var(--bad); stroke: none; }
svg.calls .broke text { fill: var(--bad); }
svg .sent { fill: var(--sent); }
svg .failed { fill: var(--bad); }
svg .axis { stroke: var(--line); }
svg .onset { stroke: var(--ink); stroke-dasharray: 3 3; }
.key { display: inline-block; width: .8em; height: .8em; margin: 0 .3em 0 .8em; }
.key.sent { background: var(--sent); }
.key.failed { background: var(--bad); }
@media print { body { max-width: none; padding: 0; } article { break-inside: avoid; } }
)css";

}  // namespace loadtriage::report
