extension StatusPage {
    /// The page's style: one column that fits a phone, in the colours of the day or of the night.
    ///
    /// Text has a contrast of at least 4.5 to 1 on its ground in both (WCAG 2.2, 1.4.3).
    static let style: HTML = """
        :root { color-scheme: light dark; --ground: #f6f7f9; --card: #fff; --ink: #1b1f24; --soft: #57606a;
          --line: #d0d7de; --no: #b3141f; --yes: #1a6b32; --differs: #8a5300; --link: #0b57c2; --code: #eef1f4; }
        @media (prefers-color-scheme: dark) {
          :root { --ground: #0f1318; --card: #181d24; --ink: #e6eaef; --soft: #a3adb8; --line: #343c46;
            --no: #ff8f8a; --yes: #6fd08a; --differs: #f0b45a; --link: #8ab8ff; --code: #232a33; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif;
          overflow-wrap: anywhere; }
        header, main, footer { max-width: 56rem; margin: 0 auto; padding: 0 1rem; }
        header { padding-top: 1rem; } footer { padding-bottom: 2rem; color: var(--soft); }
        h1 { font-size: 1rem; margin: 0; color: var(--soft); font-weight: 600; }
        h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
        h3 { font-size: 1.15rem; line-height: 1.35; margin: 0 0 .5rem; }
        h4 { font-size: 1rem; margin: 1rem 0 .25rem; } h5 { font-size: .9rem; margin: .75rem 0 .25rem; }
        p { margin: .35rem 0; } .overall { font-size: 1.25rem; line-height: 1.35; font-weight: 600; }
        a { color: var(--link); } :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        nav ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; margin: 0; padding: 0; }
        nav a, .hold a { display: inline-block; padding: .35rem 0; }
        article, .well, .line { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
          padding: .75rem 1rem; margin: 0 0 .75rem; }
        article { border-left: .4rem solid var(--differs); } article.bad { border-left-color: var(--no); }
        .well, .line { padding: 0 1rem; margin-bottom: .25rem; } .line { padding: .5rem 1rem; }
        .well > summary { padding: .5rem 0; }
        .well .mark:first-child { color: var(--yes); } .bad h3 .mark { color: var(--no); }
        .note h3 .mark { color: var(--differs); }
        .state { color: var(--soft); font-weight: 400; } .bad h3 .state { color: var(--no); font-weight: 600; }
        .verdict { font-size: 1.1rem; }
        .chip { border: 1px solid var(--line); border-radius: 1rem; padding: 0 .6rem; font-weight: 600; }
        .mark { display: inline-block; min-width: 1.1rem; text-indent: 0; text-align: center; font-weight: 700; }
        .yes { color: var(--yes); } .no { color: var(--no); } .differs { color: var(--differs); }
        .open, .word, .soft { color: var(--soft); } .word { font-size: .875em; }
        code, pre { font-family: ui-monospace, "Liberation Mono", monospace; font-size: .875rem; unicode-bidi: isolate; }
        pre { background: var(--code); border: 1px solid var(--line); border-radius: .35rem; padding: .6rem .75rem;
          margin: .35rem 0; white-space: pre-wrap; }
        .copy { user-select: all; -webkit-user-select: all; }
        summary { cursor: pointer; padding: .35rem 0; }
        .unfinished, .drift { border-top: 1px solid var(--line); margin-top: .75rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem .75rem; margin: .5rem 0; }
        dt { color: var(--soft); } dd { margin: 0; }
        ul.plain, ul.effects, ul.changes, ol.statements, ol.timeline { list-style: none; margin: .25rem 0; padding: 0; }
        ul.plain > li, ul.effects > li, .timeline > li { padding-left: 1.4rem; text-indent: -1.4rem; }
        ul.effects { padding-left: 1.5rem; font-size: .9375rem; }
        .timeline .soft { display: block; text-indent: 0; } ul.changes > li, .timeline li { margin: .4rem 0; }
        ul.changes dl { padding-left: 1.4rem; }
        ol:not([class]) { margin: .25rem 0; padding-left: 1.5rem; } ol:not([class]) li { margin: .35rem 0; }
        @media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin: 0 0 .35rem; } }
        """
}
