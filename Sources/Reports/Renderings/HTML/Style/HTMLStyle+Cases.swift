extension HTMLStyle {
    static let cases: StaticString = """
        .show { border: 0; padding: 0; margin: 0 0 .8rem; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; }
        .show label { cursor: pointer; } .show input { accent-color: var(--link); }
        body:has(#show-others:checked) .case.met { display: none; }
        .case { background: var(--sheet); border: 1px solid var(--edge); border-radius: 8px; margin-bottom: .5rem;
          box-shadow: var(--shadow); }
        .many .case { content-visibility: auto; contain-intrinsic-size: auto 4.4rem; }
        .case:target { border-color: var(--link); }
        .case > summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem .8rem; padding: .65rem 1rem;
          cursor: pointer; list-style: none; }
        .case > summary::-webkit-details-marker { display: none; }
        .case > summary::before { content: "\\25B8"; color: var(--soft); width: .8rem; }
        .case[open] > summary::before { content: "\\25BE"; }
        .case > summary:hover h3 { text-decoration: underline; }
        .chips { display: inline-flex; flex-wrap: wrap; gap: .3rem; } .took { margin-left: auto; color: var(--soft);
          font-size: .9rem; }
        .reason { flex: 1 0 100%; padding-left: 1.6rem; color: var(--soft); font-size: .92rem; white-space: nowrap;
          overflow: hidden; text-overflow: ellipsis; }
        .case[open] > summary .reason { display: none; }
        .body { padding: .4rem 1.2rem 1rem; border-top: 1px solid var(--edge); } .body > * { margin-top: 1rem; }
        .body > section { margin-top: 1.6rem; }
        .lead { font-size: 1.05rem; }
        .finding { border: 1px solid var(--edge); border-left: 4px solid var(--half); border-radius: 6px;
          padding: .8rem 1rem .4rem; background: var(--sunk); } .finding.bad-edge { border-left-color: var(--bad); }
        .cause { font-weight: 600; }
        .lines { list-style: none; padding: 0; font-size: .92rem; } .lines li { margin-bottom: .15rem; }
        .lines + .soft { margin-top: .7rem; }
        .rungs { list-style: none; padding: 0; }
        .rungs li { padding: .5rem 0; border-top: 1px solid var(--edge); display: grid; gap: 0 .8rem;
          grid-template-columns: 8.2rem 1fr; align-items: baseline; }
        .rungs b { font-weight: 600; } .rungs code { color: var(--soft); } .rungs p { margin: .1rem 0 0;
          font-size: .92rem; }
        .body .scroll { box-shadow: none; max-width: 42rem; }
        .evidence details { border-top: 1px solid var(--edge); }
        .evidence summary { display: flex; flex-wrap: wrap; gap: .1rem .7rem; padding: .45rem 0; cursor: pointer;
          align-items: baseline; }
        .evidence summary b { font-weight: 600; } .evidence summary code { flex: 1 1 14rem; min-width: 0;
          overflow: hidden;
          text-overflow: ellipsis; white-space: nowrap; color: var(--soft); }
        .evidence summary::before { content: "\\25B8"; color: var(--soft); } .evidence [open] > summary::before {
          content: "\\25BE"; }
        .evidence summary::-webkit-details-marker { display: none; }

        """

    static let plots: StaticString = """
        .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
          gap: 1.2rem 1.5rem; }
        .plot { margin: 0; min-width: 0; display: grid; grid-template-rows: subgrid; grid-row: span 2; row-gap: .3rem; }
        .plot figcaption { font-size: .9rem; }
        .plot strong { display: block; font-weight: 600; }
        .frame { display: grid; grid-template-columns: 4.4rem 1fr; padding-right: 1.2rem; padding-top: .4rem; }
        .frame svg { display: block; width: 100%; height: 180px; overflow: visible; } .frame .x { grid-column: 2; }
        .frame .y { position: relative; font-size: .75rem; color: var(--soft); }
        .frame .y span { position: absolute; right: .5rem; transform: translateY(50%); white-space: nowrap;
          line-height: 1; }
        .frame path { fill: none; vector-effect: non-scaling-stroke; }
        .grid { stroke: var(--grid); stroke-width: 1; } .zero { stroke: var(--soft); stroke-width: 1; }
        .limit { stroke: var(--limit); stroke-width: 1.5; stroke-dasharray: 6 4; }
        .frame .beyond { fill: var(--limit); fill-opacity: .07; }
        .line { stroke: var(--line); stroke-width: 1.5; stroke-linejoin: round; stroke-linecap: round; }

        """

    static let narrow: StaticString = """
        @media (max-width: 40rem) {
          body { padding: 0 1rem 3rem; } .alarm { margin: 0 -1rem; padding: .7rem 1rem; border-radius: 0; } h1 {
          font-size: 1.45rem; }
          .tiles { grid-template-columns: repeat(2, 1fr); } .facts { grid-template-columns: repeat(auto-fill,
          minmax(8rem, 1fr)); }
          .timeline li { grid-template-columns: 1fr; gap: .1rem; } .timeline .x { margin-left: 0; }
          .body { padding: .3rem .9rem .8rem; } .frame { grid-template-columns: 3.6rem 1fr; padding-right: .9rem; }
          .frame svg { height: 150px; } th, td { padding: .4rem .55rem; } tbody th { min-width: 6.8rem; }
          .tiles li { padding: .7rem; } .took { margin-left: 0; }
          .case > summary { padding: .6rem .8rem; } .rungs li { grid-template-columns: 1fr; gap: .15rem; }
        }

        """

    /// On paper everything is open, in ink on white, and nothing is cut by the edge of a box.
    static let printed: StaticString = """
        @media print {
          :root { color-scheme: light; --ground: #fff; --sheet: #fff; --sunk: #fff; --edge: #bbb; --ink: #000;
          --soft: #444;
            --link: #000; --good: #0b6640; --bad: #a51d24; --half: #7d4a00; --none: #3f4a8a; --unknown: #525a66;
            --good-ground: #fff; --bad-ground: #fff; --half-ground: #fff; --none-ground: #fff; --unknown-ground: #fff;
            --alarm: #fff; --alarm-ink: #a0141c; --line: #1f56b5; --limit: #b3261e; --grid: #ddd; --shadow: none; }
          body { max-width: none; padding: 0; font-size: 10pt; } nav, .skip, .show { display: none; }
          .scroll, .timeline, pre { overflow: visible; max-height: none; } .many .case { content-visibility: visible; }
          .chip { border: 1px solid currentcolor; } .alarm { margin: 0; border: 2px solid currentcolor; }
          .case::details-content { content-visibility: visible; block-size: auto; }
          .finding, .plot, tr, .rungs li { break-inside: avoid; } h2, h3, h4, caption, thead { break-after: avoid; }
        }

        """
}
