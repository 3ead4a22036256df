// Keys of the desk: / goes to the search box; on lists N, I, E, P follow the link that carries the key, and the arrows walk through
// the rows of a table that says so. Empty filters leave the address.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    const box = document.getElementById("search");
    if (box) { event.preventDefault(); box.focus(); box.select(); }
    return;
  }
  const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const rows = down ? [...document.querySelectorAll("table[data-rows] tbody tr")] : [];
  if (rows.length) {
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[at + down] ?? (at < 0 ? rows[0] : null);
    if (next) { event.preventDefault(); next.querySelector("a").focus(); next.scrollIntoView({ block: "nearest" }); }
    return;
  }
  const link = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (link) { event.preventDefault(); link.click(); }
});
document.addEventListener("submit", (event) => {
  if (event.target.method !== "get") return;
  for (const field of event.target.elements) if (field.name && field.value === "") field.disabled = true;
});
window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
document.addEventListener("DOMContentLoaded", () => {
  if (window.matchMedia("(max-width: 900px)").matches) setTimeout(() => document.querySelector(".rail-menu")?.removeAttribute("open"), 0);
});
