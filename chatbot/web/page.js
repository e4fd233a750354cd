// Light and dark, the panel on small screens, and scrolling. Everything that is said goes through Gradio, not through here.
(() => {
  if (window.chatbotPage) return; // Gradio may put the script in twice
  window.chatbotPage = true;
  const KEY = "chatbot-theme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  const chosen = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const isDark = () => (chosen() || (system.matches ? "dark" : "light")) === "dark";
  const applyTheme = () => {
    const dark = isDark();
    root.style.colorScheme = dark ? "dark" : "light";
    if (root.classList.contains("dark") !== dark) root.classList.toggle("dark", dark);
    if (document.body && document.body.classList.contains("dark") !== dark) document.body.classList.toggle("dark", dark);
  };
  const toggleTheme = () => {
    try { localStorage.setItem(KEY, isDark() ? "light" : "dark"); } catch { /* private window: lasts as long as the page */ }
    applyTheme();
  };

  const openPanel = (open) => {
    document.body.classList.toggle("panel-open", open);
    document.querySelector("[data-panel-open]")?.setAttribute("aria-expanded", String(open));
    const focus = document.querySelector(open ? "[data-panel-close]" : "[data-panel-open]");
    if (focus && focus.offsetParent) focus.focus();
  };

  // On small screens the panel is folded away: its button says how much is in it.
  const count = () => {
    const button = document.querySelector("[data-panel-open]");
    const known = document.querySelectorAll(".facts li").length;
    if (button) button.dataset.count = known || "";
  };

  // While an answer is being written the conversation cannot be left: two streams would write over each other.
  const hold = () => {
    const busy = document.querySelector("#transcript .live, #transcript .opening") !== null;
    for (const id of ["domain", "afresh"]) {
      const part = document.getElementById(id);
      if (part && part.inert !== busy) part.inert = busy;
    }
  };

  // The start of the newest turn stays in view while its answer grows, unless the reader has scrolled away.
  let following = true;
  let newest = null;
  const follow = () => {
    const scroller = document.getElementById("scroller");
    const turn = [...(scroller ? scroller.querySelectorAll(".turn") : [])].at(-1);
    if (!turn) { newest = null; return; }
    if (turn.dataset.key !== newest) { newest = turn.dataset.key; following = true; }
    if (!following) return;
    const top = turn.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop - 16;
    scroller.scrollTop = Math.min(top, scroller.scrollHeight - scroller.clientHeight);
  };

  const watch = () => {
    applyTheme();
    new MutationObserver(applyTheme).observe(document.body, { attributes: true, attributeFilter: ["class"] });
    system.addEventListener("change", applyTheme);
    let waiting = false;
    new MutationObserver(() => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; follow(); count(); hold(); });
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    for (const kind of ["wheel", "touchmove"]) {
      document.addEventListener(kind, (event) => { if (event.target.closest?.("#scroller")) following = false; }, { passive: true });
    }
    document.addEventListener("click", (event) => {
      if (event.target.closest("[data-theme-toggle]")) toggleTheme();
      else if (event.target.closest("[data-panel-open]")) openPanel(true);
      else if (event.target.closest("[data-panel-close]")) openPanel(false);
      else if (document.body.classList.contains("panel-open") && !event.target.closest("#panel")) openPanel(false);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && document.body.classList.contains("panel-open")) openPanel(false);
    });
  };

  applyTheme();
  if (document.body) watch(); else document.addEventListener("DOMContentLoaded", watch);
})();
