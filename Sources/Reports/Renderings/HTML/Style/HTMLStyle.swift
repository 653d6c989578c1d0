/// How the page looks: quiet, in the reader's own fonts, light or dark as the reader's system is.
enum HTMLStyle {
    /// All of it, in the order in which later rules win.
    static let sheets: [StaticString] = [colours, base, top, parts, cases, plots, narrow, printed]

    /// Words on any ground here have a contrast of 4.5 or more.
    private static let colours: StaticString = """
        :root { color-scheme: light dark;
          --ground: #f6f7f9; --sheet: #ffffff; --sunk: #f1f3f6; --edge: #dde1e7; --ink: #191c21; --soft: #565e6a;
          --link: #1f56b5; --good: #0b6640; --good-ground: #e2f3ea; --bad: #a51d24; --bad-ground: #fce8e8;
          --half: #7d4a00; --half-ground: #fcefd6; --none: #3f4a8a; --none-ground: #e9ebf8;
          --unknown: #525a66; --unknown-ground: #eceef2; --alarm: #a0141c; --alarm-ink: #ffffff;
          --line: #1f56b5; --grid: #e4e8ed; --limit: #b3261e; --shadow: 0 1px 2px rgb(20 25 35 / .06);
          --provisioning: #8d9bb0; --executing: #2d6bd0; --analyzing: #7a4fc0; --held: #b98a1c; --releasing: #5f9c88; }
        @media (prefers-color-scheme: dark) { :root {
          --ground: #0f1216; --sheet: #171b21; --sunk: #1d2229; --edge: #2c333d; --ink: #e7eaee; --soft: #a2abb8;
          --link: #86b2ff; --good: #78d6a4; --good-ground: #12321f; --bad: #ff9d9a; --bad-ground: #431a1b;
          --half: #f2c06b; --half-ground: #3b2a0b; --none: #b5befa; --none-ground: #252b4d;
          --unknown: #b3bbc7; --unknown-ground: #272d36; --alarm: #8f1219; --alarm-ink: #ffffff;
          --line: #7fb0ff; --grid: #272e37; --limit: #ff8a80; --shadow: none;
          --provisioning: #6d7a8e; --executing: #5b94f0; --analyzing: #a583e6; --held: #d5aa45; --releasing: #74b8a1;
          } }

        """

    private static let base: StaticString = """
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
        body { margin: 0 auto; max-width: 76rem; padding: 0 1.5rem 4rem; background: var(--ground); color: var(--ink);
          font: 400 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans",
          "Liberation Sans",
          Arial, sans-serif; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
        h1, h2, h3, h4 { line-height: 1.25; margin: 0; font-weight: 650; letter-spacing: -.01em; }
        h1 { font-size: 1.9rem; } h2 { font-size: 1.3rem; margin-bottom: 1rem; }
        h3 { font-size: 1rem; } h4 { font-size: .95rem; margin: 0 0 .5rem; }
        p { margin: 0 0 .6rem; } ul, ol { margin: 0; padding-left: 1.2rem; } a { color: var(--link); }
        a:focus-visible, summary:focus-visible, [tabindex]:focus-visible, input:focus-visible {
          outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
        code, pre { font: .86em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono",
          monospace; unicode-bidi: isolate; }
        pre { margin: 0 0 .6rem; padding: .7rem .85rem; background: var(--sunk); border: 1px solid var(--edge);
          border-radius: 6px; white-space: pre-wrap; max-height: 28rem; overflow: auto; tab-size: 8; }
        .soft { color: var(--soft); } .cut { color: var(--soft); font-style: italic; font-size: .9rem; }
        .good-text { color: var(--good); } .bad-text { color: var(--bad); }
        .unseen { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0; overflow: hidden;
          clip-path: inset(50%); white-space: nowrap; }
        .skip { position: absolute; left: -100vw; top: 0; z-index: 9; background: var(--sheet); padding: .6rem 1rem; }
        .skip:focus { left: 0; }
        .chip { display: inline-block; padding: .05rem .55rem; border-radius: .8rem; font-size: .8rem; font-weight: 600;
          line-height: 1.5; white-space: nowrap; } .plot .chip { white-space: normal; }
        .good, .supported { color: var(--good); background: var(--good-ground); }
        .bad { color: var(--bad); background: var(--bad-ground); }
        .partial { color: var(--half); background: var(--half-ground); }
        .unsupported { color: var(--none); background: var(--none-ground); }
        .unknown { color: var(--unknown); background: var(--unknown-ground); }

        """

    private static let top: StaticString = """
        .alarm { margin: 1rem 0 0; padding: .7rem 1.2rem; border-radius: 8px; } .alarm strong { font-weight: 700; }
        .alarm ul { margin: .4rem 0 0; } .alarm li { margin-bottom: .3rem; } .alarm pre { margin: .25rem 0 .5rem; }
        .danger { background: var(--alarm); color: var(--alarm-ink); } .danger strong { font-size: 1.15rem; }
        .danger pre { background: rgb(0 0 0 / .25); border-color: rgb(255 255 255 / .25); }
        .unsure { background: var(--half-ground); color: var(--half); }
        .unsure pre { color: var(--ink); }
        .pretended { color: var(--none); background: repeating-linear-gradient(-45deg, var(--none-ground) 0 14px,
          var(--sheet) 14px 28px); border: 1px solid var(--edge); }
        .pretended { font-size: 1.05rem; } .pretended strong { letter-spacing: .1em; font-size: 1.25rem; }
        .pretended span { background: var(--sheet); padding: .1rem .5rem; border-radius: 4px; }
        .brand { margin: 2rem 0 .2rem; color: var(--soft); font-size: .9rem; }
        .outcome { display: flex; align-items: baseline; gap: .3rem 1.2rem; flex-wrap: wrap; margin: 1.1rem 0;
          padding: 1rem 1.2rem; background: var(--sheet); border: 1px solid var(--edge); border-radius: 8px;
          box-shadow: var(--shadow); border-left-width: 5px; }
        .outcome p { margin: 0; } .outcome .code { color: var(--soft); white-space: nowrap; }
        .outcome .code b { color: var(--ink); font-size: 1.6rem; margin-left: .2rem; }
        .outcome .meaning { flex: 1 1 16rem; font-weight: 600; } .outcome .soft { font-weight: 400; }
        .good-edge { border-left-color: var(--good); } .bad-edge { border-left-color: var(--bad); }
        .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .7rem 1.5rem;
          margin: 0 0 1.2rem; } .facts > div { min-width: 0; } .facts.wide { grid-template-columns: 1fr;
          margin-top: .7rem; }
        dt { color: var(--soft); font-size: .8rem; } dd { margin: 0; font-size: .95rem; }
        nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; list-style: none; padding: .7rem 0;
          border-top: 1px solid var(--edge); border-bottom: 1px solid var(--edge); }
        nav a { text-decoration: none; } nav a:hover { text-decoration: underline; }

        """

    private static let parts: StaticString = """
        .part { margin-top: 2.6rem; }
        .tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: .8rem; list-style: none; padding: 0; }
        .tiles li { background: var(--sheet); border: 1px solid var(--edge); border-radius: 8px; padding: .8rem 1rem;
          box-shadow: var(--shadow); } .tiles b { display: block; font-size: 1.8rem; line-height: 1.2;
          font-weight: 650; }
        .share { display: block; width: 100%; height: 8px; margin: .8rem 0 1.6rem; border-radius: 4px; }
        .share rect { stroke: var(--ground); stroke-width: 2; vector-effect: non-scaling-stroke; }
        rect.supported { fill: var(--good); } rect.partial { fill: var(--half); } rect.unsupported {
          fill: var(--none); }
        rect.unknown { fill: var(--unknown); }
        .scroll { overflow-x: auto; max-width: 100%; margin-bottom: 1rem; background: var(--sheet);
          border: 1px solid var(--edge); border-radius: 8px; box-shadow: var(--shadow); position: relative; }
        .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 0 1rem;
          align-items: start; }
        table { border-collapse: collapse; width: 100%; font-size: .92rem; }
        caption.seen { text-align: left; padding: .7rem .9rem .2rem; font-weight: 600; }
        th, td { text-align: left; padding: .42rem .9rem; vertical-align: top; font-weight: 400; }
        tbody tr { border-top: 1px solid var(--edge); } thead th { color: var(--soft); font-size: .8rem; }
        .number { text-align: right; white-space: nowrap; } table { overflow-wrap: normal; }
        tbody th { overflow-wrap: anywhere; min-width: 8.6rem; } tbody td:not(.number) { overflow-wrap: anywhere; }
        .matrix { width: auto; } .matrix th[scope=row], .matrix thead th:first-child { position: sticky; left: 0;
          background: var(--sheet); white-space: nowrap; z-index: 1; }
        .matrix .rung { vertical-align: bottom; padding: .4rem .2rem; text-align: center; }
        .matrix .rung span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 9rem;
          white-space: nowrap; }
        .matrix .cell { text-align: center; vertical-align: middle; min-width: 2.9rem; padding: .3rem;
          font-weight: 700; position: relative;
          border-left: 2px solid var(--sheet); overflow-wrap: normal; }
        .matrix tbody tr { border-top: 2px solid var(--sheet); }
        .cell small { display: block; font-size: .68rem; font-weight: 600; line-height: 1; }
        .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.3rem; color: var(--soft); font-size: .88rem; }
        .note { background: var(--none-ground); color: var(--none); padding: .6rem .9rem; border-radius: 6px; }
        .plain > summary { cursor: pointer; color: var(--link); }
        .timeline { max-height: 34rem; overflow: auto; background: var(--sheet); border: 1px solid var(--edge);
          border-radius: 8px; padding: .9rem 1.4rem .5rem .9rem; box-shadow: var(--shadow); }
        .timeline ol { list-style: none; padding: 0; }
        .timeline li { display: grid; grid-template-columns: 11rem 1fr; align-items: center; gap: .8rem;
          padding: .14rem 0; }
        .timeline a { font-size: .88rem; text-decoration: none; } .timeline svg { width: 100%; height: 14px;
          display: block; background: var(--sunk); border-radius: 2px; }
        .key { width: 12px; height: 12px; }
        rect.provisioning { fill: var(--provisioning); } rect.executing { fill: var(--executing); }
        rect.analyzing { fill: var(--analyzing); } rect.held, rect.keeping { fill: var(--held); }
        rect.releasing { fill: var(--releasing); }
        .timeline .x { margin-left: 11.8rem; } .timeline .x span:first-child { transform: none; }
        .x { position: relative; height: 1.4rem; font-size: .75rem; color: var(--soft); }
        .x span { position: absolute; transform: translateX(-50%); white-space: nowrap; top: .2rem; }
        footer { margin-top: 3rem; color: var(--soft); font-size: .88rem; border-top: 1px solid var(--edge);
          padding-top: 1rem; }

        """
}
