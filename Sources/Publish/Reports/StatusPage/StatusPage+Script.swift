extension StatusPage {
    /// Takes over the page's loading again where a browser runs scripts: what the reader unfolded, selected or scrolled
    /// to stays as it is, and nothing flickers.
    ///
    /// What is unfolded is known by the entry that it belongs to and by its title, numbers and the times that follow
    /// them left out.
    static let script: HTML = #"""
        (() => {
          "use strict";
          const pause = Number(document.currentScript.dataset.seconds) * 1000;
          const entry = (node) => node.closest("[data-entry]")?.dataset.entry ?? "";
          const keys = (root) => {
            const met = new Map(), keyed = new Map();
            for (const fold of root.querySelectorAll("details")) {
              const title = fold.dataset.entry ? "" : fold.firstElementChild.textContent.replace(/\d+\w?/g, "");
              const name = JSON.stringify([entry(fold), title]);
              const count = met.get(name) ?? 0;
              met.set(name, count + 1);
              keyed.set(name + count, fold);
            }
            return keyed;
          };
          const anchor = () => {
            for (const node of document.querySelectorAll("main [data-entry]")) {
              const box = node.getBoundingClientRect();
              if (box.bottom > 0) return [node.dataset.entry, box.top];
            }
          };
          const show = (next) => {
            const main = document.querySelector("main"), fresh = next.querySelector("main");
            document.title = next.title;
            document.querySelector("header").replaceWith(next.querySelector("header"));
            if (main.innerHTML === fresh.innerHTML) return;
            const before = keys(main), seen = anchor();
            const held = [...before].find(([, fold]) => fold.firstElementChild === document.activeElement);
            const after = keys(fresh);
            for (const [key, fold] of after) if (before.has(key)) fold.open = before.get(key).open;
            main.replaceWith(fresh);
            if (held) after.get(held[0])?.firstElementChild.focus({preventScroll: true});
            const same = seen && [...fresh.querySelectorAll("[data-entry]")].find((one) => one.dataset.entry === seen[0]);
            if (same && scrollY > 0) scrollBy(0, same.getBoundingClientRect().top - seen[1]);
          };
          const selects = () => !getSelection().isCollapsed && document.querySelector("main").contains(getSelection().anchorNode);
          const load = async () => {
            if (!document.hidden && !selects()) {
              try {
                const answer = await fetch("", {cache: "no-store"});
                if (!answer.ok) throw new Error("the exporter answers " + answer.status);
                // The style is here already; another one's word would not be allowed.
                const text = (await answer.text()).replace(/<style[^]*?<\/style>/, "");
                show(new DOMParser().parseFromString(text, "text/html"));
              } catch (error) {
                const line = document.getElementById("outdated");
                line.textContent = "This page is out of date: " + error.message + ".";
                line.hidden = false;
              }
            }
            setTimeout(load, pause);
          };
          setTimeout(load, pause);
        })();
        """#
}
